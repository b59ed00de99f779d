"""What a bank covers and where it contradicts itself: counts per code, codes without examples, sentences that are nearly the same."""

from collections import defaultdict
from collections.abc import Iterator

from qda.codebook.bank import Bank
from qda.codebook.bank_lines import VOICES, LabelledExample, folded
from qda.codebook.book import Codebook
from qda.frames import Frame

ALIKE = 88.0
"""How much of two sentences must be the same, of 100, for them to be nearly the same."""

_BLOCK = 400  # sentences compared at a time: the table of their likenesses stays small


def counts(bank: Bank, book: Codebook) -> Frame:
    """Return how often each code is given and how often it is near, in all, by language and by voice.

    Returns
    -------
    DataFrame
        A row per code of `book`, in its order: ``axis``, ``code``, ``hits``, ``near``, then the hits of each language of the bank and of each voice.
    """
    import pandas as pd

    languages = sorted({example.language for example in bank})
    rows = {(code.axis, code.id): dict.fromkeys(("hits", "near", *languages, *VOICES), 0) for code in book.codes()}
    for example in bank:
        for axis, codes in example.codes.items():
            for code in codes:
                for column in ("hits", example.language, example.voice):
                    if column:
                        rows[axis, code][column] += 1
        for axis, codes in example.near.items():
            for code in codes:
                rows[axis, code]["near"] += 1
    return pd.DataFrame([{"axis": axis, "code": code, **row} for (axis, code), row in rows.items()])


def without_examples(bank: Bank, book: Codebook) -> list[str]:
    """Return the codes, as ``axis/code``, that no example carries."""
    table = counts(bank, book)
    bare = table[table["hits"] == 0]
    return [f"{axis}/{code}" for axis, code in zip(bare["axis"], bare["code"], strict=True)]


def contradictions(bank: Bank) -> Iterator[str]:
    """Yield a line for every two sentences of one language that say nearly the same and are coded otherwise on an axis that both were read for."""
    by_language: dict[str, list[int]] = defaultdict(list)
    for number, example in enumerate(bank, start=1):
        by_language[example.language].append(number)
    pairs = sorted(pair for numbers in by_language.values() for pair in _alike(bank, numbers))
    for first, second in pairs:
        one, other = bank.example(first), bank.example(second)
        for axis in _apart(one, other):
            said = " but ".join(", ".join(e.codes[axis]) or "none" for e in (one, other))
            yield f"{bank.file}:{second}: nearly line {first}, with another code on {axis}: {said}"


def _alike(bank: Bank, numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of lines whose words are nearly the same, the earlier line first."""
    import numpy as np
    from rapidfuzz import fuzz, process

    texts = [folded(bank.example(n).text) for n in numbers]
    for begin in range(0, len(texts), _BLOCK):
        likeness = process.cdist(
            texts[begin : begin + _BLOCK], texts[begin:], scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.uint8
        )
        for i, j in zip(*(places.tolist() for places in np.nonzero(likeness)), strict=True):
            if i < j:
                yield numbers[begin + i], numbers[begin + j]


def _apart(one: LabelledExample, other: LabelledExample) -> list[str]:
    if (one.heading, one.question) != (other.heading, other.question):
        return []  # the context may be what makes the difference
    return [axis for axis in one.codes if axis in other.codes and set(one.codes[axis]) != set(other.codes[axis])]
