"""A project gets another version of its codebook; codings of categories that went go on under those that came of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from qda._wording import many
from qda.codebook import Codebook
from qda.errors import BadInput, CodebookError, ProjectError
from qda.frames import Frame
from qda.store import schema
from qda.store.coding.claims import MACHINES, retract_rows, shown_codings
from qda.store.coding.codings import add_codings
from qda.store.coding.succeeding import Name, succeed
from qda.store.journal.acts import Act, version_in_force
from qda.store.material.assigning import assign
from qda.store.merging.last_words import CODEBOOKS, said_apart
from qda.store.rows import insert, records

NAMED = 5


@dataclass(frozen=True, kw_only=True)
class Adoption:
    """A change of the codebook.

    Attributes
    ----------
    book
        The new version.
    became
        Categories whose codings go on under another: (axis, code) -> code of the same axis.
    given
        Codings that go on under another code of their axis: id -> code.
    again
        Whose codings are to be looked at again: coder -> spans (``doc_id, start, end``), assigned in `round_`.
    codings
        What is coded in the same act: the passage that founded a category.
    what, details
        What the journal says of it.
    """

    book: Codebook
    became: Mapping[Name, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    again: Mapping[str, Frame] = field(default_factory=dict)
    round_: int = 1
    codings: Frame | None = None
    what: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def adopt(act: Act, change: Adoption) -> tuple[int, int]:
    """Write down another version of the codebook; return how many codings go on under another category, and how many suggestions were taken back.

    Raises
    ------
    BadInput, CodebookError, ProjectError
        It is the version that holds, has no text, or is another codebook; or codings of people carry a category that it lacks.
    """
    before, book = version_in_force(act.connection), change.book
    _require_new(act.connection, before, book)
    insert(
        act.connection,
        schema.codebooks,
        [{"act": act.n, "id": book.id, "version": book.version, "hash": book.hash, "text": book.text}],
    )
    act.added += 1
    if change.codings is not None:
        add_codings(
            act, change.codings.assign(codebook_version=book.codebook_version, origin="human"), book=book, coder=act.coder
        )
    recoded = succeed(act, change.became, change.given, book=book)
    taken_back = _take_back(act, book)
    again = sum(
        assign(act, [coder], units, round_=change.round_, blind=False, drawn=f"{before} -> {book.codebook_version}")
        for coder, units in sorted(change.again.items())
    )
    told = [f"{many(recoded, 'coding')} recoded"] if recoded else []
    told += [f"{many(taken_back, 'suggestion')} taken back"] if taken_back else []
    told += [f"{many(again, 'passage')} to look at again in round {change.round_}"] if again else []
    act.what = "; ".join([f"codebook {before} -> {book.codebook_version}", *([change.what] if change.what else []), *told])
    became = {f"{axis}/{code}": new for (axis, code), new in sorted(change.became.items())}
    act.details = {"before": before, "after": book.codebook_version, "became": became, **change.details}
    return recoded, taken_back


def _require_new(connection: sa.Connection, before: str, book: Codebook) -> None:
    if not book.text:
        raise CodebookError(
            f"codebook {book.id!r} has no text to be kept in the project; make it by read_codebook or parse_codebook"
        )
    if book.codebook_version == before and (book.id,) not in said_apart(connection, CODEBOOKS):
        raise BadInput(f"{before} is the codebook of this project already")
    if before.partition("@")[0] != book.id:
        raise ProjectError(
            f"the project goes by versions of the codebook {before.partition('@')[0]!r}; {book.id!r} is another codebook"
        )


def _take_back(act: Act, book: Codebook) -> int:
    """Take back the suggestions of categories that are no more; refuse if people's codings carry such."""
    rows = unknown_codings(act.connection, book)
    people = [row for row in rows if row["origin"] not in MACHINES]
    if people:
        names = sorted({f"{row['axis']}/{row['code']}" for row in people})
        raise BadInput(
            f"{many(len(people), 'coding')} of people carry {_listed(names)}, which {book.codebook_version} lacks; "
            f"say what became of them (for instance {names[0]}=...), or recode them first"
        )
    retract_rows(act, [row["n"] for row in rows])
    return len(rows)


def unknown_codings(connection: sa.Connection, book: Codebook) -> list[dict[str, Any]]:
    """Return the codings that are shown and carry what a codebook lacks."""
    known = {(code.axis, code.id) for code in book.codes()} | {(axis, "") for axis in ("", *book.axis_ids)}
    query = shown_codings()
    c = query.selected_columns
    names = set(connection.execute(query.with_only_columns(c["axis"], c["code"]).distinct()))
    wrong = [
        sa.and_(c["axis"] == axis, c["code"] == code) for axis, code in sorted(map(tuple, names)) if (axis, code) not in known
    ]
    return records(connection, query.where(sa.or_(*wrong))) if wrong else []


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")
