import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda.store.anchoring.folding import Folded, cuts, joins

PIECES = [
    "a",
    "B",
    "é",
    "e\u0301",
    "ß",
    "ﬁ",
    "-",
    "\u2010",
    "\u00ad",
    " ",
    "\u00a0",
    "\n",
    "\u200d",
    "👩\u200d🔬",
    "👍🏽",
    "ｶﾞ",
    "각",
    "½",
    "İ",
    "क्षि",
]
texts = st.lists(st.sampled_from(PIECES) | st.characters()).map("".join)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The transi-\ntion", "the transition"),
        ("Straße", "STRASSE"),
        ("of\ufb01ce", "office"),
        ("caf\u00e9", "cafe\u0301"),
        ("10\u00a0000", "10 000"),
        ("co\u2011ordinate", "coordinate"),
        ("soft\u00adware", "software"),
        ("ｶﾞ", "ガ"),
    ],
)
def test_what_makes_no_difference(one, other):
    assert Folded(one).text == Folded(other).text


@pytest.mark.parametrize(("one", "other"), [("cafe", "café"), ("10", "l0"), ("his", "this"), ("a–b", "ab")])
def test_what_makes_a_difference(one, other):
    assert Folded(one).text != Folded(other).text


@given(texts, st.data())
def test_folding_maps_back_exactly(text, data):
    folded = Folded(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    if start == end or not folded.whole(start, end):
        return
    first, last = folded.span(start, end)
    assert Folded(text[first:last]).text == folded.text[start:end]
    assert not cuts(text, first)
    assert not cuts(text, last)
    assert folded.at(first) == start


@given(texts)
def test_every_character_is_folded_with_its_marks(text):
    folded = Folded(text)
    places = [folded.span(i, i + 1) for i in range(len(folded.text))]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)
    kept = {i for start, end in places for i in range(start, end)}
    dropped = "".join(text[i] for i in range(len(text)) if i not in kept)
    assert Folded(dropped).text == "" or any(map(joins, dropped))
    assert not any(c.isspace() or c == "-" for c in folded.text)


@given(texts)
def test_a_canonical_text_and_its_decomposed_form_fold_alike(text):
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert Folded(composed).text == Folded(decomposed).text


def test_ends_within_a_character_take_in_all_of_it():
    folded = Folded("Maße")
    assert folded.text == "masse"
    assert not folded.whole(0, 3)
    assert folded.span(0, 3) == (0, 3)


def test_joined_characters():
    assert [i for i in range(1, 5) if cuts("👩\u200d🔬a👍", i)] == [1, 2]
    assert cuts("👍🏽", 1)
    assert cuts("\ud83d\ude00", 1)
    assert not cuts("", 0)
