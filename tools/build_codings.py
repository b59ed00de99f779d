"""Bring the coder's table of the sample study into the form that ``qda`` reads: ``tools/corpus/codings.csv`` -> ``corpus/codings.csv``.

The source names a passage by its words and by the turn they stand in, the result by its place in the text that was read from the corpus. A row of the source
is one statement; the result has a row for each of its codes. Rows without code say what was read and left uncoded: with an axis, a passage on which the coder
found nothing for this axis; without one, a sentence of a respondent on which nothing at all was found.
The same sources give the same bytes. Run it from anywhere, after ``build_corpus.py``::

    python tools/build_codings.py [FILE]
"""

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from study_sources import SOURCES, read_study, seconds

from qda.codebook import read_codebook
from qda.errors import BadInput
from qda.frames import Frame
from qda.ingest import read_folder
from qda.model import Document
from qda.segment import segments

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
CODEBOOK = "integration"
CODER = "MK"
AXES = {
    "valence": "valence",
    "factors": "factor",
    "aspect": "aspect",
    "dimension": "dimension",
    "phase": "phase",
    "strength": "strength",
}  # column of the source -> axis; the first code of a statement carries its memo
COLUMNS = (
    *("doc_id", "start", "end", "axis", "code", "statement"),
    *("coder", "round", "origin", "certainty", "status", "quote", "memo"),
)
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A row of the source, found in the text: `codes` are pairs of axis and code."""

    doc_id: str
    start: int
    end: int
    statement: str
    quote: str
    codes: tuple[tuple[str, str], ...]
    certainty: str
    memo: str


class Turns:
    """The turns of the documents, by the times that the sources give them."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._starts = {_stem(i.file): [turn.start for turn in i.turns] for i in read_study()[0]}

    def place(self, doc_id: str, time: str, quote: str) -> tuple[int, int]:
        """Return where a quote stands.

        Raises
        ------
        BadInput
            There is no such document or turn, or the turn does not hold the quote exactly once.
        """
        where = f"tools/corpus/codings.csv: {doc_id} {time}"
        starts, document = self._starts.get(doc_id), self._documents.get(doc_id)
        if starts is None or document is None:
            raise BadInput(f"{where}: no such interview; there are {', '.join(sorted(self._starts))}")
        marks = document.of_kind("turn")
        if len(marks) != len(starts):
            raise BadInput(f"{where}: {len(starts)} turns in the source, {len(marks)} in the corpus; run build_corpus.py")
        if seconds(time) not in starts:
            raise BadInput(f"{where}: no turn of the source starts then")
        turn = marks[starts.index(seconds(time))]
        text = document.quote(turn.start, turn.end)
        if (found := text.count(quote)) != 1:
            raise BadInput(f"{where}: {quote!r} stands {found} times in this turn; a quote must stand there once")
        start = turn.start + text.index(quote)
        return start, start + len(quote)


def read_passages(text: str, turns: Turns) -> Iterator[Passage]:
    """Read the source and find its passages; statements are numbered by row."""
    for number, row in enumerate(csv.DictReader(io.StringIO(text)), start=1):
        start, end = turns.place(row["document"], row["time"], row["quote"])
        yield Passage(
            doc_id=row["document"],
            start=start,
            end=end,
            statement=f"{CODER}-{number:04}",
            quote=row["quote"],
            codes=tuple((axis, code) for column, axis in AXES.items() for code in row[column].split(";") if code),
            certainty=row["certainty"],
            memo=row["memo"],
        )


def coded_rows(passage: Passage) -> Iterator[Row]:
    """Make a row of each code; the memo stands with the first."""
    for number, (axis, code) in enumerate(passage.codes):
        yield {
            **_row(passage.doc_id, passage.start, passage.end, passage.quote),
            "axis": axis,
            "code": code,
            "statement": passage.statement,
            "certainty": passage.certainty,
            "memo": "" if number else passage.memo,
        }


def empty_rows(passages: Sequence[Passage], axes: Sequence[str]) -> Iterator[Row]:
    """Make a row without code of each passage and axis on which no statement of the passage has a code: it was read for them all."""
    for place in dict.fromkeys((p.doc_id, p.start, p.end, p.quote) for p in passages):
        found = {axis for p in passages if (p.doc_id, p.start, p.end) == place[:3] for axis, _ in p.codes}
        yield from ({**_row(*place), "axis": axis} for axis in axes if axis not in found)


def read_rows(sentences: Frame, passages: Iterable[Passage]) -> Iterator[Row]:
    """Make a row without code of each sentence of a respondent that no passage covers by more than half."""
    spans = [(p.start, p.end) for p in passages]
    for sentence in sentences.to_dict("records"):
        start, end = sentence["start"], sentence["end"]
        covered = max((min(end, b) - max(start, a) for a, b in spans), default=0)
        if sentence["role"] != "interviewer" and 2 * covered <= end - start:
            yield _row(sentence["doc_id"], start, end, sentence["text"])


def build() -> bytes:
    """Return the codings as comma separated text, in the order of the texts."""
    corpus = read_folder(CORPUS)
    documents = {d.id: d for d in corpus.documents}
    source = (SOURCES / "codings.csv").read_text(encoding="utf-8")
    passages = list(read_passages(source, Turns(documents)))
    rows = [row for passage in passages for row in coded_rows(passage)]
    rows += empty_rows(passages, read_codebook(CODEBOOK).axis_ids)
    for doc_id in sorted({p.doc_id for p in passages}):
        sentences = segments(documents[doc_id], speakers=corpus.speakers)
        rows += read_rows(sentences, [p for p in passages if p.doc_id == doc_id])
    rows.sort(
        key=lambda row: (row["doc_id"], row["start"], row["end"], not row["code"], row["statement"])
    )  # stable: axes keep their order
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def _stem(file: str) -> str:
    return PurePosixPath(file).with_suffix("").as_posix()


def _row(doc_id: str, start: int, end: int, quote: str) -> Row:
    """Return what all rows have; without a code it says: read, nothing found."""
    blank = dict.fromkeys(COLUMNS, "")
    fixed = {"coder": CODER, "round": 1, "origin": "human", "status": "accepted"}
    return {**blank, **fixed, "doc_id": doc_id, "start": start, "end": end, "quote": quote}


if __name__ == "__main__":
    (Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS / "codings.csv").write_bytes(build())
