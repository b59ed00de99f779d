"""Who asks, and what was asked."""

import pytest

from qda.ingest.plain import from_text
from qda.ingest.questions import interviewers, with_questions

TALK = "Kim: What do you do?\nLee: I run it.\n"
TALK += "Kim: Since when?\nLee: May.\nKim: Mhm.\nLee: It was a cold day.\nKim: I see, let us go on.\nKim: Who pays?\nLee: Nobody."


def questions(text, roles=None):
    draft = from_text(text)
    marks = with_questions(draft.text, draft.marks, roles)
    return [(draft.text[m.start : m.end], m.value) for m in marks if m.kind == "question"]


def test_every_answer_has_the_question_before_it():
    assert questions(TALK) == [
        ("I run it.", "What do you do?"),
        ("May.", "Since when?"),
        ("It was a cold day.", "Since when?"),
        ("Nobody.", "I see, let us go on. Who pays?"),
    ]


def test_who_asks_has_the_role():
    marks = [m for m in from_text(TALK).marks if m.kind == "turn"]
    assert {m.value for m in marks if m.attributes.get("role") == "interviewer"} == {"Kim"}


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        ([("I", "Go on."), ("B", "Well?"), ("I", "How?")], {"I"}),
        ([("Interviewerin", "Bitte."), ("B1", "Was?")], {"Interviewerin"}),
        ([("Moderator", "Please."), ("Ana", "Who?"), ("Ben", "What?")], {"Moderator"}),
        ([("M", "Well."), ("F", "Really?"), ("M", "Yes."), ("F", "No?")], {"F"}),
        ([("IP", "Well."), ("INT", "Really?"), ("IP", "Yes.")], {"INT"}),
        ([("Interviewee", "Well?"), ("Interviewer", "Right."), ("Interviewee", "Yes?")], {"Interviewer"}),
        ([("Dan", "Who pays?"), ("Participant", "Who? We do. Why?"), ("Dan", "Okay.")], set()),
        ([("Dan", "Who pays?"), ("Participant", "We do."), ("Dan", "Okay."), ("Dan", "Okay."), ("Dan", "Well.")], {"Dan"}),
        ([("Ana", "Yes."), ("Ben", "No.")], set()),
        ([("Ana", "Why?")], set()),
        ([], set()),
    ],
)
def test_labels_are_hints_and_questions_decide(turns, found):
    assert interviewers(turns) == found


def test_the_study_outranks_every_guess():
    assert interviewers([("I", "Why?"), ("B", "So.")], {"B": "interviewer", "I": "official"}) == {"B"}
    assert interviewers([("I", "Why?"), ("B", "So.")], {"I": "official", "B": "official"}) == set()
    assert questions(TALK, {"Lee": "Interviewer"})[0] == ("I see, let us go on.", "It was a cold day.")


def test_roles_replace_the_guess_made_before():
    draft = from_text(TALK)
    marks = with_questions(draft.text, draft.marks, {"Lee": "interviewer"})
    assert {m.value for m in marks if m.attributes.get("role")} == {"Lee"}
