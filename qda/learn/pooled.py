"""One model for all codes of an axis: a logistic regression over pairs of a segment and a code."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from qda.learn.signals import Numbers

FOLDS = 3
"""A dozen weights hardly change with what is left out; few folds keep training quick."""

MOST = 12_000
"""Of pairs that do not hold so many are learnt from, about, if there are more."""

PLAIN = 0.25
"""How much the model without rules counts beside the one with them."""


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
class Tempered:
    """A model of all signals, tempered by one that does not look at the rules.

    Rules do better on the material they were written on than elsewhere, so that a model learnt there trusts them too much; on sentences of studies that the
    rules had not seen, the mean of both does better than the first alone.

    Attributes
    ----------
    full
        The model of all signals.
    plain
        The one without rules; None: there are no rules, or nothing else.
    """

    full: Pooled
    plain: Pooled | None = None

    def probabilities(self, names: Sequence[str], features: Numbers, codes: int) -> Numbers:
        """Return a probability per segment and code."""
        full = self.full.probabilities(names, features, codes)
        return full if self.plain is None else tempered(full, self.plain.probabilities(names, features, codes))


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """Pairs to learn from: features, whether the code holds, how much the pair counts, and the fold it belongs to."""

    features: Numbers
    given: npt.NDArray[np.bool_]
    weight: Numbers
    fold: npt.NDArray[np.int64]


def tempered(full: Numbers, plain: Numbers) -> Numbers:
    """Return the mean of two probabilities in log odds, the second weighing less."""
    one, two = (np.clip(p, 1e-9, 1 - 1e-9) for p in (full, plain))
    odds = (1 - PLAIN) * np.log(one / (1 - one)) + PLAIN * np.log(two / (1 - two))
    return np.asarray(1 / (1 + np.exp(-odds)), np.float64)


def fit_tempered(names: tuple[str, ...], data: Pairs) -> tuple[Tempered, Numbers]:
    """Learn with and without rules; return the model with the probability of every pair by a model that has not seen its fold."""
    full, unseen = fit_pooled(names, data)
    kept = [n for n, name in enumerate(names) if not name.startswith("rule")]
    if len(kept) in {0, len(names)}:
        return Tempered(full=full), unseen
    plain, also = fit_pooled(tuple(names[n] for n in kept), replace(data, features=data.features[:, kept]))
    return Tempered(full=full, plain=plain), tempered(unseen, also)


def fit_pooled(names: tuple[str, ...], data: Pairs) -> tuple[Pooled, Numbers]:
    """Learn what features count; return it with the probability of every pair by a model that has not seen its fold."""
    center, spread = data.features.mean(axis=0), data.features.std(axis=0)
    scaled = (data.features - center) / np.where(spread > 0, spread, 1)
    unseen = np.zeros(len(scaled))
    model, weight = _regression(), _thinned(data)
    used = weight > 0
    weights, bias = _fit(model, scaled[used], data.given[used], weight[used])
    weights = weights / np.where(spread > 0, spread, 1)
    for fold in np.unique(data.fold):
        out = data.fold == fold
        rest = used & ~out
        also, level = _fit(model, scaled[rest], data.given[rest], weight[rest])
        unseen[out] = 1 / (1 + np.exp(-(scaled[out] @ also + level)))
    return Pooled(names=names, weights=weights, bias=float(bias - center @ weights)), unseen


def _thinned(data: Pairs) -> Numbers:
    """Return the weights of pairs, those of many pairs that do not hold being drawn for all: a dozen weights need no hundred thousand."""
    share = min(1.0, MOST / max(len(data.given), 1))
    drawn = np.random.default_rng(len(data.given)).random(len(data.given)) < share
    return np.asarray(np.where(data.given, data.weight, data.weight * drawn / share), np.float64)


def _regression() -> Any:
    """Return a regression that begins where its last training ended: parts of one material lie near to the whole."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(solver="newton-cholesky", max_iter=100, warm_start=True)


def _fit(model: Any, features: Numbers, given: npt.NDArray[np.bool_], weight: Numbers) -> tuple[Numbers, float]:
    if not given.any() or given.all():
        share = float((given.sum() + 0.5) / (len(given) + 1))
        return np.zeros(features.shape[1]), float(np.log(share / (1 - share)))
    model.fit(features, given, sample_weight=weight)
    return np.array(model.coef_[0], np.float64), float(model.intercept_[0])
