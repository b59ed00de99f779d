"""The sample study: it is what its sources say, and what it says arrives."""

import csv
import importlib
import io
import re
import sys
import unicodedata
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
CASES = ("aldermoor", "brackwater", "falkenrode")
SUFFIXES = {
    "aldermoor": (".docx", ".docx", ".vtt", ".txt"),
    "brackwater": (".rtf", ".txt", ".docx", ".vtt"),
    "falkenrode": (".docx", ".txt", ".vtt", ".rtf"),
}
FILES = [f"{case}/interview-0{n}{suffix}" for case in CASES for n, suffix in enumerate(SUFFIXES[case], start=1)]
UNTIMED = {"aldermoor/interview-04.txt", "falkenrode/interview-02.txt", "brackwater/interview-03.docx"}
ORGANISATION_KINDS = {
    "charity",
    "chamber",
    "city administration",
    "council",
    "employer",
    "employment service",
    "training provider",
    "university",
    "welfare association",
}


def tool(name):
    """Import a module of tools/, which is no package."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(ROOT / "tools"))


def rows(name):
    return list(csv.DictReader((CORPUS / name).read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def built():
    return tool("build_corpus").build()


@pytest.fixture(scope="module")
def interviews():
    return {i.file: i for i in tool("study_sources").read_study()[0]}


def parts(content):
    """The parts of a docx that carry our content; the others are python-docx's template."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in ("word/document.xml", "docProps/core.xml")}


# The sources


@pytest.mark.parametrize("file", FILES)
def test_sources_are_well_formed(file, interviews):
    turns = interviews[file].turns
    source = (ROOT / "tools" / "corpus" / file).with_suffix(".txt").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", source)
    assert len(turns) == sum(bool(re.match(r"\w+ \d\d:\d\d:\d\d \S", line)) for line in source.splitlines())
    assert all(a.start < b.start and a.end == b.start for a, b in pairwise(turns))
    assert all(a.label != b.label for a, b in pairwise(turns))
    assert {t.label for t in turns} == set(interviews[file].speakers)


@pytest.mark.parametrize("file", FILES)
def test_interviews_have_the_length_of_a_talk(file, interviews):
    assert 900 <= sum(len(t.text.split()) for t in interviews[file].turns) <= 2000


def test_every_interview_is_in_the_study(interviews):
    assert sorted(interviews) == sorted(FILES)


# The build


def test_building_twice_gives_the_same_bytes(built):
    assert tool("build_corpus").build() == built


def test_the_corpus_is_what_its_sources_make(built):
    for name, content in built.items():
        stands = (CORPUS / name).read_bytes()
        if name.endswith(".docx"):
            assert parts(stands) == parts(content), name
        else:
            assert stands == content, name


