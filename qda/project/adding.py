"""Documents come into a project, with what the tables beside them say."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from qda._wording import many
from qda.errors import BadInput, FileNotThere, ReadError, nearest
from qda.frames import Frame, check, read_csv
from qda.model import Document
from qda.project.namesakes import Held, Refusal, beside, folder_of, held_documents, namesakes, with_known_source

if TYPE_CHECKING:
    from qda.ingest import Corpus
    from qda.store import DocumentReport, Store
    from qda.store.material.moving import Moved

Progress = Callable[[int, int, str], None]
SHOWN = 20
"""Lines about the rows of one table."""

IMPORTED = "imported"
"""Whose codings a table brings, where neither it nor the caller says."""


@dataclass(frozen=True, kw_only=True)
class AddReport:
    """What adding did.

    Attributes
    ----------
    added, changed, known
        The ids of documents that are new, of those with a new text or description, and of those that are in the project as they are.
    refused
        Columns ``file``, ``reason``, ``remedy``: what is not in the project, and why.
    warnings
        What the user should know, a line each.
    codings
        How many codings the folder brought that were new.
    moved
        A row for every coding of a person on a changed text that moved, was healed (its quote reads differently now) or is orphaned: columns ``doc_id, coding,
        how, score, old_start, old_end, new_start, new_end``; `how` as in `qda.store.anchoring.Place`, or ``orphaned``.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    refused: Frame = field(default_factory=lambda: _refused(()))
    warnings: tuple[str, ...] = ()
    codings: int = 0
    moved: Frame = field(default_factory=lambda: _moves(()))

    @property
    def problems(self) -> tuple[str, ...]:
        """What was wrong with the input and did not hinder the rest, a line each."""
        rows = self.refused.itertuples(index=False, name=None)
        return tuple(f"{file}: {reason}" + (f" ({remedy})" if remedy else "") for file, reason, remedy in rows)

    def __str__(self) -> str:
        known = f", {len(self.known)} known already" if self.known else ""
        return f"{many(len(self.added), 'document')} added, {len(self.changed)} changed{known}, {len(self.refused)} refused"


def add(
    store: "Store",
    path: Path,
    *,
    cases: str | Path | Frame | None,
    coder: str,
    case: str = "",
    doc_id: str = "",
    progress: Progress | None = None,
) -> AddReport:
    """Read what is there and store it, an act for every table; see `qda.project.Project.add`."""
    given = cases_table(cases)
    corpus = _read(path, store.folder, case=case, doc_id=doc_id, progress=progress)
    known = given if given is not None else corpus.cases
    if known is not None:
        store.add_cases(known, coder=coder)
    case_ids = store.cases()["id"].tolist()
    held = held_documents(store)
    taken = {} if doc_id else namesakes(store, corpus.documents, path, held)
    wrong = _strangers(corpus.documents, case_ids) | taken
    if corpus.speakers is not None:
        store.add_speakers(corpus.speakers[~corpus.speakers["doc_id"].isin(list(taken))], coder=coder)
    right = with_known_source(store, [d for d in corpus.documents if d.id not in wrong], path, held)
    report = store.add_documents(right, coder=coder, folder=folder_of(path, store))
    codings, lost = (
        (0, []) if corpus.codings is None else add_folder_codings(store, corpus.codings, path / "codings.csv", coder, taken)
    )
    refused = pd.concat([corpus.refused, _refused([*wrong.values(), *lost])], ignore_index=True)
    return AddReport(
        added=report.added,
        changed=report.changed,
        known=report.known,
        refused=refused,
        warnings=(*corpus.warnings, *_again(right, report.added, held), *_changes(report), *_caseless(store, case_ids)),
        codings=codings,
        moved=_moves(report.moved),
    )


def cases_table(cases: str | Path | Frame | None) -> Frame | None:
    """Return the table ``cases`` from a file whose first column is called ``case``, or from a frame."""
    if cases is None or isinstance(cases, pd.DataFrame):
        return None if cases is None else check("cases", cases.rename(columns={"case": "id"}))
    return read_csv(cases, "cases", rename={"case": "id"})


