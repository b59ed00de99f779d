"""Rows in bulk: written in chunks, looked up by what they say."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from qda.frames import Frame
from qda.store import schema
from qda.store.databases.bulk import insert_lists

CHUNK = 20_000
"""Rows an `executemany` takes at once."""

ASKED = 500
"""Values a question names at once; SQLite allows 32,766 variables, its planner likes fewer."""

FEW = 20
"""Spans that are looked up one by one; of more, all spans of their texts are read."""

Row = Mapping[str, Any]
Columns = Mapping[str, Sequence[Any]]
"""Rows column by column: for many of them, that takes a fraction of the time of a dictionary a row."""

Span = tuple[int, int, int]
"""Text, start, end."""

T = TypeVar("T")


def chunks(values: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Yield pieces of at most `size`."""
    for i in range(0, len(values), size):
        yield values[i : i + size]


def insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert rows, all with the same columns."""
    insert_columns(connection, table, _turned(rows))


def insert_new(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert the rows that are not there yet, all with the same columns."""
    insert_columns(connection, table, _turned(rows), new=True)


def _turned(rows: Sequence[Row]) -> Columns:
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}


def sizes(columns: Columns) -> int:
    """Return the number of rows."""
    return len(next(iter(columns.values()), ()))


def taken(columns: Columns, first: int, size: int) -> dict[str, Sequence[Any]]:
    """Return at most `size` rows, from the `first` on."""
    return {name: values[first : first + size] for name, values in columns.items()}


def insert_columns(connection: sa.Connection, table: sa.Table, columns: Columns, *, new: bool = False) -> None:
    """Insert rows that are given column by column, in their order; with `new`, those only that are not there yet."""
    size = sizes(columns)
    preset = {
        c.name: [c.default.arg] * size for c in table.c if c.name not in columns and isinstance(c.default, sa.ColumnDefault)
    }
    filled = preset | dict(columns)
    names = tuple(c.name for c in table.c if c.name in filled)
    for first in range(0, size, CHUNK):
        part = taken({name: filled[name] for name in names}, first, CHUNK)
        if connection.dialect.name == "postgresql":
            insert_lists(connection, table, part)  # numbers are given by the server, so whatever is no duplicate is new
        else:
            rows = list(zip(*part.values(), strict=True))
            connection.exec_driver_sql(_insertion(table, names, new=new), rows)


@cache
def _insertion(table: sa.Table, names: tuple[str, ...], *, new: bool) -> str:
    insertion = sqlite.insert(table).on_conflict_do_nothing() if new else sqlite.insert(table)
    return str(insertion.compile(dialect=sqlite.dialect(), column_keys=names))


def insert_one(connection: sa.Connection, table: sa.Table, row: Row) -> int:
    """Insert a row and return its number."""
    key = connection.execute(sa.insert(table).values(**row)).inserted_primary_key
    return int(key[0]) if key else 0


def pairs(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield what a question for two columns finds."""
    return ((row[0], row[1]) for row in connection.execute(query))


def records(connection: sa.Connection, query: sa.Select[Any]) -> list[dict[str, Any]]:
    """Return what a question finds, a dictionary a row."""
    return [dict(row) for row in connection.execute(query).mappings()]


def frame_of(connection: sa.Connection, query: sa.Select[Any]) -> Frame:
    """Return what a question finds."""
    result = connection.execute(query)
    names, rows = list(result.keys()), result.all()
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    return pd.DataFrame({name: list(values) for name, values in zip(names, columns, strict=True)})


def phrase_numbers(connection: sa.Connection, values: Iterable[str]) -> dict[str, int]:
    """Return the number of every value, after storing those that are new."""
    wanted = list(dict.fromkeys(values))
    insert_columns(connection, schema.phrases, {"value": wanted}, new=True)
    query = sa.select(schema.phrases.c.value, schema.phrases.c.n)
    found: dict[str, int] = {}
    for chunk in chunks(wanted, ASKED):
        found |= dict(pairs(connection, query.where(schema.phrases.c.value.in_(chunk))))
    return found


def span_numbers(connection: sa.Connection, quotes: Mapping[Span, str]) -> dict[Span, int]:
    """Return the number of every span, after storing those that are new with their quotes."""
    found = known_spans(connection, quotes)
    new = [span for span in quotes if span not in found]
    if new:
        texts, starts, ends = zip(*new, strict=True)
        columns: Columns = {"text": texts, "start": starts, "end": ends, "quote": [quotes[span] for span in new]}
        insert_columns(connection, schema.spans, columns, new=True)
        found |= known_spans(connection, new)
    return found


def known_spans(connection: sa.Connection, spans: Collection[Span]) -> dict[Span, int]:
    """Return the numbers of the spans that are there, and maybe of others of their texts."""
    s = schema.spans.c
    query = sa.select(s.text, s.start, s.end, s.n)
    parts = (query.where(s.text == t, s.start == a, s.end == b) for t, a, b in spans)
    if len(spans) > FEW:
        parts = (query.where(s.text.in_(chunk)) for chunk in chunks(sorted({t for t, _, _ in spans}), ASKED))
    return {(t, a, b): n for part in parts for t, a, b, n in connection.execute(part)}
