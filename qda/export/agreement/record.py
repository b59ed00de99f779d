"""What the outputs of a comparison are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from qda.codebook import Codebook
from qda.errors import UnknownName
from qda.frames import Frame

TO_FILL = ("settled", "reason")
"""The columns that are empty, to be filled in during the talk; `qda.project.Project.settle_list` reads them."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A comparison of coders as tables and words.

    Attributes
    ----------
    title
        Stands above everything.
    about
        Topic and text, in order: who, what, which units, how.
    reading
        The figures read out in plain words, a paragraph each.
    book
        Gives labels and the codes to choose from.
    coders
        The coder -> the column of ``disagreements`` with what this coder said.
    figures
        A row per coefficient: ``of, axis, code, document, units, coefficient, variant, value, low, high, interval, n, reason, source``.
    counts
        A row per code and pair of coders: ``axis, code, coder_a, coder_b, n, both, only_a, only_b, neither, precision, recall, f1``; empty for free spans.
    findings
        Finding by finding: its codes axis by axis, ``coder_a, coder_b, both, only_a, only_b``; may be empty.
    scores
        Of free spans: ``axis, coder_a, coder_b, match, code, n_gold, n_other, matched, precision, recall, f1, ..._share, reason``; empty for units.
    disagreements
        ``doc_id, start, end, axis``, the columns of the coders, ``differ, page, speaker, heading, question, text``.
    created
        An ISO time that the files carry; no output asks the clock.
    """

    title: str
    about: tuple[tuple[str, str], ...]
    reading: tuple[str, ...]
    book: Codebook
    coders: Mapping[str, str]
    figures: Frame
    disagreements: Frame
    counts: Frame = field(default_factory=pd.DataFrame)
    findings: Frame = field(default_factory=pd.DataFrame)
    scores: Frame = field(default_factory=pd.DataFrame)
    created: str = ""

    @property
    def of_spans(self) -> bool:
        """Whether free spans were compared, and not units."""
        return self.counts.empty and not self.scores.empty

    def axis_label(self, axis: str) -> str:
        """Return the label of an axis; nothing for none."""
        return (self.book.axis(axis).label or axis) if axis in self.book.axis_ids else axis

    def code_label(self, axis: str, code: str) -> str:
        """Return the label of a code, or its id where the codebook does not know it."""
        try:
            return self.book.code(axis, code).label or code
        except UnknownName:
            return code

    def named(self, axis: str, codes: str) -> str:
        """Return codes joined by ``;`` with id and label.

        An id that says the same as its label is not repeated.
        """
        return "; ".join(self._both(axis, code.strip()) for code in codes.split(";") if code.strip())

    def _both(self, axis: str, code: str) -> str:
        label = self.code_label(axis, code)
        return label if label.casefold() == code.casefold() else f"{label} ({code})"
