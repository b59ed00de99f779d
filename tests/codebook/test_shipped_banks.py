"""The example banks that travel with the package: every code, in every language of its codebook, for and against."""

import pytest

from qda import _shipped, read_codebook
from qda.codebook.bank import bank_for, bank_path
from qda.codebook.bank_lines import VOICES, line_of
from qda.codebook.bank_review import contradictions, counts, without_examples

NAMES = [name for name in _shipped.codebooks() if bank_path(name).is_file()]


@pytest.fixture(scope="module", params=NAMES)
def shipped(request):
    return read_codebook(request.param), bank_for(request.param)


def test_the_flagship_has_a_bank():
    assert "integration" in NAMES


def test_no_code_is_without_examples_in_any_language(shipped):
    book, bank = shipped
    assert without_examples(bank, book) == []
    assert (counts(bank, book)[list(book.languages)] > 0).all(axis=None)
    assert {example.language for example in bank} == set(book.languages)


def test_sentences_are_as_long_as_sentences_are(shipped):
    _, bank = shipped
    assert [e.text for e in bank if not 3 <= len(e.text.split()) <= 60] == []


def test_sentences_nearly_the_same_are_coded_the_same(shipped):
    _, bank = shipped
    assert list(contradictions(bank)) == []


def test_the_file_is_written_as_the_library_writes_it(shipped):
    _, bank = shipped
    with open(bank.file, encoding="utf-8") as file:  # noqa: PTH123  newlines as they stand
        assert file.read() == "".join(line_of(example) + "\n" for example in bank)


@pytest.mark.parametrize(("language", "least"), [("en", 2400), ("de", 800)])
def test_the_bank_of_the_flagship_is_broad(language, least):
    bank = [example for example in bank_for("integration") if example.language == language]
    assert len(bank) >= least
    for voice in VOICES:
        assert sum(example.voice == voice for example in bank) >= 0.15 * len(bank)
    for factor in read_codebook("integration").axis("factor").code_ids:
        carry = [example for example in bank if factor in example.codes.get("factor", ())]
        for valence in ("barrier", "enabler"):
            assert sum(valence in example.codes["valence"] for example in carry) >= 8, (factor, valence)
        assert sum(factor in example.near.get("factor", ()) for example in bank) >= 6, factor
    assert sum(not any(example.codes.values()) for example in bank) >= 30
    assert all(example.codes.get("valence") for example in bank if example.codes.get("factor"))
