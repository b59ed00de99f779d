"""Two copies of one project become one: the acts that only the other knows are taken over with all they wrote.

What a project shows follows from its acts, and their order is the same in every copy; so it does not matter which copy takes from which, in what order, or how
often. A merge therefore decides nothing and writes nothing but its own line and which acts it brought.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import sqlalchemy as sa

from qda._wording import many
from qda.errors import ProjectError
from qda.frames import Frame
from qda.store import schema
from qda.store.journal.acts import Act, next_clock
from qda.store.journal.reverting import settle_undoings
from qda.store.material.moving import peoples_codings
from qda.store.merging.carrying import Carrier, Row
from qda.store.merging.conflicts import conflicts_frame, empty_conflicts
from qda.store.rows import insert, records
from qda.store.views import current_documents, holds

ALONE = ("merge", "migrate")
"""Kinds of acts that say something of one copy only; where nothing else is new, they stay there."""

ORPHANS = ["coding", "doc_id", "start", "end", "quote", "axis", "code", "coder"]
NAMED = 5


def _no_orphans() -> Frame:
    return pd.DataFrame(columns=ORPHANS)


@dataclass(frozen=True, kw_only=True)
class MergeReport:
    """What a merge brought.

    Attributes
    ----------
    acts
        How many acts were new here.
    coders
        Whose they are.
    documents, codings
        How many descriptions of documents and how many codings these acts wrote, whether or not they are shown.
    taken_back
        How many acts were in force here until now and are undone by what came: by somebody who undid them there, or a merge that brought them.
    undone
        How many acts of the other copy are known here, in force there, and undone here: merging does not bring them back, redoing does.
    conflicts
        Where the copies went apart on the same coding and nobody resolved it yet, see `qda.store.Store.conflicts`.
    orphaned
        People's codings that stand on a former text of their document since this merge: ``coding, doc_id, start, end, quote, axis, code, coder``.
    backup
        The name of the copy of the project as it was before, on the shelf beside it; empty if nothing was new, or on a server.
    """

    acts: int = 0
    coders: tuple[str, ...] = ()
    documents: int = 0
    codings: int = 0
    taken_back: int = 0
    undone: int = 0
    conflicts: Frame
    orphaned: Frame = field(default_factory=_no_orphans)
    backup: str = ""

    def __str__(self) -> str:
        if not self.acts:
            said = ["nothing new: every act of the other copy is known here"]
        else:
            whose = f" by {', '.join(self.coders)}" if self.coders else ""
            said = [f"{many(self.acts, 'act')}{whose}: {many(self.codings, 'coding')}"]
            texts = many(self.documents, "text or description of documents", "texts or descriptions of documents")
            said[0] += f", {texts}" if self.documents else ""
        said += [f"undone by it: {many(self.taken_back, 'act')} in force here"] if self.taken_back else []
        said += [f"undone here: {self.undone} of its acts; redo brings back, merging does not"] if self.undone else []
        said += [f"{many(len(self.conflicts), 'conflict')} to resolve"] if len(self.conflicts) else []
        lost = f"{many(len(self.orphaned), 'coding')} without a place, `qda check --repair` looks for one"
        said += [lost] if len(self.orphaned) else []
        return "; ".join(said)


def new_acts(ours: sa.Connection, other: sa.Connection) -> list[Row]:
    """Return the acts that only the other copy knows, in the order that all copies share; none if they concern that copy alone."""
    a = schema.acts
    known = set(ours.execute(sa.select(a.c.id)).scalars())
    found = [
        row for row in records(other, sa.select(a).where(a.c.staged == 0).order_by(a.c.clock, a.c.id)) if row["id"] not in known
    ]
    return found if any(row["kind"] not in ALONE for row in found) else []


def require_mergeable(ours: sa.Connection, other: sa.Connection, *, name: str, path: Path) -> None:
    """Refuse what is no copy of this project, and copies that both gave a document a new text.

    Raises
    ------
    ProjectError
        With what is the matter, in a line.
    """
    if _project(ours) != _project(other):
        raise ProjectError(f"{path}: is no copy of {name} but a project of its own; only copies of one project can be merged")
    apart = _texts_apart(ours, other)
    if apart:
        which = ", ".join(map(repr, apart[:NAMED])) + (f" and {len(apart) - NAMED} more" if len(apart) > NAMED else "")
        raise ProjectError(
            f"{path}: both copies changed the document {which} since they parted, and its texts differ; nothing was merged; "
            "undo the change in one of them first"
        )


def _project(connection: sa.Connection) -> str:
    m = schema.meta.c
    return str(connection.execute(sa.select(m.value).where(m.key == "project")).scalar_one())


def _texts_apart(ours: sa.Connection, other: sa.Connection) -> list[str]:
    """Return the documents that have different texts, each by an act that the other copy does not know."""
    here, there = _current(ours), _current(other)
    acts_here, acts_there = (set(c.execute(sa.select(schema.acts.c.id)).scalars()) for c in (ours, other))
    return [
        doc_id
        for doc_id in sorted(here.keys() & there.keys())
        if here[doc_id][0] != there[doc_id][0] and here[doc_id][1] not in acts_there and there[doc_id][1] not in acts_here
    ]


def _current(connection: sa.Connection) -> dict[str, tuple[str, str]]:
    """Return revision and act of each document's text."""
    current, d, acts = current_documents(), schema.documents, schema.acts
    query = sa.select(current.c.id, current.c.revision, acts.c.id).join(d, d.c.n == current.c.n).join(acts, acts.c.n == d.c.act)
    return {doc_id: (revision, act) for doc_id, revision, act in connection.execute(query)}


