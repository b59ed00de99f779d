"""What the sentence splitter knows about a language: its abbreviations, and the words that begin sentences."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module

LANGUAGES = ("de", "en", "fr", "it", "pl", "sv")
_FALLBACK = "en"


@dataclass(frozen=True, kw_only=True, slots=True)
class Lexicon:
    """The knowledge of one language; abbreviations are lower case, without blanks and without their last full stop.

    Attributes
    ----------
    closed
        Abbreviations after which the sentence goes on, whatever follows (titles, ``e.g.``).
    open
        Abbreviations after which a sentence ends only if a word follows that usually begins one (``Ltd.``, ``a.m.``).
    number
        Words that are abbreviations before a number only (``No. 5``, but ``No. The council ...``).
    late
        Abbreviations that end a sentence before a capital unless that sentence has only just begun (Polish ``r.``).
    endings
        Ends of compounds that are abbreviated like `open` (``Goethestr.``).
    starters
        Words that, written with a capital, usually begin a sentence: articles, pronouns, conjunctions, prepositions, adverbs.
    nouns
        Nouns are written with a capital, so a capital alone says little.
    ordinals
        A number with a full stop is an ordinal number (``am 3. Mai``).
    counts
        Words after which it is none (``Kapitel 5.``).
    """

    closed: frozenset[str]
    open: frozenset[str]
    number: frozenset[str]
    starters: frozenset[str]
    late: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()
    nouns: bool = False
    ordinals: bool = False
    counts: frozenset[str] = frozenset()

    def starts(self, word: str) -> bool:
        """Say whether a word usually begins a sentence; an apostrophe at its end (``L'``) is part of it."""
        key = word.lower().replace("’", "'")
        return key in self.starters or key.rstrip("'") in self.starters


def words(text: str) -> frozenset[str]:
    """Return the words of a text that is a list."""
    return frozenset(text.split())


@cache
def lexicon_of(language: str) -> Lexicon:
    """Return the lexicon of a language code (``de``, ``de-AT``); an unknown or empty code gets the English one.

    Examples
    --------
    >>> lexicon_of("de-AT").ordinals
    True
    >>> lexicon_of("") is lexicon_of("en")
    True
    """
    code = language.lower().replace("_", "-").split("-")[0]
    if code not in LANGUAGES:
        return lexicon_of(_FALLBACK)
    found = import_module(f"qda.segment.lexicons.{code}").LEXICON
    if not isinstance(found, Lexicon):
        raise TypeError(f"qda.segment.lexicons.{code}.LEXICON is no Lexicon")
    return found
