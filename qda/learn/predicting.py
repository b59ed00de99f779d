"""What any tagger says of segments, as arrays; and fresh copies of taggers that have learnt nothing yet."""

import inspect
from dataclasses import dataclass
from typing import Protocol, TypeVar, runtime_checkable

import numpy as np

from qda.codebook import Codebook
from qda.frames import Frame
from qda.learn.labels import Bools, slices
from qda.learn.material import columns_of
from qda.learn.signals import Numbers, spread
from qda.tagger import Tagger

T = TypeVar("T", bound=Tagger)


@dataclass(frozen=True, kw_only=True)
class Scored:
    """A row per segment, a column per code of the codebook.

    Attributes
    ----------
    scores
        In [0, 1]; 0 where the tagger has nothing to say.
    kept
        What it suggests.
    least
        From which score on it does.
    """

    scores: Numbers
    kept: Bools
    least: Numbers


@runtime_checkable
class Scorer(Protocol):
    """A tagger that tells its score of every code, suggested or not."""

    def scored(self, segments: Frame) -> Scored:
        """Return scores, a row per segment in the order given."""


def fresh(tagger: T, **changes: object) -> T:
    """Return a tagger with the same arguments, some of them changed, that has learnt nothing."""
    names = [name for name in inspect.signature(type(tagger)).parameters if hasattr(tagger, name)]
    return type(tagger)(**({name: getattr(tagger, name) for name in names} | changes))


def at_its_cuts(tagger: T) -> T:
    """Return the tagger as it suggests what is made to be judged: from the cut of each code on, with what it has learnt."""
    if getattr(tagger, "threshold", None) is None:
        return tagger
    copy = fresh(tagger, threshold=None)
    copy.__dict__.update({name: value for name, value in vars(tagger).items() if name.endswith("_") and not name.startswith("_")})
    return copy


def predict(tagger: Tagger, segments: Frame, book: Codebook) -> Scored:
    """Return what a tagger says of segments, from the cut of each code on."""
    own = at_its_cuts(tagger)
    found = own.scored(segments) if isinstance(own, Scorer) else _by_tagging(own, segments, book)
    return Scored(scores=found.scores, kept=_best_of_single(found, book), least=found.least)


def _by_tagging(tagger: Tagger, segments: Frame, book: Codebook) -> Scored:
    """Have a tagger tag the segments, and once more without any threshold if it has one."""
    columns = columns_of(book)
    kept = spread(_known(tagger.tag(segments), columns), segments, columns) > 0
    every = fresh(tagger, threshold=0.0) if hasattr(tagger, "threshold") else tagger
    scores = spread(_known(every.tag(segments), columns), segments, columns, "score")
    least = np.concatenate([np.full(len(axis.codes), axis.least) for axis in book.axes])
    return Scored(scores=scores, kept=kept, least=np.tile(least, (len(segments), 1)))


def _known(codings: Frame, columns: object) -> Frame:
    return codings[[key in columns for key in zip(codings["axis"], codings["code"], strict=True)]]  # type: ignore[operator]  # a mapping


def _best_of_single(found: Scored, book: Codebook) -> Bools:
    """Keep the best code of axes that allow one in a statement; the axis that parts statements may have several in a segment."""
    kept = found.kept.copy()
    for axis in book.axes:
        where = slices(book)[axis.id]
        if axis.kind != "multi" and axis.id != book.split:
            scores = np.where(kept[:, where], found.scores[:, where], -1.0)
            kept[:, where] &= np.arange(scores.shape[1]) == scores.argmax(axis=1)[:, None]
    return kept
