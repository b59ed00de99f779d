"""Suggestions judged on texts that the tagger has not seen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from qda.codebook import Codebook
from qda.errors import BadInput
from qda.frames import Frame, check
from qda.learn.bootstrap import count_by
from qda.learn.evaluation import Evaluation, remarks
from qda.learn.labels import Bools, Labels, labels_of, slices
from qda.learn.material import Ints, in_order
from qda.learn.mistakes import confusion, reliability, worst_errors
from qda.learn.predicting import Scored, fresh, predict
from qda.learn.seen import require_unseen
from qda.learn.splitting import By, folds_by, groups_by
from qda.learn.tallying import Tally, enough_of, macro_micro
from qda.tagger import LearningTagger, Tagger

Row = tuple[str, int, float, float]


@dataclass(frozen=True, kw_only=True)
class _Truth:
    """Segments that somebody read, in order, with what was said of them."""

    units: Frame
    labels: Labels
    codings: Frame
    readings: Frame | None
    book: Codebook


def evaluate(
    tagger: Tagger,
    segments: Frame,
    codings: Frame,
    readings: Frame | None = None,
    *,
    book: Codebook,
    by: By = "document",
    folds: int = 5,
    retrain: bool = True,
    curve: Sequence[int] = (),
    people: Frame | None = None,
    times: int = 1000,
    seed: int = 1,
) -> Evaluation:
    """Judge the suggestions of a tagger against what people coded.

    A tagger that learns is trained anew for every part of the material, without it. One that does not learn is judged as it is.

    Parameters
    ----------
    tagger
        What it has learnt until now does not count, unless `retrain` is False.
    segments, codings, readings
        The tables of these names, as in `qda.learn.LearnedTagger.fit`; what nobody read does not count.
    by
        What is left out together: ``document`` or ``case``.
    folds
        Into how many parts documents or cases are dealt.
    retrain
        False: the tagger is judged with what it has learnt; segments it was trained on are refused.
    curve
        Also judge it with so many coded segments to learn from, drawn from all but the part left out.
    people
        How far people agree, a row per code: ``axis, code, n, both, only_a, only_b``.
    times, seed
        How often documents are drawn again for the intervals, and from which seed.

    Raises
    ------
    BadInput
        Nobody coded anything; there is one document or case only; or the tagger was trained on these segments.
    """
    truth = _truth(segments, codings, readings, book)
    groups, names = groups_by(truth.units, by)
    parts = folds_by(groups, folds)
    sizes: list[Row] = []
    if isinstance(tagger, LearningTagger) and retrain:
        found = _unseen(tagger, truth, parts)
        sizes = _curve(tagger, truth, parts, curve, seed)
        kind = f"trained anew for each of {parts.max() + 1} parts"
    else:
        require_unseen(truth.units, set(getattr(tagger, "card_", {}).get("rows", ())))
        found, kind = predict(tagger, truth.units, book), "as it is"
    counts = count_by(groups, found.kept, truth.labels.given, truth.labels.judged)
    tally = Tally(book=book, found=found, labels=truth.labels, counts=counts, people=people, times=times, seed=seed)
    inherits = tuple(axis.id for axis in book.axes if axis.inherit)
    return Evaluation(
        axes=tally.axes(),
        codes=tally.codes(),
        reliability=reliability(found.scores, truth.labels, book),
        curve=pd.DataFrame(sizes, columns=["axis", "segments", "macro_f1", "micro_f1"]),
        confusion=confusion(found.kept, truth.labels, book),
        errors=worst_errors(found, truth.units, truth.labels, book),
        of=f"{type(tagger).__name__}, {kind}",
        by=by,
        groups=len(names),
        segments=len(truth.units),
        inherits=inherits,
        remarks=tuple(remarks(len(names), by, learns=isinstance(tagger, LearningTagger), inherits=inherits)),
    )


def _truth(segments: Frame, codings: Frame, readings: Frame | None, book: Codebook) -> _Truth:
    units = in_order(check("segments", segments))
    units = units[~units["role"].isin(book.skip_roles)].reset_index(drop=True)
    said, read = check("codings", codings), None if readings is None else check("readings", readings)
    labels = labels_of(units, said, book, read)
    known = labels.judged.any(axis=1)
    if not (labels.given & labels.judged).any():
        raise BadInput("nobody coded any of the segments; there is nothing to judge suggestions by")
    kept = Labels(given=labels.given[known], judged=labels.judged[known])
    return _Truth(units=units.loc[pd.Series(known)].reset_index(drop=True), labels=kept, codings=said, readings=read, book=book)


def _unseen(tagger: LearningTagger, truth: _Truth, parts: Ints, order: Ints | None = None, size: int | None = None) -> Scored:
    """Return what copies of the tagger say of every part, each trained without it; on the first `size` others of an order, if there is one."""
    n, codes = truth.labels.given.shape
    scores, least, kept = np.zeros((n, codes)), np.zeros((n, codes)), np.zeros((n, codes), bool)
    for part in range(int(parts.max()) + 1):
        out = parts == part
        used = ~out
        if order is not None:
            used = np.isin(np.arange(n), order[~out[order]][:size])
        learnt = fresh(tagger).fit(truth.units.loc[pd.Series(used)].reset_index(drop=True), *_said(truth, used))
        found = predict(learnt, truth.units.loc[pd.Series(out)].reset_index(drop=True), truth.book)
        scores[out], kept[out], least[out] = found.scores, found.kept, found.least
    return Scored(scores=scores, kept=kept, least=least)


def _said(truth: _Truth, used: Bools) -> tuple[Frame, ...]:
    """Return codings and readings of the documents that are used; segments that are not used are not given, so they do not count."""
    documents = set(truth.units["doc_id"].to_numpy()[used])
    tables = (truth.codings,) if truth.readings is None else (truth.codings, truth.readings)
    return tuple(table[table["doc_id"].isin(documents)] for table in tables)


def _curve(tagger: LearningTagger, truth: _Truth, parts: Ints, sizes: Sequence[int], seed: int) -> list[Row]:
    """Return macro and micro F1 of every axis for fewer segments to learn from; sizes that no part leaves are passed over."""
    rows: list[Row] = []
    order = np.random.default_rng(seed).permutation(len(parts))
    most = min(int((parts != part).sum()) for part in np.unique(parts))
    for size in sorted({size for size in sizes if size <= most}):
        found = _unseen(tagger, truth, parts, order, size)
        counts = count_by(np.zeros(len(parts), np.int64), found.kept, truth.labels.given, truth.labels.judged)
        rows += [
            (axis, size, *macro_micro(counts.of(where), enough_of(truth.labels)[where]))
            for axis, where in slices(truth.book).items()
            if truth.labels.given[:, where].any()
        ]
    return rows
