"""The codings of a project as they leave it: with what machines inherited, and with the units that were found empty."""

from typing import TYPE_CHECKING

import pandas as pd

from qda.frames import Frame, check
from qda.statements import inherit

if TYPE_CHECKING:
    from qda.project.project import Project

PLACE = ["doc_id", "start", "end"]


def all_codings(project: "Project") -> Frame:
    """Return the codings as they leave the library: with the values machines inherited, and a row without code for units they found empty."""
    from qda.rules import context_codes

    codings, segments = project.codings, project.segments
    context = context_codes(project.book, segments)
    parts = [codings]
    for coder, round_, read in machine_readings(codings, project.readings):
        units = segments.merge(read, on=PLACE)
        parts.append(inherit(codings, units, context, project.book, coder=coder, round_=round_))
    out = pd.concat(parts, ignore_index=True)
    return pd.concat([out, _found_empty(out, project.readings)], ignore_index=True).sort_values(
        [*PLACE, "coder", "round", "statement", "axis", "code"], ignore_index=True
    )


def machine_readings(codings: Frame, readings: Frame) -> list[tuple[str, int, Frame]]:
    """Return every machine's pass with the units it read."""
    made = codings[codings["origin"].isin(["rule", "model"])][["coder", "round"]].drop_duplicates()
    out = []
    for coder, round_ in made.itertuples(index=False, name=None):
        mine = readings[(readings["coder"] == coder) & (readings["round"] == round_)]
        out.append((str(coder), int(round_), mine[PLACE].drop_duplicates()))
    return out


def _found_empty(codings: Frame, readings: Frame) -> Frame:
    """Return a row with an empty code for every unit a coder read and found nothing in."""
    key = [*PLACE, "coder", "round"]
    read = readings[[*key, "codebook_version"]].drop_duplicates(key)
    merged = read.merge(codings[key].drop_duplicates(), on=key, how="left", indicator=True)
    nothing = merged[merged["_merge"] == "left_only"].drop(columns="_merge")
    origins = codings.groupby("coder")["origin"].first()
    blank = nothing.assign(axis="", code="", origin=nothing["coder"].map(origins).fillna("human"), status="accepted")
    return check("codings", blank)
