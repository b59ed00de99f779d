"""Figures of codes with intervals that know that segments of one document are alike: whole documents are drawn again."""

from dataclasses import dataclass

import numpy as np

from qda.learn.labels import Bools
from qda.learn.material import Ints
from qda.learn.signals import Numbers

FEW = 10
"""With fewer documents an interval is too narrow, and says so."""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Per document and code: suggested and given, suggested only, given only."""

    both: Numbers
    wrong: Numbers
    missed: Numbers

    def of(self, where: slice) -> "Counts":
        """Return the counts of some codes."""
        return Counts(both=self.both[:, where], wrong=self.wrong[:, where], missed=self.missed[:, where])


def count_by(groups: Ints, kept: Bools, given: Bools, judged: Bools) -> Counts:
    """Count per document and code, where something is known."""

    def summed(cells: Bools) -> Numbers:
        out = np.zeros((int(groups.max(initial=-1)) + 1, cells.shape[1]))
        np.add.at(out, groups, (cells & judged).astype(float))
        return out

    return Counts(both=summed(kept & given), wrong=summed(kept & ~given), missed=summed(~kept & given))


def f_of(both: Numbers, wrong: Numbers, missed: Numbers) -> Numbers:
    """Return F1; NaN where nothing was suggested and nothing given."""
    total = 2 * both + wrong + missed
    return np.where(total > 0, 2 * both / np.where(total > 0, total, 1), np.nan)


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """F1 of every code, and macro and micro F1 over them, for documents drawn again: a row per draw.

    A draw may leave out every document that carries a code; its macro F1 is taken over the others.
    """

    codes: Numbers
    macro: Numbers
    micro: Numbers


def draw(counts: Counts, enough: Bools, times: int, seed: int) -> Drawn:
    """Draw documents again.

    Parameters
    ----------
    enough
        Which codes the macro F1 is taken over.
    times, seed
        How often, and from which seed.
    """
    n = len(counts.both)
    weights = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=times).astype(float)
    both, wrong, missed = (weights @ part for part in (counts.both, counts.wrong, counts.missed))
    codes = f_of(both, wrong, missed)
    known = ~np.isnan(codes[:, enough])
    macro = np.where(known, codes[:, enough], 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    macro[~known.any(axis=1)] = np.nan
    return Drawn(codes=codes, macro=macro, micro=f_of(both.sum(axis=1), wrong.sum(axis=1), missed.sum(axis=1)))


def ends(values: Numbers, confidence: float = 0.95) -> tuple[float, float]:
    """Return the ends of the middle of some values; NaN where there are too few."""
    known = values[~np.isnan(values)]
    if len(known) < 2:
        return float("nan"), float("nan")
    low, high = np.quantile(known, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)
