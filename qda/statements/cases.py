"""Which case a unit speaks about, and how that is known."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from qda.frames import Frame
from qda.model import Case
from qda.statements.explicit import EVERY_CASE
from qda.statements.units import Key, Units

ALL = "ALL"
EVIDENCE = ("document", "mention", "explicit_all", "heading", "carried", "default")
"""How a case is known, the strongest first."""

MAX_CARRY = 2
"""A case is carried over at most this many units: further on, the text speaks about something else more often than not (measured on two reports)."""

Known = tuple[tuple[str, ...], str]


@dataclass(frozen=True, kw_only=True)
class Gazetteer:
    """Finds cases by id, label and aliases, as whole words, also in the genitive (``Leeds'``, ``Leeds’s``, ``Hamburgs``).

    A name is a name only with its capital: *Reading* is a city, *reading* is not. An alias may be written small (*case a*).
    """

    pattern: "re.Pattern[str] | None"
    names: Mapping[str, str]
    small: frozenset[str]

    @classmethod
    def of(cls, cases: Sequence[Case]) -> "Gazetteer":
        """Build the finder; a name that two cases share finds neither."""
        claims: dict[str, set[str]] = {}
        written: set[str] = set()
        for case in cases:
            for name in filter(None, (case.id, case.label, *case.aliases)):
                claims.setdefault(name.casefold(), set()).add(case.id)
                written |= {name, name.casefold()}
        names = {name: next(iter(ids)) for name, ids in claims.items() if len(ids) == 1}
        longest = sorted((n for n in written if n.casefold() in names), key=lambda n: (-len(n), n))
        pattern = (
            re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest))})(?:['’]?s)?(?!\w)", re.IGNORECASE) if longest else None
        )
        small = frozenset(alias.casefold() for case in cases for alias in case.aliases if alias[:1].islower())
        return cls(pattern=pattern, names=names, small=small)

    def find(self, text: str) -> tuple[str, ...]:
        """Return the cases named in a text, in order of first mention."""
        if self.pattern is None:
            return ()
        found = (m.group(1) for m in self.pattern.finditer(text))
        named = (name for name in found if not name[0].islower() or name.casefold() in self.small)
        return tuple(dict.fromkeys(self.names[name.casefold()] for name in named))


def resolve_cases(segments: Frame, cases: Sequence[Case], mentions: Frame | None = None) -> Frame:
    """Say for every segment which cases it speaks about.

    A document with a case of its own gives it to all its segments. Else, in this order: a mention that a person recorded, names in the segment, words
    that say "all cities", names in the heading (a section on a city returns to it after a glance at another), what was named before in the same context unit
    (at most `MAX_CARRY` units back), and ``ALL``.

    Parameters
    ----------
    segments
        The table ``segments``, in reading order within each document.
    cases
        The cases with their aliases.
    mentions
        The table ``mentions``: what people recorded for spans; the case ``ALL`` means every case.

    Returns
    -------
    DataFrame
        ``doc_id, start, end, case`` (tuple), ``case_evidence`` (one of `EVIDENCE`), a row per segment in the same order.
    """
    finder = Gazetteer.of(cases)
    recorded = _Recorded(mentions)
    found: list[Known] = []
    carry = _Carry()
    columns = ["doc_id", "start", "end", "case", "text", "heading", "language", "context_start"]
    for doc_id, start, end, case, text, heading, language, context in segments[columns].itertuples(index=False, name=None):
        known = ((case,), "document") if case else recorded.at(doc_id, start, end) or _spoken(finder, text, language)
        block = (doc_id, context if context >= 0 else heading)
        known = carry.step(block, known or _from_heading(finder, heading)) or ((ALL,), "default")
        found.append(known)
    out = segments[["doc_id", "start", "end"]].reset_index(drop=True)
    return out.assign(
        case=pd.Series([k[0] for k in found], dtype=object), case_evidence=pd.Series([k[1] for k in found], dtype="str")
    )


class _Carry:
    """Remembers what was last named within a context unit."""

    def __init__(self) -> None:
        self._block: object = None
        self._last: tuple[str, ...] = ()
        self._distance = 0

    def step(self, block: object, known: Known | None) -> Known | None:
        if block != self._block:
            self._block, self._last, self._distance = block, (), 0
        if known is not None:
            self._last, self._distance = (known[0] if known[1] == "mention" else ()), 0
            return known
        self._distance += 1
        return (self._last, "carried") if self._last and self._distance <= MAX_CARRY else None


class _Recorded:
    """What people recorded, asked for the stretch of a unit."""

    def __init__(self, mentions: Frame | None) -> None:
        self._cases: dict[Key, dict[str, None]] = {}
        if mentions is not None:
            for doc_id, start, end, case in mentions[["doc_id", "start", "end", "case"]].itertuples(index=False, name=None):
                self._cases.setdefault((doc_id, start, end), {})[case] = None
        self._spans = Units.of(mentions)

    def at(self, doc_id: str, start: int, end: int) -> Known | None:
        """Return the cases recorded for a unit: for itself, else for what overlaps it."""
        exact = self._cases.get((doc_id, start, end))
        touched = [self._cases[key] for key in self._spans.touched(doc_id, start, end)] if exact is None else [exact]
        named = tuple(dict.fromkeys(case for cases in touched for case in cases))
        if not named:
            return None
        return ((ALL,), "explicit_all") if ALL in named else (named, "mention")


def _spoken(finder: Gazetteer, text: str, language: str) -> Known | None:
    named = finder.find(text)
    if named:
        return named, "mention"
    every = EVERY_CASE.get(language, EVERY_CASE["en"])
    return ((ALL,), "explicit_all") if every.search(text) else None


def _from_heading(finder: Gazetteer, heading: str) -> Known | None:
    for level in reversed(heading.split(" > ")):
        if named := finder.find(level):
            return named, "heading"
    return None
