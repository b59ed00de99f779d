"""The codings that lie beside the documents of a folder: wrong rows are told one by one, the others are there."""

import re
from pathlib import Path

import pandas as pd

from qda import frames
from qda.errors import BadTable
from qda.frames import Frame

_SHOWN = 50
_PLACE = re.compile(r"^.*?: line \d+: ")


def read_codings(path: Path) -> tuple[Frame | None, list[dict[str, str]]]:
    """Read codings.csv, if it is there.

    Returns
    -------
    tuple
        The table ``codings`` of the rows that are what they claim to be, and ``file``, ``reason``, ``remedy`` of the others.

    Raises
    ------
    BadTable
        A column is missing.
    """
    if not path.exists():
        return None, []
    rows = frames.read_rows(path)
    try:
        return frames.check("codings", rows, source=str(path)), []
    except BadTable:
        frames.check("codings", rows.head(0), source=str(path))  # a missing column is no matter of rows
    wrong: dict[int, str] = {}
    _sift(rows, path, 0, len(rows), wrong)
    kept = rows.drop(index=list(wrong)).reset_index(drop=True)
    shown = [{"file": path.name, "reason": f"line {n + 2}: {why}", "remedy": ""} for n, why in list(wrong.items())[:_SHOWN]]
    if len(wrong) > _SHOWN:
        shown.append({"file": path.name, "reason": f"... and {len(wrong) - _SHOWN} more", "remedy": ""})
    return frames.check("codings", kept, source=str(path)), shown


def _sift(rows: pd.DataFrame, path: Path, start: int, end: int, wrong: dict[int, str]) -> None:
    """Find the wrong rows between two numbers: halves that are right are passed over whole."""
    part = rows.iloc[start:end].reset_index(drop=True)
    try:
        frames.check("codings", part, source=str(path))
    except BadTable as error:
        if end - start == 1:
            wrong[start] = _PLACE.sub("", str(error))
            return
        middle = (start + end) // 2
        _sift(rows, path, start, middle, wrong)
        _sift(rows, path, middle, end, wrong)
