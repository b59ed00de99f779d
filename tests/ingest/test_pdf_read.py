"""Reading PDFs through the worker: drafts, refusals, limits."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from qda.errors import HostileFile, NeedsOcr, PasswordRequired, UnreadableFile
from qda.ingest.pdf import bounds, pages, read_pdf, worker
from qda.ingest.pdf.parse import parse

MADE = Path("made.pdf")


def pdf(lines=("A plan for the town.",), *, encrypt=None, count=1):
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, encrypt=encrypt)
    for _ in range(count):
        for i, line in enumerate(lines):
            canvas.drawString(60, 700 - 30 * i, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_draft_has_text_paragraphs_and_pages():
    draft = read_pdf(MADE, pdf(["A plan for the town.", "It has two parts."]))
    assert draft.text == "A plan for the town.\n\nIt has two parts."
    assert [(m.kind, draft.text[m.start : m.end]) for m in draft.marks if m.kind == "paragraph"] == [
        ("paragraph", "A plan for the town."), ("paragraph", "It has two parts."),
    ]  # fmt: skip
    assert [(m.start, m.end, m.value) for m in draft.marks if m.kind == "page"] == [(0, len(draft.text), "1")]
    assert draft.attributes == {"pages": 1}


def test_speech_in_a_pdf_becomes_turns():
    said = [
        "I: How did the plan begin?",
        "B: With a letter from the county.",
        "I: And who wrote it?",
        "B: The director did, in May.",
        "I: Thank you.",
        "B: You are welcome.",
    ]
    draft = read_pdf(MADE, pdf(said))
    assert [(m.value, draft.text[m.start : m.end]) for m in draft.marks if m.kind == "turn"][:2] == [
        ("I", "How did the plan begin?"), ("B", "With a letter from the county."),
    ]  # fmt: skip
    assert [m.value for m in draft.marks if m.kind == "page"] == ["1"]


@pytest.mark.parametrize(
    ("data", "error", "reason"),
    [
        (b"", UnreadableFile, "the file is empty"),
        (b"%PDF-1.4\nnothing more", UnreadableFile, "the PDF is broken or cut short"),
        (pdf()[:300], UnreadableFile, "the PDF is broken or cut short"),
        (pdf(encrypt=pdfencrypt.StandardEncryption("secret", strength=128)), PasswordRequired, "the PDF is encrypted"),
        (pdf(["", ""]), NeedsOcr, "none of its pages holds text"),
    ],
    ids=["empty", "broken", "truncated", "encrypted", "no text"],
)
def test_refusals_name_the_file_and_the_reason(data, error, reason):
    with pytest.raises(error) as caught:
        read_pdf(Path("folder/made.pdf"), data)
    assert (caught.value.path, caught.value.reason) == (Path("folder/made.pdf"), reason)


def test_page_without_text_is_marked_and_the_others_are_read():
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.drawString(60, 700, "The first page.")
    canvas.showPage()
    canvas.rect(60, 60, 300, 300)
    canvas.showPage()
    canvas.save()
    draft = read_pdf(MADE, buffer.getvalue())
    assert [(m.attributes["number"], m.start, m.end) for m in draft.marks if m.kind == "needs_ocr"] == [(2, 15, 15)]
    assert draft.attributes == {"pages": 2, "needs_ocr": [2]}


def test_too_many_pages_are_refused(monkeypatch):
    monkeypatch.setattr(pages, "MAX_PAGES", 2)
    with pytest.raises(HostileFile, match="3 pages, at most 2"):
        parse("made.pdf", pdf(count=3))


def test_a_page_with_too_many_characters_is_refused(monkeypatch):
    monkeypatch.setattr(pages, "MAX_CHARACTERS", 5)
    with pytest.raises(HostileFile, match="page 1 holds more than 5 characters"):
        parse("made.pdf", pdf())


def test_one_worker_reads_many_files():
    worker.close_workers()
    read_pdf(MADE, pdf())
    first = worker._idle[-1]._process.pid
    for _ in range(3):
        read_pdf(MADE, pdf())
    assert [w._process.pid for w in worker._idle] == [first]


stopping = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that stops a process")


@stopping
def test_a_page_that_takes_too_long_is_refused_and_the_next_file_is_read():
    stuck = worker.Worker()
    os.kill(stuck._process.pid, signal.SIGSTOP)
    with pytest.raises(HostileFile, match=r"takes longer than .* seconds at page 1 .*leave page 1 out"):
        stuck._answer("made.pdf", -worker.SECONDS + 0.05)
    assert not stuck.alive()
    assert read_pdf(MADE, pdf()).text == "A plan for the town."


@stopping
def test_a_worker_that_is_killed_gives_a_refusal_and_the_next_file_is_read():
    worker.close_workers()
    read_pdf(MADE, pdf())
    victim = worker._idle[-1]
    os.kill(victim._process.pid, signal.SIGSTOP)
    threading.Timer(0.1, lambda: os.kill(victim._process.pid, signal.SIGKILL)).start()
    with pytest.raises(HostileFile, match="more time or memory than allowed"):
        read_pdf(MADE, pdf())
    assert read_pdf(MADE, pdf()).text == "A plan for the town."


def test_a_worker_that_fails_says_that_the_file_cannot_be_read(monkeypatch):
    monkeypatch.setattr(worker, "_CALL", "raise SystemExit(1)")
    failing = worker.Worker()
    with pytest.raises(UnreadableFile, match="the PDF cannot be read"):
        failing.read("made.pdf", pdf(), 20.0)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not enforce the limit")
def test_memory_is_limited_in_the_worker_and_not_here():
    code = "from qda.ingest.pdf import bounds; bounds.limit_memory(); bytearray(3 << 30)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "MemoryError" in done.stderr
    import resource

    assert resource.getrlimit(resource.RLIMIT_AS)[0] != bounds.MEMORY


def test_the_same_bytes_give_the_same_draft():
    data = pdf(["One.", "Two.", "Three."], count=3)
    worker.close_workers()
    first = read_pdf(MADE, data)
    worker.close_workers()
    assert read_pdf(MADE, data) == first


def test_the_library_for_tables_is_loaded_for_pages_with_rules_only():
    code = (
        "import sys, pathlib\n"
        "import qda.ingest.pdf\n"
        "assert not {'pypdfium2', 'pdfplumber'} & set(sys.modules)\n"
        "from qda.ingest.pdf.parse import parse\n"
        "parse('made.pdf', sys.stdin.buffer.read())\n"
        "assert 'pdfplumber' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], input=pdf(), check=True)


def test_the_worker_starts_without_the_libraries_for_tables_and_frames():
    code = "import sys\nimport qda.ingest.pdf.parse\nassert not {'numpy', 'pandas', 'pdfplumber'} & set(sys.modules)\n"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_close_workers_ends_their_processes():
    read_pdf(MADE, pdf())
    (waiting,) = worker._idle[-1:]
    worker.close_workers()
    time.sleep(0.05)
    assert not waiting.alive()
    assert worker._idle == []
