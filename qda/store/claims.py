"""Rows of codings and readings, as every act that codes writes them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from qda.codebook import Codebook
from qda.errors import UnknownName
from qda.frames import Frame
from qda.store import schema
from qda.store.acts import Act
from qda.store.rows import ASKED, Row, chunks, insert, phrase_numbers, records
from qda.store.views import alive_codings, alive_readings, current_documents, in_force, last_of, standing

EVERY_AXIS = "*"
MACHINES = ("rule", "model")
"""The origins of codings that a machine made."""

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
    phrases = phrase_numbers(act.connection, [*codings["evidence"], *codings["codebook_version"]])
    rows: list[Row] = []
    for i, found in enumerate(codings.to_dict("records")):
        row = {str(name): value for name, value in found.items()}
        place = row.pop("doc_id"), row.pop("start"), row.pop("end")
        del row["quote"]
        row |= {
            "act": act.n,
            "span": spans[place],
            "judged": judged[i] if judged else "",
            "replaces": replaces[i] if replaces else "",
        }
        row |= {"evidence": phrases[row["evidence"]], "codebook": phrases[row.pop("codebook_version")]}
        row |= {name: None if row[name] != row[name] else row[name] for name in ("score", "certainty")}
        rows.append(row)
    insert(act.connection, schema.codings, rows)
    act.added += len(rows)


def retract_rows(act: Act, numbers: Sequence[int]) -> None:
    """Take codings back, with what other copies of the project wrote under their ids."""
    rows = sorted({*numbers, *_twins(act.connection, numbers)})
    insert(act.connection, schema.retractions, [{"act": act.n, "coding": n} for n in rows])
    act.retracted += len(numbers)


def _twins(connection: sa.Connection, numbers: Sequence[int]) -> Iterator[int]:
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
    names = ("span", "axis", "coder", "round", "codebook", "origin")
    rows: list[Row] = [{**dict(zip(names, key, strict=True)), "act": act.n} for key in keys if key not in known]
    insert(act.connection, schema.readings, rows)
    return len(rows)


def _known(connection: sa.Connection, spans: Sequence[int]) -> set[tuple[Any, ...]]:
    r = alive_readings()
    query = sa.select(r.c.span, r.c.axis, r.c.coder, r.c.round, r.c.codebook, r.c.origin)
    parts = (connection.execute(query.where(r.c.span.in_(chunk))) for chunk in chunks(spans, ASKED))
    return {tuple(row) for part in parts for row in part}


@cache
def shown_codings() -> sa.Select[Any]:
    """Return the question for the codings that are shown: not retracted, and on the text that counts.

    `memo` is the latest of all memos on a coding, `own_memo` the one it was made with.
    """
    c, s, current, noted = alive_codings(), schema.spans, current_documents(), latest_notes()
    evidence, version = schema.phrases.alias("evidence"), schema.phrases.alias("version")
    created = sa.case((c.c.created == "", schema.acts.c.time), else_=c.c.created).label("created")
    columns = (
        *(c.c.n, c.c.id, current.c.id.label("doc_id"), s.c.start, s.c.end, c.c.statement, c.c.axis, c.c.code, c.c.coder),
        *(c.c.round, c.c.origin, c.c.score, c.c.certainty, c.c.status, s.c.quote, _memo(c, noted), c.c.memo.label("own_memo")),
        *(evidence.c.value.label("evidence"), version.c.value.label("codebook_version"), created, c.c.judged),
    )
    return (
        sa.select(*columns)
        .join(s, s.c.n == c.c.span)
        .join(current, current.c.text == s.c.text)
        .join(schema.acts, schema.acts.c.n == c.c.act)
        .join(evidence, evidence.c.n == c.c.evidence)
        .join(version, version.c.n == c.c.codebook)
        .outerjoin(noted, noted.c.target == c.c.id)
    )


def _memo(coding: sa.FromClause, noted: sa.FromClause) -> sa.ColumnElement[str]:
    """Return the memo to be shown: the latest on the coding, else the one it was made with, unless its coder took that away."""
    own = schema.memos.alias("own")
    spoken = sa.exists().where(own.c.kind == "coding", own.c.target == coding.c.id, own.c.coder == coding.c.coder, in_force(own))
    kept = sa.case((coding.c.memo == "", ""), (spoken, ""), else_=coding.c.memo)
    return sa.func.coalesce(noted.c.text, kept).label("memo")


def latest_notes() -> sa.Subquery:
    """Return the latest memo on every coding: of each coder the last counts, of those that say something the last."""
    m = schema.memos
    last = last_of(m, m.c.target, m.c.coder, where=m.c.kind == "coding")
    latest = last_of(m, m.c.target, where=sa.and_(m.c.n.in_(sa.select(last.c.n)), m.c.text != ""))
    return sa.select(m.c.target, m.c.text).join(latest, latest.c.n == m.c.n).subquery("noted")


def by_ids(connection: sa.Connection, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Return the shown codings with these ids, in the order of the ids; unknown ones are missing."""
    query = shown_codings()
    found: dict[str, dict[str, Any]] = {}
    column = query.selected_columns["id"]
    for chunk in chunks(ids, ASKED):
        found |= {row["id"]: row for row in records(connection, query.where(column.in_(chunk)))}
    return [found[id_] for id_ in dict.fromkeys(ids) if id_ in found]
