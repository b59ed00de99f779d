"""``qda merge`` and ``qda conflicts``: what was done in another copy of a project, and where both went apart."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qda.cli import show
from qda.cli.crossing import ProjectFile
from qda.cli.tables import CsvOut, hand_over

if TYPE_CHECKING:
    from qda.frames import Frame

MOST = 20
"""How many conflicts are printed after a merge; `qda conflicts` prints all."""

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
    _list(report.conflicts, "conflict", _apart, most=MOST)
    _list(report.orphaned, "lost its place", _orphan, most=MOST)


def conflicts(path: ProjectFile, csv: CsvOut = None) -> None:
    """List where merged copies went apart and nobody has resolved it yet, with the ids that `qda retract` takes."""
    from qda import Project

    with Project.open(path) as project:
        found = project.conflicts
    if csv is None and len(found):
        _list(found, "conflict", _apart, most=len(found))
    else:
        hand_over(found, csv, list(found.columns), "conflict")


def _orphan(row: dict[Any, Any]) -> str:
    return f"{row['axis']}: {row['code']} by {row['coder']} ({row['coding']})"


def _apart(row: dict[Any, Any]) -> str:
    """Say what either side did with a coding, or said of something else."""
    if row["kind"] == "coding":
        return _sides(row)
    said = (f"{_whose(row, side)}: {show.cut(row[f'text_{side}'], 60)!r}" for side in "ab")
    return f"{row['kind']}: {row['target']}: {row['what']}: {'; '.join(said)}"


def _sides(row: dict[Any, Any]) -> str:
    """Say what either side did; with their spans, where one of them lies elsewhere now."""
    spans = {(row[f"start_{side}"], row[f"end_{side}"]) for side in "ab" if row[f"replacement_{side}"]}
    moved = bool(spans - {(row["start"], row["end"])})
    return f"{row['what']}: {_side(row, 'a', moved=moved)}; {_side(row, 'b', moved=moved)}"


def _side(row: dict[Any, Any], side: str, *, moved: bool) -> str:
    place = f" [{row[f'start_{side}']}, {row[f'end_{side}']})" if moved else ""
    now = (
        f"{row[f'code_{side}']}{place} ({row[f'replacement_{side}']})"
        if row[f"replacement_{side}"]
        else _NOTHING.get(row["what"], "taken back")
    )
    return f"{_whose(row, side)}: {now}"


def _whose(row: dict[Any, Any], side: str) -> str:
    return f"{row[f'coder_{side}']} {row[f'time_{side}'][:16].replace('T', ' ')}".strip()


def _where(row: dict[Any, Any]) -> str:
    place = f" [{row['start']}, {row['end']}) {show.cut(row['quote'], 40)!r}" if row["start"] >= 0 else ""
    return f"{row['doc_id']}{place}: " if row["doc_id"] else ""


def _list(frame: "Frame", what: str, said: Callable[[dict[Any, Any]], str], *, most: int) -> None:
    for row in frame.head(most).to_dict("records"):
        show.say(f"{what}: {_where(row)}{said(row)}")
    if len(frame) > most:
        show.say(f"... and {len(frame) - most} more")
