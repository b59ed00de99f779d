from functools import cache

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from qda.codebook.phrases import WORD
from qda.rules.words import CLAUSE_GAP, lemmatizer, words_of


def parted(text, language="en"):
    found = words_of(text, language)
    return "".join(
        ("|" if gap == CLAUSE_GAP and i else " " if i else "") + form
        for i, (form, gap) in enumerate(zip(found.forms, found.gaps, strict=True))
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The board's co-operation", "The board co operation"),
        ("users' views; the “third” sector", "users views|the third sector"),
        ("work – if any – ends", "work|if any|ends"),
        ("Yes—no", "Yes|no"),
        ("2007–2013 and 3.5 U.K. cities", "2007 2013 and 3 5 U K|cities"),
        ("and/or", "and or"),
        ("a (small) town", "a|small|town"),
        ("one\ntwo\n\nthree", "one two|three"),
        ("isn't, cannot", "is n't|can not"),
    ],
)
def test_where_words_part(text, expected):
    assert parted(text) == expected


def test_apostrophes_part_words_in_other_languages():
    assert parted("l’État n'est pas", "fr") == "l État n est pas"
    assert parted("dell'ente", "it") == "dell ente"


def test_hyphens_also_join():
    assert words_of("a one-stop-shop", "en").joined == {1: [(2, "onestop"), (3, "onestopshop")], 2: [(2, "stopshop")]}
    assert words_of("Arbeits- und Sozialamt", "de").joined == {}


def test_a_language_without_tokenizer_is_still_cut():
    assert parted("foo bar", "qq") == "foo bar"
    assert lemmatizer("qq")("Boards") == ("boards",)


@pytest.mark.parametrize(
    ("language", "word", "lemma"),
    [
        ("en", "Boards", "board"),
        ("de", "Zuständigkeiten", "zuständigkeit"),
        ("fr", "communes", "commune"),
        ("it", "comuni", "comune"),
        ("pl", "gminy", "gmina"),
        ("sv", "kommuner", "kommun"),
    ],
)
def test_dictionary_forms_of_six_languages(language, word, lemma):
    assert lemma in lemmatizer(language)(word)


@given(
    st.text(alphabet=st.sampled_from("ab é\u0301🙂👩‍👧-–—'’.,;()\n\u00a0ßЖ中n't9_*"), max_size=40),
    st.sampled_from(["en", "de", "fr", "qq"]),
)
def test_offsets_are_code_points_of_the_text(text, language):
    found = words_of(text, language)
    assert [text[s:e] for s, e in zip(found.starts, found.ends, strict=True)] == found.forms
    assert all(a < b for a, b in zip(found.starts, found.ends, strict=True))
    assert all(e <= s for e, s in zip(found.ends, found.starts[1:], strict=False))
    assert len(found.gaps) == len(found.forms)
    for first, runs in found.joined.items():
        for size, form in runs:
            start, end = found.span(first, first + size)
            assert form == text[start:end].replace("-", "")


LANGUAGES = ("en", "de", "fr", "it", "pl", "sv")


@cache
def tokenizer(language):
    """Return the tokenizer of a language; it is made when it is needed, since that takes a second."""
    return spacy.blank(language).tokenizer


def as_tokens(text, language):
    """Cut a whole text by the tokenizer of its language, and its tokens into words."""
    return [
        (token.idx + m.start(), m.group())
        for token in tokenizer(language)(text)
        for m in WORD.finditer(token.text)
        if m.group() not in "sS"
    ]


def as_words(text, language):
    found = words_of(text, language)
    return [(at, form) for at, form in zip(found.starts, found.forms, strict=True) if form not in "sS"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_exceptions_of_the_tokenizer_are_cut_as_it_cuts_them(language):
    text = " ".join(f"{exception} ({exception}), {exception}. a" for exception in tokenizer(language).rules)
    assert as_words(text, language) == as_tokens(text, language)


@given(
    st.lists(
        st.text(st.characters(categories=["L", "Nd", "P", "S"]) | st.sampled_from("aBéß1.,'’()-/€%"), max_size=8), max_size=5
    ),
    st.sampled_from(LANGUAGES),
)
def test_stretches_are_cut_as_the_tokenizer_cuts_the_whole_text(stretches, language):
    text = " ".join(stretches)
    assert as_words(text, language) == as_tokens(text, language)
