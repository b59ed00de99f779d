"""What people do with codings that are there: accept, reject, take back."""

import uuid
from collections.abc import Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from qda._wording import many
from qda.errors import BadInput, UnknownName
from qda.frames import Frame, check, empty
from qda.model import statement_id
from qda.store import schema
from qda.store.coding.claims import add_readings, add_rows, by_ids, retract_rows, shown_codings
from qda.store.journal.acts import Act
from qda.store.rows import ASKED, chunks
from qda.store.views import holds


def judge(act: Act, ids: Sequence[str], *, coder: str, status: str, certainty: int | None = None) -> list[str]:
    """Add the person's own rows to suggestions; an earlier judgement of the same person is taken back. Return the new ids."""
    suggestions = required(act.connection, ids)
    for row in suggestions:
        if row["status"] != "suggested":
            raise BadInput(f"coding {row['id']} is no suggestion but {row['status']}; only suggestions are judged")
    retract_rows(act, _judgements(act.connection, ids, coder))
    own = [_own(row, coder, status, certainty) for row in suggestions]
    table, spans = _table(own), _spans(act.connection, suggestions)
    add_rows(act, table, spans, judged=[row["id"] for row in suggestions])
    places = [(r["doc_id"], r["start"], r["end"]) for r in suggestions]
    read = ((p, r["axis"], coder, r["round"], r["codebook_version"], "human") for p, r in zip(places, own, strict=True))
    add_readings(act, read, spans)
    act.what = f"{many(len(own), 'suggestion')} {status}"
    return table["id"].tolist()


def retract(act: Act, ids: Sequence[str]) -> int:
    """Take codings back."""
    rows = required(act.connection, ids)
    retract_rows(act, [row["n"] for row in rows])
    act.what = f"{many(len(rows), 'coding')} retracted"
    return len(rows)


def required(connection: sa.Connection, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Return the shown codings with these ids, or refuse the first that is not there."""
    rows = by_ids(connection, ids)
    missing = set(ids) - {row["id"] for row in rows}
    if missing:
        wrong = min(missing)
        raise UnknownName(f"no coding {wrong!r} in this project{_taken_back(connection, wrong)}")
    return rows


def _taken_back(connection: sa.Connection, id_: str) -> str:
    """Say who took a coding back that was there once, as the tail of a message."""
    a, r, c = schema.acts, schema.retractions.c, schema.codings.c
    query = (
        sa.select(a.c.coder, a.c.time, a.c.what).join(schema.retractions, r.act == a.c.n).join(schema.codings, c.n == r.coding)
    )
    last = connection.execute(query.where(c.id == id_, holds(a)).order_by(a.c.clock.desc(), a.c.id.desc()).limit(1)).first()
    return f" any more: {last.what} ({last.coder}, {last.time[:16].replace('T', ' ')})" if last is not None else ""


def _judgements(connection: sa.Connection, ids: Sequence[str], coder: str) -> list[int]:
    query = shown_codings()
    c = query.selected_columns
    mine = query.where(c["coder"] == coder).with_only_columns(c["n"])
    parts = (connection.execute(mine.where(c["judged"].in_(chunk))).scalars() for chunk in chunks(ids, ASKED))
    return [n for part in parts for n in part]


def _own(row: dict[str, Any], coder: str, status: str, certainty: int | None) -> dict[str, Any]:
    mine: dict[str, Any] = {"id": str(uuid.uuid4()), "coder": coder, "origin": "human", "status": status}
    mine |= {
        "score": None,
        "certainty": certainty,
        "evidence": "",
        "memo": "",
        "created": "",
        "statement": _statement(row, coder),
    }
    return {**row, **mine}


def _statement(row: dict[str, Any], coder: str) -> str:
    """Return the person's statement that stands for the machine's, so that the codes accepted from one statement stay together."""
    span = {name: row[name] for name in ("doc_id", "start", "end")}
    default = statement_id(**span, coder=row["coder"], round_=row["round"])
    if not row["statement"].startswith(default):
        return str(row["statement"])
    return statement_id(**span, coder=coder, round_=row["round"]) + str(row["statement"]).removeprefix(default)


def _table(rows: list[dict[str, Any]]) -> Frame:
    return check("codings", pd.DataFrame(rows)) if rows else empty("codings")


def _spans(connection: sa.Connection, rows: list[dict[str, Any]]) -> dict[tuple[str, int, int], int]:
    c = schema.codings.c
    asked = (sa.select(c.n, c.span).where(c.n.in_(chunk)) for chunk in chunks([row["n"] for row in rows], ASKED))
    found = {n: span for query in asked for n, span in connection.execute(query)}
    return {(row["doc_id"], row["start"], row["end"]): found[row["n"]] for row in rows}
