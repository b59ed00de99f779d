"""Memos: what somebody noted on the project, a document, a case, a code, a stretch of text or a coding."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
import sqlalchemy as sa

from qda.codebook import Codebook
from qda.errors import BadInput, UnknownName, nearest
from qda.frames import Frame, check, empty
from qda.model import MEMO_KINDS
from qda.store import schema
from qda.store.coding.claims import shown_codings
from qda.store.coding.judging import required
from qda.store.journal.acts import Act
from qda.store.material.documents import document_ids
from qda.store.material.lookups import cases_frame
from qda.store.material.texts import Texts
from qda.store.merging.last_words import MEMOS, said_apart
from qda.store.rows import insert, records
from qda.store.views import current_documents, last_of

_COLUMNS = ["kind", "target", "doc_id", "start", "end", "quote", "label", "coder", "text", "created"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """What a memo is on: its kind, the id of a document, case, code (``axis:code``) or coding, and of a segment the span."""

    kind: str
    id: str = ""
    start: int = -1
    end: int = -1


def note(act: Act, target: Target, text: str, *, book: Codebook) -> bool:
    """Write a memo; an empty one (or one of blanks) takes the coder's memo away, and one that says the same leaves no trace. Return whether it is new.

    Where two copies of the project went apart on this memo, whichever text is written resolves it.

    Raises
    ------
    BadInput, UnknownName, OffsetError
        There is no such thing to note on.
    """
    text = text if text.strip() else ""
    span = _require(act.connection, target, book)
    key = {"kind": target.kind, "target": target.id, "span": span, "coder": act.coder}
    if text == _standing(act.connection, key) and MEMOS.key_of(key) not in said_apart(act.connection, MEMOS):
        return False
    insert(act.connection, schema.memos, [{**key, "act": act.n, "text": text}])
    act.added += 1
    act.what = f"memo on {_named(target)}" + ("" if text else " taken away")
    act.details = {"kind": target.kind, "target": target.id}
    return True


def _named(target: Target) -> str:
    place = f"{target.id} [{target.start}, {target.end})" if target.kind == "segment" else target.id
    return f"{target.kind} {place}".strip()


def _require(connection: sa.Connection, target: Target, book: Codebook) -> int | None:
    """Refuse what does not exist; return the number of the span of a segment."""
    if target.kind not in MEMO_KINDS:
        raise BadInput(f"a memo on {target.kind!r}; {nearest(target.kind, MEMO_KINDS)}")
    if target.kind == "document":
        _known("document", target.id, document_ids(connection))
    elif target.kind == "case":
        _known("case", target.id, cases_frame(connection)["id"].tolist() or _cases_of_documents(connection))
    elif target.kind == "code":
        axis, _, code = target.id.partition(":")
        book.code(axis, code)
    elif target.kind == "coding":
        required(connection, [target.id])
    elif target.kind == "segment":
        place = (target.id, target.start, target.end)
        return Texts(connection, [target.id]).spans([(*place, "")])[place]
    return None


def _known(kind: str, id_: str, known: Any) -> None:
    if id_ not in known:
        raise UnknownName(f"no {kind} {id_!r} in this project; {nearest(id_, known)}")


def _cases_of_documents(connection: sa.Connection) -> list[str]:
    current = current_documents()
    return list(connection.execute(sa.select(current.c["case"]).distinct().where(current.c["case"] != "")).scalars())


def _standing(connection: sa.Connection, key: dict[str, Any]) -> str:
    """Return what this coder's memo says now; of a coding, also what it was made with."""
    last, m = last_memos(), schema.memos.c
    same = [m[name].is_(None) if value is None else m[name] == value for name, value in key.items()]
    found = connection.execute(sa.select(m.text).join(last, last.c.n == m.n).where(*same)).scalar()
    if found is None and key["kind"] == "coding":
        shown = shown_codings().subquery()
        own = sa.select(shown.c.own_memo).where(shown.c.id == key["target"], shown.c.coder == key["coder"])
        found = connection.execute(own).scalar()
    return str(found or "")


@cache
def last_memos() -> sa.Subquery:
    """Return the numbers of the memos that count: of each coder's memos on one thing the last in force."""
    m = schema.memos
    return last_of(m, m.c.kind, m.c.target, m.c.span, m.c.coder)


