"""Web pages."""

from pathlib import Path

import pytest

from qda.errors import HostileFile
from qda.ingest.web import read

HERE = Path("a.html")


def test_headings_paragraphs_items_and_cells():
    page = """<html><head><title>The  plan</title><style>b { }</style></head><body><nav>Home</nav><h2>Goals <i>now</i></h2>
    <p>More
    work<br>for all &amp; everyone.<p>Soon.</p><ul><li>One<li>Two</ul><script>var x = "no";</script>
    <table><tr><th>Course</th><th>Places</th></tr><tr><td>German</td><td>40</td></tr></table>loose<pre>a
  b</pre></body></html>"""
    draft = read(HERE, page.encode())
    assert (
        draft.text
        == "Home\n\nGoals now\n\nMore work\nfor all & everyone.\n\nSoon.\n\nOne\n\nTwo\n\nCourse\nPlaces\nGerman\n40\n\nloose\n\na\n  b"
    )
    assert [(m.value, m.attributes["level"]) for m in draft.marks if m.kind == "heading"] == [("Goals now", 2)]
    assert [m.value for m in draft.marks if m.kind == "cell"] == ["1,1", "1,2", "2,1", "2,2"]
    assert draft.title == "The plan"


def test_a_table_of_speakers_is_a_talk():
    rows = "".join(
        f"<tr><td>{who}</td><td>{said}</td></tr>" for who, said in [("I", "How?"), ("B", "Well."), ("I", "Why?"), ("B", "So.")]
    )
    draft = read(HERE, f"<table>{rows}</table>".encode())
    assert [m.value for m in draft.marks if m.kind == "turn"] == ["I", "B", "I", "B"]


def test_old_encodings():
    assert read(HERE, "<p>Jürgen sagt „nein“</p>".encode("cp1252")).text == "Jürgen sagt „nein“"


def test_entities_of_its_own():
    with pytest.raises(HostileFile, match="entities"):
        read(HERE, b"<!DOCTYPE html [<!ENTITY a 'b'>]><p>&a;</p>")


@pytest.mark.parametrize(
    "page", ["<p>" * 20_000, "<" * 20_000, "<!--" * 5_000, "<a " * 10_000, "&" * 40_000, "<table><tr><td>" * 5_000]
)
def test_monstrous_pages(page):
    read(HERE, f"<html>{page}".encode())


WRITERS = {
    "pandoc": (
        (
            '<p>It rose<a href="#fn1" class="footnote-ref" id="fnref1"><sup>1</sup></a> again.</p><p>Then it fell.</p>'
            '<section class="footnotes"><hr><ol><li id="fn1"><p>By half.</p><p>Or less.<a href="#fnref1">↩︎</a></p></li></ol></section>'
        ),
        "By half.\nOr less.",
    ),
    "word": (
        (
            '<p>It rose<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a> again.</p><p>Then it fell.</p>'
            '<div><hr><div id=ftn1><p><a href="#_ftnref1" name="_ftn1"><span>[1]</span></a> By half.</p></div></div>'
        ),
        "By half.",
    ),
    "google": (
        (
            '<p>It rose<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup> again.</p><p>Then it fell.</p>'
            '<hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;By half.</span></p></div>'
        ),
        "By half.",
    ),
    "libreoffice": (
        (
            '<p>It rose<a class="sdfootnoteanc" name="n1anc" href="#n1sym"><sup>1</sup></a> again.</p><p>Then it fell.</p>'
            '<div id="n1"><p><a name="n1sym" href="#n1anc">1</a>By half.</p></div>'
        ),
        "By half.",
    ),
}


def notes(draft):
    return [(m.start, m.value, m.attributes["what"]) for m in draft.marks if m.kind == "note"]


@pytest.mark.parametrize("writer", WRITERS)
def test_a_footnote_is_a_note_where_its_sign_stands(writer):
    body, note = WRITERS[writer]
    draft = read(HERE, f"<html><body>{body}</body></html>".encode())
    assert draft.text == "It rose again.\n\nThen it fell."
    assert notes(draft) == [(7, note, "footnote")]


def test_a_table_of_contents_is_no_note():
    top = '<p><a href="#s1" id="t1">1 Aims</a></p><p><a href="#s2">2</a> Ways</p>'
    draft = read(HERE, f'<html>{top}<h1 id="s1"><a href="#t1">1 Aims</a></h1><p>To  <a href="#s3"> grow</a>.</p></html>'.encode())
    assert draft.text == "1 Aims\n\n2 Ways\n\n1 Aims\n\nTo grow."
    assert notes(draft) == []
