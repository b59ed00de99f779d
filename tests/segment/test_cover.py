from hypothesis import given
from hypothesis import strategies as st

from qda.model import Mark
from qda.segment.cover import Cover

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted), max_size=12)


@given(SPANS, st.integers(-1, 31))
def test_the_mark_found_is_the_innermost_that_holds_the_place(spans, place):
    marks = [Mark(kind="time", start=a, end=b) for a, b in spans]
    found = Cover(marks).at(place)
    holding = [m for m in marks if m.start <= place < m.end]
    if not holding:
        assert found is None
    else:
        assert (found.start, -found.end) == max((m.start, -m.end) for m in holding)


def test_no_marks_hold_nothing():
    assert Cover([]).at(0) is None
