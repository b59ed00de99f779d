"""The tables of a project file.

Every row of content names the act that wrote it and is never changed afterwards. What is shown follows from the acts in force:
those that are neither undone nor still `staged`. Acts are ordered by `clock`, then by id:
the same in every copy of a project, where `n` only numbers the rows of one file.
Ids that leave the file are text. Only types that STRICT tables allow are used; times are ISO text in UTC, JSON is text.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ExcludeConstraint

from qda.store.columns import INTEGER, REAL, TEXT

APPLICATION_ID = 0x71646131
"""``qda1``, in the header of every project file."""

SCHEMA = 3
"""The number of this schema; it stands in the file's `user_version`."""

metadata = sa.MetaData()


def _number(name: str = "n") -> sa.Column[Any]:
    return sa.Column(name, INTEGER, primary_key=True)


def _text(name: str, *, unique: bool = False, preset: bool = False) -> sa.Column[Any]:
    """Return a column of text; one that files of an older schema get later is `preset`, which SQLite asks of a column that is added."""
    default = sa.text("''") if preset else None
    return sa.Column(name, TEXT, nullable=False, unique=unique, default=None if unique else "", server_default=default)


def _integer(name: str, *, preset: bool = False) -> sa.Column[Any]:
    return sa.Column(name, INTEGER, nullable=False, default=0, server_default=sa.text("0") if preset else None)


def _real(name: str) -> sa.Column[Any]:
    return sa.Column(name, REAL)


def _of(name: str, target: str, *, index: bool = False) -> sa.Column[Any]:
    return sa.Column(name, INTEGER, sa.ForeignKey(f"{target}.n"), nullable=False, index=index)


def _act() -> sa.Column[Any]:
    return _of("act", "acts", index=True)


def _table(name: str, *columns: Any) -> sa.Table:
    return sa.Table(name, metadata, *columns, sqlite_strict=True)


meta = _table("meta", sa.Column("key", TEXT, primary_key=True), _text("value"))
"""What is said of the file as a whole: its own id, when and by which version it was made, options of the study."""

acts = _table(
    "acts",
    _number(),
    _text("id", unique=True),
    _text("time"),
    _text("coder"),
    _text("kind"),
    _text("what"),
    _text("details"),
    _text("batch"),
    _integer("added"),
    _integer("retracted"),
    sa.Column("undone_by", INTEGER, sa.ForeignKey("acts.n")),
    _integer("clock", preset=True),
    _integer("staged", preset=True),
    _text("codebook", preset=True),
    _text("follows", preset=True),
    sa.Index("ix_acts_clock", "clock"),
)
"""The journal. `clock` is one more than the highest that was known when the act was done (Lamport 1978); `codebook` is the version that held then;
`staged` marks a batch that is still being written; `follows` is the id of the act that came before in that copy of the project, which tells what was
done knowing what. `undone_by` follows from `undoings` and is kept for speed."""

undoings = _table("undoings", _number(), _act(), _of("undone", "acts", index=True))
"""Which acts an act of undoing (or, as its undoing, of redoing) takes out of force."""

arrivals = _table("arrivals", _number(), _act(), _of("arrived", "acts", index=True))
"""Which acts a merge brought."""

codebooks = _table("codebooks", _number(), _act(), *(_text(name) for name in ("id", "version", "hash", "text")))
"""Which version of the codebook holds since an act; one that the project went back to stands several times."""

texts = _table("texts", _number(), _text("doc_id"), _text("revision"), _text("text"), sa.UniqueConstraint("doc_id", "revision"))
"""Every text a document ever had."""

documents = _table(
    "documents",
    _number(),
    _act(),
    _of("text", "texts", index=True),
    *(_text(name) for name in ("case", "title", "kind", "language", "source", "digest")),
)
"""Every description a document ever had; the one that counts is the last in force. `digest` is taken over description, attributes and marks."""

document_attributes = _table(
    "document_attributes", _number(), _of("document", "documents", index=True), _text("name"), _text("value")
)

