"""``qda check``, ``qda backup``, ``qda backups`` and ``qda restore``: what makes a study last."""

from pathlib import Path
from typing import Annotated

import typer

from qda.cli import show
from qda.cli.crossing import ProjectFile


def check(
    path: ProjectFile,
    repair: Annotated[bool, typer.Option("--repair", help="Repair what follows from the rest, after a backup.")] = False,
    coder: Annotated[str, typer.Option("--coder", help="Who repairs; stands in the journal.")] = "",
) -> None:
    """Check every quote, hash and reference, the journal and the file itself."""
    from qda.project.lasting import check_file

    report = check_file(path, repair=repair, coder=coder)
    for table, where, problem, _ in report.mended.itertuples(index=False, name=None):
        show.say(f"repaired: {_named(table, where, problem)}")
    if report.backup:
        show.say(report.backup)
    for table, where, problem, remedy in report.problems.itertuples(index=False, name=None):
        show.warn(f"{_named(table, where, problem)} ({remedy})")
    if len(report.problems):
        raise typer.Exit(1)
    show.say(f"{show.place(path)}: sound")


def _named(*parts: str) -> str:
    return ": ".join(part for part in parts if part)


def backup(
    path: ProjectFile,
    target: Annotated[Path | None, typer.Argument(help="Where to; default: the folder of backups beside the file.")] = None,
) -> None:
    """Write a sound copy of a project, also while others have it open."""
    from qda import Project

    with Project.open(path) as project:
        show.say(str(project.backup(target)))


def backups(path: ProjectFile) -> None:
    """List the backups that lie beside a project, the newest first."""
    from qda.project.lasting import backups_of, without_backups

    found = backups_of(path)
    if found.empty:
        show.say(f"{show.place(path)}: {without_backups(path)}")
    else:
        show.table(found, list(found.columns), most=len(found))


def restore(
    path: ProjectFile,
    backup: Annotated[str, typer.Argument(help="The name of a backup, as `qda backups` lists it, or a path.")],
    to: Annotated[Path | None, typer.Option("--to", help="Write it to this new file, and leave the project alone.")] = None,
) -> None:
    """Go back to a backup; what the project was before is kept."""
    from qda.project.lasting import restore as go_back

    kept = go_back(path, backup, to=to)
    show.say(f"{to or path}: as in {backup}" + (f"; what it was before is kept in {kept}" if kept else ""))
