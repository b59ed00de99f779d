"""What a bank covers, and where it contradicts itself."""

import pytest
from books import SMALL

from qda.codebook import Bank, LabelledExample, parse_codebook
from qda.codebook.bank_review import contradictions, counts, without_examples

BOOK = parse_codebook(SMALL)


def example(text, language="en", voice="report", near=None, question="", **codes):
    given = {axis: tuple(found) for axis, found in codes.items()}
    return LabelledExample(text=text, language=language, voice=voice, codes=given, near=near or {}, question=question)


def test_hits_and_near_misses_are_counted_by_language_and_voice():
    bank = Bank(
        examples=(
            example("We trust them.", factor=["trust"]),
            example("Wir trauen uns.", language="de", voice="", factor=["trust", "boards"]),
            example("The trust fund pays.", factor=["money"], near={"factor": ("trust",)}),
        )
    )
    table = counts(bank, BOOK).set_index("code")
    assert table.columns.tolist() == ["axis", "hits", "near", "de", "en", "interview", "report", "document"]
    assert table.loc["trust"].tolist() == ["factor", 2, 1, 1, 1, 0, 1, 0]
    assert table.loc["boards", ["hits", "de", "en", "report"]].tolist() == [1, 1, 0, 0]
    assert without_examples(bank, BOOK) == [
        "dimension/multi_level", "dimension/multi_dimensional", "phase/development", "phase/implementation",
        "valence/barrier", "valence/enabler",
    ]  # fmt: skip


ONE = "The board of the county meets every month in the town hall."


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (example("The board of the county meets each month in the town hall!", factor=["trust"]), True),
        (example("The board of the county meets each month in the town hall!", factor=[]), True),
        (example("The board of the county meets each month in the town hall!", factor=["boards"]), False),
        (example("The board of the county meets each month in the town hall!", valence=["barrier"]), False),
        (example("The board of the county meets each month in the town hall!", language="de", factor=["trust"]), False),
        (example("The board of the county meets each month in the town hall!", question="And?", factor=["trust"]), False),
        (example("Nobody in the job centre knew what the clinic had planned.", factor=["trust"]), False),
    ],
)
def test_sentences_nearly_the_same_with_other_codes_are_named(other, expected):
    filler = [example(f"Sentence {n} speaks of {n * 7919} other things and {n * 104729} more.", factor=[]) for n in range(401)]
    bank = Bank(examples=(example(ONE, factor=["boards"]), *filler, other), file="b.jsonl")
    found = [line for line in contradictions(bank) if ":403:" in line]
    assert bool(found) is expected
    if expected:
        said = ", ".join(other.codes["factor"]) or "none"
        assert found == [f"b.jsonl:403: nearly line 1, with another code on factor: boards but {said}"]
