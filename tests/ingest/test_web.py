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
