"""Is everything in the file true: hashes, quotes, references, the file itself."""

from collections.abc import Iterator

import pandas as pd
import sqlalchemy as sa

from qda.frames import Frame
from qda.model import revision_of
from qda.store import schema
from qda.store.database import Database
from qda.store.moving import PEOPLE
from qda.store.texts import shown
from qda.store.views import alive_codings, current_documents

Problem = tuple[str, str, str]
"""Table, place, what is wrong."""


def problems(connection: sa.Connection, database: Database) -> Frame:
    """Return what in a sound file does not fit: columns ``table``, ``where``, ``problem``; empty if all is well."""
    found = [*_references(connection, database), *_texts(connection), *_documents(connection), *_orphans(connection)]
    return _frame(found)


def damage(database: Database) -> Frame:
    """Return what is wrong below the tables."""
    return _frame([("file", "", line) for line in database.damage()])


def _frame(found: list[Problem]) -> Frame:
    return pd.DataFrame(found, columns=["table", "where", "problem"]).astype("str")


def _references(connection: sa.Connection, database: Database) -> Iterator[Problem]:
    for table, row, target in database.loose(connection):
        yield table, f"row {row}", f"points to a row of {target} that is not there"


def _texts(connection: sa.Connection) -> Iterator[Problem]:
    """Check every text against its revision, and every quote against its text; one text at a time."""
    t, s = schema.texts.c, schema.spans.c
    for number, doc_id in connection.execute(sa.select(t.n, t.doc_id).order_by(t.doc_id, t.n)).all():
        revision, text = connection.execute(sa.select(t.revision, t.text).where(t.n == number)).one()
        if revision_of(text) != revision:
            yield "texts", doc_id, "the text is not the one that was added: its hash is another"
        for start, end, quote in connection.execute(sa.select(s.start, s.end, s.quote).where(s.text == number)):
            if text[start:end] != quote:
                yield "spans", f"{doc_id} [{start}, {end})", f"the quote is {shown(quote)}, there stands {shown(text[start:end])}"


def _documents(connection: sa.Connection) -> Iterator[Problem]:
    m, d, t = schema.marks.c, schema.documents.c, schema.texts.c
    outside = (
        sa.select(t.doc_id, m.kind, m.start, m.end)
        .join(schema.documents, d.n == m.document)
        .join(schema.texts, t.n == d.text)
        .where(sa.or_(m.start < 0, m.end < m.start, m.end > sa.func.length(t.text)))
        .order_by(m.n)
    )
    for doc_id, kind, start, end in connection.execute(outside):
        yield "marks", f"{doc_id} [{start}, {end})", f"the {kind} lies outside the text"


def _orphans(connection: sa.Connection) -> Iterator[Problem]:
    """List people's codings on texts that changed, where the quote is not in the new text, or more than once."""
    alive, s, t, current = alive_codings(), schema.spans.c, schema.texts.c, current_documents()
    query = (
        sa.select(t.doc_id, s.start, s.end, s.quote, alive.c.id)
        .select_from(alive)
        .join(schema.spans, s.n == alive.c.span)
        .join(schema.texts, t.n == s.text)
        .where(alive.c.origin.in_(PEOPLE), t.n.not_in(sa.select(current.c.text)))
        .order_by(t.doc_id, s.start, s.end, alive.c.n)
    )
    for doc_id, start, end, quote, id_ in connection.execute(query):
        yield "codings", f"{doc_id} [{start}, {end})", f"coding {id_} lost its place when the text changed: {shown(quote)}"
