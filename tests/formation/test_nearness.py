import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda.formation.nearness import nearest, rarity

WORD = st.sampled_from(["trust", "board", "money", "rain", "delivery"])
TEXT = st.lists(WORD, min_size=1, max_size=6)
SAID = {
    "trust": {"definition": [["people", "rely"]], "anchor example": [["ring"]], "coded passage": [["trust", "board"]]},
    "boards": {"definition": [["board", "meet"]]},
    "money": {"definition": [["money"]]},
}


def test_the_nearest_comes_first_with_the_words_that_say_so():
    weights = rarity([["trust", "board"], ["board", "meet"], ["board"], ["ring"]])
    first, second = nearest(["board", "trust", "ring"], SAID, weights)
    assert [first.code, second.code] == ["trust", "boards"]
    assert dict(first.words) == {"trust": "coded passage", "ring": "anchor example", "board": "coded passage"}
    assert first.words[-1][0] == "board", "what stands everywhere tells least"
    assert str(second) == f"boards {second.score:.2f}: board (definition)"


def test_what_shares_no_word_is_not_near():
    assert nearest(["rain"], SAID, {}) == []
    assert nearest([], SAID, {}) == []
    assert nearest(["money"], SAID, {}, most=0) == []


def test_the_same_words_are_as_near_as_can_be():
    (near,) = nearest(["money"], SAID, rarity([["money"], ["board"]]))
    assert near.score == pytest.approx(1)


def test_a_long_source_weighs_no_more_than_a_short_one():
    long = {"a": {"coded passage": [["trust"] * 9 + ["rain"], ["board"]]}}
    by_board, by_trust = (nearest([word], long, {})[0].score for word in ("board", "trust"))
    assert by_board == pytest.approx(by_trust, abs=0.02)


@given(TEXT, st.dictionaries(WORD, st.lists(TEXT, max_size=3), max_size=4), st.lists(TEXT, max_size=5))
def test_scores_are_cosines_and_words_are_shared(passage, texts, material):
    found = nearest(passage, {code: {"definition": own} for code, own in texts.items()}, rarity(material))
    assert [near.score for near in found] == sorted((near.score for near in found), reverse=True)
    for near in found:
        assert 0 < near.score <= 1
        assert {word for word, _ in near.words} <= {*passage} & {word for text in texts[near.code] for word in text}
