import pandas as pd
import pytest

from qda.codebook import parse_codebook
from qda.frames import TABLES
from qda.rules import context_codes

BOOK = """
codebook: small
languages: [en, de]
axes:
  - id: dimension
    inherit: [heading, question]
    codes:
      - id: multi_level
        context: {heading: {en: [multi-level], de: [mehrebene*]}, question: {en: [ministry]}}
      - id: multi_stakeholder
        context: {heading: {en: [stakeholder*]}}
  - id: phase
    kind: single
    inherit: [question, heading]
    codes:
      - id: development
        context: {heading: {en: [policy development]}, question: {en: [decide*]}}
      - id: implementation
        context: {heading: {en: [implementation, service delivery]}}
  - id: aspect
    codes:
      - id: goals
        context: {question: {en: [goals]}}
"""


def read(heading="", question="", language="en"):
    table = pd.DataFrame(
        [{"doc_id": "a", "start": 0, "end": 4, "heading": heading, "question": question, "language": language, "text": "text"}]
    )
    found = context_codes(parse_codebook(BOOK), table)
    assert list(found.columns) == TABLES["context"].names
    return [tuple(row) for row in found[["axis", "code", "source", "evidence"]].to_numpy()]


def test_a_heading_gives_its_codes_with_evidence():
    assert read("Multi-level integration > 3.1 Policy development") == [
        ("dimension", "multi_level", "heading", "heading “Multi-level integration”"),
        ("phase", "development", "heading", "heading “3.1 Policy development”"),
    ]


def test_the_innermost_level_that_speaks_wins():
    assert read("Policy development > Service delivery > Leeds") == [
        ("phase", "implementation", "heading", "heading “Service delivery”")
    ]
    assert read("Stakeholders > Multilevel > Multi-level") == [("dimension", "multi_level", "heading", "heading “Multi-level”")]


def test_a_multi_axis_takes_all_codes_of_a_level():
    assert [row[1] for row in read("Multi-level and stakeholders")] == ["multi_level", "multi_stakeholder"]


def test_a_single_axis_takes_none_where_a_level_says_two_things():
    assert read("Policy development and implementation") == []
    assert read("Service delivery > Policy development and implementation") == [
        ("phase", "implementation", "heading", "heading “Service delivery”")
    ]


def test_the_first_source_that_speaks_is_taken_in_the_order_of_the_axis():
    assert read("Stakeholders > Service delivery", "What did the ministry decide?") == [
        ("dimension", "multi_stakeholder", "heading", "heading “Stakeholders”"),
        ("phase", "development", "question", "question “What did the ministry decide?”"),
    ]
    assert read("", "What about the ministry?") == [
        ("dimension", "multi_level", "question", "question “What about the ministry?”")
    ]


def test_an_axis_that_inherits_nothing_takes_nothing():
    assert read("", "Which goals?") == []


@pytest.mark.parametrize(
    ("language", "found"), [("de", ["multi_level"]), ("de-AT", ["multi_level"]), ("en", []), ("", []), ("es", [])]
)
def test_the_language_of_the_segment_chooses_the_patterns(language, found):
    assert [row[1] for row in read("Mehrebenenpolitik", language=language)] == found


def test_every_segment_has_its_rows_in_order():
    table = pd.DataFrame(
        [
            {"doc_id": "a", "start": 5 * i, "end": 5 * i + 4, "heading": h, "text": "text"}
            for i, h in enumerate(["Stakeholders", "", "Stakeholders"])
        ]
    )
    assert context_codes(parse_codebook(BOOK), table)["start"].tolist() == [0, 10]
    assert context_codes(parse_codebook(BOOK), table.iloc[[1]]).empty


def test_a_negation_in_a_question_drops_nothing():
    assert [row[1] for row in read("", "Why did they not decide?")] == ["development"]
