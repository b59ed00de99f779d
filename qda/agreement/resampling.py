"""Intervals by resampling: of units, and of whole documents."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import isnan, nan
from typing import Any

import numpy as np
import pandas as pd

from qda.agreement.alpha import alpha_measure, krippendorff_alpha
from qda.agreement.gwet import ac1_measure, ac2_measure, gwet_ac1, gwet_ac2
from qda.agreement.kappas import cohen_kappa, cohen_measure, scott_measure, scott_pi
from qda.agreement.many import brennan_prediger, brennan_prediger_measure, fleiss_kappa, fleiss_measure
from qda.agreement.measure import NO_WIDTH, ONE_UNIT, Measure, check_confidence
from qda.agreement.ratings import Codes, Floats, Frame
from qda.agreement.result import Coefficient
from qda.agreement.sets import alpha_masi, alpha_multi_valued, masi_measure, multi_valued_measure
from qda.agreement.shares import holsti, holsti_measure, percent_agreement, percent_measure
from qda.errors import BadInput

FEW_DOCUMENTS = 10

MEASURES: Mapping[Callable[..., Coefficient], Callable[..., Measure]] = {
    percent_agreement: percent_measure,
    holsti: holsti_measure,
    cohen_kappa: cohen_measure,
    scott_pi: scott_measure,
    fleiss_kappa: fleiss_measure,
    brennan_prediger: brennan_prediger_measure,
    gwet_ac1: ac1_measure,
    gwet_ac2: ac2_measure,
    krippendorff_alpha: alpha_measure,
    alpha_multi_valued: multi_valued_measure,
    alpha_masi: masi_measure,
}
"""The coefficients that are resampled by distinct patterns."""

_AT_ONCE = 2**22  # numbers held in memory at once


def bootstrap(
    ratings: Frame,
    coefficient: Callable[[Frame], Coefficient],
    *,
    times: int = 1000,
    seed: int = 1,
    documents: Sequence[Hashable] | pd.Series | None = None,
    confidence: float = 0.95,
) -> Coefficient:
    """Return a coefficient with a percentile bootstrap interval.

    Units are drawn with replacement from those that entered, as often as there are, and the coefficient is computed anew; the interval holds the
    middle of the values. It is not the bootstrap of Hayes and Krippendorff (2007), which draws pairs of ratings.
    Segments of one interview are not independent, and an interval by units is then too narrow: give `documents`, and whole documents are drawn.

    Parameters
    ----------
    ratings
        A row per unit, a column per coder.
    coefficient
        A function of this package, or ``functools.partial`` of one with its options: thousands of units then cost no more than their distinct
        patterns. Any other function of a table that returns a `Coefficient` works too, and is called for every resample.
    times
        How many resamples.
    seed
        Of the random numbers: the same seed gives the same interval.
    documents
        The document of each unit, in the order of the rows or as a Series with the index of the table.
    confidence
        How much of the values the interval holds.

    Raises
    ------
    BadInput
        A document is missing, or an option is out of its range.

    Notes
    -----
    Categories, weights and the order stay those of the whole table. Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap,
    chapter 13; resampling of clusters: Davison and Hinkley (1997), Bootstrap Methods and their Application, section 3.8.

    Examples
    --------
    >>> from functools import partial
    >>> import pandas as pd
    >>> two = pd.DataFrame({"AB": [1, 2, 3, 3, 2, 1, 4, 1, 2, 2], "CD": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5]})
    >>> result = bootstrap(two, partial(krippendorff_alpha, level="ordinal"), times=200)
    >>> result.interval
    'bootstrap of units (percentile, 95 %, 200 times, seed 1)'
    >>> result.low < result.value < result.high
    True
    """
    check_confidence(confidence)
    if times < 1:
        raise BadInput(f"a bootstrap needs one resample or more; times={times!r}")
    labels = None if documents is None else _labels(ratings, documents)
    result = coefficient(ratings)
    if isnan(result.value):
        return replace(result, low=nan, high=nan, interval="")
    measure = _measure(ratings, coefficient)
    random = np.random.default_rng(seed)
    if measure is None:
        drawn, n = _by_calling(ratings, coefficient, labels, times, random)
    else:
        drawn, n = _by_patterns(measure, labels, times, random)
    kind = "units" if labels is None else "documents"
    method = f"bootstrap of {kind} (percentile, {confidence * 100:g} %, {times:,} times, seed {seed})"
    return _with_interval(replace(result, interval=method), drawn, n, kind=kind, confidence=confidence)


def _measure(ratings: Frame, coefficient: Callable[..., Coefficient]) -> Measure | None:
    """Return the measure behind a coefficient of this package; options of its own interval play no part."""
    options: dict[str, Any] = {}
    while isinstance(coefficient, partial) and not coefficient.args:
        options = {**coefficient.keywords, **options}
        coefficient = coefficient.func
    options.pop("confidence", None)
    known = MEASURES.get(coefficient)
    return known(ratings, **options) if known else None


def _labels(ratings: Frame, documents: Sequence[Hashable] | pd.Series) -> Codes:
    """Return the number of the document of each row."""
    if isinstance(documents, pd.Series) and documents.index.is_unique and ratings.index.isin(documents.index).all():
        documents = documents.reindex(ratings.index)
    values = np.empty(len(documents), dtype=object)
    values[:] = list(documents)
    if len(values) != len(ratings):
        raise BadInput(f"documents name {len(values)} units, the table of ratings has {len(ratings)}")
    labels, _ = pd.factorize(values)
    if (labels < 0).any():
        raise BadInput(f"the document of unit {ratings.index[int(np.argmin(labels))]!r} is missing")
    return labels.astype(np.intp)


def _by_patterns(measure: Measure, labels: Codes | None, times: int, random: np.random.Generator) -> tuple[Floats, int]:
    """Resample the counts of the patterns."""
    counts = measure.patterns.counts
    if labels is None:
        n, draw = int(counts.sum()), partial(_draw_units, counts, random)
    else:
        found, inside = np.unique(labels[measure.patterns.rows], return_inverse=True)
        n, draw = len(found), partial(_draw_documents, inside, measure.patterns.which, len(counts), random)
    step = max(1, _AT_ONCE // max(len(counts), measure.patterns.n_categories, measure.width, n if labels is not None else 1))
    parts = [measure.values(draw(min(step, times - start))) for start in range(0, times, step)]
    return np.concatenate(parts), n


def _draw_units(counts: Floats, random: np.random.Generator, repeats: int) -> Floats:
    return random.multinomial(int(counts.sum()), counts / counts.sum(), size=repeats).astype(np.float64)


def _draw_documents(inside: Codes, which: Codes, n_patterns: int, random: np.random.Generator, repeats: int) -> Floats:
    """Draw documents, and count the patterns of all their units: a document and a pattern that meet often are added once."""
    n = int(inside.max()) + 1
    met, times = np.unique(inside * n_patterns + which, return_counts=True)
    document, pattern = np.divmod(met, n_patterns)
    drawn = random.multinomial(n, np.full(n, 1 / n), size=repeats)
    return np.stack([np.bincount(pattern, row[document] * times, n_patterns) for row in drawn])


def _by_calling(
    ratings: Frame, coefficient: Callable[[Frame], Coefficient], labels: Codes | None, times: int, random: np.random.Generator
) -> tuple[Floats, int]:
    """Resample the rows of the table, and call the coefficient for each resample."""
    groups = np.arange(len(ratings)) if labels is None else labels
    n = int(groups.max()) + 1
    members = [np.flatnonzero(groups == group) for group in range(n)]
    values = np.empty(times)
    for i in range(times):
        rows = np.concatenate([members[group] for group in random.integers(n, size=n)])
        values[i] = coefficient(ratings.iloc[rows].reset_index(drop=True)).value
    return values, n


def _with_interval(result: Coefficient, drawn: Floats, n: int, *, kind: str, confidence: float) -> Coefficient:
    """Return the result with the middle of the values that were drawn."""
    there = drawn[~np.isnan(drawn)]
    notes = [note for note in result.reason.split("; ") if note not in {"", NO_WIDTH, ONE_UNIT}]
    if n < 2 or not len(there):
        notes.append(f"no interval: there is one {kind.rstrip('s')} only" if n < 2 else "no interval: no resample has a value")
        return replace(result, low=nan, high=nan, interval="", reason="; ".join(notes))
    if len(there) < len(drawn):
        notes.append(f"{len(drawn) - len(there):,} of {len(drawn):,} resamples have no value and are left out of the interval")
    if kind == "documents" and n < FEW_DOCUMENTS:
        notes.append(f"the interval rests on {n} documents; below {FEW_DOCUMENTS} it is too narrow to be trusted")
    low, high = np.quantile(there, [(1 - confidence) / 2, (1 + confidence) / 2]).tolist()
    if low == high:
        notes.append(NO_WIDTH)
    return replace(result, low=low, high=high, reason="; ".join(notes))
