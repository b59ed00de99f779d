"""A machine's batch is written piece by piece, so that people's acts get in between, and comes into force at once.

Its rows go where they belong, under an act that is `staged`: nothing of it is shown until one short transaction says that it holds. A table to stage rows in
would have to be copied at the end, under the lock, which takes as long as the batch is large; this way nothing is written twice or moved. What a stopped
program leaves was never in force and is taken away by the next batch, or a repair.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from qda.errors import ProjectError
from qda.store import schema
from qda.store.databases.database import Database
from qda.store.journal import acts
from qda.store.journal.acts import Act
from qda.store.rows import Columns, Span, insert_columns, known_spans, phrase_numbers, sizes, taken

PIECE = 5_000
"""Rows that are written in one transaction: some hundredths of a second."""

BREATH = 0.01
"""Seconds between two pieces: SQLite keeps no queue, who waits has to come by while nobody writes."""

ABANDONED = timedelta(hours=1)
"""For how long a batch may have written nothing while others have the project open."""

_here: set[tuple[str, int]] = set()
"""The batches that this program is writing, by the name of the project and their numbers."""

Progress = Callable[[int, int], None]
"""Called with the number of rows written, and of all rows."""


@dataclass(kw_only=True)
class Batch:
    """A batch on its way; see `batch`."""

    n: int
    database: Database
    wait: float

    def write(self, tables: Iterable[tuple[sa.Table, Columns]], progress: Progress | None = None) -> None:
        """Write rows of this batch, given column by column without the act."""
        wanted = list(tables)
        done, total = 0, sum(sizes(columns) for _, columns in wanted)
        for table, columns in wanted:
            for first in range(0, sizes(columns), PIECE):
                part = taken(columns, first, PIECE)
                with self._piece() as connection:
                    insert_columns(connection, table, {**part, "act": [self.n] * sizes(part)})
                done += sizes(part)
                if progress is not None:
                    progress(done, total)

    def phrases(self, values: Iterable[str]) -> dict[str, int]:
        """Return the numbers of phrases, after storing those that are new."""
        with self._piece() as connection:
            return phrase_numbers(connection, values)

    def spans(self, new: Sequence[tuple[int, int, int, str]]) -> dict[Span, int]:
        """Store spans (text, start, end, quote); return their numbers."""
        found: dict[Span, int] = {}
        for first in range(0, len(new), PIECE):
            part = new[first : first + PIECE]
            columns = dict(zip(("text", "start", "end", "quote"), zip(*part, strict=True), strict=True))
            with self._piece() as connection:
                insert_columns(connection, schema.spans, columns, new=True)
                found |= known_spans(connection, [(t, s, e) for t, s, e, _ in part])
        return found

    @contextmanager
    def _piece(self) -> Iterator[sa.Connection]:
        """Begin a short transaction; the time of the act says when it last wrote."""
        with self.database.writing(wait=self.wait) as connection:
            self._require(connection, time=acts.now())
            yield connection
        time.sleep(BREATH)

    def _require(self, connection: sa.Connection, **values: object) -> None:
        mine = sa.update(schema.acts).where(schema.acts.c.n == self.n, schema.acts.c.staged != 0)
        if not connection.execute(mine.values(**values)).rowcount:
            raise ProjectError(
                f"{self.database.name}: the batch was taken away by a repair while it was being written; begin again"
            )

    @contextmanager
    def published(self) -> Iterator[Act]:
        """Begin the transaction that puts the batch in force, after all acts that are known by now; a copy of what was staged stays one of nothing."""
        with self.database.writing(wait=self.wait) as connection:
            self._require(connection, **acts.place_now(connection))
            row = connection.execute(sa.select(schema.acts).where(schema.acts.c.n == self.n)).one()
            act = Act(connection=connection, n=row.n, id=row.id, time=row.time, clock=row.clock, coder=row.coder, kind=row.kind)
            yield act
            acts.complete(act)
            self._require(connection, staged=0)

    def drop(self) -> None:
        """Take the batch away; where that cannot be done now, the next one will."""
        with suppress(DBAPIError), self.database.writing(wait=self.wait) as connection:
            drop(connection, [self.n])


@contextmanager
def batch(database: Database, kind: str, *, coder: str, wait: float) -> Iterator[Batch]:
    """Begin a batch, after taking away what others left; what fails is taken away."""
    with database.reading() as connection:
        left = [n for n in staged(connection) if (database.name, n) not in _here]
    alone = bool(left) and database.alone()
    with database.writing(wait=wait) as connection:
        drop(connection, left if alone else abandoned(connection))
        made = Batch(n=acts.begin(connection, kind, coder=coder, batch=True, staged=True).n, database=database, wait=wait)
    with ExitStack() as failing:
        failing.callback(made.drop)
        _here.add((database.name, made.n))
        try:
            yield made
        finally:
            _here.discard((database.name, made.n))
        failing.pop_all()


def staged(connection: sa.Connection) -> list[int]:
    """Return the batches that are not in force yet."""
    return list(connection.execute(sa.select(schema.acts.c.n).where(schema.acts.c.staged != 0)).scalars())


def abandoned(connection: sa.Connection) -> list[int]:
    """Return the batches that have written nothing for long."""
    long_ago = (datetime.now(UTC) - ABANDONED).isoformat()
    a = schema.acts.c
    return list(connection.execute(sa.select(a.n).where(a.staged != 0, a.time < long_ago)).scalars())


def drop(connection: sa.Connection, batches: Sequence[int]) -> None:
    """Take batches away that are not in force, rows first; spans and phrases belong to nobody and stay."""
    left = set(batches).intersection(staged(connection))
    if left:
        for table in reversed(schema.metadata.sorted_tables):
            connection.execute(sa.delete(table).where(_of_acts(table, sorted(left))))


def _of_acts(table: sa.Table, batches: list[int]) -> sa.ColumnElement[bool]:
    """Say of a row that one of some acts wrote it, itself or the row it belongs to; texts, spans and phrases belong to nobody."""
    if table is schema.acts:
        return schema.acts.c.n.in_(batches)
    if "act" in table.c:
        return table.c.act.in_(batches)
    owners = [key for key in table.foreign_keys if "act" in key.column.table.c]
    owned = [key.parent.in_(sa.select(key.column).where(key.column.table.c.act.in_(batches))) for key in owners]
    return sa.or_(*owned) if owned else sa.false()
