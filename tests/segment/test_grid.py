"""Units, their context and everything looked up, on small documents whose text and marks are written side by side."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qda.errors import BadInput, BadTable
from qda.model import UNITS, Document, Mark
from qda.segment import Window, segments


def build(*pieces, language="en", **more):
    """Put a document together from (kind, text, value, attributes) and plain strings, joined by blank lines."""
    text, marks = "", []
    for piece in pieces:
        kind, said, value, attributes = (
            (*piece, *("", {})[len(piece) - 2 :]) if isinstance(piece, tuple) else (None, piece, "", {})
        )
        start = len(text) + 2 * bool(text)
        text += ("\n\n" if text else "") + said
        if kind:
            marks.append(Mark(kind=kind, start=start, end=len(text), value=value, attributes=attributes))
    return Document(id="d", text=text, marks=tuple(marks), language=language, case="Leeds", **more)


def add(document, *marks):
    return Document(
        id=document.id, text=document.text, language=document.language, case=document.case, marks=(*document.marks, *marks)
    )


def texts(frame):
    return frame["text"].tolist()


def contexts(document, frame):
    return [document.text[a:b] for a, b in zip(frame["context_start"], frame["context_end"], strict=True)]


TALK = build(
    ("preamble", "Interview of May. Room 3."),
    ("turn", "Who pays?", "I", {"role": "interviewer"}),
    ("turn", "We do. All of it.\n\nSince 2011.", "B1", {"role": "expert"}),
    ("turn", "Why?", "I", {"role": "interviewer"}),
    ("turn", "Nobody else would.", "B1", {"role": "expert"}),
)
PROSE = build(
    ("heading", "Integration", "Integration", {"level": 1}),
    ("paragraph", "It began late. It went well."),
    ("heading", "Policy", "Policy\ndevelopment", {"level": 2}),
    ("paragraph", "There was a board. It met. It decided."),
    ("paragraph", "It had money. It spent it."),
    ("heading", "Trust", "", {"level": 2}),
    ("paragraph", "There was some."),
    ("heading", "Annex", "Annex", {"level": 1}),
    "Loose line one.\n\nLoose line two.",
)


def test_sentences_stand_in_their_turn():
    frame = segments(TALK)
    assert texts(frame) == ["Who pays?", "We do.", "All of it.", "Since 2011.", "Why?", "Nobody else would."]
    assert frame["speaker"].tolist() == ["I", "B1", "B1", "B1", "I", "B1"]
    assert contexts(TALK, frame)[3] == "We do. All of it.\n\nSince 2011."
    assert set(frame["unit"]) == {"sentence"}
    assert set(frame["case"]) == {"Leeds"}


def test_turns_stand_with_the_turn_before():
    frame = segments(TALK, "turn")
    assert texts(frame)[1] == "We do. All of it.\n\nSince 2011."
    assert contexts(TALK, frame)[0] == "Who pays?"
    assert contexts(TALK, frame)[1] == "Who pays?\n\nWe do. All of it.\n\nSince 2011."
    assert contexts(TALK, frame)[3] == "Why?\n\nNobody else would."


def test_paragraphs_of_a_turn_have_its_question_around_them():
    frame = segments(TALK, "paragraph")
    assert texts(frame)[1:3] == ["We do. All of it.", "Since 2011."]
    assert contexts(TALK, frame)[2] == "Who pays?\n\nWe do. All of it.\n\nSince 2011."


def test_paragraphs_of_prose_stand_in_their_section():
    frame = segments(PROSE, "paragraph")
    assert texts(frame) == [
        "It began late. It went well.",
        "There was a board. It met. It decided.",
        "It had money. It spent it.",
        "There was some.",
        "Loose line one.",
        "Loose line two.",
    ]
    assert contexts(PROSE, frame)[1] == "Policy\n\nThere was a board. It met. It decided.\n\nIt had money. It spent it."


def test_sentences_of_prose_stand_in_their_paragraph():
    assert contexts(PROSE, segments(PROSE))[2:5] == ["There was a board. It met. It decided."] * 3


def test_a_heading_holds_until_one_of_its_level_or_above():
    frame = segments(PROSE, "paragraph")
    assert frame["heading"].tolist() == [
        "Integration",
        "Integration > Policy development",
        "Integration > Policy development",
        "Integration > Trust",
        "Annex",
        "Annex",
    ]


def test_headings_do_not_hold_over_speech():
    document = build(("heading", "Notes", "Notes", {"level": 1}), ("paragraph", "A summary."), ("turn", "I said so.", "A"))
    assert segments(document)["heading"].tolist() == ["Notes", ""]


def test_turn_unit_takes_prose_by_paragraphs():
    frame = segments(PROSE, "turn")
    assert texts(frame) == texts(segments(PROSE, "paragraph"))
    assert set(frame["unit"]) == {"turn"}


def test_windows_cross_paragraphs_but_not_headings():
    frame = segments(PROSE, "window", window=(3, 2))
    assert texts(frame) == [
        "It began late. It went well.",
        "There was a board. It met. It decided.",
        "It decided.\n\nIt had money. It spent it.",
        "There was some.",
        "Loose line one.\n\nLoose line two.",
    ]
    assert contexts(PROSE, frame)[1] == "There was a board. It met. It decided."
    assert contexts(PROSE, frame)[2] == "There was a board. It met. It decided.\n\nIt had money. It spent it."


def test_windows_do_not_cross_turns():
    assert texts(segments(TALK, "window", window=Window(10, 10))) == [
        "Who pays?",
        "We do. All of it.\n\nSince 2011.",
        "Why?",
        "Nobody else would.",
    ]


@given(st.integers(1, 5), st.integers(1, 5))
def test_windows_leave_no_sentence_out_and_none_lies_in_another(size, stride):
    if stride > size:
        with pytest.raises(BadInput, match="1 <= stride <= size"):
            segments(PROSE, "window", window=(size, stride))
        return
    frame = segments(PROSE, "window", window=(size, stride))
    spans = list(zip(frame["start"], frame["end"], strict=True))
    for start, end in segments(PROSE)[["start", "end"]].itertuples(index=False):
        assert any(a <= start and end <= b for a, b in spans)
    assert not [(s, t) for s in spans for t in spans if s != t and t[0] <= s[0] and s[1] <= t[1]]


def test_cells_are_blocks_of_their_own():
    document = build(("paragraph", "A table follows."), ("cell", "Leeds has", "0,0"), ("cell", "two boards. Both meet.", "0,1"))
    assert texts(segments(document)) == ["A table follows.", "Leeds has", "two boards.", "Both meet."]
    assert texts(segments(document, "paragraph")) == ["A table follows.", "Leeds has", "two boards. Both meet."]
    assert len(segments(document, "window", window=(9, 9))) == 3


def test_a_caption_is_not_joined_with_the_paragraph_around_it():
    document = build(("paragraph", "Text before. Figure 1: The boards Text behind."))
    document = add(document, Mark(kind="caption", start=13, end=33))
    assert texts(segments(document)) == ["Text before.", "Figure 1: The boards", "Text behind."]
    assert len(segments(document, "window", window=(9, 9))) == 3


def test_side_records_cut_nothing():
    document = add(
        build(("paragraph", "It goes on over the page.")),
        Mark(kind="foot", start=8, end=8, value="7"),
        Mark(kind="note", start=8, end=8, value="x"),
    )
    assert len(segments(document)) == 1


def test_the_page_is_where_a_segment_starts():
    document = build(("paragraph", "One is here. Two goes over. Three."))
    pages = (
        Mark(kind="page", start=0, end=17, value="iv", attributes={"number": 4}),
        Mark(kind="page", start=17, end=34, attributes={"number": 5}),
    )
    assert segments(add(document, *pages))["page"].tolist() == ["iv", "iv", "5"]
    assert segments(document)["page"].tolist() == [""] * 3


def test_the_innermost_time_counts():
    document = build(("turn", "One. Two.", "A", {"t0": 500}), ("turn", "Three.", "B"), ("turn", "Four.", "C", {"t0": 9000}))
    timed = add(document, Mark(kind="time", start=0, end=9, value="1000"), Mark(kind="time", start=5, end=9, value="2500"))
    times = segments(timed)["time"].tolist()
    assert times[:2] == [1000.0, 2500.0]
    assert math.isnan(times[2])
    assert times[3] == 9000.0


def test_roles_of_the_speakers_table_win():
    speakers = pd.DataFrame({"doc_id": ["d", "other"], "speaker": ["B1", "I"], "role": ["manager", "nobody"]})
    frame = segments(TALK, "turn", speakers=speakers)
    assert frame["role"].tolist() == ["interviewer", "manager", "interviewer", "manager"]
    assert segments(TALK, "turn")["role"].tolist() == ["interviewer", "expert", "interviewer", "expert"]


def test_a_speakers_table_without_documents_is_refused():
    with pytest.raises(BadTable, match="'doc_id' is missing"):
        segments(TALK, speakers=pd.DataFrame({"speaker": ["B1"]}))


def test_the_question_covers_its_answer():
    document = add(TALK, Mark(kind="question", start=TALK.text.index("We do"), end=TALK.text.index("\n\nWhy"), value="Who pays?"))
    assert segments(document)["question"].tolist() == ["", "Who pays?", "Who pays?", "Who pays?", "", ""]


def test_the_language_of_the_document_decides():
    assert len(segments(build(("paragraph", "Das war am 3. Mai so."), language="de"))) == 1
    assert len(segments(build(("paragraph", "Das war am 3. Mai so."), language="en"))) == 2


def test_two_turns_over_one_stretch_are_one_unit():
    document = add(TALK, Mark(kind="turn", start=TALK.text.index("Why"), end=TALK.text.index("\n\nNobody"), value="B2"))
    assert texts(segments(document, "turn")).count("Why?") == 1


@pytest.mark.parametrize("unit", UNITS)
def test_nothing_in_nothing_out(unit):
    assert segments(Document(id="d", text=""), unit).empty
    assert segments(build(("heading", "Only this", "Only this")), unit).empty


def test_an_unknown_unit_names_the_nearest():
    with pytest.raises(BadInput, match="did you mean 'sentence'"):
        segments(TALK, "sentense")


KINDS = st.sampled_from(["turn", "paragraph", "cell", "caption", "heading", "preamble", "page", "time", "question"])
ALPHABET = st.text(alphabet="aB. !?\n🙂e\u0301“”()…3", max_size=60)


@st.composite
def documents(draw):
    text = draw(ALPHABET)
    spans = draw(st.lists(st.tuples(KINDS, st.integers(0, len(text)), st.integers(0, len(text))), max_size=8))
    marks = tuple(Mark(kind=k, start=min(a, b), end=max(a, b), value="7") for k, a, b in spans)
    return Document(id="d", text=text, marks=marks, language=draw(st.sampled_from(["en", "de", ""])))


@given(documents(), st.sampled_from(["sentence", "paragraph"]))
def test_the_grid_holds_all_of_the_text_but_headings_and_preamble(document, unit):
    frame = segments(document, unit)
    left_out = {i for m in document.marks if m.kind in ("heading", "preamble") for i in range(m.start, m.end)}
    expected = [i for i, c in enumerate(document.text) if not c.isspace() and i not in left_out]
    held = [i for a, b in zip(frame["start"], frame["end"], strict=True) for i in range(a, b) if not document.text[i].isspace()]
    assert held == expected


@settings(max_examples=60)
@given(documents(), st.sampled_from(UNITS))
def test_text_is_the_span_and_the_context_holds_it(document, unit):
    frame = segments(document, unit)
    for row in frame.itertuples():
        assert row.text == document.text[row.start : row.end] == row.text.strip() != ""
        assert row.context_start <= row.start < row.end <= row.context_end
    assert not frame.duplicated(["doc_id", "start", "end"]).any()
    assert frame["start"].is_monotonic_increasing
    pd.testing.assert_frame_equal(frame, segments(document, unit))
