"""A comparison read out in plain words: what was compared, what the figures say, and what they do not."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from qda._wording import many
from qda.agreement.grid import BASES
from qda.agreement.saying import NO_VERDICT, listed, meaning, value_of
from qda.frames import Frame

if TYPE_CHECKING:
    from qda.agreement.comparing import Agreement

RARE = 10
"""Codes that were given less often, by all together, are called rare."""
APART = 0.1
"""Coefficients that differ by more are pointed out."""


def in_words(found: "Agreement") -> list[str]:
    """Return the reading of a comparison, a paragraph each; figures, no verdicts."""
    return [
        *_compared(found),
        *(_axis(found, axis.id, axis.label or axis.id) for axis in found.book.axes),
        *_findings(found),
        *_limits(found),
    ]


def _compared(found: "Agreement") -> Iterator[str]:
    told = found.answers
    documents = told.units["doc_id"].nunique()
    yield (
        f"{listed(told.names)} are compared on {told.segments:,} units of {many(documents, 'document')}. Which units count: {BASES[told.basis]}."
        + (
            f" Nobody gave any code to {told.untouched:,} of them."
            if told.untouched
            else " Each of them was given some code by somebody."
        )
    )
    if told.drawn:
        yield f"{told.drawn}."
    for name, n in told.assumed.items():
        if n:
            yield f"{n:,} units count as read by {name} although nothing says so: {name} does not mark empty units there as read."
    if told.skipped:
        yield f"Left out, because not everybody worked there: {listed(told.skipped)}."


def _axis(found: "Agreement", axis: str, label: str) -> str:
    given = found.counts.loc[found.counts["axis"] == axis, ["both", "only_a", "only_b"]]
    if not given.to_numpy().any():
        return f"{label}: nobody gave any code."
    mine = found.figures[(found.figures["of"] == "axis") & (found.figures["axis"] == axis)]
    lines = [_over(rows) for _, rows in mine.groupby("units", sort=False)]
    return " ".join([f"{label}:", *lines, _per_code(found, axis)]).strip()


def _over(rows: Frame) -> str:
    main = rows.iloc[0]
    same = rows[(rows["coefficient"] == "percent agreement") & (rows["n"] == main["n"])]["value"]
    where = f"Over {main['units']} ({int(main['n']):,})"
    if main["value"] != main["value"]:
        return f"{where} {_named(main)} does not exist: {main['reason']}."
    share = f"everybody says the same of {same.iloc[0]:.1%}; " if len(same) and same.iloc[0] == same.iloc[0] else ""
    return f"{where} {share}{_named(main)} is {value_of(main)}, {meaning(main['value'])}."


def _named(row: "pd.Series[Any]") -> str:
    return f"{row['coefficient']}" + (f" ({row['variant']})" if row["variant"] else "")


def _per_code(found: "Agreement", axis: str) -> str:
    mine = found.figures[(found.figures["of"] == "code") & (found.figures["axis"] == axis)]
    alphas = mine[(mine["coefficient"] == "Krippendorff's alpha") & mine["value"].notna()].sort_values(["value", "code"])
    if len(alphas) < 2:
        return ""
    low, high = alphas.iloc[0], alphas.iloc[-1]
    return f"Code by code alpha runs from {low['value']:.2f} ({low['code']}) to {high['value']:.2f} ({high['code']}), median {alphas['value'].median():.2f}."


def _findings(found: "Agreement") -> Iterator[str]:
    mine = found.figures[found.figures["of"] == "finding"]
    if len(mine):
        main = mine[mine["coefficient"].str.contains("multi-valued")].iloc[0]
        told = value_of(main) if main["value"] == main["value"] else f"not defined ({main['reason']})"
        pairs = "; ".join(
            f"{row['both']:,} findings in both, {row['only_a']:,} only in {row['coder_a']}, {row['only_b']:,} only in {row['coder_b']} (F1 {row['f1']:.2f})"
            for row in found.findings.to_dict("records")
        )
        yield f"Crossed findings, as the matrix counts them: {pairs}. {_named(main)} over all units is {told}."


def _limits(found: "Agreement") -> Iterator[str]:
    given = (
        found.counts.assign(given=found.counts[["both", "only_a", "only_b"]].sum(axis=1))
        .groupby(["axis", "code"], sort=False)["given"]
        .max()
    )
    never, rare = given[given == 0], given[(given > 0) & (given < RARE)]
    if len(never):
        yield f"Never given by anybody, so nothing can be said of them: {_codes(never)}."
    if len(rare):
        yield (
            f"Given in fewer than {RARE} units: {_codes(rare)}. One unit more or less moves their figures far; look at the intervals and the units themselves."
        )
    apart = _apart(found.figures)
    if apart:
        yield (
            f"Gwet's AC1 and alpha are more than {APART} apart for {listed(apart)}: nearly all units carry no such code, and the two assume"
            " different things of chance. Report both, and how often the code was given."
        )
    by = found.resampling.by
    if by == "units":
        yield (
            "Intervals take the units as independent of each other. Units of one interview are not: the true intervals are wider;"
            " ask for intervals by documents."
        )
    elif found.answers.units["doc_id"].nunique() < RARE:
        yield "Intervals by fewer than ten documents are no more than a hint."
    yield NO_VERDICT


def _apart(figures: Frame) -> list[str]:
    mine = figures[figures["of"] == "code"]
    wide = mine.pivot_table(index=["axis", "code"], columns="coefficient", values="value", sort=False)
    if not {"Gwet's AC1", "Krippendorff's alpha"} <= set(wide):
        return []
    far = wide[(wide["Gwet's AC1"] - wide["Krippendorff's alpha"]).abs() > APART]
    return [code for _, code in far.index]


def _codes(given: "pd.Series[int]") -> str:
    return ", ".join(code for _, code in given.index)
