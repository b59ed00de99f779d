"""Documents come into a project, with what the tables beside them say."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from qda.errors import BadInput, ReadError, nearest
from qda.frames import Frame, check, read_csv
from qda.model import Document

if TYPE_CHECKING:
    from qda.ingest import Corpus
    from qda.store import DocumentReport, Store

Progress = Callable[[int, int, str], None]
Refusal = tuple[str, str, str]
"""File, reason, remedy."""

IMPORTED = "imported"
"""Whose codings a table brings, where neither it nor the caller says."""


@dataclass(frozen=True, kw_only=True)
class AddReport:
    """What adding did.

    Attributes
    ----------
    added, changed
        The ids of documents that are new, and of those with a new text or description.
    refused
        Columns ``file``, ``reason``, ``remedy``: what is not in the project, and why.
    warnings
        What the user should know, a line each.
    codings
        How many codings the folder brought that were new.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    refused: Frame = field(default_factory=lambda: _refused(()))
    warnings: tuple[str, ...] = ()
    codings: int = 0

    @property
    def problems(self) -> tuple[str, ...]:
        """What was wrong with the input and did not hinder the rest, a line each."""
        rows = self.refused.itertuples(index=False, name=None)
        return tuple(f"{file}: {reason}" + (f" ({remedy})" if remedy else "") for file, reason, remedy in rows)

    def __str__(self) -> str:
        return f"{len(self.added)} documents added, {len(self.changed)} changed, {len(self.refused)} refused"


def add(
    store: "Store", path: Path, *, cases: str | Path | Frame | None, coder: str, progress: Progress | None = None
) -> AddReport:
    """Read what is there and store it, an act for every table; see `qda.project.Project.add`."""
    given = cases_table(cases)
    corpus = _read(path, progress)
    known = given if given is not None else corpus.cases
    if known is not None:
        store.add_cases(known, coder=coder)
    if corpus.speakers is not None:
        store.add_speakers(corpus.speakers, coder=coder)
    case_ids = store.cases()["id"].tolist()
    strangers = list(_strangers(corpus.documents, case_ids))
    wrong = {file for file, _, _ in strangers}
    report = store.add_documents([d for d in corpus.documents if d.source not in wrong], coder=coder)
    codings, lost = _add_codings(store, corpus, path, coder)
    refused = pd.concat([corpus.refused, _refused([*strangers, *lost])], ignore_index=True)
    warnings = (*corpus.warnings, *_changes(report))
    return AddReport(added=report.added, changed=report.changed, refused=refused, warnings=warnings, codings=codings)


def cases_table(cases: str | Path | Frame | None) -> Frame | None:
    """Return the table ``cases`` from a file whose first column is called ``case``, or from a frame."""
    if cases is None or isinstance(cases, pd.DataFrame):
        return None if cases is None else check("cases", cases.rename(columns={"case": "id"}))
    return read_csv(cases, "cases", rename={"case": "id"})


def _read(path: Path, progress: Progress | None) -> "Corpus":
    """Read a folder; or one file, as a corpus of its own."""
    from qda.ingest import Corpus, read, read_folder

    if path.is_dir() or not path.exists():
        return read_folder(path, progress=progress)
    try:
        return Corpus(documents=(read(path),), refused=_refused(()))
    except ReadError as error:
        return Corpus(documents=(), refused=_refused([(str(path), error.reason, error.remedy)]))


def _refused(rows: Sequence[Refusal]) -> Frame:
    return pd.DataFrame(list(rows), columns=["file", "reason", "remedy"]).astype("str")


def _strangers(documents: Sequence[Document], cases: Sequence[str]) -> Iterator[Refusal]:
    """Yield the documents whose case is in no table of cases, if there is one."""
    for document in documents:
        if cases and document.case and document.case not in cases:
            yield document.source, f"case {document.case!r} is not in the table of cases", nearest(document.case, cases)


def _add_codings(store: "Store", corpus: "Corpus", path: Path, coder: str) -> tuple[int, list[Refusal]]:
    """Import the codings beside the documents; those of documents that are not there are left out and named."""
    if corpus.codings is None:
        return 0, []
    file, known = str(path / "codings.csv"), set(store.document_ids())
    lost = corpus.codings[~corpus.codings["doc_id"].isin(known)]
    refused = [
        (file, f"no document {doc_id!r} in this project; {n} codings left out", nearest(str(doc_id), known))
        for doc_id, n in lost["doc_id"].value_counts(sort=False).items()
    ]
    own = corpus.codings[corpus.codings["doc_id"].isin(known)]
    try:
        report = store.add_codings(own, coder=coder or IMPORTED, kind="import", source=file) if len(own) else None
    except BadInput as error:
        return 0, [*refused, (file, str(error).removeprefix(f"{file}: "), "none of its codings were added")]
    return report.added if report else 0, refused


def _changes(report: "DocumentReport") -> Iterator[str]:
    for moved in report.moved:
        lost = f", {moved.orphaned} lost their place (listed by `qda check`)" if moved.orphaned else ""
        yield f"{moved.doc_id}: its text changed; {moved.placed} codings of people kept or found their place{lost}; segment and tag it again"
