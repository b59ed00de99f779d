"""Answers of a survey (csv, xlsx): a row an answer, columns chosen by name."""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qda.errors import BadTable, HostileFile, ReadError, UnreadableFile, nearest
from qda.ingest.draft import Builder, Draft
from qda.ingest.limits import parts_of
from qda.ingest.plain import text_of
from qda.ingest.whisper import from_rows

KIND = "answers"
_NAMES: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text",
        "answer",
        "answers",
        "response",
        "antwort",
        "réponse",
        "reponse",
        "risposta",
        "odpowiedź",
        "svar",
        "comment",
        "kommentar",
    ),
    "question": ("question", "frage", "domanda", "pytanie", "fråga", "item"),
    "speaker": (
        "speaker",
        "respondent",
        "participant",
        "respondent_id",
        "participant_id",
        "person",
        "name",
        "id",
        "befragte",
        "teilnehmer",
    ),
    "case": ("case", "fall", "city", "stadt", "gemeinde", "kommune", "ville", "città", "miasto", "site", "group"),
}
_CUES = ("start", "end", "text")  # Whisper writes its stretches so, in milliseconds
_DELIMITERS = ",;\t|"
_LONG = 30
_LOSS = ".*(?:will be removed|invalid dependency|is damaged)"  # openpyxl only warns when it leaves something out
_UNCALCULATED = re.compile(
    rb"<c\s([^<>]*)>\s*<f\b(?:[^<>]*/>|[^<>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)  # a cell with a formula and without a value
_MOST_ROWS = 200_000
_MOST_COLUMNS = 2_000
_LAST_ROW = 2**20  # that a sheet can have
_EMPTY: list[str] = []

Columns = Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One answer: its text, the question, who gives it, the case, and the row and column of the table it stands in, from 1."""

    text: str
    question: str
    speaker: str
    case: str
    row: int
    column: int


def read_csv(path: Path, data: bytes, columns: Columns | None = None) -> Draft:
    """Read a table of answers with one line of column names; the delimiter is recognised."""
    text, noted = text_of(path, data)
    delimiter = _delimiter(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableFile(path, f"this is no table: {error}", "save it again as CSV UTF-8") from error
    if not columns and rows and tuple(name.strip().casefold() for name in rows[0]) == _CUES:
        return from_rows(path, rows[1:]).noted(**noted)
    _check_width(path, rows)
    return _draft(path, rows, columns).noted(**noted)


def _check_width(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Refuse rows of more cells than there are columns: an answer was cut where it holds the delimiter, and its rest would be lost."""
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row[len(rows[0]) :]):
            raise UnreadableFile(
                path, f"row {number} has more cells than columns", "put answers that hold the delimiter in quotes"
            )


def read_xlsx(path: Path, data: bytes, columns: Columns | None = None) -> Draft:
    """Read the sheet of a workbook that holds answers; where several do, the file is refused with their names."""
    import openpyxl

    parts = parts_of(path, data)
    _check_rows(path, parts)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.filterwarnings("error", message=_LOSS)
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheets = {str(sheet.title): _rows(path, sheet) for sheet in book.worksheets}
    except ReadError:
        raise
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,
        OSError,
        UserWarning,
        zipfile.BadZipFile,
    ) as error:
        raise UnreadableFile(path, "this is no whole workbook", "open it in its program and save it again as xlsx") from error
    _check_formulas(path, parts)
    return _draft(path, _fitting(path, sheets, columns or {}), columns)


def _fitting(path: Path, sheets: Mapping[str, list[list[str]]], columns: Columns) -> list[list[str]]:
    """Return the one sheet that fits the columns; the first that holds anything where none does, for its message is the best."""
    filled = {name: rows for name, rows in sheets.items() if any(any(row) for row in rows)}
    if not filled:
        raise UnreadableFile(path, "no sheet holds anything")
    fitting = [name for name, rows in filled.items() if _fits(rows, columns)]
    fitting = [name for name in fitting if "text" in _chosen(path, _head(filled[name]), columns)] or fitting
    if len(fitting) > 1:
        names = ", ".join(map(repr, fitting[:6])) + (" ..." if len(fitting) > 6 else "")
        raise UnreadableFile(path, f"its sheets {names} all hold answers", "save each as a file of its own")
    return filled[fitting[0] if fitting else next(iter(filled))]


def _head(rows: Sequence[Sequence[str]]) -> list[str]:
    return [name.strip() for name in rows[0]] if rows else []


def _fits(rows: Sequence[Sequence[str]], columns: Columns) -> bool:
    head = _head(rows)
    if any(wanted and wanted not in head for wanted in columns.values()):
        return False
    chosen = _chosen(Path(), head, columns)
    found = _answers(rows, head, chosen) if "text" in chosen else _wide(rows, head, chosen)
    return next(found, None) is not None


def _check_rows(path: Path, parts: Mapping[str, bytes]) -> None:
    """Refuse sheets of more rows than a sheet can have before they are parsed, for every row takes memory, empty or not."""
    if any(name.startswith("xl/worksheets/") and xml.count(b"<row") > _LAST_ROW for name, xml in parts.items()):
        raise HostileFile(path, f"a sheet of more than {_LAST_ROW:,} rows", "delete the empty rows below the table")


def _check_formulas(path: Path, parts: Mapping[str, bytes]) -> None:
    """Refuse formulas without a value, as programs write them that do not calculate: their cells would seem to be empty."""
    for name, xml in parts.items():
        for cell in _UNCALCULATED.finditer(xml) if name.startswith("xl/worksheets/") else ():
            if b't="str"' not in cell[1]:  # the value is the empty text
                where = re.search(rb'r="([A-Z]+\d+)"', cell[1])
                place = f"cell {where[1].decode()}" if where else "a cell"
                raise UnreadableFile(
                    path, f"{place} holds a formula that was never calculated", "open it in its program and save it again as xlsx"
                )


