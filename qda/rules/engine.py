"""Patterns of a language, compiled: text in, hits out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qda.codebook import Codebook
from qda.codebook.patterns import Pattern, Phrase, parse
from qda.errors import CodebookError
from qda.model import Axis, Code, Negation
from qda.rules.hits import Effect, Hit
from qda.rules.index import PhraseIndex
from qda.rules.operators import Match, Span, compiled, matches
from qda.rules.scope import Scopes, cue_index
from qda.rules.words import Words, words_of

HEDGE_FACTOR = 0.8
"""A hedged hit keeps this share of its score."""

_EFFECTS: Mapping[Negation, Effect] = {"keep": "kept", "drop": "dropped", "flip": "flipped"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A pattern of a code with its name in evidence, what a negation does to it and, where it flips, to which code."""

    axis: str
    code: str
    name: str
    pattern: Pattern
    negation: Negation
    other: str = ""


def rules_of(axis: Axis, code: Code, patterns: Sequence[object]) -> list[Rule]:
    """Return the rules that patterns of a code make.

    Raises
    ------
    CodebookError
        A pattern is none, or flips on an axis that has not two codes.
    """
    return [_rule(axis, code, number, raw) for number, raw in enumerate(patterns, start=1)]


def language_of(language: str, book: Codebook) -> str:
    """Return the language whose rules read a segment: ``en`` for ``en-GB``, the codebook's first where none is named."""
    return language.replace("_", "-").split("-")[0].lower() or book.languages[0]


def _rule(axis: Axis, code: Code, number: int, raw: object) -> Rule:
    name = f"{axis.id}/{code.id}#{number}"
    try:
        pattern = parse(raw)
    except CodebookError as error:
        raise CodebookError(f"{name}: {error}") from None
    negation = pattern.negation or axis.negation
    others = [c for c in axis.code_ids if c != code.id]
    if negation == "flip" and len(others) != 1:
        has = f"{axis.id!r} has {len(others) + 1}; allowed here: keep, drop"
        raise CodebookError(f"{name}: negation flip needs an axis of two codes; {has}")
    return Rule(
        axis=axis.id,
        code=code.id,
        name=name,
        pattern=pattern,
        negation=negation,
        other=others[0] if negation == "flip" else "",
    )


class Engine:
    """Rules of one language, looked for together."""

    def __init__(self, rules: Iterable[Rule], language: str) -> None:
        self.language = language
        self._rules = tuple(rules)
        self._index = PhraseIndex((p for rule in self._rules for p in _phrases(rule.pattern)), language)
        self._compiled = [compiled(rule.pattern, self._index.ids) for rule in self._rules]
        self._heads: dict[int, list[int]] = {}
        for number, pattern in enumerate(self._compiled):
            for head in pattern.any or pattern.all[:1]:
                self._heads.setdefault(head, []).append(number)

    def find(self, text: str) -> list[Hit]:
        """Return every match of every rule in the order of the codebook, those that a negation drops among them."""
        if not self._rules:
            return []
        words = words_of(text, self.language)
        found = self._index.find(words)
        heads: dict[int, list[int]] = {}
        for phrase in found:
            for number in self._heads.get(phrase, ()):
                heads.setdefault(number, []).append(phrase)
        matched = [(self._rules[n], match) for n in sorted(heads) for match in matches(self._compiled[n], heads[n], found)]
        if not matched:
            return []
        scopes = cue_index(self.language).scopes(words)
        allies: dict[tuple[str, str], list[Span]] = {}
        for rule, (parts, _) in matched:
            allies.setdefault((rule.axis, rule.code), []).extend(parts)
        return [_hit(rule, match, words, scopes, allies[rule.axis, rule.code] if rule.other else ()) for rule, match in matched]


def _phrases(pattern: Pattern) -> tuple[Phrase, ...]:
    return (*pattern.any, *pattern.all, *pattern.near, *pattern.unless)


def _hit(rule: Rule, match: Match, words: Words, scopes: Scopes, allies: Sequence[Span]) -> Hit:
    parts, near = match
    first, end = parts[0][0], parts[-1][1]
    matched = tuple(sorted(parts + near)) if near else parts
    denying, hedged = scopes.on(first, end, matched, allies)
    effect = _EFFECTS[rule.negation] if len(denying) % 2 else ""
    spans = tuple([(words.starts[a], words.ends[b - 1]) for a, b in matched])
    return Hit(
        axis=rule.axis,
        code=rule.other if effect == "flipped" else rule.code,
        rule=rule.name,
        spans=spans,
        tokens=tuple([words.text[a:b] for a, b in spans]),
        score=rule.pattern.score * (HEDGE_FACTOR if hedged else 1.0),
        effect=effect,
        hedged=hedged,
        cues=tuple([words.text[slice(*words.span(c.first, c.end))] for c in denying]),
        first=first,
        last=end - 1,
        clause=scopes.clauses[first],
    )
