"""Codings of people and from tables: added once, checked against codebook and text."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
import sqlalchemy as sa

from qda._wording import many
from qda.codebook import Codebook
from qda.errors import BadInput
from qda.frames import Frame, check, empty, schemas
from qda.statements.inheritance import is_inherited
from qda.store.coding.claims import MACHINES, Reading, add_readings, add_rows, require_codes, shown_codings
from qda.store.coding.faults import require_one
from qda.store.coding.known import CLAIM, SAID, TABLES, axis_read, known
from qda.store.coding.people import person, same_name
from qda.store.journal.acts import Act
from qda.store.material.texts import Texts
from qda.store.rows import ASKED, chunks, frame_of
from qda.store.views import alive_codings

_IMPORTED = uuid.uuid5(uuid.NAMESPACE_URL, "qda:imported coding")


@dataclass(frozen=True, kw_only=True, slots=True)
class CodingReport:
    """What became of a table of codings.

    Attributes
    ----------
    ids
        The ids of the rows that were added, in their order.
    known
        Rows that the project held already.
    readings
        Spans that are now known to have been read, per axis.
    inherited
        Rows that a heading or question had given; they are derived again whenever they are needed, and not stored.
    """

    ids: tuple[str, ...] = ()
    known: int = 0
    readings: int = 0
    inherited: int = 0

    @property
    def added(self) -> int:
        """The number of rows that were added."""
        return len(self.ids)

    def __str__(self) -> str:
        parts = [f"{many(self.added, 'coding')} added", many(self.readings, "reading")]
        parts += [f"{self.known} there already"] if self.known else []
        parts += [f"{self.inherited} inherited, derived anew"] if self.inherited else []
        return ", ".join(parts)


def add_codings(act: Act, frame: Frame, *, book: Codebook, coder: str, source: str = "") -> CodingReport:
    """Add codings; see `qda.store.Store.add_codings`."""
    table = _checked(frame, coder, source)
    if act.kind == "code":
        _require_people(table)
        table["codebook_version"] = table["codebook_version"].mask(table["codebook_version"] == "", book.codebook_version)
    taken = is_inherited(table)
    there = pd.Series(known(act.connection, table, kind=act.kind), index=table.index, dtype=bool)
    old = there & (act.kind in TABLES)  # its text may be another by now
    said = table[(~taken | table["origin"].isin(MACHINES)) & ~old]  # where a machine took something over, it had read
    require_codes(table, book, source=source)
    columns = (said[name] for name in ("doc_id", "start", "end", "quote"))
    spans = Texts(act.connection, said["doc_id"], source=source).spans(zip(*columns, strict=True))
    coded = table[~taken & (table["code"] != "")]
    new = coded[~there[coded.index]].drop_duplicates(SAID)
    require_one(act.connection, new, book, source=source)
    new = new.reset_index(drop=True)
    wanted = new["id"].mask(new["id"] == "", _imported_ids(new)) if act.kind in TABLES else new["id"]
    new["id"] = _free_ids(act.connection, wanted.tolist())
    add_rows(act, new, spans)
    read = add_readings(act, _readings(said), spans)
    act.keep = act.keep or bool(read)
    report = CodingReport(ids=tuple(new["id"]), known=len(coded) - len(new), readings=read, inherited=int(taken.sum()))
    act.what = str(report)
    return report


def _checked(frame: Frame, coder: str, source: str) -> Frame:
    """Return the table with the coder filled where the frame does not say."""
    table = check("codings", frame, source=source)
    table["coder"] = table["coder"].mask(table["coder"] == "", coder)
    if (table["coder"] == "").any():
        raise BadInput(f"{source or 'codings'}: who coded? Name a coder, or give the table a column 'coder'")
    table["coder"] = table["coder"].map({name: same_name(name) for name in table["coder"].unique()}).astype("str")
    return table


def _require_people(table: Frame) -> None:
    """Refuse names of machines for what people coded, and what only settling writes: settled rows, which have a reason, in round 0."""
    for name in table.loc[~table["origin"].isin(MACHINES), "coder"].unique():
        person(name)
    if (table["origin"] == "settled").any():
        raise BadInput("a coding is given as settled; `settle` settles, with a reason")
    if (table["round"] < 1).any():
        raise BadInput(f"round {table['round'].min()}: rounds are counted from 1")


def _readings(codings: Frame) -> Iterator[Reading]:
    """Yield what was read."""
    names = ["doc_id", "start", "end", "axis", "coder", "round", "codebook_version", "origin"]
    for doc_id, start, end, axis, coder, round_, version, origin in codings[names].itertuples(index=False, name=None):
        yield (doc_id, start, end), axis_read(origin, axis), coder, round_, version, origin


def _imported_ids(codings: Frame) -> list[str]:
    """Return an id per claim: the same table gives the same ids in every project; rows that differ in status or memo only are counted."""
    keys = list(codings[CLAIM].itertuples(index=False, name=None))
    again = codings.groupby(CLAIM).cumcount().tolist()
    return [
        str(uuid.uuid5(_IMPORTED, "\x1f".join(map(str, (*key, n) if n else key)))) for key, n in zip(keys, again, strict=True)
    ]


def _free_ids(connection: sa.Connection, given: list[str]) -> list[str]:
    """Return ids: the given where they are free, else new ones."""
    alive = alive_codings()
    asked = (sa.select(alive.c.id).where(alive.c.id.in_(chunk)) for chunk in chunks([id_ for id_ in given if id_], ASKED))
    taken = {id_ for query in asked for id_ in connection.execute(query).scalars()}
    out = []
    for wanted in given:
        out.append(wanted if wanted and wanted not in taken else str(uuid.uuid4()))
        taken.add(out[-1])
    return out


def codings_frame(connection: sa.Connection, doc_id: str | None = None, columns: Sequence[str] | None = None) -> Frame:
    """Return the table ``codings``, of one document or of all, in the order of the text; only some `columns` of it take less time."""
    table = schemas.TABLES["codings"]
    wanted = table.names if columns is None else tuple(columns)
    query = shown_codings()
    c = query.selected_columns
    query = query.order_by(*(c[name] for name in ("doc_id", "start", "end", "round", "coder", "statement", "axis", "code", "n")))
    if doc_id is not None:
        query = query.where(c["doc_id"] == doc_id)
    read = dict.fromkeys([*table.required, *wanted])
    frame = frame_of(connection, query.with_only_columns(*(c[name] for name in read)))
    return (check("codings", frame) if len(frame) else empty("codings"))[list(wanted)]
