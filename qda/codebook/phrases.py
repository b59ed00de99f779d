"""Phrases of the rule language: words that follow each other, cut as texts are.

- A word is a run of letters and digits. Hyphens, apostrophes, slashes, dots inside a word and blanks separate words, in patterns and in texts alike, so
  ``decision-making`` and ``decision making`` are the same two words. Words joined by a hyphen also count as one (``co-operation`` in a text is found by
  ``cooperation``, and ``co-operation`` in a pattern finds ``cooperation``).
- A possessive ``'s`` is no word; ``n't`` is one, and ``cannot`` is ``can not``.
- Case never matters, typographic and plain apostrophes are the same, ``ß`` is ``ss``.
- A word finds itself and every form of which it is the dictionary form: ``board`` finds *boards*; ``boards`` finds *boards* alone.
- ``integrat*`` finds what begins so, ``*ination`` what ends so, ``*cooperation*`` what contains it.
- The words of a phrase never stand across punctuation that parts them (comma, full stop, bracket).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any, Literal

from qda.errors import CodebookError

WordKind = Literal["word", "stem", "ending", "inside"]

HYPHENS = "-\u2010\u2011"
APOSTROPHES = "'’ʼ‘"
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
WORD = re.compile(rf"n[{APOSTROPHES}]t(?!\w)|[^\W_](?:[^\W_]|[{_MARKS}])*", re.IGNORECASE)

_SPLIT_WORD = re.compile(rf"\*?(?:{WORD.pattern})\*?", re.IGNORECASE)
_POSSESSIVE = re.compile(rf"(?<=[^\W_])[{APOSTROPHES}]s(?![\w*])", re.IGNORECASE)
_NOT = re.compile(rf"(?<=[^\W_])n[{APOSTROPHES}]t(?!\w)", re.IGNORECASE)
_CANNOT = re.compile(r"\bcannot\b", re.IGNORECASE)
_JOINT = re.compile(rf"(?<=\w)[{HYPHENS}](?=\w)")
_KINDS: dict[tuple[bool, bool], WordKind] = {
    (False, False): "word",
    (False, True): "stem",
    (True, False): "ending",
    (True, True): "inside",
}
LEAST = 2
"""How many letters stand beside a star at least."""

_SEPARATORS = frozenset(f"{HYPHENS}{APOSTROPHES}/&.§€%–_ \t\n")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a phrase, in lower case; `kind` says whether a text's word must be it, begin with it, end with it or contain it."""

    text: str
    kind: WordKind = "word"


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrase:
    """Words that follow each other; `variants` holds them as written and with hyphenated words made one."""

    text: str
    variants: tuple[tuple[Word, ...], ...]


def fold(word: str) -> str:
    """Return a word as words are compared: case folded, composed."""
    return word.lower() if word.isascii() else unicodedata.normalize("NFC", word.casefold())


def phrase(raw: Any) -> Phrase:
    """Return the words of a phrase.

    Raises
    ------
    CodebookError
        Not text, no word in it, a star in the middle of a word, or punctuation that no phrase can match.

    Examples
    --------
    >>> [[w.text for w in words] for words in phrase("co-operat* body").variants]
    [['co', 'operat', 'body'], ['cooperat', 'body']]
    """
    return _phrase(_text(raw))


@lru_cache(maxsize=1 << 16)
def _phrase(text: str) -> Phrase:
    """Cut a phrase once a process: a codebook names most of its words several times, and is checked before it is used."""
    rows = [_variants(chunk, text) for chunk in _NOT.sub(" n't", _CANNOT.sub("can not", _POSSESSIVE.sub("", text))).split()]
    variants = dict.fromkeys(tuple(word for part in choice for word in part) for choice in product(*(r for r in rows if r)))
    if not any(variants):
        raise CodebookError(f"the phrase {text!r} holds no word")
    return Phrase(text=" ".join(text.split()), variants=tuple(variants))


def _text(raw: Any) -> str:
    if raw is None:
        raise CodebookError('a pattern is empty; a pattern that begins with `*` must be quoted: "*ination"')
    if not isinstance(raw, str):
        raise CodebookError(f"{raw!r} is not text; put it in quotes")
    if not raw.strip():
        raise CodebookError("a phrase is empty")
    return raw


def _variants(chunk: str, text: str) -> list[tuple[Word, ...]]:
    """Return the words of a stretch without blanks; hyphenated words also as one."""
    rest = _SPLIT_WORD.sub("", chunk)
    strange = sorted(set(rest) - _SEPARATORS)
    if "*" in strange:
        raise CodebookError(
            f"{text!r}: a star stands at the beginning or the end of a word: `integrat*`, `*ination`, `*cooperation*`"
        )
    if strange:
        raise CodebookError(f"{text!r}: a phrase holds words only; {strange[0]!r} cannot be matched")
    written = tuple(_words(chunk, text))
    together = _JOINT.sub("", chunk)
    joined = written if together == chunk else tuple(_words(together, text))
    return [v for v in dict.fromkeys((written, joined)) if v]


def _words(chunk: str, text: str) -> Iterator[Word]:
    end = -1
    for found in _SPLIT_WORD.finditer(chunk):
        if found.start() == end and "*" in chunk[end - 1 : end + 1]:
            raise CodebookError(
                f"{text!r}: a star stands at the beginning or the end of a word: `integrat*`, `*ination`, `*cooperation*`"
            )
        end = found.end()
        yield _word(found.group(), text)


def _word(written: str, text: str) -> Word:
    bare = fold(written.strip("*")).replace("’", "'").replace("ʼ", "'").replace("‘", "'")
    kind = _KINDS[written.startswith("*"), written.endswith("*")]
    if kind != "word" and len(bare) < LEAST:
        raise CodebookError(f"{text!r}: beside a star stand at least two letters")
    return _the_word(bare, kind)


@lru_cache(maxsize=1 << 16)
def _the_word(text: str, kind: WordKind) -> Word:
    """Return one and the same record for a word, however many phrases hold it: a codebook says most of its words several times."""
    return Word(text, kind)
