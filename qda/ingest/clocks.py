"""Turns under heads of a name and a time, as Teams and Otter write them."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from qda.ingest.labels import is_code, is_name, no_label
from qda.ingest.lines import closes
from qda.ingest.spoken import Said, turns_of
from qda.ingest.talk import Paragraph, Row, Talk, Turn, rows_of, sentences_whole
from qda.ingest.times import ms

_HEADED = re.compile(
    r"^(?P<label>\S.{0,62}?)(?:\s{2,}|\t\s*|\s+(?=[\[(]))(?P<open>[\[(])?(?P<time>(?:\d{1,2}:(?=[0-5]?\d:))?\d{1,3}:[0-5]\d(?:[.,]\d{1,3})?)[\])]?\s*$"
)
_ARROW = re.compile(r"^(\d{1,2}:[0-5]?\d:[0-5]?\d[.,]\d{1,3})\s*-->\s*(\d{1,2}:[0-5]?\d:[0-5]?\d[.,]\d{1,3})$")
_BRACKETED = re.compile(r"^\[([^\[\]:\n]{0,62}[^\W\d_][^\[\]:\n]{0,20})\]\s+(\d{1,2}:[0-5]\d:[0-5]\d)$")  # what Zoom saves
_SENTENCE = re.compile(r"[!?…:]\s|[^\W\d_]{4,}\.\s|[!?…]$|[^\W\d_]{3,}\.$")
_ADDRESS = re.compile(r"https?://\S+$")
_LONGEST_HEAD = 100


def arrowed(paragraphs: Sequence[Paragraph]) -> Talk | None:
    """Read `0:0:5.100 --> 0:0:8.250`, the name, the speech, line by line, as Teams once wrote it."""
    rows = [line.strip() for p in paragraphs for line in p.text.split("\n") if line.strip()]
    heads = [i for i, line in enumerate(rows) if _ARROW.match(line)]
    if len(heads) < 2 or heads[0] > 8:
        return None
    spoken: list[Said] = []
    trailer: tuple[str, ...] = ()
    for i, end in zip(heads, [*heads[1:], len(rows)], strict=True):
        match = _ARROW.match(rows[i])
        if match is None or end - i < 2:
            continue
        name, said = (rows[i + 1], rows[i + 2 : end]) if end - i > 2 else ("", rows[i + 1 : end])
        if end == len(rows) and len(said) > 1 and any(said[-1].startswith(f"{n} ") for n in {name, *(s.speaker for s in spoken)}):
            said, trailer = said[:-1], (said[-1],)
        spoken.append(Said(text=" ".join(said), speaker=name, t0=ms(match[1]), t1=ms(match[2])))
    turns = turns_of(spoken)
    return (
        Talk(turns=turns, preamble=tuple(Paragraph(text=line) for line in rows[: heads[0]]), trailer=trailer) if turns else None
    )


def headed(paragraphs: Sequence[Paragraph]) -> Talk | None:
    r"""Read `Name   0:04` above or before its speech, as Otter and Teams write it.

    >>> talk = headed([Paragraph(text="Ana  0:04\nHello."), Paragraph(text="Ben  0:09\nHi. Shall we?")])
    >>> [(t.speaker, t.t0, t.parts[0][0]) for t in talk.turns]
    [('Ana', 4000, 'Hello.'), ('Ben', 9000, 'Hi. Shall we?')]
    """
    rows = [row for p in paragraphs for row in rows_of(p)]
    heads = [(i, head) for i, row in enumerate(rows) if (head := _head(row.text)) is not None]
    starts = [i for i, _ in heads]
    if len(heads) < 2 or (3 * len(heads) < len(rows) and starts[0] > 8) or _is_timetable(heads, len(rows)):
        return None
    turns: list[Turn] = []
    for (i, (label, clock)), end in zip(heads, [*starts[1:], len(rows)], strict=True):
        turns += _under(label, clock, rows[i + 1 : end])
    if not turns:
        return None
    last, trailer = _trailer(rows[-1], turns)
    preamble = tuple(Paragraph(text=row.text, level=row.level) for row in rows[: starts[0]])
    return Talk(turns=tuple(sentences_whole(t) for t in [*turns[:-1], last]), preamble=preamble, trailer=trailer)


def _under(label: str, clock: int, rows: Sequence[Row]) -> Iterator[Turn]:
    """Yield what stands under a head: the turn, and headings with what goes on below them. Captions of one paragraph are joined."""
    parts: list[str] = []
    start: int | None = clock
    for row in rows:
        if row.level:
            if parts:
                yield Turn(speaker=label, parts=tuple((text, None) for text in parts), t0=start)
                start = None
            yield Turn(speaker="", parts=((row.text, None),), level=row.level)
            parts = []
        elif parts and not row.begins:
            parts[-1] = f"{parts[-1]} {row.text}"
        else:
            parts.append(row.text)
    if parts:
        yield Turn(speaker=label, parts=tuple((text, None) for text in parts), t0=start)


def _head(line: str) -> tuple[str, int] | None:
    """Return the name and the time of a head; a clock in brackets after a sentence is the time of its end, and no head."""
    if (zoom := _BRACKETED.match(line)) is not None and not no_label(zoom[1]):
        return zoom[1].strip(), ms(zoom[2])
    match = _HEADED.match(line) if len(line) <= _LONGEST_HEAD else None
    if (
        match is None
        or no_label(match["label"])
        or _SENTENCE.search(match["label"])
        or not re.search(r"[^\W\d_]", match["label"])
    ):
        return None
    label = match["label"].strip(" :,-–")
    return None if match["open"] and not (is_code(label) or is_name(label)) else (label, ms(match["time"]))


def begins_cue(line: str, speakers: Collection[str]) -> bool:
    """Say whether a line is a head of name and time of one of the speakers, or a pair of times."""
    found = _head(line)
    return _ARROW.match(line) is not None or (found is not None and found[0] in speakers)


def _is_timetable(heads: Sequence[tuple[int, tuple[str, int]]], size: int) -> bool:
    """Say whether heads stand one below the other, or none comes again: a programme of a day, not a talk."""
    ends = [i for i, _ in heads[1:]]
    bare = sum(end == i + 1 for (i, _), end in zip(heads, [*ends, size], strict=True))
    names = {label for _, (label, _) in heads}
    return 2 * bare > len(heads) or (len(heads) > 3 and len(names) == len(heads))


def _trailer(row: Row, turns: Sequence[Turn]) -> tuple[Turn, tuple[str, ...]]:
    """Cut off a last paragraph that is no speech: a speaker's name and "stopped transcription", or the program's address."""
    last, text = turns[-1], row.text
    named = any(text.startswith(f"{turn.speaker} ") for turn in turns if turn.speaker)
    about = named or (_ADDRESS.search(text) is not None and not closes(text))
    if about and row.begins and len(last.parts) > 1 and last.parts[-1][0] == text and len(text) <= 160:
        return replace(last, parts=last.parts[:-1]), (text,)
    return last, ()
