"""A machine's run: what it found replaces what the same machine found there before, and nothing of anybody else's."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import isnan
from typing import Any

import sqlalchemy as sa

from qda._wording import many
from qda.codebook import Codebook
from qda.errors import BadTable, ProjectError
from qda.frames import Frame, check
from qda.model import machine_id
from qda.store import schema
from qda.store.coding.claims import EVERY_AXIS, MACHINES, READING, Place, coding_columns, require_codes, shown_codings, twins
from qda.store.coding.staging import Batch, Progress
from qda.store.journal.acts import Act
from qda.store.material.texts import Texts
from qda.store.rows import Columns, insert_columns, known_spans, sizes
from qda.store.views import alive_readings, current_documents

SPAN = ["doc_id", "start", "end"]

BESIDE = ("code", "accept", "reject", "memo", "recode", "move", "settle", "assign", "cases", "speakers", "mentions")
"""Kinds of acts that leave alone what machines found, and the texts."""

Covered = dict[str, tuple[list[int], list[int]]]
"""Per document the starts and ends of the stretches that were read, in order and apart from each other."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a machine found and read, checked as far as that goes without the project."""

    table: Frame
    units: list[Place]
    covered: Covered
    coder: str
    round_: int
    origin: str
    version: str

    @property
    def places(self) -> set[Place]:
        """Every stretch that it read or found something in."""
        return {*self.units, *zip(*(self.table[name].tolist() for name in SPAN), strict=True)}


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a run changes in a project as it is at one moment.

    Attributes
    ----------
    texts
        The numbers of the texts that were read.
    unchanged
        The ids of the suggestions that are there and say the same.
    gone, twins, withdrawn
        The codings and readings that the run replaces, and what other copies of the project wrote under the ids of these codings.
    unread
        The units that nobody knows as read yet.
    moment
        See `_moment`.
    new, spans
        The spans that are not there yet, with their quotes, and the numbers of those that are.
    """

    texts: dict[str, int]
    unchanged: set[str]
    gone: list[int]
    twins: list[int]
    withdrawn: list[int]
    unread: list[Place]
    moment: int = field(compare=False)
    new: list[tuple[int, int, int, str]] = field(compare=False)
    spans: dict[tuple[int, int, int], int] = field(compare=False)

    def is_empty(self, run: Run) -> bool:
        """Say whether the project holds the run as it is."""
        return not (self.gone or self.withdrawn or self.unread) and len(self.unchanged) == len(run.table)


def checked(codings: Frame, read: Frame, *, book: Codebook, coder: str, round_: int, origin: str) -> Run:
    """Return a run, after making sure that it is one machine's, and about what it read; see `qda.store.Store.add_machine`."""
    table = _checked(codings, coder, round_)
    require_codes(table, book)
    units: list[Place] = list(dict.fromkeys(zip(*(read[name].tolist() for name in SPAN), strict=True)))
    covered = _covered(units)
    for doc_id, start, end in zip(*(table[name].tolist() for name in SPAN), strict=True):
        if not _touches(covered, doc_id, start, end):
            raise BadTable(f"a suggestion on {doc_id} [{start}, {end}), which was not read in this run")
    origin = str(table["origin"].iloc[0]) if len(table) else origin
    version = book.codebook_version
    return Run(table=table, units=units, covered=covered, coder=coder, round_=round_, origin=origin, version=version)


def _checked(codings: Frame, coder: str, round_: int) -> Frame:
    """Return the table with an id in every row, document by document."""
    table = check("codings", codings)
    for name, wanted in (("coder", (coder,)), ("round", (round_,)), ("origin", MACHINES)):
        strays = table[~table[name].isin(wanted)]
        if len(strays):
            raise BadTable(
                f"a run of {coder!r}: a row has {name} {strays[name].tolist()[0]!r}; allowed: {', '.join(map(repr, wanted))}"
            )
    table["id"] = [given or made for given, made in zip(table["id"].tolist(), _ids(table), strict=True)]
    return table.drop_duplicates("id").sort_values("doc_id", kind="stable", ignore_index=True)


def _ids(table: Frame) -> Iterator[str]:
    names = (*SPAN, "axis", "code", "statement", "coder", "round", "codebook_version")
    for doc_id, start, end, axis, code, statement, coder, round_, version in zip(
        *(table[n].tolist() for n in names), strict=True
    ):
        yield machine_id(
            doc_id=doc_id, start=start, end=end, axis=axis, code=code, statement=statement,
            coder=coder, round_=round_, codebook_version=version,
        )  # fmt: skip


def change(connection: sa.Connection, run: Run) -> Change:
    """Work out what a run changes."""
    texts = Texts(connection, dict.fromkeys(doc_id for doc_id, *_ in run.units))
    claims = zip(*(run.table[name].tolist() for name in (*SPAN, "quote")), strict=True)
    quotes = texts.quotes([*((*unit, "") for unit in run.units), *claims])
    spans = known_spans(connection, quotes)
    earlier = _earlier(connection, run)
    unchanged = _unchanged(run.table, earlier)
    gone = [n for n, id_, *_ in earlier if id_ not in unchanged]
    old = _earlier_readings(connection, run)
    again = {(*unit, run.version) for unit in run.units}
    known = {row[1:5] for row in old if row[5:] == (EVERY_AXIS, run.origin)}
    return Change(
        texts=texts.numbers,
        unchanged=unchanged,
        gone=gone,
        twins=sorted(set(twins(connection, gone)) - set(gone)),
        withdrawn=[row[0] for row in old if row[1:5] not in again],
        unread=[unit for unit in run.units if (*unit, run.version) not in known],
        moment=_moment(connection),
        new=[(*span, quote) for span, quote in quotes.items() if span not in spans],
        spans=spans,
    )


