"""Krippendorff's alpha for unitizing (1995, as corrected in 2004): whether the coders mark the same stretches, with the same ends.

Every code is a continuum of its own, so units of one coder with different codes may overlap. Written from

- Krippendorff, K. (1995). On the reliability of unitizing continuous data. Sociological Methodology 25, 47-76: the difference of two units;
- Krippendorff, K. (2004). Content Analysis: An Introduction to Its Methodology, 2nd ed., pp. 251-256: observed and expected disagreement
  (2004 corrects the expected one of 1995), as DKPro Statistics transcribes them; the example of page 254 is met to the printed digits.

For one code, `m` coders, a continuum of length `L` and units `g` of length `b`:

- the difference of two units that share a position is the squared distance of their starts plus the squared distance of their ends;
  that of a unit which lies wholly in a gap of the other coder is ``b ** 2``; all others are 0;
- ``D_o = sum of the differences over all ordered pairs of coders / (m * (m - 1) * L ** 2)``;
- ``D_e = 2 / L * sum over the units of ((N - 1) / 3 * (2 b^3 - 3 b^2 + b) + b^2 * sum over the gaps h >= b of (h - b + 1))
  / (m * L * (m * L - 1) - sum over the units of b * (b - 1))``, with the `N` units and the gaps of all coders;
- ``alpha = 1 - sum over the codes of D_o / sum over the codes of D_e``.

Several documents are laid end to end, and neither a unit nor a gap reaches across a seam (our convention; the book has one continuum).
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from qda.agreement.by_document import document_weights, remark, with_interval
from qda.agreement.continuum import Continuum, Floats, Ints, intersections, lay
from qda.agreement.result import Coefficient
from qda.frames import Frame

SOURCE = "Krippendorff 1995; Krippendorff 2004, pp. 251-256"

_TOO_SHORT = "no disagreement is possible on so short a continuum"


def unitizing_alpha(
    spans: Frame,
    documents: Frame,
    *,
    coders: Sequence[str] | None = None,
    code: str | None = None,
    times: int = 1000,
    seed: int = 1,
    confidence: float = 0.95,
) -> Coefficient:
    """Return Krippendorff's alpha for unitizing over all codes, or of one code.

    Parameters
    ----------
    spans
        A row per unit: ``doc_id, start, end, code, coder``, half-open, in code points. Overlapping spans of one coder with the same code
        are merged first, and `reason` says how many.
    documents
        ``doc_id, length`` of every document that all coders read: the continuum includes what nobody coded.
    coders
        Who is compared; name them where somebody may have coded nothing.
    code
        Only this code.
    times, seed, confidence
        The bootstrap of documents for the interval; ``times=0`` leaves it out.

    Returns
    -------
    Coefficient
        NaN with a reason where nobody coded anything or there is one coder only.

    Examples
    --------
    Krippendorff (2004), page 254: code ``c`` there reaches 0.7286.

    >>> rows = [(225, 295, "A"), (370, 400, "A"), (220, 300, "B"), (355, 375, "B"), (400, 420, "B")]
    >>> spans = pd.DataFrame([("text", s - 150, e - 150, "c", coder) for s, e, coder in rows], columns=["doc_id", "start", "end", "code", "coder"])
    >>> round(unitizing_alpha(spans, pd.DataFrame({"doc_id": ["text"], "length": [300]})).value, 4)
    0.7286
    """
    laid = lay(spans, documents, coders=coders, code=code)
    weights = document_weights(len(laid.documents), times, seed)
    observed, expected = (d.sum(axis=1) for d in disagreements(laid, weights))
    values = _alpha(observed, expected)
    why = laid.undefined or (_TOO_SHORT if np.isnan(values[0]) else "")
    coefficient = Coefficient(
        name="Krippendorff's alpha for unitizing",
        value=float("nan") if why else float(values[0]),
        reason=remark(why, laid.remarks),
        variant=f"code {code}" if code is not None else "",
        n_units=len(laid.start),
        n_coders=len(laid.coders),
        source=SOURCE,
    )
    return with_interval(coefficient, values, documents=len(laid.documents), seed=seed, confidence=confidence)


def unitizing_by_code(spans: Frame, documents: Frame, *, coders: Sequence[str] | None = None) -> Frame:
    """Return observed and expected disagreement and alpha for unitizing of every code.

    Parameters
    ----------
    spans, documents, coders
        As in `unitizing_alpha`.

    Returns
    -------
    DataFrame
        ``code, n_units, observed, expected, alpha, reason``, sorted by code; the sums of `observed` and `expected` give alpha over all codes.
    """
    laid = lay(spans, documents, coders=coders)
    observed, expected = (d[0] for d in disagreements(laid, document_weights(len(laid.documents), 0, 0)))
    alpha = _alpha(observed, expected)
    reason = [laid.undefined or (_TOO_SHORT if np.isnan(a) else "") for a in alpha]
    return pd.DataFrame(
        {
            "code": pd.Series(laid.codes, dtype="str"),
            "n_units": np.bincount(laid.code, minlength=len(laid.codes)),
            "observed": observed,
            "expected": expected,
            "alpha": alpha,
            "reason": pd.Series(reason, dtype="str"),
        }
    )


def disagreements(laid: Continuum, weights: Floats) -> tuple[Floats, Floats]:
    """Return the observed and the expected disagreement of each code, for each way to weigh the documents.

    Parameters
    ----------
    laid
        The continuum.
    weights
        (ways, documents): how often each document counts. With one way only, every document counts once and all are taken together.

    Returns
    -------
    observed, expected
        (ways, codes); NaN where there is nothing to compare.
    """
    coders = len(laid.coders)
    if laid.undefined:
        return np.full((len(weights), len(laid.codes)), np.nan), np.full((len(weights), len(laid.codes)), np.nan)
    alone = len(weights) == 1
    group = np.zeros(len(laid.documents), np.int64) if alone else np.arange(len(laid.documents))
    weights = np.ones((1, 1)) if alone else weights
    length = (weights @ np.bincount(group, laid.lengths, minlength=weights.shape[1]))[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):  # documents without a character; the result is NaN
        observed = weights @ _differences(laid, group) / (coders * (coders - 1) * length**2)
        pairs = coders * length * (coders * length - 1) - weights @ _tally(laid, group, laid.sizes * (laid.sizes - 1))
        expected = 2 / length * _placements(laid, group, weights) / pairs
    return observed, expected


def _alpha(observed: Floats, expected: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 0, 1 - observed / expected, np.nan)


def _tally(laid: Continuum, group: Ints, values: Floats, units: Ints | None = None) -> Floats:
    """Return the sums of a value of units: (groups of documents, codes)."""
    units = np.arange(len(laid.start)) if units is None else units
    shape = int(group.max()) + 1, len(laid.codes)
    cell = group[laid.document[units]] * shape[1] + laid.code[units]
    return np.bincount(cell, values, minlength=shape[0] * shape[1]).reshape(shape).astype(float)


def _differences(laid: Continuum, group: Ints) -> Floats:
    """Return the sum of the differences over all ordered pairs of coders: (groups of documents, codes)."""
    lane = laid.code * (laid.seams[-1] + 1)  # each code on a stretch of its own, so that one sweep serves all codes
    start, end = laid.start + lane, laid.end + lane
    total = np.zeros((int(group.max()) + 1, len(laid.codes)))
    for one, other in combinations([np.flatnonzero(laid.coder == c) for c in range(len(laid.coders))], 2):
        here, there = intersections(start[one], end[one], start[other], end[other])
        a, b = one[here], other[there]
        total += _tally(laid, group, (start[a] - start[b]).astype(float) ** 2 + (end[a] - end[b]).astype(float) ** 2, a)
        for own, met in ((one, here), (other, there)):
            alone = np.delete(own, met)
            total += _tally(laid, group, laid.sizes[alone] ** 2, alone)
    return 2 * total


def _placements(laid: Continuum, group: Ints, weights: Floats) -> Floats:
    """Return the sum over the units in the expected disagreement, before it is divided by the pairs: (ways, codes).

    The differences of a unit to all places where another unit, and to all gaps where it may itself come to lie.
    """
    size = laid.sizes
    count = weights @ _tally(laid, group, np.ones(len(size)))
    among_units = (count - 1) * (weights @ _tally(laid, group, (2 * size**3 - 3 * size**2 + size) / 3))
    in_gaps = np.zeros_like(among_units)
    for code in range(len(laid.codes)):
        units = np.flatnonzero(laid.code == code)
        places = _places(size[units], group[laid.document[units]], *_gaps(laid, group, units), weights.shape[1])
        in_gaps[:, code] = ((weights @ places) * weights).sum(axis=1)
    return among_units + in_gaps


def _gaps(laid: Continuum, group: Ints, units: Ints) -> tuple[Floats, Ints]:
    """Return the lengths of the gaps that all coders leave between the units of one code, and the group of documents each lies in."""
    stretch = laid.seams[-1] + 1
    coder = np.arange(len(laid.coders))[:, None] * stretch
    lane = laid.coder[units] * stretch
    begins = np.sort(np.concatenate([(laid.seams[:-1] + coder).ravel(), laid.end[units] + lane]))
    ends = np.sort(np.concatenate([(laid.seams[1:] + coder).ravel(), laid.start[units] + lane]))
    gap = np.flatnonzero(ends > begins)
    place = np.searchsorted(laid.seams, begins[gap] % stretch, side="right") - 1
    length = (ends - begins)[gap].astype(float)
    order = np.lexsort((length, group[place]))
    return length[order], group[place][order]


def _places(size: Floats, home: Ints, gaps: Floats, where: Ints, groups: int) -> Floats:
    """Return ``b ** 2`` times the places where the units fit into gaps: (groups of the units, groups of the gaps)."""
    out = np.zeros((groups, groups))
    bounds = np.searchsorted(where, np.arange(groups + 1))
    for number in range(groups):
        here = gaps[bounds[number] : bounds[number + 1]]
        fits = np.searchsorted(here, size, side="left")
        longer = np.concatenate([np.cumsum(here[::-1])[::-1], [0.0]])  # the summed length of this gap and all longer ones
        ways = longer[fits] - (len(here) - fits) * (size - 1)
        out[:, number] = np.bincount(home, size**2 * ways, minlength=groups)
    return out
