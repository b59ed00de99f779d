"""Things of which the last word counts: a coder's memo, a case, a speaker, an assignment, the codebook. Where copies parted, several last words may stand.

Within one copy whoever writes anew knows what stood there. After a merge two may stand that did not know each other: the later one counts, and both are
a conflict until somebody who knows both has written anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from qda.store import schema
from qda.store.merging.lineage import Lineage
from qda.store.rows import records
from qda.store.views import in_force

Key = tuple[Any, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class LastWord:
    """A table in which the last row per key counts, and what two rows must share to say the same."""

    table: sa.Table
    key: tuple[str, ...]
    value: tuple[str, ...]

    def key_of(self, row: Mapping[str, Any]) -> Key:
        """Return what a row is about."""
        return tuple(row[name] for name in self.key)

    def value_of(self, row: Mapping[str, Any]) -> Key:
        """Return what it says."""
        return tuple(row[name] for name in self.value)


MEMOS = LastWord(table=schema.memos, key=("kind", "target", "span", "coder"), value=("text",))
CASES = LastWord(table=schema.cases, key=("id",), value=("label", "aliases", "attributes"))
SPEAKERS = LastWord(table=schema.speakers, key=("doc_id", "speaker"), value=("role", "organisation", "organisation_kind"))
ASSIGNMENTS = LastWord(table=schema.assignments, key=("coder", "doc_id", "span", "round"), value=("blind",))

CODEBOOKS = LastWord(table=schema.codebooks, key=("id",), value=("hash",))


def said_apart(connection: sa.Connection, words: LastWord) -> dict[Key, list[Mapping[str, Any]]]:
    """Return the last words that did not know each other and do not say the same: key -> rows, each with its act, the first first."""
    if connection.execute(sa.select(schema.arrivals.c.n).limit(1)).first() is None:
        return {}
    said: dict[Key, list[Mapping[str, Any]]] = {}
    for row in _several(connection, words):
        said.setdefault(words.key_of(row), []).append(row)
    lineage = Lineage(connection) if said else None
    last = {key: _unknown_to_others(rows, lineage) for key, rows in said.items() if lineage}
    return {key: rows for key, rows in last.items() if len({words.value_of(row) for row in rows}) > 1}


def _several(connection: sa.Connection, words: LastWord) -> list[dict[str, Any]]:
    """Return the rows in force of what several acts spoke about."""
    return records(connection, _ask_several(words))


@cache
def _ask_several(words: LastWord) -> sa.Select[Any]:
    t, acts = words.table, schema.acts
    key = [t.c[name] for name in words.key]
    ends = (extreme(t.c.act).over(partition_by=key).label(name) for extreme, name in ((sa.func.min, "lo"), (sa.func.max, "hi")))
    found = sa.select(t, *ends).where(in_force(t)).subquery()
    query = sa.select(found).join(acts, acts.c.n == found.c.act).where(found.c.lo != found.c.hi)
    return query.order_by(acts.c.clock, acts.c.id, found.c.n)


def _unknown_to_others(rows: Sequence[Mapping[str, Any]], lineage: Lineage) -> list[Mapping[str, Any]]:
    """Return the last row of each act that no other of these acts knew."""
    last = {row["act"]: row for row in rows}
    return [row for act, row in last.items() if not any(other != act and lineage.knows(other, act) for other in last)]
