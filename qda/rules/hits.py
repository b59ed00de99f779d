"""A hit: a rule that matched, with its tokens, offsets and what denies or softens it."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Effect = Literal["", "kept", "dropped", "flipped"]

_NOTES: Mapping[Effect, str] = {
    "": "",
    "kept": "; negated",
    "dropped": "; negated, dropped",
    "flipped": "; negated, flipped",
}


class Hit(NamedTuple):
    """One match of one rule.

    Attributes
    ----------
    axis, code
        What the hit speaks for, after a negation has flipped it.
    rule
        The rule, as ``axis/code#n``: n counts the patterns of the code in that language from 1.
    spans
        The matched tokens, as offsets in the text.
    tokens
        The text of each span.
    score
        The pattern's score, lowered if the hit is hedged.
    effect
        What a negation in scope did: ``""`` (none in scope), ``kept``, ``dropped`` or ``flipped``.
    hedged
        Whether a hedge is in scope.
    cues
        The words that deny it.
    first, last
        The first and last word of the match, counted in the text.
    clause
        The number of the clause it begins in.
    beyond
        What else had to stand in the turn, and stands in another segment of it.
    """

    axis: str
    code: str
    rule: str
    spans: tuple[tuple[int, int], ...]
    tokens: tuple[str, ...]
    score: float
    effect: Effect = ""
    hedged: bool = False
    cues: tuple[str, ...] = ()
    first: int = 0
    last: int = 0
    clause: int = 0
    beyond: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """Where the first matched token begins."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where the last matched token ends."""
        return self.spans[-1][1]

    @property
    def evidence(self) -> str:
        """The hit in one line.

        Examples
        --------
        >>> Hit(axis="factor", code="trust", rule="factor/trust#2", spans=((4, 9),), tokens=("trust",), score=0.6, hedged=True).evidence
        'factor/trust#2 “trust” [4-9]; hedged'
        """
        quoted = " … ".join(self.tokens)
        if not quoted.isprintable() or "  " in quoted:
            quoted = " … ".join([" ".join(token.split()) for token in self.tokens])
        further = f"; with “{' … '.join(self.beyond)}” elsewhere in the turn" if self.beyond else ""
        return f"{self.rule} “{quoted}” [{self.spans[0][0]}-{self.spans[-1][1]}]{further}{_NOTES[self.effect]}{'; hedged' if self.hedged else ''}"