def _read(path: Path, folder: Path, *, case: str, doc_id: str, progress: Progress | None) -> "Corpus":
    """Read a folder; or one file, as a corpus of its own."""
    from qda.ingest import Corpus, read, read_folder
    from qda.ingest.doubts import doubts

    if not path.exists():
        raise FileNotThere(path, "no such file or folder")
    if path.is_dir():
        if case or doc_id:
            raise BadInput(
                f"{path}: case and doc_id are said of a single file; in a folder, documents.csv says the case, and where a file lies its name"
            )
        return read_folder(path, progress=progress)
    try:
        document = replace(read(path, case=case, doc_id=doc_id or None), source=beside(path, folder))
    except ReadError as error:
        return Corpus(documents=(), refused=_refused([(str(path), error.reason, error.remedy)]))
    return Corpus(
        documents=(document,), refused=_refused(()), warnings=tuple(f"{document.source}: {doubt}" for doubt in doubts(document))
    )


def _refused(rows: Sequence[Refusal]) -> Frame:
    return pd.DataFrame(list(rows), columns=["file", "reason", "remedy"]).astype("str")


def _strangers(documents: Sequence[Document], cases: Sequence[str]) -> dict[str, Refusal]:
    """Return the refusals, by id, of documents whose case is in no table of cases, if there is one."""
    return {
        d.id: (d.source, f"case {d.case!r} is not in the table of cases", nearest(d.case, cases))
        for d in documents
        if cases and d.case and d.case not in cases
    }


def add_folder_codings(
    store: "Store", codings: Frame, file: Path, coder: str, taken: Collection[str] = ()
) -> tuple[int, list[Refusal]]:
    """Add the codings that lie beside the documents, apart from the rows that are wrong; return how many are new, and the refusals.

    The names of refused files are `taken` by other documents: their codings are about another text, and are left out.
    """
    coder = coder or IMPORTED
    wrong = store.faults(codings, coder=coder, kind="folder", source=str(file))
    wrong |= {row: "" for row, doc_id in enumerate(codings["doc_id"]) if doc_id in taken}
    report = store.add_codings(codings.drop(index=list(wrong)), coder=coder, kind="folder", source=str(file))
    known = set(store.document_ids()) - set(taken)
    return report.added, list(_rows_refused(str(file), codings, wrong, known, taken))


def _rows_refused(
    file: str, codings: Frame, wrong: Mapping[int, str], known: set[str], taken: Collection[str]
) -> Iterator[Refusal]:
    """Yield a line per document that is not there and a line per other fault with its first row, up to `SHOWN`, and how many more there are."""
    documents = codings["doc_id"].astype(str)
    absent = documents[~documents.isin(known) & documents.index.isin(list(wrong))]
    lines = {}
    for doc_id, own in absent.groupby(absent, sort=False):
        refused = doc_id in taken
        why = f"the file of {doc_id!r} was refused" if refused else f"no document {doc_id!r} in this project"
        line = f"row {own.index[0] + 1}: {why}; {many(len(own), 'coding')} left out"
        lines[int(own.index[0])] = (line, "" if refused else nearest(str(doc_id), known))
    faults = pd.Series({row: what for row, what in sorted(wrong.items()) if row not in absent.index}, dtype=object)
    for what, alike in faults.groupby(faults, sort=False):
        others = f" and {many(len(alike) - 1, 'other row')}" if len(alike) > 1 else ""
        lines[int(alike.index[0])] = (f"row {alike.index[0] + 1}{others}: {what}", "")
    for row in sorted(lines)[:SHOWN]:
        yield file, *lines[row]
    if len(lines) > SHOWN:
        yield file, f"... and {len(lines) - SHOWN} more", ""


def _caseless(store: "Store", cases: Sequence[str]) -> Iterator[str]:
    """Yield a line per document in the project whose case the table of cases does not know, if there is one."""
    if cases:
        stored = store.documents(text=False)
        for doc_id, case in stored[~stored["case"].isin(["", *cases])][["id", "case"]].itertuples(index=False, name=None):
            yield f"{doc_id}: its case {case!r} is not in the table of cases; {nearest(case, cases)}"


def _again(documents: Sequence[Document], added: Collection[str], held: Mapping[str, Held]) -> Iterator[str]:
    """Yield a line per new document that says what one of another name says: a file that was renamed, or a copy."""
    known = {old.revision: doc_id for doc_id, old in held.items()}
    for document in documents:
        if document.id in added and document.revision in known:
            yield f"{document.id}: says what {known[document.revision]} says, which is in the project already; both count"


def _changes(report: "DocumentReport") -> Iterator[str]:
    for moved in report.moved:
        yield f"{moved.doc_id}: its text changed; {moved}; segment and tag it again"


def _moves(moved: Sequence["Moved"]) -> Frame:
    from qda.store.material.moving import moves_frame

    return moves_frame(moved)
