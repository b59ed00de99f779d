"""Coders of a project compared: its tables handed to `qda.agreement`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from qda.agreement import Agreement, Resampling, SpanAgreement, compare_coders, compare_spans
from qda.agreement.grid import Basis
from qda.errors import ProjectError, UnknownName, nearest
from qda.frames import Frame

if TYPE_CHECKING:
    from qda.project.tables import Tables


def compare_on_units(
    project: "Tables",
    coders: Sequence[str],
    *,
    basis: Basis,
    documents: Sequence[str] | None,
    assigned: Frame,
    resampling: Resampling,
) -> Agreement:
    """Compare coders on the units of the grid; see `qda.project.Project.agreement`."""
    from qda.rules import context_codes

    segments = project.segments
    if segments.empty:
        raise ProjectError(f"{project.name}: holds no units to compare coders on; segment it, or compare free spans")
    if documents is not None:
        segments = segments[segments["doc_id"].isin(_known(documents, segments["doc_id"].unique().tolist()))]
    context = context_codes(project.book, segments)
    return compare_coders(
        project.codings,
        project.readings,
        segments,
        project.book,
        coders=coders,
        basis=basis,
        context=context,
        assigned=assigned,
        resampling=resampling,
    )


def compare_on_spans(
    project: "Tables", coders: Sequence[str], *, documents: Sequence[str] | None, resampling: Resampling
) -> SpanAgreement:
    """Compare coders on free spans; see `qda.project.Project.span_agreement`."""
    held = project.documents
    if documents is not None:
        held = held[held["id"].isin(_known(documents, held["id"].tolist()))]
    lengths = pd.DataFrame({"doc_id": held["id"], "length": held["text"].str.len()})
    codings = project.codings
    axes = [axis for axis in project.book.axis_ids if (codings["axis"] == axis).any()]
    return compare_spans(codings, project.readings, lengths, coders=coders, axes=axes, resampling=resampling)


def _known(wanted: Sequence[str], there: Sequence[str]) -> list[str]:
    for doc_id in wanted:
        if doc_id not in there:
            raise UnknownName(f"no document {doc_id!r} with units in this project; {nearest(doc_id, there)}")
    return list(wanted)
