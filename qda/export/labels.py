"""Labels: what readers see instead of ids."""

import math
import re
from collections.abc import Iterable
from functools import lru_cache

from qda.export.tables import ALL, CASE, Tables

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
MAX_SHEET_NAME = 31


class Labels:
    """Looks up the labels of axes, codes and cases; what has none is shown by its id."""

    def __init__(self, tables: Tables) -> None:
        book, cases = tables.codebook, tables.cases
        self._codes = {(code.axis, code.id): code.label or code.id for code in book.codes()}
        self._axes = {axis.id: axis.label or axis.id for axis in book.axes} | {CASE: "Case"}
        self._cases = {ALL: "All cases"} | {i: label or i for i, label in zip(cases["id"], cases["label"], strict=True)}
        self._english = book.languages[:1] == ("en",)

    def of(self, axis: str, code: str) -> str:
        """Return the label of a code, or of a case where the axis is ``case``."""
        return self._cases.get(code, code) if axis == CASE else self._codes.get((axis, code), code)

    def axis(self, axis: str) -> str:
        """Return the label of an axis."""
        return self._axes.get(axis, axis)

    def plural(self, axis: str, code: str) -> str:
        """Return the label of a code in the plural, where the codebook is English and the label is one word."""
        label = self.of(axis, code)
        return pluralise(label) if self._english and " " not in label else label


@lru_cache(maxsize=256)
def pluralise(word: str) -> str:
    """Return the English plural of a noun.

    Examples
    --------
    >>> [pluralise(w) for w in ("Barrier", "Ability", "Process", "Day", "Goals")]
    ['Barriers', 'Abilities', 'Processes', 'Days', 'Goals']
    """
    if re.search(r"(ss|x|ch|sh)$", word):
        return word + "es"
    if word.endswith("s"):
        return word
    return re.sub(r"(?<=[^aeiou])y$", "ie", word) + "s"


def sheet_names(wanted: Iterable[str], reserved: Iterable[str]) -> list[str]:
    r"""Return names that a workbook allows: at most 31 characters, none of ``[]:*?/\\``, each once whatever its case.

    Examples
    --------
    >>> sheet_names(["Costs/benefits", "matrix"], reserved=["Matrix"])
    ['Costs benefits', 'matrix 2']
    """
    taken = {name.casefold() for name in reserved} | {"history"}
    out = []
    for name in wanted:
        base = _FORBIDDEN.sub(" ", name).strip(" '")[:MAX_SHEET_NAME] or "Sheet"
        free, n = base, 1
        while free.casefold() in taken:
            n += 1
            free = f"{base[: MAX_SHEET_NAME - len(str(n)) - 1]} {n}"
        taken.add(free.casefold())
        out.append(free)
    return out


def clock(milliseconds: float) -> str:
    """Return a time in a recording as ``hh:mm:ss``; nothing for no time.

    Examples
    --------
    >>> clock(3_723_400.0), clock(float("nan"))
    ('01:02:03', '')
    """
    if math.isnan(milliseconds):
        return ""
    seconds = int(milliseconds // 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def listed(names: Iterable[str]) -> str:
    """Join labels for a cell."""
    return "; ".join(names)
