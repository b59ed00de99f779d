"""A comparison -> workbook: reading, figures, and the list of disagreements to be filled in."""

from io import BytesIO
from pathlib import Path
from typing import Any

from qda.export.agreement.record import TO_FILL, Comparison
from qda.export.agreement.sheets import Sheet, disagreements_sheet, sheets
from qda.export.atomic import write_whole
from qda.export.workbook.limits import Limits
from qda.export.workbook.listing import Column, Listing, PlainDesk, write_listing
from qda.export.workbook.plan import HEADER
from qda.export.workbook.styles import Styles, put
from qda.export.workbook.write import new_workbook, time_of

CHOICES = "Choices"
NONE = "none"
PRINTED = 12
"""Columns of *Codes* with scores and coefficients that are printed."""


def write_agreement_workbook(path: str | Path, comparison: Comparison, *, limits: Limits = Limits()) -> None:  # noqa: B008  frozen
    """Write the workbook: *Reading*, *Axes*, *Codes*, *Documents*, *Findings*, *Spans*, *Disagreements*; what would be empty is left out.

    In *Disagreements* the columns ``settled`` and ``reason`` are empty, and ``settled`` offers the codes of the axis. The same comparison gives the same bytes.

    Raises
    ------
    OutputError
        The file cannot be written; what stood there is untouched.
    """
    write_whole(path, agreement_workbook_bytes(comparison, limits))


def agreement_workbook_bytes(comparison: Comparison, limits: Limits) -> bytes:
    """Return the workbook as bytes."""
    buffer = BytesIO()
    with new_workbook(buffer, comparison.title, comparison.book.codebook_version, time_of(comparison.created)) as workbook:
        desk = PlainDesk(styles=Styles(workbook), limits=limits, heading=comparison.title)
        _write_reading(workbook.add_worksheet("Reading"), desk, comparison)
        for sheet in sheets(comparison):
            _write(workbook.add_worksheet(sheet.name), desk, sheet)
        _write_disagreements(workbook, desk, comparison)
    return buffer.getvalue()


def _write(sheet: Any, desk: PlainDesk, content: Sheet) -> None:
    if content.name == "Codes":  # an interval stands beside its coefficient, and paper ends after some of them
        columns = list(content.columns)
        printed = sum(column.kind != "score" for column in columns[:-2]) + PRINTED
    else:
        columns, printed = _order(content), len(content.shown)
    listing = Listing(
        title=content.title, note=content.note, columns=columns, rows=content.rows, frozen=_frozen(content), printed=printed
    )
    write_listing(sheet, desk, listing)


def _order(content: Sheet) -> list[Column]:
    """Return the columns with those first that fit on paper."""
    return [*content.shown, *(column for column in content.columns if column not in content.shown)]


def _frozen(content: Sheet) -> int:
    return 2 if content.name in {"Codes", "Axes"} else 1


def _write_reading(sheet: Any, desk: PlainDesk, comparison: Comparison) -> None:
    rows: list[dict[str, Any]] = [{"topic": topic, "text": text} for topic, text in comparison.about]
    rows += [
        {"topic": "" if i else "What the figures say", "text": text, "_first": not i} for i, text in enumerate(comparison.reading)
    ]
    columns = [Column(key="topic", title="Topic", width=24), Column(key="text", title="In words", width=116)]
    note = "Who was compared on what, and what the figures say and do not say. No figure here is good or bad as such."
    write_listing(sheet, desk, Listing(title=comparison.title, note=note, columns=columns, rows=rows, frozen=1))


def _write_disagreements(workbook: Any, desk: PlainDesk, comparison: Comparison) -> None:
    content = disagreements_sheet(comparison)
    sheet = workbook.add_worksheet(content.name)
    _write(sheet, desk, content)
    at = {column.key: i for i, column in enumerate(_order(content))}
    last = HEADER + min(len(content.rows), desk.limits.rows - HEADER - 1)
    if last <= HEADER:
        return
    room = desk.styles.text(bg_color="#F7F8F8", left=1, left_color="#C9CFD3", right=1, right_color="#C9CFD3")
    for row in range(HEADER + 1, last + 1):
        for key in TO_FILL:
            sheet.write_blank(row, at[key], None, room)
    formula = _write_choices(workbook.add_worksheet(CHOICES), desk, comparison, axis_column=at["axis"])
    hint = "A code of this axis by its id; several joined by ; or none."
    told: dict[str, Any] = {"validate": "list", "source": formula, "show_error": False}
    options = told | {"input_title": "Settled", "input_message": hint}
    sheet.data_validation(HEADER + 1, at["settled"], last, at["settled"], options)


def _write_choices(sheet: Any, desk: PlainDesk, comparison: Comparison, *, axis_column: int) -> str:
    """Write the codes of each axis in a column, and return the formula that finds the column of a row's axis: it holds after sorting, too."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    axes = list(dict.fromkeys(comparison.disagreements["axis"]))
    longest = 0
    for column, axis in enumerate(axes):
        codes = _codes(comparison, axis)
        longest = max(longest, len(codes))
        sheet.set_column(column, column, 26)
        put(sheet, (0, column), axis, desk.styles.header())
        for row, code in enumerate(codes, start=1):
            put(sheet, (row, column), code, desk.styles.text())
    sheet.freeze_panes(1, 0)
    axis_cell = xl_rowcol_to_cell(HEADER + 1, axis_column, col_abs=True)
    names = f"{CHOICES}!$A$1:{xl_rowcol_to_cell(0, max(0, len(axes) - 1), row_abs=True, col_abs=True)}"
    match = f"MATCH({axis_cell},{names},0)-1"
    return f"=OFFSET({CHOICES}!$A$2,0,{match},COUNTA(OFFSET({CHOICES}!$A$2,0,{match},{longest},1)),1)"


def _codes(comparison: Comparison, axis: str) -> list[str]:
    """Return what may be chosen on an axis: its codes, or those that were given where the codebook does not know it, and none."""
    known = list(comparison.book.axis(axis).code_ids) if axis in comparison.book.axis_ids else []
    mine = comparison.disagreements[comparison.disagreements["axis"] == axis]
    given = sorted({code.strip() for found in mine["differ"] for code in found.split(";")} - {"", *known}) if not known else []
    return [*known, *given, NONE]
