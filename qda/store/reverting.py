"""Undo and redo: an act is taken out of force, by an act; redo takes that one out of force.

What an act wrote stays in the file. It is refused where somebody later built on it; of a machine's batch, what people judged stays.
"""

from typing import Any

import sqlalchemy as sa

from qda.errors import ProjectError
from qda.store import schema
from qda.store.acts import Act
from qda.store.claims import shown_codings
from qda.store.rows import insert, records
from qda.store.views import alive_codings, current_documents, in_force


def revert(act: Act, target: int) -> None:
    """Take an act out of force.

    Parameters
    ----------
    act
        The act of undoing, or of redoing if `target` is itself an act of undoing.
    target
        Its number.

    Raises
    ------
    ProjectError
        A later act depends on it; it is named.
    """
    old = _line(act.connection, target)
    if old.undone_by is not None:
        raise ProjectError(f"{_named(old)} is undone already")
    texts_before = _current_texts(act.connection)
    kept = _kept_rows(act, old) if old.kind == "tag" else []
    _require_free(act.connection, old)
    _switch(act.connection, old, act.n)
    insert(act.connection, schema.codings, [{**{k: v for k, v in row.items() if k != "n"}, "act": act.n} for row in kept])
    _require_texts(act.connection, old, texts_before - _current_texts(act.connection))
    _require_single(act.connection, old)
    act.keep = True
    act.what = f"{act.kind}: {(old.what or old.kind).removeprefix('undo: ')}" + (
        f"; {len(kept)} codings stay, people judged them" if kept else ""
    )
    act.details = {"act": old.id, "kept": len(kept)}
    act.added, act.retracted = (old.retracted + len(kept), old.added)


def _line(connection: sa.Connection, n: int) -> sa.Row[Any]:
    return connection.execute(sa.select(schema.acts).where(schema.acts.c.n == n)).one()


def _named(line: sa.Row[Any]) -> str:
    who = f" by {line.coder}" if line.coder else ""
    return f"act {line.n} ({line.kind}{who}, {line.time}: {line.what or 'no details'})"


def _switch(connection: sa.Connection, old: sa.Row[Any], by: int) -> None:
    """Take an act out of force; if it had undone another, that one is in force again."""
    acts = schema.acts
    connection.execute(sa.update(acts).where(acts.c.undone_by == old.n).values(undone_by=None))
    connection.execute(sa.update(acts).where(acts.c.n == old.n).values(undone_by=by))


def _require_free(connection: sa.Connection, old: sa.Row[Any]) -> None:
    """Refuse if a later act in force took back or judged what this one added, or took back what would now be taken back twice."""
    c, r, mine = schema.codings, schema.retractions, schema.retractions.alias("mine")
    took_back = sa.select(r.c.act).join(c, c.c.n == r.c.coding).where(c.c.act == old.n)
    if old.kind == "tag":
        took_back = took_back.join(schema.acts, schema.acts.c.n == r.c.act).where(schema.acts.c.kind == "tag")
    back_again = sa.select(schema.acts.c.n).where(schema.acts.c.undone_by == old.n)
    both = sa.select(r.c.act).join(mine, mine.c.coding == r.c.coding).where(mine.c.act.in_(back_again), r.c.act != mine.c.act)
    judging = c.alias("judging")
    judged = sa.select(judging.c.act).join(c, sa.and_(c.c.id == judging.c.judged, c.c.act == old.n)).where(judging.c.judged != "")
    judgements_stay = old.kind in {"tag", "undo"}
    for query in (took_back, both) if judgements_stay else (took_back, both, judged):
        later = query.subquery()
        found = sa.select(sa.func.min(later.c.act)).where(later.c.act > old.n, in_force(later))
        _refuse(connection, old, connection.execute(found).scalar_one())


def _refuse(connection: sa.Connection, old: sa.Row[Any], later: int | None) -> None:
    if later is not None:
        raise ProjectError(f"{_named(old)} cannot be undone: {_named(_line(connection, later))} builds on it; undo that first")


def _kept_rows(act: Act, old: sa.Row[Any]) -> list[dict[str, Any]]:
    """Return the codings of a machine's batch that people judged and nobody took back; they are written again by the act of undoing."""
    alive, judging = alive_codings(), alive_codings().alias("judging")
    judged = sa.select(judging.c.judged).where(judging.c.judged != "")
    return records(act.connection, sa.select(alive).where(alive.c.act == old.n, alive.c.id.in_(judged)))


def _current_texts(connection: sa.Connection) -> set[int]:
    return set(connection.execute(sa.select(current_documents().c.text)).scalars())


def _require_texts(connection: sa.Connection, old: sa.Row[Any], gone: set[int]) -> None:
    """Refuse if later acts in force say something about texts that would no longer count."""
    if not gone:
        return
    s = schema.spans
    for table in (schema.codings, schema.readings, schema.mentions):
        on_text = sa.select(sa.func.min(table.c.act)).join(s, s.c.n == table.c.span).where(s.c.text.in_(gone))
        found = connection.execute(on_text.where(table.c.act > old.n, in_force(table))).scalar_one()
        _refuse(connection, old, found)
    grids = schema.grids
    cut = sa.select(sa.func.min(grids.c.act)).where(grids.c.text.in_(gone), grids.c.act > old.n, in_force(grids))
    _refuse(connection, old, connection.execute(cut).scalar_one())


def _require_single(connection: sa.Connection, old: sa.Row[Any]) -> None:
    """Refuse if a coding that comes back has been added again meanwhile."""
    shown = shown_codings().subquery("shown")
    twice = sa.select(shown.c.id).group_by(shown.c.id).having(sa.func.count() > 1)
    c = schema.codings.c
    later = sa.select(sa.func.max(c.act)).where(c.n.in_(sa.select(shown.c.n)), c.id.in_(twice))
    _refuse(connection, old, connection.execute(later).scalar_one())
