"""PDFs made to hang, to fill the memory, or broken: each ends in one of our errors, or is read."""

import io
import json
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from byhand import LINE, pdf
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from qda.errors import HostileFile, ReadError, UnreadableFile
from qda.ingest.pdf import read_pdf, streams, worker
from qda.ingest.pdf.parse import parse

MADE = Path("made.pdf")


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
    streams.check_streams("x", picture)
    streams.check_streams("x", b"1 0 obj\n<</Filter/FlateDecode>>\nstream\nnot deflated\nendstream")
    with pytest.raises(HostileFile, match="unfolds to more than 16 MB"):
        streams.check_streams("x", picture.replace(b"/Image", b"/Form"))


PAGES = b"<</Type/Pages/Kids%b/Count %d>>"
SMALL = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents%b>>"


def objects(*bodies):
    """Return a PDF of these objects after its catalogue, without a table of where they stand: pdfium looks for them."""
    numbered = [b"%d 0 obj\n%b\nendobj\n" % (n, body) for n, body in enumerate([b"<</Type/Catalog/Pages 2 0 R>>", *bodies], 1)]
    return b"%PDF-1.4\n" + b"".join(numbered) + b"trailer<</Root 1 0 R/Size 9>>\n%%EOF"


def stream(data, *, entries=b""):
    return b"<</Length %d%b>>\nstream\n" % (len(data), entries) + data + b"\nendstream"


def drawn(content):
    return pdf(zlib.compress(content, 9))


def pages_of(content, *, entries=b"", contents=b" 4 0 R", count=1):
    """Return a PDF that shows one page so many times."""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    return objects(PAGES % (b"[" + b"3 0 R " * count + b"]", count), SMALL % contents, stream(content, entries=entries), font)


def hostile():
    """Return files that ask for much, and how each ends."""
    flate, blanks, plain = b"/Filter/FlateDecode", zlib.compress(b" " * (15 << 20), 9), pdf(zlib.compress(LINE))
    letters = zlib.compress(b" " * (100 << 20), 9).hex().encode() + b">"
    own_length = pages_of(b"").replace(b"<</Length 0>>", b"<</Length 4 0 R>>")
    packed = stream(b"1 0 <</Type/Catalog>>", entries=b"/Type/ObjStm/N 100000000/First 4/Extends 2 0 R")
    return {
        "states saved without end": (drawn(b"q " * 7_000_000 + LINE), "HostileFile"),
        "marked without end": (drawn(b"/A BMC " * 2_000_000 + LINE), "HostileFile"),
        "very many lines": (drawn(b"0 0 m 9 9 l S " * 1_100_000 + LINE), "HostileFile"),
        "very many words": (drawn(b"BT /F 10 Tf 9 9 Td (" + b"A " * 195_000 + b") Tj ET"), "HostileFile"),
        "very many pictures": (drawn(b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI " * 400_000), "HostileFile"),
        "a picture without end": (drawn(LINE + b"BI /W 10 /H 10 /BPC 8 /CS /G ID " + b"x" * 999), "read"),
        "a drawing that draws itself twice": (pdf(zlib.compress(b"/X Do " + LINE), form=b"/X Do /X Do"), "HostileFile"),
        "one part on a page sixty times": (pages_of(blanks, entries=flate, contents=b"[" + b"4 0 R " * 60 + b"]"), "HostileFile"),
        "packed by letters and again": (pages_of(letters, entries=b"/Filter[/ASCIIHexDecode/FlateDecode]"), "HostileFile"),
        "one long page 4999 times": (pages_of(zlib.compress(LINE * 2000), entries=flate, count=4999), "HostileFile"),
        "more pages than allowed": (pages_of(LINE, count=9999), "HostileFile"),
        "lists in lists": (objects(b"[" * 1_000_000 + b"]" * 1_000_000), "UnreadableFile"),
        "a part that tells its length by itself": (own_length, "NeedsOcr"),
        "objects packed in themselves": (objects(packed), "NeedsOcr"),
        "a table of objects that goes on in itself": (plain.replace(b"/Size 7", b"/Size 7/Prev 9"), "read"),
        "a page of light years": (plain.replace(b"[0 0 595 842]", b"[0 0 1e30 1e30]"), "read"),
        "no pages": (pages_of(b"", count=0), "UnreadableFile"),
        "a picture by another name": (b"\x89PNG\r\n\x1a\n" + b"\0" * 5000, "UnreadableFile"),
        "nothing but NUL": (b"%PDF-1.7\n" + b"\0" * 1_000_000, "UnreadableFile"),
        "NUL in its text": (drawn(b"BT /F 10 Tf 50 700 Td (A line\\000that stands\\000on the page.) Tj ET"), "read"),
    }


MEASURE = """
import json, resource, sys
from pathlib import Path
from qda.errors import ReadError
from qda.ingest.pdf.worker import close_workers, parse_apart
def used():
    close_workers()
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return now.ru_utime + now.ru_stime, now.ru_maxrss / 1024
seconds = 0.0
for path in sorted(Path(sys.argv[1]).iterdir(), key=lambda path: int(path.stem)):
    try:
        outcome = "read" if parse_apart(path.name, path.read_bytes()).blocks else "nothing"
    except ReadError as error:
        outcome = type(error).__name__
    until, megabytes = used()
    print(json.dumps([outcome, until - seconds, megabytes]), flush=True)
    seconds = until
"""


SLOW = ("very many pictures", "a drawing that draws itself twice", "one long page 4999 times")
"""They run until their time is over."""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not enforce the limits of memory")
@pytest.mark.parametrize("slow", [False, pytest.param(True, marks=pytest.mark.soak)], ids=["at once", "in time"])
def test_hostile_files_end_in_time_and_within_memory(tmp_path, slow):
    files = {name: file for name, file in hostile().items() if (name in SLOW) == slow}
    for number, (data, _) in enumerate(files.values()):
        (tmp_path / f"{number}.pdf").write_bytes(data)
    done = subprocess.run([sys.executable, "-c", MEASURE, str(tmp_path)], capture_output=True, text=True, check=True)
    measured = dict(zip(files, map(json.loads, done.stdout.splitlines()), strict=True))
    assert {name: outcome for name, (outcome, *_) in measured.items()} == {name: outcome for name, (_, outcome) in files.items()}
    most = 3.5 if slow else 2.0  # the worker's own start is among it
    assert {name: seconds for name, (_, seconds, _) in measured.items() if seconds > most} == {}
    assert max(megabytes for *_, megabytes in measured.values()) < 200


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
