import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda.learn.across import NAMES, fit_across
from qda.learn.cuts import best_cut, cuts_of, f_score
from qda.learn.figures import calibration_error
from qda.learn.labels import Labels
from qda.learn.material import folds_of
from qda.learn.ridge import fit_ridge
from qda.learn.signals import Signals, pairs


def drawn(seed, n=30, features=6, codes=3):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, features)).astype(np.float32)
    given = x[:, :codes] + rng.normal(size=(n, codes)) > 0.3
    return x, Labels(given=given, judged=np.ones_like(given)), np.arange(n) % 4


@given(st.integers(0, 1000))
def test_scores_of_what_was_left_out_are_those_of_a_model_without_it(seed):
    x, labels, groups = drawn(seed)
    _, unseen = fit_ridge(x, labels, groups, (slice(0, 3),))
    target = np.where(labels.given, 1.0, -1.0)
    target -= target.mean(axis=0)
    expected = np.zeros_like(target)
    for group in range(4):
        out = groups == group
        weights = np.linalg.solve(x[~out].T @ x[~out] + np.eye(x.shape[1]), x[~out].T @ target[~out])
        expected[out] = x[out] @ weights
    centered = expected - expected.mean(axis=0)
    np.testing.assert_allclose(unseen, centered / expected.std(), rtol=2e-3, atol=2e-3)


def test_what_nobody_judged_pulls_to_neither_side():
    x, labels, groups = drawn(1)
    judged = np.ones_like(labels.given)
    judged[:5, 0] = False
    flipped = labels.given.copy()
    flipped[:5, 0] = ~flipped[:5, 0]
    one, _ = fit_ridge(x, Labels(given=labels.given, judged=judged), groups, (slice(0, 3),))
    two, _ = fit_ridge(x, Labels(given=flipped, judged=judged), groups, (slice(0, 3),))
    np.testing.assert_array_equal(one.weights, two.weights)


def test_one_axis_tells_of_another_and_nothing_of_the_own_fold_is_used():
    rng = np.random.default_rng(0)
    given = rng.random((200, 2)) < 0.3
    given[:, 1] = given[:, 0]  # whoever speaks of the first code means the second, too
    text = np.stack([given[:, 0] + rng.normal(size=200) * 0.3, rng.normal(size=200)], axis=1)
    labels = Labels(given=given, judged=np.ones_like(given))
    model, (out,) = fit_across([Signals(texts={"study": text})], [labels], [np.arange(200) % 5], [1.0], rules=False)
    assert np.corrcoef(out.texts[NAMES[0]][:, 1], given[:, 1])[0, 1] > 0.8
    noise = Labels(given=rng.random((200, 2)) < 0.3, judged=np.ones_like(given))
    _, (nothing,) = fit_across([Signals(texts={"study": text})], [noise], [np.arange(200) % 5], [1.0], rules=False)
    assert abs(np.corrcoef(nothing.texts[NAMES[0]][:, 1], noise.given[:, 1])[0, 1]) < 0.2
    assert model.added_to(Signals(texts={"study": text})).texts[NAMES[0]].shape == (200, 2)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30))
def test_no_other_cut_is_better(rows):
    scores, given = np.array([s for s, _ in rows]), np.array([g for _, g in rows])
    found = f_score(scores >= best_cut(scores, given), given)
    assert found >= max(f_score(scores >= cut, given) for cut in scores) - 1e-9


def test_a_code_of_many_has_a_cut_of_its_own_half():
    scores = np.repeat([[0.9, 0.3], [0.2, 0.2]], 10, axis=0)
    given = np.repeat([[True, True], [False, False]], 10, axis=0)
    cuts = cuts_of(scores, given, np.ones_like(given))
    assert cuts == pytest.approx([(0.25 + 0.55) / 2, 0.25])
    assert cuts_of(scores, np.zeros_like(given), np.ones_like(given)) is None


def test_folds_are_of_like_size_and_keep_groups_together():
    groups = np.repeat([3, 1, 7, 9], [10, 4, 3, 3])
    folds = folds_of(groups, 2)
    assert sorted(np.bincount(folds)) == [10, 10]
    assert all(len(set(folds[groups == group])) == 1 for group in groups)


def test_pairs_stand_segment_by_segment():
    rules = np.array([[0.0, 0.5, 0.2], [0.0, 0.0, 0.0]])
    names, values = pairs(Signals(rules=rules), slice(1, 3), slice(0, 1))
    assert names == ("rule", "rule_hit", "rule_rank", "rule_best", "rule_split")
    assert values[:, 0].tolist() == [0.5, 0.2, 0.0, 0.0]
    assert values[:, 2].tolist() == [1.0, 0.5, 0.0, 0.0]


def test_calibration_error_of_the_literature():
    scores = np.array([0.95, 0.95, 0.95, 0.95, 0.15, 0.15])
    given = np.array([True, True, True, False, False, False])
    assert calibration_error(scores, given) == pytest.approx((4 * 0.2 + 2 * 0.15) / 6, abs=1e-6)
