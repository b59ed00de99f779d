"""Turns with the times of their ends are given the times of their beginnings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda.ingest.plain import from_text
from qda.ingest.speech import Turn
from qda.ingest.transcript import begun


def at_end(*parts):
    return Turn(speaker="B", parts=parts, at_end=True)


def test_paragraphs_of_a_turn_begin_where_the_one_before_ends():
    turns = begun([at_end(("a", 5000)), at_end(("b", 9000), ("c", 20000), ("d", 31000)), at_end(("e", 40000))])
    assert [turn.parts for turn in turns] == [(("a", 0),), (("b", 5000), ("c", 9000), ("d", 20000)), (("e", 31000),)]
    assert [(turn.t0, turn.t1) for turn in turns] == [(0, 5000), (5000, 31000), (31000, 40000)]
    assert not any(turn.at_end for turn in turns)


def test_marks_of_several_paragraphs_a_turn():
    draft = from_text(
        "I: How? #00:00:05-0#\n\nB: Well. #00:00:09-0#\n\nYes. #00:00:20-0#\n\nI: So? #00:00:22-0#\n\nB: So. #00:00:23-0#"
    )
    found = [(draft.text[m.start : m.end], int(m.value), m.attributes.get("t1")) for m in draft.marks if m.kind == "time"]
    assert found == [
        ("How?", 0, 5000),
        ("Well.\nYes.", 5000, 20000),
        ("Well.", 5000, None),
        ("Yes.", 9000, None),
        ("So?", 20000, 22000),
        ("So.", 22000, 23000),
    ]


@pytest.mark.parametrize(
    ("parts", "begins", "spoken"),
    [
        ((("a", None), ("b", 9000)), [0, None], (0, 9000)),
        ((("a", 4000), ("b", None), ("c", 9000)), [0, 4000, None], (0, 9000)),
        ((("a", 4000), ("b", None)), [0, 4000], (0, 4000)),
    ],
)
def test_a_paragraph_after_one_without_a_time_begins_nobody_knows_when(parts, begins, spoken):
    (turn,) = begun([at_end(*parts)])
    assert [at for _, at in turn.parts] == begins
    assert (turn.t0, turn.t1) == spoken


def test_a_turn_without_a_time_stays_without():
    turns = begun([at_end(("a", 5000)), at_end(("b", None)), at_end(("c", 9000))])
    assert [(turn.t0, turn.t1) for turn in turns] == [(0, 5000), (None, None), (5000, 9000)]


def test_turns_that_say_when_they_begin_stay_as_they_are():
    turns = [Turn(speaker="I", parts=(("a", None),), t0=3000), Turn(speaker="B", parts=(("b", None),), t0=4000, t1=6000)]
    assert begun(turns) == turns


def test_a_clock_that_goes_back_begins_a_second_recording():
    turns = begun([at_end(("a", 50000)), at_end(("b", 7000)), at_end(("c", 9000))])
    assert [(turn.t0, turn.t1) for turn in turns] == [(0, 50000), (0, 7000), (7000, 9000)]


@given(st.lists(st.lists(st.none() | st.integers(0, 10**7), min_size=1, max_size=4), max_size=8))
def test_nothing_ends_before_it_begins_and_no_word_is_lost(ends):
    turns = [at_end(*((f"{n}.{m}", at) for m, at in enumerate(sorted(e, key=lambda at: at or 0)))) for n, e in enumerate(ends)]
    found = begun(turns)
    assert [[text for text, _ in turn.parts] for turn in found] == [[text for text, _ in turn.parts] for turn in turns]
    assert all(turn.t0 <= turn.t1 for turn in found if turn.t0 is not None)
