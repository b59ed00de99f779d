"""Two or more coders compared: figures per axis, code, document and finding, and the list of where they differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from qda.agreement.counting import code_counts, member_counts, set_counts
from qda.agreement.differing import disagreements
from qda.agreement.figures import Resampling, figures_of, main_figure, nominal, presence, ratings_as
from qda.agreement.findings import crossed_axes, findings
from qda.agreement.grid import Answers, Basis, answers
from qda.agreement.passes import passes_of
from qda.agreement.populations import populations
from qda.agreement.sets import alpha_masi, alpha_multi_valued
from qda.agreement.shares import percent_agreement
from qda.agreement.speaking import in_words
from qda.agreement.table import FIGURES, figure_row
from qda.codebook import Codebook
from qda.errors import BadInput
from qda.frames import Frame


@dataclass(frozen=True, kw_only=True, eq=False)
class Agreement:
    """What a comparison of coders found.

    Attributes
    ----------
    answers
        Who was compared on which units, and what everybody said.
    figures
        A row per coefficient: ``of`` (axis, code, document, finding), ``axis``, ``code``, ``document``, ``units`` (over which units), ``coefficient``,
        ``variant``, ``value``, ``low``, ``high``, ``interval`` (its method), ``n`` units, ``reason`` (why there is no value, or what to mind), ``source``.
    counts
        See `qda.agreement.counting.code_counts`.
    findings
        Over all crossed findings: ``coder_a, coder_b, n, both, only_a, only_b, precision, recall, f1``.
    finding_counts
        Finding by finding: its codes axis by axis, ``coder_a, coder_b, both, only_a, only_b``.
    disagreements
        See `qda.agreement.differing.disagreements`.
    resampling
        How the intervals were drawn.
    book
        The codebook they coded by.
    """

    answers: Answers
    figures: Frame
    counts: Frame
    findings: Frame
    finding_counts: Frame
    disagreements: Frame
    resampling: Resampling
    book: Codebook

    @property
    def words(self) -> list[str]:
        """The figures read out in plain words with their limits, a paragraph each."""
        return in_words(self)

    def __str__(self) -> str:
        return "\n\n".join(self.words)


def compare_coders(
    codings: Frame,
    readings: Frame,
    segments: Frame,
    book: Codebook,
    *,
    coders: Sequence[str],
    basis: Basis = "documents",
    context: Frame | None = None,
    assigned: Frame | None = None,
    resampling: Resampling | None = None,
) -> Agreement:
    """Compare coders on the units of the grid.

    Parameters
    ----------
    codings, readings, segments
        The tables of these names. Rejected rows and rows that heading or question gave do not count.
    book
        The codebook.
    coders
        Two names or more; ``AB#1`` and ``AB#2`` are two rounds of one coder.
    basis
        Which units count: ``documents``, ``read`` or ``coded``, see `qda.agreement.grid.BASES`.
    context
        The table ``context``: what headings and questions say. With it, agreement is also told over the units that differ from that, and on findings.
    assigned
        The units that were drawn for coders (``coder, round, doc_id, start, end``): where all of them have some in a document, only these count there.
    resampling
        How intervals are drawn that no formula gives.

    Raises
    ------
    UnknownName, BadInput
        Nobody of such a name coded anything; fewer than two; or there is no unit that two of them could have rated.
    """
    drawn = resampling or Resampling()
    found = answers(codings, readings, segments, book, passes_of(coders, codings, readings), basis=basis, assigned=assigned)
    if found.units.empty:
        raise BadInput(
            f"{', '.join(found.names)} have no document in common with units to compare; segment first, or name others"
        )
    crossed = findings(codings, found, book, context) if context is not None and crossed_axes(book) else None
    rows = [*_axes(found, book, context, drawn), *_codes(found, book, drawn), *_documents(found, book)]
    rows += _crossed(crossed, drawn) if crossed is not None else []
    return Agreement(
        answers=found,
        figures=pd.DataFrame(rows, columns=FIGURES),
        counts=code_counts(found, book),
        findings=_finding_counts(crossed, found.names),
        finding_counts=_each_finding(crossed, found.names, crossed_axes(book)),
        disagreements=disagreements(found, book),
        resampling=drawn,
        book=book,
    )


def _axes(found: Answers, book: Codebook, context: Frame | None, drawn: Resampling) -> Iterator[dict[str, Any]]:
    for axis in book.axes:
        for population in populations(axis, found, book, context):
            said = population.of(found.said[axis.id])
            for ratings, figure in figures_of(axis, said):
                yield figure_row(drawn.around(ratings, figure), of="axis", axis=axis.id, units=population.name)


def _codes(found: Answers, book: Codebook, drawn: Resampling) -> Iterator[dict[str, Any]]:
    for axis in book.axes:
        for code in axis.code_ids:
            ratings = presence(found.said[axis.id], code)
            for figure in nominal(ratings, (False, True)):
                yield figure_row(drawn.around(ratings, figure), of="code", axis=axis.id, code=code)


def _documents(found: Answers, book: Codebook) -> Iterator[dict[str, Any]]:
    """Yield the main coefficient of every axis in every document, without interval."""
    for axis in book.axes:
        kind, figure = main_figure(axis)
        ratings = ratings_as(kind, found.said[axis.id], axis)
        for document in ratings.index.get_level_values("doc_id").unique():
            part = ratings[ratings.index.get_level_values("doc_id") == document]
            yield figure_row(figure(part), of="document", axis=axis.id, document=str(document))


def _crossed(crossed: Frame, drawn: Resampling) -> Iterator[dict[str, Any]]:
    for figure in (percent_agreement, alpha_multi_valued, alpha_masi):
        yield figure_row(drawn.around(crossed, figure), of="finding")


def _finding_counts(crossed: Frame | None, names: Sequence[str]) -> Frame:
    columns = ["coder_a", "coder_b", "n", "both", "only_a", "only_b", "precision", "recall", "f1"]
    if crossed is None:
        return pd.DataFrame(columns=columns)
    rows = [{"coder_a": a, "coder_b": b, **set_counts(crossed, (a, b))} for a, b in combinations(names, 2)]
    return pd.DataFrame(rows, columns=columns)


def _each_finding(crossed: Frame | None, names: Sequence[str], axes: Sequence[str]) -> Frame:
    if crossed is None:
        return pd.DataFrame(columns=[*axes, "coder_a", "coder_b", "both", "only_a", "only_b"])
    return pd.concat([member_counts(crossed, pair, axes) for pair in combinations(names, 2)], ignore_index=True)
