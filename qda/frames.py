"""The tables: their columns, types and keys, and the way between records and frames.

Frames are for bulk work, records for the edges. `check` is the only gate: whatever passes it has every column of its schema, in order, typed and valid.
"""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from qda import model
from qda.errors import BadTable, FileNotThere, UnreadableFile, nearest

Frame = pd.DataFrame

_LARGEST = 2**53  # beyond, a float no longer tells whole numbers apart


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of a table: its type (``str``, ``int``, ``float``, ``json``), default, and the values that are allowed; numbers lie between `low` and `high`."""

    name: str
    type: str = "str"
    required: bool = False
    default: Any = ""
    allowed: tuple[str, ...] = ()
    low: float = float("-inf")
    high: float = float("inf")


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """The schema of a table.

    `key` names the columns that identify a row; `open` tables keep further columns as attributes; spans of those that `may_be_empty` may hold no character;
    rows of those that `may_be_nowhere` may have no span: then start and end are -1.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    open: bool = False
    may_be_empty: bool = False
    may_be_nowhere: bool = False

    @property
    def names(self) -> list[str]:
        """The column names, in order."""
        return [c.name for c in self.columns]

    @property
    def required(self) -> list[str]:
        """The names of the columns that must be there."""
        return [c.name for c in self.columns if c.required]


def _need(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name=n, required=True) for n in names)


def _may(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name=n) for n in names)


_SPAN = (
    Column(name="doc_id", required=True),
    Column(name="start", type="int", required=True),
    Column(name="end", type="int", required=True),
)
_NOWHERE = tuple(Column(name=n, type="int", default=-1) for n in ("start", "end"))

