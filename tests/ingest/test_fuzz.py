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
from qda.model import canonical

ONE_EACH = {(sample.importer, sample.layout): sample for sample in SAMPLES.values()}
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from(["flip", "cut", "double", "put"]), st.binary(max_size=12)), min_size=1, max_size=6
)
TOKENS = st.sampled_from(
    [
        *("\n", "\n\n", " ", "  ", "\t", ":", "I:", "B1: ", "Frau Jäger: ", "Paweł  0:05", "[00:01:02] ", "#00:01:02-3#", "#TEXT a", "#CODE x", "//mhm//"),
        *("0:0:5.100 --> 0:0:8.250", "00:00:00", "75\t", "9203\t", "(0:02:10)", "Why?", "So.", "🙂", "u\u0308", "12 ", "13 ", "- ", "\f", "word word word"),
        *("<v Ana>", "</v>", "<p>", "</p>", "<td>", "<table>", "<br>", "{", "}", '"', "\\", "&amp;", "\x00"),
    ]
)  # fmt: skip


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


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "content.xml"])
@given(edits=EDITS)
@settings(derandomize=True, database=None)
def test_damaged_parts_of_a_container(part, edits):
    sample = SAMPLES["odt" if part == "content.xml" else "nvivo docx table"]
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample.data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, damaged(old.read(name), edits) if name == part else old.read(name))
    check(sample.name, stream.getvalue())


@pytest.mark.soak
@pytest.mark.parametrize("sample", ONE_EACH.values(), ids=[" ".join(key).strip() for key in ONE_EACH])
def test_damaged_files_for_a_minute(sample):
    end = time.monotonic() + 60

    @given(edits=EDITS)
    @settings(max_examples=1_000_000, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def fuzz(edits):
        if time.monotonic() < end:
            check(sample.name, damaged(sample.data, edits))

    fuzz()
