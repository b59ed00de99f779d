"""Where two copies of a project went apart on the same coding, or on what else they wrote: read off the acts, never decided here."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations, product
from typing import Any, NamedTuple

import pandas as pd
import sqlalchemy as sa

from qda.frames import Frame
from qda.store import schema
from qda.store.coding.settling import ORIGIN, split_of
from qda.store.material.moving import PEOPLE
from qda.store.merging.descent import Claim, Descent
from qda.store.merging.lineage import Lineage
from qda.store.merging.things import Thing, things_apart
from qda.store.rows import ASKED, chunks, pairs
from qda.store.views import alive_codings, alive_readings, current_documents, holds, in_force, standing

BOTH_CHANGED = "both changed it"
BOTH_JUDGED = "both judged it"
TAKEN_CHANGED = "one took it back, the other changed it"
TAKEN_JUDGED = "one took it back, the other judged it"
UNDONE = "one undid it, the other built on it"
DOCUMENT_UNDONE = "one undid its document, the other coded it"
BOTH_SETTLED = "both settled it"

COLUMNS = ["coding", "doc_id", "start", "end", "quote", "axis", "code", "what", "kind", "target"]
SIDE = ["coder", "act", "time", "replacement", "code", "start", "end", "text"]
NOWHERE = ("", "", -1, -1)
"""What is said of a side on which nothing stands."""


class Side(NamedTuple):
    """What one side did: the number of its act, and what stands there since, if anything; what it wrote, if it wrote words."""

    act: int
    row: Claim | None = None
    text: str = ""


class Conflict(NamedTuple):
    """A coding, or what else is spoken about, and what two acts that did not know each other made of it."""

    row: Claim | Thing
    what: str
    sides: tuple[Side, Side]


def conflicts_frame(connection: sa.Connection) -> Frame:
    """Return the conflicts that nobody has resolved: see `qda.store.Store.conflicts`."""
    a = schema.acts
    if connection.execute(sa.select(schema.arrivals.c.n).limit(1)).first() is None:
        return empty_conflicts()
    found = list(_found(connection))
    numbers = sorted({side.act for conflict in found for side in conflict.sides})
    lines: dict[int, Any] = {}
    for chunk in chunks(numbers, ASKED):
        lines |= {line.n: line for line in connection.execute(sa.select(a).where(a.c.n.in_(chunk)))}
    return _frame(found, lines)


def empty_conflicts() -> Frame:
    """Return the table of no conflicts."""
    return _no_conflicts().copy()


@cache
def _no_conflicts() -> Frame:
    return _framed([])


def _frame(found: Sequence[Conflict], lines: dict[int, Any]) -> Frame:
    rows = []
    if not found:
        return empty_conflicts()
    for row, what, sides in found:
        one, two = sorted((_side(side, lines) for side in sides), key=lambda side: side[0])
        named = (row.kind, row.target) if isinstance(row, Thing) else ("coding", "")
        rows.append((row.id, row.doc_id, row.start, row.end, row.quote, row.axis, row.code, what, *named, *one[1], *two[1]))
    return _framed(rows)


def _framed(rows: Sequence[tuple[Any, ...]]) -> Frame:
    names = [*COLUMNS, *(f"{name}_a" for name in SIDE), *(f"{name}_b" for name in SIDE)]
    frame = pd.DataFrame(rows, columns=names)
    frame = frame.astype({name: "int64" if name.startswith(("start", "end")) else "str" for name in names})
    return frame.drop_duplicates().sort_values(["doc_id", "start", "end", *names], ignore_index=True)


def _side(side: Side, lines: dict[int, Any]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return where a side stands among the acts, and what is said of it."""
    line, row = lines[side.act], side.row
    stands = (row.id, row.code, row.start, row.end) if row else NOWHERE
    return (line.clock, line.id), (line.coder, line.id, line.time, *stands, side.text)


def _found(connection: sa.Connection) -> Iterator[Conflict]:
    ids = {*_taken_back_twice(connection), *_judged(connection), *_undone(connection)}
    descent, lineage = Descent(connection, ids), Lineage(connection)
    settled = set(connection.execute(sa.select(schema.settlements.c.original).where(in_force(schema.settlements))).scalars())
    for id_ in sorted(ids):
        rows = descent.of(id_)
        found = [
            *_both_touched(rows, descent, lineage),
            *_judged_apart(rows, descent, lineage),
            *_undone_below(rows, descent, lineage),
        ]
        yield from (c for c in found if not any(side.row and side.row.id in settled for side in c.sides))
    yield from _without_document(connection, lineage)
    yield from _settled_apart(connection, lineage)
    for thing, what, (one, two) in things_apart(connection):
        yield Conflict(thing, what, (Side(one[0], text=one[1]), Side(two[0], text=two[1])))


