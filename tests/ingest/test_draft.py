"""Texts put together piece by piece: spans never shift, texts are canonical."""

from hypothesis import example, given
from hypothesis import strategies as st

from qda.ingest.draft import Builder
from qda.model import Document, canonical

PIECES = st.lists(
    st.text(alphabet=st.sampled_from(list("abc é e\u0301\u0323\u00ad\r\n\t\u1100\u1161\u11a8 \u2028ﬁ\x07")), max_size=8),
    max_size=12,
)


@given(PIECES)
@example(["é", "\u0301", "\u0323"])
def test_whatever_is_written_the_text_is_canonical_and_spans_lie_in_it(pieces):
    builder = Builder()
    spans = [builder.write(piece) for piece in pieces]
    text = builder.text
    assert canonical(text) == text
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert builder.position == len(text)


@given(PIECES)
def test_blocks_keep_their_spans_whatever_comes_after(pieces):
    builder = Builder()
    spans = [(builder.paragraph(piece), canonical(piece).strip()) for piece in pieces]
    text = builder.text
    assert all(text[start:end] == said for (start, end), said in spans)
    assert text == "\n\n".join(said for _, said in spans if said)


def test_combining_marks_compose_over_a_seam():
    builder = Builder()
    first = builder.write("Mu")
    builder.write("\u0308nchen")
    assert builder.text == "München"
    assert first == (0, 2)


def test_marks_of_every_kind():
    builder = Builder()
    page = builder.heading("Goals", 2)
    turn = builder.turn("We meet.", "B1", time=(62300, 64000))
    builder.aside("note", "See there.", what="footnote")
    builder.page((page[0], turn[1]), 3, "iii")
    draft = builder.draft(title=" A\u00adB ", kind="interview").by("x", "1").noted(encoding="utf-8")
    document = Document(id="a", text=draft.text, marks=draft.marks)
    assert [(m.kind, m.value, dict(m.attributes)) for m in document.marks] == [
        ("page", "iii", {"number": 3}),
        ("heading", "Goals", {"level": 2}),
        ("turn", "B1", {}),
        ("time", "62300", {"t1": 64000}),
        ("note", "See there.", {"what": "footnote"}),
    ]
    assert (draft.title, draft.importer, draft.attributes) == ("AB", "x", {"encoding": "utf-8"})


def test_empty_blocks_leave_no_trace():
    builder = Builder()
    builder.paragraph("One.")
    builder.turn(" \u00ad\n ", "B")
    builder.heading("", 1)
    builder.paragraph("Two.", gap="\n")
    assert builder.text == "One.\nTwo."
    assert [m.kind for m in builder.draft().marks] == ["paragraph", "paragraph"]
