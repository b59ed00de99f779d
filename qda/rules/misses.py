"""Why a rule finds nothing in a text, and how near it comes: each demand of its pattern is taken away in turn, to see which one stands in the way."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from qda.codebook.phrases import Phrase, Word, fold
from qda.rules.around import Around
from qda.rules.engine import Engine
from qda.rules.operators import Compiled, Match, Span, apart, matches_in
from qda.rules.sentences import sentences
from qda.rules.words import lemmatizer, words_of

LEAST_COMPOUND = 5
"""A word of fewer letters within a longer one is no sign of a compound."""


class Miss(NamedTuple):
    """Why a rule finds nothing; `nearness` is 0 where none of its words occurs, and nearly 1 where a single demand stands in the way."""

    nearness: float
    why: str


class Misses:
    """A text, asked rule by rule why nothing was found in it."""

    def __init__(self, engine: Engine, text: str, around: Around) -> None:
        self._engine = engine
        self._around = around
        self._words = words_of(text, engine.language)
        self._found = engine.index.find(self._words)
        self._whole = [(0, len(self._words.forms))]

    def why(self, number: int) -> Miss:
        """Return why a rule that finds nothing finds nothing."""
        pattern, compiled = self._engine.rules[number].pattern, self._engine.compiled[number]
        parts = self._sentences if pattern.scope == "sentence" else self._whole
        if self._matches(compiled, parts):
            return Miss(0.95, self._unmet(number))
        for nearness, relaxed, key in _relaxed(compiled):
            if found := self._matches(relaxed, parts):
                return Miss(nearness, self._in_the_way(key, compiled, found))
        if parts is not self._whole and self._matches(compiled, self._whole):
            return Miss(0.9, "what it needs stands in different sentences, and its scope is the sentence")
        everything = replace(compiled, unless=frozenset(), near=frozenset(), within=None, in_order=False)
        if self._matches(everything, self._whole):
            return Miss(0.6, "its phrases occur, but more than one of its demands is not met")
        return self._missing(pattern.any or pattern.all, needed=bool(pattern.all))

    @cached_property
    def _sentences(self) -> list[Span]:
        return sentences(self._words, self._engine.language)

    @cached_property
    def _present(self) -> frozenset[Word]:
        return self._engine.index.present(self._words)

    @cached_property
    def _forms(self) -> list[tuple[str, frozenset[str]]]:
        forms = lemmatizer(self._engine.language)
        return [(written, frozenset(forms(written))) for written in self._words.forms]

    def _matches(self, pattern: Compiled, parts: list[Span]) -> list[Match]:
        return matches_in(pattern, parts, self._found)

    def _text(self, span: Span) -> str:
        start, end = self._words.span(*span)
        return f"“{' '.join(self._words.text[start:end].split())}”"

    def _unmet(self, number: int) -> str:
        pattern, key = self._engine.rules[number].pattern, self._engine.conditions.unmet(number, self._around)
        wanted = pattern.role if key == "role" else [p.text for p in (pattern.heading if key == "heading" else pattern.question)]
        given = getattr(self._around, key, "")
        return f"it holds for {key} {' or '.join(wanted)} only; here the {key} is {f'“{given}”' if given else 'not known'}"

    def _in_the_way(self, key: str, pattern: Compiled, found: list[Match]) -> str:
        parts, near = found[0]
        shown = " … ".join(map(self._text, parts))
        if key == "unless":
            spans = [span for phrase in pattern.unless & self._found.keys() for span in self._found[phrase]]
            nearest = min(spans, key=lambda s: min(apart(s, part) for part in parts))
            return f"{shown} is found, but {self._text(nearest)} is under `unless`"
        if key == "in_order":
            return f"{shown} is found, but in another order"
        if key == "near":
            return f"{shown} is found, but nothing of `near` stands beside it"
        away = min(_reach(match) for match in found)
        beside = f" and {self._text(near[0])}" if near else ""
        return f"{shown}{beside} are {away} words apart; `within` is {pattern.within}"

    def _missing(self, phrases: tuple[Phrase, ...], *, needed: bool) -> Miss:
        """Say which phrases do not occur: all that is `needed`, or the one that comes nearest."""
        known = [p for p in phrases if self._engine.index.ids[p] in self._found]
        absent = sorted((self._absent(p) for p in phrases if p not in known), key=lambda m: -m.nearness)
        if not needed:
            return absent[0]
        if not absent:
            return Miss(0.5, "its phrases occur only in the same words")
        there = f"{', '.join(f'“{p.text}”' for p in known)} found; " if known else ""
        return Miss(
            (0.7 * len(known) + 0.2 * sum(m.nearness for m in absent)) / len(phrases), there + "; ".join(m.why for m in absent)
        )

    def _absent(self, phrase: Phrase) -> Miss:
        words = max(phrase.variants, key=lambda variant: sum(word in self._present for word in variant) / len(variant))
        there = [word for word in words if word in self._present]
        missing = [word for word in words if word not in there]
        if not missing:
            return Miss(0.7, f"the words of “{phrase.text}” occur, but not one after the other")
        likeness = next((like for word in missing for like in self._like(word)), "")
        part = f"“{phrase.text}” is not there"
        if there and not likeness:
            part += f" ({', '.join(w.text for w in there)} is, {', '.join(w.text for w in missing)} is not)"
        share = sum(len(w.text) for w in there) / sum(len(w.text) for w in words)
        return Miss(0.6 if likeness else 0.6 * share, part + likeness)

    def _like(self, word: Word) -> Iterator[str]:
        """Yield what comes near to a word that does not occur: another form of it, or a compound with it."""
        if word.kind != "word":
            return
        forms = frozenset(lemmatizer(self._engine.language)(word.text))
        for written, others in self._forms:
            if forms & others:
                yield f", but “{written}” is: an inflected form finds itself alone, the dictionary form finds all"
            elif len(word.text) >= LEAST_COMPOUND and word.text in fold(written):
                yield f", but “{written}” is: `*{word.text}*` finds it"


def _relaxed(pattern: Compiled) -> Iterator[tuple[float, Compiled, str]]:
    """Yield a pattern without one of its demands, with how near a text comes that meets all the others."""
    if pattern.unless:
        yield 0.9, replace(pattern, unless=frozenset()), "unless"
    if pattern.within is not None and (pattern.all or pattern.near):
        yield 0.9, replace(pattern, within=None), "within"
    if pattern.in_order:
        yield 0.85, replace(pattern, in_order=False), "in_order"
    if pattern.near:
        yield 0.5, replace(pattern, near=frozenset()), "near"


def _reach(match: Match) -> int:
    parts, near = match
    return min(apart(near[0], part) for part in parts) if near else apart(parts[0], parts[-1])
