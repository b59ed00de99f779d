"""Documents: every text and every description a document had is kept; the last in force counts."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd
import sqlalchemy as sa

from qda._wording import many
from qda.errors import ProjectError, UnknownName, nearest
from qda.frames import Frame, check, empty
from qda.model import Document, Mark, revision_of
from qda.store import schema
from qda.store.journal.acts import Act, as_json
from qda.store.material.moving import Moved, carry_over
from qda.store.rows import frame_of, insert, insert_new, insert_one, records
from qda.store.views import current_documents, holds

DESCRIBED = ("case", "title", "kind", "language", "source")


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentReport:
    """What adding documents did: the ids that are new, changed, and known in exactly this form; what became of codings on changed texts."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()


def add_documents(act: Act, documents: Iterable[Document], *, folder: str = "") -> DocumentReport:
    """Add documents, or new descriptions and texts of known ones; what is known in exactly this form is left alone.

    The journal keeps the `folder` they lay in, if one is named; see `folders`.
    """
    before = {row.id: row for row in act.connection.execute(sa.select(current_documents()))}
    added: list[str] = []
    changed: list[str] = []
    known: list[str] = []
    moved: list[Moved] = []
    for document in documents:
        old, digest = before.get(document.id), digest_of(document)
        if old is not None and (old.revision, old.digest) == (document.revision, digest):
            known.append(document.id)
            continue
        text = _add_text(act.connection, document)
        _add_description(act, document, text, digest)
        (changed if old else added).append(document.id)
        if old is not None and old.revision != document.revision:
            moved.append(carry_over(act, document, old=old.text, new=text))
    act.added += len(added) + len(changed)
    act.what = f"{many(len(added), 'document')} added, {len(changed)} changed"
    act.details = {"added": added, "changed": changed} | ({"moved": [m.details for m in moved]} if moved else {})
    act.details |= {"folder": folder} if folder else {}
    return DocumentReport(added=tuple(added), changed=tuple(changed), known=tuple(known), moved=tuple(moved))


def folders(connection: sa.Connection) -> dict[str, str]:
    """Return, by id, the folder that documents came in last, seen from the project; those of which it is not known are missing."""
    a = schema.acts
    found: dict[str, str] = {}
    query = sa.select(a.c.details).where(a.c.kind == "add", holds(a)).order_by(a.c.clock, a.c.id)
    for text in connection.execute(query).scalars():
        details = json.loads(text)
        if "folder" in details:
            found |= dict.fromkeys([*details["added"], *details["changed"]], str(details["folder"]))
    return found


def digest_of(document: Document) -> str:
    """Return the hash of what is said of a document beside its text."""
    return digest({name: getattr(document, name) for name in DESCRIBED}, document.attributes, document.marks)


def digest(described: Mapping[Any, Any], attributes: Mapping[str, Any], marks: Iterable[Mark]) -> str:
    """Return the hash of a description, with attributes and marks."""
    said = [*(described[name] for name in DESCRIBED), dict(attributes)]
    marked = [[m.kind, m.start, m.end, m.value, dict(m.attributes)] for m in marks]
    return hashlib.sha256(as_json([said, marked]).encode("utf-8")).hexdigest()


def _add_text(connection: sa.Connection, document: Document) -> int:
    row = {"doc_id": document.id, "revision": document.revision, "text": document.text}
    insert_new(connection, schema.texts, [row])
    t = schema.texts.c
    return int(connection.execute(sa.select(t.n).where(t.doc_id == document.id, t.revision == document.revision)).scalar_one())


def _add_description(act: Act, document: Document, text: int, digest: str) -> None:
    described = {name: getattr(document, name) for name in DESCRIBED}
    number = insert_one(act.connection, schema.documents, {"act": act.n, "text": text, "digest": digest, **described})
    attributes = [{"document": number, "name": str(k), "value": as_json(v)} for k, v in document.attributes.items()]
    insert(act.connection, schema.document_attributes, attributes)
    marks = [{"document": number, **asdict(m), "attributes": as_json(m.attributes)} for m in document.marks]
    insert(act.connection, schema.marks, marks)


