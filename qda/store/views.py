"""What is shown: the rows of acts in force, on the texts that count."""

from typing import Any

import sqlalchemy as sa

from qda.store import schema


def in_force(table: sa.FromClause) -> sa.ColumnElement[bool]:
    """Say of a row that its act has not been undone."""
    acts = schema.acts.alias()
    return sa.exists().where(acts.c.n == table.c.act, acts.c.undone_by.is_(None))


def current_documents() -> sa.Subquery:
    """Return the description of each document that counts: the last in force, with id, text and revision."""
    d, t = schema.documents, schema.texts
    last = (
        sa.select(sa.func.max(d.c.n).label("n"))
        .join(t, t.c.n == d.c.text)
        .where(in_force(d))
        .group_by(t.c.doc_id)
        .subquery("last")
    )
    columns = (d.c.n, t.c.doc_id.label("id"), d.c.text, t.c.revision, d.c.digest)
    described = (d.c["case"], d.c.title, d.c.kind, d.c.language, d.c.source)
    return sa.select(*columns, *described).join(last, last.c.n == d.c.n).join(t, t.c.n == d.c.text).subquery("current")


def current_grids() -> sa.Subquery:
    """Return the grid of each text that counts: the last in force."""
    g = schema.grids
    last = sa.select(sa.func.max(g.c.n).label("n")).where(in_force(g)).group_by(g.c.text).subquery("last_grid")
    return sa.select(g.c.n, g.c.text, g.c.unit, g.c.digest).join(last, last.c.n == g.c.n).subquery("grid")


def not_retracted(coding: Any) -> sa.ColumnElement[bool]:
    """Say of a coding row that no act in force has taken it back."""
    r = schema.retractions.alias()
    return ~sa.exists().where(r.c.coding == coding, in_force(r))


def alive_readings() -> sa.Subquery:
    """Return the readings that no later run of the same machine replaced, whatever text they are on."""
    r, w = schema.readings, schema.withdrawals.alias()
    return sa.select(r).where(in_force(r), ~sa.exists().where(w.c.reading == r.c.n, in_force(w))).subquery("alive_readings")


def alive_codings() -> sa.Subquery:
    """Return the codings that are not retracted, whatever text they are on."""
    c = schema.codings
    return sa.select(c).where(in_force(c), not_retracted(c.c.n)).subquery("alive")
