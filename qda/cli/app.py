"""The commands; each is a verb of `qda.project` with its options."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qda._wording import many
from qda.cli import (
    comparing,
    copying,
    crossing,
    judging,
    lasting,
    learning,
    merging,
    procedure,
    reading,
    saturating,
    show,
    team,
    trail,
)
from qda.cli.bank import examples_app
from qda.cli.codebook import codebook_app
from qda.cli.crossing import ProjectFile
from qda.cli.rules import rules_app

if TYPE_CHECKING:
    from qda.project import RunReport

app = typer.Typer(
    name="qda",
    help="Qualitative content analysis: from transcripts and policy documents to barrier/enabler matrices with their evidence.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
codebook_app.add_typer(examples_app, name="examples")
app.add_typer(codebook_app, name="codebook")
app.add_typer(rules_app, name="rules")
app.add_typer(learning.model_app, name="model")

Codebook = Annotated[
    str, typer.Option("--codebook", "-c", help="Path of a codebook, or the name of a shipped one (integration).")
]
Out = Annotated[Path, typer.Option("--out", "-o", help="Where the results go.")]
CasesFile = Annotated[
    Path | None, typer.Option("--cases", help="Table of cases: case, label, aliases, further columns are attributes.")
]
ModelFile = Annotated[Path | None, typer.Option("--model", help="A model that `qda train` wrote; else the rules suggest.")]
Coder = Annotated[str, typer.Option("--coder", help="Who is acting; stands in the journal.")]


def _version(asked: bool) -> None:
    if asked:
        from qda import __version__

        show.say(f"qda {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    pass


@app.command()
def run(
    corpus: Annotated[Path, typer.Argument(help="Folder of documents: CORPUS/<case>/<file>, or any folder.")],
    codebook: Codebook,
    out: Out,
    cases: CasesFile = None,
    model: ModelFile = None,
) -> None:
    """Do all steps: read the documents, segment, tag, cross, and write workbook, tables, report and project."""
    from qda.project import run_study

    with show.progress_bar() as progress:
        report = run_study(corpus, codebook=codebook, out=out, cases=cases, model=model, progress=progress)
    show_report(report)


@app.command()
def demo(out: Out = Path("qda-demo")) -> None:
    """Run the sample study that travels with the package: three cities, twelve interviews, three policy documents."""
    from qda.project import run_demo

    with show.progress_bar() as progress:
        report = run_demo(out=out, progress=progress)
    show_report(report)


@app.command()
def new(path: ProjectFile, codebook: Codebook) -> None:
    """Create an empty project."""
    from qda import Project, read_codebook

    Project.create(path, read_codebook(codebook)).close()
    show.say(f"{show.place(path)}: new project")


@app.command()
def add(
    path: ProjectFile,
    documents: Annotated[Path, typer.Argument(help="A document, or a folder of them.")],
    case: Annotated[str, typer.Option(help="Of a single document: its case.")] = "",
    doc_id: Annotated[
        str, typer.Option(help="Of a single document: its name in the project; default: the file's, without suffix.")
    ] = "",
    coder: Coder = "",
) -> None:
    """Add documents; a file that cannot be read is named, the others are added."""
    from qda import Project

    with Project.open(path) as project, show.progress_bar() as progress:
        report = project.add(
            documents,
            case=case,
            doc_id=doc_id,
            coder=coder,
            progress=lambda done, total, _name: progress("reading", done, total),
        )
    known = f", {len(report.known)} known already" if report.known else ""
    show.say(f"{many(len(report.added), 'document')} added, {len(report.changed)} changed{known}")
    finish(report.warnings, report.problems)


@app.command()
def segment(
    path: ProjectFile,
    unit: Annotated[str, typer.Option(help="turn, paragraph, sentence or window; default: the codebook's unit.")] = "",
) -> None:
    """Lay the grid of units over the documents."""
    from qda import Project

    with Project.open(path) as project:
        n = project.segment(unit or None)
    show.say(many(n, "segment"))


@app.command()
def tag(
    path: Annotated[str | None, typer.Argument(metavar="[FILE.qda]", help="The project; or give tables by --segments.")] = None,
    segments: Annotated[Path | None, typer.Option("--segments", help="Table of segments: doc_id, start, end, text, ...")] = None,
    codebook: Annotated[
        str | None, typer.Option("--codebook", "-c", help="With --segments: path or name of the codebook.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="With --segments: where the suggestions go.")] = None,
    model: ModelFile = None,
) -> None:
    """Suggest codings by the rules of the codebook, or by a model: for a project, or for a table of segments."""
    if (path is None) == (segments is None):
        raise typer.BadParameter("give either FILE.qda, or --segments with --codebook and --out")
    if segments is None:
        if codebook or out:
            raise typer.BadParameter("--codebook and --out go with --segments; a project has its own codebook")
        _tag_project(path or "", model)
    elif codebook is None or out is None:
        raise typer.BadParameter("--segments needs --codebook and --out")
    else:
        from qda import read_codebook
        from qda.project import tag_table

        book = read_codebook(codebook, lenient=True)
        n = tag_table(segments, codebook=book, out=out, model=model)
        show.say(f"{out}: {many(n, 'suggestion')}")
        finish((), book.broken)


def _tag_project(path: str, model: Path | None) -> None:
    from qda import Project
    from qda.project.learning import tagger_for

    with Project.open(path) as project, show.progress_bar() as progress:
        broken = project.book.broken
        n = project.tag(tagger_for(project.book, model), progress=lambda done, total: progress("tagging", done, total))
    show.say(many(n, "suggestion"))
    finish((), broken)


@app.command(name="import")
def import_(
    path: ProjectFile,
    segments: Annotated[Path, typer.Option("--segments", help="Table of segments; a document's text is its segments in order.")],
    codings: Annotated[Path, typer.Option("--codings", help="Table of codings: doc_id, start, end, axis, code, ...")],
    cases: CasesFile = None,
    mentions: Annotated[
        Path | None, typer.Option("--mentions", help="Table doc_id, start, end, case: the cases a span speaks about.")
    ] = None,
    coder: Annotated[str, typer.Option("--coder", help="Whose codings these are, where the table does not say.")] = "",
) -> None:
    """Import tables of segments and codings."""
    from qda import Project

    with Project.open(path) as project:
        report = project.import_tables(segments, codings, cases=cases, mentions=mentions, coder=coder)
    show.say(str(report))


app.command()(crossing.matrix)
app.command()(crossing.export)
app.command()(comparing.agreement)
app.command()(learning.train)
app.command()(judging.evaluate)
app.command()(judging.queue)
for command in (lasting.check, lasting.backup, lasting.backups, lasting.restore):
    app.command()(command)
app.command()(merging.merge)
for step in (
    procedure.form,
    procedure.categories,
    procedure.summarise,
    procedure.summary,
    procedure.explicate,
    saturating.saturation,
):
    app.command()(step)
app.command()(reading.formats)
for serving in (copying.copy, copying.migrate):
    app.command()(serving)
for act in (team.memo, team.retract, team.assign, team.settle, trail.undo, trail.redo):
    app.command()(act)
for table in (merging.conflicts, team.memos, team.coders, team.assignments, trail.history):
    app.command()(table)


def show_report(report: "RunReport") -> None:
    """Print where the results are and how the matrix begins; leave with 1 if a file was refused."""
    show.say(report.summary)
    if report.matrix.empty:
        show.say(_why_empty(report))
    else:
        show.table(report.matrix, list(report.matrix.columns), most=12)
    show.say()
    for written in report.files:
        show.say(str(written))
    finish(report.warnings, report.problems)


def _why_empty(report: "RunReport") -> str:
    from qda import Project

    with Project.open(next(path for path in report.files if path.suffix == ".qda")) as project:
        return crossing.why_empty(project, project.matrix())


def finish(warnings: tuple[str, ...], problems: tuple[str, ...]) -> None:
    """Print warnings and problems, a line each; leave with 1 if there are problems."""
    for line in (*warnings, *problems):
        show.warn(line)
    if problems:
        raise typer.Exit(1)
