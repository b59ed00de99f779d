"""The sheets *Counts* and *Sample*: numbers with margins."""

from collections.abc import Mapping, Sequence
from itertools import product
from math import ceil
from typing import Any

from qda.export.counts import Counts, count
from qda.export.sample import ANY, draw_sample
from qda.export.workbook.measure import height
from qda.export.workbook.page import PRINTED_WIDTH, set_page
from qda.export.workbook.plan import HEADER, Plan

_COUNTS_NOTE = (
    "Each number counts distinct statements (left) or documents (right). A statement with two factors, on two dimensions or about several cases stands in "
    "several places and counts once in every margin, so margins are not sums."
)
_SAMPLE_NOTE = (
    "Interviews, and in brackets the organisations they were held in. An interview counts once under every kind of organisation that speaks in it, and once "
    "in all."
)
NARROW, LABEL = 68, 140
READABLE = 1.6
"""How many times wider than the page a sheet may be to be made to fit it."""


def write_counts(sheet: Any, plan: Plan) -> None:
    """Write statements and documents per cell, then per code of the cells, with margins."""
    matrix, labels = plan.tables.matrix, plan.grid.labels
    counts = count(matrix)
    split = [axis for axis in matrix.rows if axis == plan.tables.codebook.split]
    wide = max(len(matrix.rows), len(split) + 1)
    n = len(plan.grid.columns) + 1
    _head(sheet, plan, "Counts", _COUNTS_NOTE, [LABEL] * wide + [NARROW] * (2 * n))
    row = _counted(sheet, plan, counts, list(matrix.rows), (HEADER, wide))
    sheet.autofilter(HEADER + 1, 0, row - 2, wide + 2 * n - 1)
    sheet.write_string(row + 1, 0, f"By {labels.axis(matrix.cell).lower()}", plan.styles.get(bold=True, font_size=12))
    _counted(sheet, plan, counts, [*split, matrix.cell], (row + 2, wide))
    pages = ceil((LABEL * wide + NARROW * 2 * n) / (PRINTED_WIDTH * READABLE))
    set_page(sheet, plan.tables.heading, header=HEADER + 1, labels=len(matrix.rows), pages_wide=pages)


def _counted(sheet: Any, plan: Plan, counts: Counts, axes: Sequence[str], at: tuple[int, int]) -> int:
    """Write one table of counts, its names in row `at[0]` and its numbers from column `at[1]` on; return the row below it."""
    matrix, labels = plan.tables.matrix, plan.grid.labels
    top, wide = at
    _count_names(sheet, plan, [labels.axis(a) for a in axes], at)
    row = top + 2
    for codes in product(*(matrix.order[axis] for axis in axes)):
        where = dict(zip(axes, codes, strict=True))
        for column, (axis, code) in enumerate(where.items()):
            style = plan.styles.tinted(code) if axis == plan.tables.codebook.split else plan.styles.text()
            if column == len(where) - 1 and len(where) < wide:
                sheet.merge_range(row, column, row, wide - 1, "", style)
            sheet.write_string(row, column, labels.of(axis, code), style)
        sheet.set_row(row, height([(labels.of(a, c), LABEL * (wide - len(where) + 1)) for a, c in where.items()], padding=4))
        _numbers(sheet, plan, counts, where, (row, wide), bold=False)
        row += 1
    for column in range(wide):
        sheet.write_string(row, column, ANY if column == 0 else "", plan.styles.text(bold=True, top=1))
    _numbers(sheet, plan, counts, {}, (row, wide), bold=True)
    return row + 1


def _count_names(sheet: Any, plan: Plan, axes: Sequence[str], at: tuple[int, int]) -> None:
    names = [label for _, label in plan.grid.columns]
    styles, n = plan.styles, len(names) + 1
    top, wide = at
    for i, group in enumerate(("Statements", "Documents")):
        first = wide + i * n
        sheet.merge_range(top, first, top, first + n - 1, group, styles.get(bold=True, align="center", bg_color="#ECEFEE", left=1, left_color="#FFFFFF"))
        for column, name in enumerate([*names, ANY], start=first):
            sheet.write_string(top + 1, column, name, styles.header(align="right", font_size=9))
    for column in range(wide):
        sheet.write_string(top + 1, column, axes[column] if column < len(axes) else "", styles.header())
    sheet.set_row(top + 1, height([*((name, NARROW - 14) for name in names), *((a, LABEL - 14) for a in axes)], 9.5, bold=True))


def _numbers(sheet: Any, plan: Plan, counts: Counts, where: Mapping[str, str], at: tuple[int, int], *, bold: bool) -> None:
    matrix = plan.tables.matrix
    row, column = at
    rule = {"bold": True, "top": 1} if bold else {}
    for what in ("statements", "documents"):
        for value, _ in plan.grid.columns:
            sheet.write_number(row, column, counts.of(what, **where, **{matrix.columns: value}), plan.styles.number(**rule))
            column += 1
        sheet.write_number(row, column, counts.of(what, **where), plan.styles.number(**(rule | {"bold": True})))
        column += 1


def _head(sheet: Any, plan: Plan, title: str, note: str, sizes: Sequence[int]) -> None:
    for column, size in enumerate(sizes):
        sheet.set_column_pixels(column, column, size)
    sheet.write_string(0, 0, title, plan.styles.title())
    sheet.set_row(0, 28)
    sheet.merge_range(1, 0, 1, max(1, len(sizes) - 1), "", plan.styles.note())
    sheet.write_string(1, 0, note, plan.styles.note())
    sheet.set_row(1, height([(note, sum(sizes))], 9))


def write_sample(sheet: Any, plan: Plan) -> None:
    """Write kinds of organisation by case (interviews, organisations), then kinds of documents by case."""
    sample, styles = draw_sample(plan.tables), plan.styles
    n = max(1, len(sample.cases)) + 1
    size = min(150, max(90, 700 // n))
    _head(sheet, plan, "Sample", _SAMPLE_NOTE, [260, *[size] * n])
    row = HEADER
    if sample.interviews:
        _names(sheet, plan, "Kind of organisation", sample.cases, row)
        for row, (kind, pairs) in enumerate(sample.interviews, start=row + 1):  # noqa: B020  the row goes on from the names
            shown = [f"{interviews} ({organisations})" if interviews else "·" for interviews, organisations in pairs]
            _row(sheet, plan, row, kind, shown)
        row += 2
    else:
        sheet.write_string(row, 0, "Nothing is recorded of the speakers: a table speakers.csv would tell.", styles.get(font_color="#5F6B73"))
        row += 2
    _names(sheet, plan, "Kind of document", sample.cases, row)
    for at, (kind, numbers) in enumerate(sample.documents, start=row + 1):
        _row(sheet, plan, at, kind, numbers)
    set_page(sheet, plan.tables.heading, header=HEADER, labels=1)


def _names(sheet: Any, plan: Plan, first: str, cases: Sequence[str], row: int) -> None:
    sheet.write_string(row, 0, first, plan.styles.header())
    for column, name in enumerate([*cases, ANY], start=1):
        sheet.write_string(row, column, name, plan.styles.header(align="right"))


def _row(sheet: Any, plan: Plan, row: int, kind: str, values: Sequence[Any]) -> None:
    rule = {"bold": True, "top": 1} if kind == ANY else {}
    sheet.write_string(row, 0, kind, plan.styles.text(**rule))
    for column, value in enumerate(values, start=1):
        if isinstance(value, str):
            sheet.write_string(row, column, value, plan.styles.text(align="right", **rule))
        else:
            sheet.write_number(row, column, value, plan.styles.number(**rule))
