"""The tagger of codebook patterns."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import pandas as pd

from qda.codebook import Codebook
from qda.errors import BadInput
from qda.frames import Frame, check, empty
from qda.model import machine_id, statement_id
from qda.rules.engine import Engine, language_of, rules_of
from qda.rules.hits import Hit
from qda.rules.scoring import Claim, Weigher

DEFAULT_THRESHOLD = 0.2
"""Below this score nothing is suggested to a person."""

LOW_GATE = 0.05
"""For matrices: keep even weak candidates, which the matrix weighs by their score; a high gate loses findings that several weak signs support together."""


class RuleTagger:
    """Suggest codes by the patterns of a codebook.

    Parameters
    ----------
    book
        The codebook.
    coder
        The name under which the codings stand.
    round
        The round of coding they belong to.
    threshold
        The least score of a suggestion, in [0, 1]. On axes that inherit it is at least `DEFAULT_THRESHOLD`: a weak sign must not shut out heading and question.
        With 0 everything is suggested.
    """

    def __init__(self, book: Codebook, *, coder: str = "rules", round: int = 1, threshold: float = DEFAULT_THRESHOLD) -> None:  # noqa: A002  the column's name
        if not 0 <= threshold <= 1:
            raise BadInput(f"threshold {threshold} lies outside [0, 1]")
        self.book = book
        self.coder = coder
        self.round = round
        self.threshold = threshold

    def tag(self, segments: Frame) -> Frame:
        """Return suggested codings; see `qda.tagger.Tagger.tag`.

        Turns of the codebook's `skip_roles` get none, and neither do segments in a language that the codebook has no patterns for.
        """
        rows = [row for segment in check("segments", segments).to_dict("records") for row in self._rows(segment)]
        return check("codings", pd.DataFrame(rows)) if rows else empty("codings")

    def match(self, text: str, language: str = "") -> tuple[Hit, ...]:
        """Return the hits in a text that count; `language` is the codebook's first if none is given."""
        return tuple(hit for hit in self.explain(text, language) if hit.effect != "dropped")

    def explain(self, text: str, language: str = "") -> tuple[Hit, ...]:
        """Return every hit in a text, also those that a negation drops, with the cues that deny it."""
        return tuple(self._engine(language).find(text))

    @cached_property
    def _least(self) -> Mapping[str, float]:
        firm = max(self.threshold, DEFAULT_THRESHOLD) if self.threshold else 0.0
        return {axis.id: firm if axis.inherit else self.threshold for axis in self.book.axes}

    @cached_property
    def _weigher(self) -> Weigher:
        return Weigher(self.book.axes, split=self.book.split, cell=str(self.book.matrix.get("cell", "")))

    @cached_property
    def _engines(self) -> dict[str, Engine]:
        return {}

    def _engine(self, language: str) -> Engine:
        chosen = language_of(language, self.book)
        if chosen not in self._engines:
            rules = (
                rule
                for axis in self.book.axes
                for code in axis.codes
                for rule in rules_of(axis, code, code.patterns.get(chosen, ()))
            )
            self._engines[chosen] = Engine(rules, chosen)
        return self._engines[chosen]

    def _rows(self, segment: Mapping[Any, Any]) -> Iterator[dict[str, Any]]:
        if segment["role"] and segment["role"] in self.book.skip_roles:
            return
        hits = self.match(segment["text"], segment["language"])
        for claim in self._weigher.claims(hits):
            if claim.score >= self._least[claim.axis]:
                yield self._row(segment, claim)

    def _row(self, segment: Mapping[Any, Any], claim: Claim) -> dict[str, Any]:
        span: dict[str, Any] = {name: segment[name] for name in ("doc_id", "start", "end")}
        statement = statement_id(**span, coder=self.coder, round_=self.round, split=claim.split)
        version = self.book.codebook_version
        made: dict[str, Any] = {
            "axis": claim.axis,
            "code": claim.code,
            "statement": statement,
            "coder": self.coder,
            "codebook_version": version,
        }
        return {
            **span,
            **made,
            "id": machine_id(**span, **made, round_=self.round),
            "round": self.round,
            "origin": "rule",
            "score": claim.score,
            "status": "suggested",
            "quote": segment["text"],
            "evidence": claim.evidence,
        }
