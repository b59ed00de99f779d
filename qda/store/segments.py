"""The grid: every text is cut into units; the last cut in force counts."""

import hashlib
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from qda.frames import Frame, check, empty
from qda.store import schema
from qda.store.acts import Act, as_json
from qda.store.rows import Row, frame_of, insert, insert_one, pairs, phrase_numbers
from qda.store.texts import Texts
from qda.store.views import current_documents, current_grids

STORED = ["start", "end", "context_start", "context_end", "page", "speaker", "role", "time", "heading", "question"]


def set_segments(act: Act, frame: Frame, *, source: str = "") -> int:
    """Store the grids of some documents; a grid that is there in exactly this form is left alone. Return the number of rows written."""
    table = check("segments", frame, source=source)
    texts = Texts(act.connection, table["doc_id"], source=source)
    spans = texts.spans(table[["doc_id", "start", "end", "text"]].itertuples(index=False, name=None))
    phrases = phrase_numbers(act.connection, [*table["heading"], *table["question"]])
    grid = current_grids()
    there = dict(pairs(act.connection, sa.select(grid.c.text, grid.c.digest)))
    rows: list[Row] = []
    for doc_id, own in table.groupby("doc_id", sort=False):
        text, digest, unit = texts.numbers[str(doc_id)], _digest(own), str(own["unit"].iloc[0])
        if there.get(text) == digest:
            continue
        number = insert_one(act.connection, schema.grids, {"act": act.n, "text": text, "unit": unit, "digest": digest})
        rows += [_row(r, number, spans[str(doc_id), r["start"], r["end"]], phrases) for r in own[STORED].to_dict("records")]
    insert(act.connection, schema.segments, rows)
    act.added += len(rows)
    act.what = f"{len(rows)} segments"
    return len(rows)


def _digest(own: Frame) -> str:
    return hashlib.sha256(as_json(own[["unit", *STORED]].to_numpy().tolist()).encode("utf-8")).hexdigest()


def _row(row: dict[Any, Any], grid: int, span: int, phrases: dict[str, int]) -> Row:
    kept = {name: row[name] for name in ("context_start", "context_end", "page", "speaker", "role")}
    time = None if row["time"] != row["time"] else row["time"]
    looked_up = {"heading": phrases[row["heading"]], "question": phrases[row["question"]]}
    return {**kept, **looked_up, "time": time, "grid": grid, "span": span}


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
