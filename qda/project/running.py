"""The whole job: from a folder of documents to a folder of results."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qda._wording import many
from qda.codebook import Codebook, read_codebook
from qda.errors import BadInput, FileNotThere, ProjectError, UnreadableFile
from qda.frames import Frame
from qda.project.learning import tagger_for
from qda.tagger import Tagger

if TYPE_CHECKING:
    from qda.project.project import Project

Progress = Callable[[str, int, int], None]
PROJECT = "project.qda"


@dataclass(frozen=True, kw_only=True)
class RunReport:
    """What a run did.

    Attributes
    ----------
    files
        What was written.
    matrix
        The long form, as ``matrix.csv`` holds it, best findings first.
    summary
        One line.
    warnings
        What the user should know, a line each.
    problems
        What was wrong with the input and did not stop the rest, a line each.
    """

    files: tuple[Path, ...]
    matrix: Frame
    summary: str
    warnings: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def run_demo(*, out: str | Path, progress: Progress | None = None) -> RunReport:
    """Run the sample study that travels with the package."""
    from qda import _shipped

    return run_study(_shipped.corpus(), codebook="integration", out=out, progress=progress)


def run_study(
    corpus: str | Path,
    *,
    codebook: str | Path | Codebook,
    out: str | Path,
    cases: str | Path | None = None,
    model: str | Path | None = None,
    progress: Progress | None = None,
) -> RunReport:
    """Read a folder of documents, segment, tag by rules or by a model, cross, and write workbook, tables, report and project.

    All work is done beside the old results, which are replaced together at the end. A project in `out` in which people coded is continued: new and
    changed files are added, the rules read again in a new round, and human codings stay.

    Parameters
    ----------
    corpus
        ``<case>/<file>`` or any folder; ``documents.csv``, ``cases.csv``, ``speakers.csv`` and ``codings.csv`` at its top say more.
    codebook
        Path, name of a shipped codebook, or a `Codebook`; a pattern that cannot be read is left out and named among the problems.
    out
        The folder for the results; made if it is not there.
    cases
        A table of cases; comes before the ``cases.csv`` of the corpus.
    model
        A model that `qda train` wrote for this codebook; None: the rules suggest.

    Raises
    ------
    FileNotThere, UnreadableFile
        The corpus is not there, or holds no document that can be read.
    CodebookError, BadTable, UnknownName
        Codebook or tables do not fit.
    ProjectError
        The project in `out` has another codebook, or is no project.
    OutputError
        The results cannot be written; what stood in `out` is untouched.
    """
    book = codebook if isinstance(codebook, Codebook) else read_codebook(codebook, lenient=True)
    if not Path(corpus).exists():
        raise FileNotThere(corpus, "no such folder")
    if Path(corpus).resolve() == Path(out).resolve():
        raise BadInput(f"{out}: is the corpus itself; name another folder with --out")
    show = progress or (lambda _step, _done, _total: None)
    with _results(out) as folder, _workplace(folder) as work:
        project, continued = _begin(work, folder, book)
        with project:
            tagger = tagger_for(project.book, model)
            tagger.round = _round(project, tagger.coder, continued=continued)
            added = project.add(corpus, cases=cases, progress=lambda done, total, _name: show("reading", done, total))
            _need_documents(project, Path(corpus), added.problems)
            warnings = (*added.warnings, *_gone(project, Path(corpus)))
            return _finish(
                project, tagger, folder, show, continued=continued, warnings=warnings, problems=(*book.broken, *added.problems)
            )


@contextmanager
def _results(out: str | Path) -> Iterator[Path]:
    """Make the folder for the results; a failure leaves none behind where none was."""
    from qda.export.atomic import make_folder

    there = Path(out).exists()
    folder, done = make_folder(out), False
    try:
        yield folder
        done = True
    finally:
        if not (done or there):
            with suppress(OSError):  # something else was put there meanwhile: then it stays
                folder.rmdir()


def _gone(project: "Project", corpus: Path) -> list[str]:
    """Name the documents of a continued project whose file the corpus no longer has."""
    if not corpus.is_dir():
        return []
    documents = project.documents
    return [
        f"{doc_id}: still in the project, though {source} is no longer in {corpus}"
        for doc_id, source in zip(documents["id"], documents["source"], strict=True)
        if source and not (corpus / source).exists()
    ]


def _workplace(folder: Path) -> "tempfile.TemporaryDirectory[str]":
    """Make a folder beside the results, so that moving into place is one step."""
    from qda.export.atomic import refusing

    with refusing(folder):
        return tempfile.TemporaryDirectory(dir=folder, prefix=".qda-", ignore_cleanup_errors=True)


def _begin(work: str, folder: Path, book: Codebook) -> tuple["Project", bool]:
    """Open a copy of the project in the results if people worked in it, else begin a new one."""
    from qda.project.project import Project
    from qda.store.backups.copying import copy_of
    from qda.store.backups.keeping import keep_if_possible

    old, beside = folder / PROJECT, Path(work) / PROJECT
    if not old.exists():
        return Project.create(beside, book), False
    project = Project.open(copy_of(old, beside), backups=False)
    if _may_continue(project, book, old):
        keep_if_possible(old)
        return project, True
    project.close()
    return Project.create(beside, book, overwrite=True), False


def _may_continue(project: "Project", book: Codebook, old: Path) -> bool:
    """Say whether people worked in a project; refuse one that is coded by other rules."""
    if project.book.id != book.id:
        raise ProjectError(f"{old}: made with the codebook {project.book.id!r}, not {book.id!r}; choose another --out")
    if not project.human_acts():
        return False
    if project.book.hash != book.hash:
        versions = f"made under {project.book.codebook_version}, and {book.codebook_version} is another version"
        raise ProjectError(f"{old}: holds human codings {versions}; choose another --out")
    return True


def _round(project: "Project", coder: str, *, continued: bool) -> int:
    """Return the round of the tagger: a new one where people have worked with the last."""
    readings = project.readings
    rounds = readings.loc[readings["coder"] == coder, "round"]
    return int(rounds.max()) + 1 if continued and len(rounds) else 1


def _need_documents(project: "Project", corpus: Path, problems: Sequence[str]) -> None:
    if project.documents.empty:
        more = f": {problems[0]}" if problems else ""
        raise UnreadableFile(corpus, f"no document could be read{more}", "`qda run` reads " + ", ".join(_suffixes()))


def _suffixes() -> list[str]:
    from qda.ingest import formats

    return sorted({s for listed in formats()["suffixes"] for s in str(listed).split()})


def _finish(
    project: "Project",
    tagger: Tagger,
    folder: Path,
    show: Progress,
    *,
    continued: bool,
    warnings: tuple[str, ...],
    problems: tuple[str, ...],
) -> RunReport:
    from qda.export.atomic import replacing_all
    from qda.project.crossing import matrix_of
    from qda.project.outputs import OUTPUTS, tables_of, write_outputs

    project.segment()
    project.tag(tagger, progress=lambda done, total: show("tagging", done, total))
    show("crossing", 0, 2)
    matrix = matrix_of(project)
    tables = tables_of(project, matrix)
    show("crossing", 1, 2)
    targets = [folder / name for name in (*OUTPUTS, PROJECT)]
    with replacing_all(targets) as beside:
        write_outputs(tables, dict(zip(OUTPUTS, beside, strict=False)))
        project.backup(beside[-1], replace=True)
    show("crossing", 2, 2)
    best = matrix.table().sort_values("score", ascending=False, kind="stable", ignore_index=True)
    kept = " (the project was continued, human codings stay)" if continued else ""
    summary = (
        f"{many(len(project.documents), 'document')}, {many(len(project.segments), project.book.unit)}, "
        f"{many(len(matrix.statements), 'statement')}, {many(len(matrix.frame), 'finding')}{kept}"
    )
    return RunReport(files=tuple(targets), matrix=best, summary=summary, warnings=warnings, problems=problems)