TABLES: Mapping[str, Table] = {
    t.name: t
    for t in (
        Table(
            name="documents",
            columns=(*_need("id"), *_may("case", "title", "kind", "language", "text", "source", "revision")),
            key=("id",),
            open=True,
        ),
        Table(
            name="marks",
            may_be_empty=True,
            columns=(
                *_SPAN,
                Column(name="kind", required=True, allowed=model.MARK_KINDS),
                *_may("value"),
                Column(name="attributes", type="json"),
            ),
        ),
        Table(
            name="segments",
            columns=(
                *_SPAN,
                Column(name="unit", default="sentence", allowed=model.UNITS),
                Column(name="context_start", type="int", default=-1),
                Column(name="context_end", type="int", default=-1),
                *_may("case", "page", "speaker", "role"),
                Column(name="time", type="float", default=float("nan")),
                *_may("heading", "question", "language", "text"),
            ),
            key=("doc_id", "start", "end"),
        ),
        Table(
            name="codings",
            columns=(
                *_may("id"),
                *_SPAN,
                *_may("statement"),
                *_need("axis", "code"),
                *_may("coder"),
                Column(name="round", type="int", default=1),
                Column(name="origin", default="import", allowed=model.ORIGINS),
                Column(name="score", type="float", default=float("nan"), low=0, high=1),
                Column(name="certainty", type="float", default=float("nan"), low=1, high=3),
                Column(name="status", default="accepted", allowed=model.STATUSES),
                *_may("quote", "memo", "evidence", "codebook_version", "created"),
            ),
        ),
        Table(
            name="readings",
            columns=(
                *_SPAN,
                *_need("axis", "coder"),
                Column(name="round", type="int", default=1),
                *_may("codebook_version", "created"),
                Column(name="origin", allowed=("", *model.ORIGINS)),
            ),
        ),
        Table(name="cases", columns=(*_need("id"), *_may("label"), Column(name="aliases")), key=("id",), open=True),
        Table(
            name="speakers",
            columns=(*_need("doc_id", "speaker"), *_may("role", "organisation", "organisation_kind")),
            key=("doc_id", "speaker"),
        ),
        Table(
            name="codes",
            columns=(*_need("axis", "id"), *_may("parent", "label", "definition", "anchor_example", "rule")),
            key=("axis", "id"),
        ),
        Table(name="context", columns=(*_SPAN, *_need("axis", "code"), Column(name="source", required=True), *_may("evidence"))),
        Table(name="mentions", columns=(*_SPAN, *_need("case"))),
        Table(
            name="memos",
            may_be_nowhere=True,
            columns=(
                Column(name="kind", required=True, allowed=model.MEMO_KINDS),
                *_may("target", "doc_id"),
                *_NOWHERE,
                *_may("quote", "label"),
                *_need("coder", "text"),
                *_may("created"),
            ),
        ),
        Table(
            name="assignments",
            columns=(
                *_may("id"),
                *_need("coder"),
                Column(name="round", type="int", default=1),
                *_need("doc_id"),
                Column(name="by", default="document", allowed=("document", "segment")),
                *(Column(name=n, type="int", default=0) for n in ("units", "read", "coded", "blind")),
                *_may("drawn", "created"),
            ),
        ),
        Table(
            name="settlements",
            columns=(
                *_may("settled"),
                *_need("original"),
                *_SPAN,
                *_need("axis"),
                *_may("code", "original_code", "original_coder"),
                Column(name="original_round", type="int", default=1),
                *_need("coder"),
                *_may("reason", "created"),
            ),
        ),
        Table(
            name="journal",
            columns=(
                *_need("id", "time"),
                *_may("coder"),
                *_need("kind"),
                *_may("what", "documents", "codebook"),
                *(Column(name=n, type="int", default=0) for n in ("added", "retracted")),
                *_may("undone_by", "batch"),
                Column(name="details", type="json"),
            ),
            key=("id",),
        ),
        Table(
            name="coders",
            columns=(
                *_need("coder"),
                Column(name="kind", default="person", allowed=("person", "machine")),
                *_may("rounds"),
                *(Column(name=n, type="int", default=0) for n in ("documents", "codings")),
                *_may("first", "last"),
            ),
            key=("coder",),
        ),
    )
}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Where:
    """What a frame is called in messages: a file with its lines, the first of which is the header, and its own names of columns; or a table."""

    text: str
    is_file: bool
    names: Mapping[str, str]

    def row(self, number: int) -> str:
        """Return where the row with this number, from 0, stands."""
        return f"{self.text}: line {number + 2}" if self.is_file else f"{self.text}: row {number + 1}"

    def column(self, name: str) -> str:
        """Return what a column is called there."""
        return self.names.get(name, name)


def empty(table: str) -> Frame:
    """Return the table without rows, all columns typed."""
    return check(table, pd.DataFrame({name: [] for name in TABLES[table].names}))


def check(table: str, frame: Frame, *, source: str = "", names: Mapping[str, str] | None = None) -> Frame:
    """Return `frame` as the table it claims to be, or say in one line why it is not.

    Parameters
    ----------
    table
        A name of `TABLES`.
    frame
        Any frame; columns that are missing but not required get their default, those a closed table does not know are dropped.
    source
        The file the frame came from, for the message; it then counts the lines of the file.
    names
        Columns of the table -> what the file calls them, for the message.

    Returns
    -------
    DataFrame
        A new frame with the columns of the schema in order (then the attributes, if the table is open) and a fresh index.

    Raises
    ------
    BadTable
        A required column is missing, a value is not of its type or not allowed, or the key is not unique.
    """
    schema = TABLES[table]
    where = _Where(text=source or f"table {table!r}", is_file=bool(source), names=names or {})
    lost = [where.column(c) for c in schema.required if c not in frame.columns]
    if lost:
        found = ", ".join(repr(where.column(str(c))) for c in frame.columns) or "none"
        needed = ", ".join(map(where.column, schema.required))
        raise BadTable(f"{where.text}: column {lost[0]!r} is missing; found {found}; needed {needed}")
    columns = {c.name: _column(c, frame, where) for c in schema.columns}
    if schema.open:
        columns |= {str(n): frame[n].reset_index(drop=True) for n in frame.columns if n not in columns}
    out = pd.DataFrame(columns)
    _check_spans(schema, out, where)
    if schema.key and out.duplicated(list(schema.key)).any():
        row = int(out.duplicated(list(schema.key)).to_numpy().argmax())
        found = ", ".join(f"{where.column(k)}={_shown(out[k].iloc[row])}" for k in schema.key)
        key = ", ".join(map(where.column, schema.key))
        raise BadTable(f"{where.row(row)}: {found} occurs twice; a row is identified by {key}")
    return out


