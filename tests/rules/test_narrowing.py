"""Conditions and scopes of a pattern: role, heading, question, sentence, turn, and words that turn a hit round."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda.codebook import parse_codebook
from qda.model import Axis, Code
from qda.rules import RuleTagger
from qda.rules.around import Around
from qda.rules.engine import Engine
from qda.rules.rule import rules_of
from qda.rules.sentences import sentences
from qda.rules.words import words_of

TWO = (Code(id="barrier", axis="v"), Code(id="enabler", axis="v"))


def engine(raw, language="en", *, negation="keep", codes=TWO):
    axis = Axis(id="v", negation=negation, codes=codes)
    return Engine(rules_of(axis, codes[-1], [raw]), language)


def matched(raw, text, language="en", **around):
    return [" … ".join(hit.tokens) for hit in engine(raw, language).find(text, Around(**around))]


@pytest.mark.parametrize(
    ("raw", "around", "expected"),
    [
        ({"phrase": "trust", "role": ["interviewee"]}, {"role": "interviewee"}, ["trust"]),
        ({"phrase": "trust", "role": ["interviewee"]}, {"role": "interviewer"}, []),
        ({"phrase": "trust", "role": ["interviewee"]}, {}, []),
        ({"phrase": "trust", "role": ["expert", "interviewee"]}, {"role": "interviewee"}, ["trust"]),
        ({"phrase": "trust", "heading": ["service deliver*"]}, {"heading": "Leeds > 3. Delivered services"}, []),
        ({"phrase": "trust", "heading": ["service deliver*"]}, {"heading": "Leeds > 3. Service Delivery > More"}, ["trust"]),
        ({"phrase": "trust", "heading": ["service deliver*"]}, {"question": "Service delivery?"}, []),
        ({"phrase": "trust", "heading": ["leeds service"]}, {"heading": "Leeds > Service"}, []),
        ({"phrase": "trust", "question": ["board", "partner"]}, {"question": "Who are your partners?"}, ["trust"]),
        ({"phrase": "trust", "question": ["board", "partner"]}, {"question": "Who decides?"}, []),
        ({"phrase": "trust", "question": ["partner"], "role": ["a"]}, {"question": "Partners?", "role": "b"}, []),
        ({"phrase": "trust", "question": ["partner"], "role": ["b"]}, {"question": "Partners?", "role": "b"}, ["trust"]),
    ],
)
def test_bound_to_role_heading_and_question(raw, around, expected):
    assert matched(raw, "They trust.", **around) == expected


@pytest.mark.parametrize(
    ("raw", "text", "expected"),
    [
        ({"all": ["lack*", "fund*"], "scope": "sentence"}, "We lack staff. Funds came.", []),
        ({"all": ["lack*", "fund*"], "scope": "sentence"}, "We lack staff and funds. Then they came.", ["lack … funds"]),
        ({"all": ["lack*", "fund*"]}, "We lack staff. Funds came.", ["lack … Funds"]),
        ({"any": ["board"], "near": ["coordinat*"], "scope": "sentence"}, "A board. It coordinates.", []),
        (
            {"any": ["board"], "near": ["coordinat*"], "scope": "sentence"},
            "A board which now and then coordinates.",
            ["board … coordinates"],
        ),
        ({"phrase": "trust", "unless": ["bank"], "within": 9, "scope": "sentence"}, "They trust. The bank knows.", ["trust"]),
        ({"phrase": "trust", "unless": ["bank"], "within": 9, "scope": "sentence"}, "They trust the bank.", []),
    ],
)
def test_within_a_sentence(raw, text, expected):
    assert matched(raw, text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It went well, e.g. in May. Then it stopped! Did it? Yes.", 4),
        ("en", "J. Smith spoke. “Well.” He left … and came.", 3),
        ("en", "It cost 3.5 million. 12 came.", 2),
        ("de", "Das gilt z.B. Ämtern. Das war es.", 2),
        ("en", "", 0),
        ("en", "...", 0),
        ("en", "A title\n\nand text", 2),
    ],
)
def test_where_sentences_end(language, text, expected):
    assert len(sentences(words_of(text, language), language)) == expected


@given(st.text(alphabet=st.sampled_from("aB .!?…\n”’()9"), max_size=60))
def test_sentences_cover_all_words_once(text):
    words = words_of(text, "en")
    found = sentences(words, "en")
    assert [i for a, b in found for i in range(a, b)] == list(range(len(words.forms)))


BOOK = """
codebook: small
axes:
  - id: a
    codes:
      - id: c
        patterns:
          en: [PATTERN]
  - {id: s, kind: single, codes: [{id: x}]}
