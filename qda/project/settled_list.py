"""A list of disagreements comes back from the talk, filled in: which code holds, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qda.codebook import Codebook
from qda.errors import BadInput, BadTable, FileNotThere, UnreadableFile, UnsupportedFormat
from qda.frames import read_rows

if TYPE_CHECKING:
    from qda.store.coding.settling import Decision

NEEDED = ("doc_id", "start", "end", "axis", "settled", "reason")
NONE = ("none", "-", "–")
"""What says in the column ``settled`` that none of the codes holds."""

HEADED = 20
"""Rows in which the names of the columns are looked for: lists that were made for reading have a title above."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SettleReport:
    """What became of a filled-in list.

    Attributes
    ----------
    settled
        How many rows are settled now as they say, and were not before.
    already
        How many this coder had settled in just this way, for this reason; nothing is written of them.
    open
        How many rows say nothing yet.
    problems
        What is wrong with others, a line each; they are not settled.
    """

    settled: int
    already: int
    open: int
    problems: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.settled} settled, {self.already} already, {self.open} open, {len(self.problems)} wrong"


def read_decisions(path: Path, book: Codebook) -> tuple[dict[int, "Decision"], int, dict[int, str]]:
    """Return the decisions of a list by the numbers of its lines, how many rows are open, and what is wrong with others.

    Raises
    ------
    FileNotThere, UnreadableFile, UnsupportedFormat, BadTable
        It cannot be read, or lacks a column.
    """
    decisions: dict[int, Decision] = {}
    first: dict[tuple[Any, ...], int] = {}
    wrong: dict[int, str] = {}
    still_open = 0
    for number, row in _rows(path):
        if not row["settled"]:
            still_open += bool(row["doc_id"])
            continue
        try:
            decision = _decision(row, book)
            _require_one_answer(decision, decisions, first.setdefault((decision.place, *decision.codes), number))
            decisions[number] = decision
        except BadInput as error:
            wrong[number] = str(error)
    return decisions, still_open, wrong


def _require_one_answer(decision: "Decision", earlier: Mapping[int, "Decision"], first: int) -> None:
    """Refuse a row that says something else than the first of the same place and axis: nobody could tell which holds."""
    if earlier.get(first, decision) != decision:
        raise BadInput(f"line {first} settles the same place and axis otherwise; leave one of them")


def _decision(row: Mapping[str, str], book: Codebook) -> "Decision":
    from qda.store.coding.settling import Decision

    axis = book.axis(row["axis"])
    said = [code.strip() for code in row["settled"].split(";") if code.strip()]
    if len(said) == 1 and said[0].casefold() in NONE and said[0] not in axis.code_ids:
        said = []
    for code in said:
        book.code(axis.id, code)
    if not row["reason"]:
        raise BadInput("no reason is given; settling needs one")
    place = (row["doc_id"], _whole(row["start"], "start"), _whole(row["end"], "end"))
    return Decision(place=place, codes={axis.id: tuple(dict.fromkeys(said))}, reason=row["reason"])


def _whole(value: str, name: str) -> int:
    digits = value.removesuffix(".0")
    if not digits.isdecimal():
        raise BadInput(f"{name} {value!r} is not a whole number")
    return int(digits)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows with the numbers of their lines."""
    lines = _sheet(path) if path.suffix.lower() in {".xlsx", ".xlsm"} else _table(path)
    names = next((i for i, line in enumerate(lines[:HEADED]) if "settled" in line and "doc_id" in line), 0)
    header = list(lines[names]) if lines else []
    lost = [name for name in NEEDED if name not in header]
    if lost:
        found = ", ".join(repr(name) for name in header if name) or "none"
        raise BadTable(f"{path}: column {lost[0]!r} is missing; found {found}; needed {', '.join(NEEDED)}")
    at = {name: header.index(name) for name in NEEDED}
    for number, line in enumerate(lines[names + 1 :], start=names + 2):
        yield number, {name: line[i] if i < len(line) else "" for name, i in at.items()}


def _table(path: Path) -> list[Sequence[str]]:
    if path.suffix.lower() != ".csv":
        raise UnsupportedFormat(
            path, f"no list of disagreements is a {path.suffix or 'file without suffix'}", "use .csv or .xlsx"
        )
    frame = read_rows(path)
    return [[str(c).strip() for c in frame.columns], *([str(v).strip() for v in row] for row in frame.itertuples(index=False))]


def _sheet(path: Path) -> list[Sequence[str]]:
    """Return the first sheet that has the columns, else the first."""
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    if not path.is_file():
        raise FileNotThere(path, "no such file")
    try:
        book = load_workbook(path, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError) as error:
        raise UnreadableFile(path, "no workbook", "save it as .xlsx or .csv") from error
    sheets = [[[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets]
    book.close()
    fits = (lines for lines in sheets if any("settled" in line and "doc_id" in line for line in lines[:HEADED]))
    return list(next(fits, sheets[0] if sheets else []))


def _cell(value: Any) -> str:
    return "" if value is None else str(value).strip()
