"""Who codes what: samples are drawn and given to coders, and it is seen how far they are."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from qda.errors import BadInput, UnknownName, nearest
from qda.frames import Frame, check, empty
from qda.project.sampling import Unit, draw

if TYPE_CHECKING:
    from qda.project.team import Team

PLACE = ["doc_id", "start", "end"]
NOWHERE = -1


def units_for(
    project: "Team",
    *,
    documents: Sequence[str] | None,
    sample: float | None,
    seed: int,
    by: str,
    stratify: bool,
    read_by: str,
) -> tuple[Frame, str]:
    """Return the units to be assigned and, in words, how they were chosen; see `qda.project.Project.assign`."""
    if by not in {"document", "segment"}:
        raise BadInput(f"by {by!r}; {nearest(by, ['document', 'segment'])}")
    known = project.documents
    _require(documents, known["id"].tolist())
    wanted = known if documents is None else known[known["id"].isin(list(documents))]
    if sample is None:
        if documents is None:
            raise BadInput("what is to be coded? Name documents, or a sample")
        return _frame([(doc_id, NOWHERE, NOWHERE) for doc_id in wanted["id"]]), "named"
    pool = _pool(project, wanted, by=by, read_by=read_by)
    if not pool:
        raise BadInput(f"there is no {by} to draw from" + (f" that {read_by} has read" if read_by else ""))
    strata = dict(zip(wanted["id"], wanted["case"], strict=True)) if stratify else None
    drawn = draw(pool, sample, seed=seed, strata=strata)
    how = f"sample of {len(drawn)} from {len(pool)} {by}s, seed {seed}" + (", by case" if stratify else "")
    return _frame(drawn), how + (f", read by {read_by}" if read_by else "")


def _require(documents: Sequence[str] | None, known: Sequence[str]) -> None:
    for doc_id in documents or ():
        if doc_id not in known:
            raise UnknownName(f"no document {doc_id!r} in this project; {nearest(doc_id, known)}")


def _pool(project: "Team", wanted: Frame, *, by: str, read_by: str) -> list[Unit]:
    """Return what may be drawn: units of the grid whose role is not skipped, or documents; of those that somebody has read, if asked."""
    grid = project.segments
    grid = grid[grid["doc_id"].isin(wanted["id"]) & ~grid["role"].isin(project.book.skip_roles)]
    if read_by:
        from qda.store.coding.people import same_name

        read = project.readings
        grid = grid[_touched(grid, read[read["coder"] == same_name(read_by)])]
    if by == "segment":
        return list(grid[PLACE].itertuples(index=False, name=None))
    held = wanted["id"] if not read_by else wanted.loc[wanted["id"].isin(grid["doc_id"]), "id"]
    return [(doc_id, NOWHERE, NOWHERE) for doc_id in held]


def _frame(units: Sequence[Unit]) -> Frame:
    return pd.DataFrame(units, columns=PLACE)


def _touched(units: Frame, rows: Frame) -> "pd.Series[bool]":
    """Say of units whether more than half of them lies in the spans of some rows."""
    from qda.statements.stretches import covered, merged

    spans = {
        str(doc_id): merged(own[["start", "end"]].itertuples(index=False, name=None))
        for doc_id, own in rows.groupby("doc_id", sort=False)
    }
    found = [covered(spans.get(d, ()), s, e) for d, s, e in units[PLACE].itertuples(index=False, name=None)]
    return pd.Series(found, index=units.index, dtype=bool)


def _overlapped(units: Frame, rows: Frame) -> "pd.Series[bool]":
    """Say of units whether any of the spans of some rows shares a character with them."""
    from qda.statements.stretches import common, merged

    spans = {
        str(doc_id): merged(own[["start", "end"]].itertuples(index=False, name=None))
        for doc_id, own in rows.groupby("doc_id", sort=False)
    }
    found = [bool(common(spans.get(d, ()), [(s, e)])) for d, s, e in units[PLACE].itertuples(index=False, name=None)]
    return pd.Series(found, index=units.index, dtype=bool)


def assigned(project: "Team", coder: str, round_: int) -> Frame:
    """Return the units that a coder is to code in a round with their text, and which of them are read and coded."""
    from qda.store.coding.people import same_name

    coder = same_name(coder)
    given = project.assigned_rows
    mine = given[(given["coder"] == coder) & (given["round"] == round_)]
    grid = project.segments
    grid = grid[~grid["role"].isin(project.book.skip_roles)]
    whole = grid["doc_id"].isin(mine.loc[mine["start"] == NOWHERE, "doc_id"])
    drawn = pd.MultiIndex.from_frame(grid[PLACE]).isin(pd.MultiIndex.from_frame(mine[PLACE])) if len(mine) else False
    units = grid.loc[whole | drawn, PLACE].reset_index(drop=True)
    lost = mine[(mine["start"] != NOWHERE)].merge(units, on=PLACE, how="left", indicator=True)
    units = pd.concat([units, lost.loc[lost["_merge"] == "left_only", PLACE]], ignore_index=True).drop_duplicates()
    units = units.astype({"start": "int64", "end": "int64"}).sort_values(PLACE, ignore_index=True)
    return _progress(project, _with_text(project, units), coder, round_)


def _with_text(project: "Team", units: Frame) -> Frame:
    texts = dict(project.documents[["id", "text"]].itertuples(index=False, name=None))
    found = [texts.get(doc_id, "")[start:end] for doc_id, start, end in units.itertuples(index=False, name=None)]
    return units.assign(text=pd.Series(found, index=units.index, dtype="str"))


def _progress(project: "Team", units: Frame, coder: str, round_: int) -> Frame:
    readings, codings = (t[(t["coder"] == coder) & (t["round"] == round_)] for t in (project.readings, project.codings))
    return units.assign(read=_touched(units, readings), coded=_overlapped(units, codings[codings["status"] == "accepted"]))


def assignments(project: "Team") -> Frame:
    """Return the table ``assignments``: a row per coder, round and document with its progress."""
    given = project.assigned_rows
    rows = []
    for (coder, round_), own in given.groupby(["coder", "round"], sort=True):
        units = assigned(project, str(coder), int(str(round_)))
        for doc_id, part in own.groupby("doc_id", sort=True):
            mine = units[units["doc_id"] == doc_id]
            last = part.iloc[-1]
            whole = bool((part["start"] == NOWHERE).any())
            counts = {"units": len(mine), "read": int(mine["read"].sum()), "coded": int(mine["coded"].sum())}
            same = {name: last[name] for name in ("id", "coder", "round", "doc_id", "drawn", "created")}
            rows.append({**same, **counts, "by": "document" if whole else "segment", "blind": int(part["blind"].max())})
    return check("assignments", pd.DataFrame(rows)) if rows else empty("assignments")
