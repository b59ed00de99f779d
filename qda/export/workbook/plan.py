"""Where everything will stand, so that cells and quotes can link to each other before either is written."""

from collections.abc import Mapping
from dataclasses import dataclass

from qda.export.grid import Grid, Place, lay_out, merged
from qda.export.labels import sheet_names
from qda.export.quotes import quotes_of
from qda.export.tables import Tables
from qda.export.workbook.limits import Limits
from qda.export.workbook.styles import Styles
from qda.frames import Frame

HEADER = 2
"""The row of column names on every sheet: title, note, names."""

ROWS_A_LINE = 2
"""In *Matrix* a line takes two rows: how much evidence there is, with the link to it, and the list of findings."""

FIXED = ("Matrix", "Counts", "Quotes", "Codings", "Cases", "Sample", "Codebook", "Method", "Memos", "Journal")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The workbook before it is written.

    Attributes
    ----------
    grid
        The crossing, laid out.
    quotes
        The rows of *Quotes*, see `qda.export.quotes_table`.
    first_quote
        Place -> row (from 0) of its first quote.
    in_matrix
        Place -> row and column (from 0) of its cell in *Matrix*.
    split_sheets
        Code of the axis that splits -> name of its sheet.
    """

    tables: Tables
    grid: Grid
    quotes: Frame
    first_quote: Mapping[Place, int]
    in_matrix: Mapping[Place, tuple[int, int]]
    split_sheets: Mapping[str, str]
    styles: Styles
    limits: Limits

    @property
    def heading(self) -> str:
        """The title of the workbook."""
        return self.tables.heading


def make_plan(tables: Tables, styles: Styles, limits: Limits) -> Plan:
    """Decide where everything stands."""
    grid = lay_out(tables)
    quotes = quotes_of(tables, grid)
    return Plan(
        tables=tables,
        grid=grid,
        quotes=quotes,
        first_quote=_first_quotes(tables, quotes, limits),
        in_matrix=_in_matrix(grid),
        split_sheets=_split_sheets(tables, grid),
        styles=styles,
        limits=limits,
    )


def _first_quotes(tables: Tables, quotes: Frame, limits: Limits) -> Mapping[Place, int]:
    matrix = tables.matrix
    placed = quotes[quotes["lacks"] == ""]
    rows: dict[Place, int] = {}
    for i, place in enumerate(placed[[matrix.columns, *matrix.rows]].itertuples(index=False, name=None)):
        row = HEADER + 1 + i
        if row < limits.rows:
            rows.setdefault(place, row)
    return rows


def _in_matrix(grid: Grid) -> Mapping[Place, tuple[int, int]]:
    found: dict[Place, tuple[int, int]] = {}
    row = HEADER + 1
    for block in grid.blocks:
        for i, line in enumerate(block.lines):
            at, column = row + 1 + ROWS_A_LINE * i, 1
            for _, width in merged(line.cells):
                found |= {cell.place: (at, column) for cell in line.cells[column - 1 : column - 1 + width]}
                column += width
        row += 1 + ROWS_A_LINE * len(block.lines)
    return found


def _split_sheets(tables: Tables, grid: Grid) -> Mapping[str, str]:
    """Return a sheet per code of the axis that splits, where it makes rows beside other axes."""
    split = tables.codebook.split
    if grid.inner != split or not grid.outer:
        return {}
    codes = tables.matrix.order[split]
    return dict(zip(codes, sheet_names([grid.labels.plural(split, c) for c in codes], reserved=FIXED), strict=True))
