"""Is everything in a project true: hashes, quotes, references, the journal, the file itself. What does not fit is listed, each with a remedy."""

import json
from collections.abc import Iterator

import pandas as pd
import sqlalchemy as sa

from qda.codebook import parse_codebook
from qda.errors import CodebookError
from qda.frames import Frame
from qda.model import Mark, machine_id, revision_of
from qda.store import schema
from qda.store.checks.journal_checks import journal_problems
from qda.store.checks.problems import BACKUP, REPAIR, Problem
from qda.store.checks.repairing import mendable
from qda.store.coding.claims import MACHINES
from qda.store.databases.database import Database
from qda.store.material.documents import digest
from qda.store.material.moving import PEOPLE
from qda.store.material.texts import shown
from qda.store.views import alive_codings, codebook_in_force, current_documents

INDEX = ("missing from index", "wrong # of entries in index", "non-unique entry in index")
"""What SQLite says of an index that does not fit its table."""


AGAIN = "`qda retract` takes it back; then code the passage again"
TAG_AGAIN = "`qda retract` takes it back; then tag again"
"""What helps where a coding is not what it was; tagging alone knows a suggestion by its id, and would leave it."""


def problems(connection: sa.Connection, database: Database) -> Frame:
    """Return what in a sound file does not fit: columns ``table``, ``where``, ``problem``, ``remedy``; empty if all is well."""
    found = [*_references(connection, database), *_texts(connection), *_descriptions(connection), *_marks(connection)]
    found += [
        *_codebooks(connection),
        *_unknown(connection),
        *_machine_ids(connection),
        *_judged(connection),
        *journal_problems(connection),
    ]
    return frame_of_problems([*found, *_orphans(connection)])


def damage(database: Database) -> Frame:
    """Return what is wrong below the tables."""
    return frame_of_problems([("file", "", line, REPAIR if is_index(line) else BACKUP) for line in database.damage()])


def is_index(line: str) -> bool:
    """Say of a line about damage whether making the indexes anew mends it."""
    return any(sign in line for sign in INDEX)


def frame_of_problems(found: list[Problem]) -> Frame:
    """Return problems as a table."""
    return pd.DataFrame(found, columns=["table", "where", "problem", "remedy"]).astype("str")


def _references(connection: sa.Connection, database: Database) -> Iterator[Problem]:
    for table, row, target in database.loose(connection):
        yield table, f"row {row}", f"points to a row of {target} that is not there", BACKUP


def _texts(connection: sa.Connection) -> Iterator[Problem]:
    """Check every text against its revision, and every quote against its text; one text at a time."""
    t, s, current = schema.texts.c, schema.spans.c, current_documents().c
    counting = set(connection.execute(sa.select(current.text)).scalars())  # only on these a repair looks for places
    for number, doc_id in connection.execute(sa.select(t.n, t.doc_id).order_by(t.doc_id, t.n)).all():
        revision, text = connection.execute(sa.select(t.revision, t.text).where(t.n == number)).one()
        sound = revision_of(text) == revision
        if not sound:
            yield "texts", doc_id, "the text is not the one that was added: its hash is another", BACKUP
        spans = connection.execute(sa.select(s.start, s.end, s.quote).where(s.text == number)).all()
        wrong = [(start, end, quote) for start, end, quote in spans if text[start:end] != quote]
        found = mendable(connection, number, text) if wrong and sound and number in counting else set()
        for start, end, quote in wrong:
            said = f"the quote is {shown(quote)}, there stands {shown(text[start:end])}"
            yield "spans", f"{doc_id} [{start}, {end})", said, REPAIR if (start, end) in found else BACKUP


def _descriptions(connection: sa.Connection) -> Iterator[Problem]:
    """Check the digest of every description of a document, over its attributes and marks."""
    d, t = schema.documents.c, schema.texts.c
    query = sa.select(schema.documents, t.doc_id).join(schema.texts, t.n == d.text).order_by(d.n)
    for row in connection.execute(query).mappings().all():
        a, m = schema.document_attributes.c, schema.marks.c
        own = connection.execute(sa.select(a.name, a.value).where(a.document == row["n"]).order_by(a.n))
        attributes = {name: json.loads(value) for name, value in own}
        marked = sa.select(m.kind, m.start, m.end, m.value, m.attributes).where(m.document == row["n"]).order_by(m.n)
        marks = [
            Mark(kind=k, start=s, end=e, value=v, attributes=json.loads(more)) for k, s, e, v, more in connection.execute(marked)
        ]
        if digest(row, attributes, marks) != row["digest"]:
            yield (
                "documents",
                row["doc_id"],
                "its description or marks are not those that were added: their hash is another",
                BACKUP,
            )


