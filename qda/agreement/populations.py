"""Over which units a figure is taken: all, those that differ from the default, those where both gave another axis."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from qda.agreement.grid import SPAN, Answers
from qda.codebook import Codebook
from qda.frames import Frame
from qda.model import Axis

ALL = "all units"


@dataclass(frozen=True, kw_only=True, eq=False)
class Population:
    """Some units of a comparison, and in words which."""

    name: str
    keep: "pd.Series[bool] | None" = None

    def of(self, said: Frame) -> Frame:
        """Return the ratings of these units."""
        return said if self.keep is None else said[self.keep.reindex(said.index, fill_value=False)]


def populations(axis: Axis, found: Answers, book: Codebook, context: Frame | None) -> Iterator[Population]:
    """Yield the units over which agreement on an axis is told.

    All; where the axis takes over from heading or question, those to which somebody gave something else than that; where the axis depends on another, those
    where everybody gave the other.
    """
    yield Population(name=ALL)
    said = found.said[axis.id]
    if axis.inherit and context is not None:
        default = defaults(context, axis.id)
        told = pd.Series([default.get(key, frozenset()) for key in said.index], index=said.index, dtype=object)
        differs = pd.Series(data=False, index=said.index)
        for name in said:
            differs |= pd.Series([a is not None and a != d for a, d in zip(said[name], told, strict=True)], index=said.index)
        yield Population(name="units that differ from the default of their section", keep=differs)
    other = depends_on(axis.id, book)
    if other:
        given = found.said[other].map(bool).all(axis=1)
        yield Population(name=f"units where everybody gave a {other}", keep=given)


def defaults(context: Frame, axis: str) -> dict[tuple[str, int, int], frozenset[str]]:
    """Return what heading or question say of each unit on an axis."""
    mine = context[context["axis"] == axis]
    return {key: frozenset(codes) for key, codes in mine.groupby(SPAN)["code"]}  # type: ignore[misc]


def depends_on(axis: str, book: Codebook) -> str:
    """Return the axis without which this one says little: the cell's on the one that splits statements."""
    return book.split if book.split and axis == book.matrix.get("cell") else ""
