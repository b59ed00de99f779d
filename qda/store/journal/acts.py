"""Acts: one transaction each, which writes the change and its line in the journal."""

import json
import logging
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from qda.codebook import version_of
from qda.frames import Frame
from qda.store import schema
from qda.store.rows import insert_one
from qda.store.views import codebook_in_force, holds

log = logging.getLogger("qda.store.acts")
"""Tells of every act that is committed: place and kind, on the level INFO; never of what is in it."""

REPEATABLE = ("create", "migrate", "add", "cases", "speakers", "folder", "segment", "undo", "redo", "repair")
"""The kinds of acts that adding the same folder again, and segmenting it, would do again."""

RULES = "rules"
"""The machine that every run of a study has read again; what another one found would be lost."""


@dataclass(kw_only=True)
class Act:
    """An act while it is being done.

    Attributes
    ----------
    n, id, time, clock, coder, kind
        Its line in the journal.
    what
        One line for people.
    details
        What else is worth keeping; never the rows themselves.
    added, retracted
        How many rows it wrote and took back. An act that did neither leaves no trace, unless `keep` is set.
    """

    connection: sa.Connection = field(repr=False)
    n: int
    id: str
    time: str
    clock: int
    coder: str
    kind: str
    what: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    added: int = 0
    retracted: int = 0
    keep: bool = False

    @property
    def happened(self) -> bool:
        """Whether anything was written."""
        return bool(self.keep or self.added or self.retracted)


def now() -> str:
    """Return the time in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@contextmanager
def acting(connection: sa.Connection, kind: str, *, coder: str, batch: bool = False) -> Iterator[Act]:
    """Write the line of an act, let it be done, and complete the line; an act that did nothing is taken back."""
    point = connection.begin_nested()
    act = begin(connection, kind, coder=coder, batch=batch)
    yield act
    if not act.happened:
        point.rollback()
        return
    complete(act)
    point.commit()


def begin(connection: sa.Connection, kind: str, *, coder: str, batch: bool, staged: bool = False) -> Act:
    """Write the line of an act."""
    own: dict[str, Any] = {"coder": coder, "kind": kind, **place_now(connection)}
    made = {"details": "{}", "batch": str(uuid.uuid4()) if batch else "", "staged": int(staged)}
    number = insert_one(connection, schema.acts, {**own, **made})
    return Act(connection=connection, n=number, **{name: own[name] for name in ("id", "time", "clock", "coder", "kind")})


def place_now(connection: sa.Connection) -> dict[str, Any]:
    """Return what a line says of its place in the journal: after all that is known here, under the codebook that holds now."""
    mine = {"id": str(uuid.uuid4()), "time": now(), "clock": next_clock(connection)}
    return {**mine, "follows": last_act(connection), "codebook": version_in_force(connection)}


def complete(act: Act) -> None:
    """Write into the line what was done."""
    done = {"what": act.what, "details": as_json(act.details), "added": act.added, "retracted": act.retracted}
    act.connection.execute(sa.update(schema.acts).where(schema.acts.c.n == act.n).values(**done))


def next_clock(connection: sa.Connection) -> int:
    """Return one more than the highest clock of any act that is known here."""
    return int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(schema.acts.c.clock), 0))).scalar_one()) + 1


def last_act(connection: sa.Connection) -> str:
    """Return the id of the last act that is known here; empty in a project that is just being made."""
    a = schema.acts.c
    query = sa.select(a.id).where(a.staged == 0).order_by(a.clock.desc(), a.id.desc()).limit(1)
    return connection.execute(query).scalar() or ""


def version_in_force(connection: sa.Connection) -> str:
    """Return the version of the codebook that holds now, as codings name it; empty in a project that is just being made."""
    found = connection.execute(codebook_in_force("id", "version", "hash")).first()
    return "" if found is None else version_of(*found)


def tell_committed(place: str, kind: str) -> None:
    """Log that an act stays from now on, whatever happens to the program."""
    log.info("%s: %s", place, kind)


def as_json(value: Any) -> str:
    """Return a value as JSON text; what JSON does not know is written as its text."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    return value.item() if hasattr(value, "item") else str(value)


def journal(connection: sa.Connection) -> Frame:
    """Return the journal, in order; `undone_by` is the id of the act that took it back, or empty."""
    import pandas as pd

    undoer = schema.acts.alias("undoer")
    named = [c for c in schema.acts.c if c.name not in {"n", "undone_by", "staged", "clock", "follows"}]
    query = (
        sa.select(*named, sa.func.coalesce(undoer.c.id, "").label("undone_by"))
        .outerjoin(undoer, undoer.c.n == schema.acts.c.undone_by)
        .where(schema.acts.c.staged == 0)
        .order_by(schema.acts.c.clock, schema.acts.c.id)
    )
    result = connection.execute(query)
    frame = pd.DataFrame(result.all(), columns=list(result.keys()))
    frame["details"] = pd.Series([json.loads(text) for text in frame["details"]], dtype=object)
    return frame


def human_acts(connection: sa.Connection) -> int:
    """Count the acts in force that would be lost if the project were made again from its folder."""
    a = schema.acts.c
    repeatable = sa.or_(a.kind.in_(REPEATABLE), sa.and_(a.kind == "tag", a.coder == RULES))
    return int(connection.execute(sa.select(sa.func.count()).where(~repeatable, holds(schema.acts))).scalar_one())