def _column(column: Column, frame: Frame, where: _Where) -> "pd.Series[Any]":
    if column.name not in frame.columns:
        values: pd.Series[Any] = pd.Series([column.default] * len(frame))
    else:
        values = frame[column.name].reset_index(drop=True)
    return _TYPED[column.type](column, values, where)


def _as_text(column: Column, values: "pd.Series[Any]", where: _Where) -> "pd.Series[Any]":
    whole = values.dtype == "str" and not values.hasnans
    text = values if whole else values.astype(object).where(values.notna(), "").astype(str)
    if column.allowed:
        text = text.mask(text == "", str(column.default))
        wrong = ~text.isin(column.allowed)
        if wrong.any():
            row = int(wrong.to_numpy().argmax())
            raise BadTable(
                f"{where.row(row)}: {where.column(column.name)} {text.iloc[row]!r}; {nearest(text.iloc[row], column.allowed)}"
            )
    return text.astype("str")


def _as_int(column: Column, values: "pd.Series[Any]", where: _Where) -> "pd.Series[Any]":
    given = values.replace("", None)
    numbers = pd.to_numeric(given, errors="coerce")
    if not column.required:
        numbers = numbers.mask(given.isna(), column.default)
    wrong = numbers.isna() | (numbers != numbers.round()) | (numbers.abs() > _LARGEST)
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        raise BadTable(f"{where.row(row)}: {where.column(column.name)} {_shown(values.iloc[row])} is not a whole number")
    return numbers.astype("int64")


def _shown(value: object) -> str:
    """Return a value as a user would write it: numbers of numpy as plain numbers."""
    return repr(value.item() if isinstance(value, np.generic) else value)


def _as_float(column: Column, values: "pd.Series[Any]", where: _Where) -> "pd.Series[Any]":
    given = values.replace("", None)
    numbers = pd.to_numeric(given, errors="coerce")
    wrong = numbers.isna() & given.notna()
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        raise BadTable(f"{where.row(row)}: {where.column(column.name)} {_shown(values.iloc[row])} is not a number")
    outside = (numbers < column.low) | (numbers > column.high)
    if outside.any():
        row = int(outside.to_numpy().argmax())
        allowed = f"{column.low:g} to {column.high:g}"
        raise BadTable(
            f"{where.row(row)}: {where.column(column.name)} {_shown(values.iloc[row])} lies outside what is allowed, {allowed}"
        )
    return numbers.astype("float64")


def _as_object(column: Column, values: "pd.Series[Any]", where: _Where) -> "pd.Series[Any]":  # noqa: ARG001  one signature for every type
    return pd.Series([v if isinstance(v, Mapping) else {} for v in values], dtype=object)


_TYPED: Mapping[str, Callable[[Column, "pd.Series[Any]", _Where], "pd.Series[Any]"]] = {
    "str": _as_text,
    "int": _as_int,
    "float": _as_float,
    "json": _as_object,
}


def _check_spans(table: Table, frame: Frame, where: _Where) -> None:
    if "start" not in frame.columns:
        return
    least = 0 if table.may_be_empty else 1  # what was taken out of a text leaves an empty stretch behind
    wrong = (frame["start"] < 0) | (frame["end"] - frame["start"] < least)
    if table.may_be_nowhere:
        wrong &= (frame["start"] != -1) | (frame["end"] != -1)
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        start, end = frame["start"].iloc[row], frame["end"].iloc[row]
        raise BadTable(f"{where.row(row)}: [{start}, {end}) is no span; start and end are code points with 0 <= start < end")


