"""Agreement as the command line asks for it: of a project or of tables, on units or on spans, to be printed or written."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from qda.agreement import Agreement, Resampling, SpanAgreement
from qda.agreement.grid import Basis
from qda.model import MACHINES
from qda.project.comparing_tables import read_coded, two_of
from qda.project.comparisons import export_comparison

if TYPE_CHECKING:
    from qda.project.project import Project

Answer = tuple[Agreement | SpanAgreement, tuple[Path, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What is asked.

    Attributes
    ----------
    coders, documents
        Empty: the two people there are; all documents.
    basis, by, times, seed
        As in `qda.project.Project.agreement`.
    spans
        Free spans, and not units.
    out
        Where the answer is written; None: nowhere.
    """

    coders: Sequence[str] = ()
    documents: Sequence[str] = ()
    basis: str = "documents"
    by: str = "units"
    times: int = 1000
    seed: int = 1
    spans: bool = False
    out: Path | None = None

    @property
    def drawn(self) -> Resampling:
        """How intervals are drawn."""
        return Resampling(times=self.times, seed=self.seed, by="documents" if self.spans else self.by)


def ask_project(path: str | Path, question: Question) -> Answer:
    """Compare coders of a project.

    Raises
    ------
    QdaError
        The project cannot be opened, coders are not clear, or the answer cannot be written.
    """
    from qda.project.project import Project

    with Project.open(path) as project:
        coders = question.coders or two_of(_people(project), project.name)
        common: dict[str, Any] = {"documents": question.documents or None, "times": question.times, "seed": question.seed}
        found: Agreement | SpanAgreement = (
            project.span_agreement(*coders, **common)
            if question.spans
            else project.agreement(*coders, basis=cast("Basis", question.basis), by=question.by, **common)
        )
        return found, () if question.out is None else project.export(question.out, found)


def _people(project: "Project") -> list[str]:
    both = [table.loc[~table["origin"].isin((*MACHINES, "settled")), "coder"] for table in (project.codings, project.readings)]
    return sorted({*both[0], *both[1]})


def ask_tables(segments: Path, codings: Sequence[Path], codebook: str, question: Question) -> Answer:
    """Compare coders on tables.

    Raises
    ------
    QdaError
        A table is wrong, coders are not clear, or the answer cannot be written.
    """
    coded = read_coded(segments, codings, codebook=codebook, documents=question.documents or None)
    coders = question.coders or two_of(coded.people, "the tables of codings")
    found: Agreement | SpanAgreement = (
        coded.span_agreement(coders, resampling=question.drawn)
        if question.spans
        else coded.agreement(coders, basis=cast("Basis", question.basis), resampling=question.drawn)
    )
    if question.out is None:
        return found, ()
    created = max(coded.codings["created"], default="")
    return found, export_comparison(question.out, found, book=coded.book, texts=coded.texts, created=created)
