"""The codings of a project as they leave it: with what was inherited, and with the units that were found empty."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from qda.codebook import Codebook
from qda.frames import Frame, check
from qda.frames import empty as no_rows
from qda.model import MACHINES
from qda.statements import inherit

if TYPE_CHECKING:
    from qda.project.project import Project

PLACE = ["doc_id", "start", "end"]


def all_codings(project: "Project") -> Frame:
    """Return the codings as they leave the library: with the values that were inherited, and with rows without code for what was read and found empty."""
    from qda.rules import context_codes

    codings, segments, readings = project.codings, project.segments, project.readings
    context = context_codes(project.book, segments)
    taken = [
        inherit(codings, segments.merge(read, on=PLACE), context, project.book, coder=coder, round_=round_, origin=origin)
        for coder, round_, origin, read in units_read(readings)
    ]
    out = pd.concat([codings, *taken, found_empty(codings, readings, taken, project.book)], ignore_index=True)
    return out.sort_values([*PLACE, "coder", "round", "statement", "axis", "code"], ignore_index=True)


def units_read(readings: Frame) -> list[tuple[str, int, str, Frame]]:
    """Return every coder's pass with its origin and the spans that were read."""
    return [
        (str(coder), int(str(round_)), read["origin"].iloc[0] or "import", read[PLACE].drop_duplicates())
        for (coder, round_), read in readings.groupby(["coder", "round"], sort=True)
    ]


def found_empty(codings: Frame, readings: Frame, taken: Sequence[Frame], book: Codebook) -> Frame:
    """Return rows without code: one for a unit in which a coder read all axes and found nothing, else one for every axis that was read and found empty.

    A machine reads every axis of a unit; it gets a row only where it found and inherited nothing at all.
    """
    key = [*PLACE, "coder", "round"]
    coded = set(codings[key].itertuples(index=False, name=None))
    inherited = {unit for part in taken for unit in part[key].itertuples(index=False, name=None)}
    found = set(codings[[*key, "axis"]].itertuples(index=False, name=None))
    rows: list[dict[str, object]] = []
    for unit, read in readings.groupby(key, sort=False):
        origin, version = read["origin"].iloc[0], read["codebook_version"].iloc[0]
        axes = sorted(set(read["axis"]))
        machine = origin in MACHINES
        if unit not in coded and set(axes) >= set(book.axis_ids):
            empty = [] if machine and unit in inherited else [""]
        else:
            empty = [] if machine else [axis for axis in axes if (*unit, axis) not in found]
        blank = {"code": "", "origin": origin or "import", "codebook_version": version}
        blank["status"] = "suggested" if machine else "accepted"
        rows += [{**dict(zip(key, unit, strict=True)), **blank, "axis": axis} for axis in empty]
    return check("codings", pd.DataFrame(rows)) if rows else no_rows("codings")
