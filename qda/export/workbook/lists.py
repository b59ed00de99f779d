"""The sheets *Quotes*, *Codings*, *Cases*, *Codebook* and *Method*."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from qda.export.labels import listed
from qda.export.method import method_rows
from qda.export.tables import CASE
from qda.export.workbook.listing import Column, Kind, Listing, open_groups, texts
from qda.export.workbook.plan import Plan

_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d+)?")
_QUOTES_NOTE = (
    "Each quote stands under every cell of the matrix it supports, the strongest of the best supported finding first. Values in italics are taken over from "
    "the heading or the question. The score says how much the statement supports its cell."
)


def list_quotes(plan: Plan) -> Listing:
    """Return every quote with its place in the matrix, a cell's quotes together."""
    matrix, labels = plan.tables.matrix, plan.grid.labels
    keys = [matrix.columns, *matrix.rows]
    frame = plan.quotes
    further = [axis for axis in plan.tables.codebook.axis_ids if axis not in (*keys, matrix.cell)]
    case = [] if CASE in keys else [Column(key=CASE, title="Case", width=13)]
    columns = [
        Column(key="_where", title="In the matrix", width=9, kind="link"),
        *(Column(key=k, title=labels.axis(k), width=14) for k in keys),
        *case,
        Column(key=matrix.cell, title=labels.axis(matrix.cell), width=24),
        *texts(("quote", "Quote", 62), ("role", "Speaker's role", 18), ("organisation_kind", "Kind of organisation", 16)),
        *texts(("doc_id", "Document", 20), ("page", "Page", 7), ("time", "Time", 9)),
    ]
    more = [
        *(Column(key=k, title=labels.axis(k), width=16) for k in further),
        Column(key="score", title="Score", width=8, kind="score"),
        *texts(*_ORIGIN),
    ]
    rows = [_quote_row(plan, {str(k): v for k, v in row.items()}, keys) for row in frame.to_dict("records")]
    open_groups(rows, "_where")
    return Listing(title="Quotes", note=_QUOTES_NOTE, columns=[*columns, *more], rows=rows, frozen=1, printed=len(columns))


_ORIGIN = (
    ("coder", "Coder", 10),
    ("origin", "Origin", 9),
    ("round", "Round", 8),
    ("inherited", "Taken over", 22),
    ("case_evidence", "Case known by", 12),
    ("title", "Title of the document", 28),
    ("kind", "Kind of document", 12),
    ("heading", "Heading", 28),
    ("question", "Question", 40),
    ("statement", "Statement", 36),
)


def _quote_row(plan: Plan, row: Mapping[str, Any], keys: list[str]) -> dict[str, Any]:
    from xlsxwriter.utility import xl_rowcol_to_cell

    labels = plan.grid.labels
    place = tuple(row[k] for k in keys)
    out = {**row}
    for axis in (CASE, *plan.tables.codebook.axis_ids):
        codes = row[axis] if isinstance(row[axis], tuple) else tuple(filter(None, row[axis].split("; ")))
        out[axis] = listed(labels.of(axis, code) for code in codes)
    out["inherited"] = listed(f"{labels.axis(axis)} from {source}" for axis, source in row["inherited"].items())
    out["_italic"] = tuple(row["inherited"])
    out["_where"] = f"no: {listed(labels.axis(a) for a in row['lacks'].split(', '))}" if row["lacks"] else ""
    if place in plan.in_matrix and not row["lacks"]:
        cell = xl_rowcol_to_cell(*plan.in_matrix[place])
        out |= {"_where": cell, "_link": f"internal:'Matrix'!{cell}"}
    return out


_CODINGS: Mapping[str, tuple[float, Kind]] = {
    "doc_id": (22, "text"),
    "start": (9, "count"),
    "end": (9, "count"),
    "axis": (13, "text"),
    "code": (20, "text"),
    "quote": (60, "text"),
    "coder": (10, "text"),
    "round": (8, "count"),
    "origin": (9, "text"),
    "score": (8, "score"),
    "certainty": (10, "score"),
    "status": (11, "text"),
    "evidence": (30, "text"),
    "memo": (30, "text"),
    "statement": (30, "text"),
    "codebook_version": (26, "text"),
    "created": (20, "text"),
    "id": (36, "text"),
}


