"""One model for all codes of an axis: a logistic regression over pairs of a segment and a code."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qda.learn.signals import Numbers

FOLDS = 5


@dataclass(frozen=True, kw_only=True)
class Pooled:
    """What the features of a pair count.

    Attributes
    ----------
    names
        The features, see `qda.learn.signals.pairs`.
    weights, bias
        In units of log odds.
    """

    names: tuple[str, ...]
    weights: Numbers
    bias: float

    def probabilities(self, names: Sequence[str], features: Numbers, codes: int) -> Numbers:
        """Return a probability per segment and code; `names` are the features that are there, of which this model may use fewer."""
        where = [list(names).index(name) for name in self.names]
        return np.asarray(1 / (1 + np.exp(-(features[:, where] @ self.weights + self.bias))), np.float64).reshape(-1, codes)


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """Pairs to learn from: features, whether the code holds, how much the pair counts, and the fold it belongs to."""

    features: Numbers
    given: npt.NDArray[np.bool_]
    weight: Numbers
    fold: npt.NDArray[np.int64]


def fit_pooled(names: tuple[str, ...], data: Pairs) -> tuple[Pooled, Numbers]:
    """Learn what features count; return it with the probability of every pair by a model that has not seen its fold."""
    center, spread = data.features.mean(axis=0), data.features.std(axis=0)
    scaled = (data.features - center) / np.where(spread > 0, spread, 1)
    unseen = np.zeros(len(scaled))
    for fold in np.unique(data.fold):
        out = data.fold == fold
        weights, bias = _fit(scaled[~out], data.given[~out], data.weight[~out])
        unseen[out] = 1 / (1 + np.exp(-(scaled[out] @ weights + bias)))
    weights, bias = _fit(scaled, data.given, data.weight)
    weights = weights / np.where(spread > 0, spread, 1)
    return Pooled(names=names, weights=weights, bias=float(bias - center @ weights)), unseen


def _fit(features: Numbers, given: npt.NDArray[np.bool_], weight: Numbers) -> tuple[Numbers, float]:
    from sklearn.linear_model import LogisticRegression

    if not given.any() or given.all():
        share = float((given.sum() + 0.5) / (len(given) + 1))
        return np.zeros(features.shape[1]), float(np.log(share / (1 - share)))
    model = LogisticRegression(solver="newton-cholesky", max_iter=100).fit(features, given, sample_weight=weight)
    return np.asarray(model.coef_[0], np.float64), float(model.intercept_[0])
