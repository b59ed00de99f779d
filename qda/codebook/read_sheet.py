"""A coding guide that comes back as a workbook, edited by hand: every problem with its sheet, row and column."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from qda.codebook import sheet as form
from qda.codebook.book import Codebook
from qda.codebook.dumping import dump
from qda.codebook.from_sheet import Line, Made, data_of
from qda.codebook.read import parse_codebook
from qda.codebook.rewriting import rewritten
from qda.errors import CodebookError, FileNotThere, HostileFile, UnreadableFile

_LOST = (
    f"the hidden sheet {form.SOURCE_SHEET!r} is gone: kinds and names of axes, contexts, what a code implies, and comments are lost; "
    "--base CODEBOOK takes them from the codebook it was made of"
)

HEADED = 20
"""Rows in which the names of the columns are looked for: guides have a title above."""

MAX_ROWS = 20_000
MAX_UNPACKED = 200_000_000


@dataclass(frozen=True, kw_only=True)
class SheetReport:
    """A codebook that was read from a workbook.

    Attributes
    ----------
    book
        The codebook; its text keeps the comments of the file the workbook was made of.
    base
        The codebook the workbook was made of; None where it came from elsewhere.
    notes
        What a reader should know, a line each: columns that were not read, codes that were taken out.
    """

    book: Codebook
    base: Codebook | None
    notes: tuple[str, ...] = field(default=())


def read_sheet(path: str | Path, *, base: Codebook | None = None) -> SheetReport:
    """Read a coding guide from a workbook (.xlsx): ours, edited or not, or one of a person's own.

    Rows are categories. What the sheet does not show (context, examples for the patterns, what a code implies) is taken from the codebook that the workbook
    was made of, which travels in it. A row is known by its hidden key, so that ids may be changed and rows moved; a new row is a new category.

    Parameters
    ----------
    path
        The workbook. Its columns are known by their names, English or German: Category (Kategorie), Definition, Anchor examples (Ankerbeispiele), Coding rule
        (Kodierregel), Axis, Id, Parent, Patterns (en) ...
    base
        The codebook to take the rest from, in place of the one that travels in the workbook.

    Raises
    ------
    FileNotThere, UnreadableFile, HostileFile
        There is none, or it is no workbook.
    CodebookError
        One line per problem: file, sheet, row, column, what is wrong and what is allowed.
    """
    place = Path(path)
    sheets = _sheets(place)
    problems: list[str] = []
    base = base or _source(sheets, place)
    name, header, rows = _guide(sheets, place)
    lines = list(_lines(rows, header, problems, f"{place.name}: sheet {name!r}"))
    about = _about(sheets)
    made = data_of(lines, {key: text for key, (_, text) in about.items()}, base=base, name=place.stem, problems=problems)
    if problems:
        raise CodebookError("\n".join(problems))
    text = rewritten(base.text, made.data) if base else dump(made.data) + "\n"
    try:
        book = parse_codebook(text, file=f"{place} (as YAML)")
    except CodebookError as error:
        above = {key: row for key, (row, _) in about.items()}
        raise CodebookError("\n".join(_placed(str(error), made, place, (name, header), above))) from None
    lost = [_LOST] if base is None and form.ABOUT_SHEET in sheets and about else []
    return SheetReport(book=book, base=base, notes=(*made.notes, *_unread(header), *lost))


def _unread(header: "_Header") -> Iterator[str]:
    """Yield a line on columns whose names mean nothing to us, and one on each that looks like a slip of the pen."""
    unread = [str(cell) for cell in header.others if cell]
    if unread:
        yield f"columns that are not read: {', '.join(map(repr, unread))}"
    known = [name for field_, names in form.KNOWN_HEADERS.items() if field_ not in header.columns for name in names]
    for name in unread:
        if close := get_close_matches(name.casefold(), known, n=1, cutoff=0.8):
            yield f"column {name!r}: did you mean {close[0].capitalize()!r}? What was written there is left out"


@dataclass(frozen=True, kw_only=True)
class _Header:
    """Where the columns are: field -> its number, from 0; and the names that mean nothing to us."""

    row: int
    columns: Mapping[str, int]
    names: Sequence[str]
    others: Sequence[str]

    def column(self, field_: str) -> str:
        """Return how a message calls the column of a field."""
        at = self.columns.get(field_)
        return "" if at is None else f", column {_letters(at)} ({self.names[at]})"


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """The cells of a sheet as text; those that hold no text have a reason in `faults`."""

    cells: list[list[str]]
    faults: Mapping[tuple[int, int], str]


def _sheets(path: Path) -> dict[str, _Sheet]:
    from zipfile import BadZipFile, ZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    if not path.is_file():
        raise FileNotThere(path, "no such file")
    try:
        with ZipFile(path) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MAX_UNPACKED:
                raise HostileFile(path, f"unpacks to more than {MAX_UNPACKED // 1_000_000} MB", "a coding guide is far smaller")
        workbook = load_workbook(path)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        if isinstance(error, HostileFile):
            raise
        raise UnreadableFile(path, "no workbook", "save it as .xlsx") from error
    found = {
        sheet.title: _source_sheet(sheet) if sheet.title == form.SOURCE_SHEET else _sheet(sheet) for sheet in workbook.worksheets
    }
    workbook.close()
    return found


def _source_sheet(sheet: Any) -> _Sheet:
    """Return the lines of the codebook's own file, to the letter."""
    return _Sheet(cells=[[str(value or "")] for (value,) in sheet.iter_rows(max_col=1, values_only=True)], faults={})


