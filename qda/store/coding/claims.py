"""Rows of codings and readings, as every act that codes writes them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import isnan
from typing import Any

import sqlalchemy as sa

from qda.codebook import Codebook
from qda.errors import UnknownName
from qda.frames import Frame
from qda.store import schema
from qda.store.journal.acts import Act
from qda.store.rows import ASKED, chunks, insert_columns, phrase_numbers, records
from qda.store.views import alive_codings, alive_readings, current_documents, holds, in_force, standing

EVERY_AXIS = "*"
MACHINES = ("rule", "model")
"""The origins of codings that a machine made."""

_OWN = ("id", "statement", "axis", "code", "coder", "round", "origin", "status", "memo", "created")

READING = ("span", "axis", "coder", "round", "codebook", "origin")

Place = tuple[str, int, int]
Reading = tuple[Place, str, str, int, str, str]
"""Span, axis (or ``*``), coder, round, codebook version, origin."""


def require_codes(codings: Frame, book: Codebook, *, source: str = "") -> None:
    """Refuse axes and codes that the codebook does not have; rows with an empty code may leave the axis empty, too.

    Raises
    ------
    UnknownName
        With the first place where it stands, and what is nearest.
    """
    names = ["axis", "code", "doc_id", "start", "end"]
    for axis, code, doc_id, start, end in codings.drop_duplicates(["axis", "code"])[names].itertuples(index=False, name=None):
        try:
            if code:
                book.code(axis, code)
            elif axis:
                book.axis(axis)
        except UnknownName as error:
            where = f"{source}: " if source else ""
            raise UnknownName(f"{where}{doc_id} [{start}, {end}): {error}") from None


def add_rows(
    act: Act,
    codings: Frame,
    spans: Mapping[Place, int],
    *,
    judged: Sequence[str] | None = None,
    replaces: Sequence[str] | None = None,
) -> None:
    """Insert codings of a checked table whose ids are given; per row, `judged` names the suggestion it judges, `replaces` the coding it stands for."""
    phrases = phrase_numbers(act.connection, [*codings["evidence"].unique(), *codings["codebook_version"].unique()])
    columns = coding_columns(codings, spans, phrases) | {"act": [act.n] * len(codings)}
    columns |= {name: given for name, given in (("judged", judged), ("replaces", replaces)) if given}
    insert_columns(act.connection, schema.codings, columns)
    act.added += len(codings)


def coding_columns(codings: Frame, spans: Mapping[Place, int], phrases: Mapping[str, int]) -> dict[str, Sequence[Any]]:
    """Return the rows of a checked table as they are stored, apart from the act."""
    own = {name: codings[name].tolist() for name in _OWN}
    places = zip(*(codings[name].tolist() for name in ("doc_id", "start", "end")), strict=True)
    numbers = {name: [None if isnan(v) else v for v in codings[name].tolist()] for name in ("score", "certainty")}
    said = {"evidence": "evidence", "codebook": "codebook_version"}
    looked_up = {name: [phrases[value] for value in codings[column].tolist()] for name, column in said.items()}
    return own | numbers | looked_up | {"span": [spans[place] for place in places]}


def retract_rows(act: Act, numbers: Sequence[int]) -> None:
    """Take codings back, with what other copies of the project wrote under their ids."""
    rows = sorted({*numbers, *twins(act.connection, numbers)})
    insert_columns(act.connection, schema.retractions, {"act": [act.n] * len(rows), "coding": rows})
    act.retracted += len(numbers)


def twins(connection: sa.Connection, numbers: Sequence[int]) -> Iterator[int]:
    """Yield the codings that bear the same ids as these and stand; only merging brings such."""
    if connection.execute(sa.select(schema.arrivals.c.n).limit(1)).first() is None:
        return
    c, twin = schema.codings, schema.codings.alias("twin")
    query = sa.select(twin.c.n).join(c, c.c.id == twin.c.id).where(twin.c.n != c.c.n, standing(twin))
    for chunk in chunks(numbers, ASKED):
        yield from connection.execute(query.where(c.c.n.in_(chunk))).scalars()


def add_readings(act: Act, readings: Iterable[Reading], spans: Mapping[Place, int]) -> int:
    """Insert the readings that are not there yet; return how many they are."""
    wanted = list(dict.fromkeys(readings))
    phrases = phrase_numbers(act.connection, [version for *_, version, _ in wanted])
    keys = [
        (spans[place], axis, coder, round_, phrases[version], origin) for place, axis, coder, round_, version, origin in wanted
    ]
    known = _known(act.connection, sorted({key[0] for key in keys}))
    new = [key for key in keys if key not in known]
    if new:
        columns = dict(zip(READING, zip(*new, strict=True), strict=True))
        insert_columns(act.connection, schema.readings, columns | {"act": [act.n] * len(new)})
    return len(new)


def _known(connection: sa.Connection, spans: Sequence[int]) -> set[tuple[Any, ...]]:
    r = alive_readings()
    query = sa.select(*(r.c[name] for name in READING))
    parts = (connection.execute(query.where(r.c.span.in_(chunk))) for chunk in chunks(spans, ASKED))
    return {tuple(row) for part in parts for row in part}


@cache
def shown_codings() -> sa.Select[Any]:
    """Return the question for the codings that are shown: not retracted, and on the text that counts.

    `memo` is the latest of all memos on a coding, `own_memo` the one it was made with.
    """
    c, s, current = alive_codings(), schema.spans, current_documents()
    evidence, version = schema.phrases.alias("evidence"), schema.phrases.alias("version")
    created = sa.case((c.c.created == "", schema.acts.c.time), else_=c.c.created).label("created")
    columns = (
        *(c.c.n, c.c.id, current.c.id.label("doc_id"), s.c.start, s.c.end, c.c.statement, c.c.axis, c.c.code, c.c.coder),
        *(c.c.round, c.c.origin, c.c.score, c.c.certainty, c.c.status, s.c.quote, _memo(c), c.c.memo.label("own_memo")),
        *(evidence.c.value.label("evidence"), version.c.value.label("codebook_version"), created, c.c.judged),
    )
    return (
        sa.select(*columns)
        .join(s, s.c.n == c.c.span)
        .join(current, current.c.text == s.c.text)
        .join(schema.acts, schema.acts.c.n == c.c.act)
        .join(evidence, evidence.c.n == c.c.evidence)
        .join(version, version.c.n == c.c.codebook)
    )


def _memo(coding: sa.FromClause) -> sa.ColumnElement[str]:
    """Return the memo to be shown: the latest on the coding, else the one it was made with, unless its coder took that away."""
    own = schema.memos.alias("own")
    spoken = sa.exists().where(own.c.kind == "coding", own.c.target == coding.c.id, own.c.coder == coding.c.coder, in_force(own))
    kept = sa.case((coding.c.memo == "", ""), (spoken, ""), else_=coding.c.memo)
    return sa.func.coalesce(_latest_note(coding), kept).label("memo")


def _latest_note(coding: sa.FromClause) -> sa.ScalarSelect[str]:
    """Return the latest memo on a coding: of each coder the last counts, of those that say something the last.

    It is asked for coding by coding, by the index: most have none.
    """
    m, later, acts, others = schema.memos.alias(), schema.memos.alias(), schema.acts.alias(), schema.acts.alias()
    own, other = sa.tuple_(acts.c.clock, acts.c.id, m.c.n), sa.tuple_(others.c.clock, others.c.id, later.c.n)
    same = (later.c.kind == m.c.kind, later.c.target == m.c.target, later.c.coder == m.c.coder, later.c.n != m.c.n)
    replaced = sa.exists().where(*same, others.c.n == later.c.act, holds(others), other > own)
    query = (
        sa.select(m.c.text).join(acts, acts.c.n == m.c.act).where(m.c.target == coding.c.id, m.c.kind == "coding", m.c.text != "")
    )
    order = (acts.c.clock.desc(), acts.c.id.desc(), m.c.n.desc())
    return query.where(holds(acts), ~replaced).order_by(*order).limit(1).scalar_subquery()


def by_ids(connection: sa.Connection, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Return the shown codings with these ids, in the order of the ids; unknown ones are missing."""
    query = shown_codings()
    found: dict[str, dict[str, Any]] = {}
    column = query.selected_columns["id"]
    for chunk in chunks(ids, ASKED):
        found |= {row["id"]: row for row in records(connection, query.where(column.in_(chunk)))}
    return [found[id_] for id_ in dict.fromkeys(ids) if id_ in found]