def _taken_back_twice(connection: sa.Connection) -> Iterable[str]:
    """Return the ids of codings that several acts of people took back."""
    return connection.execute(_ask_taken_back_twice()).scalars()


@cache
def _ask_taken_back_twice() -> sa.Select[Any]:
    c, r, acts = schema.codings, schema.retractions, schema.acts
    query = (
        sa.select(c.c.id).join(r, r.c.coding == c.c.n).join(acts, acts.c.n == r.c.act).where(holds(acts), acts.c.kind != "tag")
    )
    return query.group_by(c.c.id).having(sa.func.count(sa.distinct(r.c.act)) > 1)


def _judged(connection: sa.Connection) -> Iterable[str]:
    """Return the ids of suggestions that are judged and that somebody took back, or one coder judged twice."""
    return [id_ for query in _ask_judged() for id_ in connection.execute(query).scalars()]


@cache
def _ask_judged() -> tuple[sa.Select[Any], ...]:
    y, c, r, acts = schema.codings.alias("y"), schema.codings, schema.retractions, schema.acts
    judged = sa.select(y.c.judged).where(y.c.judged != "", standing(y))
    back = sa.exists().where(c.c.id == y.c.judged, r.c.coding == c.c.n, acts.c.n == r.c.act, acts.c.kind != "tag", holds(acts))
    twice = judged.group_by(y.c.judged, y.c.coder).having(sa.func.count() > 1)
    return judged.where(back), twice


def _undone(connection: sa.Connection) -> Iterable[str]:
    """Return the ids of codings whose act is undone while something stands that was built on them."""
    return [id_ for query in _ask_undone() for id_ in connection.execute(query).scalars()]


@cache
def _ask_undone() -> tuple[sa.Select[Any], ...]:
    y, x, r, acts = schema.codings.alias("y"), schema.codings, schema.retractions, schema.acts
    gone = sa.exists().where(acts.c.n == x.c.act, acts.c.undone_by.is_not(None))
    named = (sa.select(x.c.id).join(y, column == x.c.id).where(column != "") for column in (y.c.judged, y.c.replaces))
    noted = sa.select(x.c.id).join(r, r.c.coding == x.c.n).join(y, sa.and_(y.c.act == r.c.act, y.c.id == x.c.id))
    return tuple(query.where(gone, standing(y)) for query in (*named, noted))


def _both_touched(rows: Sequence[Claim], descent: Descent, lineage: Lineage) -> Iterator[Conflict]:
    """Yield where two sides took the same coding back, and not both to leave it at that or to say the same instead."""
    touched = [(row, act) for row in rows for act in descent.takers(row) if not descent.by_machine(act)]
    for (row, act), (other, act_b) in combinations(touched, 2):
        if not lineage.apart(act, act_b) or not (row.n == other.n or lineage.apart(row.act, other.act)):
            continue
        one, two = descent.ends(row, act), descent.ends(other, act_b)
        if one.rows and two.rows and {r.said for r in one.rows} != {r.said for r in two.rows}:
            yield Conflict(row, BOTH_CHANGED, (Side(act, one.rows[0]), Side(act_b, two.rows[0])))
        for back, kept, its in ((one, two, act_b), (two, one, act)):
            if not back.rows and kept.rows:
                yield from _taken(row, back.acts, Side(its, kept.rows[0]), TAKEN_CHANGED, lineage)


def _taken(row: Claim, back: Iterable[int], kept: Side, what: str, lineage: Lineage) -> Iterator[Conflict]:
    """Yield where those who took back did not know what stands instead, nor those who wrote that, that it was taken back."""
    for act in sorted(back):
        if kept.row and lineage.apart(act, kept.act) and lineage.apart(act, kept.row.act):
            yield Conflict(row, what, (Side(act), kept))


