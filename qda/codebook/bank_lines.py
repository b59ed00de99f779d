"""One line of an example bank: a JSON object, read strictly and written the same way every time."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qda.codebook.book import Codebook
from qda.errors import BadInput, UnknownName, nearest
from qda.model import canonical

VOICES = ("interview", "report", "document")
"""Who speaks in an example: somebody in an interview, the author of a study, an official paper."""

KEYS = ("text", "language", "voice", "codes", "near", "heading", "question")
"""The keys of a line, in the order in which they are written."""

_NEEDED = ("text", "language", "codes")
_TEXTS = ("text", "language", "voice", "heading", "question")
_LANGUAGE = re.compile("[a-z]{2,3}")
_HALF = re.compile("[\ud800-\udfff]")

Codes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelledExample:
    """A sentence and what a coder should make of it.

    Attributes
    ----------
    text
        The sentence, in canonical form.
    language
        Its language, as two or three letters.
    voice
        One of `VOICES`, or ``""``.
    codes
        Axis -> its codes. An axis without codes was read and nothing is found on it; an axis that is not named was not judged.
    near
        Axis -> codes that one might give wrongly here.
    heading, question
        The context that the coding needs.
    """

    text: str
    language: str
    codes: Codes
    voice: str = ""
    near: Codes = field(default_factory=dict)
    heading: str = ""
    question: str = ""


def folded(text: str) -> str:
    """Return the words of a text without case, punctuation and width: texts that differ in nothing else are one.

    Examples
    --------
    >>> folded("Nobody, it seems, ASKED us!")
    'nobody it seems asked us'
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(char if char.isalnum() else " " for char in plain).split())


def codes_of(said: str) -> dict[str, tuple[str, ...]]:
    """Read codes as they are written on the command line.

    Raises
    ------
    BadInput
        A part is no ``axis=code``.

    Examples
    --------
    >>> codes_of("aspect=actors,aspect=goals,factor=")
    {'aspect': ('actors', 'goals'), 'factor': ()}
    """
    out: dict[str, tuple[str, ...]] = {}
    for part in filter(None, (part.strip() for part in said.split(","))):
        axis, equals, code = (piece.strip() for piece in part.partition("="))
        if not equals or not axis:
            raise BadInput(f"{part!r} is no code; write axis=code, parted by commas, as valence=barrier,factor=silo")
        out[axis] = (*out.get(axis, ()), *([code] if code else []))
    return out


def line_of(example: LabelledExample) -> str:
    """Return the line that says an example; the same example always gives the same line."""
    values: dict[str, Any] = {
        "text": example.text,
        "language": example.language,
        "voice": example.voice,
        "codes": {axis: list(codes) for axis, codes in example.codes.items()},
        "near": {axis: list(codes) for axis, codes in example.near.items() if codes},
        "heading": example.heading,
        "question": example.question,
    }
    return json.dumps({key: value for key, value in values.items() if value or key in _NEEDED}, ensure_ascii=False)


def parse_line(line: str, book: Codebook | None = None) -> tuple[LabelledExample | None, list[str]]:
    """Return the example that a line says, or None and what is wrong with it, field by field."""
    try:
        raw = json.loads(line, object_pairs_hook=_no_key_twice)
    except RecursionError:
        return None, ["no JSON: it is nested too deeply"]
    except _TwiceError as twice:
        return None, [f"key {twice.key!r} stands twice"]
    except ValueError as error:
        return None, [f"no JSON: {error}" if line.strip() else "an empty line; a line holds one example"]
    if not isinstance(raw, dict):
        return None, ["a line holds one JSON object, {...}"]
    if _HALF.search(json.dumps(raw, ensure_ascii=False)):
        return None, ["holds half a character, a \\ud... that lacks its other half"]
    problems = [*_shape_problems(raw), *_text_problems(raw)]
    if not problems:
        problems = [*_overlaps(raw), *(_code_problems(raw, book) if book else ())]
    return (None, problems) if problems else (_example(raw), [])


class _TwiceError(ValueError):
    def __init__(self, key: str) -> None:
        self.key = key


def _no_key_twice(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _TwiceError(key)
        found[key] = value
    return found


def _shape_problems(raw: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{key}: unknown key; {nearest(key, KEYS)}" for key in raw if key not in KEYS)
    yield from (f"{key}: is missing" for key in _NEEDED if key not in raw)
    for key in _TEXTS:
        if key in raw and not isinstance(raw[key], str):
            yield f"{key}: {raw[key]!r} is not text"
    for key in ("codes", "near"):
        if key in raw and not isinstance(raw[key], dict):
            yield f'{key}: {raw[key]!r} is no object of axes, as in {{"valence": ["barrier"]}}'[:200]
        elif key in raw:
            yield from _list_problems(key, raw[key])


def _list_problems(key: str, by_axis: Mapping[str, Any]) -> Iterator[str]:
    for axis, codes in by_axis.items():
        if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
            yield f"{key}.{axis}: {codes!r} is no list of codes; one code is a list too"[:200]
        elif len(set(codes)) < len(codes):
            yield f"{key}.{axis}: {next(c for c in codes if codes.count(c) > 1)!r} stands twice"


def _text_problems(raw: Mapping[str, Any]) -> Iterator[str]:
    text, language, voice = (raw.get(key, "") for key in ("text", "language", "voice"))
    if isinstance(text, str) and "text" in raw and not folded(text):
        yield "text: holds no word"
    elif isinstance(text, str) and text != canonical(text).strip():
        yield "text: is not in the form that documents keep; write it in NFC, without control characters and blanks around it"
    if isinstance(language, str) and "language" in raw and not _LANGUAGE.fullmatch(language):
        yield f"language: {language!r} is not a language; it has two or three small letters, as 'de'"
    if isinstance(voice, str) and voice and voice not in VOICES:
        yield f"voice: {voice!r}; {nearest(voice, VOICES)}"


def _overlaps(raw: Mapping[str, Any]) -> Iterator[str]:
    for axis, codes in raw.get("near", {}).items():
        both = [code for code in codes if code in raw["codes"].get(axis, ())]
        if both:
            yield f"near.{axis}: {both[0]!r} stands in codes too; it is either given or only near"


def _code_problems(raw: Mapping[str, Any], book: Codebook) -> Iterator[str]:
    for key in ("codes", "near"):
        for axis_id, codes in raw.get(key, {}).items():
            try:
                axis = book.axis(axis_id)
                for code in codes:
                    book.code(axis_id, code)
            except UnknownName as error:
                yield f"{key}.{axis_id}: {error}"
                continue
            if key == "codes" and len(codes) > 1 and axis.kind != "multi" and axis_id != book.split:
                yield f"codes.{axis_id}: {', '.join(codes)}: an axis of kind {axis.kind} takes one code"


def _example(raw: Mapping[str, Any]) -> LabelledExample:
    return LabelledExample(
        text=raw["text"],
        language=raw["language"],
        voice=raw.get("voice", ""),
        codes={axis: tuple(codes) for axis, codes in raw["codes"].items()},
        near={axis: tuple(codes) for axis, codes in raw.get("near", {}).items()},
        heading=raw.get("heading", ""),
        question=raw.get("question", ""),
    )
