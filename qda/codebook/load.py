"""YAML -> plain values, with the line of every value: plain data only, within limits."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml
from yaml.events import AliasEvent, CollectionEndEvent, Event, MappingStartEvent, SequenceStartEvent, StreamEndEvent

from qda.codebook.patterns import Unquoted
from qda.errors import CodebookError

MAX_BYTES = 5_000_000
MAX_DEPTH = 30
MAX_VALUES = 200_000
TAG = "tag:yaml.org,2002:"
PLAIN_TAGS = {TAG + name for name in ("str", "int", "float", "bool", "null", "seq", "map")}
PATTERNS = frozenset({"patterns", "context"})
FASTEST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # PyYAML may be built without its C parser

# the scalars of YAML 1.2 that are no text: `no` and `on` are words, and so are dates
_NULL = ("", "~", "null", "Null", "NULL")
_FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]{1,99}|0o[0-7]{1,99}|0x[0-9a-fA-F]{1,99}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")

# the parser takes these for line breaks, as YAML did before 1.2; editors do not, and what is pasted from elsewhere holds them
_BLANKS = str.maketrans(dict.fromkeys("\x85\u2028\u2029", " "))

_STAR = 'a pattern that begins with `*` must be quoted: "*ination"'

Place = tuple[str | int, ...]


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A parsed file: plain values, and the line of each by its path of keys and positions."""

    data: dict[str, Any]
    lines: dict[Place, int]
    file: str

    def line(self, where: Sequence[str | int]) -> int:
        """Return the line (from 1) of the value at a path of keys and positions, or of the nearest value that contains it."""
        place = tuple(where)
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1) if place else 1

    def problem(self, where: Sequence[str | int], message: str) -> str:
        """Return one line that names the file, the line and the place."""
        place = ".".join(map(str, where))
        return f"{self.file}:{self.line(where)}: {place + ': ' if place else ''}{message}"


def load_yaml(text: str, file: str, *, parser: Any = FASTEST) -> Loaded:
    """Parse a codebook file.

    Raises
    ------
    CodebookError
        Not YAML, a key twice, a tag, or beyond the limits; the message names file and line.
    """
    if len(text.encode("utf-8")) > MAX_BYTES:
        raise CodebookError(f"{file}:1: larger than {MAX_BYTES // 1_000_000} MB; a codebook is a text that people read")
    reader = _Reader(yaml.parse(text.translate(_BLANKS), Loader=parser), file)
    try:
        data = reader.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise CodebookError(f"{file}:{mark.line + 1 if mark else 1}: {_reason(error)}") from None
    except yaml.YAMLError as error:
        raise CodebookError(f"{file}:1: not YAML: {' '.join(str(error).split())}") from None
    if not isinstance(data, dict):
        raise CodebookError(f"{file}:1: a codebook is a mapping that begins with `codebook: <id>`; found {_kind(data)}")
    return Loaded(data=data, lines=reader.lines, file=file)


def _kind(value: Any) -> str:
    return "nothing" if value is None else "a list" if isinstance(value, list) else repr(value)[:60]


def _reason(error: yaml.MarkedYAMLError) -> str:
    reason = " ".join(str(error.problem or error.context).split())
    if "alphabetic or numeric" in reason:
        return f"{reason}; {_STAR}"
    return f"not YAML: {reason}"


