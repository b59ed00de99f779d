"""The tagger that learns from what people coded."""

from collections.abc import Mapping
from typing import Any, Self

import numpy as np
import pandas as pd

from qda.codebook import Bank, Codebook
from qda.errors import BadInput
from qda.frames import Frame, check, empty
from qda.learn import banks
from qda.learn.card import card_of
from qda.learn.judging import Judge
from qda.learn.labels import Bools, Labels, labels_of
from qda.learn.learning import Learnt, LearntBank, learn_from
from qda.learn.material import Aids, Encoder, columns_of, context_of, groups_of, in_order
from qda.learn.predicting import Scored
from qda.learn.writing import Suggested, Writer

CANDIDATE = 0.05
"""The least score of a candidate. Weak ones are kept: a matrix weighs them by their score."""


class LearnedTagger:
    """Suggest codes by what people coded, and by an example bank.

    Parameters
    ----------
    book
        The codebook.
    bank
        Labelled sentences to start from; they count less the more is coded.
    coder
        The name under which the codings stand.
    round
        The round of coding they belong to.
    threshold
        The least score of a suggestion, in [0, 1]; with None the cut that was best, for each code, on segments that were not seen in training.
    encode
        Gives texts vectors of meaning, a row each; then these are learnt from, too.
    seed
        For what is drawn; today nothing is, and the same material always gives the same model.

    Attributes
    ----------
    learnt_
        What it learnt; None before `fit`.
    card_
        What it learnt from and how good it was on what it had not seen, see `qda.learn.card`; empty before `fit`.
    """

    origin = "model"

    def __init__(
        self,
        book: Codebook,
        *,
        bank: Bank | bool | None = None,
        coder: str = "model",
        round: int = 1,  # noqa: A002  the column's name
        threshold: float | None = CANDIDATE,
        encode: Encoder | None = None,
        seed: int = 0,
    ) -> None:
        if threshold is not None and not 0 <= threshold <= 1:
            raise BadInput(f"threshold {threshold} lies outside [0, 1]")
        self.book = book
        self.bank = bank
        self.coder = coder
        self.round = round
        self.threshold = threshold
        self.encode = encode
        self.seed = seed
        self.learnt_: Learnt | None = None
        self.card_: Mapping[str, Any] = {}

    # ------------------------------------------------------------------------------------------------------------- what a mixture adds

    def _signs(self, segments: Frame) -> Frame | None:  # noqa: ARG002  for those that have rules
        """Return what rules suggest, whatever the score, as the table ``codings``; None: there are no rules."""
        return None

    def _context(self, segments: Frame) -> Frame | None:  # noqa: ARG002  for those that look at it
        """Return the table ``context``; None: nobody looks at it."""
        return None

    def _examples(self) -> Bank | None:
        """Return the example bank."""
        return None if isinstance(self.bank, bool) else self.bank

    # ------------------------------------------------------------------------------------------------------------- the contract

    def fit(self, segments: Frame, codings: Frame, readings: Frame | None = None) -> Self:
        """Learn from codings of the segments.

        Where two or more people coded a segment, what was settled holds, else the majority; nothing is learnt from a tie. What a person rejected is a case
        against, and suggestions that nobody judged are neither.

        Parameters
        ----------
        segments
            The table ``segments``: what was read. Turns of roles that the codebook skips are left out.
        codings
            The table ``codings``. A segment without codings was read and nothing found, as was one whose row has an empty code.
        readings
            The table ``readings``: nothing is learnt of an axis from segments on which nobody read it. None: all axes that are coded anywhere were read.

        Raises
        ------
        BadInput
            There are no segments, or nobody coded anything that could be learnt.
        """
        units = in_order(self._readable(check("segments", segments)))
        said = check("codings", codings)
        if units.empty:
            raise BadInput("there are no segments to learn from")
        labels = labels_of(units, said, self.book, None if readings is None else check("readings", readings))
        self._require_both(labels.given, labels.judged)
        known = labels.judged.any(axis=1)
        units, labels = (
            units.loc[pd.Series(known)].reset_index(drop=True),
            Labels(given=labels.given[known], judged=labels.judged[known]),
        )
        study = self._aids.material(units, labels, groups_of(units), self.book)
        self.learnt_ = learn_from(self.book, self._learnt_bank(set(units["language"])), study)
        self.card_ = {"tagger": type(self).__name__, "seed": self.seed, **card_of(self.book, self.learnt_, study, said)}
        return self

    def tag(self, segments: Frame) -> Frame:
        """Return suggested codings; see `qda.tagger.Tagger.tag`.

        Raises
        ------
        BadInput
            Nothing was learnt yet, and there is neither an example bank nor a rule to start from.
        """
        units = self._readable(check("segments", segments))
        if units.empty:
            return empty("codings")
        signs = self._signs(units)
        found = [self._tag(part, signs, str(language)) for language, part in units.groupby("language", sort=True)]
        filled = [frame for frame in found if len(frame)]
        return pd.concat(filled, ignore_index=True) if filled else empty("codings")

    def scored(self, segments: Frame) -> Scored:
        """Return the score of every code, suggested or not: a row per segment in the order given, a column per code of the codebook."""
        every = check("segments", segments)
        rows = np.flatnonzero(~every["role"].isin(self.book.skip_roles).to_numpy())
        units, shape = self._readable(every), (len(every), len(columns_of(self.book)))
        out = Scored(scores=np.zeros(shape), kept=np.zeros(shape, bool), least=np.ones(shape))
        signs = self._signs(units) if len(units) else None
        for language, part in units.groupby("language", sort=True):
            found = self._judged(part.reset_index(drop=True), signs, str(language))
            if found is not None:
                own = rows[part.index.to_numpy()]
                out.scores[own], out.kept[own], out.least[own] = found.scores, found.kept, found.least
        return out

    # ------------------------------------------------------------------------------------------------------------- its parts

    @property
    def _aids(self) -> Aids:
        return Aids(signs=self._signs, context=self._context, encode=self.encode, name=type(self).__name__)

    def _readable(self, segments: Frame) -> Frame:
        """Leave out the turns of skipped roles, and name the language of what names none."""
        kept = segments[~segments["role"].isin(self.book.skip_roles)]
        return kept.assign(language=kept["language"].where(kept["language"] != "", self.book.languages[0])).reset_index(drop=True)

    def _require_both(self, given: Bools, judged: Bools) -> None:
        yes, no = (given & judged).any(axis=0), (~given & judged).any(axis=0)
        if not yes.any():
            raise BadInput("nobody coded any of the segments; a model needs segments that carry a code, and some that do not")
        if not (yes & no).any():
            raise BadInput("every segment carries the same codes; a model needs segments that carry a code, and some that do not")

    def _learnt_bank(self, languages: set[str]) -> LearntBank | None:
        bank = self._examples()
        return None if bank is None else banks.learnt(bank, self.book, languages, self._aids)

    def _model_for(self, language: str) -> Learnt | None:
        """Return what was learnt of a language: from codings, else from the bank alone; None: nothing."""
        if self.learnt_ is not None and language in self.learnt_.languages:
            return self.learnt_
        bank = self._learnt_bank({language}) if self.learnt_ is None or language not in self.learnt_.languages else None
        return None if bank is None else banks.alone(bank, self.book)

    def _tag(self, segments: Frame, signs: Frame | None, language: str) -> Frame:
        units = segments.reset_index(drop=True)
        found = self._judged(units, signs, language)
        return (
            empty("codings") if found is None else Writer(book=self.book, coder=self.coder, round=self.round).table(units, found)
        )

    def _judged(self, units: Frame, signs: Frame | None, language: str) -> Suggested | None:
        """Return what is suggested of segments of a language; None: nothing is known of it."""
        learnt = self._model_for(language)
        if learnt is None and signs is None:
            if self.learnt_ is None and self._examples() is None:
                raise BadInput("nothing was learnt yet: call fit, or give an example bank to start from")
            return None
        own = None if signs is None else _of(signs, units)
        judge = Judge(book=self.book, learnt=learnt, threshold=self.threshold, encode=self.encode)
        return judge.judged(units, own, context_of(self._context(units), units, self.book))


def _of(signs: Frame, units: Frame) -> Frame:
    """Return what the rules say of some of the units."""
    place = ["doc_id", "start", "end"]
    return signs[pd.MultiIndex.from_frame(signs[place]).isin(pd.MultiIndex.from_frame(units[place]))]
