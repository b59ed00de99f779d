"""Bytes become text; nothing is ever replaced."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda.ingest.encodings import decode

SAMPLES = {
    "de": "Jürgen fragt: „Wer zahlt für die Maßnahme?“ Die Träger natürlich – größtenteils. Später auch Österreich.",
    "fr": "L’État et la région décident à côté ; c’est une évidence, près du cœur de la ville où l’on s’arrête.",
    "pl": "Urząd współpracuje z ośrodkiem pomocy społecznej, lecz gmina płaci więcej niż powiat. Łódź także.",
    "sv": "Kommunen och länet möts två gånger om året på rådhuset i Västerås. Det är för få.",
    "es": "El mayor obstáculo es la falta de dinero. ¿Quién paga mañana?",
    "cs": "Největší překážkou je nedostatek peněz. Město nemůže řešit všechno samo.",
    "hu": "A legnagyobb akadály a pénzhiány, őszintén szólva fűtésre sincs.",
    "da": "Det største problem er, at vi ikke får penge på grund af året.",
    "it": "La città e la comunità: perché non c’è più? Così è, però.",
}


@pytest.mark.parametrize("language", SAMPLES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode(language, encoding):
    found = decode(SAMPLES[language].encode(encoding))
    assert found is not None
    assert found.text == SAMPLES[language]
    assert found.confidence > 0.5


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("de", "cp1252"),
        ("fr", "cp1252"),
        ("sv", "cp1252"),
        ("it", "cp1252"),
        ("es", "cp1252"),
        ("da", "cp1252"),
        ("cs", "cp1250"),
        ("hu", "cp1250"),
        ("pl", "cp1250"),
        ("de", "mac_roman"),
        ("fr", "mac_roman"),
        ("it", "mac_roman"),
    ],
)
def test_one_byte_encodings(language, encoding):
    found = decode(SAMPLES[language].encode(encoding))
    assert found is not None
    assert (found.encoding, found.text) == (encoding, SAMPLES[language])
    assert 0.5 <= found.confidence <= 1


def test_polish_latin_2():
    text = "Źródło wsparcia: ośrodek. Współpraca jest trudna, część gmin płaci więcej."
    found = decode(text.encode("iso8859_2"))
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Самое большое препятствие - это нехватка денег.", "cp1251"), ("Die Bürger möchten größere Plätze.", "cp850")],
)
def test_encodings_beyond_the_ladder_are_doubted(text, encoding):
    found = decode(text.encode(encoding))
    assert found is not None
    assert found.confidence < 0.5


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03\x00\x00\x05", b"\x89PNG\r\n\x1a\n\x00\x00", bytes(range(256)) * 4])
def test_what_is_no_text(data):
    assert decode(data) is None


@given(st.text())
def test_utf8_comes_back(text):
    found = decode(text.encode())
    if found is not None and found.encoding == "utf-8":
        assert found.text == text


@given(st.binary(max_size=300))
def test_no_bytes_break_it(data):
    found = decode(data)
    if found is not None and not found.encoding.startswith(("utf-16", "utf-32")):
        assert found.text.encode(found.encoding) == data