marks = _table(
    "marks",
    _number(),
    _of("document", "documents", index=True),
    _integer("start"),
    _integer("end"),
    _text("kind"),
    _text("value"),
    _text("attributes"),
)

spans = _table(
    "spans",
    _number(),
    _of("text", "texts"),
    _integer("start"),
    _integer("end"),
    _text("quote"),
    sa.UniqueConstraint("text", "start", "end"),
    sa.CheckConstraint('"start" >= 0 AND "end" > "start"'),
)
"""A stretch of a text with its quote, stored once however many claims are made about it."""

phrases = _table(
    "phrases",
    _number(),
    _text("value"),
    sa.UniqueConstraint("value").ddl_if(dialect="sqlite"),
    # PostgreSQL's usual index takes no value over 2,700 bytes
    ExcludeConstraint(("value", "="), using="hash").ddl_if(dialect="postgresql"),
)
"""Long values that many rows share: headings, questions, evidence, versions."""

grids = _table("grids", _number(), _act(), _of("text", "texts", index=True), _text("unit"), _text("digest"))
"""One cut of a text into units; the last in force counts."""

segments = _table(
    "segments",
    _number(),
    _of("grid", "grids", index=True),
    _of("span", "spans"),
    _integer("context_start"),
    _integer("context_end"),
    *(_text(name) for name in ("page", "speaker", "role")),
    _real("time"),
    _of("heading", "phrases"),
    _of("question", "phrases"),
)

codings = _table(
    "codings",
    _number(),
    sa.Column("id", TEXT, nullable=False, index=True),
    _act(),
    _of("span", "spans", index=True),
    *(_text(name) for name in ("statement", "axis", "code", "coder")),
    _integer("round"),
    _text("origin"),
    _real("score"),
    _real("certainty"),
    *(_text(name) for name in ("status", "memo")),
    _of("evidence", "phrases"),
    _of("codebook", "phrases"),
    _text("created"),
    sa.Column("judged", TEXT, nullable=False, default="", index=True),
    _text("replaces", preset=True),
)
"""`judged` is the id of the suggestion this row accepts or rejects, `replaces` that of the coding it stands for since it was recoded or moved; or empty."""

retractions = _table("retractions", _number(), _act(), _of("coding", "codings", index=True))

readings = _table(
    "readings",
    _number(),
    _act(),
    _of("span", "spans", index=True),
    _text("axis"),
    _text("coder"),
    _integer("round"),
    _of("codebook", "phrases"),
    _text("origin", preset=True),
)
"""``*`` as axis says: every axis of the codebook. `origin` says who reads, as in codings: a machine that finds nothing is still known as one."""

withdrawals = _table("withdrawals", _number(), _act(), _of("reading", "readings", index=True))
"""Readings of a machine that a later run of it replaces."""

cases = _table("cases", _number(), _act(), *(_text(name) for name in ("id", "label", "aliases", "attributes")))

speakers = _table(
    "speakers",
    _number(),
    _act(),
    *(_text(name) for name in ("doc_id", "speaker", "role", "organisation", "organisation_kind")),
)

mentions = _table("mentions", _number(), _act(), _of("span", "spans", index=True), _text("case"))

memos = _table(
    "memos",
    _number(),
    _act(),
    *(_text(name) for name in ("kind", "target", "coder", "text")),
    sa.Column("span", INTEGER, sa.ForeignKey("spans.n"), index=True),
    sa.Index("ix_memos_target", "target"),
)
"""What somebody noted on the project, a document, case, code (``axis:code``), segment (its span) or coding (its id).

Of a coder's memos on one thing the last counts; an empty one takes it away."""

assignments = _table(
    "assignments",
    _number(),
    _act(),
    *(_text(name) for name in ("id", "coder", "doc_id")),
    sa.Column("span", INTEGER, sa.ForeignKey("spans.n"), index=True),
    _integer("round"),
    _integer("blind"),
    _text("drawn"),
)
"""Who is to code what, in which round, and whether without seeing what others and machines say: a row per document, or per unit that was `drawn` at random."""

settlements = _table("settlements", _number(), _act(), _text("settled"), _text("original"))
"""Which codings a settled one stands beside."""
