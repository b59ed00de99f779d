"""Intervals by resampling whole documents: segments of one interview are not independent of each other."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from qda.agreement.continuum import Floats
from qda.agreement.result import Coefficient
from qda.errors import BadInput

FEW = 10
"""Below so many documents an interval comes with a warning."""


def document_weights(documents: int, times: int, seed: int) -> Floats:
    """Return how often each document counts: once in the first row, as often as it was drawn with replacement in the further rows.

    Returns
    -------
    array
        (1 + times, documents), or (1, documents) where there is nothing to resample.
    """
    if times < 0:
        raise BadInput(f"times={times}: a bootstrap is drawn 0 times or more; 0 gives no interval")
    once = np.ones((1, documents))
    if documents < 2 or not times:
        return once
    drawn = np.random.default_rng(seed).multinomial(documents, np.full(documents, 1 / documents), size=times)
    return np.concatenate([once, drawn])


def with_interval(coefficient: Coefficient, values: Floats, *, documents: int, seed: int, confidence: float) -> Coefficient:
    """Return the coefficient with the percentile interval of its values in the resamples.

    Parameters
    ----------
    coefficient
        The coefficient; without a value it comes back unchanged.
    values
        Its values: the first over all documents, the further ones over the resamples, NaN where one has none.
    documents
        The number of documents.
    """
    if not 0 < confidence < 1:
        raise BadInput(f"confidence={confidence}: an interval covers more than 0 and less than 1")
    if np.isnan(coefficient.value):
        return coefficient
    drawn = values[1:]
    found = drawn[~np.isnan(drawn)]
    if not len(found):
        return replace(coefficient, reason=remark(coefficient.reason, "no interval: one document only" if documents == 1 else ""))
    low, high = np.quantile(found, [(1 - confidence) / 2, (1 + confidence) / 2])
    lost = f"{len(drawn) - len(found):,} resamples without a value are left out" if len(found) < len(drawn) else ""
    few = f"{documents} documents: below {FEW} an interval by document is no more than a hint" if documents < FEW else ""
    return replace(
        coefficient,
        low=float(low),
        high=float(high),
        interval=f"bootstrap of documents (percentile, {len(drawn):,} times, seed {seed})",
        reason=remark(coefficient.reason, few, lost),
    )


def remark(*parts: str | Sequence[str]) -> str:
    """Join what there is to say into one line."""
    said = [p for part in parts for p in ([part] if isinstance(part, str) else part)]
    return "; ".join(filter(None, said))
