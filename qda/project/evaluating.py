"""Suggestions judged against what people coded, of a project or of tables."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from qda.codebook import Codebook, read_codebook
from qda.errors import BadInput
from qda.frames import Frame, empty, read_csv
from qda.model import MACHINES
from qda.project.learning import of_people
from qda.tagger import Tagger

if TYPE_CHECKING:
    from qda.learn.embedding import Embedder
    from qda.learn.evaluation import Evaluation
    from qda.learn.splitting import By
    from qda.project.tables import Tables


def evaluate_project(
    project: "Tables",
    tagger: Tagger,
    *,
    by: "By" = "document",
    coders: Sequence[str] | None = None,
    folds: int = 5,
    retrain: bool = True,
    curve: Sequence[int] = (),
    seed: int = 1,
) -> "Evaluation":
    """Judge a tagger by what people coded in a project; see `qda.project.Project.evaluate`."""
    from qda.learn.evaluating import evaluate

    codings, readings = (of_people(frame, coders) for frame in (project.codings, project.readings))
    units = project.segments
    between = agreement_between(units, codings, readings, project.book)
    return evaluate(
        tagger, units, codings, readings, book=project.book, by=by, folds=folds, retrain=retrain, curve=curve, people=between, seed=seed
    )  # fmt: skip


def evaluate_tables(
    segments: Sequence[str | Path],
    codings: Sequence[str | Path],
    tagger: Tagger,
    *,
    book: Codebook,
    by: "By" = "document",
    folds: int = 5,
    retrain: bool = True,
    curve: Sequence[int] = (),
    seed: int = 1,
) -> "Evaluation":
    """Judge a tagger by tables of segments and of their codings.

    Where the codings are of two coders or more, the majority counts, and how far they agree stands beside.

    Raises
    ------
    FileNotThere, UnreadableFile, BadTable, BadInput
        A table is not there or does not fit; or see `qda.learn.evaluating.evaluate`.
    """
    from qda.learn.evaluating import evaluate

    units, said = read_tables(segments, codings)
    between = agreement_between(units, said, empty("readings"), book)
    return evaluate(tagger, units, said, book=book, by=by, folds=folds, retrain=retrain, curve=curve, people=between, seed=seed)


def read_tables(segments: Sequence[str | Path], codings: Sequence[str | Path]) -> tuple[Frame, Frame]:
    """Read tables of segments and of codings, all together."""
    units = pd.concat([read_csv(path, "segments") for path in segments], ignore_index=True)
    parts = [read_csv(path, "codings") for path in codings]
    return units, pd.concat(parts, ignore_index=True) if parts else empty("codings")


def agreement_between(segments: Frame, codings: Frame, readings: Frame, book: Codebook) -> Frame | None:
    """Return how far people agree, a row per code and pair of them; None where no two coded the same documents."""
    from qda.agreement import Resampling, compare_coders

    own = codings[~codings["origin"].isin((*MACHINES, "settled"))]
    names = sorted(set(own["coder"]) - {""})
    if len(names) < 2:
        return None
    try:
        compared = compare_coders(own, readings, segments, book, coders=names, resampling=Resampling(times=0))
    except BadInput:
        return None
    return compared.counts


def tagger_named(name: str, book: Codebook, *, embed: str = "") -> Tagger:
    """Return the tagger that a command names: ``rules``, ``learned`` or ``hybrid``.

    Parameters
    ----------
    embed
        ``on``: with vectors of meaning; or a folder that holds a model of them; empty: without.
    """
    from qda.learn import LearnedTagger
    from qda.project.hybrid import HybridTagger
    from qda.rules import RuleTagger

    encode = encoder_named(embed)
    if name == "rules":
        return RuleTagger(book, threshold=None)
    if name == "learned":
        return LearnedTagger(book, threshold=None, encode=encode)
    if name == "hybrid":
        return HybridTagger(book, threshold=None, encode=encode)
    raise BadInput(f"no tagger {name!r}; allowed: rules, learned, hybrid")


def encoder_named(embed: str) -> "Embedder | None":
    """Return what gives texts vectors of meaning: ``on`` is the model of the extra ``embed``, anything else a folder; empty: nothing."""
    if not embed:
        return None
    from qda.learn.embedding import Embedder

    return Embedder(None if embed == "on" else embed)


def write_evaluation(path: str | Path, found: "Evaluation") -> Path:
    """Write an evaluation: all tables as ``.xlsx``, the codes as ``.csv``, the reliability plot as ``.svg`` or ``.png``.

    Raises
    ------
    BadInput, OutputError
        The name ends otherwise, or the file cannot be written.
    """
    kind = Path(path).suffix.lower()
    if kind == ".csv":
        from qda.export import write_csv

        write_csv(path, found.codes, list(found.codes.columns))
    elif kind == ".xlsx":
        from qda.export.workbook.frames import write_frames

        sheets = {"Axes": found.axes, "Codes": found.codes, "Reliability": found.reliability, "Curve": found.curve}
        write_frames(path, "Evaluation", str(found), {**sheets, "Confusion": found.confusion, "Errors": found.errors})
    elif kind in {".svg", ".png"}:
        from qda.figures.reliability import write_reliability

        write_reliability(path, found.reliability)
    else:
        raise BadInput(f"{path}: an evaluation is written as .csv, .xlsx, .svg or .png")
    return Path(path)


def book_of(codebook: str | Path) -> Codebook:
    """Return the codebook that a command names."""
    return read_codebook(codebook, lenient=True)
