"""What is learnt from: coded segments, or the sentences of an example bank."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from qda.codebook import Codebook
from qda.frames import Frame
from qda.learn.labels import Labels
from qda.learn.signals import Numbers, spread
from qda.learn.texts import Counted, Floats

Encoder = Callable[[Sequence[str]], Floats]
Ints = npt.NDArray[np.int64]

FEWEST_DOCUMENTS = 3
"""With fewer documents, stretches of them take their place where something must be left out."""

STRETCHES = 5


@dataclass(frozen=True, kw_only=True)
class Material:
    """Segments with what is known of them.

    Attributes
    ----------
    segments
        In the order of documents and places.
    labels
        What people said of them.
    rules, context
        See `qda.learn.signals.Signals`.
    groups
        What is left out together: the document of each segment, or a stretch of it.
    """

    segments: Frame
    labels: Labels
    groups: Ints
    rules: Numbers | None = None
    context: Numbers | None = None
    encode: Encoder | None = field(default=None, repr=False)

    @cached_property
    def counted(self) -> Counted:
        """The texts, counted."""
        return Counted(self.segments["text"].tolist())

    @cached_property
    def vectors(self) -> Floats | None:
        """The texts as vectors of meaning, if there is an encoder."""
        return vectors_of(self.segments["text"].tolist(), self.encode)


@dataclass(frozen=True, kw_only=True)
class Aids:
    """What a tagger asks beside the texts.

    Attributes
    ----------
    signs
        What rules suggest of segments, whatever the score, as the table ``codings``, or None.
    context
        What headings and questions carry, as the table ``context``, or None.
    encode
        Gives texts vectors of meaning.
    name
        Tells aids apart that say different things.
    """

    signs: Callable[[Frame], Frame | None]
    context: Callable[[Frame], Frame | None]
    encode: Encoder | None = None
    name: str = ""

    def material(self, units: Frame, labels: Labels, groups: Ints, book: Codebook) -> Material:
        """Return segments with all that is known of them."""
        rules = rule_scores(self.signs(units), units, book)
        context = context_of(self.context(units), units, book)
        return Material(segments=units, labels=labels, groups=groups, encode=self.encode, rules=rules, context=context)


def vectors_of(texts: Sequence[str], encode: Encoder | None) -> Floats | None:
    """Return vectors of length 1, a row per text; None without an encoder."""
    if encode is None or not texts:
        return None
    found = np.asarray(encode(texts), np.float32)
    length = np.linalg.norm(found, axis=1, keepdims=True)
    return found / np.where(length > 0, length, 1)


def columns_of(book: Codebook) -> Mapping[tuple[str, str], int]:
    """Return the column of each code, axis by axis."""
    return {(code.axis, code.id): n for n, code in enumerate(book.codes())}


def rule_scores(signs: Frame | None, segments: Frame, book: Codebook) -> Numbers | None:
    """Return the best score of the rules for each segment and code."""
    return None if signs is None else spread(signs, segments, columns_of(book), "score")


def context_of(context: Frame | None, segments: Frame, book: Codebook) -> Numbers | None:
    """Return 1 where heading or question carries a code."""
    return None if context is None else spread(context, segments, columns_of(book))


def in_order(segments: Frame) -> Frame:
    """Return segments in the order of documents and places, so that the order they are given in does not matter."""
    return segments.sort_values(["doc_id", "start", "end"], kind="stable", ignore_index=True)


def groups_of(segments: Frame) -> Ints:
    """Return the document of each segment as a number; where there are few documents, the stretch of its document."""
    names = segments["doc_id"].to_numpy(str)
    _, documents = np.unique(names, return_inverse=True)
    if documents.max(initial=-1) + 1 >= FEWEST_DOCUMENTS:
        return np.asarray(documents, np.int64)
    out = np.zeros(len(names), np.int64)
    for document in np.unique(documents):
        rows = np.flatnonzero(documents == document)
        out[rows] = document * STRETCHES + np.arange(len(rows)) * STRETCHES // max(len(rows), 1)
    return out


def folds_of(groups: Ints, n: int) -> Ints:
    """Deal groups out to at most `n` folds of like size, the largest first."""
    names, sizes = np.unique(groups, return_counts=True)
    filled = np.zeros(min(n, max(len(names), 1)), np.int64)
    fold = {}
    for place in np.lexsort((names, -sizes)):
        least = int(filled.argmin())
        fold[int(names[place])] = least
        filled[least] += sizes[place]
    return np.array([fold[int(group)] for group in groups], np.int64)