def _moment(connection: sa.Connection) -> int:
    """Count the acts that may have touched what machines found: if there are no more of them later, what a run changes is the same."""
    a = schema.acts.c
    query = sa.select(sa.func.count()).where(a.staged == 0, a.kind.not_in(BESIDE))
    return int(connection.execute(query).scalar_one())


def _unchanged(table: Frame, earlier: list[tuple[Any, ...]]) -> set[str]:
    """Return the ids of the rows that are there and say the same, also in what is not in the id."""
    if not earlier:
        return set()
    scores = [None if isnan(score) else score for score in table["score"].tolist()]
    said = zip(scores, table["status"].tolist(), table["evidence"].tolist(), strict=True)
    new = dict(zip(table["id"].tolist(), said, strict=True))
    return {row[1] for row in earlier if new.get(row[1]) == row[5:]}


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


def _earlier(connection: sa.Connection, run: Run) -> list[tuple[Any, ...]]:
    """Return the shown codings of this machine and round that touch what was read: number, id, place, score, status, evidence."""
    query = shown_codings()
    c = query.selected_columns
    names = ("n", "id", *SPAN, "score", "status", "evidence")
    query = query.where(c["coder"] == run.coder, c["round"] == run.round_, c["origin"].in_(MACHINES))
    rows = connection.execute(query.with_only_columns(*(c[name] for name in names)))
    return [tuple(row) for row in rows if _touches(run.covered, *row[2:5])]


def _earlier_readings(connection: sa.Connection, run: Run) -> list[tuple[Any, ...]]:
    """Return the readings of this machine and round that touch what was read: number, place, codebook version, axis, origin."""
    r, s, current, version = alive_readings(), schema.spans.c, current_documents(), schema.phrases.c
    query = (
        sa.select(r.c.n, current.c.id, s.start, s.end, version.value, r.c.axis, r.c.origin)
        .join(schema.spans, s.n == r.c.span)
        .join(current, current.c.text == s.text)
        .join(schema.phrases, version.n == r.c.codebook)
        .where(r.c.coder == run.coder, r.c.round == run.round_, r.c.origin.in_(MACHINES))
    )
    return [tuple(row) for row in connection.execute(query) if _touches(run.covered, *row[1:4])]


def write(batch: Batch, run: Run, planned: Change, progress: Progress | None) -> Act:
    """Write a run as a batch, and put it in force; return its act."""
    numbers = planned.spans | batch.spans(planned.new)
    spans = {(doc_id, s, e): numbers[planned.texts[doc_id], s, e] for doc_id, s, e in run.places}
    phrases = batch.phrases([*run.table["evidence"].unique(), *run.table["codebook_version"].unique(), run.version])
    batch.write(_rows(run, planned, spans, phrases), progress)
    with batch.published() as act:
        held = planned if _moment(act.connection) == planned.moment else change(act.connection, run)
        if held.texts != planned.texts:
            raise ProjectError("a document got another text while it was being read; read again")
        if held != planned:
            _write_again(act, _rows(run, held, spans, phrases))
        act.added, act.retracted = len(run.table) - len(held.unchanged), len(held.gone)
        act.what = f"{many(len(run.units), 'unit')} read, {many(len(run.table), 'suggestion')}"
        act.details = {"round": run.round_, "codebook_version": run.version, "units": len(run.units)}
        act.details["unchanged"] = len(held.unchanged)
    return act


def _rows(run: Run, planned: Change, spans: dict[Place, int], phrases: dict[str, int]) -> list[tuple[sa.Table, Columns]]:
    """Return the rows that a change writes."""
    new = run.table[~run.table["id"].isin(planned.unchanged)]
    own = (EVERY_AXIS, run.coder, run.round_, phrases[run.version], run.origin)
    read = dict(zip(READING[1:], ([value] * len(planned.unread) for value in own), strict=True))
    return [
        (schema.codings, coding_columns(new, spans, phrases)),
        (schema.readings, {"span": [spans[unit] for unit in planned.unread], **read}),
        (schema.retractions, {"coding": sorted([*planned.gone, *planned.twins])}),
        (schema.withdrawals, {"reading": planned.withdrawn}),
    ]


def _write_again(act: Act, rows: list[tuple[sa.Table, Columns]]) -> None:
    """Write the batch anew in one go: somebody changed meanwhile what it builds on."""
    for table, _ in reversed(rows):
        act.connection.execute(sa.delete(table).where(table.c.act == act.n))
    for table, columns in rows:
        insert_columns(act.connection, table, {**columns, "act": [act.n] * sizes(columns)})
