"""The schemas of the tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from qda import model

Frame = pd.DataFrame


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of a table: its type (``str``, ``int``, ``float``, ``json``), default, and the values that are allowed; numbers lie between `low` and `high`."""

    name: str
    type: str = "str"
    required: bool = False
    default: Any = ""
    allowed: tuple[str, ...] = ()
    low: float = float("-inf")
    high: float = float("inf")


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """The schema of a table.

    `key` names the columns that identify a row; `open` tables keep further columns as attributes; spans of those that `may_be_empty` may hold no character;
    rows of those that `may_be_nowhere` may have no span: then start and end are -1.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    open: bool = False
    may_be_empty: bool = False
    may_be_nowhere: bool = False

    @property
    def names(self) -> list[str]:
        """The column names, in order."""
        return [c.name for c in self.columns]

    @property
    def required(self) -> list[str]:
        """The names of the columns that must be there."""
        return [c.name for c in self.columns if c.required]


def _need(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name=n, required=True) for n in names)


def _may(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name=n) for n in names)


_SPAN = (
    Column(name="doc_id", required=True),
    Column(name="start", type="int", required=True),
    Column(name="end", type="int", required=True),
)
_NOWHERE = tuple(Column(name=n, type="int", default=-1) for n in ("start", "end"))

TABLES: Mapping[str, Table] = {
    t.name: t
    for t in (
        Table(
            name="documents",
            columns=(*_need("id"), *_may("case", "title", "kind", "language", "text", "source", "revision")),
            key=("id",),
            open=True,
        ),
        Table(
            name="marks",
            may_be_empty=True,
            columns=(
                *_SPAN,
                Column(name="kind", required=True, allowed=model.MARK_KINDS),
                *_may("value"),
                Column(name="attributes", type="json"),
            ),
        ),
        Table(
            name="segments",
            columns=(
                *_SPAN,
                Column(name="unit", default="sentence", allowed=model.UNITS),
                Column(name="context_start", type="int", default=-1),
                Column(name="context_end", type="int", default=-1),
                *_may("case", "page", "speaker", "role"),
                Column(name="time", type="float", default=float("nan")),
                *_may("heading", "question", "language", "text"),
            ),
            key=("doc_id", "start", "end"),
        ),
        Table(
            name="codings",
            columns=(
                *_may("id"),
                *_SPAN,
                *_may("statement"),
                *_need("axis", "code"),
                *_may("coder"),
                Column(name="round", type="int", default=1),
                Column(name="origin", default="import", allowed=model.ORIGINS),
                Column(name="score", type="float", default=float("nan"), low=0, high=1),
                Column(name="certainty", type="float", default=float("nan"), low=1, high=3),
                Column(name="status", default="accepted", allowed=model.STATUSES),
                *_may("quote", "memo", "evidence", "codebook_version", "created"),
            ),
        ),
        Table(
            name="readings",
            columns=(
                *_SPAN,
                *_need("axis", "coder"),
                Column(name="round", type="int", default=1),
                *_may("codebook_version", "created"),
                Column(name="origin", allowed=("", *model.ORIGINS)),
            ),
        ),
        Table(name="cases", columns=(*_need("id"), *_may("label"), Column(name="aliases")), key=("id",), open=True),
        Table(
            name="speakers",
            columns=(*_need("doc_id", "speaker"), *_may("role", "organisation", "organisation_kind")),
            key=("doc_id", "speaker"),
        ),
        Table(
            name="codes",
            columns=(*_need("axis", "id"), *_may("parent", "label", "definition", "anchor_example", "rule")),
            key=("axis", "id"),
        ),
        Table(name="context", columns=(*_SPAN, *_need("axis", "code"), Column(name="source", required=True), *_may("evidence"))),
        Table(name="mentions", columns=(*_SPAN, *_need("case"))),
        Table(
            name="memos",
            may_be_nowhere=True,
            columns=(
                Column(name="kind", required=True, allowed=model.MEMO_KINDS),
                *_may("target", "doc_id"),
                *_NOWHERE,
                *_may("quote", "label"),
                *_need("coder", "text"),
                *_may("created"),
            ),
        ),
        Table(
            name="summaries",
            columns=(*_SPAN, *_may("quote", *model.SUMMARY_KINDS), *_need("coder"), *_may("created")),
            key=("doc_id", "start", "end", "coder"),
        ),
        Table(
            name="assignments",
            columns=(
                *_may("id"),
                *_need("coder"),
                Column(name="round", type="int", default=1),
                *_need("doc_id"),
                Column(name="by", default="document", allowed=("document", "segment")),
                *(Column(name=n, type="int", default=0) for n in ("units", "read", "coded", "blind")),
                *_may("drawn", "created"),
            ),
        ),
        Table(
            name="settlements",
            columns=(
                *_may("settled"),
                *_need("original"),
                *_SPAN,
                *_need("axis"),
                *_may("code", "original_code", "original_coder"),
                Column(name="original_round", type="int", default=1),
                *_need("coder"),
                *_may("reason", "created"),
            ),
        ),
        Table(
            name="journal",
            columns=(
                *_need("id", "time"),
                *_may("coder"),
                *_need("kind"),
                *_may("what", "documents", "codebook"),
                *(Column(name=n, type="int", default=0) for n in ("added", "retracted")),
                *_may("undone_by", "batch"),
                Column(name="details", type="json"),
            ),
            key=("id",),
        ),
        Table(
            name="coders",
            columns=(
                *_need("coder"),
                Column(name="kind", default="person", allowed=("person", "machine")),
                *_may("rounds"),
                *(Column(name=n, type="int", default=0) for n in ("documents", "codings")),
                *_may("first", "last"),
            ),
            key=("coder",),
        ),
    )
}
