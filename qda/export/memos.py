"""Memos as the outputs show them."""

from dataclasses import dataclass, fields

from qda.export.tables import Tables


@dataclass(frozen=True, kw_only=True, slots=True)
class MemoLine:
    """A memo: the columns of the table ``memos``."""

    kind: str
    target: str
    doc_id: str
    start: int
    end: int
    quote: str
    label: str
    coder: str
    text: str
    created: str


def memo_lines(tables: Tables) -> list[MemoLine]:
    """Return the memos in the order of the table."""
    names = [field.name for field in fields(MemoLine)]
    return [MemoLine(**dict(zip(names, row, strict=True))) for row in tables.memos[names].itertuples(index=False, name=None)]
