"""``qda memo``, ``memos``, ``retract``, ``coders``, ``assign``, ``assignments``, ``settle``: what a team does with a project."""

from pathlib import Path
from typing import Annotated

import typer

from qda._wording import many
from qda.cli import show
from qda.cli.crossing import ProjectFile
from qda.cli.tables import CsvOut, hand_over, parted

Person = Annotated[str, typer.Option("--coder", help="Who is acting.")]


def memo(
    path: ProjectFile,
    text: Annotated[str, typer.Argument(help="The memo; an empty one takes this coder's memo away.")],
    coder: Person,
    document: Annotated[str, typer.Option(help="On this document.")] = "",
    case: Annotated[str, typer.Option(help="On this case.")] = "",
    code: Annotated[str, typer.Option(help="On this code: axis:code.")] = "",
    coding: Annotated[str, typer.Option(help="On the coding with this id.")] = "",
    span: Annotated[str, typer.Option(help="With --document: on this stretch of it, START-END in characters.")] = "",
) -> None:
    """Write a memo on the project, or on a document, a stretch of one, a case, a code or a coding."""
    from qda import Project

    segment = (document, *_span(span)) if span else None
    if span and not document:
        raise typer.BadParameter("--span goes with --document")
    with Project.open(path) as project:
        new = project.note(
            text, coder=coder, document="" if span else document, case=case, code=code, coding=coding, segment=segment
        )
    show.say("noted" if text.strip() else "taken away" if new else f"nothing taken away: there was no memo of {coder} there")


def _span(said: str) -> tuple[int, int]:
    start, _, end = said.partition("-")
    if not (start.isdecimal() and end.isdecimal()):
        raise typer.BadParameter(f"--span {said!r}; write START-END, as in 120-245")
    return int(start), int(end)


def memos(
    path: ProjectFile,
    search: Annotated[str, typer.Option(help="Only those with these words in memo, quote or what it is on.")] = "",
    kind: Annotated[str, typer.Option(help="Only those on: project, document, case, code, segment or coding.")] = "",
    csv: CsvOut = None,
) -> None:
    """Print the memos, or write them as a table."""
    from qda import Project

    with Project.open(path) as project:
        found = project.memos_about(search, kind=kind)
    hand_over(found, csv, ["kind", "doc_id", "start", "end", "target", "label", "coder", "text"], "memo")


def retract(
    path: ProjectFile,
    codings: Annotated[list[str], typer.Argument(metavar="ID...", help="The ids of codings, as `qda conflicts` shows them.")],
    coder: Person,
) -> None:
    """Take codings back; they stay in the journal, and `qda undo` brings them back."""
    from qda import Project

    with Project.open(path) as project:
        n = project.retract(codings, coder=coder)
    show.say(f"{many(n, 'coding')} taken back")


def coders(path: ProjectFile, csv: CsvOut = None) -> None:
    """Print who codes: people and machines, their rounds, documents and codings."""
    from qda import Project

    with Project.open(path) as project:
        found = project.coders
    hand_over(found, csv, list(found.columns), "coder")


def assign(
    path: ProjectFile,
    to: Annotated[
        list[str],
        typer.Option("--to", help="Who is to code; several coders, separated by commas or each with --to, get the same."),
    ],
    document: Annotated[list[str] | None, typer.Option(help="A document; may be given several times.")] = None,
    sample: Annotated[str, typer.Option(help="How many to draw at random, or which share: 40, 10%.")] = "",
    by: Annotated[str, typer.Option(help="What is drawn: segment or document.")] = "segment",
    seed: Annotated[int, typer.Option(help="The same seed draws the same.")] = 1,
    stratify: Annotated[bool, typer.Option("--by-case", help="Draw from every case in proportion to its size.")] = False,
    read_by: Annotated[str, typer.Option(help="Draw only from what this coder has read.")] = "",
    round_: Annotated[int, typer.Option("--round", help="The round of coding.")] = 1,
    open_: Annotated[
        bool, typer.Option("--open", help="Others' and machines' codings may be seen; else the round is blind.")
    ] = False,
    coder: Annotated[str, typer.Option("--coder", help="Who assigns; stands in the journal.")] = "",
) -> None:
    """Give documents, or a random sample, to coders."""
    from qda import Project

    with Project.open(path) as project:
        n = project.assign(
            [name for listed in to for name in parted(listed)],
            document or None,
            sample=_sample(sample),
            by=by,
            round_=round_,
            blind=not open_,
            seed=seed,
            stratify=stratify,
            read_by=read_by,
            assigned_by=coder,
        )
    show.say(f"{n} assigned")


def _sample(said: str) -> float | None:
    """Return a number or a share."""
    number = said.removesuffix("%").strip()
    if not said:
        return None
    if said.endswith("%") and number.replace(".", "", 1).isdecimal():
        if not 0 < float(number) <= 100:
            raise typer.BadParameter(f"--sample {said!r}; a share is above 0% and up to 100%")
        return float(number) / 100
    if not number.isdecimal():
        raise typer.BadParameter(f"--sample {said!r}; write a number (40) or a share (10%)")
    return int(number)


def assignments(path: ProjectFile, csv: CsvOut = None) -> None:
    """Print who is to code what, and how far they are."""
    from qda import Project

    with Project.open(path) as project:
        found = project.assignments
    hand_over(found, csv, ["coder", "round", "doc_id", "by", "units", "read", "coded", "blind"], "assignment")


def settle(
    path: ProjectFile,
    table: Annotated[Path, typer.Argument(help="The filled-in list: doc_id, start, end, axis, settled, reason (.csv or .xlsx).")],
    coder: Person,
) -> None:
    """Settle what a filled-in list of disagreements says; rows that are wrong are named, the others are settled."""
    from qda import Project

    with Project.open(path) as project:
        report = project.settle_list(table, coder=coder)
    show.say(str(report))
    for problem in report.problems:
        show.warn(problem)
    if report.problems:
        raise typer.Exit(1)
