"""What stands in a PDF comes out of it, in its text or beside it: words at odd places, notes under odd signs, strings that pdfium would cut."""

import math
import zlib
from pathlib import Path

import pytest
from byhand import LINE, pdf

from qda.errors import HostileFile
from qda.ingest.pdf import bounds, read, words
from qda.ingest.pdf.blocks import Writer
from qda.ingest.pdf.hyphens import Vocabulary
from qda.ingest.pdf.lines import Footnote
from qda.ingest.pdf.paragraphs import Paragraph
from qda.ingest.pdf.parse import parse
from qda.ingest.pdf.records import Block, Line, Reading, Rule, Run, Sheet, Side, Word
from qda.ingest.pdf.tables import tables_of

MADE = Path("made.pdf")


def drawn(content):
    return pdf(zlib.compress(content))


def texts(content):
    return [block.text for block in parse("made.pdf", drawn(content)).blocks]


@pytest.mark.parametrize("string", [b"(" + b"A" * 33_000 + b")", b"<" + b"41" * 33_000 + b">"], ids=["letters", "numbers"])
def test_a_string_that_pdfium_would_cut_is_refused(string):
    with pytest.raises(HostileFile, match="page 1 holds a line of more than 16,383 letters, of which the rest would be lost"):
        parse("made.pdf", drawn(b"BT /F 1 Tf 9 9 Td " + string + b" Tj ET"))


def test_a_page_of_as_many_letters_in_many_lines_is_read(monkeypatch):
    monkeypatch.setattr(words, "LONGEST_LINE", 40)
    lines = b"".join(b"BT /F 10 Tf 50 %d Td (Line %d of the page.) Tj ET\n" % (700 - 12 * i, i) for i in range(5))
    assert texts(lines)[0].startswith("Line 0 of the page. Line 1")


def test_a_word_without_a_place_is_kept(monkeypatch):
    box_of = words.PageText._box
    monkeypatch.setattr(words.PageText, "_box", lambda self, i: (math.inf,) * 4 if 2 <= i < 6 else box_of(self, i))
    assert texts(LINE) == ["A that stands on the page.", "line"]


def word(text, x0, base):
    return Word(text, x0, x0 + 5.0 * len(text), base, 10.0, bold=False, italic=False, glued=False)


def test_a_word_of_a_table_that_stands_in_no_cell_stays_in_the_text():
    across = [Rule(0, 0, 200, 0), Rule(0, 50, 200, 50), Rule(0, 100, 100, 100)]
    down = [Rule(0, 0, 0, 100), Rule(100, 0, 100, 100), Rule(200, 0, 200, 50)]
    inside = [word(f"w{i}{k}", x, y) for i, (x, y) in enumerate([(5, 20), (105, 20), (5, 70)]) for k in range(9)]
    inside = [w._replace(x0=w.x0 + 9 * (k % 9), x1=w.x0 + 9 * (k % 9) + 4) for k, w in enumerate(inside)]
    more = [word("m", 5, 40), word("m", 105, 40), word("m", 5, 95)]
    tables, rest = tables_of([*inside, *more, word("apart", 150, 70)], [*across, *down])
    told = " ".join(cell for table in tables for row in table.rows for cell in row) + " ".join(w.text for w in rest)
    assert "apart" in told


def line(text, raised=()):
    return Line(Run(text, 0, 100, 10, 10, 0, 0, raised), 1, 0, 0, 100)


@pytest.mark.parametrize("after", [[line("The plan.")], []], ids=["text follows", "nothing follows"])
def test_the_note_of_a_line_that_holds_its_sign_only_is_kept(after):
    writer = Writer(Vocabulary([]), [Footnote("1", ("See there.",), 1)])
    blocks = writer.block(Paragraph(lines=[line("Before.")]), 0)
    blocks += writer.block(Paragraph(lines=[line("1", ((0, 1),))]), 0)
    blocks += writer.block(Paragraph(lines=after), 0) if after else []
    sides = [(block.text, side.at, side.value) for block in writer.with_loose_notes(blocks) for side in block.sides]
    assert sides == ([("The plan.", 0, "See there.")] if after else [("Before.", 7, "See there.")])


def test_notes_and_numbers_of_a_transcript_stand_where_they_stood(monkeypatch):
    said = [
        ("I: How is it?", ()),
        ("B: Well, the plan helps.", (Side(0, "change", "2", "margin"), Side(17, "note", "Of May.", "1"))),
    ]
    said += [("I: And now?", ()), ("B: We wait.", (Side(0, "change", "4", "margin"),))]
    blocks = tuple(Block("paragraph", text, 0, ((0, 1),), sides) for text, sides in said)
    monkeypatch.setattr(read, "parse_apart", lambda _name, _data: Reading(blocks, (Sheet(1, "1", (), needs_ocr=False),), ""))
    draft = read.read_pdf(MADE, b"")
    assert [m.value for m in draft.marks if m.kind == "turn"] == ["I", "B", "I", "B"]
    found = [
        (m.kind, m.value, m.attributes["label"], draft.text[m.start :][:6]) for m in draft.marks if m.kind in ("note", "change")
    ]
    assert found == [("change", "2", "margin", "Well, "), ("note", "Of May.", "1", " helps"), ("change", "4", "margin", "We wai")]


def test_a_slow_machine_has_more_time_and_a_large_file_more_memory(monkeypatch):
    allowed = {"seconds": [], "bytes": []}
    monkeypatch.setattr(bounds, "_held", lambda: 1)
    monkeypatch.setattr(bounds, "_allow_seconds", allowed["seconds"].append)
    monkeypatch.setattr(bounds, "_allow_bytes", allowed["bytes"].append)
    bounds.Bounds(0).step(0, "page")
    bounds.Bounds(0, 4.0).step(0, "page")
    bounds.Bounds(1_000_000).step(0, "page")
    assert allowed["seconds"][1] == pytest.approx(4 * allowed["seconds"][0])
    bounds.Bounds(4_000_000).step(0, "page")
    bounds.Bounds(100_000_000).step(0, "page")
    assert [size - allowed["bytes"][0] for size in allowed["bytes"][2:]] == [40_000_000, 48 << 20, 800_000_000]
