"""JSON of speech recognisers, and of oTranscribe."""

import json
from pathlib import Path

import pytest

from qda.errors import UnreadableFile
from qda.ingest import otranscribe
from qda.ingest.registry import HEAD, reader_of
from qda.ingest.whisper import read

HERE = Path("a.json")


def of(*segments, **more):
    return json.dumps({"segments": list(segments), **more}).encode()


def times(draft):
    return [(int(m.value), m.attributes.get("t1"), draft.text[m.start : m.end]) for m in draft.marks if m.kind == "time"]


def test_cues_of_a_speaker_are_one_turn_with_their_times():
    draft = read(
        HERE,
        of({"start": 1, "end": 2, "text": "So", "speaker": "A"}, {"start": 2.5, "end": 4, "text": " it is.", "speaker": "A"}),
    )
    assert times(draft) == [(1000, 4000, "So it is."), (2500, None, "it is.")]


def test_whisper_cpp():
    value = {"transcription": [{"timestamps": {"from": "00:00:01,500", "to": "00:00:03,000"}, "text": " Yes."}]}
    assert times(read(HERE, json.dumps(value).encode())) == [(1500, 3000, "Yes.")]


def test_times_as_text_and_none_at_all():
    assert times(read(HERE, of({"start": "1.5", "end": "0:02", "text": "Yes."}))) == [(1500, 2000, "Yes.")]
    draft = read(HERE, of({"text": "Yes."}))
    assert (draft.text, times(draft)) == ("Yes.", [])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"segments": [', "line 1, column 15: this is no JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"segments": [{"text": "a", "start": NaN}]}', "NaN is no number"),
        (b'{"other": 1}', "this JSON is no transcript"),
        (b'[{"start": 1}]', "this JSON is no transcript"),
        (b'{"segments": []}', "no speech"),
        (of({"start": 0, "end": 1, "text": "a"}, {"text": "b"}), "stretch 2 has no time, others have one"),
        (of({"start": "soon", "end": 1, "text": "a"}), "stretch 1: its time 'soon' cannot be read"),
        (of({"start": -1, "end": 1, "text": "a"}), "its time '-1' cannot be read"),
        (of({"start": "0:75", "end": 1, "text": "a"}), "its time '0:75' cannot be read"),
        (of({"timestamp": [1], "text": "a"}), "cannot be read"),
        (of({"start": True, "text": "a"}), "cannot be read"),
    ],
)
def test_what_cannot_be_aligned_is_refused(data, reason):
    with pytest.raises(UnreadableFile, match=reason):
        read(HERE, data)


def otr(text):
    return json.dumps({"text": text, "media": "a.mp3"}).encode()


def test_times_within_paragraphs_of_otranscribe():
    text = 'First <span class="timestamp" data-timestamp="61.2">1:01</span> then.<br><span class="timestamp" data-timestamp="70">1:10</span>More.'
    draft = otranscribe.read(Path("a.otr"), otr(text))
    assert draft.text == "First then.\n\nMore."
    assert [(t, said) for t, _, said in times(draft)] == [(61200, "then."), (70000, "More.")]
    assert draft.attributes["media"] == "a.mp3"


def test_otranscribe_without_times_or_labels_is_prose():
    draft = otranscribe.read(Path("a.otr"), otr("<p>Only this.</p>"))
    assert (draft.text, draft.kind) == ("Only this.", "")


@pytest.mark.parametrize("span", ['<span class="timestamp">soon</span>', '<span class="timestamp">1:75</span>'])
def test_times_of_otranscribe_that_cannot_be_read(span):
    data = otr(f"{span} Yes.")
    with pytest.raises(UnreadableFile, match="its times cannot be aligned"):
        reader_of(Path("a.otr"), data[:HEAD]).read(Path("a.otr"), data)
    with pytest.raises(UnreadableFile, match="no file of oTranscribe"):
        otranscribe.read(Path("a.otr"), b'{"media": ""}')


def test_a_control_sign_before_a_time_of_whispers_table():
    data = b"start\tend\ttext\n0\t4000\tHello there.\n\x1c000\t8000\tWell.\n"  # what fuzzing found
    draft = reader_of(Path("w.tsv"), data[:HEAD]).read(Path("w.tsv"), data)
    assert [(start, said) for start, _, said in times(draft)] == [(0, "Hello there."), (0, "Well.")]
