"""Transcripts that come in pages."""

from hypothesis import given
from hypothesis import strategies as st

from qda.ingest.plain import from_text

TALK = """Interview 3

I: How did it begin? #00:00:05-0#

B: With the office by the harbour, and nobody came to see it. #00:00:20-0#
1
\fInterview 3

I: And then? #00:00:25-0#

B: Then the bus was cut, and nobody
2
\fInterview 3
came at all. #00:00:40-0#

I: Why? #00:00:45-0#
3
"""


def found(draft, kind):
    return [(m.value, draft.text[m.start : m.end].strip()) for m in draft.marks if m.kind == kind]


def test_pages_of_a_transcript():
    draft = from_text(TALK)
    assert [(m.value, m.attributes["number"]) for m in draft.marks if m.kind == "page"] == [("1", 1), ("2", 2), ("3", 3)]
    pages = [text for _, text in found(draft, "page")]
    assert pages[0].endswith("nobody came to see it.")
    assert pages[1].startswith("And then?")
    assert pages[1].endswith("cut, and nobody")
    assert pages[2].startswith("came at all.")


def test_heads_and_numbers_of_pages_are_not_said():
    draft = from_text(TALK)
    assert [m.value for m in draft.marks if m.kind == "foot"] == ["1", "2", "3"]
    answers = [text for who, text in found(draft, "turn") if who == "B"]
    assert " ".join(answers[1].split()) == "Then the bus was cut, and nobody came at all."
    assert [int(m.value) for m in draft.marks if m.kind == "time"][:3] == [0, 5000, 20000]


def test_a_transcript_without_form_feeds_has_no_pages_and_keeps_its_lines():
    draft = from_text("I: How many?\n\nB: I say:\n\n12\n\nI: Really?\n\nB: Yes.")
    assert found(draft, "page") == []
    assert "12" in draft.text


def test_short_answers_that_come_again_at_the_edges_of_pages_are_said():
    draft = from_text("\f".join(f"I: Mhm\n\nB: This is story number {n}.\n\nI: And so\n" for n in range(4)))
    assert [text for who, text in found(draft, "turn") if who == "I"] == ["Mhm", "And so"] * 4
    assert len(found(draft, "page")) == 4


LINES = st.lists(st.text("ab .?\u00e4", min_size=1, max_size=90).map(lambda said: f"{said.strip()}x"), min_size=1, max_size=4)


@given(st.lists(LINES, min_size=2, max_size=6))
def test_pages_follow_each_other_and_begin_with_their_first_line(sheets):
    text = "\f".join("\n".join(f"{'IB'[n % 2]}: {said}" for n, said in enumerate(["first", *sheet])) + "\n" for sheet in sheets)
    draft = from_text(text)
    pages = [m for m in draft.marks if m.kind == "page"]
    assert [m.value for m in pages] == [str(n) for n in range(1, len(sheets) + 1)]
    assert [a.end for a in pages[:-1]] == [b.start for b in pages[1:]]
    assert (pages[0].start, pages[-1].end) == (0, len(draft.text))
    assert all(draft.text[m.start : m.end].startswith("first") for m in pages)
