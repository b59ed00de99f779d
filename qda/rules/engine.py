"""Patterns of a language, compiled: text in, hits out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from qda.model import Negation
from qda.rules.around import ALONE, Around, Conditions
from qda.rules.hits import Effect, Hit
from qda.rules.index import Occurrences, PhraseIndex
from qda.rules.operators import Span, compiled, matches, matches_in
from qda.rules.rule import Rule
from qda.rules.scope import Scopes, cue_index
from qda.rules.sentences import sentences
from qda.rules.turns import Reaching, TurnReader
from qda.rules.words import Words, words_of

HEDGE_FACTOR = 0.8
"""A hedged hit keeps this share of its score."""

_EFFECTS: Mapping[Negation, Effect] = {"keep": "kept", "drop": "dropped", "flip": "flipped"}


class Engine:
    """Rules of one language, looked for together."""

    def __init__(self, rules: Iterable[Rule], language: str) -> None:
        self.language = language
        self.rules = tuple(rules)
        patterns = [rule.pattern for rule in self.rules]
        self.index = PhraseIndex((p for pattern in patterns for p in pattern.phrases), language)
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
        matched = list(self._matches(words, found, around))
        if not matched:
            return []
        scopes = cue_index(self.language).scopes(words)
        allies: dict[tuple[str, str], list[Span]] = {}
        for rule, reaching, _ in matched:
            allies.setdefault((rule.axis, rule.code), []).extend(reaching.match[0])
        return [
            _hit(rule, reaching, words, scopes, (allies[rule.axis, rule.code] if rule.other else (), turning))
            for rule, reaching, turning in matched
        ]

    def _matches(self, words: Words, found: Occurrences, around: Around) -> Iterator[tuple[Rule, Reaching, Sequence[Span]]]:
        """Yield each match with its rule and the words that turn it round, wherever they stand."""
        heads: dict[int, list[int]] = {}
        for phrase in found:
            for number in self._heads.get(phrase, ()):
                heads.setdefault(number, []).append(phrase)
        for number in sorted(heads):
            rule = self.rules[number]
            if number in self._plain:
                reaching = [Reaching(match) for match in matches(self.compiled[number], heads[number], found)]
            else:
                reaching = self._narrowed(number, words, found, around)
            turning = [span for p in rule.pattern.flip for span in found.get(self.index.ids[p], ())] if rule.pattern.flip else ()
            yield from ((rule, one, turning) for one in reaching)

    def _narrowed(self, number: int, words: Words, found: Occurrences, around: Around) -> list[Reaching]:
        """Return the matches of a rule that has a scope of its own, or is bound to a context."""
        if number in self.conditions.bound and self.conditions.unmet(number, around):
            return []
        scope = self.rules[number].pattern.scope
        if scope == "turn":
            return self._turns.matches(number, words, around)
        parts = sentences(words, self.language) if scope == "sentence" else [(0, len(words.forms))]
        return [Reaching(match) for match in matches_in(self.compiled[number], parts, found)]


def _hit(rule: Rule, reaching: Reaching, words: Words, scopes: Scopes, sides: tuple[Sequence[Span], Sequence[Span]]) -> Hit:
    (parts, near), beyond = reaching
    allies, turning = sides
    first, end = parts[0][0], parts[-1][1]
    matched = tuple(sorted(parts + near)) if near else parts
    denying, hedged = scopes.on(first, end, matched, allies)
    if turning:
        turning = scopes.turning(first, matched, turning)
        denying = tuple(cue for cue in denying if not any(cue.first < b and a < cue.end for a, b in turning))
    effect = _EFFECTS[rule.negation] if len(denying) % 2 else ""
    if turning:
        effect = "" if effect else "flipped"
    spans = tuple([(words.starts[a], words.ends[b - 1]) for a, b in matched])
    against = (*[(c.first, c.end) for c in denying], *turning)
    return Hit(
        axis=rule.axis,
        code=rule.other if effect == "flipped" else rule.code,
        rule=rule.name,
        spans=spans,
        tokens=tuple([words.text[a:b] for a, b in spans]),
        score=rule.pattern.score * (HEDGE_FACTOR if hedged else 1.0),
        effect=effect,
        hedged=hedged,
        cues=tuple([words.text[slice(*words.span(*span))] for span in against]),
        first=first,
        last=end - 1,
        clause=scopes.clauses[first],
        beyond=beyond,
    )
