"""Functions of pdfium called without checks give what the wrapped ones give."""

import ctypes
import io
import struct

import pypdfium2
import pytest
from pypdfium2 import raw
from reportlab.pdfgen.canvas import Canvas

from qda.ingest.pdf import native
from qda.ingest.pdf.records import Rule
from qda.ingest.pdf.rules import rules_of
from qda.ingest.pdf.words import PageText

NAMES = {
    "loose_box": "FPDFText_GetLooseCharBox", "origin": "FPDFText_GetCharOrigin", "text_matrix": "FPDFText_GetMatrix",
    "font_size": "FPDFText_GetFontSize", "text_object": "FPDFText_GetTextObject", "font": "FPDFTextObj_GetFont",
    "render_mode": "FPDFTextObj_GetTextRenderMode", "count_objects": "FPDFPage_CountObjects", "get_object": "FPDFPage_GetObject",
    "count_inner": "FPDFFormObj_CountObjects", "get_inner": "FPDFFormObj_GetObject", "kind": "FPDFPageObj_GetType",
    "matrix": "FPDFPageObj_GetMatrix", "bounds": "FPDFPageObj_GetBounds", "draw_mode": "FPDFPath_GetDrawMode",
    "count_segments": "FPDFPath_CountSegments", "segment": "FPDFPath_GetPathSegment", "segment_kind": "FPDFPathSegment_GetType",
    "segment_point": "FPDFPathSegment_GetPoint", "segment_closes": "FPDFPathSegment_GetClose",
}  # fmt: skip


@pytest.fixture
def drawn():
    """Return what opens the page a function draws."""
    opened = []

    def page(draw):
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=(300, 400), invariant=1)
        draw(canvas)
        canvas.showPage()
        canvas.save()
        document = pypdfium2.PdfDocument(buffer.getvalue())
        opened.append(document)
        return document[0]

    yield page
    for document in opened:
        document.close()


@pytest.mark.parametrize("field", native.Functions._fields)
def test_each_function_is_the_wrapped_one_and_returns_as_many_bytes(field):
    own, wrapped = getattr(native.functions(), field), getattr(raw, NAMES[field])
    assert native.address(own) == native.address(wrapped)
    assert not own.argtypes
    assert ctypes.sizeof(own.restype) == ctypes.sizeof(wrapped.restype)


def test_kinds_are_those_of_pdfium():
    assert (native.PATH, native.IMAGE, native.FORM) == (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM)
    assert (native.CURVE, native.MOVE) == (raw.FPDF_SEGMENT_BEZIERTO, raw.FPDF_SEGMENT_MOVETO)


def test_boxes_and_origins_are_those_of_the_wrapped_functions(drawn):
    page = drawn(lambda canvas: canvas.drawString(60, 300, "Housing and work"))
    textpage = page.get_textpage()
    (word, *_) = PageText(textpage).words()
    first, last = raw.FS_RECTF(), raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(textpage.raw, 0, first)
    raw.FPDFText_GetLooseCharBox(textpage.raw, len("Housing") - 1, last)
    assert (word.text, word.x0, word.x1) == ("Housing", first.left, last.right)
    assert (word.base, word.style.size) == (-300, 12)


def test_things_inside_forms_come_with_the_matrix_of_their_form(drawn):
    def draw(canvas):
        canvas.beginForm("box")
        canvas.line(0, 0, 50, 0)
        canvas.endForm()
        canvas.translate(100, 200)
        canvas.doForm("box")

    page = drawn(draw)
    pdfium = native.functions()
    ((path, outer),) = native.items_of(pdfium, page.raw, native.PATH, 1)
    assert native.matrix_of(pdfium, path, outer)[4:] == (100, 200)
    assert list(native.items_of(pdfium, page.raw, native.PATH, 0)) == []
    assert rules_of(page, 0, (0.0, -400.0)) == (Rule(100.0, 200.0, 150.0, 200.0),)


def test_a_closed_outline_gives_its_last_side_even_where_a_line_goes_on_from_there(drawn):
    def draw(canvas):
        canvas._code.append("20 20 m 120 20 l 120 120 l 20 120 l h 20 10 l S")

    rules = rules_of(drawn(draw), 0, (0.0, -400.0))
    assert Rule(20.0, 280.0, 20.0, 380.0) in rules  # the side that only the closing draws
    assert Rule(20.0, 380.0, 20.0, 390.0) in rules


def test_slanted_and_curved_paths_are_no_rules(drawn):
    def draw(canvas):
        canvas.line(10, 10, 90, 60)
        canvas.line(10, 10, 12.9, 10)
        canvas.circle(150, 150, 40)

    assert rules_of(drawn(draw), 0, (0.0, -400.0)) == ()


def test_a_matrix_is_six_floats():
    assert native._MATRIX.size == ctypes.sizeof(raw.FS_MATRIX) == struct.calcsize("6f")
