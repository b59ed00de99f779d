import pytest

from qda.segment.lexicon import LANGUAGES, lexicon_of
from qda.segment.sentences import split


@pytest.mark.parametrize("language", LANGUAGES)
def test_entries_are_written_as_they_are_looked_up(language):
    lexicon = lexicon_of(language)
    for name in ("closed", "open", "number", "late", "starters"):
        entries = getattr(lexicon, name)
        assert all(e == e.lower() and not e.endswith(".") and "’" not in e for e in entries), name
    assert len(lexicon.starters) > 80
    assert not lexicon.closed & lexicon.open


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_closed_abbreviation_never_ends_a_sentence(language):
    for word in lexicon_of(language).closed:
        text = f"xxx {word}. A"
        assert len(split(text, language)) == 1, word


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_open_abbreviation_ends_a_sentence_before_a_starter_only(language):
    lexicon = lexicon_of(language)
    starter = max(lexicon.starters, key=lambda word: (word.isalpha(), len(word), word)).title()
    for word in lexicon.open - lexicon.late:
        assert len(split(f"xxx {word}. {starter} yyy", language)) == 2, word
        assert len(split(f"xxx {word}. Qqq yyy", language)) == 1, word


def test_codes_with_a_country_and_unknown_codes():
    assert lexicon_of("DE_ch") is lexicon_of("de")
    assert lexicon_of("tlh") is lexicon_of("en")
