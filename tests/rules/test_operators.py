"""Every operator: what it matches and what it must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda.codebook.patterns import parse
from qda.model import Axis, Code
from qda.rules.engine import Engine
from qda.rules.rule import rules_of


def hits(raw, text, language="en"):
    axis = Axis(id="a", negation="keep", codes=(Code(id="c", axis="a"),))
    return Engine(rules_of(axis, axis.codes[0], [raw]), language).find(text)


def matched(raw, text, language="en"):
    return [" … ".join(h.tokens) for h in hits(raw, text, language)]


@pytest.mark.parametrize(
    ("raw", "text", "expected"),
    [
        # words by lemma, any case
        ("board", "BOARDS and a board", ["BOARDS", "board"]),
        ("boards", "The board met.", []),
        ("boards", "The Boards met.", ["Boards"]),
        ("board", "a boardroom", []),
        ("board", "aboard", []),
        # phrases: consecutive, never across punctuation
        ("data sharing", "the sharing of data", []),
        ("data sharing", "data sharing works", ["data sharing"]),
        ("data sharing", "no data. Sharing is rare", []),
        ("data sharing", "data, sharing", []),
        ("data sharing", "data (sharing)", []),
        ("data sharing", "data\nsharing", ["data\nsharing"]),
        ("work first", "a “work first” line", ["work first"]),
        ("city board", "the city's board", ["city's board"]),
        # hyphens
        ("cooperation", "co-operation", ["co-operation"]),
        ("co-operation", "cooperation", ["cooperation"]),
        ("co-operation", "co operation", ["co operation"]),
        ("decision making", "decision-making", ["decision-making"]),
        ("decision-making", "decision making", ["decision making"]),
        ("joint decision-making body", "joint decisionmaking body", ["joint decisionmaking body"]),
        ("co-operat* bod*", "cooperative bodies", ["cooperative bodies"]),
        ("data bank", "data- or card bank", []),
        # stems
        ("integrat*", "re integration Integrated disintegrated", ["integration", "Integrated"]),
        ("*ination", "coordination, inational", ["coordination"]),
        ("*ordin*", "coordinated disordinate", ["coordinated", "disordinate"]),
        ("data shar*", "data shared", ["data shared"]),
        # any
        ({"any": ["committee", "round table"]}, "a Round Table of committees", ["Round Table", "committees"]),
        ({"any": ["board", "steering board"]}, "the steering board", ["steering board"]),
        # all
        ({"all": ["lack*", "fund*"]}, "funds are what everybody who works here says the city lacks", ["funds … lacks"]),
        ({"all": ["lack*", "fund*"]}, "lack of money", []),
        ({"all": ["lack*", "fund*"], "within": 3}, "lack of the funds", ["lack … funds"]),
        ({"all": ["lack*", "fund*"], "within": 2}, "lack of the funds", []),
        ({"all": ["lack*", "fund*"], "within": 1}, "funds lack", ["funds … lack"]),
        ({"all": ["lack*", "fund*"], "within": 3, "in_order": True}, "funds are lacking", []),
        ({"all": ["lack*", "fund*"], "in_order": True}, "lacking funds", ["lacking … funds"]),
        ({"all": ["fund*", "fund*"]}, "one fund", []),
        ({"all": ["trust fund", "fund"]}, "a trust fund", []),
        ({"all": ["a1", "b1", "c1"], "within": 4}, "c1 x a1 x b1", ["c1 … a1 … b1"]),
        ({"all": ["a1", "b1", "c1"], "within": 3}, "c1 x a1 x b1", []),
        ({"all": ["a1", "b1"]}, "a1 x x b1 a1", ["b1 … a1"]),
        ({"all": ["a1", "b1"]}, "a1 b1 x b1 a1", ["a1 … b1", "b1 … a1"]),
        # near
        (
            {"any": ["board", "round table"], "near": ["coordinat*"], "within": 3},
            "the board that coordinates",
            ["board … coordinates"],
        ),
        ({"any": ["board", "round table"], "near": ["coordinat*"], "within": 1}, "the board that coordinates", []),
        (
            {"any": ["board", "round table"], "near": ["coordinat*"], "within": 3},
            "coordinated by a round table",
            ["coordinated … round table"],
        ),
        ({"phrase": "steering board", "near": ["steering"], "within": 5}, "the steering board", []),
        # unless
        ({"phrase": "trust", "unless": ["trust fund"]}, "The trust fund pays.", []),
        ({"phrase": "trust", "unless": ["trust fund"]}, "They trust the trust fund.", ["trust"]),
        ({"phrase": "trust", "unless": ["bank"], "within": 2}, "trust the bank", []),
        ({"phrase": "trust", "unless": ["bank"], "within": 2}, "trust only in the bank", ["trust"]),
        ({"phrase": "trust", "unless": ["bank"]}, "trust the bank", ["trust"]),
    ],
)
def test_operator(raw, text, expected):
    assert matched(raw, text) == expected


@pytest.mark.parametrize(
    ("language", "raw", "text", "expected"),
    [
        ("de", "Zuständigkeit", "Unklare Zuständigkeiten", ["Zuständigkeiten"]),
        ("de", "maßnahme", "MASSNAHME", ["MASSNAHME"]),
        ("de", "*kooperation", "Eine Verwaltungskooperation", ["Verwaltungskooperation"]),
        ("fr", "échange", "l’échange", ["échange"]),
        ("fr", "l'état", "L’État décide", ["L’État"]),
        ("pl", "gmina", "w gminie", ["gminie"]),
        ("sv", "samverkan", "Samverkan finns", ["Samverkan"]),
        ("it", "comune", "i comuni", ["comuni"]),
    ],
)
def test_other_languages(language, raw, text, expected):
    assert matched(raw, text, language) == expected


def test_evidence_is_one_readable_line():
    (hit,) = hits({"all": ["exchang*", "client data"], "score": 0.5}, "There is an exchange\nof client\n data.")
    assert hit.evidence == "a/c#1 “exchange … client data” [12-36]"
    assert (hit.start, hit.end, hit.score) == (12, 36, 0.5)


pieces = st.sampled_from(
    [
        "data",
        "Data",
        "sharing",
        "share",
        "co-operation",
        "cooperation",
        "🙂",
        "👩‍👧",
        "cafe\u0301",
        "café",
        "not",
        "may",
        ",",
        ".",
        "-",
        "the",
        "’s",
        "trust fund",
        "\n",
    ]
)


@given(st.lists(pieces, max_size=14), st.sampled_from([" ", "", "\n"]))
def test_the_text_at_the_offsets_is_what_matched(parts, glue):
    text = glue.join(parts)
    patterns = [
        "data shar*",
        "café",
        "cooperation",
        {"all": ["data", "co-operation"], "within": 5},
        {"phrase": "trust", "unless": ["trust fund"]},
    ]
    for raw in patterns:
        for hit in hits(raw, text):
            assert tuple(text[s:e] for s, e in hit.spans) == hit.tokens
            assert all(hit.tokens)
            assert list(hit.spans) == sorted(hit.spans)
            assert text[hit.start : hit.end].startswith(hit.tokens[0])
            assert text[hit.start : hit.end].endswith(hit.tokens[-1])
            assert f"[{hit.start}-{hit.end}]" in hit.evidence


@given(st.lists(st.sampled_from(["a1", "b1", "c1", "x"]), max_size=10), st.integers(1, 6))
def test_all_within_agrees_with_trying_every_pair(words, within):
    found = hits({"all": ["a1", "b1"], "within": within}, " ".join(words))
    near = any(abs(i - j) <= within for i, a in enumerate(words) for j, b in enumerate(words) if a == "a1" and b == "b1")
    assert bool(found) == near
    taken = [span for hit in found for span in hit.spans]
    assert len(taken) == len(set(taken))


def test_a_pattern_that_cannot_be_read_names_its_rule():
    with pytest.raises(ValueError, match=r"a/c#1: a phrase is empty"):
        hits("", "text")


def test_patterns_of_any_size_are_found_in_one_pass():
    many = {"any": [f"word{i}" for i in range(500)]}
    assert parse(many).any[499].text == "word499"
    assert matched(many, "word1 word499 word500") == ["word1", "word499"]


def test_a_whole_document_in_one_segment_takes_no_square_of_its_length():
    text = "There is no trust, but the board shares data with the city and might trust it. " * 400
    assert len(matched({"any": ["trust", "data"], "near": ["board"], "within": 6}, text)) == 800
    assert len(matched("trust", text)) == 800
