"""The grid: every text is cut into units; the last cut in force counts."""

import hashlib
from collections.abc import Sequence
from math import isnan
from typing import Any

import sqlalchemy as sa

from qda._wording import many
from qda.frames import Frame, check, empty
from qda.store import schema
from qda.store.coding.claims import Place
from qda.store.journal.acts import Act, as_json
from qda.store.material.texts import Texts
from qda.store.rows import Columns, frame_of, insert_columns, insert_one, pairs, phrase_numbers
from qda.store.views import current_documents, current_grids

STORED = ["start", "end", "context_start", "context_end", "page", "speaker", "role", "time", "heading", "question"]


def set_segments(act: Act, frame: Frame, *, source: str = "") -> int:
    """Store the grids of some documents; a grid that is there in exactly this form is left alone. Return the number of rows written."""
    table = check("segments", frame, source=source)
    texts = Texts(act.connection, table["doc_id"].unique(), source=source)
    claims = zip(*(table[name].tolist() for name in ("doc_id", "start", "end", "text")), strict=True)
    spans = texts.spans(claims)
    phrases = phrase_numbers(act.connection, [*table["heading"].unique(), *table["question"].unique()])
    grid = current_grids()
    there = dict(pairs(act.connection, sa.select(grid.c.text, grid.c.digest)))
    numbers: dict[str, int] = {}
    for doc_id, rows in _by_document(table).items():
        text, digest, unit = texts.numbers[doc_id], _digest(rows), rows[0][0]
        if there.get(text) != digest:
            made = {"act": act.n, "text": text, "unit": unit, "digest": digest}
            numbers[doc_id] = insert_one(act.connection, schema.grids, made)
    new = table[table["doc_id"].isin(numbers)]
    insert_columns(act.connection, schema.segments, _columns(new, numbers, spans, phrases))
    act.added += len(new)
    act.what = many(len(new), "segment")
    return len(new)


def _by_document(table: Frame) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    for doc_id, *row in zip(*(table[name].tolist() for name in ("doc_id", "unit", *STORED)), strict=True):
        found.setdefault(doc_id, []).append(tuple(row))
    return found


def _digest(rows: list[tuple[Any, ...]]) -> str:
    return hashlib.sha256(as_json(rows).encode("utf-8")).hexdigest()


def _columns(new: Frame, grids: dict[str, int], spans: dict[Place, int], phrases: dict[str, int]) -> Columns:
    """Return segments as they are stored."""
    kept = {name: new[name].tolist() for name in ("context_start", "context_end", "page", "speaker", "role")}
    places = list(zip(*(new[name].tolist() for name in ("doc_id", "start", "end")), strict=True))
    return {
        **kept,
        **{name: [phrases[value] for value in new[name].tolist()] for name in ("heading", "question")},
        "time": [None if isnan(time) else time for time in new["time"].tolist()],
        "grid": [grids[doc_id] for doc_id, *_ in places],
        "span": [spans[place] for place in places],
    }


def segments_frame(connection: sa.Connection, doc_ids: Sequence[str] | None = None) -> Frame:
    """Return the table ``segments``, of some documents or of all, in the order of the text."""
    g, s, span, current = current_grids(), schema.segments.c, schema.spans, current_documents()
    heading, question = schema.phrases.alias("heading"), schema.phrases.alias("question")
    columns = (
        *(current.c.id.label("doc_id"), span.c.start, span.c.end, g.c.unit, s.context_start, s.context_end, current.c["case"]),
        *(s.page, s.speaker, s.role, s.time, heading.c.value.label("heading"), question.c.value.label("question")),
        *(current.c.language, span.c.quote.label("text")),
    )
    query = (
        sa.select(*columns)
        .select_from(schema.segments)
        .join(g, g.c.n == s.grid)
        .join(span, span.c.n == s.span)
        .join(current, current.c.text == g.c.text)
        .join(heading, heading.c.n == s.heading)
        .join(question, question.c.n == s.question)
        .order_by(current.c.id, span.c.start, span.c.end)
    )
    frame = frame_of(connection, query if doc_ids is None else query.where(current.c.id.in_(doc_ids)))
    return check("segments", frame) if len(frame) else empty("segments")
