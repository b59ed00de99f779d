"""Vectors of meaning as features: how near a text lies to each of many landmarks, sentences whose meaning is known.

Nearness falls off with distance (a Gaussian kernel, by the method of Nyström: Williams & Seeger 2001), so that a text learns most from the few sentences that
mean nearly the same. On studies that were not learnt from this tells codes better than the vectors themselves do.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from qda.learn.ridge import Linear
from qda.learn.texts import Floats

MOST_LANDMARKS = 1500
"""More of them cost time and tell little more."""

STRENGTH = 10.0
"""How much meaning counts against the penalty of the weights."""

_NARROW = 1.0
_SEED = 1


@dataclass(frozen=True, kw_only=True)
class Landmarks:
    """Sentences whose meaning is known.

    Attributes
    ----------
    vectors
        Their vectors, of length 1, a row each; as a file holds them, so that a model that was kept says the same.
    """

    vectors: Floats

    def near(self, vectors: Floats) -> npt.NDArray[np.float32]:
        """Return how near vectors lie to the landmarks: a row per vector, a column per landmark."""
        distance = 2 - 2 * np.asarray(vectors, np.float32) @ self.vectors.T
        return np.asarray(STRENGTH**0.5 * np.exp(-_NARROW * distance), np.float32)

    @cached_property
    def root(self) -> npt.NDArray[np.float32]:
        """What makes products of nearness the kernel itself: a square matrix."""
        values, axes = np.linalg.eigh(self.near(self.vectors) / STRENGTH**0.5)
        return np.asarray((axes / np.sqrt(np.maximum(values, 1e-6))) @ axes.T, np.float32)


def landmarks_of(vectors: Floats) -> Landmarks:
    """Choose landmarks among vectors of length 1; the same vectors give the same landmarks.

    Examples
    --------
    >>> marks = landmarks_of(np.eye(3, dtype=np.float32))
    >>> features = marks.near(np.eye(3)) @ marks.root
    >>> (features @ features.T).astype(float).round(2).tolist()  # 10 times the kernel: exp(-distance squared)
    [[10.0, 1.35, 1.35], [1.35, 10.0, 1.35], [1.35, 1.35, 10.0]]
    """
    chosen = np.random.default_rng(_SEED).permutation(len(vectors))[:MOST_LANDMARKS]
    return Landmarks(vectors=np.asarray(vectors[np.sort(chosen)], np.float16).astype(np.float32))


def folded(linear: Linear, root: Floats) -> Linear:
    """Return weights of nearness, made of the weights of features."""
    return replace(linear, weights=np.asarray(root @ linear.weights, np.float32))