def _sheet(sheet: Any) -> _Sheet:
    cells: list[list[str]] = []
    faults: dict[tuple[int, int], str] = {}
    for r, row in enumerate(sheet.iter_rows(max_row=min(sheet.max_row or 1, MAX_ROWS), max_col=min(sheet.max_column or 1, 200))):
        cells.append([_text(cell) for cell in row])
        for c, cell in enumerate(row):
            if cell.data_type == "e":
                faults[r, c] = f"holds the error {cell.value}; write the text again"
            elif cell.data_type == "f":
                faults[r, c] = "holds a formula; where a text begins with = + or -, put an apostrophe before it"
    for merged in sheet.merged_cells.ranges:
        for r in range(merged.min_row - 1, min(merged.max_row, len(cells))):
            for c in range(merged.min_col - 1, min(merged.max_col, len(cells[r]))):
                cells[r][c] = cells[merged.min_row - 1][merged.min_col - 1]
    return _Sheet(cells=cells, faults=faults)


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    return form.tidy(str(value))


def _source(sheets: Mapping[str, _Sheet], path: Path) -> Codebook | None:
    """Return the codebook that travels in the workbook."""
    hidden = sheets.get(form.SOURCE_SHEET)
    if hidden is None:
        return None
    text = form.source_text([row[0] for row in hidden.cells[1:] if row])
    try:
        return parse_codebook(text, file=f"{path.name}: {form.SOURCE_SHEET}")
    except CodebookError as error:
        why = str(error).splitlines()[0]
        raise CodebookError(
            f"{path.name}: the hidden sheet {form.SOURCE_SHEET!r} was changed ({why}); name the codebook it was made of"
        ) from None


