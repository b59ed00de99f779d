"""Meeting notes with a transcript below, as Google Meet writes them: what a program noted is never speech."""

import re
from collections.abc import Sequence
from dataclasses import replace

from qda.ingest.labels import label_and_speech, labelled
from qda.ingest.talk import Paragraph, Talk
from qda.ingest.times import time_at_start

_ENDS_IN_CLOCK = re.compile(r"\S\s+\d{1,2}:[0-5]\d:[0-5]\d[.)\]]?$")
_FIRST_MINUTE = 60_000
_LAST = 4
_LONGEST_TRAILER = 300


def clocked(paragraphs: Sequence[Paragraph]) -> Talk | None:
    r"""Read lines that hold a clock alone and below each what was said, `Name: text`. All that stands before the first is notes.

    >>> notes = ["Summary", "Ana: will call Ben.", "00:00:00", "Ana: Hello.\nBen: Hi.", "00:05:00", "Ana: So?", "Ended after 00:06:10"]
    >>> talk = clocked([Paragraph(text=text) for text in notes])
    >>> [t.speaker for t in talk.turns], len(talk.preamble), talk.trailer
    (['Ana', 'Ben', 'Ana'], 2, ('Ended after 00:06:10',))
    """
    lone = [(i, at) for i, p in enumerate(paragraphs) if (at := _clock(p.text)) is not None]
    if not lone or lone[0][1] >= _FIRST_MINUTE:
        return None
    first, end = lone[0][0], _end(paragraphs, lone[-1][0])
    talk = labelled(paragraphs[first:end], sure=True)
    if talk is None or (lone[0][1] and _are_spoken(paragraphs[:first], {t.speaker for t in talk.turns})):
        return None
    notes = tuple(Paragraph(text=p.text) for p in paragraphs[:first])
    return replace(talk, preamble=(*notes, *talk.preamble), trailer=tuple(p.text for p in paragraphs[end:] if p.text.strip()))


def _clock(text: str) -> int | None:
    bare, at = time_at_start(text.strip()) if len(text) <= 20 else (text, None)
    return None if bare else at


def _are_spoken(paragraphs: Sequence[Paragraph], speakers: set[str]) -> bool:
    """Say whether the talk has begun before its first clock, which is not 0."""
    talk = labelled(paragraphs)
    return talk is not None and {t.speaker for t in talk.turns} <= speakers


def _end(paragraphs: Sequence[Paragraph], last: int) -> int:
    """Return where the trailer begins: a line near the end, without a label, that ends in a clock, or is nothing but what stands after one."""
    for i in range(max(last + 1, len(paragraphs) - _LAST), len(paragraphs)):
        text = paragraphs[i].text.strip()
        after = [p.text for p in paragraphs[i:]]
        if (
            _ENDS_IN_CLOCK.search(text)
            and not any(label_and_speech(line) for one in after for line in one.split("\n"))
            and all(len(line) <= _LONGEST_TRAILER for line in after)
        ):
            return i
    return len(paragraphs)