def from_records(table: str, records: Iterable[Any]) -> Frame:
    """Return `Segment` or `Coding` records as a checked frame; cases and documents have functions of their own."""
    rows = [asdict(record) for record in records]
    return check(table, pd.DataFrame(rows)) if rows else empty(table)


def cases_frame(cases: Iterable[model.Case]) -> Frame:
    """Return cases as the table ``cases``; aliases are joined by ``;``."""
    rows = [{"id": c.id, "label": c.label, "aliases": ";".join(c.aliases), **c.attributes} for c in cases]
    return check("cases", pd.DataFrame(rows)) if rows else empty("cases")


def cases_of(frame: Frame) -> tuple[model.Case, ...]:
    """Return the records of the table ``cases``."""
    extra = [c for c in frame.columns if c not in TABLES["cases"].names]
    return tuple(
        model.Case(
            id=row["id"],
            label=row["label"] or row["id"],
            aliases=tuple(a.strip() for a in row["aliases"].split(";") if a.strip()),
            attributes={c: row[c] for c in extra},
        )
        for row in frame.to_dict("records")
    )


def read_csv(path: str | Path, table: str, *, rename: Mapping[str, str] | None = None) -> Frame:
    """Read a comma separated file as a table.

    Parameters
    ----------
    path
        UTF-8, with or without byte order mark.
    table
        A name of `TABLES`.
    rename
        Column names of the file -> column names of the table.

    Raises
    ------
    FileNotThere, UnreadableFile, BadTable
        The message names the file, and the line where it can.
    """
    path = Path(path)
    frame = read_rows(path)
    renamed = {own: name for own, name in (rename or {}).items() if own in frame.columns}
    for own, name in renamed.items():
        if own != name and name in frame.columns:
            raise BadTable(f"{path}: line 1: the columns {own!r} and {name!r} are two names of one column; keep {own!r}")
    names = {name: own for own, name in (rename or {}).items() if own in renamed or name not in frame.columns}
    return check(table, frame.rename(columns=renamed), source=str(path), names=names)


def read_rows(path: str | Path) -> Frame:
    """Read a comma separated file as text, whatever its columns are."""
    path = Path(path)
    if not path.is_file():
        raise FileNotThere(path, "no such file")
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except pd.errors.EmptyDataError:
        raise UnreadableFile(path, "the file is empty", "a table needs a line with its column names") from None
    except UnicodeDecodeError as error:
        raise UnreadableFile(path, f"byte {error.start} is not UTF-8", "save the table as CSV UTF-8") from None
    except pd.errors.ParserError as error:
        raise UnreadableFile(path, f"no comma separated table: {str(error).strip().splitlines()[-1]}") from None
    except OSError as error:
        raise UnreadableFile(path, error.strerror or "the system refuses to read it") from None
    if not isinstance(frame.index, pd.RangeIndex):  # pandas takes what is too much for an index and shifts the columns
        raise UnreadableFile(
            path, f"its rows have more cells than the line of column names, {', '.join(map(repr, frame.columns))}"
        )
    if len(frame.columns) == 1 and ";" in frame.columns[0]:
        raise UnreadableFile(path, "its columns are parted by semicolons", "save the table as CSV with commas")
    return frame


def csv_text(frame: Frame, columns: Sequence[str]) -> str:
    r"""Return a frame as comma separated text: the same frame gives the same text, scores with six decimals, lines end in ``\n``.

    Carriage returns inside cells are kept by quoting.
    """
    kept = frame[list(columns)]
    returns = any("\r" in value for column in kept for value in kept[column] if isinstance(value, str))
    quoting: Literal[0, 2] = csv.QUOTE_NONNUMERIC if returns else csv.QUOTE_MINIMAL
    return kept.to_csv(index=False, float_format="%.6f", lineterminator="\n", quoting=quoting)