def documents_frame(connection: sa.Connection, *, text: bool = True) -> Frame:
    """Return the table ``documents``, by id; without `text`, that column is empty."""
    current = current_documents()
    columns = [current.c[name] for name in ("n", "id", "case", "title", "kind", "language", "source", "revision")]
    query = sa.select(*columns).order_by(current.c.id)
    if text:
        query = query.add_columns(schema.texts.c.text).join(schema.texts, schema.texts.c.n == current.c.text)
    frame = frame_of(connection, query)
    if frame.empty:
        return empty("documents")
    attributes = _attributes(connection)
    wide = pd.DataFrame([attributes.get(n, {}) for n in frame.pop("n")], index=frame.index)
    return check("documents", pd.concat([frame, wide[[name for name in wide if name not in frame]]], axis=1))


def _attributes(connection: sa.Connection, number: int | None = None) -> dict[int, dict[str, Any]]:
    """Return the attributes of the descriptions that count, or of one description, by its number."""
    a, current = schema.document_attributes, current_documents()
    every = sa.select(a.c.document, a.c.name, a.c.value).order_by(a.c.n)
    query = every.join(current, current.c.n == a.c.document) if number is None else every.where(a.c.document == number)
    found: dict[int, dict[str, Any]] = {}
    for document_, name, value in connection.execute(query):
        found.setdefault(document_, {})[name] = json.loads(value)
    return found


def marks_frame(connection: sa.Connection, doc_id: str | None = None) -> Frame:
    """Return the table ``marks``, of one document or of all, in the order of the text."""
    m, current = schema.marks, current_documents()
    columns = (current.c.id.label("doc_id"), m.c.start, m.c.end, m.c.kind, m.c.value, m.c.attributes)
    query = sa.select(*columns).join(current, current.c.n == m.c.document).order_by(current.c.id, m.c.n)
    frame = frame_of(connection, query if doc_id is None else query.where(current.c.id == doc_id))
    if frame.empty:
        return empty("marks")
    frame["attributes"] = pd.Series([json.loads(a) for a in frame["attributes"]], dtype=object)
    return check("marks", frame)


def document(connection: sa.Connection, doc_id: str) -> Document:
    """Return a document with its marks, after checking its text against its revision.

    Raises
    ------
    UnknownName
        No such document.
    ProjectError
        The text is not what it was when it was added.
    """
    current = current_documents()
    query = sa.select(current, schema.texts.c.text.label("body")).join(schema.texts, schema.texts.c.n == current.c.text)
    found = records(connection, query.where(current.c.id == doc_id))
    if not found:
        raise UnknownName(f"no document {doc_id!r} in this project; {nearest(doc_id, document_ids(connection))}")
    row = found[0]
    if revision_of(row["body"]) != row["revision"]:
        raise ProjectError(f"document {doc_id!r}: its text is not what it was when it was added; go back to a backup")
    described = {name: row[name] for name in ("id", "case", "title", "kind", "language", "source")}
    attributes = _attributes(connection, row["n"]).get(row["n"], {})
    return Document(**described, text=row["body"], marks=_marks(connection, row["n"]), attributes=attributes)


def _marks(connection: sa.Connection, number: int) -> tuple[Mark, ...]:
    m = schema.marks.c
    query = sa.select(m.kind, m.start, m.end, m.value, m.attributes).where(m.document == number).order_by(m.n)
    found = connection.execute(query)
    return tuple(Mark(kind=k, start=s, end=e, value=v, attributes=json.loads(a)) for k, s, e, v, a in found)


def document_ids(connection: sa.Connection) -> Sequence[str]:
    """Return the ids of the documents, in order."""
    current = current_documents()
    return list(connection.execute(sa.select(current.c.id).order_by(current.c.id)).scalars())
