"""The frames of an evaluation: a row per axis, a row per code."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from qda.codebook import Codebook
from qda.frames import Frame
from qda.learn.bootstrap import Counts, draw, ends, f_of
from qda.learn.evaluation import ENOUGH
from qda.learn.figures import calibration_error
from qda.learn.labels import Bools, Labels, slices
from qda.learn.predicting import Scored
from qda.learn.signals import Numbers

NONE = float("nan")


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What is told of suggestions.

    Attributes
    ----------
    found, labels
        What was suggested, and what people said of the same segments.
    counts
        Both laid together, by document or case.
    people
        How far people agree, a row per code: ``axis, code, both, only_a, only_b``; None: fewer than two coded.
    times, seed
        How intervals are drawn.
    """

    book: Codebook
    found: Scored
    labels: Labels
    counts: Counts
    people: Frame | None
    times: int
    seed: int

    @property
    def enough(self) -> Bools:
        """Which codes enter a macro F1."""
        return enough_of(self.labels)

    def axes(self) -> Frame:
        """Return a row per axis, see `Evaluation.axes`."""
        given = self.labels.given & self.labels.judged
        return pd.DataFrame([self._axis(axis, where) for axis, where in slices(self.book).items() if given[:, where].any()])

    def _axis(self, axis: str, where: slice) -> dict[str, object]:
        judged, given, enough = self.labels.judged[:, where], self.labels.given[:, where], self.enough[where]
        drawn = draw(self.counts.of(where), enough, self.times, self.seed)
        macro, micro = macro_micro(self.counts.of(where), enough)
        shown, scores = judged & self.found.kept[:, where], self.found.scores[:, where]
        (macro_low, macro_high), (micro_low, micro_high) = ends(drawn.macro), ends(drawn.micro)
        counted = [code for code, kept in zip(self.book.axis(axis).code_ids, enough, strict=True) if kept]
        people_macro, people_micro = _between(self.people, axis, counted)
        return {
            "axis": axis, "segments": int(judged.any(axis=1).sum()), "codes": len(counted),
            "macro_f1": macro, "macro_low": macro_low, "macro_high": macro_high,
            "micro_f1": micro, "micro_low": micro_low, "micro_high": micro_high,
            "calibration_error": calibration_error(scores[judged], given[judged]),
            "suggested_error": calibration_error(scores[shown], given[shown]),
            "people_macro_f1": people_macro, "people_micro_f1": people_micro,
        }  # fmt: skip

    def codes(self) -> Frame:
        """Return a row per code that was judged, see `Evaluation.codes`."""
        drawn = draw(self.counts, self.enough, self.times, self.seed).codes
        codes = enumerate(self.book.codes())
        return pd.DataFrame(
            [self._code(code.axis, code.id, n, drawn[:, n]) for n, code in codes if self.labels.judged[:, n].any()]
        )

    def _code(self, axis: str, code: str, n: int, drawn: Numbers) -> dict[str, object]:
        judged = self.labels.judged[:, n]
        both, wrong, missed = (int(part[:, n].sum()) for part in (self.counts.both, self.counts.wrong, self.counts.missed))
        low, high = ends(drawn)
        own = None if self.people is None else self.people[(self.people["axis"] == axis) & (self.people["code"] == code)]
        return {
            "axis": axis, "code": code, "n": both + missed, "suggested": both + wrong, "both": both,
            "threshold": round(float(np.median(self.found.least[judged, n])), 4),
            "precision": _share(both, wrong), "recall": _share(both, missed),
            "f1": _f1(both, wrong, missed), "low": low, "high": high,
            "calibration_error": calibration_error(self.found.scores[judged, n], self.labels.given[judged, n]),
            "people_f1": NONE if own is None else _f1(*(int(own[name].sum()) for name in ("both", "only_a", "only_b"))),
        }  # fmt: skip


def enough_of(labels: Labels) -> Bools:
    """Return which codes were given often enough to enter a macro F1."""
    return np.asarray((labels.given & labels.judged).sum(axis=0) >= ENOUGH, bool)


def macro_micro(counts: Counts, enough: Bools) -> tuple[float, float]:
    """Return macro F1 over the codes that were given often enough, and micro F1 over all."""
    both, wrong, missed = (part.sum(axis=0) for part in (counts.both, counts.wrong, counts.missed))
    each = np.nan_to_num(f_of(both, wrong, missed)[enough])
    return float(each.mean()) if len(each) else NONE, _f1(int(both.sum()), int(wrong.sum()), int(missed.sum()))


def _between(people: Frame | None, axis: str, codes: Sequence[str]) -> tuple[float, float]:
    """Return macro and micro F1 of one person taken against another."""
    if people is None:
        return NONE, NONE
    mine = people[people["axis"] == axis]
    sums = mine.groupby("code")[["both", "only_a", "only_b"]].sum()
    each = [_f1(*map(int, sums.loc[code])) for code in codes if code in sums.index]
    known = [value for value in each if value == value]  # noqa: PLR0124  NaN
    return float(np.mean(known)) if known else NONE, _f1(*(int(sums[name].sum()) for name in ("both", "only_a", "only_b")))


def _f1(both: int, wrong: int, missed: int) -> float:
    return 2 * both / (2 * both + wrong + missed) if both + wrong + missed else NONE


def _share(part: int, rest: int) -> float:
    return part / (part + rest) if part + rest else NONE
