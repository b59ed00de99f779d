"""Rich text."""

from pathlib import Path

import pytest

from qda.errors import UnreadableFile
from qda.ingest.rich import read

HERE = Path("a.rtf")


def rtf(*paragraphs):
    body = "\n".join(rf"\pard {p}\par" for p in paragraphs)
    return ("{\\rtf1\\ansi\\ansicpg1252\\uc1{\\fonttbl\\f0 Arial;}\n" + body + "\n}").encode("ascii")


def spans(draft, kind):
    return [(m.value, draft.text[m.start : m.end]) for m in draft.marks if m.kind == kind]


def test_f4():
    draft = read(
        HERE,
        rtf(r"I: Wie l\'e4uft es? #00:00:05-1#", r"B: \b Gut\b0 , \u8222?sagt\u8220? er. #00:01:02-3#", r"I: Und?", r"B: Na ja."),
    )
    assert spans(draft, "turn")[:2] == [("I", "Wie läuft es?"), ("B", "Gut, „sagt“ er.")]
    assert [(m.value, m.attributes["t1"]) for m in draft.marks if m.kind == "time"] == [("0", 5100), ("5100", 62300)]
    assert spans(draft, "question")[1] == ("Und?", "Na ja.")


def test_prose():
    draft = read(HERE, rtf("The board meets.", "Nobody comes."))
    assert [text for _, text in spans(draft, "paragraph")] == ["The board meets.", "Nobody comes."]


@pytest.mark.parametrize("data", [b"plain", b"PK\x03\x04", b""])
def test_what_is_no_rtf(data):
    with pytest.raises(UnreadableFile, match=r"^a\.rtf: "):
        read(HERE, data)


def test_notes_comments_heads_and_feet_are_kept_beside_the_text():
    note = r"{\footnote\pard {\super\chftn} In \'e4 euro, \u8222?so\u8220? {\i it} seems.}"
    remark = r"{\*\atnid A}\chatn{\*\annotation{\*\atnref 1}\pard Really?}"
    draft = read(
        HERE, rtf(r"{\header\pard Annual report\par}{\footerl\pard The town\par}Money" + note + " is short" + remark + ".")
    )
    assert draft.text == "Money is short."
    assert [(m.value, m.start, m.attributes["what"]) for m in draft.marks if m.kind == "note"] == [
        ("In ä euro, „so“ it seems.", 5, "footnote"),
        ("Really?", 14, "comment"),
    ]
    assert [(m.kind, m.value) for m in draft.marks if m.kind in ("head", "foot")] == [
        ("head", "Annual report"),
        ("foot", "The town"),
    ]


def test_a_note_within_speech_stands_in_its_turn():
    draft = read(HERE, rtf("I: How is it?", r"B: We wait{\footnote Since May.} for it.", "I: And?", "B: So."))
    assert spans(draft, "turn")[1] == ("B", "We wait for it.")
    assert [(m.value, draft.text[: m.start].endswith("We wait")) for m in draft.marks if m.kind == "note"] == [
        ("Since May.", True)
    ]


@pytest.mark.parametrize("said", [r"a \{\footnote b\} c", r"{\footnoterule}a"])
def test_what_only_looks_like_a_note_is_none(said):
    assert not [m for m in read(HERE, rtf(said)).marks if m.kind == "note"]
