"""Where to cut: from which score on a code is suggested."""

import numpy as np
import numpy.typing as npt

from qda.learn.signals import Numbers

ENOUGH = 8
"""From so many positives on a code has a cut of its own, averaged with that of its axis."""


def f_score(suggested: npt.NDArray[np.bool_], given: npt.NDArray[np.bool_]) -> float:
    """Return the harmonic mean of precision and recall; 0 where nothing is suggested and nothing given.

    Examples
    --------
    >>> f_score(np.array([True, True, False]), np.array([True, False, False]))
    0.6666666666666666
    """
    total = int(suggested.sum() + given.sum())
    return 2 * int((suggested & given).sum()) / total if total else 0.0


def best_cut(scores: Numbers, given: npt.NDArray[np.bool_]) -> float:
    """Return the cut with the best F1, halfway to the next score below it.

    Examples
    --------
    >>> best_cut(np.array([0.9, 0.6, 0.2]), np.array([True, True, False]))
    0.4
    """
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    hits = np.cumsum(given[order])
    f = 2 * hits / (np.arange(1, len(order) + 1) + given.sum())
    tied = np.append(ranked[1:] == ranked[:-1], False)
    best = int(np.where(tied, -1, f).argmax())
    below = ranked[best + 1] if best + 1 < len(ranked) else 0.0
    return float((ranked[best] + below) / 2)


def cuts_of(scores: Numbers, given: npt.NDArray[np.bool_], judged: npt.NDArray[np.bool_]) -> Numbers | None:
    """Return a cut per code of an axis: the mean of the cut of all codes together and of the code's own; None where nothing is given.

    Parameters
    ----------
    scores
        Probabilities of segments that were not seen in training, a column per code.
    given, judged
        What people said of them.
    """
    if not (given & judged).any():
        return None
    common = best_cut(scores[judged], given[judged])
    out = np.full(scores.shape[1], common)
    for code in range(scores.shape[1]):
        known = judged[:, code]
        if given[known, code].sum() >= ENOUGH:
            out[code] = (common + best_cut(scores[known, code], given[known, code])) / 2
    return out
