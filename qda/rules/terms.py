"""The terms of texts: words and pairs of words in their dictionary forms, without function words, each with its place."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from qda.rules.words import NO_GAP, Words, blank, lemmatizer, words_of

LEAST_LETTERS = 3


class Term(NamedTuple):
    """An occurrence: the words in their dictionary forms, how many they are, and the characters they stand in."""

    text: str
    size: int
    start: int
    end: int


def terms_of(text: str, language: str) -> list[Term]:
    """Return the terms of a text; no pair reaches over punctuation.

    Examples
    --------
    >>> [term.text for term in terms_of("The boards were sharing data, files too.", "en")]
    ['board', 'share', 'share data', 'data', 'file']
    """
    words = words_of(text, language)
    lemmas = [_lemma(form, language) for form in words.forms]
    return list(_terms(words, lemmas))


def _terms(words: Words, lemmas: list[str]) -> Iterator[Term]:
    for i, lemma in enumerate(lemmas):
        if lemma:
            yield Term(lemma, 1, *words.span(i, i + 1))
            if i + 1 < len(lemmas) and lemmas[i + 1] and words.gaps[i + 1] == NO_GAP:
                yield Term(f"{lemma} {lemmas[i + 1]}", 2, *words.span(i, i + 2))


def _lemma(form: str, language: str) -> str:
    """Return the dictionary form of a word, or nothing for a function word, a figure or a word of one or two letters."""
    bare, *dictionary = lemmatizer(language)(form)
    empty = len(bare) < LEAST_LETTERS or not bare.isalpha() or bare in _function_words(language)
    return "" if empty else dictionary[0] if dictionary else bare


@cache
def _function_words(language: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in blank(language).Defaults.stop_words)
