"""What is suggested of segments: the model's word where it learnt, that of the rules elsewhere."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from qda.codebook import Codebook
from qda.frames import Frame
from qda.learn.labels import Bools, slices
from qda.learn.learning import Learnt
from qda.learn.material import Encoder, columns_of, rule_scores
from qda.learn.signals import Numbers, Signals
from qda.learn.telling import Teller
from qda.learn.writing import Sides, Suggested

FIRM = 0.2
"""The least score at which a rule shuts out heading and question, on axes that inherit."""


@dataclass(frozen=True, kw_only=True)
class Judge:
    """Judges segments by what was learnt.

    Attributes
    ----------
    learnt
        None: the rules speak alone.
    threshold
        The least score that is kept; None: the cut of each code.
    """

    book: Codebook
    learnt: Learnt | None
    threshold: float | None
    encode: Encoder | None = None

    def judged(self, units: Frame, signs: Frame | None, context: Numbers | None) -> Suggested:
        """Return what is suggested of segments.

        Parameters
        ----------
        units
            The segments.
        signs
            What rules suggest of them, whatever the score.
        context
            What their headings and questions carry.
        """
        n, columns = len(units), columns_of(self.book)
        rules = rule_scores(signs, units, self.book)
        scores = np.zeros((n, len(columns))) if rules is None else rules.copy()
        least = np.tile(_least_of_rules(self.book, self.threshold), (n, 1))
        teller = None
        if self.learnt is not None:
            read = self.learnt.read(units["text"].tolist(), self.encode)
            teller = Teller(self.learnt, read, self.book)
            found = self.learnt.probabilities(Signals(texts=read.scores, rules=rules, context=context), self.book)
            for axis, where in slices(self.book).items():
                if axis in found:
                    mine = self.learnt.codes[where] & ~self._taken_over(axis, where, context, rules)
                    cuts = self.learnt.axes[axis].cuts if self.threshold is None else self.threshold
                    scores[:, where] = np.where(mine, found[axis], scores[:, where])
                    least[:, where] = np.where(mine, cuts, least[:, where])
        evidence, sides = ({}, {}) if signs is None else _said(signs, units, columns, self.book)
        return Suggested(
            scores=scores, kept=(scores >= least) & (scores > 0), least=least, sides=sides, tell=_telling(evidence, teller)
        )

    def _taken_over(self, axis: str, where: slice, context: Numbers | None, rules: Numbers | None) -> Bools:
        """Say, as a column, where a segment takes over what heading or question says unless a rule is firm: a model does not shut that out."""
        if not self.book.axis(axis).inherit or context is None or rules is None:
            return np.zeros((1, 1), bool)
        return np.asarray(context[:, where].any(axis=1, keepdims=True), bool)


def _least_of_rules(book: Codebook, threshold: float | None) -> Numbers:
    """Return the least score of each code where a rule gives it."""
    out = []
    for axis in book.axes:
        least = axis.least if threshold is None else max(threshold, FIRM) if axis.inherit else threshold
        out += [least] * len(axis.codes)
    return np.array(out)


def _said(
    signs: Frame, units: Frame, columns: Mapping[tuple[str, str], int], book: Codebook
) -> tuple[dict[tuple[int, int], str], Sides]:
    """Return what the rules say for each code, and in which statements they see it where they see several."""
    rows = {key: n for n, key in enumerate(units[["doc_id", "start", "end"]].itertuples(index=False, name=None))}
    shown: dict[tuple[int, str], str] = {}
    placed: dict[tuple[int, int], set[str]] = {}
    evidence: dict[tuple[int, int], str] = {}
    names = ["doc_id", "start", "end", "axis", "code", "statement", "evidence"]
    table = list(signs[names].itertuples(index=False, name=None))
    for doc_id, start, end, axis, code, statement, _ in table:
        if axis == book.split:
            shown[rows[doc_id, start, end], statement] = code
    for doc_id, start, end, axis, code, statement, said in table:
        key = rows[doc_id, start, end], columns[axis, code]
        evidence.setdefault(key, said)
        placed.setdefault(key, set()).add(shown.get((key[0], statement), ""))
    statements = Counter(row for row, _ in shown)
    several = {row for row, n in statements.items() if n > 1}
    return evidence, {key: frozenset(found) for key, found in placed.items() if key[0] in several}


def _telling(evidence: dict[tuple[int, int], str], teller: Teller | None) -> Callable[[int, int], str]:
    def tell(row: int, column: int) -> str:
        words = [] if teller is None else [teller.words(row, column)]
        rule = evidence.get((row, column))
        return "; ".join([*words, *([f"rule: {rule}"] if rule else [])])

    return tell