class _Reader:
    """Makes plain values of what the parser meets, within limits: an alias brings its values again, so their number is counted."""

    def __init__(self, events: Iterator[Event], file: str) -> None:
        self.lines: dict[Place, int] = {}
        self._events = events
        self._file = file
        self._anchors: dict[str, Any] = {}
        self._values = 0

    def document(self) -> Any:
        """Return the value of the whole file; None where there is none."""
        next(self._events)
        if isinstance(next(self._events), StreamEndEvent):
            return None
        value = self._value(next(self._events), ())
        next(self._events)
        after = next(self._events)
        if not isinstance(after, StreamEndEvent):
            self._refuse(after, "a second document begins; a codebook is one")
        return value

    def _value(self, event: Event, where: Place) -> Any:
        self._count(event, len(where))
        if isinstance(event, AliasEvent):
            return self._alias(event, where)
        tag = getattr(event, "tag", None)
        if tag and tag not in PLAIN_TAGS:
            self._refuse(event, f"the tag {tag} is not allowed; a codebook is plain data")
        value: Any
        if isinstance(event, MappingStartEvent):
            value = self._mapping(where)
        elif isinstance(event, SequenceStartEvent):
            value = self._sequence(where)
        else:
            value = self._scalar(event)
        if name := getattr(event, "anchor", None):
            self._anchors[name] = value
        return value

    def _mapping(self, where: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for event in self._items():
            key = self._key(event)
            place = (*where, key)
            if key in found:
                self._refuse(event, f'found duplicate key "{key}": a key may stand once')
            self.lines[place] = _line(event)
            value = self._value(next(self._events), place)
            if key == "<<" and not event.style:
                merged = self._merged(event, value)
            else:
                found[key] = value
        return merged | found

    def _sequence(self, where: Place) -> list[Any]:
        found: list[Any] = []
        for event in self._items():
            place = (*where, len(found))
            self.lines[place] = _line(event)
            found.append(self._value(event, place))
        return found

    def _items(self) -> Iterator[Any]:
        for event in self._events:
            if isinstance(event, CollectionEndEvent):
                return
            yield event

    def _key(self, event: Event) -> str:
        key = self._value(event, ())
        if isinstance(key, dict | list):
            self._refuse(event, "a key is a word")
        return str(key)

    def _merged(self, event: Event, value: Any) -> dict[str, Any]:
        """Return what ``<<`` brings: the values of a mapping, or of several, of which the first counts."""
        found: dict[str, Any] = {}
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, dict):
                self._refuse(event, "`<<` takes over the values of a mapping")
            found = one | found
        return found

    def _alias(self, event: AliasEvent, where: Place) -> Any:
        if event.anchor not in self._anchors:
            if not PATTERNS.isdisjoint(where):
                return Unquoted(f"*{event.anchor}")
            self._refuse(event, f"found undefined alias '{event.anchor}'; {_STAR}")
        value = self._anchors[event.anchor]
        self._again(event, value, len(where))
        return value

    def _again(self, event: Event, value: Any, depth: int) -> None:
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            self._count(event, depth + 1)
            self._again(event, inner, depth + 1)

    def _scalar(self, event: Any) -> Any:
        kind = str(event.tag or "").removeprefix(TAG)
        if kind == "str" or (event.style and not kind):
            return event.value
        value = plain(event.value)
        if kind and kind != ("null" if value is None else type(value).__name__):
            self._refuse(event, f"{event.value!r} is no {kind}")
        return value

    def _count(self, event: Event, depth: int) -> None:
        self._values += 1
        if depth > MAX_DEPTH or self._values > MAX_VALUES:
            self._refuse(event, f"deeper than {MAX_DEPTH} levels, or more than {MAX_VALUES} values with its aliases")

    def _refuse(self, event: Event, reason: str) -> NoReturn:
        raise CodebookError(f"{self._file}:{_line(event)}: {reason}")


def _line(event: Event) -> int:
    return int(event.start_mark.line if event.start_mark else 0) + 1


def plain(text: str) -> Any:
    """Return the value of a scalar that stands without quotes, as YAML 1.2 reads it.

    Examples
    --------
    >>> [plain(text) for text in ("0.3", "12", "true", "", "no", "2012-05-01", "0x1F")]
    [0.3, 12, True, None, 'no', '2012-05-01', 31]
    """
    if text in _NULL:
        return None
    if text in _FLAGS:
        return _FLAGS[text]
    if _INT.fullmatch(text):
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    if _FLOAT.fullmatch(text):
        return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    return text