def memos_frame(connection: sa.Connection, book: Codebook) -> Frame:
    """Return the table ``memos``: those of the project, then of documents, cases, codes, stretches of text and codings, each in order.

    A memo on a stretch that a new text no longer has keeps its quote and has no place.
    """
    found = [*_plain(connection, book), *_on_segments(connection), *_on_codings(connection)]
    if not found:
        return empty("memos")
    frame = check("memos", pd.DataFrame(found, columns=_COLUMNS))
    order = frame["kind"].map({kind: i for i, kind in enumerate(MEMO_KINDS)})
    keys = ["_order", "doc_id", "start", "end", "target", "created", "coder"]
    return frame.assign(_order=order).sort_values(keys, kind="stable", ignore_index=True).drop(columns="_order")


def _lines(connection: sa.Connection, *kinds: str) -> list[dict[str, Any]]:
    """Return the memos that count of some kinds, with their spans where they have one."""
    m, s, t, last, current = schema.memos.c, schema.spans.c, schema.texts.c, last_memos(), current_documents()
    here = sa.case((current.c.id.is_(None), 0), else_=1).label("here")
    query = (
        sa.select(m.kind, m.target, m.coder, m.text, schema.acts.c.time.label("created"), s.start, s.end, s.quote, t.doc_id, here)
        .join(last, last.c.n == m.n)
        .join(schema.acts, schema.acts.c.n == m.act)
        .outerjoin(schema.spans, s.n == m.span)
        .outerjoin(schema.texts, t.n == s.text)
        .outerjoin(current, current.c.text == s.text)
        .where(m.kind.in_(kinds), m.text != "")
        .order_by(schema.acts.c.clock, schema.acts.c.id, m.n)
    )
    return records(connection, query)


def _plain(connection: sa.Connection, book: Codebook) -> list[dict[str, Any]]:
    """Return the memos on what has no place in a text."""
    current = current_documents()
    titles = {row.id: row.title for row in connection.execute(sa.select(current.c.id, current.c.title))}
    cases = cases_frame(connection)
    labels = dict(zip(cases["id"], cases["label"], strict=True))
    codes = {f"{code.axis}:{code.id}": code.label for code in book.codes()}
    named = {"project": {"": book.title}, "document": titles, "case": labels, "code": codes}
    rows = _lines(connection, *named)
    return [_row(row, doc_id=_of_document(row), label=named[row["kind"]].get(row["target"], "") or row["target"]) for row in rows]


def _of_document(row: dict[str, Any]) -> str:
    return str(row["target"]) if row["kind"] == "document" else ""


def _on_segments(connection: sa.Connection) -> list[dict[str, Any]]:
    """Return the memos on stretches of text; where a text changed, once: on the text that counts if it is there."""
    rows = _lines(connection, "segment")
    placed = {_said(row) for row in rows if row["here"]}
    lost = {_said(row): row for row in rows if not row["here"] and _said(row) not in placed}
    here = [_row(row, start=row["start"], end=row["end"], quote=row["quote"]) for row in rows if row["here"]]
    return [*here, *(_row(row, quote=row["quote"], label="lost its place") for row in lost.values())]


def _said(row: dict[str, Any]) -> tuple[str, ...]:
    return row["doc_id"], row["quote"], row["coder"], row["text"]


def _on_codings(connection: sa.Connection) -> list[dict[str, Any]]:
    """Return the memos on codings that are shown, and those they were made with."""
    said = _lines(connection, "coding")
    last, m = last_memos(), schema.memos.c
    every = sa.select(m.target, m.coder).join(last, last.c.n == m.n).where(m.kind == "coding")
    spoken = {(target, coder) for target, coder in connection.execute(every)}
    shown = shown_codings().subquery()
    noted = sa.or_(shown.c.own_memo != "", shown.c.id.in_(sa.select(m.target).where(m.kind == "coding")))
    names = ("id", "doc_id", "start", "end", "quote", "axis", "code", "coder", "own_memo", "created")
    codings = {row["id"]: row for row in records(connection, sa.select(*(shown.c[n] for n in names)).where(noted))}
    rows = [(row, codings[row["target"]]) for row in said if row["target"] in codings]
    rows += [
        ({"kind": "coding", "target": id_, "coder": c["coder"], "text": c["own_memo"], "created": c["created"]}, c)
        for id_, c in codings.items()
        if c["own_memo"] and (id_, c["coder"]) not in spoken
    ]
    return [_row(row, label=f"{c['axis']}: {c['code']}", **{n: c[n] for n in _COLUMNS[2:6]}) for row, c in rows]


def _row(row: dict[str, Any], **more: Any) -> dict[str, Any]:
    kept = {name: row[name] for name in ("kind", "target", "coder", "text", "created")}
    placed = {"doc_id": row.get("doc_id") or "", "start": -1, "end": -1, "quote": "", "label": ""}
    return {**placed, **kept, **more}