def _marks(connection: sa.Connection) -> Iterator[Problem]:
    m, d, t = schema.marks.c, schema.documents.c, schema.texts.c
    outside = (
        sa.select(t.doc_id, m.kind, m.start, m.end)
        .join(schema.documents, d.n == m.document)
        .join(schema.texts, t.n == d.text)
        .where(sa.or_(m.start < 0, m.end < m.start, m.end > sa.func.length(t.text)))
        .order_by(m.n)
    )
    for doc_id, kind, start, end in connection.execute(outside):
        yield "marks", f"{doc_id} [{start}, {end})", f"the {kind} lies outside the text", BACKUP


def _codebooks(connection: sa.Connection) -> Iterator[Problem]:
    c = schema.codebooks.c
    for id_, version, hash_, text in connection.execute(sa.select(c.id, c.version, c.hash, c.text).order_by(c.n)):
        try:
            sound = parse_codebook(text, file="codebook", lenient=True).hash == hash_
        except CodebookError:
            sound = False
        if not sound:
            yield "codebooks", f"{id_} {version}", "the codebook is not the one that was stored: its hash is another", BACKUP


def _unknown(connection: sa.Connection) -> Iterator[Problem]:
    """List codings whose axis or code the codebook in force lacks; a codebook that cannot be read is listed elsewhere."""
    text = connection.execute(codebook_in_force("text")).scalar()
    try:
        book = parse_codebook(text or "", file="codebook", lenient=True)
    except CodebookError:
        return
    c, s, t = alive_codings().c, schema.spans.c, schema.texts.c
    known = {axis.id: set(axis.code_ids) for axis in book.axes}
    pairs = connection.execute(sa.select(c.axis, c.code).distinct().order_by(c.axis, c.code)).all()
    query = sa.select(t.doc_id, s.start, s.end, c.id, c.coder, c.origin)
    query = query.join(schema.spans, s.n == c.span).join(schema.texts, t.n == s.text).order_by(t.doc_id, s.start, s.end, c.n)
    for axis, code in [(axis, code) for axis, code in pairs if code not in known.get(axis, ())]:
        lacks = f"no code {code!r} on axis {axis!r}" if axis in known else f"no axis {axis!r} (code {code!r})"
        for doc_id, start, end, id_, coder, origin in connection.execute(query.where(c.axis == axis, c.code == code)):
            said = f"coding {id_} of {coder}: the codebook in force has {lacks}"
            yield "codings", f"{doc_id} [{start}, {end})", said, TAG_AGAIN if origin in MACHINES else AGAIN


def _machine_ids(connection: sa.Connection) -> Iterator[Problem]:
    """Check that a machine's codings have the ids that follow from what they say; those that a table brought have their own."""
    c, s, t, version = alive_codings().c, schema.spans.c, schema.texts.c, schema.phrases.c
    said = (c.axis, c.code, c.statement, c.coder, c.round, version.value.label("codebook_version"))
    query = (
        sa.select(c.id, t.doc_id, s.start, s.end, *said)
        .join(schema.spans, s.n == c.span)
        .join(schema.texts, t.n == s.text)
        .join(schema.phrases, version.n == c.codebook)
        .join(schema.acts, schema.acts.c.n == c.act)
        .where(c.origin.in_(MACHINES), schema.acts.c.kind == "tag")
    )
    for row in connection.execute(query).mappings():
        claim = {name: row[name] for name in row if name not in {"id", "round"}}
        if machine_id(**claim, round_=row["round"]) != row["id"]:
            place = f"{row['doc_id']} [{row['start']}, {row['end']})"
            yield (
                "codings",
                place,
                f"coding {row['id']} of {row['coder']} has not the id that follows from what it says",
                TAG_AGAIN,
            )


def _judged(connection: sa.Connection) -> Iterator[Problem]:
    """List judgements of suggestions that were never there."""
    c, suggestion = alive_codings().c, schema.codings.alias()
    missing = sa.select(c.id, c.judged).where(c.judged != "", ~sa.exists().where(suggestion.c.id == c.judged)).order_by(c.n)
    for id_, judged in connection.execute(missing):
        yield "codings", id_, f"it judges the suggestion {judged}, which is not there", BACKUP


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
        said = f"coding {id_} lost its place when the text changed: {shown(quote)}"
        yield (
            "codings",
            f"{doc_id} [{start}, {end})",
            said,
            "code the passage again and retract this coding, or give it a place by hand",
        )
