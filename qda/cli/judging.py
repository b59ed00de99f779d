"""``qda evaluate`` and ``qda queue``: how good suggestions are, and what to read next."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qda._wording import many
from qda.cli import show

if TYPE_CHECKING:
    from qda import Codebook
    from qda.frames import Frame
    from qda.learn.evaluation import Evaluation
    from qda.project.queueing import Reading
    from qda.tagger import Tagger

ProjectPath = Annotated[str | None, typer.Argument(metavar="[FILE.qda]", help="The project; or give tables by --segments.")]
Segments = Annotated[list[Path] | None, typer.Option("--segments", help="Table of segments; may be given several times.")]
Codings = Annotated[list[Path] | None, typer.Option("--codings", help="Table of their codings; may be given several times.")]
Book = Annotated[str | None, typer.Option("--codebook", "-c", help="With --segments: path or name of the codebook.")]
Model = Annotated[Path | None, typer.Option("--model", help="A model that `qda train` wrote, as it is.")]
Embed = Annotated[
    str, typer.Option("--embed", help="With vectors of meaning: on (the extra embed), or a folder with a model of your own.")
]
Seed = Annotated[int, typer.Option(help="The same seed gives the same draw.")]

AXES = ["axis", "segments", "codes", "macro_f1", "macro_low", "macro_high", "micro_f1", "calibration_error", "people_micro_f1"]
CODES = ["code", "n", "suggested", "both", "threshold", "precision", "recall", "f1", "low", "high", "people_f1"]
NEXT = ["doc_id", "start", "end", "by", "code", "reason", "text"]
STOP = ["axis", "code", "found", "read", "unread", "unseen", "low", "high", "to_read", "audit_read", "audit_found"]


def evaluate(
    path: ProjectPath = None,
    segments: Segments = None,
    codings: Codings = None,
    codebook: Book = None,
    tagger: Annotated[str, typer.Option(help="What is judged: rules, learned or hybrid.")] = "hybrid",
    model: Model = None,
    embed: Embed = "",
    by: Annotated[str, typer.Option(help="What is left out together: document or case.")] = "document",
    folds: Annotated[int, typer.Option(help="Into how many parts documents or cases are dealt.")] = 5,
    curve: Annotated[str, typer.Option(help="Also with so many coded segments, parted by commas: 50,100,200.")] = "",
    coder: Annotated[list[str] | None, typer.Option("--coder", help="Of a project: only what this person coded.")] = None,
    seed: Seed = 1,
    out: Annotated[
        list[Path] | None,
        typer.Option("--out", "-o", help="Where it goes: .xlsx, .csv, .svg or .png; may be given several times."),
    ] = None,
) -> None:
    """Judge suggestions by what people coded, on documents or cases that were left out."""
    from qda.project.evaluating import evaluate_project, evaluate_tables, write_evaluation

    _check(path, segments, codings, codebook)
    if by not in {"document", "case"}:
        raise typer.BadParameter(f"--by {by!r}; allowed: document, case")
    rest = {"by": by, "folds": folds, "curve": _numbers(curve), "seed": seed, "retrain": model is None}
    if segments is None:
        from qda import Project

        with Project.open(path or "") as project:
            made = _tagger(tagger, project.book, model, embed)
            found = evaluate_project(project, made, coders=coder or None, **rest)  # type: ignore[arg-type]  # checked above
    else:
        from qda.project.evaluating import book_of

        book = book_of(codebook or "")
        found = evaluate_tables(segments, codings or [], _tagger(tagger, book, model, embed), book=book, **rest)  # type: ignore[arg-type]
    _say(found)
    for file in out or []:
        show.say(str(write_evaluation(file, found)))


def queue(
    path: ProjectPath = None,
    segments: Segments = None,
    codings: Codings = None,
    codebook: Book = None,
    by: Annotated[str, typer.Option(help="uncertainty, likely, disagreement, audit or mixed.")] = "mixed",
    code: Annotated[str | None, typer.Option(help="Only with a view to this code (trust, or factor/trust).")] = None,
    n: Annotated[int, typer.Option("--n", min=1, help="How many at most.")] = 50,
    coder: Annotated[str, typer.Option(help="Who reads; default: what anybody has read is read.")] = "",
    model: Model = None,
    stop: Annotated[
        bool, typer.Option("--stop", help="Say instead how much of each code is probably still unseen, and how much to read.")
    ] = False,
    seed: Seed = 1,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Where the table goes: .csv or .xlsx; else print.")] = None,
) -> None:
    """Say which segments to read next, and why; or, by --stop, how much is left."""
    _check(path, segments, [*(codings or []), *([Path()] if segments and not codings else [])], codebook)
    if segments is None:
        from qda import Project
        from qda.project.queueing import reading_of

        with Project.open(path or "") as project:
            reading = reading_of(project, _model(model, project.book), coder)
            found = _asked(reading, by=by, code=code, n=n, seed=seed, stop=stop)
    else:
        from qda.project.evaluating import book_of
        from qda.project.queueing import reading_of_tables

        book = book_of(codebook or "")
        reading = reading_of_tables(segments, codings or [], book, tagger=_model(model, book), coder=coder)
        found = _asked(reading, by=by, code=code, n=n, seed=seed, stop=stop)
    _hand_over(found, out, STOP if stop else NEXT)


def _check(path: str | None, segments: list[Path] | None, codings: list[Path] | None, codebook: str | None) -> None:
    if (path is None) == (segments is None):
        raise typer.BadParameter("give either FILE.qda, or --segments with --codings and --codebook")
    if segments is None and (codings or codebook):
        raise typer.BadParameter("--codings and --codebook go with --segments; a project has its own")
    if segments is not None and not (codings and codebook):
        raise typer.BadParameter("--segments needs --codebook, and --codings where something was coded")


def _numbers(listed: str) -> list[int]:
    try:
        return [int(part) for part in listed.split(",") if part.strip()]
    except ValueError:
        raise typer.BadParameter(f"--curve {listed!r}: numbers parted by commas, for example 50,100,200") from None


def _tagger(name: str, book: "Codebook", model: Path | None, embed: str) -> "Tagger":
    from qda.project.evaluating import encoder_named, tagger_named
    from qda.project.learning import load_tagger

    if model is not None:
        return load_tagger(model, book, threshold=None, encode=encoder_named(embed))
    return tagger_named(name, book, embed=embed)


def _model(model: Path | None, book: "Codebook") -> "Tagger | None":
    return None if model is None else _tagger("", book, model, "")


def _say(found: "Evaluation") -> None:
    """Print the reading, then the tables of axes and codes."""
    show.say(str(found))
    show.say()
    _table(found.axes, AXES)
    for axis, rows in found.codes[found.codes["n"] > 0].groupby("axis", sort=False):
        show.say(f"\n{axis}")
        _table(rows, CODES)
    if len(found.curve):
        show.say("\nwith fewer coded segments")
        _table(found.curve, list(found.curve.columns))


def _table(rows: "Frame", columns: list[str]) -> None:
    shown = rows.round(3).astype(object)
    show.table(shown.where(shown.notna(), "-"), columns, most=200)


def _asked(reading: "Reading", *, by: str, code: str | None, n: int, seed: int, stop: bool) -> "Frame":
    return reading.stopping(code=code, seed=seed) if stop else reading.queue(by=by, code=code, n=n, seed=seed)


def _hand_over(found: "Frame", out: Path | None, columns: list[str]) -> None:
    """Write the table as the name of `out` ends, or print it."""
    if out is None:
        _table(found, columns)
        return
    if out.suffix.lower() == ".xlsx":
        from qda.export.workbook.frames import write_frames

        write_frames(
            out, "Reading", "What to read next, or how much is left.", {"Segments" if "text" in found else "Codes": found}
        )
    elif out.suffix.lower() == ".csv":
        from qda.export import write_csv

        write_csv(out, found, list(found.columns))
    else:
        raise typer.BadParameter(f"--out {out}: .csv or .xlsx")
    show.say(f"{out}: {many(len(found), 'row')}")
