"""``qda merge``: what was done in another copy of a project."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from qda.cli import show
from qda.cli.crossing import ProjectFile

if TYPE_CHECKING:
    from qda.frames import Frame

MOST = 20
"""How many conflicts are printed."""

_NOTHING = {"both settled it": "none of the codes"}
"""What is said of a side that has no row, where it did not take one back."""


def merge(
    path: ProjectFile,
    other: Annotated[str, typer.Argument(metavar="OTHER.qda", help="Another copy of the same project; it is only read.")],
    coder: Annotated[str, typer.Option("--coder", help="Who merges; stands in the journal.")],
) -> None:
    """Take over what was done in another copy of the project; conflicts are listed, and both sides stay."""
    from qda import Project

    with Project.open(path) as project:
        report = project.merge(other, coder=coder)
    show.say(str(report))
    if report.backup:
        show.say(report.backup)
    _list(report.conflicts, "conflict", lambda row: f"{row['what']}: {_side(row, 'a')}; {_side(row, 'b')}")
    _list(report.orphaned, "lost its place", lambda row: f"{row['axis']}: {row['code']} by {row['coder']} ({row['coding']})")


def _side(row: dict[Any, Any], side: str) -> str:
    now = (
        f"{row[f'code_{side}']} ({row[f'replacement_{side}']})"
        if row[f"replacement_{side}"]
        else _NOTHING.get(row["what"], "taken back")
    )
    return f"{row[f'coder_{side}']} {row[f'time_{side}'][:16].replace('T', ' ')}: {now}"


def _list(frame: "Frame", what: str, said: Any) -> None:
    for row in frame.head(MOST).to_dict("records"):
        show.say(f"{what}: {row['doc_id']} [{row['start']}, {row['end']}) {show.cut(row['quote'], 40)!r}: {said(row)}")
    if len(frame) > MOST:
        show.say(f"... and {len(frame) - MOST} more")
