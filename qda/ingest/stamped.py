"""Speech without labels: paragraphs that begin (NVivo, aTrain) or end (f4) with their time."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from qda.ingest.labels import begins_with_speaker, is_code, is_name, labelled
from qda.ingest.talk import Paragraph, Row, Talk, Turn, rows_of
from qda.ingest.times import UnalignedTimes, has_f4, shorthand, stretch_at_start, time_at_end

_DASHED = re.compile(r"^\[\d{1,2}:[0-5]\d:[0-5]\d\]\s+[-–]\s")
_SHORT = re.compile(r"^(\d{1,6})\t\s*(?=\S)")
_BARE_MINUTES = re.compile(r"^\d{1,3}:\d{1,2}(?![\d:])")
_LATEST_FIRST = 5 * 60_000  # a programme of a day begins later than that, a recording sooner
_NEAR_TOP = 8
_LONGEST_NAME = 63
_RESTARTS = 60_000
_NEARLY_ALL = 0.8


@dataclass(frozen=True, kw_only=True, slots=True)
class _Timed:
    """A line with its time, if it has one."""

    row: Row
    text: str
    t0: int | None
    t1: int | None = None


def dashed(paragraphs: Sequence[Paragraph]) -> Talk | None:
    r"""Read a speaker on a line of its own and below it `[00:00:05] - text`, as aTrain writes it.

    >>> talk = dashed([Paragraph(text=t) for t in ["Talk", "SPEAKER_00", "[00:00:00] - Yes.", "[00:00:04] - No."]])
    >>> [(t.speaker, t.t0, t.parts[0][0]) for t in talk.turns], [p.text for p in talk.preamble]
    ([('SPEAKER_00', 0, 'Yes.')], ['Talk'])
    """
    rows = [row for p in paragraphs for row in rows_of(p)]
    found = sum(_DASHED.match(row.text) is not None for row in rows)
    return _read(_bracketed(rows)) if found >= 2 and 2 * found >= len(rows) - found else None


def stamped(paragraphs: Sequence[Paragraph]) -> Talk | None:
    """Read paragraphs that begin with a time or a timespan, in brackets or not, or in the shorthand of NVivo before a tab."""
    rows = [row for p in paragraphs for row in rows_of(p)]
    timed = _shortened(rows) or _bracketed(rows)
    with_time = [i for i, line in enumerate(timed) if line.t0 is not None]
    if len(with_time) < 2 or with_time[0] > _NEAR_TOP:
        return None
    bare = all(_BARE_MINUTES.match(timed[i].row.text) for i in with_time)
    first = timed[with_time[0]].t0 or 0
    least = 0.5 if bare else 0.2
    if len(with_time) < least * len(rows) or (bare and first >= _LATEST_FIRST):
        return None
    named = sum(begins_with_speaker(timed[i].text) for i in with_time)
    return labelled(paragraphs, sure=True) if named >= _NEARLY_ALL * len(with_time) else _read(timed)


def ended(paragraphs: Sequence[Paragraph]) -> Talk | None:
    """Read paragraphs without labels that end with the time marks of f4: one person speaks."""
    rows = [row for p in paragraphs for row in rows_of(p) if not row.level]
    parts = [time_at_end(row.text) for row in rows]
    marked = sum(at is not None and has_f4(row.text) for row, (_, at) in zip(rows, parts, strict=True))
    if marked < 2 or 2 * marked < len(rows):
        return None
    first = next(i for i, (_, at) in enumerate(parts) if at is not None)
    preamble = tuple(Paragraph(text=row.text) for row in rows[:first])
    turns = tuple(Turn(speaker="", parts=(part,), at_end=True) for part in parts[first:])
    return Talk(turns=turns, preamble=preamble)


def _bracketed(rows: Sequence[Row]) -> list[_Timed]:
    out = []
    for row in rows:
        text, t0, t1 = (row.text, None, None) if row.level else stretch_at_start(row.text)
        out.append(_Timed(row=row, text=text, t0=t0, t1=t1))
    return out


def _shortened(rows: Sequence[Row]) -> list[_Timed]:
    """Read numbers before tabs as times: they rise, but not one by one as the numbers of lines do."""
    hits = [_SHORT.match(row.text) for row in rows]
    clocks = [shorthand(hit[1]) for hit in hits if hit]
    numbers = [int(hit[1]) for hit in hits if hit]
    if len(numbers) < 2 or len(numbers) < 0.8 * len(rows) or numbers[-1] - numbers[0] < len(numbers) + 1:
        return []
    if None in clocks or numbers != sorted(numbers) or (clocks[0] or 0) >= _LATEST_FIRST:
        return []
    return [
        _Timed(row=row, text=row.text[hit.end() :] if hit else row.text, t0=shorthand(hit[1]) if hit else None)
        for row, hit in zip(rows, hits, strict=True)
    ]


def _read(timed: Sequence[_Timed]) -> Talk | None:
    _check_order(timed)
    names = _names(timed)
    turns: list[Turn] = []
    preamble: list[Paragraph] = []
    speaker = ""
    for i, line in enumerate(timed):
        text = line.text.removeprefix("- ").strip()
        if line.t0 is not None:
            turns = _added(turns, Turn(speaker=speaker, parts=((text, line.t0),), t0=line.t0, t1=line.t1))
        elif i in names:
            speaker = line.row.text.rstrip(":")
        elif line.row.level and turns:
            turns.append(Turn(speaker="", parts=((text, None),), level=line.row.level))
        elif turns:
            turns = _continued(turns, line.row.text)
        else:
            preamble.append(Paragraph(text=line.row.text, level=line.row.level))
    said = tuple(replace(turn, parts=tuple(part for part in turn.parts if part[0])) for turn in turns)
    said = tuple(turn for turn in said if turn.parts)
    return Talk(turns=said, preamble=tuple(preamble)) if said else None


def _added(turns: list[Turn], turn: Turn) -> list[Turn]:
    """Begin a turn, or go on with that of the same speaker; lines without any speaker are turns of their own."""
    if turns and turn.speaker and turns[-1].speaker == turn.speaker:
        last = turns.pop()
        turns.append(replace(last, parts=(*last.parts, *turn.parts), t1=turn.t1))
    else:
        turns.append(turn)
    return turns


def _continued(turns: list[Turn], text: str) -> list[Turn]:
    """Add a line without a time to the turn before it; over a heading, it goes on as a turn of its own."""
    last = turns[-1]
    if last.level:
        before = next((t.speaker for t in reversed(turns) if not t.level), "")
        return [*turns, Turn(speaker=before, parts=((text, None),))]
    turns[-1] = replace(last, parts=(*last.parts, (text, None)))
    return turns


def _names(timed: Sequence[_Timed]) -> Collection[int]:
    """Return which lines without a time are the speaker of those below: short, no sentence, above a line with a time, and not the headline."""
    found = [
        i
        for i, line in enumerate(timed[:-1])
        if line.t0 is None and not line.row.level and len(line.row.text) <= _LONGEST_NAME and timed[i + 1].t0 is not None
    ]
    labels = {i: timed[i].row.text.rstrip(":") for i in found}
    counts = Counter(labels.values())
    alike = [i for i in found if is_code(labels[i]) or is_name(labels[i])]
    often = len({labels[i] for i in alike}) > 1 or any(counts[labels[i]] > 1 for i in alike)
    return {i for i in alike if often or is_code(labels[i])}


def _check_order(timed: Sequence[_Timed]) -> None:
    """Refuse times that go back, unless a second recording begins."""
    last = 0
    for line in timed:
        if line.t0 is None:
            continue
        if line.t0 < last and line.t0 > _RESTARTS:
            raise UnalignedTimes(f"the time at {line.row.text[:40]!r} goes back")
        last = line.t0
