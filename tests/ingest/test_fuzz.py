"""Damaged files of every format are read or refused in one line, and what is read keeps its promises."""

import io
import time
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from transcripts import SAMPLES

from qda.errors import ReadError
from qda.ingest.document import Given, document_from, drafts_of
from qda.ingest.registry import READERS
from qda.model import canonical

ONE_EACH = {(sample.importer, sample.layout): sample for sample in SAMPLES.values()}
TOKENS = st.sampled_from(
    [
        *("\n", "\n\n", " ", "  ", "\t", ":", "I:", "B1: ", "Frau Jäger: ", "Paweł  0:05", "[00:01:02] ", "#00:01:02-3#", "#TEXT a", "#CODE x", "//mhm//"),
        *("0:0:5.100 --> 0:0:8.250", "00:00:00", "75\t", "9203\t", "(0:02:10)", "Why?", "So.", "🙂", "u\u0308", "12 ", "13 ", "- ", "\f", "word word word"),
        *("<v Ana>", "</v>", "<p>", "</p>", "<td>", "<table>", "<br>", "{", "}", '"', "\\", "&amp;", "\x00"),
    ]
)  # fmt: skip
EDITS = st.lists(
    st.tuples(
        st.floats(0, 1), st.sampled_from(["flip", "cut", "double", "put"]), st.binary(max_size=12) | TOKENS.map(str.encode)
    ),
    min_size=1,
    max_size=6,
)
SECONDS = 60


def damaged(data, edits):
    out = bytearray(data)
    for place, what, extra in edits:
        at = int(place * len(out))
        if what == "flip" and at < len(out):
            out[at] ^= 1 + (extra[0] if extra else 0) % 255
        elif what == "cut":
            del out[at : at + 1 + len(extra) ** 2]
        elif what == "double":
            out[at:at] = out[max(0, at - 60) : at]
        else:
            out[at:at] = extra
    return bytes(out)


def check(name, data):
    """Read a file, or see that it is refused as it should be; return its documents."""
    try:
        drafts = drafts_of(Path(name), data)
    except ReadError as error:
        return [] if error.reason and "\n" not in str(error) else pytest.fail(str(error))
    documents = [document_from(Path(name), Given(id="x"), draft) for draft in drafts.values()]
    for document in documents:
        assert canonical(document.text) == document.text
        turns = document.of_kind("turn")
        assert all(before.end <= after.start for before, after in pairwise(turns))
        assert all(m.start < m.end for m in (*turns, *document.of_kind("paragraph"), *document.of_kind("heading")))
        assert all(int(m.value) >= 0 for m in document.of_kind("time"))
    return documents


@pytest.mark.parametrize("sample", ONE_EACH.values(), ids=[" ".join(key).strip() for key in ONE_EACH])
@given(edits=EDITS)
@settings(derandomize=True, database=None)
def test_damaged_files(sample, edits):
    check(sample.name, damaged(sample.data, edits))


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.vtt", "a.srt", "a.json", "a.otr"])
@given(tokens=st.lists(TOKENS, max_size=40))
@settings(derandomize=True, database=None)
def test_texts_of_all_signs(name, tokens):
    head = {"a.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n", "a.srt": "1\n00:00:01,000 --> 00:00:02,000\n"}.get(name, "")
    check(name, (head + "".join(tokens)).encode() or b" ")


@given(tokens=st.lists(TOKENS, max_size=40))
@settings(derandomize=True, database=None)
def test_no_word_of_a_text_is_lost(tokens):
    text = "".join(tokens).replace("\x00", "")
    for document in check("a.txt", text.encode() or b" ")[:1]:
        kept = document.text + " ".join(m.value for m in document.marks) + document.title
        assert text.count("word") <= kept.count("word") or "#TEXT" in text


def damaged_within(data, edits, place):
    """Damage one part of a container and pack it again."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        names = old.namelist()
        chosen = place if place in names else names[int(place * len(names))]
        for name in names:
            new.writestr(name, damaged(old.read(name), edits) if name == chosen else old.read(name))
    return stream.getvalue()


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "content.xml", "xl/worksheets/sheet1.xml"])
@given(edits=EDITS)
@settings(derandomize=True, database=None, max_examples=30)  # each opens and packs a container; `soak` reads far more
def test_damaged_parts_of_a_container(part, edits):
    sample = SAMPLES[{"content.xml": "odt", "xl/worksheets/sheet1.xml": "answers xlsx"}.get(part, "nvivo docx table")]
    check(sample.name, damaged_within(sample.data, edits, part))


@pytest.mark.soak
@pytest.mark.parametrize("importer", [reader.name for reader in READERS if reader.name != "pdf"])
def test_damaged_files_for_a_minute(importer):
    samples = [sample for sample in ONE_EACH.values() if sample.importer == importer]
    end = time.monotonic() + SECONDS

    @given(sample=st.sampled_from(samples), edits=EDITS, place=st.none() | st.floats(0, 0.999))
    @settings(max_examples=500, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def fuzz(sample, edits, place):
        within = place is not None and sample.data.startswith(b"PK")
        data = damaged_within(sample.data, edits, place) if within else damaged(sample.data, edits)
        began = time.process_time()
        check(sample.name, data)
        assert time.process_time() - began < 2

    while time.monotonic() < end:
        fuzz()
