"""What the codes of one axis say about those of another: money speaks of instruments, a lack of barriers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qda.learn.labels import Labels
from qda.learn.material import Ints
from qda.learn.signals import Numbers, Signals

PENALTY = 30.0
TEXT = 0.3
"""A score of a model of texts, which varies by 1, counts so much against the penalty."""

RULE = 0.9
"""The same of a rule's score, which lies in [0, 1]."""

NAME = "across"


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
    """

    weights: Numbers
    center: Numbers
    scale: Numbers

    def added_to(self, signals: Signals) -> Signals:
        """Return signals with one source more."""
        scores = (_side_by_side(signals) - self.center) @ self.weights / self.scale
        return Signals(texts={**signals.texts, NAME: scores}, rules=signals.rules, context=signals.context)


def _side_by_side(signals: Signals) -> Numbers:
    parts = [TEXT * scores for scores in signals.texts.values()]
    return np.hstack(parts if signals.rules is None else [*parts, RULE * signals.rules])


def fit_across(
    signals: Sequence[Signals], labels: Sequence[Labels], folds: Sequence[Ints], weights: Sequence[float]
) -> tuple[Across, list[Signals]]:
    """Learn from several parts, each of its own weight; return the model, and each part with the scores by models that have not seen its fold."""
    found = np.vstack([_side_by_side(part) for part in signals])
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
    model = Across(weights=np.linalg.solve(square, product), center=center, scale=scale)
    out, at = [], 0
    for part in signals:
        n = at + next(iter(part.texts.values())).shape[0]
        out.append(Signals(texts={**part.texts, NAME: unseen[at:n] / scale}, rules=part.rules, context=part.context))
        at = n
    return model, out
