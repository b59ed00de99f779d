"""Real PDFs: each is read as its pages look, or refused for the right reason.

What the pages say is kept as the sums of texts that were checked by eye against the printed pages, so that none of it stands here.
"""

import hashlib
from collections import Counter

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


def sign(text):
    """Return the sum of a text with single blanks."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def page_text(draft, number):
    """Return the running text of a page; that of a transcript with its speakers."""
    page = next(m for m in draft.marks if m.kind == "page" and m.attributes["number"] == number)
    return draft.text[page.start : page.end]


@pytest.mark.parametrize(
    ("name", "number", "truth"),
    [
        ("plumber_federal-register-2020-17221.pdf", 3, "a5a0f95dc011c445"),
        ("pypdfsf_multicolumn.pdf", 1, "f16b651a5287cd4d"),
        ("tika_gdpr-regulation.pdf", 1, "f340b0cb95a0e898"),
        ("tika_gdpr-regulation.pdf", 32, "794cc82becdf64b3"),
    ],
)
def test_pages_say_letter_by_letter_what_is_printed(read, name, number, truth):
    assert sign(page_text(read(name), number)) == truth


WITHOUT_HEAD = {1, 2, 4, 6, 28, 48, 68, 91, 103, 109, 110, 111, 112, 115}
FURNITURE = {
    "tika_gdpr-regulation.pdf": [(page, "head") for page in range(1, 89)],
    "pypdfsf_GeoTopo-komprimiert.pdf": [(page, "head") for page in range(1, 118) if page not in WITHOUT_HEAD],
    "plumber_federal-register-2020-17221.pdf": [
        *((page, zone) for page in range(1, 16) for zone in ("head", "foot", "foot")),
        *((page, "foot") for page in range(7, 15)),
    ],
    "pypdfsf_multicolumn.pdf": [(page, "foot") for page in range(1, 4)],
    "maxqda_P2_transcript.pdf": [(page, "foot") for page in range(1, 9)],
    "plumber_scotus-transcript-p1.pdf": [(1, "head"), (1, "foot"), (1, "foot")],
    "plumber_nics-background-checks-2015-11-rotated.pdf": [(1, "foot")],
}
"""Where a running head, a foot or a mark of the printer stands, page by page, as seen on the pages."""


def test_running_heads_and_feet_are_found_and_nothing_else_is_taken_for_one(read):
    hits = found = there = 0
    for name, printed in FURNITURE.items():
        truth = Counter(printed)
        got = Counter((m.attributes["page"], m.kind) for m in read(name).marks if m.kind in ("head", "foot"))
        hits, found, there = hits + (truth & got).total(), found + got.total(), there + truth.total()
    assert hits / found >= 0.98
    assert hits / there >= 0.98


def test_every_turn_has_its_speaker_and_its_words(read):
    draft = read("maxqda_P2_transcript.pdf")
    turns = [f"{m.value}: {draft.text[m.start : m.end]}" for m in draft.marks if m.kind == "turn"]
    assert len(turns) == 165
    assert hashlib.sha256("\n".join(turns).encode()).hexdigest()[:16] == "7bc1957b3a1c473c"


def test_the_regulation_has_its_chapters_sections_and_articles(read):
    levels = Counter(m.attributes["level"] for m in read("tika_gdpr-regulation.pdf").marks if m.kind == "heading")
    chapters, sections, articles = 11, 15, 99
    assert levels[4] == 2 * articles
    assert levels[2] == 2 * chapters + 1
    assert levels[3] == 2 * sections + 2


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
    assert "eb8ae9183ae9a49c" in map(sign, paragraphs(draft))
    assert "736e921bbb21195c" in map(sign, headings(draft))
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
    assert "(Schwarz-Weiß, Ringbindung)" in draft.text
    assert "Übungsaufgaben und Lösungen" in draft.text
    assert labels(draft)[:4] == ["i", "ii", "iii", "1"]
    assert "METRISCHE RÄUME" not in draft.text


def test_transcript_with_numbers_in_the_margin(read):
    draft = read("maxqda_P2_transcript.pdf")
    assert {m.value for m in draft.marks if m.kind == "turn"} == {"Dan", "Participant"}
    assert len(labels(draft)) == 8


def test_court_record_with_line_numbers(read):
    draft = read("plumber_scotus-transcript-p1.pdf")
    assert "34f9db926888b4bc" in map(sign, paragraphs(draft))


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


@pytest.mark.parametrize(
    ("name", "notes"),
    [
        (
            "tika_gdpr-regulation.pdf",
            {1: 4, 3: 2, 4: 2, 6: 1, 8: 1, 11: 1, 20: 1, 27: 1, 28: 1, 30: 2, 31: 2, 35: 1, 59: 1, 80: 1},
        ),
        ("plumber_federal-register-2020-17221.pdf", {2: 9, 3: 6}),
    ],
)
def test_every_footnote_is_at_its_sign(read, name, notes):
    draft = read(name)
    pages = [m for m in draft.marks if m.kind == "page"]
    found = Counter(p.attributes["number"] for m in draft.marks if m.kind == "note" for p in pages if p.start <= m.start < p.end)
    assert found == notes


def test_captions_of_the_book_are_those_of_its_figures(read):
    captions = [m.value for m in read("pypdfsf_GeoTopo-komprimiert.pdf").marks if m.kind == "caption"]
    assert len(captions) == 68
    assert all(
        caption.startswith("Abbildung ") and ":" in caption[:16] for caption in captions
    )  # not where a sentence begins with one


def test_figures_at_the_axes_of_a_diagram_are_no_footnote(read):
    notes = [m.value for m in read("pypdfsf_GeoTopo-komprimiert.pdf").marks if m.kind == "note"]
    assert len(notes) == 11
    assert all(sum(c.isalpha() for c in note) > 8 for note in notes)
