"""What became of codings: which acts took a row back, and which rows these acts wrote in its place."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from qda.store import schema
from qda.store.rows import ASKED, chunks
from qda.store.views import holds


class Claim(NamedTuple):
    """A row of codings with its place; `said` is what two rows must share to say the same."""

    n: int
    id: str
    act: int
    undone_by: int | None
    holds: bool
    coder: str
    judged: str
    replaces: str
    axis: str
    code: str
    doc_id: str
    start: int
    end: int
    quote: str
    said: tuple[Any, ...]


class Ends(NamedTuple):
    """Where the way of a row ends: the rows that stand now, and the acts that took back without writing anew."""

    rows: list[Claim]
    acts: set[int]


class Descent:
    """The rows with certain ids, those that judge or replace them, and so on; and the acts in force that took them back."""

    def __init__(self, connection: sa.Connection, ids: Collection[str]) -> None:
        self._by_id: dict[str, list[Claim]] = {}
        self._judging: dict[str, list[Claim]] = {}
        self._replacing: dict[str, list[Claim]] = {}
        self._takers: dict[int, list[int]] = {}
        self._kinds: dict[int, str] = {}
        new, known = set(ids), set()
        changed = _replacing(connection)
        while new:
            known |= new
            beside = {other for id_ in new for other in changed.get(id_, ())}
            rows = list(_claims(connection, new, beside))
            self._keep(connection, rows, new)
            new = (beside | {row.id for row in rows} | {row.judged for row in rows if row.judged}) - known

    def _keep(self, connection: sa.Connection, rows: Iterable[Claim], asked: Collection[str]) -> None:
        there = {row.n for own in self._by_id.values() for row in own}
        fresh = {row.n: row for row in rows if row.id in asked and row.n not in there}
        for row in sorted(fresh.values(), key=lambda row: row.n):
            self._by_id.setdefault(row.id, []).append(row)
            if row.judged:
                self._judging.setdefault(row.judged, []).append(row)
            if row.replaces:
                self._replacing.setdefault(row.replaces, []).append(row)
        r, acts = schema.retractions.c, schema.acts
        query = sa.select(r.coding, acts.c.n, acts.c.kind).join(acts, acts.c.n == r.act).where(holds(acts))
        for chunk in chunks(sorted(fresh), ASKED):
            for coding, act, kind in connection.execute(query.where(r.coding.in_(chunk)).order_by(acts.c.clock, acts.c.id)):
                self._takers.setdefault(coding, []).append(act)
                self._kinds[act] = kind

    def of(self, id_: str) -> list[Claim]:
        """Return the rows with an id."""
        return sorted(self._by_id.get(id_, ()), key=lambda row: (row.start, row.end, row.said))

    def takers(self, row: Claim) -> list[int]:
        """Return the acts in force that took a row back."""
        return self._takers.get(row.n, [])

    def by_machine(self, act: int) -> bool:
        """Say whether an act that took something back is a machine's run."""
        return self._kinds[act] == "tag"

    def stands(self, row: Claim) -> bool:
        """Say whether a row is in force and nobody took it back."""
        return row.holds and not self.takers(row)

    def judgements(self, rows: Sequence[Claim]) -> list[Claim]:
        """Return the standing rows that judge these."""
        ids = {row.id for row in rows}
        return sorted((row for id_ in ids for row in self._judging.get(id_, ()) if self.stands(row)), key=lambda row: row.said)

    def after(self, row: Claim) -> bool:
        """Say whether a row was written by an act that took another of its id back."""
        return any(row.act in self.takers(other) for other in self._by_id[row.id])

    def ends(self, row: Claim, act: int) -> Ends:
        """Return what has become of a row by way of an act that took it back."""
        rows: dict[int, Claim] = {}
        acts: set[int] = set()
        ways = [(row, act)]
        seen: set[tuple[int, int]] = set()
        while ways:
            here, by = ways.pop()
            written = [new for new in self._written(here) if new.act == by]
            acts |= set() if written else {by}
            for new in written:
                if self.stands(new):
                    rows[new.n] = new
                further = {(new.n, taker): (new, taker) for taker in self.takers(new)}
                ways += [way for key, way in further.items() if key not in seen]
                seen |= further.keys()
        return Ends(sorted(rows.values(), key=lambda row: (row.id, row.said)), acts)

    def _written(self, row: Claim) -> Iterator[Claim]:
        """Yield the rows that may stand in the place of another."""
        yield from (new for new in self._by_id[row.id] if new.n != row.n)
        yield from self._replacing.get(row.id, ())
        if row.judged:
            yield from (new for new in self._judging.get(row.judged, ()) if new.coder == row.coder and new.id != row.id)


def _replacing(connection: sa.Connection) -> dict[str, list[str]]:
    """Return which ids stand in the place of which."""
    c = schema.codings.c
    out: dict[str, list[str]] = {}
    for old, new in connection.execute(sa.select(c.replaces, c.id).where(c.replaces != "")):
        out.setdefault(old, []).append(new)
    return out


def _claims(connection: sa.Connection, ids: Collection[str], beside: Collection[str]) -> Iterator[Claim]:
    """Yield the rows with these ids, and those that judge what has them or what they judge."""
    c, s, t, acts = schema.codings.c, schema.spans.c, schema.texts.c, schema.acts
    more = (t.revision, c.statement, c.round, c.origin, c.status, c.certainty, c.memo)
    query = (
        sa.select(c.n, c.id, c.act, acts.c.undone_by, acts.c.staged, c.coder, c.judged, c.replaces, c.axis, c.code)
        .add_columns(t.doc_id, s.start, s.end, s.quote, *more)
        .join(acts, acts.c.n == c.act)
        .join(schema.spans, s.n == c.span)
        .join(schema.texts, t.n == s.text)
    )
    for column in (c.id, c.judged):
        for chunk in chunks(sorted({*ids, *beside}), ASKED):
            for n, id_, act, undone_by, staged, coder, judged, replaces, *own in connection.execute(
                query.where(column.in_(chunk))
            ):
                axis, code, doc_id, start, end, quote, *beside_place = own
                said = (coder, judged, axis, code, start, end, *map(str, beside_place))
                held = undone_by is None and not staged
                yield Claim(n, id_, act, undone_by, held, coder, judged, replaces, axis, code, doc_id, start, end, quote, said)
