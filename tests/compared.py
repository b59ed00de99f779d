"""A small comparison worked by hand: six units in two documents, three axes and their codes."""

import pandas as pd

from qda.agreement import Resampling, compare_coders
from qda.agreement.grid import answers
from qda.agreement.passes import passes_of
from qda.codebook import parse_codebook
from qda.frames import check, empty

BOOK = parse_codebook("""\
codebook: small
title: A small codebook
version: "1.0"
split: valence
skip_roles: [interviewer]
matrix: {rows: [phase, valence], columns: case, cell: factor}
axes:
  - id: phase
    label: Phase
    kind: single
    inherit: [heading]
    codes:
      - {id: development, label: Development}
      - {id: delivery, label: Delivery}
  - id: valence
    label: Barrier or enabler
    kind: single
    codes: [{id: barrier, label: Barrier}, {id: enabler, label: Enabler}]
  - id: factor
    label: Factor
    kind: multi
    codes: [{id: trust, label: Trust}, {id: money, label: "=Money"}, {id: boards, label: Boards and rounds}]
  - id: strength
    label: Strength
    kind: ordinal
    residual: unclear
    codes: [{id: weak, label: Weak}, {id: strong, label: Strong}, {id: unclear, label: Unclear}]
""")
NONE = Resampling(times=0)
TEXT = "They trust each "  # sixteen characters, as every unit


def grid(n=4, doc_id="d", size=16, **columns):
    """A document of n units of the same size."""
    rows = [{"doc_id": doc_id, "start": i * size, "end": (i + 1) * size, "text": f"{i:<{size}}"} for i in range(n)]
    return check("segments", pd.DataFrame(rows).assign(unit="sentence", **columns))


def said(*rows, coder="A", doc_id="d", size=16, **columns):
    """Codings from rows (unit, axis, code); a unit may be a span (start, end) too."""
    out = []
    for unit, axis, code in rows:
        start, end = unit if isinstance(unit, tuple) else (unit * size, (unit + 1) * size)
        out.append({"doc_id": doc_id, "start": start, "end": end, "axis": axis, "code": code, "coder": coder})
    return check("codings", pd.DataFrame(out).assign(**columns))


def read(*units, axis="factor", coder="A", doc_id="d", size=16, round_=1):
    rows = [
        {"doc_id": doc_id, "start": i * size, "end": (i + 1) * size, "axis": axis, "coder": coder, "round": round_} for i in units
    ]
    return check("readings", pd.DataFrame(rows))


def both(*frames):
    return pd.concat(frames, ignore_index=True)


def laid(codings, readings=None, segments=None, coders=("A", "B"), **options):
    """The answers of coders, by default on one document of four units."""
    readings = empty("readings") if readings is None else readings
    segments = grid() if segments is None else segments
    return answers(codings, readings, segments, BOOK, passes_of(coders, codings, readings), **options)


def compared(codings, readings=None, segments=None, coders=("A", "B"), resampling=NONE, **options):
    readings = empty("readings") if readings is None else readings
    segments = grid() if segments is None else segments
    return compare_coders(codings, readings, segments, BOOK, coders=coders, resampling=resampling, **options)


def values(found, axis):
    """What was said on an axis: a list of lists of codes per coder, None where not rated."""
    table = found.said[axis]
    return {name: [None if one is None else sorted(one) for one in table[name]] for name in table}


def figure(found, name, **where):
    """The one row of the figures with this coefficient."""
    rows = found.figures[found.figures["coefficient"] == name]
    for column, value in where.items():
        rows = rows[rows[column] == value]
    assert len(rows) == 1, rows
    return rows.iloc[0]
