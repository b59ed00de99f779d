"""Undo and redo: an act is taken out of force, by an act; redo takes that one out of force.

What an act wrote stays in the file. It is refused where somebody later built on it; of a machine's batch, what people judged stays.
"""

from typing import Any

import sqlalchemy as sa

from qda.errors import ProjectError
from qda.store import schema
from qda.store.acts import Act
from qda.store.claims import shown_codings
from qda.store.rows import insert, pairs, records
from qda.store.views import alive_codings, current_documents, holds


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
    insert(act.connection, schema.undoings, [{"act": act.n, "undone": old.n}])
    settle_undoings(act.connection)
    insert(act.connection, schema.codings, [{**{k: v for k, v in row.items() if k != "n"}, "act": act.n} for row in kept])
    _require_texts(act.connection, old, texts_before - _current_texts(act.connection))
    _require_single(act.connection, old)
    act.keep = True
    act.what = f"{act.kind}: {(old.what or old.kind).removeprefix('undo: ')}" + (
        f"; {len(kept)} codings stay, people judged them" if kept else ""
    )
    act.details = {"act": old.id, "kept": len(kept)}
    act.added, act.retracted = (old.retracted + len(kept), old.added)


def settle_undoings(connection: sa.Connection) -> None:
    """Work out anew which acts are undone: those that an act of undoing names which is not itself undone.

    Who undoes comes after what is undone, in the order that all copies share; so the last undoings are settled first. Of several that undo one act, the first
    is named.
    """
    u, undoer = schema.undoings.c, schema.acts.alias()
    query = sa.select(u.act, u.undone).join(undoer, undoer.c.n == u.act).order_by(undoer.c.clock.desc(), undoer.c.id.desc())
    undone_by: dict[int, int] = {}
    named: set[int] = set()
    for by, undone in connection.execute(query):
        named.add(undone)
        if by not in undone_by:
            undone_by[undone] = by
    a = schema.acts
    there = dict(pairs(connection, sa.select(a.c.n, a.c.undone_by).where(a.c.n.in_(sa.select(u.undone)))))
    for n in sorted(named):
        if there[n] != undone_by.get(n):
            connection.execute(sa.update(a).where(a.c.n == n).values(undone_by=undone_by.get(n)))


def _line(connection: sa.Connection, n: int) -> sa.Row[Any]:
    return connection.execute(sa.select(schema.acts).where(schema.acts.c.n == n)).one()


def _named(line: sa.Row[Any]) -> str:
    who = f" by {line.coder}" if line.coder else ""
    return f"act {line.n} ({line.kind}{who}, {line.time}: {line.what or 'no details'})"


def _require_free(connection: sa.Connection, old: sa.Row[Any]) -> None:
    """Refuse if a later act in force took back or judged what this one added, or took back what would now be taken back twice."""
    c, r, mine = schema.codings, schema.retractions, schema.retractions.alias("mine")
    took_back = sa.select(r.c.act).join(c, c.c.n == r.c.coding).where(c.c.act == old.n)
    if old.kind == "tag":
        took_back = took_back.join(schema.acts, schema.acts.c.n == r.c.act).where(schema.acts.c.kind == "tag")
    back_again = sa.select(schema.undoings.c.undone).where(schema.undoings.c.act == old.n)
    both = sa.select(r.c.act).join(mine, mine.c.coding == r.c.coding).where(mine.c.act.in_(back_again), r.c.act != mine.c.act)
    judging = c.alias("judging")
    judged = sa.select(judging.c.act).join(c, sa.and_(c.c.id == judging.c.judged, c.c.act == old.n)).where(judging.c.judged != "")
    judgements_stay = old.kind in {"tag", "undo"}
    for query in (took_back, both) if judgements_stay else (took_back, both, judged):
        later = query.subquery()
        _refuse(connection, old, _last_other(connection, later.c.act, old))


def _last_other(connection: sa.Connection, acts: sa.ColumnElement[int], old: sa.Row[Any]) -> int | None:
    """Return the last act among those found that is in force and comes after `old`."""
    a = schema.acts
    later = sa.or_(a.c.clock > old.clock, sa.and_(a.c.clock == old.clock, a.c.id > old.id))
    query = sa.select(a.c.n).where(a.c.n.in_(sa.select(acts)), a.c.n != old.n, later, holds(a))
    return connection.execute(query.order_by(a.c.clock.desc(), a.c.id.desc()).limit(1)).scalar_one_or_none()


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
        on_text = sa.select(table.c.act).join(s, s.c.n == table.c.span).where(s.c.text.in_(gone)).subquery()
        _refuse(connection, old, _last_other(connection, on_text.c.act, old))
    cut = sa.select(schema.grids.c.act).where(schema.grids.c.text.in_(gone)).subquery()
    _refuse(connection, old, _last_other(connection, cut.c.act, old))


def _require_single(connection: sa.Connection, old: sa.Row[Any]) -> None:
    """Refuse if a coding that comes back has been added again meanwhile."""
    shown = shown_codings().subquery("shown")
    twice = sa.select(shown.c.id).group_by(shown.c.id).having(sa.func.count() > 1)
    c = schema.codings.c
    later = sa.select(sa.func.max(c.act)).where(c.n.in_(sa.select(shown.c.n)), c.id.in_(twice))
    _refuse(connection, old, connection.execute(later).scalar_one())
