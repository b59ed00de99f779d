"""Follow-ups: how long what a question says holds."""

from qda.model import Axis
from qda.rules.followups import Talk

PHASE, ASPECT = Axis(id="phase", kind="single"), Axis(id="aspect", kind="multi")


def said(axis, code):
    return (axis, code, "question", "question “…”")


def ask(talk, question, *own, doc="d", heading=""):
    return [(axis, code, evidence.startswith("earlier")) for axis, code, _, evidence in talk.rows(doc, heading, question, own)]


def test_a_follow_up_that_says_nothing_keeps_all_that_was_said():
    talk = Talk((PHASE, ASPECT))
    ask(talk, "How do you carry it out, and who?", said("phase", "implementation"), said("aspect", "actors"))
    assert ask(talk, "And then?") == [("phase", "implementation", True), ("aspect", "actors", True)]
    assert ask(talk, "Really?") == [("phase", "implementation", True), ("aspect", "actors", True)]


def test_a_phase_holds_until_another_is_asked_for():
    talk = Talk((PHASE, ASPECT))
    ask(talk, "one", said("phase", "development"), said("aspect", "goals"))
    assert ask(talk, "two", said("aspect", "actors")) == [("aspect", "actors", False), ("phase", "development", True)]
    assert ask(talk, "three", said("phase", "implementation")) == [("phase", "implementation", False)]


def test_nothing_passes_from_one_talk_or_section_to_the_next():
    talk = Talk((PHASE,))
    ask(talk, "one", said("phase", "development"))
    assert ask(talk, "And?", doc="e") == []
    ask(talk, "one", said("phase", "development"))
    assert ask(talk, "And?", heading="Part two") == []


def test_the_interviewers_own_turns_stand_between_and_take_nothing():
    talk = Talk((PHASE,))
    ask(talk, "one", said("phase", "development"))
    assert ask(talk, "") == []
    assert ask(talk, "And?") == [("phase", "development", True)]


def test_the_same_question_over_many_units_says_the_same():
    talk = Talk((PHASE,))
    for _ in range(3):
        assert ask(talk, "one", said("phase", "development")) == [("phase", "development", False)]


def test_what_a_unit_has_from_its_heading_is_not_doubled():
    talk = Talk((PHASE,))
    ask(talk, "one", said("phase", "development"))
    heading = ("phase", "implementation", "heading", "heading “Delivery”")
    assert ask(talk, "And?", heading) == [("phase", "implementation", False)]