"""


def tagged(pattern, *turns):
    """Tag segments given as (speaker, text); return the texts that are coded, and the evidence."""
    rows, at = [], 0
    for speaker, text in turns:
        rows.append({"doc_id": "d", "start": at, "end": at + len(text), "text": text, "speaker": speaker, "language": "en"})
        at += len(text) + 1
    found = RuleTagger(parse_codebook(BOOK.replace("PATTERN", pattern))).tag(pd.DataFrame(rows))
    return list(zip(found["quote"], found["evidence"], strict=True))


TURN = "{phrase: board, near: [coordinat*], scope: turn}"


def test_a_turn_reaches_over_the_segments_of_one_speaker():
    found = tagged(TURN, ("A", "We have a board."), ("A", "It coordinates."))
    assert found == [("We have a board.", "a/c#1 “board” [10-15]; with “coordinates” elsewhere in the turn")]
    assert tagged(TURN, ("A", "The board coordinates.")) == [("The board coordinates.", "a/c#1 “board … coordinates” [4-21]")]


@pytest.mark.parametrize(
    "turns", [[("A", "We have a board."), ("B", "It coordinates.")], [("", "We have a board."), ("", "It coordinates.")]]
)
def test_a_turn_ends_with_the_speaker_and_none_is_none(turns):
    assert tagged(TURN, *turns) == []


def test_all_in_a_turn_stands_where_it_begins_and_unless_looks_at_the_whole():
    everything = "{all: [lack*, fund*], in_order: true, scope: turn}"
    assert [quote for quote, _ in tagged(everything, ("A", "We lack it."), ("A", "Funds, I mean."))] == ["We lack it."]
    assert tagged(everything, ("A", "Funds, I mean."), ("A", "We lack it.")) == []
    unless = "{phrase: trust, unless: [bank], within: 20, scope: turn}"
    assert tagged(unless, ("A", "We trust it."), ("A", "The bank, that is.")) == []
    assert len(tagged(unless, ("A", "We trust it."), ("B", "The bank, that is."))) == 1


def test_no_phrase_reaches_from_one_segment_into_the_next():
    assert tagged("{phrase: trust, near: [board room], scope: turn}", ("A", "trust the board"), ("A", "room")) == []


def flipped(text, raw=None, negation="keep"):
    raw = raw or {"phrase": "trust", "flip": ["eroded", "gone"]}
    return [(h.code, h.effect, h.cues) for h in engine(raw, negation=negation).find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trust is eroded.", ("barrier", "flipped", ("eroded",))),
        ("Eroded trust.", ("barrier", "flipped", ("Eroded",))),
        ("Trust grew.", ("enabler", "", ())),
        ("Trust grew, the soil eroded.", ("enabler", "", ())),
        ("Trust grew but fear is gone.", ("enabler", "", ())),
        ("Trust is not eroded.", ("enabler", "", ("is not", "eroded"))),
        ("No trust.", ("enabler", "kept", ("No",))),
    ],
)
def test_words_of_a_rules_own_turn_it_round(text, expected):
    assert flipped(text) == [expected]


def test_a_word_that_denies_anyway_turns_once():
    raw = {"phrase": "trust", "flip": ["lack of", "weak"]}
    assert [h[:2] for h in flipped("A lack of trust.", raw, "flip")] == [("barrier", "flipped")]
    assert [h[:2] for h in flipped("Weak trust.", raw, "drop")] == [("barrier", "flipped")]
    assert [h[:2] for h in flipped("No trust.", raw, "drop")] == [("enabler", "dropped")]


def test_alternatives_within_all():
    raw = {"all": [["lack*", "scarc*", "too little"], ["fund*", "money"]], "within": 4}
    assert matched(raw, "Scarce money.") == ["Scarce … money"]
    assert matched(raw, "too little of the money") == ["too little … money"]
    assert matched(raw, "lacking, scarce") == []
    assert matched(raw, "funds and money") == []
