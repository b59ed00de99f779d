"""Example banks, learnt once in a process: what people code does not change them."""

import hashlib
from collections import OrderedDict
from typing import TypeVar

import numpy as np

from qda.codebook import Bank, Codebook
from qda.learn.labels import Labels, labels_of_bank
from qda.learn.learning import Learnt, LearntBank, learn_bank, learn_from
from qda.learn.material import Aids

KEPT = 4
"""So many learnt banks are kept in memory, the last ones used."""

FOLDS = 5

_banks: "OrderedDict[str, LearntBank | None]" = OrderedDict()
_alone: "OrderedDict[int, tuple[LearntBank, Learnt]]" = OrderedDict()

K = TypeVar("K")
V = TypeVar("V")


def learnt(bank: Bank, book: Codebook, languages: set[str], aids: Aids) -> LearntBank | None:
    """Return what a bank teaches in some languages, or None if it holds no sentence in any of them."""
    key = _key(bank, book, languages, aids)
    if key not in _banks:
        _banks[key] = _learn(bank, book, languages, aids)
    return _kept(_banks, key)


def alone(bank: LearntBank, book: Codebook) -> Learnt:
    """Return what is suggested of a study in which nothing is coded yet, from a bank alone."""
    if id(bank) not in _alone or _alone[id(bank)][0] is not bank:
        _alone[id(bank)] = (bank, learn_from(book, bank, None))
    return _kept(_alone, id(bank))[1]


def _kept(store: "OrderedDict[K, V]", key: K) -> V:
    """Return a value and forget those that were not used for long."""
    store.move_to_end(key)
    while len(store) > KEPT:
        store.popitem(last=False)
    return store[key]


def _key(bank: Bank, book: Codebook, languages: set[str], aids: Aids) -> str:
    said = repr((bank.examples, book.hash, sorted(languages), aids.name, id(aids.encode) if aids.encode else 0))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _learn(bank: Bank, book: Codebook, languages: set[str], aids: Aids) -> LearntBank | None:
    every = bank.segments()
    own = every["language"].isin(languages).to_numpy()
    labels = labels_of_bank(bank, book)
    taken = Labels(given=labels.given[own], judged=labels.judged[own])
    if not (taken.given & taken.judged).any():
        return None
    units = every[own].reset_index(drop=True)
    return learn_bank(aids.material(units, taken, np.arange(len(units)) % FOLDS, book), book)
