"""The html of noScribe."""

from pathlib import Path

import pytest

from qda.errors import UnreadableFile
from qda.ingest.noscribe import read

HTML = """<html><body><p>A talk</p><p><span>made by noScribe<br />in May</span></p>
<p><a name="ts_0_1000_" >(pause) </a></p><p></p>
<p><a name="ts_1000_2500_S01" >S01: <span>[00:00:01]</span> How are </a><a name="ts_2500_3000_S01" >you? //S00: Well. // &amp; so?</a></p>
<p><a name="ts_3000_4000_S00" >S00: <span>[00:00:03]</span> Fine.</a></p></body></html>"""


def spans(draft, kind):
    return [(m.value, draft.text[m.start : m.end]) for m in draft.marks if m.kind == kind]


def test_turns_times_and_preamble():
    draft = read(Path("a.html"), HTML.encode())
    assert spans(draft, "turn") == [("S01", "How are you? //S00: Well. // & so?"), ("S00", "Fine.")]
    assert [(m.value, m.attributes["t1"]) for m in draft.marks if m.kind == "time"] == [("1000", 3000), ("3000", 4000)]
    assert [text for _, text in spans(draft, "preamble")] == ["A talk", "made by noScribe\nin May", "(pause)"]


def test_other_html():
    with pytest.raises(UnreadableFile):
        read(Path("a.html"), b"<html><p>Hello</p></html>")


@pytest.mark.shared
def test_html_and_txt_of_one_interview_agree(shared):
    from qda.ingest import read as read_any

    by_html = read_any(shared / "data" / "ingest" / "noscribe_interview.html")
    by_txt = read_any(shared / "data" / "ingest" / "noscribe_interview.txt")

    def said(document):
        return [(m.value, "".join(document.text[m.start : m.end].split())) for m in document.of_kind("turn")]

    assert said(by_html) == said(by_txt)
    assert len(said(by_html)) == 55
    assert by_html.language == "de"


def test_what_somebody_wrote_outside_of_paragraphs_is_kept():
    edited = HTML.replace("<body>", "<head><style>p { color: red }</style></head><body><h1>Ana and Ben</h1>Checked").replace(
        "</body>", "The end<ul><li>thanks</li></ul></body>"
    )
    draft = read(Path("a.html"), edited.encode())
    assert [text for _, text in spans(draft, "preamble")][:2] == ["Ana and Ben", "Checked"]
    assert spans(draft, "turn")[-1] == ("S00", "Fine.\nThe end\nthanks")
    assert "color" not in draft.text
