"""Every format is read as it should be, by the reader and the layout that it belongs to, and by no other."""

import pytest
from transcripts import SAMPLES

from qda.ingest import formats, read


def found(document, kind):
    return tuple(document.text[m.start : m.end] for m in document.of_kind(kind))


def turns(document):
    times = {(m.start, m.end): m for m in reversed(document.of_kind("time"))}
    out = []
    for turn in document.of_kind("turn"):
        time = times.get((turn.start, turn.end))
        t0, t1 = (int(time.value), time.attributes.get("t1")) if time else (None, None)
        out.append((turn.value, t0, t1, document.text[turn.start : turn.end]))
    return tuple(out)


@pytest.fixture(params=list(SAMPLES), scope="module")
def sample(request):
    return SAMPLES[request.param]


@pytest.fixture(scope="module")
def document(sample, tmp_path_factory):
    path = tmp_path_factory.mktemp("samples") / sample.name
    path.write_bytes(sample.data)
    return read(path)


def test_its_reader_and_layout(sample, document):
    assert (document.attributes["importer"], document.attributes.get("layout", "")) == (sample.importer, sample.layout)
    assert {sample.importer, sample.layout} <= {*formats()["name"], "", "whisper"}


def test_its_turns(sample, document):
    assert turns(document) == sample.turns


def test_what_is_no_speech(sample, document):
    assert found(document, "preamble") == sample.preamble
    assert tuple(m.value for m in document.of_kind("note")) == sample.notes
    assert found(document, "heading") == sample.headings
    spoken = " ".join(text for *_, text in turns(document))
    assert not any(note in spoken for note in (*sample.notes, *sample.preamble))


def test_who_asks(sample, document):
    assert {m.value for m in document.of_kind("turn") if m.attributes.get("role") == "interviewer"} == set(sample.askers)


TOLD = [name for name, sample in SAMPLES.items() if sample.importer not in ("txt", "markdown", "csv")]
"""The samples that say what they are; of plain text and tables only the suffix does."""


@pytest.mark.parametrize("sample", TOLD, indirect=True)
def test_it_is_the_same_under_another_name(sample, document, tmp_path):
    path = tmp_path / "export.dat"
    path.write_bytes(sample.data)
    again = read(path)
    assert (again.text, again.marks) == (document.text, document.marks)
