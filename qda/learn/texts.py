"""Texts as counts: words and up to four of them in a row, and pieces of three to five characters."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
LEAST_SENTENCES = 2
"""A word or piece is learnt only if so many sentences have it: what stands in one only may be a name, and teaches nothing."""


@cache
def _analysers() -> tuple[Callable[[str], list[str]], ...]:
    from sklearn.feature_extraction.text import CountVectorizer

    words = CountVectorizer(ngram_range=(1, 4), token_pattern=r"\b\w+\b")  # noqa: S106  no password
    pieces = CountVectorizer(analyzer="char_wb", ngram_range=(3, 5))
    return words.build_analyzer(), pieces.build_analyzer()


@dataclass(frozen=True)
class Terms:
    """The words and pieces a model knows, sorted."""

    words: tuple[str, ...]
    pieces: tuple[str, ...]

    @cached_property
    def places(self) -> tuple[dict[str, int], dict[str, int]]:
        """The column of each word, and of each piece."""
        return tuple({term: n for n, term in enumerate(terms)} for terms in (self.words, self.pieces))  # type: ignore[return-value]  # two of them


class Counted:
    """Texts counted once, to be seen by several models.

    Parameters
    ----------
    texts
        The texts, a row each.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.n = len(texts)
        self._parts = [_count(texts, analyse) for analyse in _analysers()]

    def terms(self, rows: npt.NDArray[np.int64] | None = None) -> Terms:
        """Return the words and pieces that enough of the texts have."""
        kept = []
        for names, matrix in self._parts:
            found = np.asarray((matrix if rows is None else matrix[rows]).astype(bool).sum(axis=0)).ravel()
            kept.append(tuple(sorted(name for name, n in zip(names, found, strict=True) if n >= LEAST_SENTENCES)))
        return Terms(*kept)

    def under(self, terms: Terms) -> list[Any]:
        """Return the counts of the words and of the pieces that a model knows, damped by the logarithm."""
        return [_moved(*part, places) for part, places in zip(self._parts, terms.places, strict=True)]


def _count(texts: Iterable[str], analyse: Callable[[str], list[str]]) -> tuple[list[str], Any]:
    from scipy.sparse import csr_matrix

    names: dict[str, int] = {}
    ends, columns = [0], list[int]()
    values: list[int] = []
    for text in texts:
        found = Counter(analyse(text))
        columns += [names.setdefault(term, len(names)) for term in found]
        values += found.values()
        ends.append(len(columns))
    damped = 1 + np.log(np.array(values, np.float32)) if values else np.zeros(0, np.float32)
    return list(names), csr_matrix((damped, columns, ends), shape=(len(ends) - 1, len(names)))


def _moved(names: Sequence[str], matrix: Any, places: dict[str, int]) -> Any:
    """Return counts with the columns a model has for the terms; what it does not know falls away."""
    from scipy.sparse import csr_matrix

    to = np.array([places.get(name, -1) for name in names] or [0], np.int64)
    columns = to[matrix.indices] if matrix.nnz else np.zeros(0, np.int64)
    known = columns >= 0
    before = np.concatenate([[0], np.cumsum(known)])
    moved = csr_matrix((matrix.data[known], columns[known], before[matrix.indptr]), shape=(matrix.shape[0], len(places)))
    moved.sort_indices()
    return moved


def rarity(parts: Sequence[Any]) -> Floats:
    """Return how rare each term is: the logarithm of sentences by sentences that have it."""
    n = parts[0].shape[0]
    found = np.concatenate([np.asarray(part.astype(bool).sum(axis=0)).ravel() for part in parts])
    return np.asarray(np.log((1 + n) / (1 + found)) + 1, np.float32)


def features(parts: Sequence[Any], rare: Floats) -> Any:
    """Return counts weighed by rarity, words and pieces each of length 1."""
    from scipy.sparse import diags, hstack

    out, at = [], 0
    for part in parts:
        weighed = part @ diags(rare[at : at + part.shape[1]])
        at += part.shape[1]
        length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
        out.append(diags(1 / np.where(length > 0, length, 1)) @ weighed)
    return hstack(out, format="csr", dtype=np.float32)
