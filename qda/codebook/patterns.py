"""The rule language: what a line under ``patterns:`` says, as a value.

A pattern is a phrase (``data sharing``) or a mapping with one of ``phrase``, ``any``, ``all``, narrowed by ``near``, ``unless``, ``within``, ``in_order`` and
``scope``, bound to a context by ``role``, ``heading`` and ``question``, and adjusted by ``score``, ``negation`` and ``flip``. `qda.codebook.phrases` says how
phrases and texts are cut into words. Distances are counted in words; punctuation does not count.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, Literal, get_args

from qda.codebook.phrases import Phrase, phrase
from qda.errors import CodebookError, nearest
from qda.model import Negation

Scope = Literal["segment", "sentence", "turn"]

DEFAULT_SCORE = 0.6
MAX_ALL = 5
HEADS = ("phrase", "any", "all")
PLACES = ("role", "heading", "question")
"""The keys that bind a pattern to the context of a segment."""

KEYS = (*HEADS, "near", "unless", "within", "in_order", "scope", *PLACES, "score", "negation", "flip")


@dataclass(frozen=True, kw_only=True, slots=True)
class Pattern:
    """One rule of a code.

    Attributes
    ----------
    any
        One of these phrases is a hit; a pattern that is only a phrase has one of them.
    all
        Each of these phrases is needed; alternatives of an item are variants of one phrase.
    near
        One of these must stand within `within` words of the hit.
    unless
        None of these may overlap the hit; where the pattern has neither `all` nor `near`, `within` says how near they may not stand either.
    within
        How many words later the last thing may begin than the first ends (neighbours are 1 apart); None is the whole `scope`.
    in_order
        The phrases of `all` stand in the order they are written in.
    scope
        What everything must stand in together: the segment, one sentence of it, or the turn that the segment belongs to.
    role
        The roles of speakers it holds for; empty for all.
    heading, question
        One of these must stand in the heading (on any level) or in the question of the segment.
    score
        How well a hit supports the code, in (0, 1].
    negation
        What a negation does to a hit, or None for what the axis says.
    flip
        Where one of these stands in the clause of the hit, the hit speaks for the axis' other code.
    """

    any: tuple[Phrase, ...] = ()
    all: tuple[Phrase, ...] = ()
    near: tuple[Phrase, ...] = ()
    unless: tuple[Phrase, ...] = ()
    within: int | None = None
    in_order: bool = False
    scope: Scope = "segment"
    role: tuple[str, ...] = ()
    heading: tuple[Phrase, ...] = ()
    question: tuple[Phrase, ...] = ()
    score: float = DEFAULT_SCORE
    negation: Negation | None = None
    flip: tuple[Phrase, ...] = ()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The phrases that are looked for in the text itself."""
        return (*self.any, *self.all, *self.near, *self.unless, *self.flip)


