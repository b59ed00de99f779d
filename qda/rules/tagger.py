"""The tagger of codebook patterns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import repeat

import pandas as pd

from qda.codebook import Codebook
from qda.errors import BadInput
from qda.frames import Frame, check, empty
from qda.model import machine_id, statement_id
from qda.rules.around import ALONE, Around, Unit, surroundings
from qda.rules.engine import Engine
from qda.rules.hits import Hit
from qda.rules.rule import language_of, rules_of
from qda.rules.scoring import Claim, Weigher

CANDIDATE = 0.02
"""The least score of a candidate. Weak ones are kept: a matrix weighs them by their score, and several weak signs may support a finding together."""

SUGGESTED = 0.2
"""The least score at which a candidate is worth a person's look, and at which a sign of its own shuts out heading and question."""

DIGITS = 6
"""Scores are rounded as tables hold them, so that what leaves and comes back is the same."""

_WRITTEN = ("doc_id", "start", "end", "axis", "code", "statement", "id", "score", "quote", "evidence")

Row = tuple[str, int, int, str, str, str, str, float, str, str]


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
        The least score of a suggestion, in [0, 1]. On axes that inherit it is at least `SUGGESTED`: a weak sign must not shut out heading and question.
        With 0 everything is suggested; with None what is worth a person's look, by the `least` of each axis.
    """

    def __init__(self, book: Codebook, *, coder: str = "rules", round: int = 1, threshold: float | None = CANDIDATE) -> None:  # noqa: A002  the column's name
        if threshold is not None and not 0 <= threshold <= 1:
            raise BadInput(f"threshold {threshold} lies outside [0, 1]")
        self.book = book
        self.coder = coder
        self.round = round
        self.threshold = threshold

    def tag(self, segments: Frame) -> Frame:
        """Return suggested codings; see `qda.tagger.Tagger.tag`.

        Turns of the codebook's `skip_roles` get none, and neither do segments in a language that the codebook has no patterns for.
        """
        table = check("segments", segments)
        units = list(map(Unit._make, zip(*[table[name].tolist() for name in Unit._fields], strict=True)))
        rows = [row for unit, around in zip(units, self._around(units), strict=False) for row in self._rows(unit, around)]
        if not rows:
            return empty("codings")
        made = pd.DataFrame(rows, columns=list(_WRITTEN))
        made["coder"], made["round"], made["codebook_version"] = self.coder, self.round, self._version
        made["origin"], made["status"] = "rule", "suggested"
        return check("codings", made)

    def match(self, text: str, language: str = "", around: Around = ALONE) -> tuple[Hit, ...]:
        """Return the hits in a text that count; `language` is the codebook's first if none is given, `around` what stands around the text."""
        return tuple(hit for hit in self.explain(text, language, around) if hit.effect != "dropped")

    def explain(self, text: str, language: str = "", around: Around = ALONE) -> tuple[Hit, ...]:
        """Return every hit in a text, also those that a negation drops, with the cues that deny it."""
        return tuple(self.engine(language).find(text, around))

    def claims(self, text: str, language: str = "", around: Around = ALONE) -> list[Claim]:
        """Return what a text is suggested to say, whatever the score."""
        return self._weigher.claims(self.engine(language).find(text, around))

    @cached_property
    def _version(self) -> str:
        return self.book.codebook_version

    @cached_property
    def _least(self) -> Mapping[str, float]:
        if self.threshold is None:
            return {axis.id: axis.least for axis in self.book.axes}
        firm = max(self.threshold, SUGGESTED) if self.threshold else 0.0
        return {axis.id: firm if axis.inherit else self.threshold for axis in self.book.axes}

    @cached_property
    def _weigher(self) -> Weigher:
        return Weigher(self.book.axes, split=self.book.split, cell=str(self.book.matrix.get("cell", "")))

    @cached_property
    def _engines(self) -> dict[str, Engine]:
        return {}

    def engine(self, language: str) -> Engine:
        """Return the compiled rules that read a text in a language."""
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

    def _around(self, units: Sequence[Unit]) -> Iterable[Around]:
        languages = {unit.language for unit in units}
        return surroundings(units) if any(self.engine(lang).looks_around for lang in languages) else repeat(ALONE)

    def _rows(self, unit: Unit, around: Around) -> Iterator[Row]:
        if unit.role and unit.role in self.book.skip_roles:
            return
        doc_id, start, end, text = unit.doc_id, unit.start, unit.end, unit.text
        for claim in self.claims(text, unit.language, around):
            if claim.score >= self._least[claim.axis]:
                statement, id_ = self._ids(doc_id, start, end, claim)
                yield doc_id, start, end, claim.axis, claim.code, statement, id_, round(claim.score, DIGITS), text, claim.evidence

    def _ids(self, doc_id: str, start: int, end: int, claim: Claim) -> tuple[str, str]:
        """Return the ids of the statement and of the coding."""
        statement = statement_id(doc_id=doc_id, start=start, end=end, coder=self.coder, round_=self.round, split=claim.split)
        coding = machine_id(
            doc_id=doc_id,
            start=start,
            end=end,
            axis=claim.axis,
            code=claim.code,
            statement=statement,
            coder=self.coder,
            round_=self.round,
            codebook_version=self._version,
        )
        return statement, coding
