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
from qda.export.workbook.styles import BAND, GREY, INK, WHITE

_COUNTS_NOTE = (
    "Each number counts distinct statements (left) or documents (right). A statement with two factors, on two dimensions or about several cases stands in "
    "several places and counts once in every margin, so margins are not sums."
)
_SAMPLE_NOTE = (
    "Interviews, and in brackets the organisations they were held in. An interview counts once under every kind of organisation that speaks in it, and once "
    "in all."
)
NARROW, LABEL, WIDE_LABEL = 68, 145, 290
READABLE = 1.6
"""How many times wider than the page a sheet may be to be made to fit it."""


def write_counts(sheet: Any, plan: Plan) -> None:
    """Write statements and documents per cell, then per code of the cells, then in all; ``All`` stands where an axis is left open."""
    matrix, split = plan.tables.matrix, plan.tables.codebook.split
    axes, n = [*matrix.rows, matrix.cell], len(plan.grid.columns) + 1
    sizes = [LABEL] * len(matrix.rows) + [WIDE_LABEL]
    _head(sheet, plan, "Counts", _COUNTS_NOTE, sizes + [NARROW] * (2 * n))
    _count_names(sheet, plan, axes)
    counts, row = count(matrix), HEADER + 2
    by_code = [axis for axis in matrix.rows if axis == split]
    for part in (list(matrix.rows), [*by_code, matrix.cell], []):
        for i, codes in enumerate(product(*(matrix.order[axis] for axis in part))):
            opens = {"top": 1, "top_color": INK} if i == 0 and part != axes[:-1] else {}
            _count_row(sheet, plan, counts, dict(zip(part, codes, strict=True)), row, opens=opens)
            row += 1
    sheet.autofilter(HEADER + 1, 0, row - 1, len(axes) + 2 * n - 1)
    pages = ceil((sum(sizes) + NARROW * 2 * n) / (PRINTED_WIDTH * READABLE))
    set_page(sheet, plan.tables.heading, header=HEADER + 1, labels=len(axes), pages_wide=pages)


def _count_row(sheet: Any, plan: Plan, counts: Counts, where: Mapping[str, str], row: int, *, opens: Mapping[str, Any]) -> None:
    matrix, labels, split = plan.tables.matrix, plan.grid.labels, plan.tables.codebook.split
    axes = [*matrix.rows, matrix.cell]
    for column, axis in enumerate(axes):
        if axis not in where:
            sheet.write_string(row, column, ANY, plan.styles.text(font_color=GREY, **opens))
        else:
            style = plan.styles.tinted(where[axis], **opens) if axis == split else plan.styles.text(**opens)
            sheet.write_string(row, column, labels.of(axis, where[axis]), style)
    texts = [(labels.of(axis, code), WIDE_LABEL if axis == matrix.cell else LABEL) for axis, code in where.items()]
    sheet.set_row(row, height(texts, padding=4))
    _numbers(sheet, plan, counts, where, (row, len(axes)), opens=opens)


def _count_names(sheet: Any, plan: Plan, axes: Sequence[str]) -> None:
    names = [label for _, label in plan.grid.columns]
    styles, top, n = plan.styles, HEADER, len(names) + 1
    for i, group in enumerate(("Statements", "Documents")):
        first = len(axes) + i * n
        style = styles.get(bold=True, align="center", bg_color=BAND, left=1, left_color=WHITE)
        sheet.merge_range(top, first, top, first + n - 1, group, style)
        for column, name in enumerate([*names, ANY], start=first):
            sheet.write_string(top + 1, column, name, styles.header(align="right", font_size=9))
    labels = [plan.grid.labels.axis(axis) for axis in axes]
    for column, label in enumerate(labels):
        sheet.write_string(top + 1, column, label, styles.header())
    # the button of the filter covers the end of a name
    sheet.set_row(
        top + 1, height([*((name, NARROW - 14) for name in names), *((label, LABEL - 14) for label in labels)], bold=True)
    )


def _numbers(
    sheet: Any, plan: Plan, counts: Counts, where: Mapping[str, str], at: tuple[int, int], *, opens: Mapping[str, Any]
) -> None:
    matrix, rule = plan.tables.matrix, dict(opens)
    row, column = at
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
        sheet.write_string(
            row, 0, "Nothing is recorded of the speakers: a table speakers.csv would tell.", styles.get(font_color="#5F6B73")
        )
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
