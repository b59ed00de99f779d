"""On request: codings that lost their place are looked for again, or get one by hand."""

from dataclasses import replace

import sqlalchemy as sa

from qda._wording import many
from qda.errors import BadInput, OffsetError, UnknownName, nearest
from qda.store import schema
from qda.store.anchoring import Cascade, Place
from qda.store.anchoring.folding import cuts
from qda.store.checks.repairing import repair
from qda.store.journal.acts import Act
from qda.store.material.moving import (
    ALONG,
    PEOPLE,
    Move,
    Moved,
    Placed,
    Row,
    find_places,
    move_codings,
    peoples_codings,
    rows_of_people,
    write_again,
)
from qda.store.material.texts import Texts
from qda.store.rows import pairs, span_numbers
from qda.store.views import alive_codings, current_documents


def reanchor(act: Act) -> tuple[Moved, ...]:
    """Look again for the place of every coding of people that lost it, and put spans right that do not fit their quote.

    Spans that do not fit are damage, not acts: they are put right for all that stands on them, and stay so when this act is undone.

    Returns
    -------
    tuple of Moved
        A record per document and former text, with what found a place and what did not.
    """
    right, repaired = repair(act.connection)
    act.keep = act.keep or right > 0
    found = (*_place_orphans(act), *repaired)
    placed, waiting = sum(m.placed for m in found), sum(m.orphaned for m in found)
    act.what = f"{many(placed, 'coding')} placed again, {waiting} without a place"
    act.what += f"; {many(right, 'stretch', 'stretches')} of text put right that did not fit the quote" if right else ""
    act.details = {"moved": [m.details for m in found if m.moves]}
    return found


def _place_orphans(act: Act) -> list[Moved]:
    current = current_documents()
    now: dict[str, int] = dict(pairs(act.connection, sa.select(current.c.id, current.c.text)))
    waiting: dict[tuple[str, int], list[Row]] = {}
    for row in peoples_codings(act.connection, schema.texts.c.n.not_in(sa.select(current.c.text))):
        waiting.setdefault((row["doc_id"], row["text"]), []).append(row)
    return [_placed_again(act, doc_id, old, now[doc_id], rows) for (doc_id, old), rows in waiting.items() if doc_id in now]


def _placed_again(act: Act, doc_id: str, old: int, new: int, codings: list[Row]) -> Moved:
    before, after = _text(act.connection, old), _text(act.connection, new)
    spans = {row["span"] for row in codings}
    places = find_places(act.connection, spans, Cascade(before, after), text=after, number=new)
    for row in codings:
        if row["span"] in places:
            _bring_along(act, row, places)
    return Moved(doc_id=doc_id, moves=move_codings(act, codings, places))


def _text(connection: sa.Connection, number: int) -> str:
    return str(connection.execute(sa.select(schema.texts.c.text).where(schema.texts.c.n == number)).scalar_one())


def _bring_along(act: Act, coding: Row, places: Placed, *, memos: bool = True) -> None:
    """Write again what its coder read and noted at the span of a coding, and the cases mentioned there."""
    for table in ALONG if memos else (schema.readings, schema.mentions):
        own = [table.c[name] == coding[name] for name in ("span", "coder", "round", "axis") if name in table.c]
        write_again(act, table, rows_of_people(act.connection, table, *own), places)


def place(act: Act, coding_id: str, start: int, end: int) -> Move:
    """Give a coding of a person a place by hand, on the text of its document that counts.

    Raises
    ------
    UnknownName
        There is no such coding.
    BadInput
        It is a machine's.
    OffsetError
        The span leaves the text, or cuts a character that is written as several code points.
    """
    row = _coding(act.connection, coding_id)
    texts = Texts(act.connection, [row["doc_id"]])
    quote, text = texts.quote(row["doc_id"], start, end, ""), texts.numbers[row["doc_id"]]
    body = _text(act.connection, text)
    if cuts(body, start) or cuts(body, end):
        raise OffsetError(f"{row['doc_id']}: [{start}, {end}) cuts a character that is written as several code points")
    number = span_numbers(act.connection, {(text, start, end): quote})[text, start, end]
    if number == row["span"]:
        return Move(coding=coding_id, how="hand", score=None, old=(start, end), new=(start, end))
    places: Placed = {row["span"]: (Place(start=start, end=end, how="hand"), number)}
    _bring_along(act, row, places, memos=row["text"] != text)
    move = replace(move_codings(act, [row], places)[0], score=None)
    act.what = "1 coding placed by hand"
    act.details = {"moved": [Moved(doc_id=row["doc_id"], moves=(move,)).details]}
    return move


def _coding(connection: sa.Connection, coding_id: str) -> Row:
    rows = peoples_codings(connection, coding=coding_id) if coding_id else []
    if rows:
        return rows[0]
    c = alive_codings()
    if connection.execute(sa.select(c.c.id).where(c.c.id == coding_id)).first():
        raise BadInput(f"coding {coding_id!r} is a machine's; accept it, then place what you accepted")
    known = connection.execute(sa.select(c.c.id).where(c.c.origin.in_(PEOPLE)).order_by(c.c.n).limit(1000)).scalars()
    raise UnknownName(f"no coding {coding_id!r} in this project; {nearest(coding_id, known)}")
