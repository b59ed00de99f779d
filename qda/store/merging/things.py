"""Conflicts about what is no coding: memos, cases, speakers, assignments that two copies wrote otherwise."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any, NamedTuple

import sqlalchemy as sa

from qda.codebook import version_of
from qda.store import schema
from qda.store.merging.last_words import ASSIGNMENTS, CASES, CODEBOOKS, MEMOS, SPEAKERS, LastWord, said_apart

BOTH_NOTED = "both wrote a memo on it"
BOTH_DESCRIBED = "both described it"
BOTH_REVISED = "both gave the project another version of it"
BOTH_ASSIGNED = "one assigned it blind, the other open"


class Thing(NamedTuple):
    """What two acts spoke about: of which kind it is, how it is called, and its place, where it has one."""

    kind: str
    target: str
    id: str = ""
    doc_id: str = ""
    start: int = -1
    end: int = -1
    quote: str = ""
    axis: str = ""
    code: str = ""


class Apart(NamedTuple):
    """A thing, and what two acts that did not know each other say of it."""

    thing: Thing
    what: str
    said: tuple[tuple[int, str], tuple[int, str]]


def things_apart(connection: sa.Connection) -> Iterator[Apart]:
    """Yield the conflicts about memos, cases, speakers, assignments and the codebook."""
    kinds = (
        (MEMOS, BOTH_NOTED, _memo, lambda row: row["text"]),
        (CASES, BOTH_DESCRIBED, lambda _, row: Thing("case", row["id"]), lambda row: _listed(CASES, row)),
        (SPEAKERS, BOTH_DESCRIBED, _speaker, lambda row: _listed(SPEAKERS, row)),
        (ASSIGNMENTS, BOTH_ASSIGNED, _assignment, lambda row: "blind" if row["blind"] else "open"),
        (CODEBOOKS, BOTH_REVISED, lambda _, row: Thing("codebook", row["id"]), _version),
    )
    for words, what, thing_of, text_of in kinds:
        for rows in said_apart(connection, words).values():
            thing = thing_of(connection, rows[0])
            for one, two in combinations(rows, 2):
                if words.value_of(one) != words.value_of(two):
                    yield Apart(thing, what, ((one["act"], text_of(one)), (two["act"], text_of(two))))


def _version(row: Mapping[str, Any]) -> str:
    return version_of(row["id"], row["version"], row["hash"])


def _listed(words: LastWord, row: Mapping[str, Any]) -> str:
    return "; ".join(f"{name}: {row[name]}" for name in words.value if row[name] not in {"", "{}"})


def _speaker(_: sa.Connection, row: Mapping[str, Any]) -> Thing:
    return Thing("speaker", row["speaker"], doc_id=row["doc_id"])


def _assignment(connection: sa.Connection, row: Mapping[str, Any]) -> Thing:
    target = f"{row['coder']}, round {row['round']}"
    return Thing("assignment", target, doc_id=row["doc_id"])._replace(**_place(connection, row["span"]))


def _memo(connection: sa.Connection, row: Mapping[str, Any]) -> Thing:
    """Return what a memo is on, with the place of a coding or a stretch of text."""
    about = Thing("memo", f"{row['kind']} {row['target']}".strip())
    if row["kind"] == "document":
        return about._replace(doc_id=row["target"])
    if row["kind"] == "code":
        axis, _, code = row["target"].partition(":")
        return about._replace(axis=axis, code=code)
    if row["kind"] == "coding":
        c = schema.codings.c
        coding = connection.execute(sa.select(c.span, c.axis, c.code).where(c.id == row["target"]).order_by(c.n).limit(1)).first()
        own = {} if coding is None else {"axis": coding.axis, "code": coding.code, **_place(connection, coding.span)}
        return about._replace(id=row["target"], **own)
    return about._replace(**_place(connection, row["span"]))


def _place(connection: sa.Connection, span: int | None) -> dict[str, Any]:
    """Return where a span lies, and its words; nothing of none."""
    s, t = schema.spans.c, schema.texts.c
    query = sa.select(t.doc_id, s.start, s.end, s.quote).join(schema.texts, t.n == s.text).where(s.n == span)
    found = None if span is None else connection.execute(query).mappings().first()
    return dict(found) if found else {}
