"""The language is guessed by function words."""

import pytest

from qda.ingest.language import LANGUAGES, guess_language

TEXTS = {
    "en": "The city and the county do not talk to each other, but they have to.",
    "de": "Die Stadt und der Landkreis reden nicht miteinander, aber sie müssen es.",
    "fr": "La ville et la région ne se parlent pas, mais elles doivent le faire.",
    "it": "Il comune e la provincia non si parlano, ma devono farlo.",
    "pl": "Miasto i powiat nie rozmawiają ze sobą, ale to jest ich zadanie.",
    "sv": "Kommunen och regionen talar inte med varandra, men det måste de.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_six_languages(language):
    assert guess_language(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "42 1999", "Yes.", "Ala ma kota"])
def test_too_little_to_tell(text):
    assert guess_language(text) == ""
