"""Schema 3: a project may go back to a version of its codebook that it had before, so a version may stand in several acts."""

from typing import Any

import sqlalchemy as sa
from alembic.operations import Operations

from qda.store.columns import INTEGER, TEXT

COLUMNS = ("n", "act", "id", "version", "hash", "text")


def upgrade(op: Operations) -> None:
    """Lift a project of schema 2."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE codebooks DROP CONSTRAINT IF EXISTS codebooks_hash_key")
    else:
        _made_anew(op)


def _made_anew(op: Operations) -> None:
    """Make the table again without the constraint, which SQLite cannot drop."""
    texts = [sa.Column(name, TEXT, nullable=False) for name in COLUMNS[2:]]
    act: sa.Column[Any] = sa.Column("act", INTEGER, sa.ForeignKey("acts.n"), nullable=False)
    op.create_table("codebooks_anew", sa.Column("n", INTEGER, primary_key=True), act, *texts, sqlite_strict=True)
    names = ", ".join(COLUMNS)
    op.execute(f"INSERT INTO codebooks_anew ({names}) SELECT {names} FROM codebooks ORDER BY n")  # noqa: S608  names of ours
    op.drop_table("codebooks")
    op.rename_table("codebooks_anew", "codebooks")
    op.create_index("ix_codebooks_act", "codebooks", ["act"])
