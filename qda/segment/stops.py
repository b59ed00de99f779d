"""Stops and what stands around them: closing quotes, note numbers, remarks of the transcriber, the word before and the word behind."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from qda.segment.lexicon import Lexicon

STOP = re.compile(r"(?:\. ){2,}\.|[.!?…‽]+")

_CLOSERS = re.compile(r"(?:[\"'”’“»«›‹)\]}¹²³⁰⁴-⁹]|[ \u00a0\u202f][»”](?=[\s.,;:!?)]|\Z))*")
_QUOTES = frozenset("\"'”’“»«›‹")
_NOTE = re.compile(r"\d{1,3}(?:[,–-]\d{1,3})*(?=\s|\Z)")
_ASIDE = re.compile(r"\([^()\n]{1,300}\)|\[[^\[\]\n]{1,300}\]|(?<![:/\w])//(?=\S)[^/\n]{1,300}//")
_REMARK = re.compile(r"\s*(?:\(([^()\n!?]{1,60})\)|\[([^\[\]\n!?]{1,60})\]|(//)(?=\S)[^/\n]{1,300}//)")
_LABEL = re.compile(r"[a-z]|[ivx]{2,4}")
_NEXT = re.compile(r"\s*[\"'“”„‚‘’«»‹›(\[{¿¡–—\-•*·….\s]{0,8}([^\W_]{1,40}['’]?)?")
_CHAIN = re.compile(r"(?:\b\w{1,3}\.[ \u00a0\u202f]?){1,3}[\w-]{1,4}\Z")
_LETTERS = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]{1,3}")
_DAY = re.compile(r"\d{1,3}|\d{1,2}\.\d{1,2}|[IVXLC]{2,6}")
_VOWELS = frozenset("aeiouyäöüåæøáéíóúàèìòùâêîôûąęœ")
_INTERJECTIONS = frozenset({"hm", "hmm", "mh", "mhm", "mmh", "mm", "mmm", "pst", "psst", "pff", "brr", "tss", "pfff"})
_TAIL = 32


@dataclass(frozen=True, kw_only=True, slots=True)
class Stop:
    """A stop at `at`, with the word before it and the place `after` its quotes, brackets and note number.

    Attributes
    ----------
    tail
        The last characters of the sentence before the stop.
    word
        The last word of the tail, ``""`` after white space.
    kind
        What the lexicon says about the word: ``closed``, ``open``, ``number``, ``late``, or ``""`` for a word like any other.
    """

    mark: str
    at: int
    after: int
    closers: str
    tail: str
    word: str
    kind: str

    @property
    def quoted(self) -> bool:
        """Whether a quotation closes behind the stop."""
        return not _QUOTES.isdisjoint(self.closers)

    @property
    def omission(self) -> bool:
        """Whether the stop is all that its brackets hold: ``(...)``, ``[…]``, ``(.)``, ``(!)``."""
        return self.tail[-1:] in ("(", "[") and self.closers[:1] in (")", "]")

    @property
    def ellipsis(self) -> bool:
        """Whether the stop is an ellipsis; four dots are one and a full stop."""
        return "…" in self.mark or (set(self.mark) <= {".", " "} and 1 < self.mark.count(".") < 4)


@dataclass(frozen=True, kw_only=True, slots=True)
class Following:
    """The word behind a stop and how it stands there."""

    word: str
    label: bool
    initial: bool

    @property
    def capital(self) -> bool:
        """Whether it has a capital, or is the label of a list item (``a)``)."""
        return self.label or self.word[:1].isupper() or self.word[:1].istitle()

    @property
    def small(self) -> bool:
        """Whether it has a small letter, which begins no sentence."""
        return self.word[:1].isalpha() and not self.capital

    def starts(self, lexicon: Lexicon) -> bool:
        """Whether it is written with a capital and usually begins a sentence."""
        return self.label or (self.capital and not self.initial and lexicon.starts(self.word))


def read(text: str, begin: int, end: int, match: re.Match[str], lexicon: Lexicon) -> Stop:
    """Return what stands around a match of `STOP` in the sentence that begins at `begin`."""
    at = match.start()
    tail = text[max(begin, at - _TAIL) : at]
    word = _last_word(tail)
    kind = kind_of(word, tail, lexicon) if match.group() == "." else ""
    closers = _CLOSERS.match(text, match.end(), end)
    after = closers.end() if closers else match.end()
    note = _NOTE.match(text, after, end) if not kind and not word[-1:].isdigit() else None
    return Stop(
        mark=match.group(),
        at=at,
        after=note.end() if note else after,
        closers=text[match.end() : after],
        tail=tail,
        word=word,
        kind=kind,
    )


def _last_word(tail: str) -> str:
    stripped = tail.rstrip("\"'”’“»«)]}")
    return (
        "" if not stripped or stripped[-1].isspace() else stripped.split()[-1].lstrip("\"'“„‚‘«»‹›([{¿¡–—-/…").rpartition("/")[2]
    )


def kind_of(word: str, tail: str, lexicon: Lexicon) -> str:
    """Return ``closed``, ``open``, ``number`` or ``late`` for an abbreviation (see `Lexicon`), ``""`` for a word like any other."""
    for key in _keys(word.lower().replace("’", "'"), tail):
        for kind in ("closed", "late", "open", "number"):
            if key in getattr(lexicon, kind):
                return kind
    return "open" if _looks_short(word, lexicon) or _is_ordinal(word, tail, lexicon) else ""


def _keys(word: str, tail: str) -> list[str]:
    """Return the forms under which a lexicon may hold a word: alone, behind a hyphen or an apostrophe, and with its fellows (``z. B``)."""
    keys = [word, *(part for part in (word.rpartition("-")[2], word.rpartition("'")[2]) if part != word and len(part) > 1)]
    if len(word) > 4:
        return keys
    chain = _CHAIN.search(tail)
    if chain:
        parts = "".join(chain.group().lower().split()).replace("\u00a0", "").split(".")
        keys = [".".join(parts[i:]) for i in range(len(parts) - 1)] + keys
    return keys


def _looks_short(word: str, lexicon: Lexicon) -> bool:
    """Say whether an unknown word looks like an abbreviation: an initial, letters with stops, no vowel."""
    if (len(word) == 1 and word.isalpha()) or (lexicon.endings and word.endswith(lexicon.endings)):
        return True
    if word.isalpha() and 2 <= len(word) <= 4 and not word.isupper():
        return _VOWELS.isdisjoint(word.lower()) and word.lower() not in _INTERJECTIONS
    return _LETTERS.fullmatch(word) is not None


def _is_ordinal(word: str, tail: str, lexicon: Lexicon) -> bool:
    """Say whether a number with a full stop is an ordinal number: in some languages, unless the word before it counts (``Kapitel 5.``)."""
    if not lexicon.ordinals or not _DAY.fullmatch(word):
        return False
    before = tail.split()[-2:-1]
    return not before or before[0].lower() not in lexicon.counts


def following(text: str, at: int, end: int) -> Following:
    """Return the first word at or behind a place, past quotes, brackets and dashes."""
    match = _NEXT.match(text, at, end)
    word = (match and match.group(1)) or ""
    behind = text[match.end() : match.end() + 1] if match else ""
    return Following(
        word=word, label=len(word) == 1 and word.isalpha() and behind == ")", initial=len(word) == 1 and behind == "."
    )


class Asides:
    """The brackets and interjections (``//mhm//``) of a line; a stop inside them does not end the sentence around them."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._spans = [m.span() for m in _ASIDE.finditer(text, start, end)]
        self._starts = [a for a, _ in self._spans]
        self._listed = text.find("(1)", start, end) >= 0 and text.find("(2)", start, end) >= 0

    def around(self, at: int) -> tuple[int, int] | None:
        """Return the aside that holds a place, if any."""
        i = bisect_right(self._starts, at) - 1
        return self._spans[i] if i >= 0 and at < self._spans[i][1] else None

    def skip_remarks(self, text: str, at: int, end: int) -> int:
        """Return the place behind the transcriber's remarks that follow a stop: ``(laughs)``, ``(3)``, ``[…]``, ``//mhm//``."""
        match = _REMARK.match(text, at, end)
        while match and self._is_remark(match):
            at = match.end()
            match = _REMARK.match(text, at, end)
        return at

    def _is_remark(self, match: re.Match[str]) -> bool:
        inside, square, interjection = match.groups()
        said = inside or square or ""
        if interjection or _LABEL.fullmatch(said):
            return bool(interjection)
        if self._listed and said.isdigit():
            return False
        first = next((c for c in said if c.isalnum()), "")
        return not first or first.isdigit() or first.islower()
