"""Rows in bulk: written in chunks, looked up by what they say."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from qda.frames import Frame
from qda.store import schema
from qda.store.bulk import insert_lists

CHUNK = 20_000
"""Rows an `executemany` takes at once."""

ASKED = 500
"""Values a question names at once; SQLite allows 32,766 variables, its planner likes fewer."""

Row = Mapping[str, Any]
Span = tuple[int, int, int]
"""Text, start, end."""

T = TypeVar("T")


def chunks(values: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Yield pieces of at most `size`."""
    for i in range(0, len(values), size):
        yield values[i : i + size]


def insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert rows."""
    if len(rows) > 1 and connection.dialect.name == "postgresql":
        insert_new(connection, table, rows)  # numbers are new, so all of them are
        return
    for chunk in chunks(rows):
        connection.execute(sa.insert(table), list(chunk))


def insert_new(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert the rows that are not there yet."""
    for chunk in chunks(rows):
        if connection.dialect.name == "postgresql":
            insert_lists(connection, table, chunk)
        else:
            connection.execute(sqlite.insert(table).on_conflict_do_nothing(), list(chunk))


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
    return pd.DataFrame.from_records(result.all(), columns=list(result.keys()))


def phrase_numbers(connection: sa.Connection, values: Iterable[str]) -> dict[str, int]:
    """Return the number of every value, after storing those that are new."""
    wanted = list(dict.fromkeys(values))
    insert_new(connection, schema.phrases, [{"value": value} for value in wanted])
    query = sa.select(schema.phrases.c.value, schema.phrases.c.n)
    found: dict[str, int] = {}
    for chunk in chunks(wanted, ASKED):
        found |= dict(pairs(connection, query.where(schema.phrases.c.value.in_(chunk))))
    return found


def span_numbers(connection: sa.Connection, quotes: Mapping[Span, str]) -> dict[Span, int]:
    """Return the number of every span, after storing those that are new with their quotes."""
    rows = [{"text": t, "start": s, "end": e, "quote": quote} for (t, s, e), quote in quotes.items()]
    insert_new(connection, schema.spans, rows)
    table = schema.spans.c
    query = sa.select(table.text, table.start, table.end, table.n)
    found: dict[Span, int] = {}
    for chunk in chunks(sorted({t for t, _, _ in quotes}), ASKED):
        found |= {(t, s, e): n for t, s, e, n in connection.execute(query.where(table.text.in_(chunk)))}
    return found
