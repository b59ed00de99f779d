"""Which acts were done knowing which others: every act knows the one it follows, and a merge what it brought."""

from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa

from qda.store import schema
from qda.store.rows import pairs


class _Place(NamedTuple):
    """An act's place: its line and position there, and how far the other lines were known to it."""

    line: int
    position: int
    known: dict[int, int]


class Lineage:
    """The acts of a project as lines that part where a copy was made and meet where copies were merged.

    Each act carries a version vector (Parker and others 1983) over the lines; it changes at partings and merges only and is shared in between.
    """

    def __init__(self, connection: sa.Connection) -> None:
        a = schema.acts.c
        brought: dict[int, list[int]] = {}
        for act, arrived in pairs(connection, sa.select(schema.arrivals.c.act, schema.arrivals.c.arrived)):
            brought.setdefault(act, []).append(arrived)
        numbers: dict[str, int] = {}
        self._places: dict[int, _Place] = {}
        self._lengths: list[int] = []
        for n, id_, follows in connection.execute(sa.select(a.n, a.id, a.follows).order_by(a.clock, a.id)):
            numbers[id_] = n
            self._places[n] = self._place(self._places.get(numbers.get(follows, 0)), brought.get(n, ()))

    def _place(self, former: _Place | None, brought: Iterable[int]) -> _Place:
        known = {} if former is None else former.known
        if former is not None and self._lengths[former.line] == former.position + 1:
            line = former.line
        else:
            line = len(self._lengths)
            self._lengths.append(0)
            known = known if former is None else known | {former.line: former.position}
        for other in (self._places[n] for n in brought if n in self._places):
            known = _joined(known, other)
        self._lengths[line] += 1
        return _Place(line, self._lengths[line] - 1, known)

    def knows(self, act: int, other: int) -> bool:
        """Say whether an act was done where another was known (or is the same)."""
        mine, asked = self._places[act], self._places[other]
        reached = mine.position if asked.line == mine.line else mine.known.get(asked.line, -1)
        return asked.position <= reached

    def apart(self, act: int, other: int) -> bool:
        """Say whether two acts were done without knowing each other."""
        return not self.knows(act, other) and not self.knows(other, act)


def _joined(known: dict[int, int], other: _Place) -> dict[int, int]:
    """Return what is known with what another act knew, and that act; the same object if that is nothing new."""
    news = {line: p for line, p in (*other.known.items(), (other.line, other.position)) if known.get(line, -1) < p}
    return known | news if news else known
