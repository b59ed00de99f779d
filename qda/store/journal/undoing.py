"""Which act undo and redo mean where no session tells: the journal says it.

An act of undoing or redoing is somebody's work in the sense of whose act it is about, whoever signed it.
"""

import json
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
    line = connection.execute(_own(coder).where(a.c.kind.not_in(NEVER), holds(a)).limit(1)).first()
    if line is None:
        raise _nothing_to("undo", coder)
    return Done(line.n, line.coder)


def last_undone(connection: sa.Connection, coder: str | None) -> Done:
    """Return the last act of undoing that is in force, of what this coder did, if the same coder did nothing else since."""
    a = schema.acts
    in_force = connection.execute(sa.select(a).where(a.c.kind == "undo", holds(a)).order_by(a.c.clock.desc(), a.c.id.desc()))
    whose = ((line, _whose(connection, line)) for line in in_force.all())
    undoing, owner = next(((line, who) for line, who in whose if coder is None or who == coder), (None, ""))
    if undoing is None:
        raise _nothing_to("redo", coder)
    later = connection.execute(_own(owner).where(a.c.kind.not_in(NEVER), holds(a)).limit(1)).first()
    if later is not None and (later.clock, later.id) > (undoing.clock, undoing.id):
        raise ProjectError(f"nothing to redo: {owner or 'somebody'} did something else since ({later.kind}: {later.what})")
    return Done(undoing.n, owner)


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
    owner = _whose(connection, line)
    if coder and not owner and line.coder != coder:
        raise ProjectError(f"act {line.id} ({line.kind}: {line.what}) is unsigned, not {coder}'s; it is meant by `--coder ''`")
    if coder is not None and coder not in {owner, line.coder}:
        raise ProjectError(f"act {line.id} ({line.kind}: {line.what}) is {owner or 'nobody'}'s, not {coder}'s")
    if line.kind in {"create", "migrate"}:
        raise ProjectError(f"act {line.id} ({line.kind}) cannot be undone: the project begins with it")
    return Done(line.n, owner)


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
    return Done(by.n, done.coder, line.n)


def _own(coder: str | None) -> sa.Select[Any]:
    a = schema.acts
    query = sa.select(a).order_by(a.c.clock.desc(), a.c.id.desc())
    return query if coder is None else query.where(a.c.coder == coder)


def _whose(connection: sa.Connection, line: sa.Row[Any]) -> str:
    """Return whose act a line of the journal is about: of undoing and redoing, whose act was undone or redone."""
    while line.kind in {"undo", "redo"}:
        about = sa.select(schema.acts).where(schema.acts.c.id == json.loads(line.details).get("act", ""))
        found = connection.execute(about).first()
        if found is None:
            break
        line = found
    return str(line.coder)


def _nothing_to(verb: str, coder: str | None) -> ProjectError:
    whose = f" of {coder!r}" if coder is not None else ""
    return ProjectError(f"nothing to {verb}: the journal has no act{whose} that could be")
