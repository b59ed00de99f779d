"""Why a rule matches, and why it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda.codebook import parse_codebook
from qda.errors import UnknownName
from qda.rules import Around, RuleTagger, explain
from qda.rules.explaining import COLUMNS

BOOK = """
codebook: small
languages: [en, de]
axes:
  - id: valence
    kind: single
    negation: flip
    inherit: [heading]
    codes:
      - id: barrier
        patterns: {en: [barrier]}
        context: {heading: {en: [hindrance*]}}
      - id: enabler
  - id: factor
    codes:
      - id: c
        patterns:
          en: [PATTERN]
          de: [PATTERN]
"""


def book(pattern="trust"):
    return parse_codebook(BOOK.replace("PATTERN", pattern))


def row(pattern, text, language="en", **around):
    found = explain(book(pattern), text, language=language, code="factor/c", around=Around(**around))
    assert len(found) == 1
    assert list(found.columns) == list(COLUMNS)
    return found.iloc[0].to_dict()


@pytest.mark.parametrize(
    ("pattern", "text", "why"),
    [
        ("trust", "We share data.", "“trust” is not there"),
        ("boards", "The board met.", "“boards” is not there, but “board” is: an inflected form finds itself alone"),
        ("data sharing", "Sharing the data.", "the words of “data sharing” occur, but not one after the other"),
        ("data sharing", "The data.", "“data sharing” is not there (data is, sharing is not)"),
        ("{all: [lack*, fund*]}", "We lack it.", "“lack*” found; “fund*” is not there"),
        ("{all: [lack*, fund*], within: 2}", "lack of the funds", "“lack” … “funds” are 3 words apart; `within` is 2"),
        ("{all: [lack*, fund*], in_order: true}", "funds lack", "“funds” … “lack” is found, but in another order"),
        ("{all: [trust fund, fund]}", "a trust fund", "its phrases occur only in the same words"),
        ("{all: [lack*, fund*], scope: sentence}", "We lack it. Funds came.", "different sentences"),
        ("{phrase: board, near: [coordinat*], within: 2}", "a board", "“board” is found, but nothing of `near` stands beside it"),
        (
            "{phrase: board, near: [coordinat*], within: 2}",
            "a board which later coordinates",
            "“board” and “coordinates” are 3 words apart; `within` is 2",
        ),
        ("{phrase: trust, unless: [trust fund]}", "a trust fund", "“trust” is found, but “trust fund” is under `unless`"),
        ("{phrase: trust, role: [expert]}", "They trust.", "it holds for role expert only; here the role is “clerk”"),
        (
            "{phrase: trust, heading: [delivery, service]}",
            "They trust.",
            "it holds for heading delivery or service only; here the heading is not known",
        ),
        ("{all: [a1, b1], within: 1, in_order: true}", "b1 x a1", "more than one of its demands is not met"),
    ],
)
def test_why_not(pattern, text, why):
    found = row(pattern, text, role="clerk")
    assert found["outcome"] == "missed"
    assert why in found["why"]
    assert 0 <= found["nearness"] < 1


def test_a_compound_is_pointed_to():
    found = row("kooperation", "Die Verwaltungskooperation.", "de")
    assert found["why"] == "“kooperation” is not there, but “Verwaltungskooperation” is: `*kooperation*` finds it"


@pytest.mark.parametrize(
    ("pattern", "text", "outcome", "why"),
    [
        ("trust", "They trust.", "matched", ""),
        ("trust", "There is no trust.", "dropped", "“no” denies it: does not count"),
        ("{phrase: trust, negation: keep}", "There is no trust.", "kept", "“no” denies it; kept all the same"),
        ("trust", "They might trust.", "matched", "a hedge softens it"),
        ("trust", "It is not without trust.", "matched", "“not” and “without” cancel each other out"),
    ],
)
def test_why_and_what_a_negation_does(pattern, text, outcome, why):
    found = row(pattern, text)
    assert (found["outcome"], found["why"], found["nearness"]) == (outcome, why, 1.0)
    assert text[found["start"] : found["end"]] == found["tokens"] == "trust"


def test_what_turns_round_names_the_code_it_counts_for():
    found = explain(book(), "It is no barrier.", around=Around(heading="Hindrances"))
    assert found[["code", "outcome", "why"]].to_numpy().tolist() == [
        ["barrier", "flipped", "“no” turns it round: counts for enabler"],
        ["barrier", "inherited", "heading “Hindrances”, unless the text says something of its own"],
    ]


def test_the_nearest_misses_stand_first_and_strangers_are_left_out_unless_their_code_is_asked_for():
    patterns = "trust, {all: [lack*, fund*], within: 1}, {phrase: data, near: [bank], within: 1}, elephant"
    found = explain(book(patterns), "We lack the funds and data.")
    assert found["rule"].tolist() == ["factor/c#2", "factor/c#3"]
    assert found["nearness"].is_monotonic_decreasing
    assert set(explain(book(patterns), "We lack the funds and data.", code="c")["rule"]) == {f"factor/c#{n}" for n in range(1, 5)}


def test_patterns_are_shown_as_they_are_written():
    assert row("{all: [[lack*, no], fund*], in_order: true}", "x")["pattern"] == "{all: [[lack*, no], fund*], in_order: true}"


def test_an_unknown_code_is_refused():
    with pytest.raises(UnknownName, match="no code 'trusst'"):
        explain(book(), "x", code="trusst")


PATTERNS = [
    "a1 b1",
    "{all: [a1, b1], within: 2, scope: sentence}",
    "{all: [a1, [b1, c1]], in_order: true}",
    "{phrase: a1, near: [b1], within: 1}",
    "{phrase: a1, unless: [a1 b1]}",
]


@given(st.lists(st.sampled_from(["a1", "b1", "c1", "not", "X.", "🙂"]), max_size=9), st.sampled_from(PATTERNS))
def test_every_rule_matches_or_tells_why_not(words, pattern):
    text = " ".join(words)
    found = explain(book(pattern), text, code="c")
    hits = RuleTagger(book(pattern)).explain(text)
    assert (found["outcome"] != "missed").sum() == len(hits)
    assert len(found) == max(len(hits), 1)
    assert found.loc[found["outcome"] == "missed", "why"].str.len().gt(0).all()
