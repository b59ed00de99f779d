"""People change their minds: codings get another code, axis or span. The old row is retracted, the new one says which it replaces."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from qda._wording import many
from qda.codebook import Codebook
from qda.errors import BadInput
from qda.frames import Frame, check, empty
from qda.model import MACHINES, statement_id
from qda.store import schema
from qda.store.coding.claims import add_readings, add_rows, require_codes, retract_rows, shown_codings
from qda.store.coding.faults import require_one
from qda.store.coding.judging import judge, required
from qda.store.coding.known import CLAIM, shown
from qda.store.journal.acts import Act
from qda.store.material.memos import last_memos
from qda.store.material.texts import Texts
from qda.store.rows import insert, pairs

Codes = str | Sequence[str] | Mapping[str, str | Sequence[str]]
"""A code, several of one axis, or codes per axis."""

Row = dict[str, Any]
STATEMENT = ("doc_id", "start", "end", "statement", "coder", "round")


def recode(act: Act, ids: Sequence[str], codes: Codes, *, book: Codebook, axis: str = "") -> list[str]:
    """Give codings other codes; see `qda.store.Team.recode`. Return the new ids."""
    rows = _changeable(act.connection, ids)
    if isinstance(codes, Mapping):
        wanted = [(row, {**row, "axis": on, "code": code}) for row, on, code in _restated(rows, codes)]
        kept = {row["id"] for row in rows if row["axis"] not in codes}
        rows = [row for row in rows if row["id"] not in kept]
    else:
        wanted = [(row, {**row, "axis": axis or row["axis"], "code": code}) for row in rows for code in listed(codes)]
    return _change(act, rows, wanted, book, "recoded")


def move(act: Act, ids: Sequence[str], start: int, end: int, *, book: Codebook) -> list[str]:
    """Give codings another span of their text; see `qda.store.Team.move`. Return the new ids."""
    rows = _changeable(act.connection, ids)
    whole = _whole_statements(act.connection, rows)
    wanted = [
        (row, {**row, "start": start, "end": end, "statement": row["statement"] if row["id"] in whole else _own_name(row)})
        for row in rows
    ]
    return _change(act, rows, wanted, book, "moved")


def listed(codes: str | Sequence[str]) -> tuple[str, ...]:
    """Return codes as a tuple, each once."""
    return (codes,) if isinstance(codes, str) else tuple(dict.fromkeys(codes))


def _changeable(connection: sa.Connection, ids: Sequence[str]) -> list[Row]:
    rows = required(connection, ids)
    for row in rows:
        if row["origin"] == "settled":
            raise BadInput(f"coding {row['id']} is settled; settle it again instead")
        if row["status"] == "rejected":
            raise BadInput(f"coding {row['id']} says that a suggestion is wrong; judge the suggestion again instead")
    return rows


def _restated(rows: Sequence[Row], codes: Mapping[str, str | Sequence[str]]) -> Iterable[tuple[Row, str, str]]:
    """Yield what a statement is to say on the axes that are named, with the row it comes from: one of that axis, if there is one."""
    if len({tuple(row[name] for name in STATEMENT) for row in rows}) > 1:
        raise BadInput("codes per axis are given to one statement; these codings belong to several")
    for axis, own in codes.items():
        for code in listed(own):
            same = [row for row in rows if row["axis"] == axis]
            yield next((row for row in same if row["code"] == code), (same or [*rows])[0]), axis, code


def _change(act: Act, rows: Sequence[Row], wanted: Sequence[tuple[Row, Row]], book: Codebook, what: str) -> list[str]:
    """Retract what is not wanted any more and add what is new; suggestions stay and are rejected."""
    stay = {old["id"] for old, new in wanted if _same(old, new) and not _by_machine(old)}
    gone = [row for row in rows if row["id"] not in stay]
    changes = [(old, new) for old, new in wanted if old["id"] not in stay or not _same(old, new)]
    if all(_same(old, new) for old, new in changes) and len(changes) == len(rows):
        return []
    retracted = {row["id"] for row in gone if not _by_machine(row)}
    retract_rows(act, [row["n"] for row in gone if row["id"] in retracted])
    _reject(act, gone, changes)
    table = _new_rows(act, changes, retracted, book)
    require_codes(table, book)
    require_one(act.connection, table, book)
    texts = Texts(act.connection, table["doc_id"])
    places = list(table[["doc_id", "start", "end"]].itertuples(index=False, name=None))
    spans = texts.spans((*place, "") for place in places)
    judged = [old["judged"] if _says(old, new) else "" for old, new in changes]
    replaced = [old["id"] if old["id"] in retracted else "" for old, _ in changes]
    fresh = _not_there(act.connection, table)
    add_rows(act, _taken(table, fresh), spans, judged=_at(judged, fresh), replaces=_at(replaced, fresh))
    read = zip(places, table["axis"], table["round"], strict=True)
    add_readings(act, ((p, axis, act.coder, int(r), book.codebook_version, "human") for p, axis, r in read), spans)
    ids = [str(id_) for id_ in _taken(table, fresh)["id"]]
    carry_memos(act, [(changes[i][0], id_) for i, id_ in zip(fresh, ids, strict=True)])
    act.what = f"{many(len(gone), 'coding')} {what}"
    return ids


def _by_machine(row: Row) -> bool:
    return row["origin"] in MACHINES


def _says(old: Row, new: Row) -> bool:
    return (old["axis"], old["code"]) == (new["axis"], new["code"])


def _same(old: Row, new: Row) -> bool:
    return _says(old, new) and (old["start"], old["end"]) == (new["start"], new["end"])


def _reject(act: Act, gone: Sequence[Row], changes: Sequence[tuple[Row, Row]]) -> None:
    """Reject the suggestions that are recoded, or that the person had accepted and now says otherwise."""
    says_still = {old["id"] for old, new in changes if _says(old, new)}
    own = [row["judged"] for row in gone if row["judged"] and row["id"] not in says_still]
    there = shown_codings().subquery()
    asked = sa.select(there.c.id).where(there.c.id.in_(own), there.c.status == "suggested")
    accepted = set(act.connection.execute(asked).scalars()) if own else set()
    suggestions = [row["id"] for row in gone if _by_machine(row)]
    ids = [*suggestions, *(id_ for id_ in own if id_ in accepted)]
    if ids:
        judge(act, ids, coder=act.coder, status="rejected")


def _new_rows(act: Act, changes: Sequence[tuple[Row, Row]], retracted: set[str], book: Codebook) -> Frame:
    rows = [
        new
        | {"id": str(uuid.uuid4()), "coder": act.coder, "origin": "human", "status": "accepted", "score": None, "memo": ""}
        | {"certainty": old["certainty"] if old["id"] in retracted and _says(old, new) else None}
        | {
            "evidence": "",
            "created": "",
            "codebook_version": book.codebook_version,
            "quote": "",
            "statement": _renamed(act, old, new),
        }
        for old, new in changes
    ]
    return check("codings", pd.DataFrame(rows)) if rows else empty("codings")


def _renamed(act: Act, old: Row, new: Row) -> str:
    """Return the name of the statement after the change: names that follow from coder and span follow them."""
    before = _default(old, old["coder"])
    name = str(new["statement"])
    return _default(new, act.coder) + name.removeprefix(before) if name.startswith(before) else name


def _default(row: Row, coder: str) -> str:
    return statement_id(doc_id=row["doc_id"], start=row["start"], end=row["end"], coder=coder, round_=row["round"])


def _own_name(row: Row) -> str:
    """Return the statement of a coding that leaves the others of its statement behind."""
    name = str(row["statement"])
    return name if name.startswith(_default(row, row["coder"])) else ""


def _whole_statements(connection: sa.Connection, rows: Sequence[Row]) -> set[str]:
    """Return the ids of the rows whose statement is among them as a whole."""
    if not rows:
        return set()
    mine = {row["id"] for row in rows}
    names = [*STATEMENT, "id", "axis", "code"]
    others = [dict(zip(names, key, strict=True)) for key in shown(connection, pd.DataFrame(rows), names)]
    torn = {tuple(row[name] for name in STATEMENT) for row in others if row["id"] not in mine}
    return {row["id"] for row in rows if tuple(row[name] for name in STATEMENT) not in torn}


def _not_there(connection: sa.Connection, table: Frame) -> list[int]:
    """Return the rows that say something nobody says yet."""
    said = set(shown(connection, table, [*CLAIM, "status"])) if len(table) else set()
    fresh: list[int] = []
    for i, claim in enumerate(table[[*CLAIM, "status"]].itertuples(index=False, name=None)):
        if claim not in said:
            said.add(claim)
            fresh.append(i)
    return fresh


def _taken(table: Frame, rows: Sequence[int]) -> Frame:
    return table.iloc[list(rows)].reset_index(drop=True)


def _at(values: Sequence[str], rows: Sequence[int]) -> list[str]:
    return [values[i] for i in rows]


def carry_memos(act: Act, pairs_of: Sequence[tuple[Row, str]]) -> None:
    """Give the new codings the memos of those they stand for, each by who wrote it."""
    m, last = schema.memos.c, last_memos()
    rows: list[dict[str, Any]] = []
    for old, id_ in pairs_of:
        query = sa.select(m.coder, m.text).join(last, last.c.n == m.n).where(m.kind == "coding", m.target == old["id"])
        said = {old["coder"]: old["own_memo"]} | dict(pairs(act.connection, query.order_by(m.n)))
        rows += [
            {"act": act.n, "kind": "coding", "target": id_, "coder": coder, "text": text, "span": None}
            for coder, text in said.items()
            if text
        ]
    insert(act.connection, schema.memos, rows)
