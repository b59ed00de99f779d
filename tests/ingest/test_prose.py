"""Prose: clean text comes back unchanged, extracted text is put together again."""

from hypothesis import given, settings
from hypothesis import strategies as st

from qda.ingest.prose import prose
from qda.model import canonical

SENTENCES = [
    "The board meets twice a year, and nobody takes minutes.",
    "Who pays for it? The county does!",
    "“We never hear of it,” she said (again).",
    "In 2019 it cost 5% more; e.g. rent, fares and so on.",
    "Die Stadt und das Jobcenter arbeiten seit Jahren eng zusammen.",
    "„Das klappt nicht“, sagt er, z. B. im Winter.",
    "Il a dit\u00a0: «\u202fon verra bien\u202f».",
    "Les services de l'État n'y sont pas; c'est l'usage.",
    "Il comune e la provincia non s'incontrano mai.",
    "Urząd współpracuje z ośrodkiem pomocy społecznej.",
    "Kommunen och regionen möts två gånger om året.",
    "Yes.",
    "It rose from 3 to 7 - a lot, really!",
    "Mr MacDonald runs the drop-in on Mill Road.",
]
PROSE = st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).map(" ".join), min_size=1, max_size=7)


@settings(max_examples=150)
@given(PROSE, st.sampled_from(["\n\n", "\n"]))
def test_clean_prose_comes_back_unchanged(paragraphs, gap):
    text = gap.join(paragraphs)
    draft = prose(text)
    assert draft.text == text
    assert [draft.text[m.start : m.end] for m in draft.marks if m.kind == "paragraph"] == paragraphs
    assert {m.kind for m in draft.marks} == {"paragraph"}


@given(st.text(max_size=200))
def test_no_text_breaks_it_and_marks_lie_in_it(text):
    draft = prose(canonical(text))
    assert canonical(draft.text) == draft.text
    assert all(0 <= m.start <= m.end <= len(draft.text) for m in draft.marks)


WRAPPED = """\
2. How the offices work

2.1 Planning

The city has two offices that deal with work and two that deal with housing, and for
many years none of the four has known what the others were doing on the same street
and with the same families.
A new board was to change that. It meets four times a year in the old town hall and
has the right to ask for every plan before it is decided, which it has used only once
in all the years since it was founded.

Money is the other matter. The county pays for the courses and the state pays for the
rent, so that a decision-
making body without money of its own can do little more than remind, ask and hope for
the good will of those who have some, as a member of the board told us over lunch in
the canteen.

2.2 Everyday work

At the counters people help each other, because they have known each other for a long
time and because there is no other way. The way of decision-making is short there and
the coffee is good.
"""


def kinds(draft, kind):
    return [draft.text[m.start : m.end] for m in draft.marks if m.kind == kind]


def test_wrapped_lines_become_paragraphs_under_headings():
    draft = prose(WRAPPED)
    assert [(m.value, m.attributes["level"]) for m in draft.marks if m.kind == "heading"] == [
        ("2. How the offices work", 1),
        ("2.1 Planning", 2),
        ("2.2 Everyday work", 2),
    ]
    found = kinds(draft, "paragraph")
    assert len(found) == 4
    assert found[0].endswith("with the same families.")
    assert found[1].startswith("A new board was to change that. It meets")
    assert "so that a decision-making body" in found[2]
    assert "\n" not in found[2]
    assert [m.value for m in draft.marks if m.kind == "change"] == ["decision-\nmaking"]


def test_blank_lines_after_every_line_are_none():
    spaced = "\n".join(f"{line}\n" if line else "\n" for line in WRAPPED.split("\n"))
    assert kinds(prose(spaced), "paragraph") == kinds(prose(WRAPPED), "paragraph")
    assert kinds(prose(spaced), "heading") == kinds(prose(WRAPPED), "heading")


def test_a_page_break_within_a_sentence_is_bridged():
    cut = WRAPPED.replace("has the right to ask", "\n\n\n has the right to ask")
    assert kinds(prose(cut), "paragraph") == kinds(prose(WRAPPED), "paragraph")


def test_an_unnumbered_heading():
    text = WRAPPED.replace("Money is the other", "Who pays\n\nMoney is the other")
    draft = prose(text)
    assert ("Who pays", 3) in [(m.value, m.attributes["level"]) for m in draft.marks if m.kind == "heading"]


