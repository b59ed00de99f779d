"""Texts as words in their dictionary forms, for what compares texts."""

from functools import lru_cache

from qda.rules.terms import terms_of


@lru_cache(maxsize=20_000)
def _lemmas(text: str, language: str) -> tuple[str, ...]:
    return tuple(term.text for term in terms_of(text, language) if term.size == 1)


def lemmas(text: str, language: str) -> list[str]:
    """Return the words of a text that mean something, in their dictionary forms.

    Examples
    --------
    >>> lemmas("The boards were sharing data.", "en")
    ['board', 'share', 'data']
    """
    return list(_lemmas(text, language or "en"))
