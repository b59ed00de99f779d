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
