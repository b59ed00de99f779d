"""The family of four alphas for unitizing of 2016: relevance, the whole continuum, the codes, and each code.

Krippendorff, K., Mathet, Y., Bouvry, S. & Widlöcher, A. (2016). On the reliability of unitizing textual continua: Further developments.
Quality & Quantity 50, 2347-2364. `m` coders cut a continuum of length `L` into units, which carry a code, and gaps, which carry none (code 0).
Sums run over all coders and their units; ``S & T`` is the length that two units share.

From the paper (sections 4 and 5; equations 1, 4, 5, 6, 11 and 13, numbered after two public transcriptions that agree on them; the paper
itself was not at hand, its erratum 10.1007/s11135-015-0289-7 neither):

- observed coincidences ``l_ck = sum over coders i != j, units S of i with c and T of j with k, of S & T / (m - 1)``; all of them sum to ``l = m L``;
- expected coincidences ``e_ck = l (l_c l_k - own_c if c == k) / (l^2 - sum of all own)``, where ``own_c`` is the sum of the squared lengths of the
  units with c: a unit is not compared with itself. A gap has no structure, so each of its positions only leaves out itself: ``own_0 = l_0``;
- ``u alpha = 1 - (l - sum of l_cc) / (l - sum of e_cc)``; ``|u alpha = 1 - (l_0 - l_00) / (e_0 - e_00)``;
- ``cu alpha`` is the same quotient over the intersections of units only, that is with the ``l_ck`` of c, k != 0 and margins summed from them;
- ``(k)u alpha = 1 - (l_k - l_kk) / l_k * e_k / (e_k - e_kk)``, with the coincidences of cu.

Derived, because the transcriptions of equation 10 differ for three coders and more: how much of a unit enters ``own_c`` in cu alpha.
Position x of a unit counts there as the share of the other coders who have a unit at x, so a unit weighs
``w = sum over the other coders of what it shares with their units / (m - 1)``, all weights sum to ``l``, and the pairs of the unit with
itself weigh ``own = w^2``. With two coders, or where all coders mark the same stretches, all readings come to this; else the others (the square
of what the union of the other coders covers, the mean of squares) leave the range of alpha when a coder left a stretch unmarked.

Also ours: documents are laid end to end, and units of one coder that overlap are merged (|u) or refused (u, cu, (k)u), see each function.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import nan

import numpy as np

from qda.agreement.by_document import document_weights, remark, with_interval
from qda.agreement.continuum import Continuum, Floats, intersections, lay, merge, span_table
from qda.agreement.result import Coefficient
from qda.frames import Frame

SOURCE = "Krippendorff, Mathet, Bouvry & Widlöcher 2016"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Masses:
    """What the coincidences are made of, for each way to weigh the documents.

    Attributes
    ----------
    all
        ``m L``: (ways,).
    coded, own
        The lengths of the units with each code, and their squares, summed: (ways, codes).
    met, same, met_own
        ``l_k`` and ``l_kk`` among intersections of units, and ``own_k`` there: (ways, codes).
    """

    all: Floats
    coded: Floats
    own: Floats
    met: Floats
    same: Floats
    met_own: Floats


def alpha_binary(
    spans: Frame,
    documents: Frame,
    *,
    coders: Sequence[str] | None = None,
    code: str | None = None,
    times: int = 1000,
    seed: int = 1,
    confidence: float = 0.95,
) -> Coefficient:
    """Return |u alpha: whether the coders tell relevant from irrelevant matter alike, whatever its code.

    Units of one coder that overlap, whatever their codes, are merged into one relevant unit first, and `reason` says how many.

    Parameters
    ----------
    spans, documents, coders, times, seed, confidence
        As in `unitizing_alpha`.
    code
        Relevant is what carries this code, irrelevant all else; anything coded if None. Codes may then overlap without harm,
        so this serves per code where `alpha_codes` refuses.

    Returns
    -------
    Coefficient
        NaN with a reason where nobody coded anything, or everybody everything.

    Examples
    --------
    Both mark half of ten characters and share four of the five, see the test of this module for the working.

    >>> import pandas as pd
    >>> spans = pd.DataFrame({"doc_id": "d", "start": [0, 1], "end": [5, 6], "code": "x", "coder": ["A", "B"]})
    >>> round(alpha_binary(spans, pd.DataFrame({"doc_id": ["d"], "length": [10]})).value, 4)
    0.66
    """
    table = span_table(spans)
    kept = table if code is None else table[table["code"] == code]
    names = sorted(set(table["coder"])) if coders is None else coders
    laid = lay(kept.assign(code="relevant"), documents, coders=names)
    variant = "relevant or not" if code is None else f"code {code} or not"
    return _judge("|u", laid, _weighed(laid, times, seed), variant=variant, seed=seed, confidence=confidence)


def alpha_continuum(
    spans: Frame,
    documents: Frame,
    *,
    coders: Sequence[str] | None = None,
    times: int = 1000,
    seed: int = 1,
    confidence: float = 0.95,
) -> Coefficient:
    """Return u alpha: whether the coders cut and code the whole continuum alike, its gaps included.

    Parameters
    ----------
    spans, documents, coders, times, seed, confidence
        As in `unitizing_alpha`.

    Returns
    -------
    Coefficient
        NaN with a reason where all is one gap or one code, and where units of one coder with different codes overlap: this coefficient
        asks for one value at each place. `unitizing_alpha` and `alpha_binary` take such units.
    """
    laid = lay(spans, documents, coders=coders)
    return _judge("u", laid, _weighed(laid, times, seed), seed=seed, confidence=confidence)


def alpha_coding(
    spans: Frame,
    documents: Frame,
    *,
    coders: Sequence[str] | None = None,
    times: int = 1000,
    seed: int = 1,
    confidence: float = 0.95,
) -> Coefficient:
    """Return cu alpha: whether two coders who both marked something give it the same code.

    Parameters
    ----------
    spans, documents, coders, times, seed, confidence
        As in `unitizing_alpha`.

    Returns
    -------
    Coefficient
        `variant` says on how much of the continuum it rests. NaN with a reason where no two coders marked the same place, where only
        one code occurs there, and where units of one coder overlap (see `alpha_continuum`).
    """
    laid = lay(spans, documents, coders=coders)
    return _judge("cu", laid, _weighed(laid, times, seed), seed=seed, confidence=confidence)


def alpha_codes(
    spans: Frame,
    documents: Frame,
    *,
    coders: Sequence[str] | None = None,
    times: int = 1000,
    seed: int = 1,
    confidence: float = 0.95,
) -> dict[str, Coefficient]:
    """Return (k)u alpha of every code: whether two coders who both marked something agree on this code.

    Parameters
    ----------
    spans, documents, coders, times, seed, confidence
        As in `unitizing_alpha`.

    Returns
    -------
    dict
        Code -> coefficient, sorted by code; `variant` says how much of what was coded so two coders marked.
        NaN with a reason as in `alpha_coding`; `alpha_binary` with a code is there for codes that overlap.
    """
    laid = lay(spans, documents, coders=coders)
    mass = _weighed(laid, times, seed)
    return {name: _judge("(k)u", laid, mass, k=k, seed=seed, confidence=confidence) for k, name in enumerate(laid.codes)}


def masses(laid: Continuum, weights: Floats) -> Masses:
    """Return the masses of a continuum on which no units of one coder overlap.

    Parameters
    ----------
    laid
        The continuum, with two coders at least.
    weights
        (ways, documents): how often each document counts.
    """
    met, same = _meetings(laid)
    size, others = laid.sizes, len(laid.coders) - 1
    cell = laid.document * len(laid.codes) + laid.code
    shape = len(laid.documents), len(laid.codes)

    def tally(values: Floats) -> Floats:
        per_document = np.bincount(cell, values, minlength=shape[0] * shape[1]).reshape(shape)
        summed: Floats = weights @ per_document
        return summed

    return Masses(
        all=(others + 1) * (weights @ laid.lengths),
        coded=tally(size),
        own=tally(size**2),
        met=tally(met / others),
        same=tally(same / others),
        met_own=tally((met / others) ** 2),
    )


def _meetings(laid: Continuum) -> tuple[Floats, Floats]:
    """Return how much of each unit lies in units of the other coders, summed over these, and how much in units with the same code."""
    met, same = np.zeros(len(laid.start)), np.zeros(len(laid.start))
    order = np.lexsort((laid.start, laid.coder))
    for one, other in combinations([order[laid.coder[order] == c] for c in range(len(laid.coders))], 2):
        here, there = intersections(laid.start[one], laid.end[one], laid.start[other], laid.end[other])
        a, b = one[here], other[there]
        shared = (np.minimum(laid.end[a], laid.end[b]) - np.maximum(laid.start[a], laid.start[b])).astype(float)
        for unit in (a, b):
            met += np.bincount(unit, shared, minlength=len(met))
            same += np.bincount(unit, shared * (laid.code[a] == laid.code[b]), minlength=len(met))
    return met, same


def _binary(mass: Masses) -> tuple[Floats, Floats]:
    """Return observed and expected disagreement of |u alpha (equation 6)."""
    coded, gap = mass.coded.sum(axis=1), mass.all - mass.coded.sum(axis=1)
    return coded - mass.met.sum(axis=1), mass.all * gap * coded / (mass.all**2 - gap - mass.own.sum(axis=1))


def _continuum(mass: Masses) -> tuple[Floats, Floats]:
    """Return observed and expected disagreement of u alpha (equation 5)."""
    coded, gap = mass.coded.sum(axis=1), mass.all - mass.coded.sum(axis=1)
    observed = 2 * coded - mass.met.sum(axis=1) - mass.same.sum(axis=1)  # a unit against a gap counts in both orders
    unlike = mass.all**2 - gap**2 - (mass.coded**2).sum(axis=1)
    return observed, mass.all * unlike / (mass.all**2 - gap - mass.own.sum(axis=1))


def _coding(mass: Masses) -> tuple[Floats, Floats]:
    """Return observed and expected disagreement of cu alpha (equations 10 and 11, see the top of this module)."""
    met = mass.met.sum(axis=1)
    unlike = met**2 - (mass.met**2).sum(axis=1)
    return met - mass.same.sum(axis=1), met * unlike / (met**2 - mass.met_own.sum(axis=1))


def _code(mass: Masses, k: int) -> tuple[Floats, Floats]:
    """Return observed and expected disagreement of (k)u alpha (equation 13), each as a share of what was coded k."""
    met, of_k = mass.met.sum(axis=1), mass.met[:, k]
    return (of_k - mass.same[:, k]) / of_k, of_k * (met - of_k) / (of_k * met - mass.met_own[:, k])


def _weighed(laid: Continuum, times: int, seed: int) -> Masses | None:
    """Return the masses of all documents and of the resamples, or nothing where no coefficient exists."""
    weights = document_weights(len(laid.documents), times, seed)
    return None if laid.undefined or _overlaps(laid) else masses(laid, weights)


def _judge(
    kind: str, laid: Continuum, mass: Masses | None, *, k: int = 0, variant: str = "", seed: int, confidence: float
) -> Coefficient:
    """Make the coefficient of a kind, of code number `k` where it is about one."""
    values, why = np.array([nan]), laid.undefined or _overlaps(laid)
    if mass is not None:
        with np.errstate(invalid="ignore", divide="ignore"):
            observed, expected = _code(mass, k) if kind == "(k)u" else _FORMULAS[kind](mass)
            values = np.where(expected > 0, 1 - observed / expected, np.nan)
        variant = variant or _rests_on(kind, mass, k)
        why = _ONE_KIND[kind] if np.isnan(values[0]) else ""
    coefficient = Coefficient(
        name=f"Krippendorff's {kind} alpha",
        value=float(values[0]),
        reason=remark(why, laid.remarks),
        variant=remark(f"code {laid.codes[k]}" if kind == "(k)u" else "", variant),
        n_units=int((laid.code == k).sum()) if kind == "(k)u" else len(laid.start),
        n_coders=len(laid.coders),
        source=SOURCE,
    )
    return with_interval(coefficient, values, documents=len(laid.documents), seed=seed, confidence=confidence)


_FORMULAS = {"|u": _binary, "u": _continuum, "cu": _coding}
_ONE_KIND = {
    "|u": "everybody marked everything: there is no gap to tell from units",
    "u": "the whole continuum is of one kind, so no disagreement is expected",
    "cu": "where two coders marked the same place, there are not two codes",
    "(k)u": "where two coders marked the same place, this code does not occur, or no other one",
}


def _rests_on(kind: str, mass: Masses, k: int) -> str:
    """Say how much of the continuum, or of a code, the coefficients of intersections rest on."""
    if kind == "cu":
        return f"on {mass.met[0].sum() / mass.all[0]:.1%} of the continuum"
    return f"on {mass.met[0, k] / mass.coded[0, k]:.1%} of what was coded so" if kind == "(k)u" else ""


def _overlaps(laid: Continuum) -> str:
    """Say where units of one coder with different codes overlap, or nothing."""
    order = np.lexsort((laid.end, laid.start, laid.coder))
    kept, _ = merge(laid.start[order], laid.end[order], laid.coder[order])
    crossing = np.delete(order, kept)
    if not len(crossing):
        return ""
    first = crossing[0]
    offset = laid.seams[laid.document[first]]
    span = f"[{laid.start[first] - offset}, {laid.end[first] - offset})"
    return (
        f"units of one coder overlap each other, {len(crossing):,} in all, first {span} in {laid.documents[laid.document[first]]!r} "
        f"by {laid.coders[laid.coder[first]]!r}; one value is asked for at each place (unitizing_alpha and alpha_binary take such units)"
    )
