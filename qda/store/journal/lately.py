"""What was done since: how far a project has got, and which documents later acts touched."""

import sqlalchemy as sa

from qda.store import schema
from qda.store.journal.audit import documents_of

WIDE = ("merge", "repair", "migrate", "undo", "redo")
"""Kinds of acts, beside batches, that may touch any document."""


def state_of(connection: sa.Connection) -> int:
    """Return how far a project has got: every act that comes into force has a higher clock than all before it. It is found by an index."""
    a = schema.acts.c
    return int(connection.execute(sa.select(a.clock).where(a.staged == 0).order_by(a.clock.desc()).limit(1)).scalar() or 0)


def touched(connection: sa.Connection, since: int) -> tuple[int, frozenset[str] | None]:
    """Return how far the project has got, and the documents that were touched `since`; None if that may be any."""
    state = state_of(connection)
    if state == since:
        return state, frozenset()
    a = schema.acts.c
    new = connection.execute(sa.select(a.n, a.kind, a.batch).where(a.clock > since, a.staged == 0)).all()
    if any(batch or kind in WIDE for _, kind, batch in new):
        return state, None
    return state, frozenset().union(*documents_of(connection, [n for n, *_ in new]).values())
