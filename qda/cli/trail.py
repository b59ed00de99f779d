"""``qda history``, ``undo`` and ``redo``: the journal of a project."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qda._wording import many
from qda.cli import show
from qda.cli.crossing import ProjectFile

if TYPE_CHECKING:
    from qda.frames import Frame

SHOWN = 200
"""Acts that are printed; JSON lines hold all."""

Person = Annotated[str | None, typer.Option("--coder", help="Whose act; a person signs with this name, too.")]
By = Annotated[str, typer.Option("--by", help="Who undoes or redoes, if it is another; stands in the journal.")]
Act = Annotated[str, typer.Option("--act", help="The id of an act, as `qda history` shows it, or its beginning.")]


def history(
    path: ProjectFile,
    document: Annotated[str, typer.Option(help="Only acts that touched this document.")] = "",
    coder: Annotated[str | None, typer.Option(help="Only acts of this coder.")] = None,
    since: Annotated[
        str, typer.Option(help="From then on: 2026-01-31, 2026-01-31T14:00, or how long ago: 90m, 12h, 7d, 2w.")
    ] = "",
    until: Annotated[str, typer.Option(help="Until then; of a day, to its end.")] = "",
    kind: Annotated[str, typer.Option(help="Only acts of this kind: code, accept, recode, memo, settle, tag, undo ...")] = "",
    jsonl: Annotated[
        Path | None,
        typer.Option("--jsonl", help="Write JSON lines here (-: print them), with the rows each act added and took back."),
    ] = None,
    with_text: Annotated[bool, typer.Option("--with-text", help="With --jsonl: quotes, memos and reasons, too.")] = False,
) -> None:
    """Print who did what, when, under which codebook; or write it as JSON lines."""
    from qda import Project

    if with_text and jsonl is None:
        raise typer.BadParameter("--with-text goes with --jsonl")
    with Project.open(path) as project:
        if jsonl is None:
            _show(project.history(document=document, coder=coder, since=since, until=until, kind=kind))
            return
        lines = project.history_lines(document=document, coder=coder, since=since, until=until, kind=kind, text=with_text)
        if str(jsonl) == "-":
            for line in lines:
                show.say(line)
        else:
            from qda.export import write_lines

            show.say(f"{jsonl}: {many(write_lines(jsonl, lines), 'act')}")


def _show(found: "Frame") -> None:
    """Print the last acts, newest below."""
    if found.empty:
        show.say("no such acts")
        return
    if len(found) > SHOWN:
        show.say(f"... {len(found) - SHOWN} earlier acts")
    last = found.tail(SHOWN)
    undone = (last["undone_by"] != "").map({True: "undone", False: ""})
    brief = last.assign(act=last["id"].str[:8], time=last["time"].str[:19], undone=undone)
    show.table(brief, ["act", "time", "coder", "kind", "what", "documents", "undone"], most=SHOWN)


def undo(path: ProjectFile, coder: Person = None, act: Act = "", by: By = "") -> None:
    """Undo a coder's last act that is in force, or the one that is named; it stays in the journal."""
    from qda import Project

    _require_one_named(coder, act)
    with Project.open(path) as project:
        show.say(project.undo(coder, act=act, session=False, by=by))


def redo(path: ProjectFile, coder: Person = None, act: Act = "", by: By = "") -> None:
    """Redo what was undone last of a coder's acts, or the act that is named."""
    from qda import Project

    _require_one_named(coder, act)
    with Project.open(path) as project:
        show.say(project.redo(coder, act=act, session=False, by=by))


def _require_one_named(coder: str | None, act: str) -> None:
    """Nobody undoes whatever happens to be the last act of somebody."""
    if coder is None and not act:
        raise typer.BadParameter("whose act? Give --coder, or the act itself by --act")
