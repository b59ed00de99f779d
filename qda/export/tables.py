"""What a workbook and a report are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from qda.codebook import Codebook
from qda.frames import Frame, empty

CASE = "case"
ALL = "ALL"


class Crossing(Protocol):
    """What is needed of a matrix; `qda.matrix.Matrix` is one."""

    @property
    def rows(self) -> tuple[str, ...]:
        """The axes that make rows."""

    @property
    def columns(self) -> str:
        """The axis that makes columns, or ``case``."""

    @property
    def cell(self) -> str:
        """The axis whose codes stand in the cells."""

    @property
    def frame(self) -> Frame:
        """One row per finding: the keys, ``n_statements``, ``n_documents``, ``score``, ``by_machine``, ``by_default``."""

    @property
    def evidence(self) -> Frame:
        """One row per finding and statement: the keys, ``statement``, ``doc_id``, ``weight``."""

    @property
    def statements(self) -> Frame:
        """The table ``statements``."""

    @property
    def order(self) -> Mapping[str, tuple[str, ...]]:
        """The values of every axis (and ``case``) in their order."""

    @property
    def left_out(self) -> Mapping[str, int]:
        """How many statements have no place in it, by the first axis they lack."""


@dataclass(frozen=True, kw_only=True)
class Tables:
    """Everything the outputs show, as tables.

    Attributes
    ----------
    matrix
        The crossing, with its statements.
    codebook
        Gives labels, definitions, and the axis that splits.
    codings, segments, documents, cases, speakers, memos, journal
        The tables of these names (`qda.frames`); `codings` may hold inherited rows, and `segments` the looked-up columns.
    method
        Topic and text of the *Method* sheet, in order: versions, options, hashes, which reading counted.
    title
        Stands above the matrix; empty: the title of the codebook.
    created
        An ISO time that the workbook carries; empty: the time of the latest coding. No output asks the clock, so the same tables give the same
        bytes; but codings carry the time at which they were made, and the workbook shows it, so two runs over one corpus differ in that.
    most
        How many findings a cell lists; how many more there are is said.
    most_quotes
        How many quotes `write_report` shows per finding; how many more there are is said.
    """

    matrix: Crossing
    codebook: Codebook
    codings: Frame
    segments: Frame
    documents: Frame
    cases: Frame = field(default_factory=lambda: empty("cases"))
    speakers: Frame = field(default_factory=lambda: empty("speakers"))
    memos: Frame = field(default_factory=lambda: empty("memos"))
    journal: Frame = field(default_factory=lambda: empty("journal"))
    method: tuple[tuple[str, str], ...] = ()
    title: str = ""
    created: str = ""
    most: int = 8
    most_quotes: int = 12

    @property
    def statements(self) -> Frame:
        """The statements the matrix was made of."""
        return self.matrix.statements

    @property
    def heading(self) -> str:
        """The title of the outputs."""
        return self.title or self.codebook.title or self.codebook.id
