"""Coders compared on tables, without a project."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from qda.agreement import Agreement, Resampling, SpanAgreement, compare_coders, compare_spans
from qda.agreement.grid import Basis
from qda.codebook import Codebook, read_codebook
from qda.errors import BadInput, UnknownName, nearest
from qda.frames import Frame, read_csv
from qda.model import MACHINES
from qda.project.importing import document_of

READ = ["doc_id", "start", "end", "axis", "coder", "round", "origin"]


@dataclass(frozen=True, kw_only=True)
class CodedTables:
    """Tables of segments and codings as they are compared.

    Attributes
    ----------
    segments, codings, readings
        The tables of these names.
    book
        The codebook.
    texts
        Document id -> text, as far as the segments hold it.
    """

    segments: Frame
    codings: Frame
    readings: Frame
    book: Codebook
    texts: Mapping[str, str]

    @property
    def people(self) -> list[str]:
        """Who coded, machines apart, in the order of the tables."""
        return list(dict.fromkeys(self.codings.loc[~self.codings["origin"].isin(MACHINES), "coder"]))

    def agreement(self, coders: Sequence[str], *, basis: Basis = "documents", resampling: Resampling | None = None) -> Agreement:
        """Compare coders on the units; see `qda.agreement.compare_coders`."""
        from qda.rules import context_codes

        context = context_codes(self.book, self.segments)
        return compare_coders(
            self.codings,
            self.readings,
            self.segments,
            self.book,
            coders=coders,
            basis=basis,
            context=context,
            resampling=resampling,
        )

    def span_agreement(self, coders: Sequence[str], *, resampling: Resampling | None = None) -> SpanAgreement:
        """Compare coders on the spans they drew; see `qda.agreement.compare_spans`."""
        lengths = pd.DataFrame({"doc_id": list(self.texts), "length": [len(text) for text in self.texts.values()]})
        axes = [axis for axis in self.book.axis_ids if (self.codings["axis"] == axis).any()]
        return compare_spans(self.codings, self.readings, lengths, coders=coders, axes=axes, resampling=resampling)


def read_coded(
    segments: str | Path,
    codings: Sequence[str | Path],
    *,
    codebook: str | Path | Codebook,
    documents: Sequence[str] | None = None,
) -> CodedTables:
    """Read a table of segments and one of codings per coder.

    Parameters
    ----------
    codings
        Tables with a column ``coder``; where it is missing or empty, the name of the file without its suffix is the coder. A row without code says that the
        unit was read, on its axis or, without axis, on all.
    documents
        Only these, by id.

    Raises
    ------
    BadInput, UnknownName
        A table or the codebook is wrong; the message names the file. No such document; a code that the codebook does not have.
    """
    book = codebook if isinstance(codebook, Codebook) else read_codebook(codebook)
    grid = read_csv(segments, "segments")
    if documents is not None:
        there = grid["doc_id"].unique().tolist()
        for doc_id in documents:
            if doc_id not in there:
                raise UnknownName(f"{segments}: no document {doc_id!r}; {nearest(doc_id, there)}")
        grid = grid[grid["doc_id"].isin(documents)].reset_index(drop=True)
    said = pd.concat([_of_coder(Path(path), book) for path in codings], ignore_index=True)
    said = said[said["doc_id"].isin(grid["doc_id"])].reset_index(drop=True)
    texts = {str(doc_id): document_of(str(doc_id), own, str(segments)).text for doc_id, own in grid.groupby("doc_id", sort=False)}
    return CodedTables(segments=grid, codings=said, readings=_readings(said, book), book=book, texts=texts)


def _of_coder(path: Path, book: Codebook) -> Frame:
    """Return the codings of a file with their coder."""
    table = read_csv(path, "codings")
    for axis, code in table.loc[table["code"] != "", ["axis", "code"]].drop_duplicates().itertuples(index=False, name=None):
        try:
            book.code(axis, code)
        except UnknownName as error:
            raise UnknownName(f"{path}: {error}") from None
    return table.assign(coder=table["coder"].mask(table["coder"] == "", path.stem))


def _readings(said: Frame, book: Codebook) -> Frame:
    """Return what was read: every row says it of its axis; a machine, and a row without axis, of all."""
    everywhere = said["origin"].isin(MACHINES) | (said["axis"] == "")
    wide = [said.loc[everywhere, READ].assign(axis=axis) for axis in book.axis_ids]
    return pd.concat([said.loc[~everywhere, READ], *wide], ignore_index=True).drop_duplicates(ignore_index=True)


def two_of(people: Sequence[str], where: str) -> list[str]:
    """Return the two people who coded.

    Raises
    ------
    BadInput
        There are fewer, or more: then it must be said who is meant.
    """
    if len(people) != 2:
        there = ", ".join(people) or "nobody"
        raise BadInput(f"{where}: who is to be compared? Name two coders or more; there is {there}")
    return list(people)
