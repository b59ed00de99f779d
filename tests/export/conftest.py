"""A small study, crossed: what the outputs are tested on."""

from dataclasses import replace

import pandas as pd
import pytest

from qda.codebook import parse_codebook
from qda.export import Tables
from qda.frames import check, empty
from qda.matrix import build_matrix
from qda.model import Case
from qda.statements import Reading, cross

BOOK = """\
codebook: small
title: Barriers & enablers <of> integration
version: "1.0"
split: valence
skip_roles: [interviewer]
matrix: {rows: [dimension, phase, valence], columns: case, cell: factor}
axes:
  - id: dimension
    label: Dimension
    kind: multi
    inherit: [question]
    codes:
      - {id: multi_level, label: Multi-level}
      - {id: multi_dimensional, label: Multi-dimensional}
  - id: phase
    label: Phase
    kind: single
    codes:
      - {id: development, label: Development}
      - {id: implementation, label: Implementation}
  - id: valence
    label: Barrier or enabler
    kind: single
    codes:
      - {id: barrier, label: Barrier}
      - {id: enabler, label: Enabler}
  - id: factor
    label: Factor
    kind: multi
    codes:
      - id: trust
        label: Trust
        definition: People rely on each other.
        anchor_examples: ["I just ring her up."]
        rule: Count personal relations. Not formal bodies (boards).
      - {id: boards, label: Boards}
      - {id: money, label: "=Money"}
  - id: aspect
    label: Aspect
    kind: multi
    codes:
      - {id: goals, label: Goals}
"""

TEXTS = {
    "leeds/interview-1": [
        "=SUM(A1:A9) is what the ministry sends us.",
        "@home we trust each other.",
        "The board meets, +49 call me.",
    ],
    "york/interview-1": [
        "-5 % every year, and the board is <b>gone</b>.",
        "We trust the ministry.",
        "Nobody trusts nobody here.",
    ],
    "report": ["In all cities money is short.", "https://example.org says there is trust."],
}
SAID = [
    ("leeds/interview-1", 0, {"phase": "development", "valence": "barrier", "factor": ["money"]}),
    ("leeds/interview-1", 1, {"phase": "development", "valence": "enabler", "factor": ["trust", "boards"], "aspect": ["goals"]}),
    (
        "leeds/interview-1",
        2,
        {"dimension": ["multi_dimensional"], "phase": "implementation", "valence": "barrier", "factor": ["boards"]},
    ),
    ("york/interview-1", 0, {"phase": "development", "valence": "barrier", "factor": ["money", "boards"]}),
    ("york/interview-1", 1, {"phase": "development", "valence": "enabler", "factor": ["trust"]}),
    ("york/interview-1", 2, {"valence": "barrier", "factor": ["trust"]}),
    (
        "report",
        0,
        {"dimension": ["multi_level", "multi_dimensional"], "phase": "development", "valence": "barrier", "factor": ["money"]},
    ),
    ("report", 1, {"dimension": ["multi_dimensional"], "phase": "implementation", "valence": "enabler", "factor": ["trust"]}),
]
USED = (Reading(coder="AB", round=1, origin="human", units=6), Reading(coder="rules", round=1, origin="rule", units=2))
CASES = (
    Case(id="leeds", label="Leeds", attributes={"inhabitants": "500000"}),
    Case(id="york", label="York", attributes={"inhabitants": "141000"}),
)


def spans(texts):
    at = 0
    for text in texts:
        yield at, at + len(text), text
        at += len(text) + 1


def segments():
    rows = []
    for doc, texts in TEXTS.items():
        talk = doc != "report"
        case = doc.split("/")[0] if talk else ""
        about = {"speaker": "B", "question": "What about levels?", "case": case} if talk else {"page": "12"}
        rows += [
            {
                "doc_id": doc,
                "start": s,
                "end": e,
                "text": t,
                "language": "en",
                "time": 61_000.0 * (i + 1) if talk else None,
                **about,
            }
            for i, (s, e, t) in enumerate(spans(texts))
        ]
    return check("segments", pd.DataFrame(rows))


def codings():
    rows = []
    for doc, i, codes in SAID:
        start, end, text = list(spans(TEXTS[doc]))[i]
        coder = {"coder": "rules", "origin": "rule", "score": 0.8} if doc == "report" else {"coder": "AB", "origin": "human"}
        same = {"doc_id": doc, "start": start, "end": end, "quote": text, "created": "2024-05-01T10:00:00+00:00", **coder}
        for axis, found in codes.items():
            rows += [{**same, "axis": axis, "code": c} for c in ([found] if isinstance(found, str) else found)]
    return check("codings", pd.DataFrame(rows))


def context(grid):
    asked = grid[grid["question"] != ""]
    return check(
        "context",
        asked[["doc_id", "start", "end"]].assign(axis="dimension", code="multi_level", source="question", evidence="levels"),
    )


def make_tables(*, book=BOOK, cases=CASES, coded=None, **options):
    """Return the tables of the study; `options` go to the crossing."""
    book, grid, coded = parse_codebook(book), segments(), codings() if coded is None else coded
    statements = cross(coded, grid, context(grid), book, cases=cases)
    known = [c.id for c in cases]
    speakers = [
        {"doc_id": d, "speaker": s, "role": r, "organisation": o, "organisation_kind": k}
        for d in TEXTS
        for s, r, o, k in (("I", "interviewer", "Vale", "university"), ("B", "Head of Work", "City", "city administration"))
        if d != "report"
    ]
    documents = [
        {
            "id": d,
            "case": "" if d == "report" else d.split("/")[0],
            "kind": "interview" if "/" in d else "report",
            "title": f"On {d}",
            "language": "en",
        }
        for d in TEXTS
    ]
    frame = [{"id": c.id, "label": c.label, **c.attributes} for c in cases]
    return Tables(
        matrix=build_matrix(statements, book, cases=known, used=USED, **options),
        codebook=book,
        codings=coded,
        segments=grid,
        documents=check("documents", pd.DataFrame(documents)),
        cases=check("cases", pd.DataFrame(frame)) if frame else empty("cases"),
        speakers=check("speakers", pd.DataFrame(speakers)),
        method=(("Software", "qda 0.1.0"),),
    )


@pytest.fixture(scope="session")
def tables():
    return make_tables()


@pytest.fixture(scope="session")
def book_text():
    return BOOK


@pytest.fixture(scope="session")
def make():
    return make_tables


@pytest.fixture(scope="session")
def no_codings(tables):
    return replace(tables, codings=tables.codings.iloc[:0])
