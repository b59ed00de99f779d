"""Why something is suggested, in words."""

from collections.abc import Mapping

import numpy as np

from qda.codebook import Codebook
from qda.learn.labels import slices
from qda.learn.learning import Learnt, Read

MOST = 3
"""So many words are named at most."""

WORTH_NAMING = 0.1
"""A word is named if it moves the log odds by so much."""


class Teller:
    """Names the words that speak for a code, with what they add to its log odds.

    Parameters
    ----------
    learnt
        The models.
    read
        What they see in the texts.
    book
        The codebook.
    """

    def __init__(self, learnt: Learnt, read: Read, book: Codebook) -> None:
        self._read = read
        self._axis_of = [code.axis for code in book.codes()]
        self._learnt = learnt
        self._factor = {name: self._counts_of(name, book) for name in learnt.texts}

    def _counts_of(self, source: str, book: Codebook) -> list[float]:
        """Return what a unit of a text model's raw score adds to the log odds of each code."""
        out = np.zeros(len(self._axis_of))
        for axis, where in slices(book).items():
            model = self._learnt.axes.get(axis)
            full = None if model is None else model.pooled.full
            if full is not None and source in full.names:
                weight = full.weights[full.names.index(source)]
                out[where] = weight / self._learnt.texts[source].linear.scale[where]
        return [float(value) for value in out]

    def words(self, row: int, column: int) -> str:
        """Return the words that speak for a code of a text, or that none stand out."""
        found: dict[str, float] = {}
        for source, model in self._learnt.texts.items():
            matrix, factor = self._read.features[source], self._factor[source][column]
            part = slice(matrix.indptr[row], matrix.indptr[row + 1])
            at = matrix.indices[part]
            known = at < len(model.terms.words)
            gains = matrix.data[part][known] * model.linear.weights[at[known], column] * factor
            for place, gain in zip(at[known], gains, strict=True):
                name = model.terms.words[place]
                found[name] = found.get(name, 0.0) + float(gain)
        return _told(found)


def _told(found: Mapping[str, float]) -> str:
    best = sorted(((word, gain) for word, gain in found.items() if gain >= WORTH_NAMING), key=lambda f: (-round(f[1], 6), f[0]))[
        :MOST
    ]
    if not best:
        return "the wording as a whole"
    words, gains = ", ".join(f"'{word}'" for word, _ in best), ", ".join(f"{gain:+.1f}" for _, gain in best)
    return f"{words} {'speaks' if len(best) == 1 else 'speak'} for it ({gains})"
