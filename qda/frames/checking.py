"""The gate of the tables: a frame passes it, or it is said in one line why not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
import pandas as pd

from qda.errors import BadTable, nearest
from qda.frames.schemas import TABLES, Column, Frame, Table

_TEXT = pd.Series(dtype="str").dtype
_LARGEST = 2**53  # beyond, a float no longer tells whole numbers apart


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
    return _empty(table).copy()


@cache
def _empty(table: str) -> Frame:
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
    frame = frame.reset_index(drop=True)
    columns = {c.name: _column(c, frame, where).array for c in schema.columns}
    if schema.open:
        columns |= {str(n): frame[n].array for n in frame.columns if n not in columns}
    out = pd.DataFrame(columns, index=pd.RangeIndex(len(frame)))
    _check_spans(schema, out, where)
    if schema.key and out.duplicated(list(schema.key)).any():
        row = int(out.duplicated(list(schema.key)).to_numpy().argmax())
        found = ", ".join(f"{where.column(k)}={_shown(out[k].iloc[row])}" for k in schema.key)
        key = ", ".join(map(where.column, schema.key))
        raise BadTable(f"{where.row(row)}: {found} occurs twice; a row is identified by {key}")
    return out


def _column(column: Column, frame: Frame, where: _Where) -> "pd.Series[Any]":
    if column.name in frame.columns:
        return _TYPED[column.type](column, frame[column.name], where)
    if column.type == "json":
        return pd.Series([{} for _ in range(len(frame))], dtype=object)
    return pd.Series(column.default, index=pd.RangeIndex(len(frame)), dtype=_DTYPES[column.type])


def _as_text(column: Column, values: "pd.Series[Any]", where: _Where) -> "pd.Series[Any]":
    whole = values.dtype == _TEXT and not values.hasnans
    text = values if whole else values.astype(object).where(values.notna(), "").astype(str)
    if column.allowed:
        blank = text == ""
        text = text.mask(blank, str(column.default)) if blank.any() else text
        wrong = ~text.isin(column.allowed)
        if wrong.any():
            row = int(wrong.to_numpy().argmax())
            raise BadTable(
                f"{where.row(row)}: {where.column(column.name)} {text.iloc[row]!r}; {nearest(text.iloc[row], column.allowed)}"
            )
    return text if text.dtype == _TEXT else text.astype(_TEXT)


def _as_int(column: Column, values: "pd.Series[Any]", where: _Where) -> "pd.Series[Any]":
    if values.dtype == np.int64 and not (values.abs() > _LARGEST).any():
        return values
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
    numbers = values if values.dtype == np.float64 else _as_numbers(column, values, where)
    outside = (numbers < column.low) | (numbers > column.high)
    if outside.any():
        row = int(outside.to_numpy().argmax())
        allowed = f"{column.low:g} to {column.high:g}"
        raise BadTable(
            f"{where.row(row)}: {where.column(column.name)} {_shown(values.iloc[row])} lies outside what is allowed, {allowed}"
        )
    return numbers.astype("float64")


def _as_numbers(column: Column, values: "pd.Series[Any]", where: _Where) -> "pd.Series[Any]":
    given = values.replace("", None)
    numbers = pd.to_numeric(given, errors="coerce")
    wrong = numbers.isna() & given.notna()
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        raise BadTable(f"{where.row(row)}: {where.column(column.name)} {_shown(values.iloc[row])} is not a number")
    return numbers


def _as_object(column: Column, values: "pd.Series[Any]", where: _Where) -> "pd.Series[Any]":  # noqa: ARG001  one signature for every type
    return pd.Series([v if isinstance(v, Mapping) else {} for v in values], dtype=object)


_DTYPES: Mapping[str, Literal["str", "int64", "float64"]] = {"str": "str", "int": "int64", "float": "float64"}

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