def list_codings(plan: Plan) -> Listing:
    """Return the codings, one code on one span by one coder a row."""
    columns = [Column(key=k, title=k.replace("_", " "), width=width, kind=kind) for k, (width, kind) in _CODINGS.items()]
    note = "One row is one code on one span, made by one coder in one round. Codes appear by id, start and end count characters of the text."
    rows = [{str(k): v for k, v in row.items()} for row in plan.tables.codings[list(_CODINGS)].to_dict("records")]
    return Listing(title="Codings", note=note, columns=columns, rows=rows, frozen=1, printed=12)


def list_cases(plan: Plan) -> Listing:
    """Return the cases with their attributes, documents and statements."""
    cases, documents = plan.tables.cases, plan.tables.documents
    placed = plan.tables.statements["statement"].isin(plan.tables.matrix.evidence["statement"])
    named = Counter(case for found in plan.tables.statements.loc[placed, "case"] for case in found)
    numeric = {c for c in cases.columns if len(cases) and all(_NUMBER.fullmatch(str(v)) for v in cases[c])} - {"id", "label"}
    rows = []
    for row in cases.to_dict("records"):
        shown = {str(k): float(v) if k in numeric else v for k, v in row.items()} | {"aliases": _spaced(row["aliases"])}
        counts = {"_documents": int((documents["case"] == row["id"]).sum()), "_statements": named[row["id"]]}
        rows.append(shown | counts)
    columns = [
        *(
            Column(key=c, title=_title(c), width=_width(c, cases[c]), kind="number" if c in numeric else "text")
            for c in cases.columns
        ),
        Column(key="_documents", title="Documents", width=12, kind="count"),
        Column(key="_statements", title="Statements in the matrix", width=14, kind="count"),
    ]
    note = "What is compared, with what is known of it. Statements about every case are not counted here."
    return Listing(title="Cases", note=note, columns=columns, rows=rows, frozen=1)


def _spaced(aliases: str) -> str:
    return "; ".join(alias.strip() for alias in aliases.split(";"))


def _width(name: str, values: Iterable[object]) -> float:
    """Return a width that gives long texts about three lines."""
    longest = max((len(str(v)) for v in values), default=0)
    return min(44.0, max(12.0, len(name) + 3.0, longest if longest < 20 else longest / 3 + 6))


def _title(name: str) -> str:
    return {"id": "Case"}.get(name, name.replace("_", " ").capitalize())


def list_codebook(plan: Plan) -> Listing:
    """Return the coding guide, a category a row."""
    book, labels = plan.tables.codebook, plan.grid.labels
    rows = [
        {str(k): v for k, v in row.items()} | {"axis": labels.axis(row["axis"])} for row in book.codes_frame().to_dict("records")
    ]
    open_groups(rows, "axis")
    columns = texts(
        ("axis", "Axis", 15),
        ("label", "Category", 22),
        ("definition", "Definition", 44),
        ("anchor_example", "Anchor examples", 44),
        ("rule", "Coding rule", 44),
        ("id", "Id", 20),
        ("parent", "Part of", 14),
    )
    note = f"{book.title or book.id}, version {book.version} ({book.state}), {book.codebook_version}"
    return Listing(title="Coding guide", note=note, columns=columns, rows=rows, frozen=2, printed=5)


def list_method(plan: Plan) -> Listing:
    """Return how the results came about."""
    columns = texts(("topic", "Topic", 28), ("text", "What was done", 112))
    rows = [{"topic": topic, "text": text} for topic, text in method_rows(plan.tables) if text]
    return Listing(
        title="Method", note="Versions, options and decisions behind this workbook.", columns=columns, rows=rows, frozen=1
    )
