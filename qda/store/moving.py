"""When a text changed, what people said about it goes along where it can be found without guessing."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from qda.model import Document
from qda.store import schema
from qda.store.acts import Act
from qda.store.claims import MACHINES
from qda.store.rows import insert, records, span_numbers
from qda.store.views import alive_codings, in_force

PEOPLE = ("human", "settled", "import")
"""The origins of codings that nobody can make again by running something."""

CONTEXT = 30
"""How many characters on both sides tell a place where a quote stands from others."""

_BLANKS = str.maketrans("\n\t\u00a0", "   ")


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """How many of people's codings on a changed text kept or found their place, and how many wait to be placed again."""

    doc_id: str
    placed: int
    orphaned: int


def new_place(quote: str, start: int, old: str, new: str) -> int | None:
    """Return where a quote that stood at `start` of the old text stands in the new one; ``None`` if that would be a guess.

    A quote that stands once is there. One that stands more often is where it was, if what surrounds it is the same, blanks and line ends alike.

    Examples
    --------
    >>> new_place("trust", 0, "trust", "No trust here.")
    3
    >>> new_place("trust", 0, "trust", "No trust, no trust.") is None
    True
    >>> new_place("trust", 3, "No trust.", "No trust. Trust? No, trust.") is None
    True
    """
    first = new.find(quote)
    if first < 0:
        return None
    if new.find(quote, first + 1) < 0:
        return first
    stays = new.startswith(quote, start) and _around(old, start, start + len(quote)) == _around(new, start, start + len(quote))
    return start if stays else None


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    return text[max(0, start - CONTEXT) : start].translate(_BLANKS), text[end : end + CONTEXT].translate(_BLANKS)


def carry_over(act: Act, document: Document, *, old: int, new: int) -> Moved:
    """Place people's codings, readings and mentions on the new text of a document; codings that find no place stay on the old one.

    A coding that moves is retracted and added, with its id.
    """
    c = alive_codings()
    query = sa.select(c).join(schema.spans, schema.spans.c.n == c.c.span).where(schema.spans.c.text == old)
    codings = records(act.connection, query.where(c.c.origin.in_(PEOPLE)))
    places = _places(act.connection, document, old, new)
    placed = [row for row in codings if row["span"] in places]
    insert(act.connection, schema.retractions, [{"act": act.n, "coding": row["n"]} for row in placed])
    insert(act.connection, schema.codings, [_again(row, act, places) for row in placed])
    for table in (schema.readings, schema.mentions):
        found = (
            sa.select(table)
            .join(schema.spans, schema.spans.c.n == table.c.span)
            .where(schema.spans.c.text == old, in_force(table))
            .order_by(table.c.n)
        )
        mine = [row for row in records(act.connection, found) if row.get("origin") not in MACHINES]
        insert(act.connection, table, [_again(row, act, places) for row in mine if row["span"] in places])
    act.added += len(placed)
    act.retracted += len(placed)
    return Moved(doc_id=document.id, placed=len(placed), orphaned=len(codings) - len(placed))


def _places(connection: sa.Connection, document: Document, old: int, new: int) -> dict[int, int]:
    s, t = schema.spans.c, schema.texts.c
    before = connection.execute(sa.select(t.text).where(t.n == old)).scalar_one()
    starts: dict[int, tuple[int, str]] = {}
    for n, start, quote in connection.execute(sa.select(s.n, s.start, s.quote).where(s.text == old)):
        place = new_place(quote, start, before, document.text)
        if place is not None:
            starts[n] = (place, quote)
    spans = {n: (new, start, start + len(quote)) for n, (start, quote) in starts.items()}
    numbers = span_numbers(connection, {span: starts[n][1] for n, span in spans.items()})
    return {n: numbers[span] for n, span in spans.items()}


def _again(row: dict[str, Any], act: Act, places: dict[int, int]) -> dict[str, Any]:
    return {**{k: v for k, v in row.items() if k != "n"}, "act": act.n, "span": places[row["span"]]}
