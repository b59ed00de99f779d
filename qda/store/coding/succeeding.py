"""A category becomes another: the codings that carried it go on under the new one, whoever made them.

That is a change of the codebook and no change of mind: coder, round, certainty and time stay, and what was compared between coders still can be.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from qda.codebook import Codebook
from qda.errors import BadInput
from qda.frames import check
from qda.store import schema
from qda.store.coding.changing import carry_memos
from qda.store.coding.claims import MACHINES, add_rows, by_ids, require_codes, retract_rows, shown_codings
from qda.store.coding.known import CLAIM
from qda.store.journal.acts import Act
from qda.store.material.texts import Texts
from qda.store.rows import ASKED, chunks, insert, pairs, records
from qda.store.views import in_force

Row = dict[str, Any]
Name = tuple[str, str]
"""Axis and code."""


def succeed(act: Act, became: Mapping[Name, str], given: Mapping[str, str], *, book: Codebook) -> int:
    """Let codings go on under other codes of their axes; return how many. Suggestions of a category that went are left to who cleans up after it.

    Parameters
    ----------
    became
        (axis, code) -> the code that all its codings get.
    given
        Id of a coding -> the code it gets, whatever `became` says.

    Raises
    ------
    BadInput, UnknownName
        No such coding or code, or a coding that is a machine's.
    """
    rows = [(row, given.get(row["id"]) or became[row["axis"], row["code"]]) for row in _concerned(act.connection, became, given)]
    rows = [(row, code) for row, code in rows if code != row["code"]]
    if not rows:
        return 0
    retract_rows(act, [row["n"] for row, _ in rows])
    kept = _fresh(act.connection, rows)
    if kept:
        _write(act, kept, book)
    return len(rows)


def _concerned(connection: sa.Connection, became: Mapping[Name, str], given: Mapping[str, str]) -> list[Row]:
    named = by_ids(connection, list(given))
    wrong = sorted({*given} - {row["id"] for row in named if row["origin"] not in MACHINES})
    if wrong:
        raise BadInput(f"coding {wrong[0]!r}: no such coding of a person in this project")
    query = shown_codings()
    c = query.selected_columns
    carrying = [sa.and_(c["axis"] == axis, c["code"] == code) for axis, code in sorted(became)]
    all_of = records(connection, query.where(sa.or_(*carrying), c["origin"].not_in(MACHINES))) if carrying else []
    return sorted({row["id"]: row for row in [*named, *all_of]}.values(), key=lambda row: row["n"])


def _fresh(connection: sa.Connection, rows: Sequence[tuple[Row, str]]) -> list[tuple[Row, Row]]:
    """Return old and new rows, without those that would say what is said already: somebody gave both categories to one passage."""
    query = shown_codings()
    c = query.selected_columns
    asked = query.with_only_columns(*(c[name] for name in [*CLAIM, "status"]))
    documents = sorted({row["doc_id"] for row, _ in rows})
    parts = (connection.execute(asked.where(c["doc_id"].in_(chunk))) for chunk in chunks(documents, ASKED))
    said = {tuple(found) for part in parts for found in part}
    kept = []
    for row, code in rows:
        new = {**row, "code": code}
        claim = tuple(new[name] for name in [*CLAIM, "status"])
        if claim not in said:
            said.add(claim)
            kept.append((row, new))
    return kept


def _write(act: Act, rows: Sequence[tuple[Row, Row]], book: Codebook) -> None:
    version = {"codebook_version": book.codebook_version, "memo": ""}
    table = check("codings", pd.DataFrame([{**new, **version, "id": str(uuid.uuid4())} for _, new in rows]))
    require_codes(table, book)
    places = (place for place in table[["doc_id", "start", "end"]].itertuples(index=False, name=None))
    spans = Texts(act.connection, table["doc_id"]).spans((*place, "") for place in places)
    judged, replaces = [old["judged"] for old, _ in rows], [old["id"] for old, _ in rows]
    add_rows(act, table, spans, judged=judged, replaces=replaces)
    ids = dict(zip(replaces, map(str, table["id"]), strict=True))
    carry_memos(act, [(old, ids[old["id"]]) for old, _ in rows])
    _carry_settlements(act, ids)


def _carry_settlements(act: Act, ids: Mapping[str, str]) -> None:
    """Let settled codings stand beside what they settle under their new ids, too."""
    s = schema.settlements
    found: list[tuple[str, str]] = []
    for chunk in chunks(list(ids), ASKED):
        named = sa.or_(s.c.settled.in_(chunk), s.c.original.in_(chunk))
        found += pairs(act.connection, sa.select(s.c.settled, s.c.original).where(named, in_force(s)).order_by(s.c.n))
    links = [{"act": act.n, "settled": ids.get(a, a), "original": ids.get(b, b)} for a, b in dict.fromkeys(found)]
    insert(act.connection, schema.settlements, links)