def test_main_writes_into_the_folder_it_is_given(tmp_path, built):
    tool("build_corpus").main(tmp_path)
    assert {p.relative_to(tmp_path).as_posix(): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == built


def test_docx_carries_no_date_of_building(built):
    with zipfile.ZipFile(io.BytesIO(built["aldermoor/interview-01.docx"])) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2023-03-14T00:00:00Z" in archive.read("docProps/core.xml")


# The layouts


def test_rtf_escapes_letters_in_both_ways(built):
    layouts = tool("study_layouts")
    assert layouts.rtf_text("ä ł „x“ {\\}", escapes="hex") == r"\'e4 \u322? \'84x\ldblquote  \{\\\}"
    assert layouts.rtf_text("ä 🙈", escapes="number") == r"\u228? \u-10179?\u-8632?"
    assert built["brackwater/interview-01.rtf"].isascii()
    assert rb"Br\'edd" in built["brackwater/interview-01.rtf"]
    assert rb"H\u228?u\u223?ler" in built["falkenrode/interview-04.rtf"]


@pytest.mark.parametrize("file", [f for f in FILES if f.endswith(".rtf")])
def test_rtf_reads_back_as_it_was_spoken(file, built, interviews):
    from striprtf.striprtf import rtf_to_text

    text = re.sub(r" #[0-9:-]+#$", "", rtf_to_text(built[file].decode("ascii")), flags=re.MULTILINE)
    spoken = [f"{interviews[file].shown(t.label)}: {t.text}" for t in interviews[file].turns]
    assert text.strip().split("\n") == [*interviews[file].preamble, *spoken]


def test_text_files_come_in_the_encodings_of_windows(built):
    typed = built["aldermoor/interview-04.txt"]
    assert "Tomasz Wróblewski: ".encode("cp1252") in typed
    assert b"\n" not in typed.replace(b"\r\n", b"")
    assert built["falkenrode/interview-02.txt"].startswith(b"\xef\xbb\xbf")


def test_f4_marks_the_end_of_a_turn(built, interviews):
    marks = re.findall(rb" #(\d\d:\d\d:\d\d)-\d#\\par", built["brackwater/interview-01.rtf"])
    seconds = tool("study_sources").seconds
    assert [seconds(m.decode()) for m in marks] == [int(t.end) for t in interviews["brackwater/interview-01.rtf"].turns]


@pytest.mark.parametrize("file", [f for f in FILES if f.endswith(".vtt")])
def test_captions_follow_each_other(file, interviews):
    cues = list(tool("study_layouts").cues(interviews[file]))
    assert all(a.start < a.end <= b.start + 1e-6 for a, b in pairwise(cues))
    assert max(c.end - c.start for c in cues) < 12
    for number, turn in enumerate(interviews[file].turns):
        mine = [c for c in cues if c.turn == number]
        assert int(mine[0].start) == turn.start
        assert " ".join(c.text for c in mine) == turn.text


def test_zoom_names_the_speaker_once_a_turn(built, interviews):
    text = built["brackwater/interview-04.vtt"].decode()
    named = re.findall(r"-->[^\r]*\r\n(?:Interviewer|Cllr Inês Farrow-Duarte): ", text)
    assert len(named) == len(interviews["brackwater/interview-04.vtt"].turns)


# The tables


def test_every_document_is_listed_and_there():
    listed = {row["file"] for row in rows("documents.csv")}
    there = {p.relative_to(CORPUS).as_posix() for case in CASES for p in (CORPUS / case).iterdir()}
    assert listed == there
    assert {row["case"] for row in rows("documents.csv")} == {row["case"] for row in rows("cases.csv")} == set(CASES)


def test_every_interview_has_its_speakers(interviews):
    speakers = rows("speakers.csv")
    assert {row["organisation_kind"] for row in speakers} == ORGANISATION_KINDS
    for file in FILES:
        mine = [row for row in speakers if row["file"] == file]
        assert [row["role"] == "interviewer" for row in mine] == [True, False], file


def test_readme_names_every_kind_of_organisation():
    readme = (CORPUS / "README.md").read_text(encoding="utf-8")
    assert all(f"`{kind}`" in readme for kind in ORGANISATION_KINDS)


def test_case_names_do_not_collide():
    names = [name for row in rows("cases.csv") for name in (row["label"], *row["aliases"].split(";"))]
    assert len(names) == len(set(names))


# What readers make of it


@pytest.mark.parametrize("file", FILES)
def test_every_turn_arrives(file, interviews):
    """Speaker, words and start of every turn, within what the format tells."""
    read = importlib.import_module("qda.ingest").read
    interview = interviews[file]
    document = read(CORPUS / file)
    turns = document.of_kind("turn")
    assert [m.value for m in turns] == [interview.shown(t.label) for t in interview.turns]
    for mark, turn in zip(turns, interview.turns, strict=True):
        assert document.text[mark.start : mark.end].split() == turn.text.split()
    assert starts(document, turns) == told(interview, starts(document, turns)[0])
    inside = [[p for p in document.of_kind("paragraph") if m.start <= p.start < m.end] for m in turns]
    assert [len(paragraphs) for paragraphs in inside] == [1] * len(turns), "a caption's line end is no paragraph's end"


def told(interview, first):
    """The starting seconds that the file tells; f4 writes ends only, so that it knows nothing of the first start."""
    if interview.file in UNTIMED:
        return [None] * len(interview.turns)
    seconds = [int(turn.start) for turn in interview.turns]
    return [first if first in {None, 0} else 0, *seconds[1:]] if interview.layout.startswith("f4") else seconds


def starts(document, turns):
    """The second in which each turn starts: that of the first time mark inside it."""
    times = document.of_kind("time")
    first = (next((t for t in times if m.start <= t.start < m.end), None) for m in turns)
    return [None if mark is None else int(mark.value) // 1000 for mark in first]


def test_headings_of_a_typed_transcript_arrive(interviews):
    read = importlib.import_module("qda.ingest").read
    file = "brackwater/interview-03.docx"
    headings = read(CORPUS / file).of_kind("heading")
    assert [(m.value, m.attributes["level"]) for m in headings] == [(h["text"], h["level"]) for h in interviews[file].headings]


def test_what_frames_the_talk_is_no_speech(interviews):
    """Header lines, and what Teams and Otter add at the end."""
    read = importlib.import_module("qda.ingest").read
    for file, words in [
        ("falkenrode/interview-04.rtf", "in drei Städten"),
        ("aldermoor/interview-02.docx", "transcription"),
        ("brackwater/interview-02.txt", "otter.ai"),
    ]:
        document = read(CORPUS / file)
        assert not any(words in document.text[m.start : m.end] or words in m.value for m in document.of_kind("turn")), file


def test_the_folder_is_read_without_complaint():
    corpus = importlib.import_module("qda.ingest").read_folder(CORPUS)
    assert corpus.refused.empty
    assert corpus.warnings == ()
    assert [d.id for d in corpus.documents] == [row["file"].rsplit(".", 1)[0] for row in rows("documents.csv")]
    for document in corpus.documents:
        asked = {m.attributes.get("role") == "interviewer" for m in document.of_kind("turn")}
        assert asked == ({True, False} if document.kind == "interview" else set()), document.id
