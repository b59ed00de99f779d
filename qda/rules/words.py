"""Text -> words with offsets: spaCy's blank tokenizer, cut further so that hyphens and apostrophes never decide whether a phrase is found.

`qda.codebook.phrases` says in words how texts are cut.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from qda.codebook.phrases import APOSTROPHES, HYPHENS, WORD, fold

if TYPE_CHECKING:
    from spacy.language import Language

NO_GAP, CLAUSE_GAP = 0, 1
_MAX_JOINED = 4
_BREAKING = frozenset(",;:.!?…()[]{}—|•·")
_QUOTES = "\"'’‘“”„«»‹›"
_AROUND = _QUOTES + ",;:.!?…()[]{}–—"

Cuts = tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text.

    Attributes
    ----------
    text
        The text.
    forms
        What each word is written like.
    starts, ends
        Where each word stands in the text.
    gaps
        For each word what lies before it: `NO_GAP`, or `CLAUSE_GAP` where punctuation parts it from the word before. The first word has `CLAUSE_GAP`.
    joined
        Position and number of words that hyphens join, with the joined form.
    """

    text: str
    forms: list[str]
    starts: list[int]
    ends: list[int]
    gaps: list[int]
    joined: dict[int, list[tuple[int, str]]]

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Return the characters of the words from `first` up to, not including, `end`."""
        return self.starts[first], self.ends[end - 1]


def words_of(text: str, language: str) -> Words:
    """Cut a text into words.

    Examples
    --------
    >>> found = words_of("The board's co-operation, isn't it?", "en")
    >>> found.forms
    ['The', 'board', 'co', 'operation', 'is', "n't", 'it']
    >>> found.joined
    {2: [(2, 'cooperation')]}
    """
    cut = _cutter(language)
    forms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for chunk in text.split():
        at = text.index(chunk, at)
        for start, end, form in cut(chunk):
            forms.append(form)
            starts.append(at + start)
            ends.append(at + end)
        at += len(chunk)
    return _possessives_dropped(text, forms, starts, ends)


def _possessives_dropped(text: str, forms: list[str], starts: list[int], ends: list[int]) -> Words:
    if "s" in forms or "S" in forms:
        kept = [i for i, form in enumerate(forms) if not (form in ("s", "S") and _is_possessive(text, starts[i]))]
        forms, starts, ends = [forms[i] for i in kept], [starts[i] for i in kept], [ends[i] for i in kept]
    between = [text[a:b] for a, b in zip(ends, starts[1:], strict=False)]
    gaps = [CLAUSE_GAP, *[NO_GAP if part == " " else _gap(part) for part in between]] if forms else []
    joined = _joined(text, forms, starts, ends) if any(h in text for h in HYPHENS) else {}
    return Words(text, forms, starts, ends, gaps, joined)


def _is_possessive(text: str, at: int) -> bool:
    return at >= 2 and text[at - 1] in APOSTROPHES and text[at - 2].isalnum()


@lru_cache(maxsize=10_000)
def _gap(between: str) -> int:
    """Say whether what stands between two words parts them; marks inside a word (``U.K.``, ``3,5``) do not."""
    if between in (" ", "\n") or not between.strip():
        return CLAUSE_GAP if between.count("\n") > 1 else NO_GAP
    if not any(c.isspace() for c in between) and between.strip(_QUOTES) in (".", ","):
        return NO_GAP
    spaced_dash = between[0].isspace() and between[-1].isspace() and between.strip() in (*HYPHENS, "–", "--")
    return CLAUSE_GAP if spaced_dash or not _BREAKING.isdisjoint(between) or between.count("\n") > 1 else NO_GAP


def _joined(text: str, forms: list[str], starts: list[int], ends: list[int]) -> dict[int, list[tuple[int, str]]]:
    """Return every run of words that single hyphens join, made one."""
    found: dict[int, list[tuple[int, str]]] = {}
    tied = [starts[i + 1] == ends[i] + 1 and text[ends[i]] in HYPHENS for i in range(len(forms) - 1)]
    for i in [i for i, yes in enumerate(tied) if yes]:
        n = 1
        while n < _MAX_JOINED and i + n - 1 < len(tied) and tied[i + n - 1]:
            n += 1
            found.setdefault(i, []).append((n, "".join(forms[i : i + n])))
    return found


@cache
def _cutter(language: str) -> Callable[[str], Cuts]:
    """Return a function: text without blanks -> its words.

    spaCy cuts each stretch between blanks on its own, and parts letters only in what its exceptions list (*cannot*), after digits, and at apostrophes. So a
    stretch of letters in punctuation is one word, and only the others need the tokenizer.
    """
    from spacy.tokenizer import Tokenizer

    tokenizer: Tokenizer = blank(language).tokenizer
    by_rules = type(tokenizer) is Tokenizer  # Chinese, Japanese, Korean, Thai and Vietnamese part letters by other means
    special = {orth.strip(_AROUND) for orth in tokenizer.rules} if by_rules else set()

    @lru_cache(maxsize=200_000)
    def cut(chunk: str) -> Cuts:
        bare = chunk.strip(_AROUND)
        if by_rules and bare.isalpha() and bare not in special:
            start = chunk.index(bare)
            return ((start, start + len(bare), bare),)
        return tuple(
            [
                (token.idx + m.start(), token.idx + m.end(), m.group())
                for token in tokenizer(chunk)
                for m in WORD.finditer(token.text)
            ]
        )

    return cut


@cache
def abbreviations(language: str) -> frozenset[str]:
    """Return what ends in a full stop and is one word to the tokenizer of a language."""
    rules = getattr(blank(language).tokenizer, "rules", None) or {}
    return frozenset(orth for orth in rules if orth.endswith("."))


@cache
def blank(language: str) -> "Language":
    """Return spaCy's blank pipeline of a language, or the one for any language."""
    import spacy

    try:
        return spacy.blank(language)
    except ImportError:
        return spacy.blank("xx")


@cache
def lemmatizer(language: str) -> Callable[[str], tuple[str, ...]]:
    """Return a function: word -> how it is written and its dictionary form, as words are compared; without dictionary only as it is written."""
    import simplemma
    from simplemma.strategies import DictionaryLookupStrategy

    in_dictionary = DictionaryLookupStrategy().get_lemma

    def lemma(word: str) -> str:
        """Look a plain word up at once: simplemma does the same, after asking whether it is a number, has an apostrophe or needs to be composed."""
        found = in_dictionary(word, language) if word.isascii() and word.isalpha() else None
        return found or simplemma.lemmatize(word, lang=language)

    @lru_cache(maxsize=200_000)
    def forms(word: str) -> tuple[str, ...]:
        bare = fold(word)
        if not bare.isalpha():
            bare = bare.replace("’", "'").replace("ʼ", "'").replace("‘", "'")
        try:
            lemmas = [lemma(written) for written in dict.fromkeys((word, word.lower()))]
        except ValueError:
            return (bare,)
        return tuple(dict.fromkeys((bare, *map(fold, lemmas))))

    return forms
