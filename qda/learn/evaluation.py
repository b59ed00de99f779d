"""What an evaluation found: frames of figures, and the same in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from qda._wording import many
from qda.frames import Frame
from qda.learn.bootstrap import FEW

ENOUGH = 10
"""From so many segments that carry it on a code enters the macro F1 of its axis."""

_SHOWN = 5


@dataclass(frozen=True, kw_only=True, eq=False)
class Evaluation:
    """How good the suggestions of a tagger are on texts that it has not seen.

    Attributes
    ----------
    axes
        A row per axis: ``axis``, ``segments`` read on it, ``codes`` with enough positives for the macro F1, ``macro_f1``, ``macro_low``, ``macro_high``,
        ``micro_f1``, ``micro_low``, ``micro_high``, ``calibration_error`` over all segments and codes, ``suggested_error`` over what is suggested alone,
        ``people_macro_f1``, ``people_micro_f1`` (NaN where fewer than two people coded).
    codes
        A row per code: ``axis, code, n`` segments that carry it, ``suggested``, ``both``, ``threshold`` (the score from which on it is suggested),
        ``precision``, ``recall``, ``f1``, ``low``, ``high``, ``calibration_error``, ``people_f1``.
    reliability
        A row per axis and tenth of the scores: ``axis, low, high, n, score`` (their mean), ``share`` that holds.
    curve
        How good it is with fewer coded segments: ``axis, segments, macro_f1, micro_f1``; empty where nobody asked.
    confusion
        Which code is suggested where another was given: ``axis, code, instead, n, share`` of the segments that carry `code`.
    errors
        The worst first: ``axis, code, error`` (missed, wrong), ``score, doc_id, start, end, heading, text``.
    of
        What was judged: ``HybridTagger, trained anew for each of 5 parts``.
    by, groups, segments
        Left out by document or case; how many of them, and of segments, there are.
    inherits
        Axes that take over what heading or question say; that does not count here, so their figures are low.
    remarks
        What to beware of.
    """

    axes: Frame
    codes: Frame
    reliability: Frame
    curve: Frame
    confusion: Frame
    errors: Frame
    of: str
    by: str
    groups: int
    segments: int
    inherits: tuple[str, ...] = ()
    remarks: tuple[str, ...] = field(default=())

    @property
    def words(self) -> list[str]:
        """The figures read out in plain words with their limits, a paragraph each."""
        return [self._what(), *self._axes(), *self._weakest(), *self._confused(), *self.remarks]

    def __str__(self) -> str:
        return "\n".join(self.words)

    def _what(self) -> str:
        return f"{self.of}, on {many(self.segments, 'segment')} of {many(self.groups, self.by)}, none of which it learnt from."

    def _axes(self) -> Iterator[str]:
        for row in self.axes.to_dict("records"):
            macro = (
                f"macro F1 {row['macro_f1']:.2f}{_between(row['macro_low'], row['macro_high'])} over {many(row['codes'], 'code')}, "
                if row["codes"]
                else ""
            )
            people = f"; between people {row['people_micro_f1']:.2f}" if row["people_micro_f1"] == row["people_micro_f1"] else ""
            yield (
                f"{row['axis']}: {macro}micro F1 {row['micro_f1']:.2f}{_between(row['micro_low'], row['micro_high'])}{people}. "
                f"A score is {row['calibration_error']:.3f} off the share that holds, {row['suggested_error']:.2f} among suggestions."
            )

    def _weakest(self) -> Iterator[str]:
        own = ~self.codes["axis"].isin(self.inherits)
        known = self.codes[(self.codes["n"] >= ENOUGH) & own].sort_values(["f1", "axis", "code"], kind="stable").head(_SHOWN)
        told = [f"{row['axis']}/{row['code']} {row['f1']:.2f} (n {row['n']})" for row in known.to_dict("records")]
        if told:
            yield f"Weakest codes: {', '.join(told)}."
        rare = int((self.codes["n"] < ENOUGH).sum())
        if rare:
            yield f"{many(rare, 'code')} stand on fewer than {ENOUGH} segments and enter no macro F1."

    def _confused(self) -> Iterator[str]:
        told = [f"{row['instead']} for {row['code']} ({row['n']})" for row in self.confusion.head(_SHOWN).to_dict("records")]
        if told:
            yield f"Most often suggested instead: {', '.join(told)}."


def remarks(groups: int, by: str, *, learns: bool, inherits: tuple[str, ...]) -> Iterator[str]:
    """Yield what to beware of."""
    if groups < FEW:
        yield f"Intervals rest on {many(groups, by)} and are too narrow below {FEW}."
    if not learns:
        yield "It was judged as it is: if its rules were written on these texts, new texts will show less."
    if inherits:
        yield f"What heading or question say is no suggestion and does not count: this concerns {', '.join(inherits)}."


def _between(low: float, high: float) -> str:
    return f" [{low:.2f}, {high:.2f}]" if low == low else ""  # noqa: PLR0124  NaN
