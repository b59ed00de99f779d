"""PDFs made to hang, to fill the memory, or broken: each ends in one of our errors, or is read."""

import io
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from qda.errors import HostileFile, ReadError, UnreadableFile
from qda.ingest.pdf import read_pdf, streams, worker
from qda.ingest.pdf.parse import parse

MADE = Path("made.pdf")
LINE = b"BT /F 10 Tf 50 700 Td (A line that stands on the page.) Tj ET\n"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>/XObject<</X 6 0 R>>>>/Contents 5 0 R>>"


def pdf(content, *, filters=b"/FlateDecode", form=b" ", kids=b"[3 0 R]"):
    """Return a PDF of one page, put together by hand."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids" + kids + b"/Count 1>>",
        PAGE,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d/Filter%b>>\nstream\n" % (len(content), filters) + content + b"\nendstream",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</XObject<</X 6 0 R>>>>/Length %d>>\nstream\n" % len(form)
        + form
        + b"\nendstream",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Root 1 0 R/Size 7>>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 7\n0000000000 65535 f \n" + table + end


def test_a_plain_page_made_by_hand_is_read():
    assert read_pdf(MADE, pdf(zlib.compress(LINE))).text == "A line that stands on the page."


@pytest.mark.parametrize(
    ("content", "filters"),
    [
        (zlib.compress(LINE * 280_000, 9), b"/FlateDecode"),
        (zlib.compress(b" " * (40 << 20), 9), b"/FlateDecode"),
        (zlib.compress(zlib.compress(b" " * (40 << 20), 9), 9), b"[/FlateDecode/FlateDecode]"),
    ],
    ids=["endless page", "blanks", "folded twice"],
)
def test_a_part_that_unfolds_without_end_is_refused_before_it_is_parsed(content, filters):
    with pytest.raises(HostileFile, match="unfolds to more than 16 MB"):
        read_pdf(MADE, pdf(content, filters=filters))


def test_a_drawing_that_draws_itself_twice_ends_by_the_time_it_computes():
    data = pdf(zlib.compress(b"/X Do " + LINE), form=b"/X Do /X Do")
    start = time.monotonic()
    with pytest.raises(HostileFile, match="more time or memory than allowed"):
        read_pdf(MADE, data)
    assert time.monotonic() - start < worker.SECONDS
    assert read_pdf(MADE, pdf(zlib.compress(LINE))).text == "A line that stands on the page."


def test_pages_that_hold_each_other_are_refused():
    with pytest.raises(UnreadableFile):
        read_pdf(MADE, pdf(zlib.compress(LINE), kids=b"[2 0 R]"))


def test_pictures_are_not_counted_and_what_cannot_be_inflated_is_left_to_pdfium():
    picture = b"1 0 obj\n<</Subtype/Image/Filter/FlateDecode>>\nstream\n" + zlib.compress(b" " * (20 << 20)) + b"\nendstream"
    assert streams.largest_stream("x", picture) == 0
    assert streams.largest_stream("x", b"1 0 obj\n<</Filter/FlateDecode>>\nstream\nnot deflated\nendstream") == 0
    assert streams.largest_stream("x", b"1 0 obj\n<</Filter/FlateDecode>>\nstream\n" + zlib.compress(b"a" * 5000)) == 5000


def made():
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for number in range(3):
        for i in range(12):
            canvas.drawString(60, 700 - 30 * i, f"Line {i} of page {number} says something about the plan.")
        canvas.rect(60, 100, 200, 80)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


WHOLE = made()


def outcome(work):
    """Return what was read, or why it was not."""
    try:
        return work()
    except ReadError as error:
        return error.reason


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.integers(0, len(WHOLE)), st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=12))
def test_truncated_and_damaged_files_end_in_our_errors_or_are_read(end, changes):
    data = bytearray(WHOLE)
    for place, byte in changes:
        data[place] = byte
    assert outcome(lambda: parse("made.pdf", bytes(data[:end])).blocks)


@pytest.mark.soak
@settings(max_examples=6000, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=60))
def test_damaged_files_for_long(changes):
    data = bytearray(WHOLE)
    for place, byte in changes:
        data[place] = byte
    assert outcome(lambda: read_pdf(MADE, bytes(data)).text)