def look(ours: sa.Connection, other: sa.Connection, *, name: str, path: Path) -> MergeReport:
    """Return what a merge would say before anything is written: refused, or nothing new, or how many acts would come."""
    require_mergeable(ours, other, name=name, path=path)
    found = new_acts(ours, other)
    return MergeReport(
        acts=len(found), undone=undone_here(ours, other), conflicts=empty_conflicts() if found else conflicts_frame(ours)
    )


def merge(act: Act, other: sa.Connection, *, name: str, path: Path, kept: str) -> MergeReport:
    """Take over what is new, in the course of an act; see `qda.store.Store.merge`."""
    ours = act.connection
    require_mergeable(ours, other, name=name, path=path)
    orphans, held = {row["id"] for row in _orphans(ours)}, _in_force(ours)
    found, carrier = new_acts(ours, other), Carrier(ours, other, str(path))
    insert(ours, schema.arrivals, [{"act": act.n, "arrived": n} for n in carrier.carry(found)])
    settle_undoings(ours)
    _come_last(act)
    counts = carrier.counts
    report = MergeReport(
        acts=len(found),
        coders=tuple(sorted({row["coder"] for row in found if row["coder"]})),
        documents=counts["documents"],
        codings=counts["codings"],
        taken_back=len(held - _in_force(ours)),
        undone=undone_here(ours, other),
        conflicts=conflicts_frame(ours),
        orphaned=_orphan_frame([row for row in _orphans(ours) if row["id"] not in orphans]),
        backup=kept,
    )
    act.added, act.retracted, act.keep = counts["codings"], counts["retractions"], True
    act.what = f"merge of {path.name}: {report}"
    act.details = {"file": path.name, "last": found[-1]["id"], "backup": kept} | {
        "rows": {k: n for k, n in sorted(counts.items()) if n}
    }
    return report


def _come_last(act: Act) -> None:
    """Give the act of merging its place after all that it brought."""
    act.clock = next_clock(act.connection)
    act.connection.execute(sa.update(schema.acts).where(schema.acts.c.n == act.n).values(clock=act.clock))


def undone_here(ours: sa.Connection, other: sa.Connection) -> int:
    """Count the acts that are in force in the other copy and undone here."""
    a = schema.acts
    undone = set(ours.execute(sa.select(a.c.id).where(a.c.undone_by.is_not(None), a.c.kind.not_in(ALONE))).scalars())
    return len(undone & _in_force(other))


def _in_force(connection: sa.Connection) -> set[str]:
    a = schema.acts
    return set(connection.execute(sa.select(a.c.id).where(holds(a), a.c.kind.not_in(ALONE))).scalars())


def _orphans(connection: sa.Connection) -> Sequence[dict[str, Any]]:
    """Return people's codings on texts that count no more, of documents that are there."""
    current, t = current_documents(), schema.texts.c
    there: Collection[str] = set(connection.execute(sa.select(current.c.id)).scalars())
    return [row for row in peoples_codings(connection, t.n.not_in(sa.select(current.c.text))) if row["doc_id"] in there]


def _orphan_frame(rows: Sequence[dict[str, Any]]) -> Frame:
    found = [[row["id"], *(row[name] for name in ORPHANS[1:])] for row in rows]
    return pd.DataFrame(found, columns=ORPHANS).sort_values(ORPHANS, ignore_index=True)
