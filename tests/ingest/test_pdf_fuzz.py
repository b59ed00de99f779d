"""Damaged PDFs are read or refused in one line: bytes of the file, and the drawing instructions inside it, which bytes alone seldom reach."""

import random
import re
import time
import zlib
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from qda.errors import ReadError
from qda.ingest.pdf.layout import lines_of
from qda.ingest.pdf.parse import parse
from qda.ingest.pdf.records import TABLE_SIGN, Run
from qda.ingest.pdf.runs import main_size
from qda.ingest.pdf.worker import parse_apart

CORPUS = Path(__file__).parents[2] / "corpus"
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
SIGNS = [
    *(b"q ", b"Q ", b"BT ", b"ET ", b"(", b")", b"[", b"]", b"<", b">>", b" Tj ", b" re ", b" f ", b" S ", b" Do "),
    *(b" 0 ", b" -1 ", b" 99999999999 ", b" 1e38 ", b" nan ", b" Tz ", b" 2 Tr ", b" 0 Tc 500 Tw ", b" -99 Ts "),
    *(b" 0 0 0 0 0 0 Tm ", b" -1 0 0 -1 0 0 cm ", b" 1e9 0 0 1e9 0 0 cm ", b" .0001 0 0 .0001 0 0 Tm "),
]
UNEXPECTED = "the PDF cannot be read"


def bytes_changed(chance, data):
    out = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        at, what = chance.randrange(len(out)), chance.random()
        if what < 0.7:
            out[at] = chance.randrange(256)
        elif what < 0.85:
            del out[at : at + chance.randint(1, 100)]
        else:
            out[at:at] = out[max(0, at - 60) : at]
    return bytes(out)


def drawing_changed(chance, data):
    """Change one of the streams of a file that draw; the places of what follows are then wrong, too, and pdfium looks for them."""
    drawing = [(m, text) for m in STREAM.finditer(data) if (text := inflated(m[1])) and re.search(rb"T[jJ]|\bre\b", text)]
    if not drawing:
        return bytes_changed(chance, data)
    match, text = chance.choice(drawing)
    out = bytearray(text)
    for _ in range(chance.randint(1, 8)):
        at, what = chance.randrange(len(out)), chance.random()
        if what < 0.5:
            out[at:at] = chance.choice(SIGNS)
        elif what < 0.75:
            out[at:at] = out[(start := chance.randrange(len(out))) : start + 300]
        else:
            del out[at : at + chance.randint(0, min(200, len(out) - 2))]
    return data[: match.start(1)] + zlib.compress(bytes(out)) + data[match.end(1) :]


def inflated(data):
    try:
        return zlib.decompress(data)
    except zlib.error:
        return b""


def outcome(data):
    """Return what a file says, and why it was refused."""
    try:
        return parse_apart("made.pdf", data), ""
    except ReadError as error:
        return None, error.reason


def fuzz(seeds, seconds, *, seed):
    """Read damaged copies of some files until the time is over; return how many were read."""
    end = time.monotonic() + seconds
    read = number = 0
    while time.monotonic() < end:
        number += 1
        chance = random.Random(f"{seed}.{number}")  # noqa: S311 - no secret
        data = chance.choice([bytes_changed, drawing_changed])(chance, chance.choice(seeds))
        reading, reason = outcome(data)
        assert not reason.startswith(UNEXPECTED), (seed, number)
        assert "\n" not in reason, (seed, number)
        if reading is None:
            continue
        read += 1
        assert not any(sign in block.text for block in reading.blocks for sign in "\ue000\ue001\ue002\x00"), (seed, number)
        assert all(0 <= side.at <= len(block.text) for block in reading.blocks for side in block.sides), (seed, number)
    return read


def test_damaged_pdfs():
    assert fuzz([path.read_bytes() for path in sorted(CORPUS.glob("*/*.pdf"))], 5, seed=0) > 0


@pytest.mark.soak
@pytest.mark.shared
def test_damaged_pdfs_for_a_minute(shared):
    real = [path for path in sorted((shared / "data" / "ingest").glob("*.pdf")) if path.stat().st_size < 200_000]
    assert fuzz([path.read_bytes() for path in [*real, *sorted(CORPUS.glob("*/*.pdf"))]], 60, seed=time.time()) > 0


def test_a_line_in_which_every_letter_has_its_own_size_has_the_most_frequent_one():
    assert main_size({float(size): 1 for size in range(8, 40)} | {5.0: 2}) == 5.0


def test_a_table_is_never_joined_with_the_text_beside_it():
    table = Run(TABLE_SIGN * 60 + "0", 100, 400, 96, 100, 0, 0)
    beside = [Run("a", 50, 90, 96, 100, 0, 0), Run(TABLE_SIGN * 60 + "1", 420, 500, 96, 100, 0, 0)]
    assert lines_of([table, *beside]) == [beside[0], table, beside[1]]


def test_a_table_with_a_figure_beside_it_keeps_its_cells(tmp_path):
    canvas = Canvas(str(tmp_path / "made.pdf"), invariant=1)
    canvas.setFont("Helvetica", 60)
    canvas.drawString(60, 618, "Q")
    canvas.setFont("Helvetica", 10)
    canvas.grid([120, 220, 320], [600, 630, 660])
    for x, y, text in ((125, 640, "Town"), (225, 640, "Homes"), (125, 610, "Aldermoor"), (225, 610, "40")):
        canvas.drawString(x, y, text)
    canvas.save()
    blocks = parse("made.pdf", (tmp_path / "made.pdf").read_bytes()).blocks
    assert [(b.row, b.column, b.text) for b in blocks if b.table] == [
        (1, 1, "Town"),
        (1, 2, "Homes"),
        (2, 1, "Aldermoor"),
        (2, 2, "40"),
    ]
    assert [b.text for b in blocks if not b.table] == ["Q"]
