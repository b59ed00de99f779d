"""A machine's run: what it found replaces what the same machine found there before, and nothing of anybody else's."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from qda.codebook import Codebook
from qda.errors import BadTable
from qda.frames import Frame, check
from qda.model import machine_id
from qda.store import schema
from qda.store.acts import Act
from qda.store.claims import EVERY_AXIS, MACHINES, Place, add_readings, add_rows, require_codes, retract_rows, shown_codings
from qda.store.rows import insert, records
from qda.store.texts import Texts
from qda.store.views import alive_readings, current_documents

SPAN = ["doc_id", "start", "end"]


def add_machine(act: Act, codings: Frame, read: Frame, *, book: Codebook, coder: str, round_: int, origin: str) -> int:
    """Store a run; see `qda.store.Store.add_machine`. Return the number of codings that are shown of it."""
    table = _checked(codings, coder, round_)
    require_codes(table, book)
    texts = Texts(act.connection, read["doc_id"])
    units: list[Place] = list(read[SPAN].itertuples(index=False, name=None))
    claims = ((d, s, e, q) for d, s, e, q in table[[*SPAN, "quote"]].itertuples(index=False, name=None))
    covered = _covered(units)
    _require_read(table, covered)
    spans = texts.spans([*((*unit, "") for unit in units), *claims])
    earlier = _earlier(act.connection, coder, round_, covered)
    stale = {row["id"]: row for row in earlier}
    same = {row["id"] for row in table.to_dict("records") if row["id"] in stale and _says_the_same(row, stale[row["id"]])}
    retract_rows(act, [row["n"] for row in earlier if row["id"] not in same])
    add_rows(act, table[~table["id"].isin(same)], spans)
    version = book.codebook_version
    origin = str(table["origin"].iloc[0]) if len(table) else origin
    withdrawn = _withdraw(act, coder, round_, covered, {(*unit, version) for unit in units})
    readings = add_readings(act, ((unit, EVERY_AXIS, coder, round_, version, origin) for unit in units), spans)
    act.keep = act.keep or bool(readings or withdrawn)
    act.what = f"{len(units)} units read, {len(table)} suggestions"
    act.details = {"round": round_, "codebook_version": version, "units": len(units), "unchanged": len(same)}
    return len(table)


def _checked(codings: Frame, coder: str, round_: int) -> Frame:
    """Return the table with an id in every row, after making sure that it is one machine's run."""
    table = check("codings", codings)
    for name, wanted in (("coder", (coder,)), ("round", (round_,)), ("origin", MACHINES)):
        strays = table[~table[name].isin(wanted)]
        if len(strays):
            raise BadTable(
                f"a run of {coder!r}: a row has {name} {strays[name].tolist()[0]!r}; allowed: {', '.join(map(repr, wanted))}"
            )
    table["id"] = [row["id"] or _id_of(row) for row in table.to_dict("records")]
    return table.drop_duplicates("id").reset_index(drop=True)


def _id_of(row: dict[Any, Any]) -> str:
    names = ("doc_id", "start", "end", "axis", "code", "statement", "coder", "codebook_version")
    return machine_id(**{name: row[name] for name in names}, round_=row["round"])


def _require_read(table: Frame, covered: "Covered") -> None:
    for doc_id, start, end in table[SPAN].itertuples(index=False, name=None):
        if not _touches(covered, doc_id, start, end):
            raise BadTable(f"a suggestion on {doc_id} [{start}, {end}), which was not read in this run")


def _says_the_same(new: dict[Any, Any], old: dict[str, Any]) -> bool:
    """Compare what is not in the id."""
    score = None if new["score"] != new["score"] else new["score"]
    return (score, new["status"], new["evidence"]) == (old["score"], old["status"], old["evidence"])


Covered = dict[str, tuple[list[int], list[int]]]
"""Per document the starts and ends of the stretches that were read, in order and apart from each other."""


def _covered(units: Iterable[Place]) -> Covered:
    out: Covered = {}
    for doc_id, start, end in sorted(units):
        starts, ends = out.setdefault(doc_id, ([], []))
        if ends and start < ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return out


def _touches(covered: Covered, doc_id: str, start: int, end: int) -> bool:
    if doc_id not in covered:
        return False
    starts, ends = covered[doc_id]
    before = bisect_left(starts, end) - 1
    return before >= 0 and ends[before] > start


def _earlier(connection: sa.Connection, coder: str, round_: int, covered: Covered) -> list[dict[str, Any]]:
    """Return the shown codings of this machine and round that touch what was read."""
    query = shown_codings()
    c = query.selected_columns
    names = ("n", "id", "doc_id", "start", "end", "score", "status", "evidence")
    query = query.where(c["coder"] == coder, c["round"] == round_, c["origin"].in_(MACHINES))
    rows = records(connection, query.with_only_columns(*(c[name] for name in names)))
    return [row for row in rows if _touches(covered, row["doc_id"], row["start"], row["end"])]


def _withdraw(act: Act, coder: str, round_: int, covered: Covered, again: set[tuple[str, int, int, str]]) -> int:
    """Take the machine's earlier readings of what was read out of force, except those made `again`; return how many they are."""
    r, s, current, version = alive_readings(), schema.spans.c, current_documents(), schema.phrases.c
    query = (
        sa.select(r.c.n, current.c.id, s.start, s.end, version.value)
        .join(schema.spans, s.n == r.c.span)
        .join(current, current.c.text == s.text)
        .join(schema.phrases, version.n == r.c.codebook)
        .where(r.c.coder == coder, r.c.round == round_, r.c.origin.in_(MACHINES))
    )
    old = [n for n, *place in act.connection.execute(query) if tuple(place) not in again and _touches(covered, *place[:3])]
    insert(act.connection, schema.withdrawals, [{"act": act.n, "reading": n} for n in old])
    return len(old)
