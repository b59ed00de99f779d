"""Coders compared on the spans they drew by hand, whatever the grid."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Literal

import pandas as pd

from qda.agreement.differing_spans import span_disagreements
from qda.agreement.family import alpha_binary, alpha_codes, alpha_coding, alpha_continuum
from qda.agreement.figures import Resampling
from qda.agreement.passes import Pass, passes_of
from qda.agreement.result import Coefficient
from qda.agreement.spans import span_scores
from qda.agreement.speaking_spans import spans_in_words
from qda.agreement.table import FIGURES, figure_row
from qda.agreement.unitizing import unitizing_alpha
from qda.errors import BadInput
from qda.frames import Frame
from qda.statements.inheritance import is_inherited

WHOLE: tuple[Callable[..., Coefficient], ...] = (unitizing_alpha, alpha_binary, alpha_continuum, alpha_coding)
PER_CODE: tuple[Callable[..., Coefficient], ...] = (unitizing_alpha, alpha_binary)
MATCHES: tuple[Literal["exact", "overlap"], ...] = ("exact", "overlap")


@dataclass(frozen=True, kw_only=True, eq=False)
class SpanAgreement:
    """What a comparison of free spans found.

    Attributes
    ----------
    passes
        Who was compared.
    documents
        ``doc_id, length``: the continuum, of which much is coded by nobody.
    figures
        A row per coefficient, the columns of `qda.agreement.comparing.Agreement.figures`; ``of`` is axis or code.
    scores
        ``axis, coder_a, coder_b, match`` and the columns of `qda.agreement.span_scores`: the second coder taken against the first.
    spans
        The spans that were compared: ``axis, doc_id, start, end, code, coder``.
    disagreements
        See `qda.agreement.differing_spans.span_disagreements`.
    resampling
        How the intervals were drawn.
    """

    passes: tuple[Pass, ...]
    documents: Frame
    figures: Frame
    scores: Frame
    spans: Frame
    disagreements: Frame
    resampling: Resampling

    @property
    def names(self) -> list[str]:
        """The names of the passes, in order."""
        return [p.name for p in self.passes]

    @property
    def words(self) -> list[str]:
        """The figures read out in plain words with their limits, a paragraph each."""
        return spans_in_words(self)

    def __str__(self) -> str:
        return "\n\n".join(self.words)


def compare_spans(
    codings: Frame,
    readings: Frame,
    documents: Frame,
    *,
    coders: Sequence[str],
    axes: Sequence[str] = (),
    resampling: Resampling | None = None,
) -> SpanAgreement:
    """Compare coders on free spans.

    Parameters
    ----------
    codings, readings
        The tables of these names; rejected and inherited rows and those without code do not count.
    documents
        ``doc_id, length`` in code points; those in which not every coder worked are left out.
    coders
        As in `compare_coders`.
    axes
        Which axes, in order; empty: all that were coded.
    resampling
        How often documents are drawn for the intervals, and from which seed.

    Raises
    ------
    UnknownName, BadInput
        Nobody of such a name coded anything; fewer than two; or they have no document in common.
    """
    drawn = resampling or Resampling()
    passes = passes_of(coders, codings, readings)
    shared = set.intersection(*({*p.of(codings)["doc_id"], *p.of(readings)["doc_id"]} for p in passes))
    continuum = documents[documents["doc_id"].isin(shared)][["doc_id", "length"]].reset_index(drop=True)
    if continuum.empty:
        raise BadInput(f"{', '.join(p.name for p in passes)} have no document in common")
    spans = _spans(codings, passes, set(continuum["doc_id"]))
    wanted = list(axes) or sorted(spans["axis"].unique())
    rows = [row for axis in wanted for row in _axis(spans, continuum, axis, [p.name for p in passes], drawn)]
    scores = [frame for axis in wanted for frame in _scores(spans, axis, [p.name for p in passes])]
    return SpanAgreement(
        passes=passes,
        documents=continuum,
        figures=pd.DataFrame(rows, columns=FIGURES),
        scores=pd.concat(scores, ignore_index=True) if scores else pd.DataFrame(),
        spans=spans,
        disagreements=span_disagreements(spans[spans["axis"].isin(wanted)], [p.name for p in passes]),
        resampling=drawn,
    )


def _spans(codings: Frame, passes: Sequence[Pass], doc_ids: set[str]) -> Frame:
    """Return the spans of each pass under its name, each once."""
    counted = codings[(codings["status"] != "rejected") & ~is_inherited(codings) & (codings["code"] != "")]
    parts = [p.of(counted).assign(coder=p.name) for p in passes]
    columns = ["axis", "doc_id", "start", "end", "code", "coder"]
    spans = pd.concat(parts)[columns].drop_duplicates()
    return spans[spans["doc_id"].isin(doc_ids)].sort_values(columns, ignore_index=True)


def _axis(spans: Frame, documents: Frame, axis: str, names: Sequence[str], drawn: Resampling) -> Iterator[dict[str, Any]]:
    mine = spans[spans["axis"] == axis]
    options: dict[str, Any] = {"coders": names, "times": drawn.times, "seed": drawn.seed, "confidence": drawn.confidence}
    for figure in WHOLE:
        yield figure_row(figure(mine, documents, **options), of="axis", axis=axis, units="all characters")
    for code in sorted(mine["code"].unique()):
        for figure in PER_CODE:
            found = figure(mine, documents, code=code, **options)
            yield figure_row(found, of="code", axis=axis, code=code, units="all characters")
    yield from _codes(alpha_codes(mine, documents, **options), axis)


def _codes(found: Mapping[str, Coefficient], axis: str) -> Iterator[dict[str, Any]]:
    """Yield (k)u alpha code by code; where spans of one coder overlap it exists for no code, and that is said once."""
    reasons = {one.reason for one in found.values()}
    if len(reasons) == 1 and all(one.value != one.value for one in found.values()):
        first = next(iter(found.values()))
        yield figure_row(replace(first, variant="every code", n_units=0), of="code", axis=axis, units="all characters")
        return
    for code, one in found.items():
        yield figure_row(one, of="code", axis=axis, code=code, units="all characters")


def _scores(spans: Frame, axis: str, names: Sequence[str]) -> Iterator[Frame]:
    mine = spans[spans["axis"] == axis].drop(columns="axis")
    for a, b in combinations(names, 2):
        for match in MATCHES:
            found = span_scores(mine, gold=a, other=b, match=match)
            for i, (name, value) in enumerate({"axis": axis, "coder_a": a, "coder_b": b, "match": match}.items()):
                found.insert(i, name, value)
            yield found
