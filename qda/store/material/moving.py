"""When a text changed, what people said about it goes along where it can be found without guessing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import sqlalchemy as sa

from qda._wording import many
from qda.frames import Frame
from qda.model import Document
from qda.store import schema
from qda.store.anchoring import Anchor, Cascade, Place
from qda.store.coding.claims import MACHINES, retract_rows
from qda.store.journal.acts import Act
from qda.store.rows import ASKED, chunks, insert, records, span_numbers
from qda.store.views import alive_codings, in_force

PEOPLE = ("human", "settled", "import")
"""The origins of codings that nobody can make again by running something."""

ORPHANED = "orphaned"
PLAIN = ("same", "exact")
"""The ways of placing that nobody needs to look at."""

ALONG = (schema.readings, schema.mentions, schema.memos, schema.assignments)
"""What goes along with the codings of a text: tables with a span, of which the last row that says something counts."""

Row = dict[str, Any]
Span = tuple[int, int]
Placed = Mapping[int, tuple[Place, int]]
"""Old span -> where it stands now, and the number of that span."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """What became of the place of one coding.

    Attributes
    ----------
    coding
        Its id.
    how
        A way of `qda.store.anchoring.Place`, ``hand``, or ``orphaned``.
    score
        How like the old quote the new one is, both folded; ``None`` without a place.
    old, new
        Where it stood and where it stands; ``None`` without a place.
    healed
        Whether its quote reads differently now.
    """

    coding: str
    how: str
    score: float | None
    old: Span
    new: Span | None
    healed: bool = False

    @property
    def stays(self) -> bool:
        """Whether place and quote are what they were."""
        return self.new == self.old and not self.healed

    @property
    def line(self) -> list[Any]:
        """Id, way, score, old start and end, new start and end."""
        return [self.coding, self.how, self.score, *self.old, *(self.new or (None, None))]


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """What became of people's codings when the text of a document changed.

    Attributes
    ----------
    moves
        A record for every coding, in the order of the old text.
    left
        How many readings, mentions and memos of people found no place.
    """

    doc_id: str
    moves: tuple[Move, ...]
    left: int = 0

    @property
    def kept(self) -> tuple[Move, ...]:
        """Those whose place and quote are what they were."""
        return tuple(m for m in self.moves if m.stays)

    @property
    def moved(self) -> tuple[Move, ...]:
        """Those whose quote stands elsewhere."""
        return tuple(m for m in self.moves if m.new and not m.stays and not m.healed)

    @property
    def healed(self) -> tuple[Move, ...]:
        """Those whose quote reads differently now."""
        return tuple(m for m in self.moves if m.healed)

    @property
    def orphans(self) -> tuple[Move, ...]:
        """Those that wait on the old text."""
        return tuple(m for m in self.moves if m.new is None)

    @property
    def placed(self) -> int:
        """How many have a place."""
        return len(self.moves) - self.orphaned

    @property
    def orphaned(self) -> int:
        """How many have none."""
        return len(self.orphans)

    @property
    def details(self) -> dict[str, Any]:
        """What the journal keeps: how many were placed in which way, and id, way and offsets of all that somebody may want to look at."""
        ways = dict(sorted(Counter(m.how for m in self.moves).items()))
        return {
            "doc_id": self.doc_id,
            "ways": ways,
            "codings": [m.line for m in self.moves if m.how not in PLAIN],
            "left": self.left,
        }

    def __str__(self) -> str:
        how = [
            (self.kept, "stay where they were"),
            (self.moved, "moved"),
            (self.healed, "healed (the quote reads differently now)"),
        ]
        parts = [f"{len(moves)} {what}" for moves, what in how if moves]
        parts += [f"{self.orphaned} orphaned (listed by `qda check`)"] if self.orphaned else []
        waiting = many(self.left, "reading, mention or memo", "readings, mentions and memos")
        codings = many(len(self.moves), "coding of people", "codings of people")
        said = f"{codings}: {', '.join(parts)}" if parts else "no codings of people"
        return said + (f"; no place for {waiting}" if self.left else "")


def moves_frame(moved: Iterable[Moved]) -> Frame:
    """Return a row for every coding that moved, was healed or has no place: ``doc_id, coding, how, score`` and its old and new ends."""
    names = ["doc_id", "coding", "how", "score", "old_start", "old_end", "new_start", "new_end"]
    found = [[m.doc_id, *move.line] for m in moved for move in m.moves if not move.stays]
    frame = pd.DataFrame(found, columns=names)
    texts, numbers = dict.fromkeys(names[:3], "str"), dict.fromkeys(names[4:], "Int64")
    return frame.astype({**texts, "score": "float64", **numbers})


def carry_over(act: Act, document: Document, *, old: int, new: int) -> Moved:
    """Place people's codings, readings, mentions and memos on the new text of a document; codings that find no place stay on the old one.

    A coding that moves is retracted and added, with its id.
    """
    codings = peoples_codings(act.connection, schema.spans.c.text == old)
    beside = {table: _beside(act.connection, table, old) for table in ALONG}
    spans = {row["span"] for rows in (codings, *beside.values()) for row in rows}
    before = act.connection.execute(sa.select(schema.texts.c.text).where(schema.texts.c.n == old)).scalar_one()
    places = find_places(act.connection, spans, Cascade(before, document.text), text=document.text, number=new)
    for table, rows in beside.items():
        write_again(act, table, rows, places)
    left = sum(row["span"] not in places for rows in beside.values() for row in rows)
    return Moved(doc_id=document.id, moves=move_codings(act, codings, places), left=left)


def peoples_codings(connection: sa.Connection, *which: sa.ColumnElement[bool], coding: str = "") -> list[Row]:
    """Return the codings of people that are alive, with ``doc_id``, ``start``, ``end``, ``quote`` of their spans, in the order of the text.

    Parameters
    ----------
    which
        Conditions on texts and spans.
    coding
        The id of the one that is asked for.
    """
    c, s, t = alive_codings(), schema.spans.c, schema.texts.c
    created = sa.case((c.c.created == "", schema.acts.c.time), else_=c.c.created).label("created")
    columns = (*(column for column in c.c if column.name != "created"), created, s.text, s.start, s.end, s.quote, t.doc_id)
    query = (
        sa.select(*columns)
        .select_from(c)
        .join(schema.spans, s.n == c.c.span)
        .join(schema.texts, t.n == s.text)
        .join(schema.acts, schema.acts.c.n == c.c.act)
        .where(c.c.origin.in_(PEOPLE), *which, *([c.c.id == coding] if coding else []))
        .order_by(t.doc_id, s.start, s.end, c.c.n)
    )
    return records(connection, query)


def _beside(connection: sa.Connection, table: sa.Table, text: int) -> list[Row]:
    spans = sa.select(schema.spans.c.n).where(schema.spans.c.text == text)
    return rows_of_people(connection, table, table.c.span.in_(spans))


def rows_of_people(connection: sa.Connection, table: sa.Table, *which: sa.ColumnElement[bool]) -> list[Row]:
    """Return the rows in force of a table of `ALONG` that no machine made, in the order of their acts."""
    acts = schema.acts
    query = sa.select(table).join(acts, acts.c.n == table.c.act).where(in_force(table), *which)
    rows = records(connection, query.order_by(acts.c.clock, acts.c.id, table.c.n))
    return [row for row in rows if row.get("origin") not in MACHINES]


def write_again(act: Act, table: sa.Table, rows: Sequence[Row], places: Placed) -> None:
    """Write rows of a table of `ALONG` again at their new places; a memo is taken away from the old one."""
    moved = [row for row in rows if row["span"] in places]
    if table is schema.memos:
        names = ("kind", "target", "coder", "span")
        left = {tuple(row[name] for name in names) for row in moved}
        insert(act.connection, table, [{**dict(zip(names, key, strict=True)), "act": act.n, "text": ""} for key in sorted(left)])
    insert(act.connection, table, [moved_row(row, act, places) for row in moved])


def find_places(connection: sa.Connection, spans: Iterable[int], cascade: Cascade, *, text: str, number: int) -> Placed:
    """Return where spans of an old text stand in a text of some number; those without a place are missing."""
    s = schema.spans.c
    found: dict[int, Place] = {}
    for chunk in chunks(sorted(spans), ASKED):
        for n, start, end, quote in connection.execute(sa.select(s.n, s.start, s.end, s.quote).where(s.n.in_(chunk))):
            place = cascade.place(Anchor(start=start, end=end, quote=quote))
            if place:
                found[n] = place
    quotes = {(number, p.start, p.end): text[p.start : p.end] for p in found.values()}
    numbers = span_numbers(connection, quotes)
    return {n: (place, numbers[number, place.start, place.end]) for n, place in found.items()}


def move_codings(act: Act, codings: Sequence[Row], places: Placed) -> tuple[Move, ...]:
    """Retract the codings that have a place and add them there; say of each what became of it."""
    placed = [row for row in codings if row["span"] in places]
    retract_rows(act, [row["n"] for row in placed])
    insert(act.connection, schema.codings, [moved_row(row, act, places) for row in placed])
    act.added += len(placed)
    quotes = _quotes(act.connection, [number for _, number in places.values()])
    return tuple(_move(row, places.get(row["span"]), quotes) for row in codings)


def _quotes(connection: sa.Connection, spans: Sequence[int]) -> dict[int, str]:
    s = schema.spans.c
    parts = (connection.execute(sa.select(s.n, s.quote).where(s.n.in_(chunk))) for chunk in chunks(spans, ASKED))
    return {n: quote for part in parts for n, quote in part}


def _move(row: Row, placed: tuple[Place, int] | None, quotes: Mapping[int, str]) -> Move:
    old = (row["start"], row["end"])
    if placed is None:
        return Move(coding=row["id"], how=ORPHANED, score=None, old=old, new=None)
    place, span = placed
    new, healed = (place.start, place.end), quotes[span] != row["quote"]
    return Move(coding=row["id"], how=place.how, score=place.score, old=old, new=new, healed=healed)


def moved_row(row: Row, act: Act, places: Placed) -> Row:
    """Return a row as it is written again by an act, at its new place."""
    beside = {"n", "text", "start", "end", "quote", "doc_id"} if "quote" in row else {"n"}
    return {**{k: v for k, v in row.items() if k not in beside}, "act": act.n, "span": places[row["span"]][1]}
