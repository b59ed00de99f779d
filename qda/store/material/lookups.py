"""Cases, speakers and mentions: what tables beside the documents say."""

import json
from collections.abc import Iterable
from typing import Any

import pandas as pd
import sqlalchemy as sa

from qda._wording import many
from qda.frames import TABLES, Frame, check, empty
from qda.store import schema
from qda.store.journal.acts import Act, as_json
from qda.store.material.texts import Texts
from qda.store.merging.last_words import CASES, SPEAKERS, Key, LastWord, said_apart
from qda.store.rows import Row, frame_of, insert, records
from qda.store.views import current_documents, holds, in_force


def add_cases(act: Act, frame: Frame) -> int:
    """Add cases, or new descriptions of known ones; return how many are new or changed."""
    table = check("cases", frame)
    own = set(TABLES["cases"].names)
    rows = [
        {**{k: row[k] for k in own}, "attributes": as_json({k: v for k, v in row.items() if k not in own})}
        for row in table.to_dict("records")
    ]
    return _add(act, CASES, rows)


def cases_frame(connection: sa.Connection) -> Frame:
    """Return the table ``cases``, in the order in which they were added."""
    rows = [{**json.loads(row.pop("attributes")), **row} for row in _last(connection, CASES)]
    return check("cases", pd.DataFrame(rows)) if rows else empty("cases")


def add_speakers(act: Act, frame: Frame) -> int:
    """Add speakers, or what is now known of them; return how many are new or changed."""
    return _add(act, SPEAKERS, check("speakers", frame).to_dict("records"))


def speakers_frame(connection: sa.Connection) -> Frame:
    """Return the table ``speakers``, in the order in which they were added."""
    rows = _last(connection, SPEAKERS)
    return check("speakers", pd.DataFrame(rows)) if rows else empty("speakers")


def _last(connection: sa.Connection, words: LastWord) -> list[dict[str, Any]]:
    """Return the last row in force per key, in the order of first appearance."""
    acts, table = schema.acts, words.table
    columns = [c for c in table.c if c.name not in {"n", "act"}]
    query = sa.select(*columns).join(acts, acts.c.n == table.c.act).where(holds(acts))
    found: dict[Key, dict[str, Any]] = {}
    for row in records(connection, query.order_by(acts.c.clock, acts.c.id, table.c.n)):
        found[words.key_of(row)] = row
    return list(found.values())


def _add(act: Act, words: LastWord, rows: Iterable[dict[Any, Any]]) -> int:
    """Add what is not said already; where copies of the project went apart on something, it is said again, and that resolves it."""
    there = {words.key_of(row): row for row in _last(act.connection, words)}
    apart = said_apart(act.connection, words)
    keyed = ((words.key_of(row), row) for row in rows)
    new: list[Row] = [{**row, "act": act.n} for key, row in keyed if key in apart or there.get(key) != row]
    insert(act.connection, words.table, new)
    act.added += len(new)
    act.what = many(len(new), words.table.name.removesuffix("s"))
    return len(new)


def add_mentions(act: Act, frame: Frame, *, source: str = "") -> int:
    """Add which cases a span speaks about; return how many are new."""
    table = check("mentions", frame, source=source)
    places = table[["doc_id", "start", "end"]].assign(quote="").itertuples(index=False, name=None)
    spans = Texts(act.connection, table["doc_id"], source=source).spans(places)
    m = schema.mentions
    there = {(span, case) for span, case in act.connection.execute(sa.select(m.c.span, m.c["case"]).where(in_force(m)))}
    said = ((spans[d, s, e], case) for d, s, e, case in table.itertuples(index=False, name=None))
    new: list[Row] = [
        {"act": act.n, "span": span, "case": case} for span, case in dict.fromkeys(said) if (span, case) not in there
    ]
    insert(act.connection, m, new)
    act.added += len(new)
    act.what = many(len(new), "mention")
    return len(new)


def mentions_frame(connection: sa.Connection) -> Frame:
    """Return the table ``mentions``, in the order of the text."""
    m, s, current = schema.mentions, schema.spans, current_documents()
    query = (
        sa.select(current.c.id.label("doc_id"), s.c.start, s.c.end, m.c["case"])
        .distinct()
        .join(s, s.c.n == m.c.span)
        .join(current, current.c.text == s.c.text)
        .where(in_force(m))
        .order_by(current.c.id, s.c.start, s.c.end, m.c["case"])
    )
    frame = frame_of(connection, query)
    return check("mentions", frame) if len(frame) else empty("mentions")
