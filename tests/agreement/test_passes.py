"""Whose work is compared."""

import pytest
from compared import both, said

from qda.agreement.passes import passes_of
from qda.errors import BadInput, UnknownName
from qda.frames import empty

ROUNDS = both(
    said((0, "factor", "trust"), round=1), said((0, "factor", "money"), round=2), said((0, "factor", "trust"), coder="B")
)
NOBODY = empty("readings")


def test_a_name_alone_means_the_last_round():
    assert [(p.coder, p.round, p.name) for p in passes_of(["A", "B"], ROUNDS, NOBODY)] == [("A", 2, "A"), ("B", 1, "B")]


def test_two_rounds_of_one_coder_are_two_passes():
    first, second = passes_of(["A#1", "A#2"], ROUNDS, NOBODY)
    assert first.of(ROUNDS)["code"].tolist() == ["trust"]
    assert second.of(ROUNDS)["code"].tolist() == ["money"]


def test_a_coder_whose_name_holds_the_sign_of_rounds_is_found():
    coded = both(said((0, "factor", "trust"), coder="A#1"), said((0, "factor", "trust"), coder="B"))
    assert [(p.coder, p.round) for p in passes_of(["A#1", "B"], coded, NOBODY)] == [("A#1", 1), ("B", 1)]


@pytest.mark.parametrize("names", [["A"], [], ["A", "A"], ["A", "A#2"], ["A#1", "A#1", "B"]])
def test_the_same_pass_twice_or_fewer_than_two_are_refused(names):
    with pytest.raises(BadInput, match="two different coders or rounds"):
        passes_of(names, ROUNDS, NOBODY)


@pytest.mark.parametrize(
    ("name", "told"), [("C", "nobody called 'C'.*'A'"), ("A#3", "no round '3'; there is 1, 2"), ("A#x", "no round 'x'")]
)
def test_who_is_not_there_is_named_with_who_is(name, told):
    with pytest.raises(UnknownName, match=told):
        passes_of([name, "B"], ROUNDS, NOBODY)
