"""What the codes of one axis say about those of another: money speaks of instruments, a lack of barriers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from qda.learn.labels import Labels
from qda.learn.material import Ints
from qda.learn.signals import Numbers, Signals

PENALTY = 30.0
TEXT = 0.3
"""A score of a model of texts, which varies by 1, counts so much against the penalty."""

RULE = 0.9
"""The same of a rule's score, which lies in [0, 1]."""

NAMES = ("across", "rule_across")
"""The source without rules, and the one with them."""


@dataclass(frozen=True, kw_only=True)
class Across:
    """Scores a code by all signals of all codes, linearly.

    Attributes
    ----------
    weights
        A row per signal and code, a column per code.
    center
        The mean of each signal.
    scale
        What a score is divided by, so that it varies by 1.
    rules
        Whether the rules are among the signals.
    """

    weights: Numbers
    center: Numbers
    scale: Numbers
    rules: bool

    def added_to(self, signals: Signals) -> Signals:
        """Return signals with one source more."""
        scores = (_side_by_side(signals, rules=self.rules) - self.center) @ self.weights / self.scale
        return replace(signals, texts={**signals.texts, NAMES[self.rules]: scores})


def _side_by_side(signals: Signals, *, rules: bool) -> Numbers:
    parts = [TEXT * scores for name, scores in signals.texts.items() if name not in NAMES]
    return np.hstack([*parts, RULE * signals.rules] if rules and signals.rules is not None else parts)


def fit_across(
    signals: Sequence[Signals], labels: Sequence[Labels], folds: Sequence[Ints], weights: Sequence[float], *, rules: bool
) -> tuple[Across, list[Signals]]:
    """Learn from several parts, each of its own weight; return the model, and each part with the scores by models that have not seen its fold."""
    found = np.vstack([_side_by_side(part, rules=rules) for part in signals])
    given, judged = np.vstack([part.given for part in labels]), np.vstack([part.judged for part in labels])
    weight = np.concatenate([np.full(len(part.given), w) for part, w in zip(labels, weights, strict=True)])[:, None]
    fold = np.concatenate([part + number * 1000 for number, part in enumerate(folds)])
    truth = np.where(given, 1.0, -1.0)
    target = np.where(judged, truth - (truth * judged).sum(axis=0) / np.maximum(judged.sum(axis=0), 1), 0.0)
    center = found.mean(axis=0)
    found = found - center
    square, product = found.T @ (found * weight) + PENALTY * np.eye(found.shape[1]), found.T @ (target * weight)
    unseen = np.zeros(target.shape)
    for number in np.unique(fold):
        rows = fold == number
        own = found[rows] * weight[rows]
        unseen[rows] = found[rows] @ np.linalg.solve(square - own.T @ found[rows], product - own.T @ target[rows])
    spread = unseen.std(axis=0)
    scale = np.where(spread > 0, spread, 1.0)
    model = Across(weights=np.linalg.solve(square, product), center=center, scale=scale, rules=rules)
    out, at = [], 0
    for part in signals:
        n = at + next(iter(part.texts.values())).shape[0]
        out.append(replace(part, texts={**part.texts, NAMES[rules]: unseen[at:n] / scale}))
        at = n
    return model, out
