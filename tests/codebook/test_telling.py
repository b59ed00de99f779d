"""A codebook in words."""

import pytest
from books import SMALL

from qda.codebook import parse_codebook
from qda.codebook.pilot import pilot_text
from qda.codebook.telling import about, by_parent, code_words, find_code, folded_guide, outline
from qda.errors import CodebookError, UnknownName

BOOK = parse_codebook(SMALL)


def test_categories_stand_below_their_parents_and_none_is_lost():
    text = SMALL.replace("{id: boards", "{id: boards, parent: money").replace(
        "label: Trust", "label: Trust\n        parent: trust"
    )
    found = by_parent(parse_codebook(text).axis("factor"))
    assert [(code.id, depth) for code, depth in found] == [("money", 0), ("boards", 1), ("trust", 0)]


def test_a_category_is_found_by_id_by_axis_and_id_and_by_label():
    for name in ("trust", "factor/trust", "Trust"):
        assert find_code(BOOK, name).id == "trust"
    with pytest.raises(UnknownName, match="did you mean 'trust'"):
        find_code(BOOK, "thrust")
    with pytest.raises(UnknownName, match="has no code 'trust'"):
        find_code(BOOK, "trust", "phase")


def test_a_category_is_told_in_full():
    said = code_words(BOOK.code("factor", "trust"), BOOK)
    for part in (
        "factor/trust  Trust",
        "Definition\n  People rely on each other.",
        "“I just ring her up.”",
        "Patterns (en)\n  trust",
    ):
        assert part in said
    assert "Coding rule\n  none yet" in code_words(BOOK.code("factor", "money"), BOOK)


def test_the_outline_holds_every_label():
    said = outline(BOOK)
    assert all(code.label in said for code in BOOK.codes())


def test_what_is_open_is_not_told():
    assert [topic for topic, _ in about(BOOK)] == ["Coding unit", "Languages", "Not coded", "Version"]


def test_a_notebook_shows_the_guide_as_text_only():
    book = parse_codebook(SMALL.replace("People rely on each other.", "<script>alert(1)</script> & more"))
    shown = book._repr_html_()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in shown
    assert "<script" not in shown
    assert shown == folded_guide(book)


@pytest.mark.parametrize("languages", [["en"], ["en", "de"], ["fr"]])
def test_a_pilot_is_a_codebook(languages):
    book = parse_codebook(pilot_text("mine", title="My: book", languages=languages))
    assert (book.id, book.title, book.state, list(book.languages)) == ("mine", "My: book", "pilot", languages)


@pytest.mark.parametrize(("name", "said"), [("My Book", "write 'my_book'"), ("", "is no id"), ("1", "write 'c_1'")])
def test_a_name_that_is_no_id_is_refused(name, said):
    with pytest.raises(CodebookError, match=said):
        pilot_text(name)


def test_a_title_may_hold_anything():
    title = 'A "book": {x} \\ #1'
    assert parse_codebook(pilot_text("a", title=title)).title == title
