"""The tables of a comparison as people read them: which columns, under which names, in which order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qda.export.agreement.record import Comparison
from qda.export.workbook.listing import Column, open_groups, texts
from qda.frames import Frame

Rows = list[dict[str, Any]]
BOUNDS = "Values run from 1 (full agreement) over 0 (as by chance) into the negative."
SHORT = {
    "Krippendorff's alpha": "alpha",
    "Krippendorff's alpha for unitizing": "alpha for unitizing",
    "Krippendorff's |u alpha": "|u alpha",
    "Krippendorff's (k)u alpha": "(k)u alpha",
    "Krippendorff's u alpha": "u alpha",
    "Krippendorff's cu alpha": "cu alpha",
}
"""Coefficients by shorter names, for columns."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table ready to be written.

    Attributes
    ----------
    main
        The keys of the columns that fit on paper and in a report; empty: all.
    """

    name: str
    title: str
    note: str
    columns: Sequence[Column]
    rows: Rows
    main: Sequence[str] = ()

    @property
    def shown(self) -> list[Column]:
        """The columns that fit on paper."""
        return [column for column in self.columns if not self.main or column.key in self.main]

    @property
    def on_page(self) -> list[Column]:
        """The columns of a report, where an interval stands with its value."""
        return [column for column in self.shown if column.key not in {"low", "high"}]


def sheets(comparison: Comparison) -> Iterator[Sheet]:
    """Yield the tables of figures; those that would be empty are left out."""
    yield axes_sheet(comparison)
    yield codes_sheet(comparison)
    for sheet in (_documents(comparison), _findings(comparison), _spans(comparison)):
        if sheet.rows:
            yield sheet


def axes_sheet(comparison: Comparison) -> Sheet:
    """Return the coefficients of axes, and of crossed findings."""
    figures = comparison.figures[comparison.figures["of"].isin(["axis", "finding"])]
    rows = _records(figures)
    for i, row in enumerate(rows):
        row |= {"what": comparison.axis_label(row["axis"]) or "Crossed findings", "value_text": interval_text(row)}
        row["_first"] = i > 0 and (row["what"], row["units"]) != (rows[i - 1]["what"], rows[i - 1]["units"])
    columns = [
        Column(key="what", title="Axis", width=22),
        Column(key="units", title="Over which units", width=24),
        Column(key="coefficient", title="Coefficient", width=26),
        Column(key="variant", title="Variant", width=18),
        Column(key="n", title="Units", width=9, kind="count"),
        Column(key="value", title="Value", width=9, kind="score"),
        Column(key="low", title="From", width=8, kind="score"),
        Column(key="high", title="To", width=8, kind="score"),
        Column(key="reason", title="Why there is no value, or what to mind", width=34),
        Column(key="interval", title="Interval by", width=34),
        Column(key="source", title="Source", width=30),
    ]
    note = f"{BOUNDS} From and to hold 95 % unless the method says otherwise. An empty value does not exist; the reason stands beside it."
    return Sheet(name="Axes", title="Axes", note=note, columns=columns, rows=rows, main=[c.key for c in columns[:9]])


def codes_sheet(comparison: Comparison) -> Sheet:
    """Return counts and coefficients code by code, side by side."""
    wide, names = _side_by_side(comparison.figures[(comparison.figures["of"] == "code") & (comparison.figures["code"] != "")])
    counts = (
        _records(comparison.counts) if len(comparison.counts) else [dict(zip(("axis", "code"), key, strict=True)) for key in wide]
    )
    pairs = len(comparison.coders) > 2
    rows: Rows = []
    for row in counts:
        axis, code = row["axis"], row["code"]
        opens = bool(rows) and rows[-1]["axis"] != axis
        labels = {"what": comparison.axis_label(axis), "label": comparison.code_label(axis, code), "_first": opens}
        rows.append({**row, **wide.get((axis, code), {}), **labels})
    a, b = list(comparison.coders)[:2]
    first, second = ("the first", "the second") if pairs else (a, b)
    columns = [
        Column(key="what", title="Axis", width=18),
        Column(key="label", title="Code", width=24),
        *_pair(pairs=pairs),
        *(_counted(first, second) if len(comparison.counts) else []),
        *(_scored() if len(comparison.counts) else []),
        *(column for i, name in enumerate(names) for column in _coefficient(i, name)),
        Column(key="mind", title="Why there is no value, or what to mind", width=44),
        Column(key="code", title="Id", width=20),
    ]
    main = [
        "what",
        "label",
        "coder_a",
        "coder_b",
        "n",
        "both",
        "only_a",
        "only_b",
        "neither",
        "f1",
        *(k for i in (0, 1, 3) for k in (f"c{i}", f"c{i}_text")),
    ]
    note = _codes_note(pairs=pairs, counted=bool(len(comparison.counts)), first=first, second=second)
    return Sheet(name="Codes", title="Codes", note=note, columns=columns, rows=rows, main=main)


def _codes_note(*, pairs: bool, counted: bool, first: str, second: str) -> str:
    over = " Coefficients are those of all coders together." if pairs else ""
    scores = f" Precision, recall and F1 take {second} against {first}; F1 is the same the other way round." if counted else ""
    return f"A code is present in a unit or not. {BOUNDS}{over}{scores}" if counted else f"Code by code. {BOUNDS}"


def _pair(*, pairs: bool) -> list[Column]:
    """Return the columns that name the two coders of a row, where there are more than two."""
    return texts(("coder_a", "First coder", 10), ("coder_b", "Second coder", 10)) if pairs else []


def _counted(first: str, second: str) -> list[Column]:
    titles = {"n": "Units", "both": "Both", "only_a": f"Only {first}", "only_b": f"Only {second}", "neither": "Neither"}
    return [Column(key=key, title=title, width=9, kind="count") for key, title in titles.items()]


def _coefficient(i: int, name: str) -> list[Column]:
    return [
        Column(key=f"c{i}", title=name, width=11, kind="score"),
        Column(key=f"c{i}_low", title="From", width=7, kind="score"),
        Column(key=f"c{i}_high", title="To", width=7, kind="score"),
    ]


def _scored() -> list[Column]:
    return [Column(key=key, title=key.capitalize(), width=10, kind="score") for key in ("precision", "recall", "f1")]


def _side_by_side(figures: Frame) -> tuple[dict[tuple[str, str], dict[str, Any]], list[str]]:
    """Return (axis, code) -> value and interval of each coefficient, and the names of the coefficients."""
    names = list(dict.fromkeys(figures["coefficient"]))
    out: dict[tuple[str, str], dict[str, Any]] = {}
    for row in _records(figures):
        own = out.setdefault((row["axis"], row["code"]), {"mind": ""})
        i = names.index(row["coefficient"])
        own |= {f"c{i}": row["value"], f"c{i}_low": row["low"], f"c{i}_high": row["high"], f"c{i}_text": interval_text(row)}
        if row["reason"] and row["reason"] not in own["mind"]:
            own["mind"] = "\n".join(
                filter(None, (own["mind"], f"{SHORT.get(row['coefficient'], row['coefficient'])}: {row['reason']}"))
            )
    return out, [SHORT.get(name, name) for name in names]


def interval_text(row: Mapping[str, Any]) -> str:
    """Return an interval as text; nothing for none."""
    return "" if row["low"] != row["low"] else f"{row['low']:.2f} to {row['high']:.2f}"


def _documents(comparison: Comparison) -> Sheet:
    rows = _records(comparison.figures[comparison.figures["of"] == "document"].sort_values(["document"], kind="stable"))
    for row in rows:
        row["what"] = comparison.axis_label(row["axis"])
    open_groups(rows, "document")
    columns = [
        *texts(
            ("document", "Document", 30), ("what", "Axis", 24), ("coefficient", "Coefficient", 32), ("variant", "Variant", 18)
        ),
        Column(key="n", title="Units", width=9, kind="count"),
        Column(key="value", title="Value", width=9, kind="score"),
        Column(key="reason", title="Why there is no value, or what to mind", width=44),
    ]
    note = "Where coders agree less than elsewhere. Within one document figures rest on few units: read them as a pointer to the text, not as a ranking."
    return Sheet(name="Documents", title="Documents", note=note, columns=columns, rows=rows)


def _findings(comparison: Comparison) -> Sheet:
    axes = [axis for axis in comparison.book.axis_ids if axis in comparison.findings]
    rows = _records(comparison.findings)
    for row in rows:
        row |= {axis: comparison.code_label(axis, row[axis]) for axis in axes}
    pairs = len(comparison.coders) > 2
    a, b = list(comparison.coders)[:2]
    columns = [
        *(Column(key=axis, title=comparison.axis_label(axis), width=22 if axis != axes[-1] else 40) for axis in axes),
        *_pair(pairs=pairs),
        Column(key="both", title="Units in which both see it", width=12, kind="count"),
        Column(key="only_a", title="Only the first" if pairs else f"Only {a}", width=12, kind="count"),
        Column(key="only_b", title="Only the second" if pairs else f"Only {b}", width=12, kind="count"),
    ]
    note = "Findings as the matrix crosses them, what heading and question give taken over; those most in dispute first."
    return Sheet(name="Findings", title="Crossed findings", note=note, columns=columns, rows=rows)


def _spans(comparison: Comparison) -> Sheet:
    rows = _records(comparison.scores)
    for row in rows:
        row |= {"what": comparison.axis_label(row["axis"]), "label": comparison.code_label(row["axis"], row["code"])}
        row["match"] = {"exact": "same ends", "overlap": "they overlap"}[row["match"]]
    a, b = list(comparison.coders)[:2]
    pairs = len(comparison.coders) > 2
    columns = [
        Column(key="what", title="Axis", width=18),
        Column(key="label", title="Code", width=30),
        *_pair(pairs=pairs),
        Column(key="match", title="A pair if", width=15),
        Column(key="n_gold", title="Spans, the first" if pairs else f"Spans by {a}", width=11, kind="count"),
        Column(key="n_other", title="Spans, the second" if pairs else f"Spans by {b}", width=11, kind="count"),
        Column(key="matched", title="Pairs", width=8, kind="count"),
        *_scored(),
        *(
            Column(key=f"{key}_share", title=f"{key.capitalize()} by length", width=11, kind="score")
            for key in ("precision", "recall", "f1")
        ),
        *([Column(key="reason", title="Why there is no value", width=24)] if any(row["reason"] for row in rows) else []),
    ]
    note = "Spans are paired one to one, code by code. By length: a pair counts for the share of the span that both cover."
    return Sheet(name="Spans", title="Spans", note=note, columns=columns, rows=rows)


def disagreements_sheet(comparison: Comparison) -> Sheet:
    """Return the list of disagreements with empty columns for what is settled; those that are read in again bear the names of the table."""
    rows = _records(comparison.disagreements)
    open_groups(rows, "doc_id", "start", "end")
    for row in rows:
        row |= {"where": place_of(row), "settled": "", "reason": ""}
        if not comparison.of_spans:
            row |= {column: comparison.named(row["axis"], row[column]) or "–" for column in comparison.coders.values()}
    there = [
        key
        for key in ("page", "speaker", "heading", "question")
        if key in comparison.disagreements and comparison.disagreements[key].any()
    ]
    columns = [
        Column(key="doc_id", title="doc_id", width=16),
        Column(key="axis", title="axis", width=11),
        *(Column(key=column, title=coder, width=26) for coder, column in comparison.coders.items()),
        Column(key="text", title="Text", width=52),
        Column(key="where", title="Where", width=24),
        Column(key="settled", title="settled", width=20),
        Column(key="reason", title="reason", width=26),
        *(Column(key=key, title=key.capitalize(), width=9 if key == "page" else 24) for key in there),
        Column(key="start", title="start", width=9, kind="count"),
        Column(key="end", title="end", width=9, kind="count"),
    ]
    note = (
        "For the talk: in settled stands the code that holds, by its id (several joined by ; and none for none of them), in reason why."
        " `qda settle` takes the filled-in list back."
    )
    main = ["doc_id", "axis", *comparison.coders.values(), "text", "where", "settled", "reason"]
    return Sheet(name="Disagreements", title="Disagreements", note=note, columns=columns, rows=rows, main=main)


def place_of(row: Mapping[str, Any]) -> str:
    """Return where a unit stands: page, speaker, heading."""
    page = f"p. {row['page']}" if row.get("page") else ""
    return ", ".join(str(part) for part in (page, row.get("speaker"), row.get("heading")) if part)


def _records(frame: Frame) -> Rows:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
