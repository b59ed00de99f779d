"""A comparison -> text document: the report, then the list of disagreements with room for what is decided, to be printed for the talk."""

from collections.abc import Iterator
from math import isnan
from pathlib import Path
from typing import Any

from qda.export.agreement.grids import Line, Row, add_table, clean
from qda.export.agreement.record import Comparison
from qda.export.agreement.sheets import Sheet, sheets
from qda.export.agreement.talk import Part, Unit, parts
from qda.export.atomic import write_whole
from qda.export.documents import new_document, unchanging

WIDTH = 26.7
"""Centimetres between the margins of A4 landscape."""


def write_agreement_document(path: str | Path, comparison: Comparison) -> None:
    """Write the document: who and what, the reading, figures per axis and code, crossed findings, and per document the disagreements.

    Every disagreement has empty fields for the decision and its reason. The same comparison gives the same bytes.

    Raises
    ------
    OutputError
        The file cannot be written; what stood there is untouched.
    """
    write_whole(path, agreement_document_bytes(comparison))


def agreement_document_bytes(comparison: Comparison) -> bytes:
    """Return the document as bytes."""
    document = new_document(comparison.title, comments=comparison.book.codebook_version, created=comparison.created)
    document.add_heading(comparison.title, level=0)
    for topic, text in comparison.about:
        paragraph = document.add_paragraph(style="About")
        paragraph.add_run(f"{topic}: ").bold = True
        paragraph.add_run(clean(text))
    document.add_heading("What the figures say", level=1)
    for text in comparison.reading:
        document.add_paragraph(clean(text))
    for sheet in sheets(comparison):
        if sheet.name != "Documents":
            _write_sheet(document, sheet)
    _write_talk(document, comparison)
    return unchanging(document)


def _write_sheet(document: Any, sheet: Sheet) -> None:
    document.add_heading(sheet.title, level=1)
    document.add_paragraph(clean(sheet.note), style="Small")
    laid: list[tuple[str, str, float, bool]] = []
    for column in sheet.on_page:
        laid.append((column.title, column.key, max(6.0, column.width), column.kind != "text"))
        if column.kind == "score" and sheet.name in {"Axes", "Codes"} and column.key != "f1":
            laid.append(("Interval", f"{column.key}_text", 12.0, False))
    whole = sum(width for _, _, width, _ in laid)
    shown = [row for row in sheet.rows if sheet.name != "Findings" or row["only_a"] or row["only_b"]]
    if len(shown) < len(sheet.rows):
        document.add_paragraph(
            f"Shown are the {len(shown):,} of {len(sheet.rows):,} on which they differ; the workbook holds all.", style="Small"
        )
    rows = [Row(cells=[[Line(text=title, right=right)] for title, _, _, right in laid], kind="head")]
    rows += [Row(cells=[[Line(text=_shown(row.get(key, "")), right=right)] for _, key, _, right in laid]) for row in shown]
    add_table(document, [WIDTH * width / whole for _, _, width, _ in laid], rows)


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return "" if isnan(value) else f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _write_talk(document: Any, comparison: Comparison) -> None:
    found = parts(comparison)
    document.add_page_break()
    document.add_heading("Disagreements", level=1)
    if not found:
        document.add_paragraph("There are none.")
        return
    document.add_paragraph(
        "What each coder said, a dash for nothing, and room for what is decided and why."
        " The workbook holds the same list; filled in there, the project reads it.",
        style="Small",
    )
    for part in found:
        document.add_heading(f"{clean(part.document)}: {len(part.units):,} place{'s' if len(part.units) > 1 else ''}", level=2)
        _write_part(document, comparison, part)


def _write_part(document: Any, comparison: Comparison, part: Part) -> None:
    coders = list(comparison.coders)
    widths = [3.4, *[12.6 / len(coders)] * len(coders), 4.2, 6.5]
    head = Row(cells=[[Line(text=title)] for title in ("Axis", *coders, "Settled", "Reason")], kind="head")
    add_table(document, widths, [head, *(row for unit in part.units for row in _unit_rows(unit))])


def _unit_rows(unit: Unit) -> Iterator[Row]:
    """Yield the text of a unit across the table, then what is in dispute."""
    asked = f" · asked: {unit.question}" if unit.question else ""
    yield Row(cells=[[Line(text=unit.place + asked, lead=f"{unit.number}. ", style="Small"), Line(text=unit.text)]], kind="band")
    for point in unit.points:
        yield Row(cells=[[Line(text=text)] for text in (point.axis, *point.said, "", "")], least=0.85)