def _guide(sheets: Mapping[str, _Sheet], path: Path) -> tuple[str, _Header, _Sheet]:
    """Return the first sheet that has the columns of a coding guide."""
    for name, sheet in sheets.items():
        for r, row in enumerate(sheet.cells[:HEADED]):
            fields = [form.field_of(cell) for cell in row]
            if {form.LABEL, form.ID} & set(fields) and len(set(fields) - {""}) >= 2 and name != form.SOURCE_SHEET:
                columns = {field_: fields.index(field_) for field_ in dict.fromkeys(fields) if field_}
                others = [cell for c, cell in enumerate(row) if c not in columns.values()]
                return name, _Header(row=r, columns=columns, names=row, others=others), sheet
    raise CodebookError(
        f"{path.name}: no sheet has a row of column names with 'Category' (Kategorie) and 'Definition'; found "
        + "; ".join(
            f"{name!r}: {', '.join(repr(c) for c in (sheet.cells or [[]])[0] if c) or 'nothing'}"
            for name, sheet in sheets.items()
        )
    )


def _lines(sheet: _Sheet, header: _Header, problems: list[str], where: str) -> Iterator[Line]:
    for r, row in enumerate(sheet.cells[header.row + 1 :], start=header.row + 1):
        cells = {field_: row[c] for field_, c in header.columns.items() if c < len(row)}
        said = {field_: cell for field_, cell in cells.items() if field_ not in {form.KEY, form.AXIS}}
        for field_, c in header.columns.items():
            if fault := sheet.faults.get((r, c)):
                problems.append(f"{where}, row {r + 1}{header.column(field_)}: {fault}")
        if any(said.values()):
            yield Line(row=r + 1, cells=cells, where=where, columns={f: header.column(f) for f in header.columns})


def _about(sheets: Mapping[str, _Sheet]) -> dict[str, tuple[int, str]]:
    """Return what the sheet *About* says: key -> number of the row, text."""
    topics = {topic.casefold(): key for key, topic in form.ABOUT.items()}
    rows = sheets[form.ABOUT_SHEET].cells if form.ABOUT_SHEET in sheets else []
    said = enumerate(rows, start=1)
    return {topics[row[0].casefold()]: (r, row[1]) for r, row in said if len(row) > 1 and row[0].casefold() in topics}


_PLACE = re.compile(r"^.*?:\d+: (?:axes\.(?P<axis>\d+)(?:\.codes\.(?P<code>\d+))?\.?(?P<field>[\w.]*): )(?P<what>.*)$")
_ABOVE = re.compile(r"^.*?:\d+: (?P<key>\w+): (?P<what>.*)$")
_NAMED = re.compile(r"^.*?:\d+: (?:error: )?(?P<axis>\w+)/(?P<code>\w+): (?P<what>.*)$")


def _placed(message: str, made: Made, path: Path, guide: tuple[str, _Header], about: Mapping[str, int]) -> Iterator[str]:
    """Yield what is wrong with the codebook as what is wrong with its sheets: the guide, and the rows of *About*."""
    name, header = guide
    for line in message.splitlines():
        found, named, above = _PLACE.match(line), _NAMED.match(line), _ABOVE.match(line)
        if found and found["code"]:
            row = made.rows[int(found["axis"]), int(found["code"])]
            field_, _, at = (found["field"] or form.ID).partition(".")
            column = ".".join((field_, at.split(".")[0])) if field_ == form.PATTERNS else field_
            in_cell = f"line {int(at.split('.')[1]) + 1} of the cell: " if field_ == form.PATTERNS and "." in at else ""
            where = header.column(column) or f", {found['field']}"
            yield f"{path.name}: sheet {name!r}, row {row}{where}: {in_cell}{found['what']}"
        elif named and (row := made.named.get((named["axis"], named["code"]), 0)):
            yield f"{path.name}: sheet {name!r}, row {row}: {named['what']}"
        elif above and above["key"] in about:
            row = about[above["key"]]
            yield f"{path.name}: sheet {form.ABOUT_SHEET!r}, row {row} ({form.ABOUT[above['key']]}): {above['what']}"
        else:
            yield re.sub(r"^.*?:\d+: ", f"{path.name}: ", line)


def _letters(column: int) -> str:
    """Return the letters of a column, from 0."""
    rest, letter = divmod(column, 26)
    return (_letters(rest - 1) if rest else "") + chr(ord("A") + letter)
