"""How good suggestions were on segments that were not seen in training."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from qda.codebook import Codebook
from qda.learn.cuts import f_score
from qda.learn.labels import Bools, Labels, slices
from qda.learn.learning import Learnt
from qda.learn.signals import Numbers

BINS = 10


def calibration_error(scores: Numbers, given: Bools) -> float:
    """Return the expected calibration error: how far scores lie from the share that holds, over ten bins of like width, weighed by their size.

    Examples
    --------
    >>> calibration_error(np.array([0.9, 0.9, 0.1]), np.array([True, True, False]))
    0.1
    """
    bins = np.minimum((scores * BINS).astype(int), BINS - 1)
    apart = [abs(float(scores[bins == b].sum() - given[bins == b].sum())) for b in range(BINS)]
    return round(sum(apart) / max(len(scores), 1), 6)


def unseen_figures(learnt: Learnt, labels: Labels, book: Codebook) -> dict[str, Any]:
    """Return the figures of each axis and code, by models that had not seen the document; ``{}`` where nothing is coded."""
    out: dict[str, Any] = {}
    for axis, scores in learnt.unseen.items():
        where = slices(book)[axis]
        given, judged = labels.given[:, where], labels.judged[:, where]
        if not (given & judged).any():
            continue
        cuts = learnt.axes[axis].cuts
        codes = {
            code: _of_code(scores[:, n], given[:, n], judged[:, n], float(cuts[n]))
            for n, code in enumerate(book.axis(axis).code_ids)
        }
        enough = [figures["f1"] for figures in codes.values() if figures["n"] >= 10]
        out[axis] = {
            "macro_f1": round(float(np.mean(enough)), 3) if enough else None,
            "micro_f1": round(f_score((scores >= cuts)[judged], given[judged]), 3),
            "calibration_error": round(calibration_error(scores[judged], given[judged]), 3),
            "codes": codes,
        }
    return out


def _of_code(scores: Numbers, given: Bools, judged: Bools, cut: float) -> Mapping[str, float]:
    suggested, true = scores[judged] >= cut, given[judged]
    both, n = int((suggested & true).sum()), int(true.sum())
    return {
        "n": n,
        "precision": round(both / int(suggested.sum()), 3) if suggested.any() else 0.0,
        "recall": round(both / n, 3) if n else 0.0,
        "f1": round(f_score(suggested, true), 3),
        "cut": round(cut, 4),
    }
