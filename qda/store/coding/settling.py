"""Settling: what coders who disagreed agreed on stands beside what each of them said, with its reason."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd
import sqlalchemy as sa

from qda._wording import many
from qda.codebook import Codebook
from qda.errors import BadInput
from qda.frames import Frame, check, empty
from qda.model import MACHINES, statement_id
from qda.store import schema
from qda.store.coding.changing import listed
from qda.store.coding.claims import Place, add_readings, add_rows, by_ids, require_codes, retract_rows, shown_codings
from qda.store.coding.faults import ONE
from qda.store.coding.judging import required
from qda.store.journal.acts import Act
from qda.store.material.texts import Texts
from qda.store.rows import frame_of, insert, records
from qda.store.views import alive_readings

ROUND = 0
"""Settling is no round of coding; so a person's settled codings never mix with those of a round."""

ORIGIN = "settled"
Codes = Mapping[str, Sequence[str]]


def settle(act: Act, place: Place, codes: Mapping[str, str | Sequence[str]], *, reason: str, book: Codebook) -> list[str]:
    """Settle what a stretch of text says on some axes; see `qda.store.Team.settle`. Return the ids of the settled codings."""
    if not reason.strip():
        raise BadInput("settling needs a reason: what was agreed on, and why")
    said = {axis: listed(own) for axis, own in codes.items()}
    _require_allowed(said, book)
    spans = Texts(act.connection, [place[0]]).spans([(*place, "")])
    table = _table(act, place, said, reason, book)
    require_codes(table, book)
    earlier = _earlier(act, place, said, _name(act, place, said, book))
    retract_rows(act, [row["n"] for row in earlier])
    _withdraw(act, spans[place], said)
    originals = _originals(act.connection, place, list(said))
    replaced = {(row["axis"], row["code"]): row["id"] for row in earlier}
    keys = table[["axis", "code"]].itertuples(index=False, name=None)
    add_rows(act, table, spans, replaces=[replaced.get(key, "") for key in keys])
    add_readings(act, ((place, axis, act.coder, ROUND, book.codebook_version, ORIGIN) for axis in said), spans)
    _link(act, table, originals)
    act.keep = True
    act.what = f"{place[0]} [{place[1]}, {place[2]}): {_shown(said)}"
    where = {"doc_id": place[0], "start": place[1], "end": place[2], "codes": {axis: list(own) for axis, own in said.items()}}
    act.details.setdefault("settled", []).append({**where, "reason": reason.strip()})
    return [str(id_) for id_ in table["id"]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What was agreed on at one place."""

    place: Place
    codes: Codes
    reason: str


class Settled(NamedTuple):
    """What became of many decisions, by their numbers: what is wrong with some, and which were settled in just this way already."""

    wrong: dict[int, str]
    already: tuple[int, ...]


def settle_all(act: Act, decisions: Mapping[int, Decision], *, book: Codebook) -> Settled:
    """Settle many places in one act, passing over what this coder settled in just this way."""
    wrong: dict[int, str] = {}
    already: list[int] = []
    for number, decision in decisions.items():
        try:
            if _settled_so(act, decision):
                already.append(number)
            else:
                settle(act, decision.place, decision.codes, reason=decision.reason, book=book)
        except BadInput as error:
            wrong[number] = str(error)
    act.what = f"{many(len(decisions) - len(wrong) - len(already), 'disagreement')} settled"
    return Settled(wrong, tuple(already))


def _settled_so(act: Act, decision: Decision) -> bool:
    """Say whether this coder settled a place with just these codes, or that there are none, for this reason."""
    place, axes = decision.place, list(decision.codes)
    on = _on(act.connection, place, axes)
    rows = [row for row in on if row["origin"] == ORIGIN and (row["start"], row["end"]) == place[1:]]
    said = {(row["axis"], row["code"]) for row in rows}
    wanted = {(axis, code) for axis, own in decision.codes.items() for code in own}
    if said != wanted:
        return False
    mine = (act.coder, decision.reason.strip())
    return all((row["coder"], row["own_memo"]) == mine for row in rows) and all(
        _none_so(act, decision, axis) for axis, own in decision.codes.items() if not own
    )


def _none_so(act: Act, decision: Decision, axis: str) -> bool:
    """Say whether this coder settled for this reason that no code of an axis holds at a place."""
    r, s, t, a = alive_readings(), schema.spans.c, schema.texts.c, schema.acts.c
    query = sa.select(a.details).join(r, r.c.act == a.n).join(schema.spans, s.n == r.c.span).join(schema.texts, t.n == s.text)
    doc_id, start, end = decision.place
    query = query.where(r.c.origin == ORIGIN, r.c.coder == act.coder, r.c.axis == axis)
    found = act.connection.execute(query.where(t.doc_id == doc_id, s.start == start, s.end == end)).scalars()
    said = {"doc_id": doc_id, "start": start, "end": end, "reason": decision.reason.strip()}
    return any(
        item["codes"].get(axis) == [] and said.items() <= {k: v for k, v in item.items() if k in said}.items()
        for details in found
        for item in json.loads(details).get("settled", [])
    )


def _shown(said: Codes) -> str:
    return ", ".join(f"{axis} is {' and '.join(own) or 'none'}" for axis, own in said.items())


def _require_allowed(said: Codes, book: Codebook) -> None:
    if not said:
        raise BadInput("settling needs an axis")
    for axis, own in said.items():
        if book.axis(axis).kind in ONE and len(own) > 1:
            raise BadInput(f"axis {axis!r} has one code a statement; settled were {', '.join(map(repr, own))}")


def place_of(
    connection: sa.Connection, ids: Sequence[str], *, span: tuple[int, int] | None = None
) -> tuple[Place, tuple[str, ...]]:
    """Return the stretch that codings in dispute are about, and their axes.

    Raises
    ------
    BadInput
        They lie in several documents, or on several spans of which none is named as the one that holds.
    """
    rows = required(connection, ids)
    documents = sorted({row["doc_id"] for row in rows})
    if len(documents) != 1:
        raise BadInput(f"these codings lie in {len(documents)} documents; settle each by itself")
    spans = sorted({(row["start"], row["end"]) for row in rows})
    if span is None and len(spans) > 1:
        named = ", ".join(f"[{start}, {end})" for start, end in spans)
        raise BadInput(f"{documents[0]}: these codings lie on several spans, {named}; say which one holds: span=(start, end)")
    start, end = span or spans[0]
    return (documents[0], start, end), tuple(dict.fromkeys(row["axis"] for row in rows))


def _name(act: Act, place: Place, said: Codes, book: Codebook) -> str:
    """Return the statement: a span that holds a barrier and an enabler can have one settled for each."""
    split = said.get(book.split, ()) if len(said) > 1 else ()
    if len(split) != 1:
        return ""
    return statement_id(doc_id=place[0], start=place[1], end=place[2], coder=act.coder, round_=ROUND, split=split[0])


def _table(act: Act, place: Place, said: Codes, reason: str, book: Codebook) -> Frame:
    same = {
        "doc_id": place[0],
        "start": place[1],
        "end": place[2],
        "statement": _name(act, place, said, book),
        "memo": reason.strip(),
    }
    same |= {
        "coder": act.coder,
        "round": ROUND,
        "origin": ORIGIN,
        "status": "accepted",
        "codebook_version": book.codebook_version,
    }
    rows = [{**same, "id": str(uuid.uuid4()), "axis": axis, "code": code} for axis, own in said.items() for code in own]
    return check("codings", pd.DataFrame(rows)) if rows else empty("codings")


def _on(connection: sa.Connection, place: Place, axes: Sequence[str]) -> list[dict[str, Any]]:
    shown = shown_codings().subquery()
    c = shown.c
    return records(
        connection, sa.select(shown).where(c.doc_id == place[0], c.axis.in_(axes), c.start < place[2], c.end > place[1])
    )


def _earlier(act: Act, place: Place, said: Codes, name: str) -> list[dict[str, Any]]:
    """Return what was settled there before and is replaced: the same span, axes and statement, by whomever."""
    rows = [row for row in _on(act.connection, place, list(said)) if row["origin"] == ORIGIN]
    split = split_of(name)
    return [row for row in rows if (row["start"], row["end"]) == place[1:] and split_of(row["statement"]) in {"", split}]


def split_of(name: str) -> str:
    """Return which of two statements on one span the name of a settled one means; empty where there is one."""
    return name.rpartition(f":{ROUND}:")[2] if name else ""


def _withdraw(act: Act, span: int, said: Codes) -> None:
    """Take back the settled readings that are made anew."""
    r = alive_readings()
    query = sa.select(r.c.n).where(r.c.span == span, r.c.axis.in_(list(said)), r.c.origin == ORIGIN)
    insert(act.connection, schema.withdrawals, [{"act": act.n, "reading": n} for n in act.connection.execute(query).scalars()])


def _originals(connection: sa.Connection, place: Place, axes: Sequence[str]) -> list[dict[str, Any]]:
    """Return what people said there on these axes: codings that share more than half of the shorter span."""
    rows = _on(connection, place, axes)
    return [
        row for row in rows if row["origin"] not in (*MACHINES, ORIGIN) and row["status"] == "accepted" and _shares(row, place)
    ]


def _shares(row: dict[str, Any], place: Place) -> bool:
    common = min(row["end"], place[2]) - max(row["start"], place[1])
    return bool(2 * common > min(row["end"] - row["start"], place[2] - place[1]))


def _link(act: Act, table: Frame, originals: Sequence[dict[str, Any]]) -> None:
    """Write which originals each settled coding stands beside; where none of the codes holds, they stand beside nothing."""
    links = []
    for row in originals:
        own = table.loc[table["axis"] == row["axis"], "id"].tolist()
        links += [{"act": act.n, "settled": str(id_), "original": row["id"]} for id_ in own or [""]]
    insert(act.connection, schema.settlements, links)


def settlements_frame(connection: sa.Connection) -> Frame:
    """Return the table ``settlements``: every original with the settled coding that stands beside it, or with none."""
    s, a = schema.settlements, schema.acts
    query = sa.select(
        s.c.settled, s.c.original, a.c.coder, a.c.time.label("created"), a.c.clock, a.c.id.label("act"), a.c.details
    )
    query = (
        query.join(a, a.c.n == s.c.act)
        .where(a.c.undone_by.is_(None), a.c.staged == 0)
        .order_by(a.c.clock, a.c.id, s.c.settled, s.c.original)
    )
    links = frame_of(connection, query)
    if links.empty:
        return empty("settlements")
    found = {row["id"]: row for row in by_ids(connection, [*links["original"], *filter(None, links["settled"])])}
    latest: dict[str, str] = {row["original"]: row["act"] for row in links.to_dict("records")}
    rows = [
        _settlement({str(k): v for k, v in row.items()}, found)
        for row in links.to_dict("records")
        if row["original"] in found
        and (row["settled"] in found or (not row["settled"] and latest[row["original"]] == row["act"]))
    ]
    return check("settlements", pd.DataFrame(rows)) if rows else empty("settlements")


def _settlement(row: dict[str, Any], found: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    original, settled = found[row["original"]], found.get(row["settled"])
    kept = {name: row[name] for name in ("settled", "original", "coder", "created")}
    said = {f"original_{name}": original[name] for name in ("code", "coder", "round")}
    place = {name: (settled or original)[name] for name in ("doc_id", "start", "end")}
    return (
        kept
        | said
        | place
        | {
            "axis": original["axis"],
            "code": settled["code"] if settled else "",
            "reason": settled["own_memo"] if settled else _reason(json.loads(row["details"]), original),
        }
    )


def _reason(details: dict[str, Any], original: dict[str, Any]) -> str:
    """Return why none of the codes holds, as the act says it."""
    return next(
        (
            str(item["reason"])
            for item in details.get("settled", [])
            if item["doc_id"] == original["doc_id"]
            and item["codes"].get(original["axis"]) == []
            and _shares(original, (item["doc_id"], item["start"], item["end"]))
        ),
        "",
    )
