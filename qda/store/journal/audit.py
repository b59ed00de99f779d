"""The journal as an audit trail: who did what to which document, when, under which codebook; and the rows each act added and took back."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import sqlalchemy as sa

from qda.errors import UnknownName, nearest
from qda.frames import Frame, check, empty
from qda.store import schema
from qda.store.material.documents import document_ids
from qda.store.rows import ASKED, chunks, pairs, records

WORDS = ("reason",)
"""What in the details of an act is a person's own text."""

COLUMNS = ["id", "time", "coder", "kind", "what", "codebook", "added", "retracted", "undone_by", "batch", "details"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Which acts are asked for; what is empty is not asked. Times are ISO text in UTC: from `since` on, before `until`."""

    document: str = ""
    coder: str | None = None
    since: str = ""
    until: str = ""
    kind: str = ""


def history(connection: sa.Connection, asked: Asked) -> Frame:
    """Return the table ``journal``, in order; ``documents`` names what an act touched, joined by ``; ``."""
    lines = _lines(connection, asked)
    if not lines:
        return empty("journal")
    documents = documents_of(connection, [line["n"] for line in lines])
    rows = [
        {**line, "documents": "; ".join(sorted(documents[line["n"]])), "details": json.loads(line["details"])}
        for line in lines
        if not asked.document or asked.document in documents[line["n"]]
    ]
    return check("journal", pd.DataFrame(rows)) if rows else empty("journal")


def _lines(connection: sa.Connection, asked: Asked) -> list[dict[str, Any]]:
    a, undoer = schema.acts.c, schema.acts.alias("undoer")
    _require_known(connection, asked)
    named = [a[name] for name in ("n", *COLUMNS) if name != "undone_by"]
    query = sa.select(*named, sa.func.coalesce(undoer.c.id, "").label("undone_by")).outerjoin(undoer, undoer.c.n == a.undone_by)
    query = query.where(a.staged == 0).order_by(a.clock, a.id)
    if asked.coder is not None:
        query = query.where(a.coder == asked.coder)
    if asked.kind:
        query = query.where(a.kind == asked.kind)
    if asked.since:
        query = query.where(a.time >= asked.since)
    if asked.until:
        query = query.where(a.time < asked.until)
    return records(connection, query)


def _require_known(connection: sa.Connection, asked: Asked) -> None:
    """Refuse names that nobody and nothing bears."""
    a = schema.acts.c
    for what, name, column in (("coder", asked.coder, a.coder), ("kind of act", asked.kind, a.kind)):
        known = set(connection.execute(sa.select(column).distinct()).scalars()) if name else set()
        if name and name not in known:
            raise UnknownName(f"no {what} {name!r} in the journal; {nearest(name, filter(None, known))}")
    if asked.document and asked.document not in set(document_ids(connection)):
        held = set(connection.execute(sa.select(schema.texts.c.doc_id).distinct()).scalars())
        if asked.document not in held:
            raise UnknownName(f"no document {asked.document!r} in this project; {nearest(asked.document, held)}")


def documents_of(connection: sa.Connection, acts: Sequence[int]) -> dict[int, set[str]]:
    """Return the documents that acts touched; an act of undoing touches those of what it undoes."""
    undone = _undone(connection)
    every = sorted({n for act in acts for n in _with_undone(act, undone)})
    own: dict[int, set[str]] = defaultdict(set)
    for chunk in chunks(every, ASKED):
        for query in _touched(chunk):
            for act, doc_id in connection.execute(query):
                own[act].add(doc_id)
    return {act: set().union(*(own[n] for n in _with_undone(act, undone))) for act in acts}


def _undone(connection: sa.Connection) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    u = schema.undoings.c
    for act, undone in connection.execute(sa.select(u.act, u.undone)):
        found[act].append(undone)
    return found


def _with_undone(act: int, undone: dict[int, list[int]]) -> Iterator[int]:
    yield act
    for other in undone.get(act, ()):
        yield from _with_undone(other, undone)


def _touched(acts: Sequence[int]) -> Iterator[sa.Select[Any]]:
    """Yield the questions for act and document, a table each."""
    t, s, c = schema.texts, schema.spans, schema.codings
    for table in (schema.codings, schema.readings, schema.mentions, schema.memos):
        on_span = sa.select(table.c.act, t.c.doc_id).distinct().join(s, s.c.n == table.c.span).join(t, t.c.n == s.c.text)
        yield on_span.where(table.c.act.in_(acts))
    for table in (schema.documents, schema.grids):
        yield sa.select(table.c.act, t.c.doc_id).distinct().join(t, t.c.n == table.c.text).where(table.c.act.in_(acts))
    for table in (schema.assignments, schema.speakers):
        yield sa.select(table.c.act, table.c.doc_id).distinct().where(table.c.act.in_(acts))
    r, m, w, read = schema.retractions, schema.memos, schema.withdrawals, schema.readings
    gone = sa.select(r.c.act, t.c.doc_id).distinct().join(c, c.c.n == r.c.coding)
    yield gone.join(s, s.c.n == c.c.span).join(t, t.c.n == s.c.text).where(r.c.act.in_(acts))
    unread = sa.select(w.c.act, t.c.doc_id).distinct().join(read, read.c.n == w.c.reading)
    yield unread.join(s, s.c.n == read.c.span).join(t, t.c.n == s.c.text).where(w.c.act.in_(acts))
    yield sa.select(m.c.act, m.c.target).distinct().where(m.c.kind == "document", m.c.act.in_(acts))
    noted = sa.select(m.c.act, t.c.doc_id).distinct().join(c, sa.and_(m.c.kind == "coding", c.c.id == m.c.target))
    yield noted.join(s, s.c.n == c.c.span).join(t, t.c.n == s.c.text).where(m.c.act.in_(acts))


def lines_in_full(connection: sa.Connection, asked: Asked, *, text: bool) -> Iterator[dict[str, Any]]:
    """Yield every act with the codings, readings and memos it added and the codings it took back; quotes, memos and reasons only with `text`."""
    found = history(connection, asked)
    a = schema.acts.c
    numbers = dict(pairs(connection, sa.select(a.id, a.n)))
    ids = {n: id_ for id_, n in numbers.items()}
    undone = _undone(connection)
    for chunk in chunks(found.to_dict("records"), ASKED):
        acts = [numbers[line["id"]] for line in chunk]
        added = _grouped([*_codings(connection, acts), *_readings(connection, acts), *_memos(connection, acts)], text=text)
        retracted = _grouped(_retracted(connection, acts), text=text)
        for line, n in zip(chunk, acts, strict=True):
            yield (
                _line(line, text=text)
                | {"undoes": [ids[other] for other in undone.get(n, ())]}
                | {
                    "rows_added": added[n],
                    "rows_retracted": retracted[n],
                }
            )


def _line(line: dict[Any, Any], *, text: bool) -> dict[str, Any]:
    kept = {str(name): line[name] for name in COLUMNS if name != "details"}
    details = line["details"] if text else _without_words(line["details"])
    return kept | {"documents": [d for d in line["documents"].split("; ") if d], "details": details}


def _without_words(details: Any) -> Any:
    if isinstance(details, dict):
        return {name: _without_words(value) for name, value in details.items() if name not in WORDS}
    return [_without_words(item) for item in details] if isinstance(details, list) else details


def _grouped(rows: Iterable[dict[str, Any]], *, text: bool) -> dict[int, list[dict[str, Any]]]:
    out: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        act = row.pop("act")
        out[act].append(
            {k: v for k, v in row.items() if v is not None and (text or k not in {"quote", "memo", "text", "evidence"})}
        )
    return out


def _coding_columns() -> list[Any]:
    c, s = schema.codings.c, schema.spans.c
    place = (c.id, schema.texts.c.doc_id, s.start, s.end, c.statement, c.axis, c.code, c.coder, c.round)
    return [*place, c.origin, c.status, c.score, c.certainty, c.judged, c.replaces, s.quote, c.memo]


def _codings(connection: sa.Connection, acts: Sequence[int]) -> Iterator[dict[str, Any]]:
    c = schema.codings
    query = sa.select(c.c.act, *_coding_columns()).select_from(_placed(c)).where(c.c.act.in_(acts)).order_by(c.c.n)
    return ({"table": "codings", **row} for row in records(connection, query))


def _placed(table: sa.Table) -> Any:
    s, t = schema.spans, schema.texts
    return table.join(s, s.c.n == table.c.span).join(t, t.c.n == s.c.text)


def _retracted(connection: sa.Connection, acts: Sequence[int]) -> Iterator[dict[str, Any]]:
    r, c = schema.retractions, schema.codings
    query = sa.select(r.c.act, *_coding_columns()).select_from(_placed(c).join(r, r.c.coding == c.c.n))
    return ({"table": "codings", **row} for row in records(connection, query.where(r.c.act.in_(acts)).order_by(r.c.n)))


def _readings(connection: sa.Connection, acts: Sequence[int]) -> Iterator[dict[str, Any]]:
    r, s = schema.readings, schema.spans.c
    columns = (r.c.act, schema.texts.c.doc_id, s.start, s.end, r.c.axis, r.c.coder, r.c.round, r.c.origin)
    query = sa.select(*columns).select_from(_placed(r)).where(r.c.act.in_(acts)).order_by(r.c.n)
    return ({"table": "readings", **row} for row in records(connection, query))


def _memos(connection: sa.Connection, acts: Sequence[int]) -> Iterator[dict[str, Any]]:
    m, s = schema.memos, schema.spans
    query = sa.select(m.c.act, m.c.kind, m.c.target, s.c.start, s.c.end, m.c.coder, m.c.text).outerjoin(s, s.c.n == m.c.span)
    return ({"table": "memos", **row} for row in records(connection, query.where(m.c.act.in_(acts)).order_by(m.c.n)))
