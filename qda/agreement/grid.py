"""What every coder says about every unit of the grid, axis by axis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from qda.agreement.passes import Pass
from qda.agreement.sampled import drawn_for, drawn_units, only_drawn
from qda.codebook import Codebook
from qda.errors import BadInput
from qda.frames import Frame
from qda.statements.inheritance import is_inherited
from qda.statements.units import Units

Basis = Literal["documents", "read", "coded"]
BASES: Mapping[str, str] = {
    "documents": "all units of the documents in which every coder worked; where a coder never marks empty units as read, what is left uncoded counts as read",
    "read": "the units that a coder coded or marked as read; others count as not rated by this coder",
    "coded": "only the units that somebody coded on the axis",
}
"""The frames of units there are, in words."""

SPAN = ["doc_id", "start", "end"]
Key = tuple[str, int, int]
Said = dict[Key, frozenset[str]]
"""Per unit the codes that somebody gave it; an empty set: read, nothing found."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Answers:
    """What every coder says about every unit.

    Attributes
    ----------
    passes
        Who is compared.
    units
        The units compared: the columns of ``segments``, indexed by ``doc_id, start, end``.
    basis
        Which frame of units this is, see `BASES`.
    said
        Per axis a table of ratings: sets of codes, None where a coder did not rate a unit.
    segments
        How many units the documents hold that were compared, interviewers' questions apart.
    untouched
        How many of them nobody gave any code.
    assumed
        Per pass the number of units that count as read because the coder never says so of empty ones.
    skipped
        Documents in which not every coder worked.
    drawn
        In words, where only units count that were drawn for all of them; empty: nowhere.
    """

    passes: tuple[Pass, ...]
    units: Frame
    basis: Basis
    said: Mapping[str, Frame]
    segments: int
    untouched: int
    assumed: Mapping[str, int] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    drawn: str = ""

    @property
    def names(self) -> list[str]:
        """The names of the passes, in order."""
        return [p.name for p in self.passes]


def answers(
    codings: Frame,
    readings: Frame,
    segments: Frame,
    book: Codebook,
    passes: Sequence[Pass],
    *,
    basis: Basis = "documents",
    assigned: Frame | None = None,
) -> Answers:
    """Lay the codings of some passes on the grid.

    A coding belongs to a unit if it covers more than half of it, or lies in it with more than half of itself.

    Parameters
    ----------
    codings, readings, segments
        The tables of these names. Rejected and inherited rows do not count.
    book
        The codebook: its axes, and the roles that are not coded.
    basis
        Which units count, see `BASES`.
    assigned
        The units that were drawn for coders, see `qda.agreement.sampled.drawn_units`.
    """
    if basis not in BASES:
        raise BadInput(f"basis={basis!r}: allowed are {', '.join(BASES)}")
    counted = codings[(codings["status"] != "rejected") & ~is_inherited(codings)]
    worked = [_documents(p.of(counted), p.of(readings)) for p in passes]
    shared = set.intersection(*worked)
    every = _codable(segments, book, counted, shared)
    grid, drawn = only_drawn(every, drawn_units(assigned, passes, _Grid(every).meant))
    units = _Grid(grid)
    own = {p.name: _Own(p.of(counted), p.of(readings), units, book, drawn_for(p, assigned, units.meant)) for p in passes}
    said = {axis: _ratings(units, [own[p.name].said(axis, basis) for p in passes], passes, basis) for axis in book.axis_ids}
    coded = {key for one in own.values() for key in one.coded}
    return Answers(
        passes=tuple(passes),
        units=grid.set_index(SPAN, drop=False),
        basis=basis,
        said=said,
        segments=len(grid),
        untouched=len(grid) - len(coded),
        assumed={p.name: own[p.name].assumed if basis == "documents" else 0 for p in passes},
        skipped=tuple(sorted(set.union(*worked) - shared)),
        drawn=drawn,
    )


