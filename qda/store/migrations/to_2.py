"""Schema 2: acts get a clock that all copies of a project share, undoing is written down by itself, and there are memos, assignments and settlements."""

import json
from typing import Any

import sqlalchemy as sa
from alembic.operations import Operations

TEXT: dict[str, Any] = {"nullable": False, "server_default": sa.text("''")}
NUMBER: dict[str, Any] = {"nullable": False, "server_default": sa.text("0")}


def upgrade(op: Operations) -> None:
    """Lift a project of schema 1."""
    _acts(op)
    _undoings(op)
    op.add_column("codings", sa.Column("replaces", sa.Text, **TEXT))
    _memos(op)
    _assignments(op)
    _settlements(op)


def _acts(op: Operations) -> None:
    for column in (
        sa.Column("clock", sa.Integer, **NUMBER),
        sa.Column("staged", sa.Integer, **NUMBER),
        sa.Column("codebook", sa.Text, **TEXT),
    ):
        op.add_column("acts", column)
    op.create_index("ix_acts_clock", "acts", ["clock"])
    op.execute("UPDATE acts SET clock = n")
    # the first act makes the project and with it the codebook: nothing held before it
    op.execute(
        "UPDATE acts SET codebook = COALESCE((SELECT c.id || '@' || c.version || '+' || SUBSTR(c.hash, 1, 12) FROM codebooks c"
        " WHERE c.act < acts.n ORDER BY c.n DESC LIMIT 1), '')"
    )


def _table(op: Operations, name: str, *columns: sa.Column[Any]) -> None:
    number = sa.Column("n", sa.Integer, primary_key=True)
    act = sa.Column("act", sa.Integer, sa.ForeignKey("acts.n"), nullable=False, index=True)
    op.create_table(name, number, act, *columns, sqlite_strict=True)


def _span() -> sa.Column[Any]:
    return sa.Column("span", sa.Integer, sa.ForeignKey("spans.n"), index=True)


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _undoings(op: Operations) -> None:
    _table(op, "undoings", sa.Column("undone", sa.Integer, sa.ForeignKey("acts.n"), nullable=False, index=True))
    connection = op.get_bind()
    acts = sa.table("acts", *(sa.column(name) for name in ("n", "id", "kind", "details")))
    rows = connection.execute(sa.select(acts).order_by(acts.c.n)).all()
    numbers = {row.id: row.n for row in rows}
    undoing = [row for row in rows if row.kind in {"undo", "redo"}]
    found = [{"act": row.n, "undone": numbers[json.loads(row.details)["act"]]} for row in undoing]
    if found:
        connection.execute(sa.insert(sa.table("undoings", sa.column("act"), sa.column("undone"))), found)


def _memos(op: Operations) -> None:
    _table(op, "memos", *_texts("kind", "target", "coder", "text"), _span())


def _assignments(op: Operations) -> None:
    numbers = [sa.Column(name, sa.Integer, nullable=False) for name in ("round", "blind")]
    _table(op, "assignments", *_texts("id", "coder", "doc_id"), _span(), *numbers, *_texts("drawn"))


def _settlements(op: Operations) -> None:
    _table(op, "settlements", *_texts("settled", "original"))
