"""Undo and redo: an act is taken out of force, by an act; redo takes that one out of force.

What an act wrote stays in the file. It is refused where somebody later built on it; of a machine's batch, what people judged stays.
With a merge goes all that it brought.
"""

from typing import Any

import sqlalchemy as sa

from qda._wording import many
from qda.codebook import parse_codebook
from qda.errors import ProjectError
from qda.store import schema
from qda.store.journal.acts import Act, version_in_force
from qda.store.rows import ASKED, chunks, insert, pairs, records
from qda.store.views import alive_codings, codebook_in_force, current_documents, holds, standing


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
    version_before = version_in_force(act.connection)
    texts_before = _current_texts(act.connection)
    kept = _kept_rows(act, old) if old.kind == "tag" else []
    insert(act.connection, schema.undoings, [{"act": act.n, "undone": n} for n in (old.n, *_brought(act.connection, old))])
    doubled_before = _doubled(act)
    _require_free(act, old)
    settle_undoings(act.connection)
    insert(act.connection, schema.codings, [{**{k: v for k, v in row.items() if k != "n"}, "act": act.n} for row in kept])
    if version_in_force(act.connection) != version_before:
        _require_known_codes(act, old)
    _require_texts(act, old, texts_before - _current_texts(act.connection))
    _require_single(act, old, _doubled(act) - doubled_before)
    act.keep = True
    act.what = f"{act.kind}: {(old.what or old.kind).removeprefix('undo: ')}" + (
        f"; kept, since people judged them: {many(len(kept), 'coding')}" if kept else ""
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
    for n in sorted(named & there.keys()):
        if there[n] != undone_by.get(n):
            connection.execute(sa.update(a).where(a.c.n == n).values(undone_by=undone_by.get(n)))


def _line(connection: sa.Connection, n: int) -> sa.Row[Any]:
    return connection.execute(sa.select(schema.acts).where(schema.acts.c.n == n)).one()


def _brought(connection: sa.Connection, old: sa.Row[Any]) -> list[int]:
    """Return the acts that a merge brought."""
    return list(connection.execute(sa.select(schema.arrivals.c.arrived).where(schema.arrivals.c.act == old.n)).scalars())


def _undone_by(act: Act) -> sa.Select[Any]:
    """Return the question for the acts that an act of undoing takes out of force."""
    return sa.select(schema.undoings.c.undone).where(schema.undoings.c.act == act.n)


def _back_again(act: Act) -> sa.Select[Any]:
    """Return the question for the acts that come back, since those that undid them are undone."""
    return sa.select(schema.undoings.c.undone).where(schema.undoings.c.act.in_(_undone_by(act)))


def _named(line: sa.Row[Any]) -> str:
    who = f" by {line.coder}" if line.coder else ""
    return f"act {line.n} ({line.kind}{who}, {line.time}: {line.what or 'no details'})"


def _require_free(act: Act, old: sa.Row[Any]) -> None:
    """Refuse if another act in force took back, judged or settled what goes now, or took back what would now be taken back twice."""
    c, r, mine, going = schema.codings, schema.retractions, schema.retractions.alias("mine"), _undone_by(act)
    took_back = sa.select(r.c.act).join(c, c.c.n == r.c.coding).where(c.c.act.in_(going))
    if old.kind == "tag":
        took_back = took_back.join(schema.acts, schema.acts.c.n == r.c.act).where(schema.acts.c.kind == "tag")
    both = (
        sa.select(r.c.act).join(mine, mine.c.coding == r.c.coding).where(mine.c.act.in_(_back_again(act)), r.c.act != mine.c.act)
    )
    judgements_stay = old.kind in {"tag", "undo"}
    for query in (took_back, both) if judgements_stay else (took_back, both, *_built_upon(going)):
        later = query.subquery()
        _refuse(act.connection, old, _last_other(act, later.c.act, old))


def _built_upon(going: sa.Select[Any]) -> tuple[sa.Select[Any], ...]:
    """Return the questions for acts that judged, settled or noted on codings which go, and of which no other row stays."""
    c, judging, other, settled = schema.codings, schema.codings.alias(), schema.codings.alias(), schema.settlements.c
    goes = (c.c.act.in_(going), ~sa.exists().where(other.c.id == c.c.id, other.c.act.not_in(going), standing(other)))
    judged = sa.select(judging.c.act).join(c, c.c.id == judging.c.judged).where(judging.c.judged != "", *goes)
    m = schema.memos.c
    noted = sa.select(m.act).join(c, c.c.id == m.target).where(m.kind == "coding", *goes)
    return judged, sa.select(settled.act).join(c, c.c.id == settled.original).where(*goes), noted


def _last_other(act: Act, acts: sa.ColumnElement[int], old: sa.Row[Any]) -> int | None:
    """Return the last act among those found that is in force, stays so, and comes after `old`; what builds on a merge may come from elsewhere, too."""
    a = schema.acts
    later = sa.or_(a.c.clock > old.clock, sa.and_(a.c.clock == old.clock, a.c.id > old.id), old.kind == "merge")
    query = sa.select(a.c.n).where(a.c.n.in_(sa.select(acts)), a.c.n.not_in(_undone_by(act)), later, holds(a))
    return act.connection.execute(query.order_by(a.c.clock.desc(), a.c.id.desc()).limit(1)).scalar_one_or_none()


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


def _require_texts(act: Act, old: sa.Row[Any], gone: set[int]) -> None:
    """Refuse if other acts in force say something about texts that would no longer count."""
    if not gone:
        return
    s = schema.spans
    for table in (schema.codings, schema.readings, schema.mentions, schema.memos, schema.assignments):
        on_text = sa.select(table.c.act).join(s, s.c.n == table.c.span).where(s.c.text.in_(gone)).subquery()
        _refuse(act.connection, old, _last_other(act, on_text.c.act, old))
    cut = sa.select(schema.grids.c.act).where(schema.grids.c.text.in_(gone)).subquery()
    _refuse(act.connection, old, _last_other(act, cut.c.act, old))


def _require_known_codes(act: Act, old: sa.Row[Any]) -> None:
    """Refuse if other acts in force coded by what the codebook that holds again does not have."""
    text, c = act.connection.execute(codebook_in_force("text")).scalar(), schema.codings
    if text is None:
        return
    book = parse_codebook(text, file="codebook", lenient=True)
    names = act.connection.execute(sa.select(c.c.axis, c.c.code).where(c.c.code != "", standing(c)).distinct()).all()
    known = {(code.axis, code.id) for code in book.codes()}
    for axis, code in sorted(map(tuple, names)):
        if (axis, code) not in known:
            found = sa.select(c.c.act).where(c.c.axis == axis, c.c.code == code, standing(c)).subquery()
            _refuse(act.connection, old, _last_other(act, found.c.act, old))


def _doubled(act: Act) -> set[str]:
    """Return the ids that several codings bear which stand on the texts that count; of those only that come back with this undoing."""
    c, r, s, current = schema.codings, schema.retractions, schema.spans, current_documents()
    again = sa.select(c.c.id).where(c.c.act.in_(_back_again(act)))
    freed = sa.select(c.c.id).join(r, r.c.coding == c.c.n).where(r.c.act.in_(_undone_by(act)))
    query = sa.select(c.c.id).join(s, s.c.n == c.c.span).join(current, current.c.text == s.c.text)
    query = query.where(c.c.id.in_(again.union(freed)), standing(c))
    return set(act.connection.execute(query.group_by(c.c.id).having(sa.func.count() > 1)).scalars())


def _require_single(act: Act, old: sa.Row[Any], doubled: set[str]) -> None:
    """Refuse if a coding that comes back has been added again meanwhile."""
    c = schema.codings
    for chunk in chunks(sorted(doubled), ASKED):
        found = sa.select(c.c.act).where(c.c.id.in_(chunk), standing(c)).subquery()
        _refuse(act.connection, old, _last_other(act, found.c.act, old))
