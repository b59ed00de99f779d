"""Scanned pages: read by tesseract where the extra is installed, marked either way."""

import io
import os
import sys
import types
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from qda.errors import NeedsOcr
from qda.ingest.pdf import ocr, read
from qda.ingest.pdf.parse import parse

SCALE = 300 / 72


def scanned(*, text_page=False):
    """Return a PDF whose first page is a picture, with a page of text behind it where asked."""
    from PIL import Image

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 300), invariant=1)
    picture = Image.new("L", (400, 300), 255)
    picture.paste(0, (50, 50, 90, 60))
    canvas.drawImage(ImageReader(picture), 0, 0, 400, 300)
    canvas.showPage()
    if text_page:
        canvas.drawString(40, 200, "The page is full of text and the reader of it is glad.")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def table(lines, *, sure=95.0):
    """Return what tesseract says about lines of text that stand below each other."""
    rows = {name: [] for name in ("text", "conf", "left", "top", "width", "height", "block_num", "par_num", "line_num")}
    for number, line in enumerate(lines):
        left = 40.0
        for word in line.split():
            wide = 5.0 * len(word)
            values = (word, sure, left * SCALE, (60 + 14 * number) * SCALE, wide * SCALE, 10 * SCALE, 1, 1, number)
            for name, value in zip(rows, values, strict=True):
                rows[name].append(value)
            left += wide + 3
    return rows


@pytest.fixture
def tesseract(monkeypatch):
    """Return a function that lets a made tesseract read given lines."""

    def install(lines, *, sure=95.0, languages=("eng", "deu", "osd"), fail=None):
        asked = {}

        def image_to_data(picture, lang, output_type, timeout):
            asked.update(lang=lang, size=picture.size)
            if fail is not None:
                raise fail
            return table(lines, sure=sure)

        module = types.ModuleType("pytesseract")
        module.image_to_data = image_to_data
        module.get_languages = lambda: list(languages)
        module.get_tesseract_version = lambda: "5.3.0"
        monkeypatch.setitem(sys.modules, "pytesseract", module)
        monkeypatch.setattr(ocr, "missing", lambda: "")
        return asked

    return install


def read_here(monkeypatch, data):
    """Read in this process, where the made tesseract is."""
    monkeypatch.setattr(read, "parse_apart", parse)
    return read.read_pdf(Path("made.pdf"), data)


def test_a_page_is_read_and_marked_as_such(tesseract, monkeypatch):
    asked = tesseract(["The council met in the old", "school and agreed on a plan for the govern-", "ment of the town."])
    draft = read_here(monkeypatch, scanned())
    assert draft.text == "The council met in the old school and agreed on a plan for the government of the town."
    assert draft.attributes == {"pages": 1, "ocr": [1]}
    assert draft.options == {"ocr": "tesseract 5.3.0, eng+deu"}
    (page,) = (m for m in draft.marks if m.kind == "page")
    assert page.attributes == {"number": 1, "ocr": True}
    assert not any(m.kind == "needs_ocr" for m in draft.marks)
    assert asked["size"] == (1667, 1250)


def test_only_pages_without_text_are_read_and_in_the_language_of_the_others(tesseract, monkeypatch):
    asked = tesseract(["The council met in the old school."])
    draft = read_here(monkeypatch, scanned(text_page=True))
    assert draft.text == "The council met in the old school.\n\nThe page is full of text and the reader of it is glad."
    assert draft.attributes["ocr"] == [1]
    assert asked["lang"] == "eng"


@pytest.mark.parametrize(
    ("lines", "sure", "fail"),
    [(["Zx qy"], 40.0, None), ([], 95.0, None), (["Good text here."], 95.0, RuntimeError("Tesseract process timeout"))],
    ids=["unsure", "nothing", "timeout"],
)
def test_what_cannot_be_read_stays_marked(tesseract, monkeypatch, lines, sure, fail):
    tesseract(lines, sure=sure, fail=fail)
    draft = read_here(monkeypatch, scanned(text_page=True))
    assert draft.attributes == {"pages": 2, "needs_ocr": [1]}
    assert draft.options == {}


def test_where_nothing_is_found_the_message_says_that_ocr_was_tried(tesseract):
    tesseract([])
    with pytest.raises(NeedsOcr, match="OCR finds no text on them either"):
        parse("made.pdf", scanned())


@pytest.mark.parametrize(
    ("library", "program", "remedy"),
    [(None, None, "install qda-coding"), (object(), None, "the program tesseract is not"), (object(), "/usr/bin/tesseract", "")],
)
def test_what_is_missing_is_named(monkeypatch, library, program, remedy):
    monkeypatch.setattr(ocr, "find_spec", lambda _: library)
    monkeypatch.setattr(ocr.shutil, "which", lambda _: program)
    assert remedy in ocr.missing()
    assert bool(ocr.missing()) == bool(remedy)
    if remedy:
        with pytest.raises(NeedsOcr, match=remedy):
            parse("made.pdf", scanned())


def test_words_of_a_line_share_base_line_and_size():
    words = list(ocr._words(table(["One two three", "four"]), SCALE))
    assert [(w.text, round(w.x0), round(w.base), w.size) for w in words] == [
        ("One", 40, 70, 10), ("two", 58, 70, 10), ("three", 76, 70, 10), ("four", 40, 84, 10),
    ]  # fmt: skip


def test_a_blank_page_is_not_sent_to_tesseract(tesseract):
    asked = tesseract(["Nothing of this."])
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.drawString(60, 700, "The first page.")
    canvas.showPage()
    canvas.showPage()
    canvas.save()
    reading = parse("made.pdf", buffer.getvalue())
    assert asked == {}
    assert [sheet.needs_ocr for sheet in reading.sheets] == [False, True]


@pytest.mark.skipif(bool(ocr.missing()) and "CI" not in os.environ, reason="qda-coding[ocr] and tesseract are not installed")
def test_tesseract_itself_reads_a_scan_of_a_policy_document(root):
    given = pypdfium2.PdfDocument(root / "corpus" / "aldermoor" / "strategy.pdf")
    picture = given[0].render(scale=200 / 72).to_pil().convert("L")
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
    canvas.save()
    reading = parse("scan.pdf", buffer.getvalue())
    assert reading.engine.startswith("tesseract ")
    assert replace_blanks(reading.blocks[0].text) == "Employment and Inclusion Strategy 2022-2027"
    assert any("insecure housing, caring duties and qualifications gained in industries" in b.text for b in reading.blocks)


def replace_blanks(text):
    return " ".join(text.split()).replace("–", "-")