class Unquoted(str):
    """What stands where a pattern begins with a star and lacks its quotes: YAML takes it for a reference to something that is not there."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Broken:
    """A pattern that cannot be read and was left out; it keeps its place, so that the others keep their numbers."""

    raw: Any
    reason: str


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
    return Pattern(any=(_quoted(raw),))


def check_flip(pattern: Pattern, negation: Negation, codes: int) -> None:
    """Refuse a pattern that flips on an axis that has not two codes.

    Raises
    ------
    CodebookError
        What stands beside its axis does not fit.
    """
    if codes == 2:
        return
    if (pattern.negation or negation) == "flip":
        raise CodebookError(f"`negation: flip` needs an axis of two codes, and this one has {codes}; allowed here: keep, drop")
    if pattern.flip:
        raise CodebookError(f"`flip` needs an axis of two codes, and this one has {codes}; `unless` leaves such hits out")


def check_place(pattern: Pattern) -> None:
    """Refuse what has no meaning in a list under ``context:``, where headings and questions are read themselves.

    Raises
    ------
    CodebookError
        The pattern is bound to a context, or reaches over a turn.
    """
    bound = [key for key in PLACES if getattr(pattern, key)]
    if bound:
        raise CodebookError(f"`{bound[0]}` has no meaning under `context`: there headings and questions are read themselves")
    if pattern.scope == "turn":
        raise CodebookError("`scope: turn` has no meaning under `context`; allowed here: segment, sentence")


def _quoted(raw: Any) -> Phrase:
    if isinstance(raw, Unquoted):
        raise CodebookError(f'a pattern that begins with `*` must be quoted: "{raw}"')
    return phrase(raw)


def _mapping(raw: Mapping[Any, Any]) -> Pattern:
    for key in raw:
        if key not in KEYS:
            close = "".join(f"did you mean {name!r}? " for name in get_close_matches(str(key), KEYS, n=1))
            raise CodebookError(f"unknown key {str(key)!r} in a pattern; {close}Allowed: {', '.join(KEYS)}")
    _check_heads(raw)
    many = {key: _phrases(raw[key], key) for key in ("any", "near", "unless", "heading", "question", "flip") if key in raw}
    if "phrase" in raw:
        many["any"] = (_quoted(raw["phrase"]),)
    if "all" in raw:
        many["all"] = _all(raw["all"])
    return Pattern(
        **many,
        within=_within(raw["within"]) if "within" in raw else None,
        in_order=_flag(raw.get("in_order", False)),
        scope=_scope(raw.get("scope", "segment")),
        role=_roles(raw["role"]) if "role" in raw else (),
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
    if "near" in raw and not {"within", "scope"} & raw.keys():
        raise CodebookError("`near` needs `within`, the number of words it may be away, or `scope`")
    if "in_order" in raw and "all" not in raw:
        raise CodebookError("`in_order` needs `all`: it is about the order of its items")
    if "scope" in raw and not {"all", "near", "unless"} & raw.keys():
        raise CodebookError("`scope` needs `all`, `near` or `unless`: it says what things must stand in together")


def _list(raw: Any, key: str) -> list[Any]:
    if not isinstance(raw, list | tuple):
        raise CodebookError(f"`{key}` takes a list, such as [{raw}]; for one phrase alone write it as it is, or as `phrase:`")
    if not raw:
        raise CodebookError(f"`{key}` is an empty list")
    return list(raw)


def _phrases(raw: Any, key: str) -> tuple[Phrase, ...]:
    return tuple(_quoted(item) for item in _list(raw, key))


def _all(raw: Any) -> tuple[Phrase, ...]:
    items = tuple(_one_of(item) if isinstance(item, list | tuple) else _quoted(item) for item in _list(raw, "all"))
    if not 2 <= len(items) <= MAX_ALL:
        raise CodebookError(f"`all` takes two to {MAX_ALL} phrases; found {len(items)}")
    return items


def _one_of(raw: Any) -> Phrase:
    """Return alternatives as one phrase with the variants of each."""
    first, *others = _phrases(raw, "all")
    variants = dict.fromkeys((*first.variants, *(words for other in others for words in other.variants)))
    return replace(first, text=" | ".join(p.text for p in (first, *others)), variants=tuple(variants))


def _roles(raw: Any) -> tuple[str, ...]:
    for role in _list(raw, "role"):
        if not isinstance(role, str) or not role.strip():
            raise CodebookError(f"`role` takes names of roles, such as [interviewee]; found {role!r}")
    return tuple(raw)


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


def _scope(raw: Any) -> Scope:
    for allowed in get_args(Scope):
        if raw == allowed:
            found: Scope = allowed
            return found
    raise CodebookError(f"`scope` {str(raw)!r}; {nearest(str(raw), get_args(Scope))}")


def _negation(raw: Any) -> Negation:
    for allowed in get_args(Negation):
        if raw == allowed:
            found: Negation = allowed
            return found
    raise CodebookError(f"`negation` {str(raw)!r}; {nearest(str(raw), get_args(Negation))}")
