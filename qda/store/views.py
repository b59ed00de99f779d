"""What is shown: the rows of acts in force, on the texts that count.

Questions that take no arguments are put together once, since that takes longer than asking them. Each is one object: who needs the same one
twice in a statement takes an alias of it.
"""

from functools import cache
from typing import Any

import sqlalchemy as sa

from qda.store import schema


def holds(acts: sa.FromClause) -> sa.ColumnElement[bool]:
    """Say of an act that it is in force: complete, and not undone."""
    return sa.and_(acts.c.undone_by.is_(None), acts.c.staged == 0)


def in_force(table: sa.FromClause) -> sa.ColumnElement[bool]:
    """Say of a row that its act is in force."""
    acts = schema.acts.alias()
    return sa.exists().where(acts.c.n == table.c.act, holds(acts))


def last_of(table: sa.Table, *key: sa.ColumnElement[Any], where: sa.ColumnElement[bool] | None = None) -> sa.Subquery:
    """Return the number `n` of the last row in force per key, in the order of the acts that every copy of a project shares.

    Only rows `where` something holds are looked at.
    """
    acts = schema.acts.alias()
    rank = sa.func.row_number().over(partition_by=key, order_by=(acts.c.clock.desc(), acts.c.id.desc(), table.c.n.desc()))
    source = table.join(acts, acts.c.n == table.c.act)
    asked = (holds(acts),) if where is None else (holds(acts), where)
    ranked = sa.select(table.c.n, rank.label("rank")).select_from(source).where(*asked).subquery()
    return sa.select(ranked.c.n).where(ranked.c.rank == 1).subquery()


@cache
def codebook_in_force(*columns: str) -> sa.Select[Any]:
    """Return the question for the codebook that holds."""
    c, acts = schema.codebooks.c, schema.acts
    query = sa.select(*(c[name] for name in columns)).join(acts, acts.c.n == c.act).where(holds(acts))
    order = (
        (acts.c.clock + 0).desc(),
        acts.c.id.desc(),
        c.n.desc(),
    )  # were the clock bare, SQLite would go through all acts, the last first
    return query.order_by(*order).limit(1)


@cache
def current_documents() -> sa.Subquery:
    """Return the description of each document that counts: the last in force, with id, text and revision.

    Whether there is a later one is asked description by description, so that a question about one document looks at one document.
    """
    d, t, acts = schema.documents, schema.texts, schema.acts.alias()
    columns = (d.c.n, t.c.doc_id.label("id"), d.c.text, t.c.revision, d.c.digest)
    described = (d.c["case"], d.c.title, d.c.kind, d.c.language, d.c.source)
    query = sa.select(*columns, *described).join(t, t.c.n == d.c.text).join(acts, acts.c.n == d.c.act)
    return query.where(holds(acts), ~_described_later(d, t, acts)).subquery("current")


def _described_later(document: sa.Table, text: sa.Table, act: sa.FromClause) -> sa.ColumnElement[bool]:
    """Say of a description that a later one of the same document is in force."""
    d, t, acts = schema.documents.alias(), schema.texts.alias(), schema.acts.alias()
    later = sa.tuple_(acts.c.clock, acts.c.id, d.c.n) > sa.tuple_(act.c.clock, act.c.id, document.c.n)
    same = (t.c.doc_id == text.c.doc_id, d.c.text == t.c.n, d.c.n != document.c.n)
    return sa.exists().where(*same, acts.c.n == d.c.act, holds(acts), later)


@cache
def current_grids() -> sa.Subquery:
    """Return the grid of each text that counts: the last in force."""
    g = schema.grids
    last = last_of(g, g.c.text)
    is_last = (g.c.n + 0).in_(
        sa.select(last.c.n)
    )  # were the number bare, or joined, SQLite would go through all of these for every row
    return sa.select(g.c.n, g.c.text, g.c.unit, g.c.digest).where(is_last).subquery("grid")


def not_retracted(coding: Any) -> sa.ColumnElement[bool]:
    """Say of a coding row that no act in force has taken it back."""
    r = schema.retractions.alias()
    return ~sa.exists().where(r.c.coding == coding, in_force(r))


@cache
def alive_readings() -> sa.Subquery:
    """Return the readings that no later run of the same machine replaced, whatever text they are on."""
    r, w = schema.readings, schema.withdrawals.alias()
    return sa.select(r).where(in_force(r), ~sa.exists().where(w.c.reading == r.c.n, in_force(w))).subquery("alive_readings")


def standing(coding: Any) -> sa.ColumnElement[bool]:
    """Say of a coding row that its act is in force and none took it back."""
    return sa.and_(in_force(coding), not_retracted(coding.c.n))


@cache
def alive_codings() -> sa.Subquery:
    """Return the codings that are not retracted, whatever text they are on.

    Where people did the same in two copies of a project, rows may bear the same id: of those on one text the last stands for all.
    """
    c = schema.codings
    merged = sa.exists(sa.select(schema.arrivals.c.n))  # else no two rows bear one id, and nothing has to be looked up
    return sa.select(c).where(standing(c), ~sa.and_(merged, _succeeded(c))).subquery("alive")


def _succeeded(coding: sa.Table) -> sa.ColumnElement[bool]:
    """Say of a coding row that a later one bears its id, on the same text."""
    twin, acts, spans = schema.codings.alias(), schema.acts, schema.spans
    own, other = acts.alias(), acts.alias()
    here, there = spans.alias(), spans.alias()
    later = sa.tuple_(other.c.clock, other.c.id, twin.c.n) > sa.tuple_(own.c.clock, own.c.id, coding.c.n)
    joined = sa.and_(own.c.n == coding.c.act, other.c.n == twin.c.act, here.c.n == coding.c.span, there.c.n == twin.c.span)
    same = (twin.c.id == coding.c.id, twin.c.n != coding.c.n, here.c.text == there.c.text)
    return sa.exists().where(*same, joined, later, standing(twin))
