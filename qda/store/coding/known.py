"""Which rows of codings a project holds already, or held once."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from qda.frames import Frame
from qda.store import schema
from qda.store.coding.claims import EVERY_AXIS, MACHINES, shown_codings
from qda.store.rows import ASKED, chunks
from qda.store.views import in_force

CLAIM = ["doc_id", "start", "end", "statement", "axis", "code", "coder", "round"]
"""What makes two rows of tables the same claim."""

SAID = [*CLAIM, "status", "memo"]
"""What makes two rows the same act of a person: who rejected a code may still set it, or say more."""

TABLES = ("import", "folder")
"""The kinds of acts that write what a table says."""

Key = tuple[Any, ...]


def known(connection: sa.Connection, codings: Frame, *, kind: str) -> list[bool]:
    """Say of every row whether the project shows the same claim already; of rows of tables, whether it was ever written from one.

    A row of a table that gives a quote is another claim where the quote was another.
    """
    keys = _keys(codings, CLAIM if kind in TABLES else SAID)
    there = _shown(connection, codings, CLAIM if kind in TABLES else SAID)
    if kind not in TABLES:
        return [key in there for key in keys]
    once = _once(connection, codings)
    quotes = codings["quote"].tolist()
    return [key in there or (bool(once.get(key)) and quote in {"", *once[key]}) for key, quote in zip(keys, quotes, strict=True)]


def axis_read(origin: str, axis: str) -> str:
    """Return the axis that a row without code says was read; a machine reads a unit on every axis, whatever it found."""
    return EVERY_AXIS if origin in MACHINES or not axis else axis


def shown(connection: sa.Connection, codings: Frame, names: Sequence[str]) -> list[Key]:
    """Return some columns of what the project shows of these coders in these documents."""
    query = shown_codings()
    columns = query.selected_columns
    asked = query.where(columns["coder"].in_(sorted(set(codings["coder"])))).with_only_columns(*(columns[name] for name in names))
    documents = codings["doc_id"].unique().tolist()
    parts = (connection.execute(asked.where(columns["doc_id"].in_(chunk))) for chunk in chunks(documents, ASKED))
    return [tuple(row) for part in parts for row in part]


def _shown(connection: sa.Connection, codings: Frame, names: Sequence[str]) -> set[Key]:
    found = set(shown(connection, codings, names))
    return {key for key in found if key[names.index("code")]}


def _keys(codings: Frame, names: Sequence[str]) -> list[Key]:
    """Return the claim of every row; a row without code claims that an axis was read."""
    columns = [codings[name].tolist() for name in names]
    rows = zip(*columns, strict=True)
    place, axis, code = CLAIM.index("statement"), CLAIM.index("axis"), CLAIM.index("code")
    origins = codings["origin"].tolist()
    return [
        row if row[code] else (*row[:place], "", axis_read(origin, row[axis]), "", *row[code + 1 :])
        for row, origin in zip(rows, origins, strict=True)
    ]


def _once(connection: sa.Connection, codings: Frame) -> dict[Key, set[str]]:
    """Return every claim that was ever written from a table about these documents, on whatever text, with its quotes."""
    c, r, s, t = schema.codings.c, schema.readings.c, schema.spans.c, schema.texts.c
    nothing = sa.literal("")
    coded = sa.select(t.doc_id, s.start, s.end, c.statement, c.axis, c.code, c.coder, c.round, s.quote)
    read = sa.select(t.doc_id, s.start, s.end, nothing, r.axis, nothing, r.coder, r.round, s.quote)
    found: dict[Key, set[str]] = {}
    for query, table in ((coded, schema.codings), (read, schema.readings)):
        asked = (
            query.select_from(table)
            .join(schema.spans, s.n == table.c.span)
            .join(schema.texts, t.n == s.text)
            .join(schema.acts, schema.acts.c.n == table.c.act)
            .where(schema.acts.c.kind.in_(TABLES), in_force(table))
        )
        for chunk in chunks(codings["doc_id"].unique().tolist(), ASKED):
            for *key, quote in connection.execute(asked.where(t.doc_id.in_(chunk))):
                found.setdefault(tuple(key), set()).add(quote)
    return found
