"""Speech recognised by its structure: the layouts of transcripts, the most specific first. Words of a language are hints only."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from qda.ingest.clocks import arrowed, begins_cue, headed
from qda.ingest.labels import label_and_speech, labelled
from qda.ingest.meet import clocked
from qda.ingest.stamped import dashed, ended, stamped
from qda.ingest.talk import Paragraph, Talk, Turn

__all__ = ["Paragraph", "Talk", "Turn", "begins_turn", "recognise"]

_LAYOUTS: tuple[tuple[str, Callable[[Sequence[Paragraph]], Talk | None]], ...] = (
    ("teams-old", arrowed),
    ("meet", clocked),
    ("atrain", dashed),
    ("headed", headed),
    ("labelled", labelled),
    ("stamped", stamped),
    ("ended", ended),
)


def recognise(paragraphs: Sequence[Paragraph]) -> Talk | None:
    """Find the turns of a transcript, the most specific layout first; ``None`` where the paragraphs are no transcript.

    >>> recognise([Paragraph(text="I: Why?"), Paragraph(text="B: So.")]).layout
    'labelled'
    """
    for layout, reads in _LAYOUTS:
        if (talk := reads(paragraphs)) is not None:
            return replace(talk, layout=talk.layout or layout)
    return None


def begins_turn(line: str, speakers: Collection[str]) -> bool:
    """Say whether a line begins a turn of one of the speakers: with a label, a head of name and time, or a name alone.

    >>> begins_turn("I: Mhm", {"I"}), begins_turn("Interview 3", {"I"})
    (True, False)
    """
    found = label_and_speech(line)
    return line in speakers or (found is not None and found[0] in speakers) or begins_cue(line, speakers)
