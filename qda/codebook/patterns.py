"""The rule language: what a line under ``patterns:`` says, as a value.

A pattern is a phrase (``data sharing``) or a mapping with one of ``phrase``, ``any``, ``all``, narrowed by ``near``, ``unless``, ``within`` and ``in_order``
and adjusted by ``score`` and ``negation``. A phrase is one or more words that follow each other. How texts are cut into words:

- A word is a run of letters and digits. Hyphens, apostrophes, slashes, dots inside a word and blanks separate words, in patterns and in texts alike, so
  ``decision-making`` and ``decision making`` are the same two words. Words joined by a hyphen also count as one (``co-operation`` in a text is found by
  ``cooperation``, and ``co-operation`` in a pattern finds ``cooperation``).
- A possessive ``'s`` is no word; ``n't`` is one, and ``cannot`` is ``can not``.
- Case never matters, typographic and plain apostrophes are the same, ``ß`` is ``ss``.
- A word finds itself and every form of which it is the dictionary form: ``board`` finds *boards*; ``boards`` finds *boards* alone.
- ``integrat*`` finds what begins so, ``*ination`` what ends so, ``*cooperation*`` what contains it.
- Distances are counted in words; punctuation does not count. The words of a phrase never stand across punctuation that parts them (comma, full stop, bracket).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any, Literal, get_args

from qda.errors import CodebookError, nearest
from qda.model import Negation

WordKind = Literal["word", "stem", "ending", "inside"]

DEFAULT_SCORE = 0.6
MAX_ALL = 5
KEYS = ("phrase", "any", "all", "near", "unless", "within", "in_order", "score", "negation")
HEADS = ("phrase", "any", "all")
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Pattern:
    """One rule of a code.

    Attributes
    ----------
    any
        One of these phrases is a hit; a pattern that is only a phrase has one of them.
    all
        Each of these phrases is needed.
    near
        One of these must stand within `within` words of the hit.
    unless
        None of these may overlap the hit; where the pattern has neither `all` nor `near`, `within` says how near they may not stand either.
    within
        How many words later the last thing may begin than the first ends (neighbours are 1 apart); None is the whole segment.
    in_order
        The phrases of `all` stand in the order they are written in.
    score
        How well a hit supports the code, in (0, 1].
    negation
        What a negation does to a hit, or None for what the axis says.
    """

    any: tuple[Phrase, ...] = ()
    all: tuple[Phrase, ...] = ()
    near: tuple[Phrase, ...] = ()
    unless: tuple[Phrase, ...] = ()
    within: int | None = None
    in_order: bool = False
    score: float = DEFAULT_SCORE
    negation: Negation | None = None


def fold(word: str) -> str:
    """Return a word as words are compared: case folded, composed."""
    return unicodedata.normalize("NFC", word.casefold())


def parse(raw: Any) -> Pattern:
    """Return what a codebook's pattern says.

    Parameters
    ----------
    raw
        A phrase, or a mapping with the keys of `KEYS`.

    Raises
    ------
    CodebookError
        It is no pattern; the message says why and what is allowed, without file or line (the reader of the file adds them).

    Examples
    --------
    >>> parse("data shar*").any[0].variants
    ((Word(text='data', kind='word'), Word(text='shar', kind='stem')),)
    >>> parse({"all": ["lack*", "fund*"], "within": 6}).within
    6
    """
    if isinstance(raw, Mapping):
        return _mapping(raw)
    return Pattern(any=(phrase(raw),))


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
    if kind != "word" and len(bare) < 2:
        raise CodebookError(f"{text!r}: beside a star stand at least two letters")
    return Word(bare, kind)


def _mapping(raw: Mapping[Any, Any]) -> Pattern:
    for key in raw:
        if key not in KEYS:
            raise CodebookError(f"unknown key {str(key)!r} in a pattern; {nearest(str(key), KEYS)}")
    _check_heads(raw)
    many = {key: _phrases(raw[key], key) for key in ("any", "all", "near", "unless") if key in raw}
    if "phrase" in raw:
        many["any"] = (phrase(raw["phrase"]),)
    _check_all(many.get("all"))
    return Pattern(
        **many,
        within=_within(raw["within"]) if "within" in raw else None,
        in_order=_flag(raw.get("in_order", False)),
        score=_score(raw.get("score", DEFAULT_SCORE)),
        negation=_negation(raw["negation"]) if "negation" in raw else None,
    )


def _check_heads(raw: Mapping[Any, Any]) -> None:
    heads = [key for key in HEADS if key in raw]
    if len(heads) != 1:
        what = f"both `{heads[0]}` and `{heads[1]}`" if heads else "none of them"
        raise CodebookError(f"a pattern has one of `phrase`, `any`, `all`; found {what}")
    if "within" in raw and not {"all", "near", "unless"} & raw.keys():
        raise CodebookError("`within` needs `all`, `near` or `unless`: it says how far apart things may stand")
    if "near" in raw and "within" not in raw:
        raise CodebookError("`near` needs `within`: the number of words it may be away")
    if "in_order" in raw and "all" not in raw:
        raise CodebookError("`in_order` needs `all`: it is about the order of its items")


def _phrases(raw: Any, key: str) -> tuple[Phrase, ...]:
    if not isinstance(raw, list | tuple):
        raise CodebookError(f"`{key}` takes a list, such as [{raw}]; for one phrase alone write it as it is, or as `phrase:`")
    if not raw:
        raise CodebookError(f"`{key}` is an empty list")
    return tuple(phrase(item) for item in raw)


def _check_all(items: tuple[Phrase, ...] | None) -> None:
    if items is not None and not 2 <= len(items) <= MAX_ALL:
        raise CodebookError(f"`all` takes two to {MAX_ALL} phrases; found {len(items)}")


def _within(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 1:
        raise CodebookError(f"`within` is a number of words from 1 on; found {raw!r}")
    return raw


def _flag(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise CodebookError(f"`in_order` is true or false; found {raw!r}")
    return raw


def _score(raw: Any) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not 0 < raw <= 1:
        raise CodebookError(f"`score` lies above 0 and is at most 1; found {raw!r}")
    return float(raw)


def _negation(raw: Any) -> Negation:
    for allowed in get_args(Negation):
        if raw == allowed:
            found: Negation = allowed
            return found
    raise CodebookError(f"`negation` {str(raw)!r}; {nearest(str(raw), get_args(Negation))}")
