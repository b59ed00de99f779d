"""Transcripts in tables: columns of times, speakers and speech in any order, told apart by what they hold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qda.ingest.labels import begins_with_speaker, labelled
from qda.ingest.talk import Paragraph, Talk, Turn
from qda.ingest.times import UnalignedTimes, shorthand, stretch

_LATEST_FIRST = 5 * 60_000  # a programme of a day begins later than that, a recording sooner
_LONGEST_NAME = 63
_SHARE = 0.6
_MOST_COLUMNS = 8
_NEARLY_ALL = 0.8

Cells = Sequence[str]
Stretch = tuple[int, int | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Columns:
    """Which column holds what; `speaker` is -1 where none does."""

    time: int
    content: int
    speaker: int = -1
    short: bool = False


def tabled(rows: Sequence[Cells]) -> Talk | None:
    """Read a table with a column of times (`0:05`, `0:05 - 0:09`, or digits as NVivo takes them), one of speech, and perhaps one of speakers.

    Returns
    -------
    Talk or None
        ``None`` where there is no column of times; the first row may hold names of columns, which are preamble.

    Raises
    ------
    UnalignedTimes
        One of the times cannot be read, or they go back.

    Examples
    --------
    >>> talk = tabled([("Content", "Timespan", "Who"), ("How is it?", "0:00 - 0:04", "Ana"), ("Well.", "0:04 - 0:09", "Ben")])
    >>> [(t.speaker, t.t0, t.t1, t.parts[0][0]) for t in talk.turns]
    [('Ana', 0, 4000, 'How is it?'), ('Ben', 4000, 9000, 'Well.')]
    """
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    width = max(map(len, rows), default=0)
    if len(rows) < 2 or not 2 <= width <= _MOST_COLUMNS:
        return None
    table = [[cell.strip() for cell in row] + [""] * (width - len(row)) for row in rows]
    columns = _columns(table)
    if columns is None:
        return _numbered(table)
    head = 1 if _time(table[0][columns.time], columns) is None and table[0][columns.time] else 0
    timed = [(row, _time(row[columns.time], columns)) for row in table[head:]]
    _check(timed, columns)
    talk = _talk(timed, columns)
    others = _others(table[head:], columns)
    return talk and replace(
        talk, preamble=(*_joined(table[:head]), *talk.preamble), trailer=(*talk.trailer, *others), layout="table"
    )


def _others(rows: Sequence[Cells], columns: _Columns) -> tuple[str, ...]:
    """Return what stands in columns of neither times nor speakers nor speech, with the time of its row; mere numbers apart."""
    known = {columns.time, columns.speaker, columns.content}
    left = [i for i in range(len(rows[0])) if i not in known and not all(row[i].isdecimal() for row in rows if row[i])]
    return tuple(" ".join([row[columns.time], *cells]).strip() for row in rows if (cells := [row[i] for i in left if row[i]]))


def _numbered(table: Sequence[Cells]) -> Talk | None:
    """Read rows of a number, a speaker and what is said; without the numbers at the margin they are paragraphs with labels."""
    numbers = [row[0] for row in table]
    first = 0 if numbers[0].isdecimal() else 1
    counted = [int(n) for n in numbers[first:] if n.isdecimal() and len(n) < 7]
    if len(table[0]) != 3 or len(counted) < len(table) - first or any(b - a != 1 for a, b in pairwise(counted)):
        return None
    said = [Paragraph(text=f"{row[1].rstrip(':')}: {row[2]}" if row[1] else row[2]) for row in table[first:]]
    talk = labelled(said)
    return talk and replace(talk, preamble=(*_joined(table[:first]), *talk.preamble), layout="table")


def _joined(rows: Sequence[Cells]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text="\n".join(cell for cell in row if cell)) for row in rows)


def _columns(table: Sequence[Cells]) -> _Columns | None:
    body = table[1:] if len(table) > 2 else table
    width = len(table[0])
    for short in (False, True):
        for time in range(width):
            cells = [row[time] for row in body]
            read = [at for cell in cells if (at := _read(cell, short=short)) is not None]
            if len(read) < 2 or len(read) < _SHARE * sum(map(bool, cells)) or not _may_be_recording(cells, read, short=short):
                continue
            rest = [i for i in range(width) if i != time]
            content = max(rest, key=lambda i: (sum(len(row[i]) for row in table), len({row[i] for row in table})))
            speaker = next((i for i in rest if i != content and _are_names([row[i] for row in body])), -1)
            named = len(table) > 2 and _read(table[0][time], short=short) is None and bool(table[0][time])
            if not short or speaker >= 0 or named:
                return _Columns(time=time, content=content, speaker=speaker, short=short)
    return None


def _read(cell: str, *, short: bool) -> Stretch | None:
    if not short:
        return stretch(cell)
    at = shorthand(cell)
    return None if at is None else (at, None)


def _time(cell: str, columns: _Columns) -> Stretch | None:
    return stretch(cell) or (_read(cell, short=True) if columns.short else None)


def _may_be_recording(cells: Cells, read: Sequence[Stretch], *, short: bool) -> bool:
    """Say whether times may be those of a recording: not of a day's programme, nor the numbers of rows or years."""
    if short:
        steps = [b[0] - a[0] for a, b in pairwise(read)]
        return read[0][0] < _LATEST_FIRST and all(s >= 0 for s in steps) and any(s > 1000 for s in steps)
    plain = all(cell.count(":") == 1 for cell in cells if cell)
    return not plain or read[0][0] < _LATEST_FIRST


