"""``qda codebook``: look at a coding guide and at what it lacks, compare versions, mail it and read it back."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qda._wording import many
from qda.cli import show
from qda.cli.crossing import ProjectFile
from qda.cli.tables import CsvOut, parted, write_table

if TYPE_CHECKING:
    from qda.codebook import Codebook
    from qda.codebook.diff import BookDiff
    from qda.model import Axis
    from qda.project import LintReport

codebook_app = typer.Typer(help="Look at a codebook, check it, compare versions, mail it and read it back.", no_args_is_help=True)
Name = Annotated[
    str,
    typer.Argument(
        metavar="CODEBOOK",
        help="A shipped name, a file (.yaml, or a workbook .xlsx), or a project: study.qda, study.qda#1.0 for a version it had.",
        show_default=False,
    ),
]
ProjectOption = Annotated[str | None, typer.Option("--project", help="FILE.qda: a study coded with it.")]
WORST = 12


@codebook_app.command(name="lint")
def lint_command(
    codebook: Name,
    bank: Annotated[
        Path | None, typer.Option(help="Labelled sentences (*.examples.jsonl); default: those beside the codebook.")
    ] = None,
    project: ProjectOption = None,
    corpus: Annotated[Path | None, typer.Option(help="A folder of documents to run the rules on.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write precision and recall of every rule and code to this csv file.")
    ] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write the findings to this csv file, too.")] = None,
) -> None:
    """Name what a codebook lacks, a line each with file, line number, code and remedy; exit status 1 if there is an error."""
    from qda.project import lint_codebook

    with show.progress_bar() as progress:
        report = lint_codebook(codebook, bank=bank, project=project, corpus=corpus, progress=progress)
    for finding in report.findings:
        show.say(str(finding))
    if csv is not None:
        write_table(csv, report.frame, "finding")
    _show_figures(report, out)
    book, errors = report.book, report.errors
    for line in report.looked_at:
        show.say(f"rules were run on {line}")
    show.say(
        f"{book.codebook_version}: {many(len(list(book.codes())), 'code')} on {many(len(book.axes), 'axis', 'axes')}, "
        f"{many(errors, 'error')}, {many(len(report.findings) - errors, 'warning')}"
    )
    if errors:
        raise typer.Exit(1)


def _show_figures(report: "LintReport", out: Path | None) -> None:
    """Print precision and recall of the codes, and the rules that are wrong most often."""
    figures = report.figures
    if figures is None:
        if out is not None:
            show.warn(f"{out}: not written: there are no labelled sentences beside the codebook; name them with --bank")
        return
    rounded = figures.round({"precision": 2, "recall": 2, "f1": 2})
    shown = rounded.astype("object").where(rounded.notna(), "–")
    codes = shown[rounded["level"] == "code"]
    show.say("\nCodes on the example bank, as they are suggested")
    show.table(codes, ["axis", "code", "language", "labelled", "fired", "right", "precision", "recall"], most=400)
    rules = rounded[(rounded["level"] == "rule") & (rounded["fired"] >= 5)].sort_values(
        ["precision", "fired"], ascending=[True, False]
    )
    if len(rules):
        show.say(f"\nThe {min(WORST, len(rules))} rules that are wrong most often (of those that fired 5 times)")
        show.table(
            shown.loc[rules.index[:WORST]], ["rule", "language", "line", "fired", "right", "precision", "recall"], most=WORST
        )
    show.say()
    if out is not None:
        write_table(out, figures, "figure")


@codebook_app.command(name="show")
def show_command(
    codebook: Name,
    name: Annotated[
        str, typer.Argument(metavar="[CODE]", help="This category in full: its id, or axis/id.", show_default=False)
    ] = "",
    axis: Annotated[str, typer.Option(help="Only this axis.")] = "",
    code: Annotated[str, typer.Option(help="This category in full.")] = "",
) -> None:
    """Print the axes and categories of a codebook, or one category in full."""
    from qda.codebook.telling import about, code_words, find_code
    from qda.project import find_codebook

    book = find_codebook(codebook, lenient=True)
    if name or code:
        show.say(code_words(find_code(book, name or code, axis), book))
        return
    show.say(f"{book.title} ({book.codebook_version}, {book.state}; {', '.join(book.languages)})")
    for topic, text in about(book) if not axis else ():
        show.say(f"  {topic}: {text}")
    for one in book.axes if not axis else [book.axis(axis)]:
        _show_axis(one)


def _show_axis(axis: "Axis") -> None:
    from qda.codebook.telling import axis_words, by_parent

    show.say(f"\n{axis.id}  {axis.label}\n  {axis_words(axis)}")
    for code, depth in by_parent(axis):
        show.say(f"  {('  ' * depth + code.id).ljust(24)} {show.cut(code.definition, 110)}".rstrip())


@codebook_app.command(name="diff")
def diff_command(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The earlier version; named like CODEBOOK of the other commands.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later version.")],
    csv: CsvOut = None,
    project: ProjectOption = None,
    codings: Annotated[
        Path | None, typer.Option("--codings", help="With --project: write the codings to look at again to this csv file.")
    ] = None,
) -> None:
    """Say what changed between two versions, per axis, category and field; with --project, which codings rest on an older text."""
    from qda.project import find_codebook

    if codings is not None and project is None:
        raise typer.BadParameter("--codings goes with --project: whose codings are they?")
    difference = find_codebook(old).diff(find_codebook(new))
    if csv is None:
        show.say(str(difference))
    else:
        write_table(csv, difference.frame, "change")
    if project is not None:
        _show_affected(project, difference, codings)


def _show_affected(project: str, difference: "BookDiff", csv: Path | None) -> None:
    from qda import Project
    from qda.project import affected_codings

    with Project.open(project, backups=False) as opened:
        found = affected_codings(opened, difference)
    show.say(f"\n{show.place(project)}: {many(len(found), 'coding')} made under an older text of a category that changed")
    if csv is not None:
        write_table(csv, found, "coding")
    elif len(found):
        show.table(found, ["doc_id", "start", "end", "axis", "code", "coder", "round", "quote"], most=40)


@codebook_app.command(name="new")
def new_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its id: small letters, digits and _.", show_default=False)],
    source: Annotated[
        Path | None, typer.Option("--from", help="A coding guide as a workbook (.xlsx); columns Category, Definition ...")
    ] = None,
    title: Annotated[str, typer.Option(help="Its title.")] = "",
    languages: Annotated[
        str, typer.Option(help="The languages of its patterns, separated by commas; default: en, or what the workbook says.")
    ] = "",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Where it goes; default: NAME.yaml.")] = None,
) -> None:
    """Write a new codebook: a pilot with comments that say what goes where, or one made of a coding guide in a workbook."""
    from qda.project.founding import found_codebook

    path = out or Path(f"{name}.yaml")
    book, notes = found_codebook(path, name, source=source, title=title, languages=parted(languages))
    for note in notes:
        show.warn(note)
    show.say(f"{path}: {_counted(book)}; `qda codebook lint {path}` tells what it lacks")


@codebook_app.command(name="export")
def export_command(
    codebook: Name,
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", help="A file: .xlsx (to be edited and read back), .docx or .html (to be printed), .yaml, .csv."
        ),
    ],
    base: Annotated[
        str, typer.Option(help="Of a workbook: the codebook to take from what it does not show; default: the one it was made of.")
    ] = "",
) -> None:
    """Write a coding guide as workbook, text document, page or file; of a workbook that was edited, the file with its changes."""
    from qda import write_codebook
    from qda.project import find_codebook

    edited = Path(codebook).suffix.lower() == ".xlsx"
    book = _from_workbook(Path(codebook), base, out) if edited else find_codebook(codebook)
    write_codebook(out, book)
    show.say(f"{out}: {_counted(book)}")


@codebook_app.command(name="use")
def use_command(
    path: ProjectFile,
    codebook: Name,
    coder: Annotated[str, typer.Option("--coder", help="Who changes it; stands in the journal.")],
    became: Annotated[
        list[str] | None,
        typer.Option("--became", help="What became of a category that went: AXIS/OLD=NEW; several times for several."),
    ] = None,
    codings: Annotated[
        Path | None, typer.Option("--codings", help="Write the codings to look at again to this csv file.")
    ] = None,
) -> None:
    """Give a project another version of its codebook, and list the codings to look at again; `qda undo` takes it back."""
    from qda import Project
    from qda.project import find_codebook

    book = find_codebook(codebook)
    with Project.open(path) as project:
        report = project.use(book, coder=coder, became=_became(became or []))
    show.say(str(report))
    if codings is not None:
        write_table(codings, report.again, "coding")
    elif len(report.again):
        show.table(
            report.again, ["doc_id", "start", "end", "axis", "code", "coder", "round", "codebook_version", "quote"], most=40
        )
    for warning in report.warnings:
        show.warn(warning)


def _became(said: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in said:
        old, sign, new = (part.strip() for part in one.partition("="))
        if not sign:
            raise typer.BadParameter(f"--became {one!r}; write AXIS/OLD=NEW")
        if found.setdefault(old, new) != new:
            raise typer.BadParameter(f"--became: {old} became {found[old]} and {new}; its codings can go on under one only")
    return found


def _from_workbook(path: Path, base: str, out: Path) -> "Codebook":
    """Read a workbook, and say what changed in it."""
    from qda.codebook.read_sheet import read_sheet
    from qda.project import find_codebook
    from qda.project.founding import require_kept

    report = read_sheet(path, base=find_codebook(base) if base else None)
    for note in report.notes:
        show.warn(f"{path}: {note}")
    if report.base is not None:
        show.say(str(report.base.diff(report.book)))
    require_kept(out, report)
    return report.book


def _counted(book: "Codebook") -> str:
    codes = many(len(list(book.codes())), "category", "categories")
    return f"{book.codebook_version}, {codes} on {many(len(book.axes), 'axis', 'axes')}"
