"""Where suggestions go wrong: how far scores can be trusted, which codes stand for others, and the worst errors with their text."""

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from qda.codebook import Codebook
from qda.frames import Frame
from qda.learn.figures import BINS
from qda.learn.labels import Bools, Labels, slices
from qda.learn.signals import Numbers

if TYPE_CHECKING:
    from qda.learn.predicting import Scored

RELIABILITY = ["axis", "low", "high", "n", "score", "share"]
CONFUSION = ["axis", "code", "instead", "n", "share"]
ERRORS = ["axis", "code", "error", "score", "doc_id", "start", "end", "heading", "text"]


def reliability(scores: Numbers, labels: Labels, book: Codebook) -> Frame:
    """Return, per axis and tenth of the scores, their mean and the share that holds; tenths without any score are left out."""
    rows = []
    for axis, where in slices(book).items():
        judged = labels.judged[:, where]
        of, true = scores[:, where][judged], labels.given[:, where][judged]
        bins = np.minimum((of * BINS).astype(int), BINS - 1)
        for b in np.unique(bins):
            own = bins == b
            rows.append((axis, b / BINS, (b + 1) / BINS, int(own.sum()), float(of[own].mean()), float(true[own].mean())))
    return pd.DataFrame(rows, columns=RELIABILITY)


def confusion(kept: Bools, labels: Labels, book: Codebook) -> Frame:
    """Return which code was suggested where another was given and missed, the most frequent first."""
    rows = []
    for axis, where in slices(book).items():
        judged, given, said = labels.judged[:, where], labels.given[:, where], kept[:, where]
        missed, wrong = (judged & given & ~said).astype(int), (judged & ~given & said).astype(int)
        pairs, names = missed.T @ wrong, book.axis(axis).code_ids
        n = (judged & given).sum(axis=0)
        rows += [
            (axis, names[a], names[b], int(pairs[a, b]), float(pairs[a, b] / n[a]))
            for a, b in product(range(len(names)), repeat=2)
            if pairs[a, b]
        ]
    rows.sort(key=lambda row: (-row[3], row[0], row[1], row[2]))
    return pd.DataFrame(rows, columns=CONFUSION)


def worst_errors(found: "Scored", units: Frame, labels: Labels, book: Codebook) -> Frame:
    """Return every code that was missed or wrongly suggested, the one that was most certain of its error first."""
    wrong, missed = labels.judged & ~labels.given & found.kept, labels.judged & labels.given & ~found.kept
    weight = np.where(wrong, found.scores, np.where(missed, 1 - found.scores, 0.0))
    rows, columns = np.nonzero(wrong | missed)
    order = np.lexsort((columns, rows, -weight[rows, columns].round(6)))
    codes = list(book.codes())
    places = list(units[["doc_id", "start", "end", "heading", "text"]].itertuples(index=False, name=None))
    out = [
        (codes[c].axis, codes[c].id, "wrong" if wrong[r, c] else "missed", round(float(found.scores[r, c]), 6), *places[r])
        for r, c in zip(rows[order], columns[order], strict=True)
    ]
    return pd.DataFrame(out, columns=ERRORS)
