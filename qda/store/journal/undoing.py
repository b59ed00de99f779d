"""Which act undo and redo mean where no session tells: the journal says it."""

from typing import Any

import sqlalchemy as sa

from qda.errors import ProjectError, UnknownName
from qda.store import schema
from qda.store.journal.history import Done
from qda.store.views import holds

NEVER = ("create", "migrate", "undo", "redo")
"""Kinds of acts that undo passes over."""


def last_done(connection: sa.Connection, coder: str | None) -> Done:
    """Return the last act of a coder (None: of anybody) that is in force."""
    a = schema.acts
    return _first(connection, _own(coder).where(a.c.kind.not_in(NEVER), holds(a)), "undo", coder)


def last_undone(connection: sa.Connection, coder: str | None) -> Done:
    """Return the last act of undoing that is in force, if this coder did nothing else since."""
    a = schema.acts
    undoing = _first(connection, _own(coder).where(a.c.kind == "undo", holds(a)), "redo", coder)
    since = _own(undoing.coder).where(a.c.kind.not_in(NEVER), holds(a))
    later = connection.execute(since).first()
    there = connection.execute(sa.select(a).where(a.c.n == undoing.n)).one()
    if later is not None and (later.clock, later.id) > (there.clock, there.id):
        raise ProjectError(
            f"nothing to redo: {undoing.coder or 'somebody'} did something else since ({later.kind}: {later.what})"
        )
    return undoing


def named(connection: sa.Connection, act: str, coder: str | None) -> Done:
    """Return an act by its id, or the beginning of it that no other has.

    Raises
    ------
    UnknownName, ProjectError
        There is none, or several; or it is somebody else's.
    """
    a = schema.acts
    found = connection.execute(sa.select(a).where(sa.func.substr(a.c.id, 1, len(act)) == act).order_by(a.c.clock, a.c.id)).all()
    if not act or not found:
        raise UnknownName(f"no act {act!r} in the journal; `qda history` and the table `journal` show their ids")
    if len(found) > 1:
        raise ProjectError(f"{len(found)} acts begin with {act!r}; give more of the id")
    line = found[0]
    if coder and not line.coder:
        raise ProjectError(f"act {line.id} ({line.kind}: {line.what}) is unsigned, not {coder}'s; it is meant by `--coder ''`")
    if coder is not None and line.coder != coder:
        raise ProjectError(f"act {line.id} ({line.kind}: {line.what}) is {line.coder or 'nobody'}'s, not {coder}'s")
    if line.kind in {"create", "migrate"}:
        raise ProjectError(f"act {line.id} ({line.kind}) cannot be undone: the project begins with it")
    return Done(line.n, line.coder)


def undoing_of(connection: sa.Connection, act: str, coder: str | None) -> Done:
    """Return the act of undoing that took an act out of force; the act of undoing itself may be named, too."""
    a = schema.acts.c
    done = named(connection, act, coder)
    line = connection.execute(sa.select(schema.acts).where(a.n == done.n)).one()
    if line.kind == "undo":
        return done
    if line.undone_by is None:
        raise ProjectError(f"act {line.id} ({line.kind}: {line.what}) is not undone")
    by = connection.execute(sa.select(schema.acts).where(a.n == line.undone_by)).one()
    return Done(by.n, by.coder, line.n)


def _own(coder: str | None) -> sa.Select[Any]:
    a = schema.acts
    query = sa.select(a).order_by(a.c.clock.desc(), a.c.id.desc()).limit(1)
    return query if coder is None else query.where(a.c.coder == coder)


def _first(connection: sa.Connection, query: sa.Select[Any], verb: str, coder: str | None) -> Done:
    line = connection.execute(query).first()
    if line is None:
        whose = f" of {coder!r}" if coder is not None else ""
        raise ProjectError(f"nothing to {verb}: the journal has no act{whose} that could be")
    return Done(line.n, line.coder)