def test_a_numbered_paragraph_is_no_heading():
    text = WRAPPED.replace("A new board was to", "\n2.1.1 A new board was to")
    draft = prose(text)
    assert any(p.startswith("2.1.1 A new board was to change that. It meets") for p in kinds(draft, "paragraph"))
    text = WRAPPED.replace(
        "Money is the other matter. The county pays for", "3.2 The county in which all of this took place pays for"
    )
    assert any(
        p.startswith("3.2 The county in which all of this took place pays for the courses")
        for p in kinds(prose(text), "paragraph")
    )


def test_a_heading_of_two_lines():
    text = WRAPPED.replace(
        "2.2 Everyday work", "2.2 Everyday work at the counters of the four offices and in the houses\nof the families"
    )
    draft = prose(text)
    assert "2.2 Everyday work at the counters of the four offices and in the houses of the families" in kinds(draft, "heading")
    assert kinds(draft, "paragraph") == kinds(prose(WRAPPED), "paragraph")


def test_headings_of_clean_text():
    said = "The board meets twice a year, and nobody takes minutes; the coffee is good, and it is always the same people."
    text = f"3. Means\n\n3.1 Money\n\n{said}\n\nWho pays\n\n{said}"
    draft = prose(text)
    assert draft.text == text
    assert [(m.value, m.attributes["level"]) for m in draft.marks if m.kind == "heading"] == [
        ("3. Means", 1),
        ("3.1 Money", 2),
        ("Who pays", 3),
    ]


def test_running_heads_and_page_numbers_are_taken_out_but_kept():
    pages = WRAPPED.replace("and for\n", "and for\nOffices in Brackwater 2019\n11\n").replace(
        "and\nhas the", "and\nOffices in Brackwater 2019\n12\nhas the"
    )
    pages = pages.replace("for the\nrent", "for the\nOffices in Brackwater 2019\n13\nrent")
    draft = prose(pages)
    assert kinds(draft, "paragraph") == kinds(prose(WRAPPED), "paragraph")
    assert [m.value for m in draft.marks if m.kind == "head"] == ["Offices in Brackwater 2019"] * 3
    assert [m.value for m in draft.marks if m.kind == "foot"] == ["11", "12", "13"]
    first = next(m for m in draft.marks if m.kind == "head")
    assert draft.text[: first.start].endswith("housing, and for ")


def test_footnotes_between_lines_become_notes():
    noted = WRAPPED.replace("old town hall and\n", "old town hall4 and\n4 The hall was\nbuilt in 1902.\n")
    draft = prose(noted)
    assert [m.value for m in draft.marks if m.kind == "note"] == ["4 The hall was\nbuilt in 1902."]
    assert "old town hall4 and has the right" in draft.text


def test_shredded_heads_are_taken_out_but_kept():
    ill = WRAPPED.replace("Money is", "\n".join("Plans") + "\nMoney is")
    draft = prose(ill)
    assert "\n".join("Plans") in [m.value for m in draft.marks if m.kind == "change"]
    assert kinds(draft, "paragraph") == kinds(prose(WRAPPED), "paragraph")


def test_a_displaced_line_is_glued_to_its_sentence():
    glued = WRAPPED.replace("in the old town hall and\n", "in the old\n\ntown hall\n\n, and\n\n")
    assert "in the old town hall, and has the right" in prose(glued).text


def test_bullets_begin_paragraphs():
    listed = WRAPPED.replace("Money is the other matter. The", "Three things count.\n• Money is the other matter, and the")
    assert any(p.startswith("• Money is") for p in kinds(prose(listed), "paragraph"))


def test_form_feeds_tell_the_pages():
    draft = prose("One page.\n\fAnother page.\nWith two lines.\n")
    assert [(m.value, m.attributes["number"], draft.text[m.start : m.end].strip()) for m in draft.marks if m.kind == "page"] == [
        ("1", 1, "One page."),
        ("2", 2, "Another page.\nWith two lines."),
    ]


def test_an_empty_page_counts():
    draft = prose("One page.\n\f\n\fThe third.\n\f")
    assert [m.value for m in draft.marks if m.kind == "page"] == ["1", "3"]


def test_a_list_of_words_stays_a_list():
    text = "apples\npears\nplums and damsons\ncherries"
    assert prose(text).text == text
