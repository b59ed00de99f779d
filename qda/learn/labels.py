"""What people said of segments, as arrays: which codes are given, and which were judged at all."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from qda.codebook import Bank, Codebook
from qda.frames import Frame, check
from qda.model import MACHINES
from qda.statements.inheritance import is_inherited
from qda.statements.units import Units

Bools = npt.NDArray[np.bool_]
Votes = dict[int, dict[str, set[int]]]
"""Unit -> who judged it on an axis -> the codes given."""

SETTLED = ""
"""Who settled a difference; comes before every coder."""


@dataclass(frozen=True, kw_only=True)
class Labels:
    """A row per segment, a column per code of the codebook, axis by axis.

    Attributes
    ----------
    given
        The code was given.
    judged
        Somebody said whether the code holds; where this is False, nothing is known and nothing may be learnt.
    """

    given: Bools
    judged: Bools


def slices(book: Codebook) -> Mapping[str, slice]:
    """Return where the codes of each axis stand among all codes of a codebook."""
    out, at = {}, 0
    for axis in book.axes:
        out[axis.id] = slice(at, at + len(axis.codes))
        at += len(axis.codes)
    return out


def labels_of(segments: Frame, codings: Frame, book: Codebook, readings: Frame | None = None) -> Labels:
    """Return what the codings say of each segment.

    Suggestions of machines and inherited values are left out. Of each coder the last round counts. Where somebody settled the difference, that holds; else the
    majority of those who read the segment on the axis does, and where it is a tie nothing is known. A suggestion that a person rejected is a vote against.

    Parameters
    ----------
    segments
        The table ``segments``.
    codings
        The table ``codings``. A span that does not follow the grid stands for the segments it covers by more than half.
    readings
        The table ``readings``: an axis that nobody read on a segment is unknown there. None: every segment was read on every axis that is coded anywhere.
    """
    votes, denied = _Votes(segments, book).collect(_by_people(codings), None if readings is None else _by_people(readings))
    shape = (len(segments), sum(len(axis.codes) for axis in book.axes))
    given, judged = np.zeros(shape, bool), np.zeros(shape, bool)
    for axis, where in slices(book).items():
        if readings is None and axis in votes:
            judged[:, where] = True
        for unit in votes[axis].keys() | denied[axis].keys():
            yes, no = _count(votes[axis].get(unit, {}), denied[axis].get(unit, {}), where.stop - where.start)
            given[unit, where], judged[unit, where] = yes > no, yes != no
    return Labels(given=given, judged=judged)


def labels_of_bank(bank: Bank, book: Codebook) -> Labels:
    """Return what an example bank says: an axis that an example does not name is unknown there, a code one might give wrongly is denied."""
    import pandas as pd

    said, near = bank.codings(), bank.near()
    known = {(code.axis, code.id) for code in book.codes()} | {(axis, "") for axis in book.axis_ids}
    rows = pd.concat([said, near], ignore_index=True)
    rows = rows[[key in known for key in zip(rows["axis"], rows["code"], strict=True)]]
    read = said[["doc_id", "start", "end", "axis", "coder"]].drop_duplicates()
    return labels_of(bank.segments(), check("codings", rows), book, check("readings", read))


def _by_people(frame: Frame) -> Frame:
    """Keep what people say, each in the last round, under ``who``."""
    kept = frame[~frame["origin"].isin(MACHINES)]
    if "status" in kept:
        kept = kept[(kept["status"] != "suggested") & ~is_inherited(kept)]
    last = kept.groupby("coder")["round"].transform("max")
    kept = kept[(kept["round"] == last) | (kept["origin"] == "settled")]
    return kept.assign(who=("person " + kept["coder"]).where(kept["origin"] != "settled", SETTLED))


def _count(said: Mapping[str, set[int]], denied: Mapping[str, set[int]], n: int) -> tuple[npt.NDArray[np.int64], ...]:
    """Return how many say yes and how many say no to each code of an axis; who settled it speaks alone."""
    if SETTLED in said:
        said, denied = {SETTLED: said[SETTLED]}, {}
    yes, no = np.zeros(n, np.int64), np.zeros(n, np.int64)
    for codes in said.values():
        for code in range(n):
            (yes if code in codes else no)[code] += 1
    for who, codes in denied.items():
        for code in codes - said.get(who, set()) if who not in said else ():
            no[code] += 1
    return yes, no


class _Votes:
    """Gathers who says what of each segment."""

    def __init__(self, segments: Frame, book: Codebook) -> None:
        keys = zip(segments["doc_id"], segments["start"], segments["end"], strict=True)
        self._row = {key: row for row, key in enumerate(keys)}
        self._units = Units.of(segments)
        self._codes = {axis.id: {code: n for n, code in enumerate(axis.code_ids)} for axis in book.axes}

    def collect(self, codings: Frame, readings: Frame | None) -> tuple[Mapping[str, Votes], Mapping[str, Votes]]:
        """Return the codes given, and the codes rejected, by axis."""
        said: dict[str, Votes] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
        denied: dict[str, Votes] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
        for axis, code, status, who, unit in self._rows(codings):
            if code and code not in self._codes[axis]:
                continue
            if status == "rejected":
                denied[axis][unit][who] |= {self._codes[axis][code]} if code else set()
            else:
                said[axis][unit][who] |= {self._codes[axis][code]} if code else set()
        if readings is None:
            self._read_all_they_use(codings, said)
        else:
            for axis, _, _, who, unit in self._rows(readings.assign(code="", status="")):
                _ = said[axis][unit][who]
        return said, denied

    def _read_all_they_use(self, codings: Frame, said: dict[str, Votes]) -> None:
        """Who coded anything of a segment has read it on every axis that this coder ever uses."""
        accepted = codings[codings["status"] != "rejected"]
        used = accepted[accepted["axis"] != ""].groupby("who")["axis"].agg(set).to_dict()
        for _, _, _, who, unit in list(self._rows(accepted)):
            for axis in used.get(who, set()) & self._codes.keys():
                _ = said[axis][unit][who]

    def _rows(self, frame: Frame) -> Iterator[tuple[Any, ...]]:
        """Yield a row per axis and segment; a row without an axis says that nothing was found on any."""
        columns = ["doc_id", "start", "end", "axis", "code", "status", "who"]
        for doc_id, start, end, axis, code, status, who in frame[columns].itertuples(index=False, name=None):
            key = (doc_id, start, end)
            units = [key] if key in self._row else self._units.meant(*key)
            for unit in units:
                for meant in self._codes if not axis else (axis,) if axis in self._codes else ():
                    yield meant, code, status, who, self._row[unit]
