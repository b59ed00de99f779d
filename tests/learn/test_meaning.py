import numpy as np
import pytest

from qda.learn import meaning
from qda.learn.meaning import folded, landmarks_of
from qda.learn.ridge import Linear


def unit(n, seed):
    vectors = np.random.default_rng(seed).normal(size=(n, 12)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def kernel(a, b):
    return 10 * np.exp(-((a[:, None] - b[None]) ** 2).sum(axis=2))


def features(marks, vectors):
    return marks.near(vectors) @ marks.root


def test_features_of_landmarks_are_the_kernel_itself():
    vectors = unit(40, 1)
    found = features(landmarks_of(vectors), vectors)
    assert np.allclose(found @ found.T, kernel(vectors, vectors), atol=0.02)


def test_few_landmarks_come_near_the_kernel(monkeypatch):
    monkeypatch.setattr(meaning, "MOST_LANDMARKS", 150)
    vectors, others = unit(300, 2), unit(20, 3)
    marks = landmarks_of(vectors)
    assert marks.vectors.shape == (150, 12)
    assert np.abs(features(marks, others) @ features(marks, vectors).T - kernel(others, vectors)).mean() < 0.2


def test_the_same_vectors_give_the_same_landmarks():
    vectors = unit(30, 4)
    first, second = landmarks_of(vectors), landmarks_of(vectors.copy())
    assert np.array_equal(first.vectors, second.vectors)
    assert np.array_equal(first.root, second.root)
    assert np.array_equal(first.vectors.astype(np.float16), first.vectors)  # as a file holds them


def test_folded_weights_score_nearness_as_the_weights_do_features():
    marks, others = landmarks_of(unit(25, 6)), unit(7, 7)
    linear = Linear(weights=unit(25, 8), shift=np.zeros(12), scale=np.ones(12))
    assert np.allclose(folded(linear, marks.root).scores(marks.near(others)), linear.scores(features(marks, others)), atol=1e-3)


@pytest.mark.parametrize("n", [1, 2])
def test_a_bank_of_few_sentences_has_as_many_landmarks(n):
    assert landmarks_of(unit(n, 5)).vectors.shape == (n, 12)
