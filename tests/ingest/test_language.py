"""The language is guessed by function words."""

import gzip
import importlib
import json
import sys
import types

import pytest

from qda.ingest import language as module
from qda.ingest import read
from qda.ingest.language import LANGUAGES, guess_language
from qda.segment import segments

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


@pytest.fixture(autouse=True)
def without_langid(monkeypatch):
    monkeypatch.setattr(module, "_has_langid", lambda: False)


@pytest.mark.parametrize("text", ["", "42 1999", "Yes.", "Ala ma kota"])
def test_too_little_to_tell(text):
    assert guess_language(text) == ""


def test_sentences_of_the_tokenizers_are_hardly_ever_taken_for_another_language():
    known = [(code, text) for code in LANGUAGES for text in importlib.import_module(f"spacy.lang.{code}.examples").sentences]
    found = [guess_language(text) for _, text in known]
    assert sum(code == guess for (code, _), guess in zip(known, found, strict=True)) >= 0.45 * len(known)
    assert not [text for (code, text), guess in zip(known, found, strict=True) if guess not in (code, "")]


@pytest.mark.shared
def test_sentences_of_law(shared):
    with gzip.open(shared / "data" / "eu_delegation" / "sentences.jsonl.gz", "rt", encoding="utf-8") as stream:
        found = [guess_language(json.loads(line)["text"]) for line in stream]
    assert found.count("en") >= 0.95 * len(found)
    assert found.count("en") + found.count("") >= 0.998 * len(found)


def test_where_function_words_are_silent_py3langid_is_asked_if_it_is_there(monkeypatch):
    asked = []
    fake = types.SimpleNamespace(classify=lambda text: (asked.append(text), ("nl", -1.0))[1])
    monkeypatch.setitem(sys.modules, "py3langid", fake)
    monkeypatch.setattr(module, "_has_langid", lambda: True)
    assert guess_language(TEXTS["pl"]) == "pl"
    assert guess_language("Ala ma kota") == ""
    assert asked == []
    assert guess_language("Gemeente Utrecht zoekt vrijwilligers") == "nl"


ENGLISH = "I think that the city and the county have to talk to each other about this, and they do not."
GERMAN = "Wir haben das mit der Stadt besprochen, aber die wollen nicht, dass wir das so machen, wie es im Plan steht."


def test_a_passage_in_another_language_says_so(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(
        f"I: What do you think of it?\n\nB: {ENGLISH}\n\nI: And he?\n\nB: {GERMAN}\n\nI: I see.\n\nB: {ENGLISH} {ENGLISH}",
        "utf-8",
    )
    document = read(path)
    assert document.language == "en"
    assert [m.attributes.get("language", "") for m in document.of_kind("turn")] == ["", "", "", "de", "", ""]
    grid = segments(document)
    assert list(grid.loc[grid["language"] == "de", "text"]) == [GERMAN]
    assert set(grid["language"]) == {"en", "de"}


def test_in_a_document_of_unknown_language_nothing_is_said(tmp_path):
    (tmp_path / "a.txt").write_text(f"42\n\n{GERMAN}", "utf-8")
    document = read(tmp_path / "a.txt", language="nl")
    assert not any("language" in m.attributes for m in document.marks)
