"""Ridge regression for many codes at once: one factorisation, and what is predicted for a document as if it had not been seen, in closed form."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from qda.learn.labels import Labels
from qda.learn.texts import Floats


@dataclass(frozen=True, kw_only=True)
class Linear:
    """Weights of features for each code, and how scores are brought to a common scale: each code's mean is 0, and an axis varies by 1.

    Attributes
    ----------
    weights
        A row per feature, a column per code.
    shift, scale
        What is taken off a score, and what it is then divided by.
    """

    weights: Floats
    shift: Floats
    scale: Floats

    def scores(self, features: Any) -> npt.NDArray[np.float64]:
        """Return a score per row and code."""
        return np.asarray((features @ self.weights - self.shift) / self.scale, np.float64)


def fit_ridge(
    features: Any, labels: Labels, groups: npt.NDArray[np.int64], axes: tuple[slice, ...], penalty: float = 1.0
) -> tuple[Linear, npt.NDArray[np.float64]]:
    """Learn weights; return them with the scores that each group gets from the others.

    Parameters
    ----------
    features
        A row per segment, sparse or dense.
    labels
        What is known of each segment; what is not known pulls to neither side.
    groups
        The document, or the part of one, that each segment belongs to.
    axes
        Where the codes of each axis stand.
    """
    truth = np.where(labels.given, 1.0, -1.0)
    known = labels.judged
    mean = (truth * known).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    target = np.where(known, truth - mean, 0.0).astype(np.float32)
    gram = features @ features.T
    gram = np.asarray(gram.toarray() if hasattr(gram, "toarray") else gram, np.float32)
    gram[np.diag_indices_from(gram)] += penalty
    inverse = np.linalg.inv(gram)
    dual = inverse @ target
    unseen = np.zeros(target.shape)
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        unseen[rows] = target[rows] - np.linalg.solve(inverse[np.ix_(rows, rows)], dual[rows])
    shift = unseen.mean(axis=0)
    scale = np.ones(len(shift))
    for axis in axes:
        scale[axis] = unseen[:, axis].std() or 1.0
    weights = np.asarray(features.T @ dual, np.float16).astype(
        np.float32
    )  # as a file holds them: a model that was kept says the same
    linear = Linear(weights=weights, shift=shift, scale=scale)
    return linear, (unseen - shift) / scale
