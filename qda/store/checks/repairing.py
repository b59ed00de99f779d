"""Spans that do not fit their quote are put right, for everything that stands on them."""

from dataclasses import dataclass

import sqlalchemy as sa

from qda.model import revision_of
from qda.store import schema
from qda.store.anchoring import Anchor, Cascade, Place
from qda.store.material.moving import ORPHANED, Move, Moved, Row, peoples_codings
from qda.store.views import current_documents

POINTING = (schema.codings, schema.readings, schema.mentions, schema.memos, schema.assignments, schema.segments)
"""The tables whose rows name a span."""

SHORT = 16
"""Characters from which on a quote is believed whatever the length of its span."""

Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Wrong:
    """A span that does not fit."""

    n: int
    anchor: Anchor

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.anchor.start, self.anchor.end

    @property
    def telling(self) -> bool:
        """Whether its quote is to be believed: it is as long as the span, or too long to be there by chance."""
        size = self.anchor.end - self.anchor.start
        return len(self.anchor.quote) == size or len(self.anchor.quote) >= SHORT


def repair(connection: sa.Connection) -> tuple[int, list[Moved]]:
    """Find the place of each span that does not fit its quote, by the quote alone; texts that are not what they were are left alone.

    Returns
    -------
    int
        How many spans were put right.
    list of Moved
        A record for every document with such spans: what became of the codings of people that stand on them.
    """
    current, found, right = current_documents(), [], 0
    for doc_id, number, revision in connection.execute(sa.select(current.c.id, current.c.text, current.c.revision)).all():
        text = str(connection.execute(sa.select(schema.texts.c.text).where(schema.texts.c.n == number)).scalar_one())
        wrong = _wrong(connection, number, text)
        if not wrong or revision_of(text) != revision:
            continue
        spans, places = {w.n for w in wrong}, _places(wrong, text)
        codings = [row for row in peoples_codings(connection, schema.texts.c.n == number) if row["span"] in spans]
        _put_right(connection, number, text, places)
        right += len(places)
        found.append(Moved(doc_id=doc_id, moves=tuple(_move(row, places.get(row["span"]), text) for row in codings)))
    return right, found


def mendable(connection: sa.Connection, number: int, text: str) -> set[Span]:
    """Return the spans of a text that do not fit their quote, and whose place `repair` would find."""
    wrong = _wrong(connection, number, text)
    places = _places(wrong, text) if wrong else {}
    return {w.span for w in wrong if w.n in places}


def _wrong(connection: sa.Connection, number: int, text: str) -> list[_Wrong]:
    s = schema.spans.c
    rows = connection.execute(sa.select(s.n, s.start, s.end, s.quote).where(s.text == number).order_by(s.n))
    return [_Wrong(n=n, anchor=Anchor(start=a, end=b, quote=quote)) for n, a, b, quote in rows if text[a:b] != quote]


def _places(wrong: list[_Wrong], text: str) -> dict[int, Place]:
    """Return the places of those that have one, unless another span, which fits nowhere, takes it."""
    cascade = Cascade("", text)
    found = {w.n: cascade.place(w.anchor) if w.telling else None for w in wrong}
    taken = {w.span for w in wrong if found[w.n] is None}
    return {n: place for n, place in found.items() if place and (place.start, place.end) not in taken}


def _put_right(connection: sa.Connection, number: int, text: str, places: dict[int, Place]) -> None:
    """Give spans their places; where a span has it already, what stood on the wrong one stands on that one."""
    s = schema.spans
    for n in places:  # out of each other's way, since one may stand at the place of another
        away = len(text) + n
        connection.execute(sa.update(s).where(s.c.n == n).values(start=away, end=away + 1))
    for n, place in places.items():
        here = (s.c.text == number, s.c.start == place.start, s.c.end == place.end)
        other = connection.execute(sa.select(s.c.n).where(*here)).scalar()
        if other is None:
            right = {"start": place.start, "end": place.end, "quote": text[place.start : place.end]}
            connection.execute(sa.update(s).where(s.c.n == n).values(**right))
            continue
        for table in POINTING:
            connection.execute(sa.update(table).where(table.c.span == n).values(span=other))
        connection.execute(sa.delete(s).where(s.c.n == n))


def _move(row: Row, place: Place | None, text: str) -> Move:
    old = (row["start"], row["end"])
    if place is None:
        return Move(coding=row["id"], how=ORPHANED, score=None, old=old, new=None)
    healed = text[place.start : place.end] != row["quote"]
    return Move(coding=row["id"], how=place.how, score=place.score, old=old, new=(place.start, place.end), healed=healed)
