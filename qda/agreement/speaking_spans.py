"""A comparison of free spans read out in plain words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from qda._wording import many
from qda.agreement.saying import NO_VERDICT, listed, meaning, value_of
from qda.agreement.spans import ALL
from qda.frames import Frame

if TYPE_CHECKING:
    from qda.agreement.spanning import SpanAgreement

FEW_DOCUMENTS = 10
MEANS = {
    "Krippendorff's alpha for unitizing": "alpha for unitizing (same places, same ends; every code on its own)",
    "Krippendorff's |u alpha": "|u alpha (is a place worth coding at all, whatever the code)",
    "Krippendorff's u alpha": "u alpha (the whole continuum, cut and coded alike)",
    "Krippendorff's cu alpha": "cu alpha (the same code, where both marked something)",
}
"""What each coefficient looks at."""


def spans_in_words(found: "SpanAgreement") -> list[str]:
    """Return the reading of a comparison of spans, a paragraph each; figures, no verdicts."""
    axes = list(dict.fromkeys(found.figures["axis"]))
    return [_compared(found), *(_axis(found, axis) for axis in axes), *_limits(found)]


def _compared(found: "SpanAgreement") -> str:
    length = int(found.documents["length"].sum())
    spans = [f"{int((found.spans['coder'] == name).sum()):,} by {name}" for name in found.names]
    return (
        f"{listed(found.names)} are compared on the spans they drew in {many(len(found.documents), 'document')} of {length:,} characters: {listed(spans)}."
        " What nobody coded is part of the continuum. Every document in which all of them worked counts as read by all to its end."
    )


def _axis(found: "SpanAgreement", axis: str) -> str:
    mine = found.figures[(found.figures["of"] == "axis") & (found.figures["axis"] == axis)]
    told = [_figure(row) for _, row in mine.iterrows()]
    return " ".join([f"{axis}:", *told, *_scores(found.scores, axis)])


def _figure(row: "pd.Series[Any]") -> str:
    what = MEANS.get(row["coefficient"], row["coefficient"])
    if row["value"] != row["value"]:
        return f"{what[0].upper()}{what[1:]} does not exist: {row['reason']}."
    rests = f" {row['variant']}" if row["variant"].startswith("on ") else ""
    return f"{what[0].upper()}{what[1:]} is {value_of(row)}{rests}, {meaning(row['value'])}."


def _scores(scores: Frame, axis: str) -> Iterator[str]:
    if scores.empty:
        return
    for row in scores[(scores["axis"] == axis) & (scores["code"] == ALL)].to_dict("records"):
        ends = "Same ends" if row["match"] == "exact" else "Overlapping"
        yield (
            f"{ends} and the same code: {many(row['matched'], 'pair')} of spans,"
            f" of {row['n_gold']:,} by {row['coder_a']} and {row['n_other']:,} by {row['coder_b']}"
            + (f" (F1 {row['f1']:.2f})." if row["f1"] == row["f1"] else ".")
        )


def _limits(found: "SpanAgreement") -> Iterator[str]:
    if len(found.documents) < FEW_DOCUMENTS:
        yield "Intervals are drawn by documents; with fewer than ten of them they are no more than a hint."
    yield (
        "Long texts that nobody coded raise agreement on whether a place is worth coding, and leave agreement on codes alone; look at how much was coded before"
        " comparing figures of two studies."
    )
    yield NO_VERDICT