def _are_names(cells: Cells) -> bool:
    filled = [cell for cell in cells if cell]
    short = all(len(cell) <= _LONGEST_NAME and "\n" not in cell and len(cell.split()) <= 6 for cell in filled)
    return bool(filled) and short and all(any(char.isalpha() for char in cell) for cell in filled)


def _check(timed: Sequence[tuple[Cells, Stretch | None]], columns: _Columns) -> None:
    last = 0
    for row, at in timed:
        if at is None and row[columns.time]:
            raise UnalignedTimes(f"{row[columns.time][:40]!r} in the column of times is no time")
        if at is not None and at[0] < last:
            raise UnalignedTimes(f"the time {row[columns.time][:40]!r} goes back")
        last = at[0] if at is not None else last


def _talk(timed: Sequence[tuple[Cells, Stretch | None]], columns: _Columns) -> Talk | None:
    if columns.speaker < 0:
        marked = [Paragraph(text=_bracketed(at) + row[columns.content]) for row, at in timed]
        if (talk := labelled(marked, sure=_are_labelled([row[columns.content] for row, _ in timed]))) is not None:
            return talk
    turns: list[Turn] = []
    for row, at in timed:
        speaker = row[columns.speaker].rstrip(":") if columns.speaker >= 0 else ""
        t0, t1 = at or (None, None)
        if not row[columns.content]:
            continue
        if turns and speaker and turns[-1].speaker == speaker:
            turns[-1] = replace(turns[-1], parts=(*turns[-1].parts, (row[columns.content], t0)), t1=t1)
        else:
            turns.append(Turn(speaker=speaker, parts=((row[columns.content], t0),), t0=t0, t1=t1))
    return Talk(turns=tuple(turns)) if turns else None


def _are_labelled(cells: Cells) -> bool:
    """Say whether nearly all cells begin with a name or code before a colon."""
    return sum(begins_with_speaker(cell) for cell in cells) >= _NEARLY_ALL * len(cells)


def _bracketed(at: Stretch | None) -> str:
    """Write a time in the form in which paragraphs begin with it."""
    if at is None:
        return ""
    seconds, thousandths = divmod(at[0], 1000)
    return f"[{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{thousandths:03d}] "
