"""Summarising: a coder's paraphrase, generalisation and reduction of a stretch of text, kept as memos of kinds of their own.

So the last of a coder's on one stretch counts, they move along when the text is read in anew, are merged as memos are, and undone.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from qda._wording import many
from qda.errors import BadInput, nearest
from qda.frames import Frame, check, empty
from qda.model import SUMMARY_KINDS
from qda.store import schema
from qda.store.coding.claims import Place
from qda.store.journal.acts import Act
from qda.store.material.memos import last_memos
from qda.store.material.texts import Texts
from qda.store.merging.last_words import MEMOS, said_apart
from qda.store.rows import insert, records
from qda.store.views import current_documents


def summarise(act: Act, places: Sequence[Place], texts: Mapping[str, str]) -> int:
    """Write down a coder's paraphrase, generalisation or reduction of stretches of text; an empty one takes it away. Return how many texts are new.

    Raises
    ------
    BadInput, UnknownName, OffsetError
        Another kind is named, or there is no such stretch.
    """
    wrong = sorted(texts.keys() - set(SUMMARY_KINDS))
    if wrong:
        raise BadInput(f"{wrong[0]!r} is no step of a summary; {nearest(wrong[0], SUMMARY_KINDS)}")
    spans = Texts(act.connection, [place[0] for place in places]).spans((*place, "") for place in places)
    apart = said_apart(act.connection, MEMOS)
    rows = []
    for place in dict.fromkeys(places):
        for kind in SUMMARY_KINDS:
            key = {"kind": kind, "target": place[0], "span": spans[place], "coder": act.coder}
            text = " ".join(texts.get(kind, "").split())
            if kind in texts and (text != _standing(act.connection, key) or MEMOS.key_of(key) in apart):
                rows.append({**key, "act": act.n, "text": text})
    insert(act.connection, schema.memos, rows)
    act.added += len(rows)
    act.what = f"{', '.join(kind for kind in SUMMARY_KINDS if kind in texts)} of {many(len(places), 'passage')}"
    return len(rows)


def _standing(connection: sa.Connection, key: Mapping[str, Any]) -> str:
    m, last = schema.memos.c, last_memos()
    same = [m[name] == value for name, value in key.items()]
    return str(connection.execute(sa.select(m.text).join(last, last.c.n == m.n).where(*same)).scalar() or "")


def summaries_frame(connection: sa.Connection) -> Frame:
    """Return the table ``summaries``: a row per stretch and coder, in the order of the texts."""
    m, s, last, current = schema.memos.c, schema.spans.c, last_memos(), current_documents()
    query = (
        sa.select(m.kind, m.coder, m.text, schema.acts.c.time, s.start, s.end, s.quote, current.c.id.label("doc_id"))
        .join(last, last.c.n == m.n)
        .join(schema.acts, schema.acts.c.n == m.act)
        .join(schema.spans, s.n == m.span)
        .join(current, current.c.text == s.text)
        .where(m.kind.in_(SUMMARY_KINDS), m.text != "")
        .order_by(current.c.id, s.start, s.end, m.coder)
    )
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for found in records(connection, query):
        key = tuple(found[name] for name in ("doc_id", "start", "end", "coder"))
        row = rows.setdefault(key, {**dict(zip(("doc_id", "start", "end", "coder"), key, strict=True)), "quote": found["quote"]})
        row[found["kind"]] = found["text"]
        row["created"] = max(row.get("created", ""), found["time"])
    return check("summaries", pd.DataFrame(list(rows.values()))) if rows else empty("summaries")