def _judged_apart(rows: Sequence[Claim], descent: Descent, lineage: Lineage) -> Iterator[Conflict]:
    """Yield where one took a suggestion back that the other judged, and where a coder judged it differently in two copies."""
    judgements = descent.judgements(rows)
    if rows and not any(descent.stands(row) for row in rows):
        back = {act for row in rows for act in descent.takers(row) if not descent.by_machine(act)}
        for judgement in judgements:
            yield from _taken(rows[0], back, Side(judgement.act, judgement), TAKEN_JUDGED, lineage)
    for one, two in combinations(judgements, 2):
        if one.coder == two.coder and one.said != two.said and lineage.apart(one.act, two.act) and rows:
            yield Conflict(rows[0], BOTH_JUDGED, (Side(one.act, one), Side(two.act, two)))


def _undone_below(rows: Sequence[Claim], descent: Descent, lineage: Lineage) -> Iterator[Conflict]:
    """Yield where what one undid is what the other changed or judged."""
    for row in rows:
        if row.undone_by is None or any(
            descent.stands(other) and other.act != row.act and not descent.after(other) for other in rows
        ):
            continue
        takers = [act for act in descent.takers(row) if not descent.by_machine(act)]
        built = [*descent.judgements([row]), *(end for act in takers for end in descent.ends(row, act).rows)]
        for end in built:
            if lineage.apart(row.undone_by, end.act):
                yield Conflict(row, UNDONE, (Side(row.undone_by), Side(end.act, end)))


def _without_document(connection: sa.Connection, lineage: Lineage) -> Iterator[Conflict]:
    """Yield people's codings on documents that are undone."""
    c, s, t, d, acts = alive_codings(), schema.spans.c, schema.texts, schema.documents, schema.acts
    undoing = sa.select(t.c.doc_id, acts.c.undone_by).join(d, d.c.text == t.c.n).join(acts, acts.c.n == d.c.act)
    undone = undoing.where(acts.c.undone_by.is_not(None)).order_by(acts.c.clock, acts.c.id)
    by: dict[str, int] = dict(pairs(connection, undone))
    query = sa.select(c.c.id, t.c.doc_id).join(schema.spans, s.n == c.c.span).join(t, t.c.n == s.text)
    query = query.where(c.c.origin.in_(PEOPLE), t.c.doc_id.not_in(sa.select(current_documents().c.id)))
    lost = [(id_, by[doc_id]) for id_, doc_id in pairs(connection, query) if doc_id in by]
    descent = Descent(connection, {id_ for id_, _ in lost})
    for id_, undoer in lost:
        for row in descent.of(id_):
            if descent.stands(row) and lineage.apart(undoer, row.act):
                yield Conflict(row, DOCUMENT_UNDONE, (Side(undoer), Side(row.act, row)))


def _settled_apart(connection: sa.Connection, lineage: Lineage) -> Iterator[Conflict]:
    """Yield where a place was settled in two ways; one of them may be that no code holds."""
    c, s = alive_codings(), schema.spans.c
    here = sa.select(current_documents().c.text)
    query = sa.select(c.c.id, c.c.span, c.c.axis, c.c.statement).join(schema.spans, s.n == c.c.span)
    query = query.where(c.c.origin == ORIGIN, s.text.in_(here)).order_by(c.c.id)
    places = {id_: (span, axis, split_of(statement)) for id_, span, axis, statement in connection.execute(query)}
    descent, said = Descent(connection, places.keys()), dict[tuple[int, str, str], dict[int, list[Claim]]]()
    for id_, place in places.items():
        for row in filter(descent.stands, descent.of(id_)):
            said.setdefault(place, {}).setdefault(row.act, []).append(row)
    read = _settled_readings(connection)
    for (span, axis, _), own in said.items():
        acts = sorted(own, key=lambda act: own[act][0].id)
        for one, two in combinations(acts, 2):
            if lineage.apart(one, two) and {row.code for row in own[one]} != {row.code for row in own[two]}:
                yield Conflict(own[one][0], BOTH_SETTLED, (Side(one, own[one][0]), Side(two, own[two][0])))
        for none, act in product(read.get((span, axis), set()) - own.keys(), acts):
            if lineage.apart(none, act):
                yield Conflict(own[act][0], BOTH_SETTLED, (Side(none), Side(act, own[act][0])))


def _settled_readings(connection: sa.Connection) -> dict[tuple[int, str], set[int]]:
    """Return the acts that settled a span on an axis, whether or not a code holds there."""
    r = alive_readings()
    out: dict[tuple[int, str], set[int]] = {}
    for span, axis, act in connection.execute(sa.select(r.c.span, r.c.axis, r.c.act).where(r.c.origin == ORIGIN)):
        out.setdefault((span, axis), set()).add(act)
    return out
