"""The sheets *Matrix*, *Barriers*, *Enablers*: lists of findings, and the way from a cell to its quotes.

The link of a cell stands in a line of its own above the list, not on the list: LibreOffice shows a cell that is a link on a single line, without the breaks
of the list. A link of its own also leaves the list free to be marked and copied.
"""

from collections.abc import Sequence
from math import ceil
from typing import Any

from qda._wording import many
from qda.export.grid import LEGEND, Block, Cell, Line, merged
from qda.export.workbook.measure import height, line_width
from qda.export.workbook.page import PRINTED_WIDTH, printed_height, set_page
from qda.export.workbook.plan import HEADER, ROWS_A_LINE, Plan
from qda.export.workbook.styles import DASH, GREY, put

LABEL, WIDEST_LABEL, INDENT = 96, 240, 24
"""Pixels of a column of names, and what of it stays free around a name."""
NARROWEST, WIDEST = 150, 330
CASES_A_PAGE = 8
SHORT = 180
"""Pixels below which a cell does not name its documents."""
BAND, EVIDENCE, TITLE = 20.0, 17.0, 28.0
"""Heights in points."""


def write_matrix(sheet: Any, plan: Plan) -> None:
    """Write the published form: a block per dimension and phase, barriers above enablers, a column per case."""
    note = f"{_extent(plan)} Click the line above a list to read its quotes. {LEGEND}"
    named = _label_width(plan)
    width, used = _open(sheet, plan, plan.tables.heading, note, ["", *_names(plan)], labels=[named])
    page = printed_height(named + width * min(len(plan.grid.columns), CASES_A_PAGE))
    row, breaks = HEADER + 1, list[int]()
    for block in plan.grid.blocks:
        size = _write_block(sheet, plan, block, row, width)
        if used + size > page and row > HEADER + 1:
            breaks.append(row)
            used = BAND
        used += size
        row += 1 + ROWS_A_LINE * len(block.lines)
    sheet.set_h_pagebreaks(breaks)


def write_split(sheet: Any, plan: Plan, code: str, name: str) -> None:
    """Write all findings of one code of the axis that splits: dimension x phase as rows, a column per case."""
    grid, styles = plan.grid, plan.styles
    labels = [LABEL + 10] * len(grid.outer)
    title = f"{name} · {plan.tables.heading}"
    width, _ = _open(sheet, plan, title, LEGEND, [*map(grid.labels.axis, grid.outer), *_names(plan)], labels=labels, accent=code)
    row = HEADER + 1
    for block in grid.blocks:
        line = next(line for line in block.lines if line.code == code)
        for column, (axis, value) in enumerate(zip(grid.outer, block.codes, strict=True)):
            sheet.write_string(row, column, grid.labels.of(axis, value), styles.text(bold=True))
        for column, cell in enumerate(line.cells, start=len(labels)):
            _write_list(sheet, plan, cell, (row, column), 1)
        sheet.set_row(row, max(24.0, _height(plan, [(cell, 1) for cell in line.cells], width)))
        row += 1
    sheet.autofilter(HEADER, 0, max(HEADER + 1, row - 1), len(labels) + len(grid.columns) - 1)


def _label_width(plan: Plan) -> int:
    """Return the width in pixels that the names of the lines take; they stand on one line."""
    widest = max((line_width(line.label, bold=True) for block in plan.grid.blocks for line in block.lines), default=0)
    return min(WIDEST_LABEL, max(LABEL, widest + INDENT))


def _names(plan: Plan) -> list[str]:
    return [label for _, label in plan.grid.columns]


