"""Is the journal true: the order of the acts, what is undone, batches that nobody finished."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from qda.store import schema
from qda.store.checks.problems import BACKUP, REPAIR, Problem

UNFINISHED = "a batch that is still being written, or was left by a program that was stopped"


class Line(NamedTuple):
    """What the checks need of an act."""

    n: int
    id: str
    clock: int
    kind: str
    time: str
    undone_by: int | None
    staged: int

    @property
    def order(self) -> tuple[int, str]:
        """Its place in the order that all copies share."""
        return self.clock, self.id

    @property
    def name(self) -> str:
        """How messages call it."""
        return f"act {self.n} ({self.kind}, {self.time})"


def journal_problems(connection: sa.Connection) -> Iterator[Problem]:
    """Yield what does not fit in the journal."""
    lines = journal_lines(connection)
    undoings = connection.execute(sa.select(schema.undoings.c.act, schema.undoings.c.undone)).all()
    yield from _out_of_order(lines, undoings)
    right, untold = undone_by(lines, undoings), untold_acts(lines, undoings)
    for line in lines.values():
        if line.n in untold:
            yield "acts", line.name, "whether it is undone cannot be told: an act that says so is lost", BACKUP
        elif line.undone_by != right.get(line.n):
            said = "undone, and no act in force undid it" if line.n not in right else "not undone as the acts of undoing say"
            yield "acts", line.name, f"is marked as {said}", REPAIR
        if line.staged:
            yield "acts", line.name, UNFINISHED, f"the next tagging takes it away, or {REPAIR}"


def journal_lines(connection: sa.Connection) -> dict[int, Line]:
    """Return the acts by their numbers."""
    columns = [schema.acts.c[name] for name in Line._fields]
    return {row.n: Line(*row) for row in connection.execute(sa.select(*columns).order_by(schema.acts.c.n))}


def _out_of_order(lines: dict[int, Line], undoings: Sequence[tuple[int, int]]) -> Iterator[Problem]:
    for line in lines.values():
        if line.clock < 1:
            yield "acts", line.name, f"has the clock {line.clock}; the first is 1", BACKUP
    for act, undone in undoings:
        if act in lines and undone in lines and lines[act].order <= lines[undone].order:
            yield "undoings", lines[act].name, f"undoes {lines[undone].name}, which comes after it", BACKUP


def undone_by(lines: dict[int, Line], undoings: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Work out which acts are undone, and by which; as `qda.store.journal.reverting.settle_undoings`, but independent of it.

    Examples
    --------
    >>> done = {n: Line(n, str(n), n, "code", "", None, 0) for n in (1, 2, 3)}
    >>> undone_by(done, [(2, 1)])
    {1: 2}
    >>> undone_by(done, [(2, 1), (3, 2)])
    {2: 3}

    An act that is lost undoes nothing:

    >>> undone_by(done, [(4, 1)])
    {}
    """
    found: dict[int, int] = {}
    there = [pair for pair in undoings if pair[0] in lines]
    for act, undone in sorted(there, key=lambda pair: lines[pair[0]].order, reverse=True):
        if act not in found:  # it is in force: whatever undoes it comes later
            found[undone] = act
    return found


def untold_acts(lines: dict[int, Line], undoings: Sequence[tuple[int, int]]) -> set[int]:
    """Return the acts of which nobody can tell whether they are undone: a lost act undid them, or what undid them.

    Examples
    --------
    >>> done = {n: Line(n, str(n), n, "code", "", None, 0) for n in (1, 2, 3)}
    >>> untold_acts(done, [(2, 1), (4, 2)])
    {1, 2}
    >>> untold_acts(done, [(2, 1), (3, 4)])
    set()

    The acts of undoing may be lost with what they undid:

    >>> untold_acts({1: Line(1, "1", 1, "code", "", 4, 0)}, [])
    {1}
    """
    found = {line.n for line in lines.values() if line.undone_by is not None and line.undone_by not in lines}
    new = found | {undone for act, undone in undoings if act not in lines}
    while new:
        found |= new
        new = {undone for act, undone in undoings if act in new} - found
    return found & lines.keys()
