"""What a coder may see: in a blind round neither what others nor what machines say, nor what the coder said in another round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from qda.codebook import Codebook
from qda.errors import UnknownName
from qda.frames import Frame
from qda.model import MACHINES
from qda.project import crossing

if TYPE_CHECKING:
    from qda.matrix import Matrix
    from qda.project.team import Team


@dataclass(frozen=True, kw_only=True)
class View:
    """The tables of a project as one coder may see them in one round.

    Everything that is counted or crossed from a view is made of its tables alone, so it says nothing that they do not say.

    Attributes
    ----------
    coder, round
        Who looks, in which round.
    blind
        Whether others' and machines' codings are hidden, and this coder's of other rounds.
    documents, segments
        Where something is assigned to this coder in this round: those documents with their units; else all.
    assigned
        The units this coder is to code, ``doc_id, start, end, text``, with ``read`` and ``coded``; with axis and code it is a table for
        `qda.project.Project.add_codings`.
    codings, readings, memos, journal
        In a blind round: this coder's own of this round. Memos that stand on no coding have no round; they show if they were written since the
        assignment.
    """

    coder: str
    round: int
    blind: bool
    book: Codebook
    documents: Frame
    segments: Frame
    assigned: Frame
    codings: Frame
    readings: Frame
    memos: Frame
    journal: Frame
    cases: Frame
    speakers: Frame
    mentions: Frame

    def statements(self) -> Frame:
        """Return the table ``statements`` of what is in sight."""
        return crossing.cross_project(self)[0]

    def matrix(self, rows: Sequence[str] | None = None, columns: str | None = None, cell: str | None = None) -> "Matrix":
        """Cross what is in sight; what is not given comes from the codebook."""
        return crossing.matrix_of(self, rows=rows, columns=columns, cell=cell)


def view_of(project: "Team", coder: str, round_: int, *, blind: bool | None) -> View:
    """Return what a coder may see; see `qda.project.Project.view`."""
    from qda.store.coding.people import near, person

    coder, given = person(coder), project.assigned_rows
    alike = [] if (given["coder"] == coder).any() else near(coder, given["coder"].unique())
    if alike:  # a slip of the pen must not lift the blindness of a round
        raise UnknownName(f"nothing is assigned to {coder!r}, but to {', '.join(map(repr, alike))}; is this the same person?")
    mine = given[(given["coder"] == coder) & (given["round"] == round_)]
    hidden = bool(mine["blind"].max()) if blind is None and len(mine) else bool(blind)
    tables = _tables(project, coder, round_)
    if len(mine):
        tables = {name: _within(frame, set(mine["doc_id"])) for name, frame in tables.items()}
    if hidden:
        since = str(mine["created"].min()) if len(mine) else ("" if round_ == 1 else None)
        tables |= _blinded(tables, coder, round_, since)
    return View(coder=coder, round=round_, blind=hidden, book=project.book, cases=project.cases, **tables)


def _tables(project: "Team", coder: str, round_: int) -> dict[str, Frame]:
    names = ("documents", "segments", "codings", "readings", "memos", "speakers", "mentions")
    return {name: getattr(project, name) for name in names} | {
        "journal": project.history(),
        "assigned": project.assigned(coder, round_),
    }


def _within(frame: Frame, doc_ids: set[str]) -> Frame:
    """Leave out what is about other documents; what is about none stays."""
    if "documents" in frame.columns:
        return frame
    column = "doc_id" if "doc_id" in frame.columns else "id"
    return frame[frame[column].isin([*doc_ids, ""])].reset_index(drop=True)


def _blinded(tables: Mapping[str, Frame], coder: str, round_: int, since: str | None) -> dict[str, Frame]:
    codings = _own(tables["codings"], coder, round_)
    memos = tables["memos"][tables["memos"]["coder"] == coder]
    on_codings = dict(memos.loc[memos["kind"] == "coding", ["target", "text"]].itertuples(index=False, name=None))
    fresh = memos["created"] >= since if since is not None else memos["created"] != memos["created"]
    kept = (memos["kind"] == "coding") & memos["target"].isin(codings["id"]) | (memos["kind"] != "coding") & fresh
    journal = tables["journal"]
    acts = (journal["coder"] == coder) & (journal["time"] >= since if since is not None else False)
    own_acts = journal[acts]
    seen = own_acts["undone_by"].where(own_acts["undone_by"].isin(own_acts["id"]), "")
    return {
        # the latest memo on a coding may be somebody else's
        "codings": codings.assign(memo=pd.Series([on_codings.get(id_, "") for id_ in codings["id"]], dtype="str")),
        "readings": _own(tables["readings"], coder, round_),
        "memos": memos[kept].reset_index(drop=True),
        "journal": own_acts.assign(undone_by=seen).reset_index(drop=True),
    }


def _own(frame: Frame, coder: str, round_: int) -> Frame:
    mine = (frame["coder"] == coder) & (frame["round"] == round_) & ~frame["origin"].isin([*MACHINES, "settled"])
    return frame[mine].reset_index(drop=True)
