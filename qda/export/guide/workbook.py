"""A codebook -> workbook: a row per category, to be edited, mailed and read back."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from qda.codebook import Codebook
from qda.codebook import sheet as form
from qda.codebook.telling import axis_words
from qda.export.workbook.limits import Limits
from qda.export.workbook.listing import Column, Listing, PlainDesk, write_listing
from qda.export.workbook.plan import HEADER
from qda.export.workbook.styles import Styles, put
from qda.export.workbook.write import new_workbook, time_of

WIDTHS = {
    form.AXIS: 13,
    form.LABEL: 22,
    form.DEFINITION: 42,
    form.ANCHORS: 48,
    form.RULE: 44,
    form.ID: 22,
    form.PARENT: 14,
    form.KEY: 8,
}
PRINTED = 5
HOW = (
    "A row is a category: edit names, definitions, anchor examples (a line each) and coding rules, add rows, delete rows, move rows. "
    "Read it back with: qda codebook export THIS.xlsx --out BOOK.yaml. What this sheet does not show stays as it was."
)
_EDITABLE = "These texts may be edited, too."


def guide_workbook_bytes(book: Codebook) -> bytes:
    """Return the workbook as bytes: *Coding guide*, *About*, and the codebook's own file in a hidden sheet."""
    buffer = BytesIO()
    with new_workbook(buffer, book.title, book.codebook_version, time_of("")) as workbook:
        desk = PlainDesk(styles=Styles(workbook), limits=Limits(), heading=f"{book.title}, {book.version}")
        _write_guide(workbook.add_worksheet(form.GUIDE_SHEET), desk, book)
        write_listing(workbook.add_worksheet(form.ABOUT_SHEET), desk, _about(book))
        _write_source(workbook.add_worksheet(form.SOURCE_SHEET), desk, book)
    return buffer.getvalue()


def _write_guide(sheet: Any, desk: PlainDesk, book: Codebook) -> None:
    columns = [Column(key=field, title=form.HEADERS[field], width=width) for field, width in WIDTHS.items()]
    keys = columns.pop()
    columns += [Column(key=f"{form.PATTERNS}.{code}", title=f"Patterns ({code})", width=40) for code in book.languages]
    columns.append(keys)
    rows = _rows(book)
    write_listing(sheet, desk, Listing(title=book.title, note=HOW, columns=columns, rows=rows, frozen=2, printed=PRINTED))
    last = len(columns) - 1
    sheet.set_column(last, last, 8, None, {"hidden": True})
    axes = {
        "validate": "list",
        "source": list(book.axis_ids),
        "error_title": "No such axis",
        "error_message": ", ".join(book.axis_ids)[:250],
    }
    if len(",".join(book.axis_ids)) <= 255:  # what a list in a cell may hold
        sheet.data_validation(HEADER + 1, 0, HEADER + len(rows) + 200, 0, axes)


def _rows(book: Codebook) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for axis in book.axes:
        for code in axis.codes:
            first = bool(rows) and rows[-1][form.AXIS] != axis.id
            rows.append({**form.cells_of(code, book.languages), "_first": first})
    return rows


def _about(book: Codebook) -> Listing:
    texts = form.about_of(book)
    rows: list[dict[str, str]] = [{"topic": topic, "text": texts[key]} for key, topic in form.ABOUT.items()]
    rows += [{"topic": f"Axis {axis.id}", "text": f"{axis.label}: {axis_words(axis)}"} for axis in book.axes]
    rows += [{"topic": "Codebook version", "text": book.codebook_version}]
    columns = [Column(key="topic", title="Topic", width=26), Column(key="text", title="Text", width=110)]
    return Listing(title="About", note=_EDITABLE, columns=columns, rows=rows, frozen=1)


def _write_source(sheet: Any, desk: PlainDesk, book: Codebook) -> None:
    """Keep the file itself, so that nothing is lost on the way there and back."""
    lines: Sequence[str] = form.source_lines(book.text)
    note = f"The file of {book.codebook_version}; it is read back with this workbook. Leave it as it is."
    for row, line in enumerate([note, *lines]):
        put(sheet, (row, 0), line, desk.styles.get())
    sheet.hide()
