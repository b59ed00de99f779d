"""Who is acting: people are known by their names, machines by theirs."""

import re
import unicodedata
import warnings
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pandas as pd
import sqlalchemy as sa

from qda.errors import BadInput
from qda.frames import Frame, check, empty
from qda.model import MACHINES
from qda.store import schema
from qda.store.coding.claims import shown_codings
from qda.store.rows import records
from qda.store.views import alive_readings, current_documents, holds, in_force

MACHINE_NAME = re.compile(r"rules|model:.*", re.IGNORECASE | re.DOTALL)
"""Names that only machines bear."""


def person(name: str) -> str:
    r"""Return the name of a person in its one form: composed (NFC), without blanks around and with single ones inside.

    Raises
    ------
    BadInput
        Nobody is named, or a machine; or the name holds what lists of names are made with, or what cannot be seen.

    Examples
    --------
    >>> person("  Zoe\u0308  B ")
    'Zoë B'
    """
    own = same_name(name)
    if not own:
        raise BadInput("who is acting? Name a coder")
    if MACHINE_NAME.fullmatch(own):
        raise BadInput(f"coder {own!r}: this is the name of a machine; people need another")
    if odd := next((c for c in own if c in ",#" or unicodedata.category(c) in {"Cc", "Cs", "Cf"}), ""):
        raise BadInput(f"coder {own!r}: a name of a person holds no {odd!r}")
    return own


def same_name(name: str) -> str:
    """Return a name composed (NFC), without blanks around and with single ones inside."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def signature(by: str, coder: str | None) -> str:
    """Return who signs an act of undoing: whoever is named; else the coder whose act is meant, if that is a person; else nobody.

    Examples
    --------
    >>> signature("PI", "AB"), signature("", "AB"), signature("", "rules"), signature("", None)
    ('PI', 'AB', '', '')
    """
    if by:
        return person(by)
    return "" if coder is None or MACHINE_NAME.fullmatch(coder) else coder


def near(name: str, known: Iterable[str]) -> list[str]:
    """Return the names that differ from this one only in case, accents, blanks or punctuation.

    Examples
    --------
    >>> near("ab", ["AB", "A.B.", "CD"])
    ['A.B.', 'AB']
    """
    return sorted({other for other in known if other != name and _key(other) == _key(name)})


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold()
    return re.sub(r"[\W_]+", "", "".join(c for c in plain if not unicodedata.combining(c))) or plain


def warn_of_twins(connection: sa.Connection, name: str, where: str) -> None:
    """Warn where a person who is new to the project is called nearly like somebody who is known."""
    a = schema.acts.c
    if connection.execute(sa.select(a.n).where(a.coder == name).limit(1)).first() is None:
        names = _names(connection)
        alike = near(name, names)
        if alike and name not in names:
            named = ", ".join(map(repr, alike))
            warnings.warn(
                f"{where}: coder {name!r} is new, and {named} is known; if they are one person, use one name", stacklevel=5
            )


def _names(connection: sa.Connection) -> set[str]:
    asked = (schema.acts, schema.codings, schema.readings)
    found = {name for table in asked for name in connection.execute(sa.select(table.c.coder).distinct()).scalars() if name}
    return found.union(_assigned(connection))


def coders_frame(connection: sa.Connection) -> Frame:
    """Return the table ``coders``: who coded or read, is to code, or did anything in the project; people first."""
    rows: dict[str, dict[str, Any]] = defaultdict(
        lambda: {"machine": False, "rounds": set(), "documents": set(), "codings": 0, "times": []}
    )
    for row in [*_coded(connection), *_read(connection)]:
        mine = rows[row["coder"]]
        mine["machine"] |= row["origin"] in MACHINES
        mine["rounds"] |= {row["round"]}
        mine["documents"] |= {row["doc_id"]}
        mine["codings"] += row["codings"]
        mine["times"] += [time for time in (row["first"], row["last"]) if time]
    for row in _acted(connection):
        rows[row["coder"]]["times"] += [row["first"], row["last"]]
    for name in _assigned(connection):
        rows[name]["times"] += ()  # who has not begun is listed, too
    found = [_line(name, row) for name, row in rows.items()]
    if not found:
        return empty("coders")
    return check("coders", pd.DataFrame(found).sort_values(["kind", "coder"], ascending=[False, True]))


def _line(name: str, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "coder": name,
        "kind": "machine" if row["machine"] or MACHINE_NAME.fullmatch(name) else "person",
        "rounds": ", ".join(map(str, sorted(row["rounds"]))),
        "documents": len(row["documents"]),
        "codings": row["codings"],
        "first": min(row["times"], default=""),
        "last": max(row["times"], default=""),
    }


def _coded(connection: sa.Connection) -> list[dict[str, Any]]:
    c = shown_codings().subquery().c
    key = (c.coder, c.round, c.doc_id, c.origin)
    made = (sa.func.count().label("codings"), sa.func.min(c.created).label("first"), sa.func.max(c.created).label("last"))
    return records(connection, sa.select(*key, *made).group_by(*key))


def _read(connection: sa.Connection) -> list[dict[str, Any]]:
    r, s, current, a = alive_readings(), schema.spans.c, current_documents(), schema.acts
    key = (r.c.coder, r.c.round, current.c.id, r.c.origin)
    made = (sa.func.min(a.c.time).label("first"), sa.func.max(a.c.time).label("last"), sa.literal(0).label("codings"))
    query = (
        sa.select(r.c.coder, r.c.round, current.c.id.label("doc_id"), r.c.origin, *made)
        .join(schema.spans, s.n == r.c.span)
        .join(current, current.c.text == s.text)
        .join(a, a.c.n == r.c.act)
    )
    return records(connection, query.group_by(*key))


def _assigned(connection: sa.Connection) -> list[str]:
    a = schema.assignments
    return list(connection.execute(sa.select(a.c.coder).distinct().where(in_force(a))).scalars())


def _acted(connection: sa.Connection) -> list[dict[str, Any]]:
    a = schema.acts
    query = sa.select(a.c.coder, sa.func.min(a.c.time).label("first"), sa.func.max(a.c.time).label("last"))
    return records(connection, query.where(a.c.coder != "", holds(a)).group_by(a.c.coder))