def _open(
    sheet: Any, plan: Plan, title: str, note: str, names: Sequence[str], *, labels: Sequence[int], accent: str = ""
) -> tuple[int, float]:
    """Write title, note and names of columns; return the width in pixels of a column of findings, and the height in points of all that."""
    styles, n = plan.styles, len(plan.grid.columns)
    width = min(WIDEST, max(NARROWEST, (PRINTED_WIDTH - sum(labels)) // n))
    for column, size in enumerate([*labels, *[width] * n]):
        sheet.set_column_pixels(column, column, size)
    last = len(labels) + min(n, PRINTED_WIDTH // NARROWEST) - 1
    sheet.merge_range(0, 0, 0, last, "", styles.title())
    sheet.write_string(0, 0, title, styles.title())
    sheet.merge_range(1, 0, 1, last, "", styles.note())
    sheet.write_string(1, 0, note, styles.note())
    for column, name in enumerate(names):
        put(sheet, (HEADER, column), name, styles.header(font_size=11, **styles.rule_of(accent)))
    heights = [TITLE, height([(note, min(PRINTED_WIDTH, sum(labels) + n * width))], 9)]
    heights.append(height([(name, size - 16) for name, size in zip(names, [*labels, *[width] * n], strict=True)], 11, bold=True))
    for row, points in enumerate(heights):
        sheet.set_row(row, points)
    set_page(sheet, plan.tables.heading, header=HEADER, labels=len(labels), pages_wide=ceil(n / CASES_A_PAGE))
    return width, sum(heights)


def _extent(plan: Plan) -> str:
    evidence = plan.tables.matrix.evidence
    return f"{many(evidence['statement'].nunique(), 'statement')} from {many(evidence['doc_id'].nunique(), 'document')}."


def _write_block(sheet: Any, plan: Plan, block: Block, row: int, width: int) -> float:
    """Write a block; return its height in points."""
    sheet.set_row(row, BAND)
    for column in range(len(plan.grid.columns) + 1):
        sheet.write_blank(row, column, None, plan.styles.band())
    sheet.write_string(row, 0, block.title, plan.styles.band())
    total = BAND
    for i, line in enumerate(block.lines):
        total += _write_line(sheet, plan, line, row + 1 + ROWS_A_LINE * i, width)
    return total


def _write_line(sheet: Any, plan: Plan, line: Line, row: int, width: int) -> float:
    """Write a line in two rows: evidence with its link, and the lists."""
    sheet.write_string(row, 0, line.label, plan.styles.label(line.split))
    sheet.write_blank(row + 1, 0, None, plan.styles.text())
    column, cells = 1, merged(line.cells)
    for cell, span in cells:
        _write_evidence(
            sheet, plan, cell, (row, column), span, style=plan.styles.evidence(line.split), short=width * span < SHORT
        )
        _write_list(sheet, plan, cell, (row + 1, column), span)
        column += span
    size = max(20.0, _height(plan, cells, width))
    sheet.set_row(row, EVIDENCE)
    sheet.set_row(row + 1, size)
    return EVIDENCE + size


def _height(plan: Plan, cells: Sequence[tuple[Cell, int]], width: int) -> float:
    return height([("\n".join(cell.lines(plan.tables.most)), width * span) for cell, span in cells])


def _write_evidence(sheet: Any, plan: Plan, cell: Cell, at: tuple[int, int], span: int, *, style: Any, short: bool) -> None:
    if span > 1:
        sheet.merge_range(*at, at[0], at[1] + span - 1, "", style)
    if not cell.findings:
        sheet.write_blank(*at, None, style)
        return
    documents = "" if short else f", {many(cell.documents, 'document')}"
    text = f"{many(cell.statements, 'statement')}{documents} ›"
    if first := plan.first_quote.get(cell.place):
        sheet.write_url(*at, f"internal:'Quotes'!A{first + 1}", style, string=text, tip="Read the quotes")
    else:
        sheet.write_string(*at, text, style)


def _write_list(sheet: Any, plan: Plan, cell: Cell, at: tuple[int, int], span: int) -> None:
    style = plan.styles.text()
    if not cell.findings:
        sheet.write_string(*at, DASH, plan.styles.text(font_color=GREY))
        return
    if span > 1:
        sheet.merge_range(*at, at[0], at[1] + span - 1, "", style)
    sheet.write_rich_string(*at, *_rich(plan, cell), style)


def _rich(plan: Plan, cell: Cell) -> list[Any]:
    """Return the list with its numbers in grey."""
    most, grey, ink = plan.tables.most, plan.styles.get(font_color=GREY), plan.styles.get()
    parts: list[Any] = []
    for i, finding in enumerate(cell.findings[:most]):
        parts += [ink, ("\n" if i else "") + finding.label, grey, f" ({finding.statements}){finding.marks}"]
    if len(cell.findings) > most:
        parts += [grey, f"\nand {len(cell.findings) - most} more"]
    return parts
