"""WebVTT and SubRip: who said what when."""

from pathlib import Path

import pytest

from qda.errors import UnreadableFile
from qda.ingest.cues import read_srt, read_vtt

VTT, SRT = Path("a.vtt"), Path("a.srt")

TEAMS = """WEBVTT

8a4c/12-0
00:00:03.100 --> 00:00:05.250
<v Lee, Kim (City)>How do you work?</v>

8a4c/13-0
00:00:06.000 --> 00:00:09.000
<v Osei, Margaret>We meet &amp; talk,</v>

8a4c/13-1
00:00:09.000 --> 00:00:12.500
<v Osei, Margaret>every
week.</v>

8a4c/14-0
00:00:12.600 --> 00:00:15.000
<v Lee, Kim (City)>Really?</v>
<v Osei, Margaret>Yes.</v>
"""


def turns(draft):
    return [(m.value, draft.text[m.start : m.end]) for m in draft.marks if m.kind == "turn"]


def times(draft):
    return [(int(m.value), m.attributes.get("t1"), draft.text[m.start : m.end]) for m in draft.marks if m.kind == "time"]


def test_teams():
    draft = read_vtt(VTT, TEAMS.encode())
    assert turns(draft) == [
        ("Lee, Kim (City)", "How do you work?"),
        ("Osei, Margaret", "We meet & talk, every week."),
        ("Lee, Kim (City)", "Really?"),
        ("Osei, Margaret", "Yes."),
    ]
    assert times(draft)[:3] == [
        (3100, 5250, "How do you work?"),
        (6000, 12500, "We meet & talk, every week."),
        (9000, None, "every week."),
    ]
    assert [m.value for m in draft.marks if m.kind == "question"] == ["How do you work?", "Really?"]


def test_zoom_goes_on_without_a_name():
    text = "WEBVTT\r\n\r\n1\r\n00:00:01.000 --> 00:00:02.000\r\nKim Lee: Who pays?\r\n\r\n2\r\n00:00:02.000 --> 00:00:04.000\r\nAna Cruz: Nobody\r\n\r\n"
    text += "3\r\n00:00:04.000 --> 00:00:06.000\r\nas far as: I know.\r\n\r\n4\r\n00:00:06.000 --> 00:00:07.000\r\nKim Lee: I see.\r\n"
    assert turns(read_vtt(VTT, text.encode())) == [
        ("Kim Lee", "Who pays?"),
        ("Ana Cruz", "Nobody as far as: I know."),
        ("Kim Lee", "I see."),
    ]


def test_cues_without_any_name_are_joined_to_sentences():
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nThe money\n\n00:02.000 --> 00:03.000\nis short.\n\n00:04.000 --> 00:05.000\nIt always was.\n"
    draft = read_vtt(VTT, text.encode())
    assert turns(draft) == [("", "The money is short."), ("", "It always was.")]
    assert times(draft)[0] == (1000, 3000, "The money is short.")


def test_notes_styles_and_tags():
    text = "WEBVTT - title\n\nNOTE\nmade in May\n\nSTYLE\n::cue { color: red }\n\n"
    text += "00:01.000 --> 00:02.000 align:left\n<v.loud Ana><i>Well</i>, <c.a>yes</c><00:01.500> &lt;no&gt;.\n"
    draft = read_vtt(VTT, text.encode())
    assert turns(draft) == [("Ana", "Well, yes <no>.")]
    assert [m.value for m in draft.marks if m.kind == "note"] == ["NOTE\nmade in May", "STYLE\n::cue { color: red }"]


def test_srt():
    text = "\ufeff1\n00:00:01,500 --> 00:00:02,000\nAna: Yes.\nBen: No.\n\n"
    text += "2\n00:00:03,000 --> 00:00:04,000\nAna: But why?\n\n3\n00:00:04,000 --> 00:00:05,000\n- Ben: So.\n"
    draft = read_srt(SRT, text.encode())
    assert turns(draft) == [("Ana", "Yes."), ("Ben", "No."), ("Ana", "But why?"), ("Ben", "So.")]
    assert times(draft)[0][0] == 1500


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("no subtitles", "WEBVTT"),
        ("WEBVTT\n\n", "no speech"),
        ("WEBVTT\n\n00:61:00.000 --> 00:62:02.000\nHello.\n", "no time of a cue"),
        ("WEBVTT\n\n00:00:xx --> 00:00:02.000\nHello.\n", "no time of a cue"),
    ],
)
def test_times_that_cannot_be_read_are_refused(text, reason):
    with pytest.raises(UnreadableFile, match=reason):
        read_vtt(VTT, text.encode())


def test_of_a_cue_that_ends_before_it_begins_only_the_beginning_is_known():
    draft = read_vtt(VTT, b"WEBVTT\n\n00:00:05.000 --> 00:00:02.000\n<v Ana>Hello.\n")
    assert times(draft) == [(5000, None, "Hello.")]


def test_long_recordings_and_times_among_the_words():
    text = "WEBVTT\n\n100:00:04.000 --> 100:00:06.000\n<v Ana>[00:01:02] We [00:01:04] met,\n\n100:00:06.000 --> 100:00:08.000\n<v Ana>often."
    draft = read_vtt(VTT, text.encode())
    assert turns(draft) == [("Ana", "We met, often.")]
    assert times(draft)[0] == (360004000, 360008000, "We met, often.")
    assert [(t, said) for t, _, said in times(draft)][-1] == (360006000, "often.")


@pytest.mark.shared
def test_a_real_file_of_noscribe(shared):
    path = shared / "data" / "ingest" / "noscribe_interview.vtt"
    draft = read_vtt(path, path.read_bytes())
    assert {who for who, _ in turns(draft)} == {"", "S00", "S01", "S02"}
    assert turns(draft)[1][1].startswith("Guten Tag")


def test_what_stands_between_cues_is_a_note_of_one_line_or_goes_on_as_speech():
    text = "WEBVTT\nKind: captions\n\nRecorded in May\n\n1\n00:01.000 --> 00:02.000\n<v Ana>Forty\n\n41\nand more.\n\nNOTE checked by Ben\n\n"
    text += "NOTEBOOKS for all.\n\n2\n\n00:03.000 --> 00:04.000\n<v Ben>So.\n"
    draft = read_vtt(VTT, text.encode())
    assert turns(draft) == [("Ana", "Forty 41 and more. NOTEBOOKS for all."), ("Ben", "So.")]
    assert [m.value for m in draft.marks if m.kind == "note"] == ["Recorded in May", "NOTE checked by Ben"]
