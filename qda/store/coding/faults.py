"""What is wrong with codings, row by row: names, places, quotes, and several codes where one is allowed."""

from collections.abc import Collection, Iterator
from typing import Any

import pandas as pd
import sqlalchemy as sa

from qda.codebook import Codebook
from qda.errors import BadInput, UnknownName, nearest
from qda.frames import Frame, check
from qda.statements.inheritance import is_inherited
from qda.store import schema
from qda.store.coding.claims import MACHINES
from qda.store.coding.known import known, shown
from qda.store.material.documents import document_ids
from qda.store.material.texts import Texts
from qda.store.views import in_force

ONE = ("single", "ordinal")
"""The kinds of axes of which a statement has one code."""

_CHECKED = ["doc_id", "start", "end", "quote", "axis", "code"]
_PLACED = ["doc_id", "start", "end", "statement", "axis", "code", "coder", "round"]
_COUNTED = [*_PLACED, "origin", "status"]


def faults(connection: sa.Connection, frame: Frame, *, book: Codebook, coder: str, kind: str, source: str = "") -> dict[int, str]:
    """Return what is wrong, by the numbers of the rows; rows that the project knows or makes itself are passed over."""
    table = check("codings", frame, source=source)
    table["coder"] = table["coder"].mask(table["coder"] == "", coder)
    new = table[~is_inherited(table) & ~pd.Series(known(connection, table, kind=kind), index=table.index, dtype=bool)]
    documents = set(document_ids(connection))
    texts = Texts(connection, [doc_id for doc_id in new["doc_id"].unique() if doc_id in documents])
    changed = revised(connection)
    found: dict[int, str] = {}
    for number, row in zip(new.index, new[_CHECKED].to_dict("records"), strict=True):
        try:
            _require_sound(row, documents, book, texts)
        except BadInput as error:
            found[int(number)] = str(error)
            continue
        if not row["quote"] and row["doc_id"] in changed:
            place = f"{row['doc_id']} [{row['start']}, {row['end']})"
            found[int(number)] = f"{place}: its text has changed; only rows with a quote can be placed in it"
    return found | dict(several(connection, new[~new.index.isin(found)], book))


def _require_sound(row: dict[Any, Any], documents: Collection[str], book: Codebook, texts: Texts) -> None:
    if row["doc_id"] not in documents:
        raise UnknownName(f"no document {row['doc_id']!r} in this project; {nearest(row['doc_id'], documents)}")
    if row["code"]:
        book.code(row["axis"], row["code"])
    elif row["axis"]:
        book.axis(row["axis"])
    texts.quote(row["doc_id"], row["start"], row["end"], row["quote"])


def revised(connection: sa.Connection) -> set[str]:
    """Return the ids of the documents that had another text before."""
    d, t = schema.documents, schema.texts.c
    query = sa.select(t.doc_id).join(d, d.c.text == t.n).where(in_force(d)).group_by(t.doc_id)
    return set(connection.execute(query.having(sa.func.count(sa.distinct(t.n)) > 1)).scalars())


def require_one(connection: sa.Connection, codings: Frame, book: Codebook, *, source: str = "") -> None:
    """Refuse several codes of one axis in one statement of a coder where the axis allows one.

    Raises
    ------
    BadInput
        With the place of the first.
    """
    for row, what in several(connection, codings, book):
        raise BadInput(f"{source}: line {row + 2}: {what}" if source else f"codings: row {row + 1}: {what}")


def several(connection: sa.Connection, codings: Frame, book: Codebook) -> Iterator[tuple[int, str]]:
    """Yield the rows that bring a second code to a statement on an axis of which it has one; machines may suggest several.

    Rows without a statement of their own are one statement per span, apart from the axis whose codes split it.
    """
    axes = {axis.id for axis in book.axes if axis.kind in ONE}
    mine = codings[codings["axis"].isin(axes)]
    if mine.empty:
        return
    first: dict[tuple[Any, ...], str] = {}
    for row in shown(connection, mine, _COUNTED):
        key = _statement(row, axes, book)
        if key:
            first.setdefault(key, row[_PLACED.index("code")])
    for number, row in zip(mine.index, mine[_COUNTED].itertuples(index=False, name=None), strict=True):
        doc_id, start, end, statement, axis, code, coder, _ = row[: len(_PLACED)]
        key = _statement(row, axes, book)
        if key and first.setdefault(key, code) != code:
            which = f"statement {statement!r}" if statement else "this span"
            yield (
                int(number),
                f"{doc_id} [{start}, {end}): {coder} codes {which} as {first[key]!r} and {code!r} on axis {axis!r}; allowed: one code",
            )


def _statement(row: tuple[Any, ...], axes: set[str], book: Codebook) -> tuple[Any, ...]:
    """Return axis, coder, round and statement of a row that counts, else nothing."""
    doc_id, start, end, statement, axis, code, coder, round_, origin, status = row
    if axis not in axes or not code or origin in MACHINES or status != "accepted" or (not statement and axis == book.split):
        return ()
    return axis, coder, round_, statement or (doc_id, start, end)
