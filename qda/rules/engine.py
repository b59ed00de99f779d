"""Patterns of a language, compiled: text in, hits out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from qda.model import Negation
from qda.rules.around import ALONE, Around, Conditions
from qda.rules.hits import Effect, Hit
from qda.rules.index import Occurrences, PhraseIndex
from qda.rules.operators import Match, Span, compiled, matches, matches_in
from qda.rules.rule import Rule
from qda.rules.scope import CueIndex, Scopes, cue_phrases
from qda.rules.sentences import sentences
from qda.rules.turns import Reaching, TurnReader
from qda.rules.words import Words, words_of

HEDGE_FACTOR = 0.8
"""A hedged hit keeps this share of its score."""

Matched = tuple[Rule, Match, tuple[str, ...]]

_EFFECTS: Mapping[Negation, Effect] = {"keep": "kept", "drop": "dropped", "flip": "flipped"}


class Engine:
    """Rules of one language, looked for together."""

    def __init__(self, rules: Iterable[Rule], language: str) -> None:
        self.language = language
        self.rules = tuple(rules)
        self._turned = frozenset(rule.axis for rule in self.rules if rule.other)
        patterns = [rule.pattern for rule in self.rules]
        phrases = (p for pattern in patterns for p in pattern.phrases)
        self.index = PhraseIndex(phrases, language, written=cue_phrases(language))
        self._cues = CueIndex(language, self.index)
        self.conditions = Conditions(patterns, language)
        self.compiled = [compiled(pattern, self.index.ids) for pattern in patterns]
        self._turns = TurnReader(self.compiled, self.index, language)
        self._plain = frozenset(n for n, p in enumerate(patterns) if p.scope == "segment") - self.conditions.bound
        self._heads: dict[int, list[int]] = {}
        for number, pattern in enumerate(self.compiled):
            for head in pattern.any or (pattern.all if patterns[number].scope == "turn" else pattern.all[:1]):
                self._heads.setdefault(head, []).append(number)

    @property
    def looks_around(self) -> bool:
        """Whether a rule asks for what stands around a segment."""
        return bool(self.conditions.bound) or any(rule.pattern.scope == "turn" for rule in self.rules)

    def find(self, text: str, around: Around = ALONE) -> list[Hit]:
        """Return every match of every rule in the order of the codebook, those that a negation drops among them."""
        if not self.rules:
            return []
        words = words_of(text, self.language)
        found = self.index.find(words)
        matched = self._matches(words, found, around)
        if not matched:
            return []
        scopes = self._cues.scopes(words, found)
        allies: dict[tuple[str, str], list[Span]] = {}
        for rule, (parts, _), _ in matched:
            if rule.axis in self._turned:
                allies.setdefault((rule.axis, rule.code), []).extend(parts)
        hits: list[Hit] = []
        plain = Sides(scopes, (), ())
        for rule, match, beyond in matched:
            sides = Sides(scopes, allies[rule.axis, rule.code], self._turning(rule, found)) if rule.other else plain
            hits.append(_hit(rule, match, beyond, words, sides))
        return hits

    def _matches(self, words: Words, found: Occurrences, around: Around) -> list[Matched]:
        heads: dict[int, list[int]] = {}
        for phrase in found:
            for number in self._heads.get(phrase, ()):
                if number in heads:
                    heads[number].append(phrase)
                else:
                    heads[number] = [phrase]
        matched: list[Matched] = []
        for number in sorted(heads):
            rule = self.rules[number]
            if number in self._plain:
                matched += [(rule, match, ()) for match in matches(self.compiled[number], heads[number], found)]
            else:
                matched += [(rule, match, beyond) for match, beyond in self._narrowed(number, words, found, around)]
        return matched

    def _narrowed(self, number: int, words: Words, found: Occurrences, around: Around) -> list[Reaching]:
        """Return the matches of a rule that has a scope of its own, or is bound to a context."""
        if number in self.conditions.bound and self.conditions.unmet(number, around):
            return []
        scope = self.rules[number].pattern.scope
        if scope == "turn":
            return self._turns.matches(number, words, around)
        parts = sentences(words, self.language) if scope == "sentence" else [(0, len(words.forms))]
        return [Reaching(match) for match in matches_in(self.compiled[number], parts, found)]

    def _turning(self, rule: Rule, found: Occurrences) -> list[Span]:
        flip = rule.pattern.flip
        return [span for phrase in flip for span in found.get(self.index.ids[phrase], ())] if flip else []


class Sides(NamedTuple):
    """What may speak against a hit: cues, unless they are evidence for the same code (`allies`), and the rule's own words that turn it round."""

    scopes: Scopes
    allies: Sequence[Span]
    turning: Sequence[Span]


def _hit(rule: Rule, match: Match, beyond: tuple[str, ...], words: Words, sides: Sides) -> Hit:
    parts, near = match
    first, end = parts[0][0], parts[-1][1]
    matched = tuple(sorted(parts + near)) if near else parts
    text, starts, ends = words.text, words.starts, words.ends
    spans = tuple([(starts[a], ends[b - 1]) for a, b in matched])
    tokens = tuple([text[a:b] for a, b in spans])
    clause = sides.scopes.clauses[first]
    score = rule.pattern.score
    if not (sides.turning or sides.scopes.reaching(first, end)):
        return Hit(rule.axis, rule.code, rule.name, spans, tokens, score, "", False, (), first, end - 1, clause, beyond)  # noqa: FBT003  in the order of the record, which is faster than by name
    denying, hedged, effect = _denied(rule, (first, end), matched, sides)
    return Hit(
        rule.axis,
        rule.other if effect == "flipped" else rule.code,
        rule.name,
        spans,
        tokens,
        score * HEDGE_FACTOR if hedged else score,
        effect,
        hedged,
        tuple([text[starts[a] : ends[b - 1]] for a, b in denying]),
        first,
        end - 1,
        clause,
        beyond,
    )


def _denied(rule: Rule, words: Span, parts: tuple[Span, ...], sides: Sides) -> tuple[tuple[Span, ...], bool, Effect]:
    """Return the words that deny a hit or turn it round, whether it is softened, and what comes of it."""
    cues, hedged = sides.scopes.on(*words, parts, sides.allies)
    denying = tuple([(cue.first, cue.end) for cue in cues])
    turning = sides.scopes.turning(words[0], parts, sides.turning) if sides.turning else ()
    if turning:
        denying = tuple(c for c in denying if not any(c[0] < b and a < c[1] for a, b in turning))
    effect = _EFFECTS[rule.negation] if len(denying) % 2 else ""
    if turning:
        effect = "" if effect else "flipped"
    return (*denying, *turning), hedged, effect
