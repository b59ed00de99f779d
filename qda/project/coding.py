"""What people hand over as codings becomes a frame: no column is lost unsaid."""

import difflib
import warnings
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

import pandas as pd

from qda.errors import BadTable
from qda.frames import TABLES, Frame

Given = Frame | Sequence[Mapping[str, Any]] | Mapping[str, Sequence[Any]]
"""A frame, a list of rows, or a dict of columns."""

_TABLE = TABLES["codings"]
_OF_UNITS = {*TABLES["segments"].names, "read", "coded"}
"""Columns that the tables of units bring along; what they say is known already."""

_FORMS = "codings are a frame, a list of dicts (a row each) or a dict of lists (a column each)"


def codings_given(given: Given) -> Frame:
    """Return codings as a frame, after looking at the names of the columns.

    Columns of units (``text``, ``case``, ``read`` ...) may stay; of other columns that the table ``codings`` does not have, one is warned.

    Raises
    ------
    BadTable
        It is no table; a row lacks a column; a column occurs twice, or is called nearly like one that the table has.

    Examples
    --------
    >>> codings_given([{"doc_id": "talk", "start": 0, "end": 8, "axis": "factor", "code": "trust"}])["code"].tolist()
    ['trust']
    """
    frame = _frame(given)
    names = [str(name) for name in frame.columns]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise BadTable(f"table 'codings': column {twice[0]!r} occurs twice")
    strange = [name for name in names if name not in _TABLE.names and name not in _OF_UNITS]
    for name in strange:
        near = _near(name, _TABLE.names)
        if near:
            raise BadTable(f"table 'codings': no column {name!r}; did you mean {near!r}? Rename it, or leave it out")
    if strange:
        kept = ", ".join(_TABLE.names)
        warnings.warn(f"table 'codings': {', '.join(map(repr, strange))} not kept; its columns are {kept}", stacklevel=3)
    return frame


def _frame(given: Any) -> Frame:
    if isinstance(given, pd.DataFrame):
        return given
    if isinstance(given, Mapping):
        return _of_columns(given)
    if not isinstance(given, Sequence) or isinstance(given, str | bytes) or not all(isinstance(row, Mapping) for row in given):
        raise BadTable(f"{_FORMS}; this is a {type(given).__name__}")
    for number, row in enumerate(given, start=1):
        lost = [name for name in _TABLE.required if name not in row]
        if lost:  # as a frame it would be an empty cell, and an empty code says something
            near = _near(lost[0], map(str, row))
            hint = f"; did you mean {lost[0]!r} by {near!r}?" if near else ""
            raise BadTable(f"table 'codings': row {number}: {lost[0]!r} is missing{hint}")
    return pd.DataFrame(list(given), columns=None if given else _TABLE.names)


def _of_columns(given: Mapping[str, Sequence[Any]]) -> Frame:
    for name, values in given.items():
        if isinstance(values, str | bytes | Mapping | Set) or not hasattr(values, "__len__"):
            raise BadTable(f"{_FORMS}; under {name!r} there is a {type(values).__name__}; put a single row into a list")
    lengths = {name: len(values) for name, values in given.items()}
    if len(set(lengths.values())) > 1:
        raise BadTable(f"table 'codings': the columns differ in length: {', '.join(f'{k} {n}' for k, n in lengths.items())}")
    return pd.DataFrame({name: list(values) for name, values in given.items()})


def _near(name: str, known: Iterable[str]) -> str:
    """Return what is called nearly so, or nothing: the same but for case and blanks, or one slip of the pen away."""
    plain = {other.strip().casefold(): other for other in known}
    close = difflib.get_close_matches(name.strip().casefold(), plain, n=1, cutoff=0.8) if len(name.strip()) > 3 else []
    return plain.get(name.strip().casefold(), plain[close[0]] if close else "")