def _rows(path: Path, sheet: Any) -> list[list[str]]:
    """Return the rows of a sheet that hold anything; those between them are kept empty so that numbers stay true."""
    sheet.reset_dimensions()
    rows: list[list[str]] = []
    filled = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if len(row) > _MOST_COLUMNS and any(value is not None for value in row[_MOST_COLUMNS:]):
            raise HostileFile(path, f"more than {_MOST_COLUMNS:,} columns", "delete what stands right of the table, or split it")
        cells = [_cell(value) for value in row[:_MOST_COLUMNS]] if row else _EMPTY
        filled += bool(cells)
        if filled > _MOST_ROWS or number > _LAST_ROW:
            raise HostileFile(path, f"more than {_MOST_ROWS:,} rows", "split the table")
        rows.append(cells)
    return rows


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _delimiter(text: str) -> str:
    """Return the delimiter that stands most often in the line of column names."""
    head = text.split("\n", 1)[0]
    return max(_DELIMITERS, key=head.count)


def _draft(path: Path, rows: Sequence[Sequence[str]], columns: Columns | None) -> Draft:
    head = _head(rows)
    chosen = _chosen(path, head, columns or {})
    answers = list(_answers(rows, head, chosen)) if "text" in chosen else list(_wide(rows, head, chosen))
    if not answers:
        found = ", ".join(map(repr, head)) or "none"
        raise UnreadableFile(path, f"no column holds answers; found {found}", "name one 'text' or 'answer'")
    builder = Builder()
    cases = list(dict.fromkeys(answer.case for answer in answers))
    for case in cases:
        if len(cases) > 1 and case:
            builder.heading(case, 1)
        for answer in (a for a in answers if a.case == case):
            _write(builder, answer)
    attributes: dict[str, Any] = {"case": cases[0]} if len(cases) == 1 and cases[0] else {}
    if not columns and (left := _left_out(rows, head, chosen)):
        attributes["columns_left_out"] = left
    return builder.draft(kind=KIND, attributes=attributes, options={"columns": chosen})


def _write(builder: Builder, answer: Answer) -> None:
    span = builder.turn(answer.text, answer.speaker or f"row {answer.row}")
    if span[0] == span[1]:
        return
    builder.mark("paragraph", span)
    builder.mark("cell", span, f"{answer.row},{answer.column}")
    if answer.question:
        builder.mark("question", span, answer.question)


def _chosen(path: Path, head: Sequence[str], columns: Columns) -> dict[str, str]:
    """Return which column holds what: as asked for, else by the usual names."""
    chosen: dict[str, str] = {}
    folded = {name.casefold(): name for name in reversed(head)}
    for role, names in _NAMES.items():
        wanted = columns.get(role, "")
        if wanted and wanted not in head:
            raise BadTable(f"{path}: column {wanted!r} for {role} is missing; {nearest(wanted, head)}")
        by_name = next((folded[name] for name in names if name in folded), "")
        if wanted or by_name:
            chosen[role] = wanted or by_name
    return chosen


def _answers(rows: Sequence[Sequence[str]], head: Sequence[str], chosen: Columns) -> Iterator[Answer]:
    """Read a table with a column of answers."""
    column = head.index(chosen["text"])
    for number, value in _valued(rows, head, chosen):
        if value["text"]:
            yield _answer(value, value["text"], value.get("question", ""), (number, column + 1))


def _wide(rows: Sequence[Sequence[str]], head: Sequence[str], chosen: Columns) -> Iterator[Answer]:
    """Read a table with a column per question: its name is the question, where it asks or its answers are sentences."""
    taken = set(chosen.values())
    asked = [i for i, name in enumerate(head) if name not in taken and (name.endswith("?") or _are_sentences(rows, i))]
    for number, value in _valued(rows, head, chosen):
        row = rows[number - 1]
        for i in asked:
            if i < len(row) and row[i].strip():
                yield _answer(value, row[i].strip(), head[i], (number, i + 1))


def _left_out(rows: Sequence[Sequence[str]], head: Sequence[str], chosen: Columns) -> list[str]:
    """Return the columns of sentences, and those called as the answers are, that a table with a column of answers holds beside it."""
    if "text" not in chosen:
        return []
    read = [head.index(name) for name in chosen.values()]
    twins = [
        i for i, name in enumerate(head) if name == chosen["text"] and any(len(row) > i and row[i].strip() for row in rows[1:])
    ]
    return [head[i] for i in range(len(head)) if i not in read and (i in twins or _are_sentences(rows, i))]


def _valued(rows: Sequence[Sequence[str]], head: Sequence[str], chosen: Columns) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the number of each row, counted from 1 with the names, and what its chosen columns hold."""
    at = {role: head.index(name) for role, name in chosen.items()}
    for number, row in enumerate(rows[1:], start=2):
        if row:
            yield number, {role: row[i].strip() if i < len(row) else "" for role, i in at.items()}


def _answer(value: Mapping[str, str], text: str, question: str, place: tuple[int, int]) -> Answer:
    speaker, case = value.get("speaker", ""), value.get("case", "")
    return Answer(text=text, question=question, speaker=speaker, case=case, row=place[0], column=place[1])


def _are_sentences(rows: Sequence[Sequence[str]], column: int) -> bool:
    texts = [row[column] for row in rows[1:] if column < len(row) and row[column].strip()]
    return bool(texts) and sum(map(len, texts)) / len(texts) >= _LONG and any(re.search(r"\w\s+\w", text) for text in texts)
