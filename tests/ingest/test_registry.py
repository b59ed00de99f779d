"""Files are recognised by what they hold; suffixes only help."""

import io
import random
import time
from pathlib import Path

import docx
import openpyxl
import pytest
from transcripts import odt

from qda.errors import QdaError
from qda.ingest.draft import Draft
from qda.ingest.registry import HEAD, READERS, reader_of


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read_or_refused(reader, name, data):
    """Return the draft, an empty one where the file is refused as it should be; any other exception fails the test."""
    try:
        return reader.read(Path(name), data)
    except QdaError as error:
        return Draft(text="") if "\n" not in str(error) else pytest.fail(str(error))


def word():
    document = docx.Document()
    document.add_paragraph("I: Wie?")
    document.add_paragraph("B: So.")
    return saved(document)


RTF = b"{\\rtf1\\ansi\\ansicpg1252 \\pard I: L\\'e4uft es? #00:00:05-1#\\par \\pard B: \\b Ja\\b0 .\\par}"
VTT = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Ána>Yes?</v>\n\n2\n00:00:02.000 --> 00:00:03.000\n<v Bo>No.</v>\n".encode()
TXT = "I: Wie läuft es? #00:00:05-1#\n\nB: Gut.\n\n3. Heading\n\nA line that is wrapped and\ngoes on.\n".encode()


@pytest.mark.parametrize(
    ("name", "data", "reader"),
    [
        ("a.txt", RTF, "rtf"),
        ("a.docx", RTF, "rtf"),
        ("a.txt", b"\xef\xbb\xbf" + VTT, "vtt"),
        ("a", VTT.decode().encode("utf-16"), "vtt"),
        ("a.docx", b"%PDF-1.7 ...", "pdf"),
        ("a.docx", b"<!DOCTYPE html><p>saved under another name", "html"),
        ("a.bin", word(), "docx"),
        ("a.bin", saved(openpyxl.Workbook()), "xlsx"),
        ("a.DOCX", b"not even a zip", "docx"),
        ("a.md", b"# x", "markdown"),
        ("a.html", b"<html><meta name='qrichtext'><p>made by noScribe", "noscribe"),
        ("a.html", b"<html><meta name='qrichtext'><p>made by somebody", "html"),
        ("a.html", b"<html><p>other", "html"),
        ("a.txt", b"\xef\xbb\xbf<!DOCTYPE html><p>other", "html"),
        ("a.md", b"<!-- a remark -->\n# Title", "markdown"),
        ("a.txt", b'{"text": "x", "segments": []}', "json"),
        ("a.txt", b"[Ana]: Yes.\n[Ben]: No.", "txt"),
        ("a.json", b'[{"timestamp": [0, 1]}]', "json"),
        ("a.json", b'{"text": "<p>x</p>", "media": ""}', "otr"),
        ("a.docx", odt(""), "odt"),
        ("a.odt", word(), "docx"),
        ("a.xlsx", word(), "docx"),
        ("a.txt", b"1\r\n00:00:01,500 --> 00:00:02,000\r\nYes.", "srt"),
        ("a.txt", b"1 2 3", "txt"),
        ("a.exe", b"MZ", None),
        ("a.doc", b"\xd0\xcf\x11\xe0", None),
    ],
)
def test_recognition(name, data, reader):
    found = reader_of(Path(name), data[:HEAD])
    assert (found.name if found else None) == reader


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.rtf", RTF), ("a.vtt", VTT), ("a.srt", VTT), ("a.txt", TXT), ("a.md", TXT), ("a.csv", TXT), ("a.docx", word())],
)
def test_damaged_files_are_read_or_refused_in_one_line(name, data):
    chance = random.Random(7)  # noqa: S311  no secret, the same files every time
    reader = reader_of(Path(name), data[:HEAD])
    for _ in range(60):
        broken = bytearray(data)
        for _ in range(chance.randint(1, 5)):
            at = chance.randrange(len(broken))
            if chance.random() < 0.5:
                broken[at] = chance.randrange(256)
            else:
                del broken[at : at + chance.randint(1, 9)]
        draft = read_or_refused(reader, name, bytes(broken))
        assert all(0 <= m.start <= m.end <= len(draft.text) for m in draft.marks)


LONG = 40_000


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "a" + "\u00a0" * LONG + "1"),
        ("a.txt", "-" + " " * LONG + "x"),
        ("a.txt", "x" + " " * LONG + "1:00 y"),
        ("a.txt", "." + "”" * LONG + "x"),
        ("a.txt", "I: " * LONG),
        ("a.txt", "a!" * LONG),
        ("a.txt", "-\u2010" * LONG),
        ("a.txt", "\n" * LONG + "x\n" * 20_000),
        ("a.md", "#" * LONG + " x\n" + "*" * LONG),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v " * LONG),
        ("a.csv", "text\n" + '"' * LONG),
        ("a.rtf", "{\\rtf1 " + "{" * LONG),
        ("a.html", "<html>" + "<a " * LONG),
        ("a.html", "<table><tr><td>" * LONG),
        ("a.json", "[" * LONG),
        ("a.json", '{"segments": [' + '{"text": "a", "start": 1, "end": 2},' * LONG + '{"text": "b", "start": 1}]}'),
        ("a.otr", '{"media": "", "text": "' + "<span class='timestamp'>0:01" * LONG + '"}'),
        ("a.txt", "#TEXT a\n" + "#CODE b\nc\n" * 10_000),
        ("a.txt", "#TEXT a\nb\n" * 2_000),
        ("a.txt", "[0:00:01] a\n" * 10_000),
        ("a.txt", "0:01\ta\n" * 10_000),
        ("a.txt", "1\ta\n" * 10_000),
        ("a.txt", "SPEAKER_00\n[00:00:00] - a\n" * 5_000),
        ("a.txt", "00:00:00\nAna: a\n" * 5_000),
        ("a.txt", "MODERATOR: a\nb\nc\n" * 5_000),
        ("a.txt", "MODERATOR: a\n" * 3 + "b.\n" * 10_000),
    ],
)
def test_monstrous_texts_take_no_long_time(name, text):
    began = time.process_time()
    reader = reader_of(Path(name), text.encode()[:HEAD])
    read_or_refused(reader, name, text.encode())
    assert time.process_time() - began < 3


@pytest.mark.soak
@pytest.mark.parametrize(
    "said",
    ["I: What is it?\n\nB: {n} offices help people who look for work.\n\n", "In {n} the office opened. "],
)
def test_five_megabytes_of_text(said):
    text = "".join(said.format(n=n) for n in range(5_000_000 // len(said)))
    began = time.process_time()
    draft = read_or_refused(reader_of(Path("a.txt"), text.encode()[:HEAD]), "a.txt", text.encode())
    assert time.process_time() - began < 30
    assert len("".join(draft.text.split())) > 0.8 * len("".join(text.split()))


def test_every_reader_is_described():
    assert len({r.name for r in READERS}) == len(READERS)
    assert all(r.suffixes and r.what and r.version for r in READERS)
