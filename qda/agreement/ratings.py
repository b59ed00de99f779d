"""Tables of ratings as the coefficients read them: a row per unit, a column per coder, categories as whole numbers."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isnan
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qda.errors import BadInput

Codes = NDArray[np.intp]
Floats = NDArray[np.float64]
Frame = pd.DataFrame

MISSING = -1
_SHOWN = 8  # so many categories stand in a message


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """A table of ratings, checked and encoded.

    Attributes
    ----------
    codes
        Units x coders; positions in `categories`, -1 where a coder did not rate a unit.
    categories
        Every category, in the order that was given, else rising numbers or letters.
    coders
        The names of the coders, one a column.
    """

    codes: Codes
    categories: tuple[Hashable, ...]
    coders: tuple[str, ...]

    @property
    def idle(self) -> tuple[str, ...]:
        """The coders who rated nothing."""
        return tuple(c for c, rated in zip(self.coders, (self.codes != MISSING).any(axis=0), strict=True) if not rated)


def read_ratings(ratings: Frame, order: Sequence[Hashable] | None = None) -> Ratings:
    """Check and encode a table of ratings.

    Parameters
    ----------
    ratings
        A row per unit, a column per coder; None, NaN and NA mean that this coder did not rate this unit.
    order
        All categories, from low to high.

    Raises
    ------
    BadInput
        The table has fewer than two columns, names a coder twice, holds cells that are no categories, or a category that is not in `order`.
    """
    coders = _coders(ratings)
    try:
        flat, found = pd.factorize(ratings.to_numpy().T.ravel())  # coder by coder, as pandas holds them
    except TypeError as error:
        raise BadInput(
            f"a cell of the ratings holds no single category ({error}); a set of codes is given as a frozenset"
        ) from error
    codes, categories = _arrange(flat.astype(np.intp), found, _order(ratings, order))
    return Ratings(codes.reshape(ratings.shape[::-1]).T, categories, coders)


def read_sets(ratings: Frame) -> Ratings:
    """Check and encode a table whose cells are sets of codes; the empty set is a rating, None is none.

    Raises
    ------
    BadInput
        A cell holds something that is neither a set of codes nor missing.
    """
    coders = _coders(ratings)
    position: dict[frozenset[Hashable], int] = {}
    cells = (_as_set(cell) for cell in ratings.to_numpy(dtype=object).ravel())
    flat = [MISSING if cell is None else position.setdefault(cell, len(position)) for cell in cells]
    return Ratings(np.array(flat, dtype=np.intp).reshape(ratings.shape), tuple(position), coders)


def numbers_of(categories: Sequence[Hashable], level: str) -> Floats:
    """Return the categories as numbers.

    Raises
    ------
    BadInput
        A category is no finite number, or a negative one at the ratio level.
    """
    if not are_numbers(categories):
        raise BadInput(f"the {level} level needs numbers; the categories are {listed(categories)}")
    numbers = np.asarray(categories, dtype=np.float64)
    if not np.isfinite(numbers).all():
        raise BadInput(f"the {level} level needs finite numbers; a rating is infinite")
    if level == "ratio" and (numbers < 0).any():
        raise BadInput(f"the ratio level has a natural zero; the rating {numbers.min():g} lies below it")
    return numbers


def are_numbers(categories: Sequence[Hashable]) -> bool:
    """Say whether all categories are numbers."""
    return all(isinstance(c, Real | Decimal | np.bool_) for c in categories)


def check_ordered(ratings: Ratings, order: Sequence[Hashable] | None, what: str) -> None:
    """Refuse categories whose order nobody stated.

    Raises
    ------
    BadInput
        No order is given, and the categories are no numbers and no ordered pandas categories.
    """
    if order is None and not are_numbers(ratings.categories):
        raise BadInput(
            f"{what} the order of the categories, from low to high: order=[...]; they are {listed(ratings.categories)}"
        )


def declared_order(ratings: Frame, order: Sequence[Hashable] | None) -> Sequence[Hashable] | None:
    """Return the order that was given, else that of the ordered pandas categories which all columns share."""
    if order is not None or not isinstance(ratings, pd.DataFrame) or ratings.shape[1] == 0:
        return order
    kinds = set(ratings.dtypes)
    kind = kinds.pop()
    return tuple(kind.categories) if not kinds and isinstance(kind, pd.CategoricalDtype) and kind.ordered else None


def listed(categories: Iterable[Hashable]) -> str:
    """Name categories in a message."""
    shown = [repr(c.item() if isinstance(c, np.generic) else c) for c in categories]
    return ", ".join(shown[:_SHOWN]) + (f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else "")


def _coders(ratings: Frame) -> tuple[str, ...]:
    """Return the names of the coders of a table that can be compared."""
    if not isinstance(ratings, pd.DataFrame):
        raise BadInput(f"ratings are a DataFrame with a row per unit and a column per coder, not a {type(ratings).__name__}")
    coders = tuple(map(str, ratings.columns))
    if len(coders) < 2:
        raise BadInput(f"agreement needs two coders or more; the table has {len(coders)} column(s)")
    twice = sorted({c for c in coders if coders.count(c) > 1})
    if twice:
        raise BadInput(f"coder {twice[0]!r} has more than one column in the table of ratings")
    return coders


def _as_set(cell: Any) -> frozenset[Hashable] | None:
    if cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and isnan(cell)):
        return None
    if not isinstance(cell, frozenset | set | list | tuple):
        raise BadInput(
            f"a cell of the ratings holds {cell!r}; here it must be a set of codes (frozenset), or None where nobody rated"
        )
    try:
        return frozenset(cell)
    except TypeError as error:
        raise BadInput(f"a cell of the ratings holds {cell!r}, whose members are no codes ({error})") from error


def _order(ratings: Frame, order: Sequence[Hashable] | None) -> Sequence[Hashable] | None:
    order = declared_order(ratings, order)
    if order is not None and len(set(order)) < len(order):
        raise BadInput(f"the order names a category twice: {listed(order)}")
    return order


def _arrange(flat: Codes, found: Any, order: Sequence[Hashable] | None) -> tuple[Codes, tuple[Hashable, ...]]:
    """Turn positions of first appearance into positions in the order of the categories."""
    if order is None and found.dtype.kind in "biuf":
        by_size = np.argsort(found)
        return _renumbered(flat, np.argsort(by_size)), tuple(found[by_size].tolist())
    categories = found.tolist()
    _check_kinds(categories)
    arranged = list(order) if order is not None else _sorted(categories)
    position = {category: i for i, category in enumerate(arranged)}
    strange = [c for c in categories if c not in position]
    if strange:
        raise BadInput(f"category {strange[0]!r} stands in the ratings but not in the order {listed(arranged)}")
    return _renumbered(flat, np.array([position[c] for c in categories], dtype=np.intp)), tuple(arranged)


def _renumbered(flat: Codes, position: Codes) -> Codes:
    return np.append(position, MISSING)[flat]  # the last place stands for missing, which is -1 on both sides


def _sorted(categories: list[Hashable]) -> list[Hashable]:
    if are_numbers(categories) or all(isinstance(c, str) for c in categories):
        return sorted(categories)  # type: ignore[type-var]  # numbers among themselves, or texts among themselves
    return categories


def _check_kinds(categories: list[Hashable]) -> None:
    """Refuse a table where one coder wrote 1 and another '1': every unit would count as disagreement."""
    texts = {c for c in categories if isinstance(c, str)}
    clash = next((c for c in categories if not isinstance(c, str) and str(c) in texts), None)
    if clash is not None:
        raise BadInput(f"category {clash!r} stands in the ratings both as text and as {type(clash).__name__}; choose one")
