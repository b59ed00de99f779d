"""Who is to code what: documents, or units drawn at random, in a round that may be blind."""

import uuid
from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from qda._wording import many
from qda.errors import BadInput
from qda.frames import Frame
from qda.store import schema
from qda.store.journal.acts import Act
from qda.store.material.texts import Texts
from qda.store.merging.last_words import ASSIGNMENTS, said_apart
from qda.store.rows import Row, frame_of, insert
from qda.store.views import current_documents, last_of

UNITS = ["id", "coder", "round", "blind", "doc_id", "start", "end", "drawn", "created"]


def assign(act: Act, coders: Sequence[str], units: Frame, *, round_: int, blind: bool, drawn: str) -> int:
    """Give units to coders; what a coder has in this round already is left alone, unless copies went apart on it. Return how many rows are new.

    Parameters
    ----------
    units
        Columns ``doc_id``, ``start``, ``end``; whole documents have -1 as start and end.
    drawn
        How the units were chosen, in words.
    """
    if round_ < 1:
        raise BadInput(f"round {round_}: rounds are counted from 1")
    texts = Texts(act.connection, units["doc_id"])
    places = list(units[["doc_id", "start", "end"]].itertuples(index=False, name=None))
    spans = texts.spans((*place, "") for place in places if place[1] >= 0)
    there, apart = _there(act.connection, round_), said_apart(act.connection, ASSIGNMENTS)
    rows: list[Row] = []
    for coder in coders:
        id_ = str(uuid.uuid4())
        for place in places:
            span = spans.get(place)
            if there.get((coder, place[0], span)) != int(blind) or (coder, place[0], span, round_) in apart:
                row = {"act": act.n, "id": id_, "coder": coder, "doc_id": place[0], "span": span}
                rows.append({**row, "round": round_, "blind": int(blind), "drawn": drawn})
    insert(act.connection, schema.assignments, rows)
    act.added += len(rows)
    what = many(len(places), "segment" if spans else "document")
    act.what = f"{what} to {', '.join(coders)}, round {round_}{', blind' if blind else ''}: {drawn}"
    act.details = {"coders": list(coders), "round": round_, "blind": blind, "drawn": drawn}
    return len(rows)


def _there(connection: sa.Connection, round_: int) -> dict[tuple[str, str, int | None], int]:
    a, last = schema.assignments.c, _last()
    query = sa.select(a.coder, a.doc_id, a.span, a.blind).join(last, last.c.n == a.n).where(a.round == round_)
    return {(coder, doc_id, span): blind for coder, doc_id, span, blind in connection.execute(query)}


def _last() -> sa.Subquery:
    a = schema.assignments
    return last_of(a, a.c.coder, a.c.doc_id, a.c.span, a.c.round)


def assigned_units(connection: sa.Connection) -> Frame:
    """Return what is assigned, a row per document or unit: the columns of `UNITS`; start and end of whole documents are -1."""
    a, s, t, acts, last, current = schema.assignments, schema.spans, schema.texts, schema.acts, _last(), current_documents()
    here = sa.select(current.c.text)
    no = sa.literal(-1)
    query = (
        sa.select(a.c.id, a.c.coder, a.c.round, a.c.blind, a.c.doc_id, a.c.drawn, acts.c.time.label("created"))
        .add_columns(sa.func.coalesce(s.c.start, no).label("start"), sa.func.coalesce(s.c.end, no).label("end"))
        .join(last, last.c.n == a.c.n)
        .join(acts, acts.c.n == a.c.act)
        .outerjoin(s, s.c.n == a.c.span)
        .outerjoin(t, t.c.n == s.c.text)
        .where(sa.or_(a.c.span.is_(None), s.c.text.in_(here)))
        .order_by(a.c.coder, a.c.round, a.c.doc_id, s.c.start, a.c.n)
    )
    frame = frame_of(connection, query)
    return frame[UNITS] if len(frame) else pd.DataFrame(columns=UNITS)
