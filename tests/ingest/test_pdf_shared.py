"""Real PDFs: each is read as its pages look, or refused for the right reason."""

import pytest

from qda.errors import NeedsOcr, PasswordRequired
from qda.ingest.pdf import read_pdf

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def read(shared):
    drafts = {}

    def reader(name):
        path = shared / "data" / "ingest" / name
        if name not in drafts:
            drafts[name] = read_pdf(path, path.read_bytes())
        return drafts[name]

    return reader


def paragraphs(draft):
    return [draft.text[m.start : m.end] for m in draft.marks if m.kind == "paragraph"]


def headings(draft):
    return [m.value for m in draft.marks if m.kind == "heading"]


def labels(draft):
    return [m.value for m in sorted((m for m in draft.marks if m.kind == "page"), key=lambda m: m.attributes["number"])]


def test_regulation(read):
    draft = read("tika_gdpr-regulation.pdf")
    assert labels(draft) == [str(n) for n in range(1, 89)]
    assert sum(m.kind == "head" for m in draft.marks) == 88
    assert "Official Journal of the European Union L 119" not in draft.text
    assert "technologically neutral" in draft.text
    assert "Having regard to the opinion of the European Economic and Social Committee," in paragraphs(draft)
    assert "Information to be provided where personal data are collected from the data subject" in headings(draft)
    assert sum(text.startswith("(") and text[1:4].rstrip(") ").isdigit() for text in paragraphs(draft)) >= 173
    notes = [m for m in draft.marks if m.kind == "note"]
    assert len(notes) == 21
    assert all(m.value and m.value not in draft.text for m in notes)


def test_register_of_three_columns_with_notes_under_each(read):
    draft = read("plumber_federal-register-2020-17221.pdf")
    assert labels(draft) == [str(n) for n in range(47698, 47713)]
    assert "accident after takeoff from Soekarno-Hatta International Airport" in draft.text
    assert sum(m.kind == "note" for m in draft.marks) == 15
    cells = [draft.text[m.start : m.end] for m in draft.marks if m.kind == "cell"]
    assert len(cells) == 35
    assert "MDS installation and verification, INOP marker removal." in cells
    assert "jbell" not in draft.text


def test_article_of_two_columns(read):
    draft = read("pypdfsf_multicolumn.pdf")
    assert headings(draft)[0] == "Two-Column Document with Lorem Ipsum"
    assert "consectetuer adipiscing elit" in draft.text
    assert "Donec nonummy pellentesque ante." in draft.text
    cells = {m.value: draft.text[m.start : m.end] for m in draft.marks if m.kind == "cell"}
    assert (len(cells), cells["3,5"]) == (30, "Dutch, French, German")


def test_german_book(read):
    draft = read("pypdfsf_GeoTopo-komprimiert.pdf")
    assert "Wer es gerne in A5 (Schwarz-Weiß, Ringbindung)" in draft.text
    assert "ihre Übungsaufgaben und Lösungen zu benutzen." in draft.text
    assert labels(draft)[:4] == ["i", "ii", "iii", "1"]
    assert "METRISCHE RÄUME" not in draft.text


def test_transcript_with_numbers_in_the_margin(read):
    draft = read("maxqda_P2_transcript.pdf")
    turns = [(m.value, draft.text[m.start : m.end]) for m in draft.marks if m.kind == "turn"]
    assert len(turns) == 165
    assert turns[2] == ("Dan", "And then we will be done. Okay. So I'm going to share my screen again. Okay.")
    assert {speaker for speaker, _ in turns} == {"Dan", "Participant"}
    assert len(labels(draft)) == 8


def test_court_record_with_line_numbers(read):
    draft = read("plumber_scotus-transcript-p1.pdf")
    assert (
        "The above-entitled matter came on for oral argument before the Supreme Court of the United States at 1:01 p.m."
        in paragraphs(draft)
    )


def test_rotated_page_is_read_row_by_row(read):
    draft = read("plumber_nics-background-checks-2015-11-rotated.pdf")
    rows = {}
    for m in draft.marks:
        if m.kind == "cell":
            rows.setdefault(m.value.split(",")[0], []).append(draft.text[m.start : m.end])
    assert any(row[0] == "Alabama" and row[-1] == "71,137" for row in rows.values())


def test_scan_with_a_few_letters_is_marked(read):
    assert read("plumber_malformed-from-issue-932.pdf").attributes["needs_ocr"] == [1]


@pytest.mark.parametrize(
    ("name", "error"), [("plumber_password-example.pdf", PasswordRequired), ("pypdfsf_cmyk-image.pdf", NeedsOcr)]
)
def test_refused(read, name, error):
    with pytest.raises(error):
        read(name)
