"""Tables as papers print them (counts of pairs, counts per unit) -> tables of ratings."""

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from qda.agreement.ratings import Frame
from qda.errors import BadInput


def from_contingency(table: Frame | Sequence[Sequence[int]], categories: Sequence[Hashable] | None = None) -> Frame:
    """Return the ratings of two coders from the table of how often one gave each category where the other gave each.

    Parameters
    ----------
    table
        Categories of the first coder x categories of the second, whole numbers.
    categories
        Their names; 1, 2, 3 unless told or named by the DataFrame.

    Raises
    ------
    BadInput
        The table is not square, or holds something that is no count.

    Examples
    --------
    >>> from_contingency([[1, 1], [0, 2]]).T.to_numpy().tolist()
    [[1, 1, 2, 2], [1, 2, 2, 2]]
    """
    counts, names = _counts(table, categories)
    if counts.shape[0] != counts.shape[1]:
        raise BadInput(f"a table of two coders is square; this one has {counts.shape[0]} rows and {counts.shape[1]} columns")
    first, second = np.divmod(np.repeat(np.arange(counts.size), counts.ravel()), max(1, len(names)))
    return pd.DataFrame({"first": [names[i] for i in first], "second": [names[i] for i in second]})


def from_counts(table: Frame | Sequence[Sequence[int]], categories: Sequence[Hashable] | None = None) -> Frame:
    """Return ratings from a table of how many coders gave each unit each category.

    Who gave what is not in such a table, so the columns stand for places, not for persons: fit for coefficients that do not ask who coded.

    Parameters
    ----------
    table
        Units x categories, whole numbers.
    categories
        Their names; 1, 2, 3 unless told or named by the DataFrame.

    Raises
    ------
    BadInput
        The table holds something that is no count.

    Examples
    --------
    >>> from_counts([[2, 0], [1, 1], [0, 1]]).to_numpy(dtype=object).tolist()
    [[1, 1], [1, 2], [2, None]]
    """
    counts, names = _counts(table, categories)
    places = int(counts.sum(axis=1).max(initial=0))
    rows = [[names[k] for k, times in enumerate(row) for _ in range(times)] for row in counts.tolist()]
    filled = [row + [None] * (places - len(row)) for row in rows]
    return pd.DataFrame(filled, columns=[f"coder {i + 1}" for i in range(places)], dtype=object)


def _counts(
    table: Frame | Sequence[Sequence[int]], categories: Sequence[Hashable] | None
) -> tuple[np.ndarray, Sequence[Hashable]]:
    frame = pd.DataFrame(table)
    counts = frame.to_numpy()
    if counts.dtype.kind not in "biuf" or (counts != np.floor(counts)).any() or (counts < 0).any():
        raise BadInput("a table of counts holds whole numbers of zero or more, and nothing else")
    named = list(frame.columns) if isinstance(table, pd.DataFrame) else range(1, counts.shape[1] + 1)
    names = list(named if categories is None else categories)
    if len(names) != counts.shape[1]:
        raise BadInput(f"{len(names)} categories are named, but the table has {counts.shape[1]} columns")
    return counts.astype(np.intp), names
