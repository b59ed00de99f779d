"""``qda agreement``: coders compared, on a project or on tables."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qda.cli import show
from qda.cli.tables import parted

if TYPE_CHECKING:
    from qda.agreement import Agreement, SpanAgreement
    from qda.frames import Frame

BASES = ("documents", "read", "coded")
DRAWN = ("units", "documents")
PER_AXIS = ["units", "coefficient", "variant", "n", "value", "low", "high"]
PER_CODE = ["code", "n", "both", "only_a", "only_b", "neither", "f1"]
PER_SPAN = ["code", "match", "n_gold", "n_other", "matched", "precision", "recall", "f1"]


def agreement(
    path: Annotated[str | None, typer.Argument(metavar="[FILE.qda]", help="The project; or give tables by --segments.")] = None,
    coders: Annotated[
        str,
        typer.Option(
            help="Who, separated by commas; AB#1,AB#2 are two rounds of one. Default: the two people, if there are two."
        ),
    ] = "",
    basis: Annotated[str, typer.Option(help="Which units count: documents, read or coded.")] = "documents",
    by: Annotated[str, typer.Option(help="Intervals are drawn by units or by documents.")] = "units",
    spans: Annotated[bool, typer.Option("--spans", help="Compare free spans, whatever the units.")] = False,
    documents: Annotated[str, typer.Option(help="Only these, by id, separated by commas.")] = "",
    times: Annotated[int, typer.Option(min=0, help="How often is drawn for the intervals; 0: only intervals by formula.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same intervals.")] = 1,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="A file (.xlsx, .docx, .html, .csv) or a folder for all of them; else print."),
    ] = None,
    segments: Annotated[Path | None, typer.Option("--segments", help="Without a project: table of segments.")] = None,
    codings: Annotated[
        list[Path] | None,
        typer.Option("--codings", help="With --segments: codings of a coder; several times for several coders."),
    ] = None,
    codebook: Annotated[
        str | None, typer.Option("--codebook", "-c", help="With --segments: path or name of the codebook.")
    ] = None,
) -> None:
    """Say how far coders agree, per axis and code, with the list of where they differ."""
    _check(path, segments, codings, codebook, basis=basis, by=by)
    from qda.project.asking import Question, ask_project, ask_tables

    question = Question(
        coders=tuple(parted(coders)),
        documents=tuple(parted(documents)),
        spans=spans,
        out=out,
        basis=basis,
        by=by,
        times=times,
        seed=seed,
    )
    answer = ask_tables(segments, codings or [], codebook or "", question) if segments else ask_project(path or "", question)
    found, written = answer
    if out is None:
        _print(found)
    for file in written:
        show.say(str(file))


def _check(
    path: str | None, segments: Path | None, codings: list[Path] | None, codebook: str | None, *, basis: str, by: str
) -> None:
    """Refuse options that do not go together."""
    if (path is None) == (segments is None):
        raise typer.BadParameter("give either FILE.qda, or --segments with --codings and --codebook")
    if segments is None and (codings or codebook):
        raise typer.BadParameter("--codings and --codebook go with --segments; a project has its own")
    if segments is not None and not (codings and codebook):
        raise typer.BadParameter("--segments needs --codings and --codebook")
    for option, said, allowed in (("--basis", basis, BASES), ("--by", by, DRAWN)):
        if said not in allowed:
            raise typer.BadParameter(f"{option} {said!r}; allowed: {', '.join(allowed)}")


def _print(found: "Agreement | SpanAgreement") -> None:
    """Print the reading, then a table of coefficients and of codes per axis."""
    from qda.agreement import SpanAgreement

    show.say(str(found))
    below, columns = (found.scores, PER_SPAN) if isinstance(found, SpanAgreement) else (found.counts, PER_CODE)
    figures = found.figures[found.figures["of"] == "axis"].round(3).astype(object)
    for axis, rows in figures.groupby("axis", sort=False):
        show.say(f"\n{axis}")
        _table(rows, PER_AXIS)
        mine = below[below["axis"] == axis].round(3).astype(object)
        if len(mine):
            show.say()
            pair = ["coder_a", "coder_b"] if mine[["coder_a", "coder_b"]].drop_duplicates().shape[0] > 1 else []
            _table(mine, [*pair, *columns])


def _table(rows: "Frame", columns: Sequence[str]) -> None:
    show.table(rows.where(rows.notna(), "-"), columns, most=200)
