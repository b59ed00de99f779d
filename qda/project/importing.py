"""Tables become documents, units and codings of a project."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from qda._wording import many
from qda.errors import OffsetError, UnknownName, nearest
from qda.frames import Frame, read_csv
from qda.model import Document, Mark, canonical
from qda.project.adding import IMPORTED, cases_table
from qda.statements.cases import ALL

if TYPE_CHECKING:
    from qda.store import CodingReport, Store

KIND = "import"
"""The kind of these acts: a rerun of the study could not do them again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportReport:
    """How much came in."""

    documents: int
    segments: int
    codings: "CodingReport"
    cases: int = 0
    mentions: int = 0

    def __str__(self) -> str:
        parts = [many(self.documents, "document"), many(self.segments, "segment"), str(self.codings)]
        parts += [many(n, what) for n, what in ((self.cases, "case"), (self.mentions, "mention")) if n]
        return ", ".join(parts)


def import_tables(
    store: "Store",
    segments: str | Path,
    codings: str | Path,
    *,
    cases: str | Path | None,
    mentions: str | Path | None,
    coder: str,
) -> ImportReport:
    """Read all tables first, then store them, an act each; see `qda.project.Project.import_tables`."""
    grid, source = read_csv(segments, "segments"), str(segments)
    coded, listed = read_csv(codings, "codings"), cases_table(cases)
    said = None if mentions is None else read_csv(mentions, "mentions")
    cases_known = {*store.cases()["id"], *(() if listed is None else listed["id"])}
    _require_cases(grid, cases_known, source)
    if said is not None:
        _require_cases(said, cases_known and {*cases_known, ALL}, str(mentions))
    documents = [document_of(str(doc_id), own, source) for doc_id, own in grid.groupby("doc_id", sort=False)]
    if listed is not None:
        store.add_cases(listed, coder=coder, kind=KIND)
    report = store.add_documents(_not_there(store, documents, grid), coder=coder, kind=KIND)
    store.set_segments(grid, coder=coder, source=source, kind=KIND)
    spoken = _mentions(grid, said)
    named = store.add_mentions(spoken, coder=coder, source=str(mentions or segments)) if len(spoken) else 0
    added = store.add_codings(coded, coder=coder or IMPORTED, kind=KIND, source=str(codings))
    n = 0 if listed is None else len(listed)
    changed = len(report.added) + len(report.changed)
    return ImportReport(documents=changed, segments=len(grid), codings=added, cases=n, mentions=named)


def _not_there(store: "Store", documents: list[Document], grid: Frame) -> list[Document]:
    """Leave out the documents whose text the project has with all that stands between the units: it says more than the units do."""
    known = dict(store.documents()[["id", "text"]].itertuples(index=False, name=None))
    units = {
        str(doc_id): list(own[["start", "end", "text"]].itertuples(index=False, name=None))
        for doc_id, own in grid.groupby("doc_id")
    }
    return [
        d
        for d in documents
        if d.id not in known or known[d.id] == d.text or any(known[d.id][s:e] != text for s, e, text in units[d.id])
    ]


def document_of(doc_id: str, segments: Frame, source: str) -> Document:
    """Return the document whose units these are: their texts in order, gaps filled with blanks.

    Raises
    ------
    OffsetError
        A unit's text does not fill its span, is not in canonical form, or contradicts a unit that overlaps it.
    """
    rows = segments.sort_values(["start", "end"], kind="stable").to_dict("records")
    text = [""] * max(int(row["end"]) for row in rows)
    for row in rows:
        start, end = row["start"], row["end"]
        _write(text, start, end, row["text"], f"{source}: {doc_id} [{start}, {end})")
    cases, languages = set(segments["case"]), [name for name in segments["language"] if name]
    return Document(
        id=doc_id,
        text="".join(c or " " for c in text),
        case=cases.pop() if len(cases) == 1 else "",
        language=languages[0] if languages else "",
        source=Path(source).name,
        marks=tuple(sorted(_marks(rows), key=lambda m: (m.start, m.end, m.kind))),
    )


def _write(text: list[str], start: int, end: int, given: str, where: str) -> None:
    if canonical(given) != given:
        raise OffsetError(
            f"{where}: the text is not in canonical form (NFC, line ends \\n, no control characters); its offsets would shift"
        )
    if len(given) != end - start or start == end:
        raise OffsetError(f"{where}: the text has {len(given)} characters, its span {end - start}")
    for i, character in enumerate(given, start=start):
        if text[i] not in {"", character}:
            raise OffsetError(f"{where}: at {i} stands {character!r}, another segment says {text[i]!r}")
        text[i] = character


Rows = list[dict[Any, Any]]


def _marks(rows: Rows) -> Iterator[Mark]:
    """Yield what the looked-up columns say: turns and questions of runs of units, headings where they change."""
    for (speaker, role), run in groupby(rows, key=lambda row: (row["speaker"], row["role"])):
        if speaker:
            start, end = _stretch(list(run))
            yield Mark(kind="turn", start=start, end=end, value=speaker, attributes={"role": role} if role else {})
    for question, run in groupby(rows, key=lambda row: row["question"]):
        if question:
            start, end = _stretch(list(run))
            yield Mark(kind="question", start=start, end=end, value=question)
    before: list[str] = []
    for heading, run in groupby(rows, key=lambda row: row["heading"]):
        path = heading.split(" > ") if heading else []
        start = next(run)["start"]
        for level, title in enumerate(path, start=1):
            if path[:level] != before[:level]:
                yield Mark(kind="heading", start=start, end=start, value=title, attributes={"level": level})
        before = path


def _stretch(run: Rows) -> tuple[int, int]:
    return run[0]["start"], max(row["end"] for row in run)


def _require_cases(table: Frame, cases: set[str], source: str) -> None:
    for case in sorted(set(table["case"]) - {"", *cases}):
        if cases:
            raise UnknownName(f"{source}: case {case!r} is not in the table of cases; {nearest(case, cases)}")


def _mentions(grid: Frame, given: Frame | None) -> Frame:
    """Return the table ``mentions``: what is given, and the cases of units in documents of which not all units have the same."""
    several = grid.groupby("doc_id")["case"].transform("nunique") > 1
    own = grid.loc[several & (grid["case"] != ""), ["doc_id", "start", "end", "case"]]
    return own if given is None else pd.concat([given, own], ignore_index=True)
