"""Agreement on findings: which combinations of codes, as a matrix crosses them, each coder sees in each unit."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import pandas as pd

from qda.agreement.grid import SPAN, Answers
from qda.codebook import Codebook
from qda.frames import Frame
from qda.statements import cross
from qda.statements.units import Units

Finding = tuple[str, ...]


def crossed_axes(book: Codebook) -> tuple[str, ...]:
    """Return the axes whose combination makes a finding: the rows and the cell of the codebook's matrix."""
    named = (*book.matrix.get("rows", ()), book.matrix.get("cell", ""))
    return tuple(axis for axis in dict.fromkeys(named) if axis in book.axis_ids)


def findings(codings: Frame, found: Answers, book: Codebook, context: Frame) -> Frame:
    """Return a table of ratings: per unit and coder the set of findings; None where the coder did not rate the unit on the axes that make one.

    A finding is a combination of one code from each of `crossed_axes`; what heading and question give is taken over as in a matrix.
    """
    axes = crossed_axes(book)
    segments = found.units.reset_index(drop=True)
    units = Units.of(segments)
    rated = [found.said[axis].notna() for axis in axes if not book.axis(axis).inherit]
    columns: dict[str, Any] = {}
    for one in found.passes:
        statements = cross(one.of(codings[codings["status"] != "rejected"]), segments, context, book)
        seen = _per_unit(statements, axes, units)
        read = pd.concat([table[one.name] for table in rated], axis=1).fillna(value=False).all(axis=1)
        values = [frozenset(seen.get(key, ())) if read.get(key, False) else None for key in found.units.index]
        columns[one.name] = pd.Series(values, index=found.units.index, dtype=object)
    return pd.DataFrame(columns, index=found.units.index)


def _per_unit(statements: Frame, axes: Sequence[str], units: Units) -> Mapping[tuple[str, int, int], set[Finding]]:
    out: dict[tuple[str, int, int], set[Finding]] = {}
    for row in statements.to_dict("records"):
        combined = list(product(*(_codes(row[axis]) for axis in axes)))
        for unit in units.meant(*(row[name] for name in SPAN)) if combined else ():
            out.setdefault(unit, set()).update(combined)
    return out


def _codes(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else tuple(filter(None, (value,)))
