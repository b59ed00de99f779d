"""Schema 2: acts get a clock that all copies of a project share, undoing is written down by itself, and there are memos, assignments and settlements."""

import json
from typing import Any

import sqlalchemy as sa
from alembic.operations import Operations

from qda.store.columns import INTEGER, TEXT

EMPTY: dict[str, Any] = {"nullable": False, "server_default": sa.text("''")}
ZERO: dict[str, Any] = {"nullable": False, "server_default": sa.text("0")}


def upgrade(op: Operations) -> None:
    """Lift a project of schema 1."""
    _acts(op)
    _undoings(op)
    _arrivals(op)
    op.add_column("codings", sa.Column("replaces", TEXT, **EMPTY))
    _memos(op)
    _assignments(op)
    _settlements(op)


def _acts(op: Operations) -> None:
    for column in (
        sa.Column("clock", INTEGER, **ZERO),
        sa.Column("staged", INTEGER, **ZERO),
        sa.Column("codebook", TEXT, **EMPTY),
        sa.Column("follows", TEXT, **EMPTY),
    ):
        op.add_column("acts", column)
    op.create_index("ix_acts_clock", "acts", ["clock"])
    op.execute("UPDATE acts SET clock = n")
    op.execute("UPDATE acts SET follows = COALESCE((SELECT a.id FROM acts a WHERE a.n < acts.n ORDER BY a.n DESC LIMIT 1), '')")
    # the first act makes the project and with it the codebook: nothing held before it
    op.execute(
        "UPDATE acts SET codebook = COALESCE((SELECT c.id || '@' || c.version || '+' || SUBSTR(c.hash, 1, 12) FROM codebooks c"
        " WHERE c.act < acts.n ORDER BY c.n DESC LIMIT 1), '')"
    )


def _table(op: Operations, name: str, *columns: sa.Column[Any]) -> None:
    number = sa.Column("n", INTEGER, primary_key=True)
    act = sa.Column("act", INTEGER, sa.ForeignKey("acts.n"), nullable=False, index=True)
    op.create_table(name, number, act, *columns, sqlite_strict=True)


def _span() -> sa.Column[Any]:
    return sa.Column("span", INTEGER, sa.ForeignKey("spans.n"), index=True)


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, TEXT, nullable=False) for name in names]


def _undoings(op: Operations) -> None:
    _table(op, "undoings", sa.Column("undone", INTEGER, sa.ForeignKey("acts.n"), nullable=False, index=True))
    connection = op.get_bind()
    acts = sa.table("acts", *(sa.column(name) for name in ("n", "id", "kind", "details")))
    rows = connection.execute(sa.select(acts).order_by(acts.c.n)).all()
    numbers = {row.id: row.n for row in rows}
    undoing = [row for row in rows if row.kind in {"undo", "redo"}]
    found = [{"act": row.n, "undone": numbers[json.loads(row.details)["act"]]} for row in undoing]
    if found:
        connection.execute(sa.insert(sa.table("undoings", sa.column("act"), sa.column("undone"))), found)


def _arrivals(op: Operations) -> None:
    _table(op, "arrivals", sa.Column("arrived", INTEGER, sa.ForeignKey("acts.n"), nullable=False, index=True))


def _memos(op: Operations) -> None:
    _table(op, "memos", *_texts("kind", "target", "coder", "text"), _span())
    op.create_index("ix_memos_target", "memos", ["target"])


def _assignments(op: Operations) -> None:
    numbers = [sa.Column(name, INTEGER, nullable=False) for name in ("round", "blind")]
    _table(op, "assignments", *_texts("id", "coder", "doc_id"), _span(), *numbers, *_texts("drawn"))


def _settlements(op: Operations) -> None:
    _table(op, "settlements", *_texts("settled", "original"))