def _documents(codings: Frame, readings: Frame) -> set[str]:
    return set(codings["doc_id"]) | set(readings["doc_id"])


def _codable(segments: Frame, book: Codebook, codings: Frame, doc_ids: set[str]) -> Frame:
    """Return the units of some documents, without turns of roles that are not coded unless somebody coded them."""
    inside = segments[segments["doc_id"].isin(doc_ids)]
    if "role" not in inside or not book.skip_roles:
        return inside.reset_index(drop=True)
    spoken = inside["role"].isin(book.skip_roles)
    kept = pd.MultiIndex.from_frame(inside[SPAN]).isin(pd.MultiIndex.from_frame(codings[SPAN]))
    return inside[~spoken | kept].reset_index(drop=True)


class _Grid:
    """The units, asked which of them a span means."""

    def __init__(self, segments: Frame) -> None:
        self.keys: list[Key] = list(segments[SPAN].itertuples(index=False, name=None))
        self._exact = set(self.keys)
        self._units = Units.of(segments)
        self.of_document: dict[str, set[Key]] = {}
        for key in self.keys:
            self.of_document.setdefault(key[0], set()).add(key)

    def meant(self, span: Key) -> list[Key]:
        """Return the units that a span means."""
        return [span] if span in self._exact else self._units.meant(*span)


class _Own:
    """What one pass says; where units were `drawn` for it, its silence on others says nothing."""

    def __init__(self, codings: Frame, readings: Frame, grid: _Grid, book: Codebook, drawn: Mapping[str, set[Key]]) -> None:
        self._grid, self._drawn = grid, drawn
        self._codes: dict[str, dict[Key, set[str]]] = {axis: {} for axis in book.axis_ids}
        for *span, axis, code in codings[[*SPAN, "axis", "code"]].itertuples(index=False, name=None):
            for unit in grid.meant((*span,)) if code and axis in self._codes else ():
                self._codes[axis].setdefault(unit, set()).add(code)
        self._read: dict[str, set[Key]] = {axis: set() for axis in book.axis_ids}
        for *span, axis in readings[[*SPAN, "axis"]].drop_duplicates().itertuples(index=False, name=None):
            self._read.setdefault(axis, set()).update(grid.meant((*span,)))
        self._documents = _documents(codings, readings)
        self.coded: set[Key] = {unit for found in self._codes.values() for unit in found}
        self._assumed: set[Key] = set()

    @property
    def assumed(self) -> int:
        """How many units counted as read though nothing says so on any axis."""
        return len(self._assumed - self.coded - set().union(*self._read.values()))

    def said(self, axis: str, basis: Basis) -> Said:
        """Return what this pass says of the units it rated on an axis."""
        codes = self._codes[axis]
        read = self._read[axis] | set(codes)
        if basis != "read":
            silent = self._silent(axis, read) if basis == "documents" else set(self._grid.keys)
            self._assumed |= silent
            read |= silent
        return {unit: frozenset(codes.get(unit, ())) for unit in read}

    def _silent(self, axis: str, read: set[Key]) -> set[Key]:
        """Return the units of the documents in which this coder never marked a unit as read and empty on this axis; of drawn ones only these."""
        empty = {unit[0] for unit in read - set(self._codes[axis])}
        to_read = self._grid.of_document | dict(self._drawn)
        return {unit for doc_id in self._documents - empty for unit in to_read.get(doc_id, ())}


def _ratings(grid: _Grid, said: Sequence[Said], passes: Sequence[Pass], basis: Basis) -> Frame:
    """Return the table of ratings of an axis."""
    keys = [key for key in grid.keys if basis != "coded" or any(one.get(key) for one in said)]
    index = pd.MultiIndex.from_tuples(keys, names=SPAN) if keys else pd.MultiIndex.from_arrays([[], [], []], names=SPAN)
    columns = {
        p.name: pd.Series([one.get(key) for key in keys], index=index, dtype=object) for p, one in zip(passes, said, strict=True)
    }
    return pd.DataFrame(columns, index=index)
