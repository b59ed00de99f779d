"""JSON of speech recognisers: Whisper, WhisperX, aTrain, whisper.cpp, and a plain array of stretches."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from qda.errors import UnreadableFile
from qda.ingest.draft import Draft
from qda.ingest.jsons import loaded
from qda.ingest.spoken import Said, turns_of
from qda.ingest.talk import Talk
from qda.ingest.times import ms
from qda.ingest.transcript import transcript

_LISTS = ("segments", "chunks", "transcription")
_REMEDY = "export the transcript again"
_LONGEST = 10**9  # more than eleven days are no recording


def read(path: Path, data: bytes) -> Draft:
    """Read a JSON transcript: stretches with text, times and perhaps a speaker."""
    value, noted = loaded(path, data)
    said = list(_said(path, _segments(path, value)))
    timed = [one.t0 is not None for one in said]
    if any(timed) and not all(timed):
        raise UnreadableFile(path, f"stretch {timed.index(False) + 1} has no time, others have one", _REMEDY)
    turns = turns_of(said)
    if not turns:
        raise UnreadableFile(path, "it holds no speech")
    language = value.get("language") if isinstance(value, dict) else ""
    known = isinstance(language, str) and len(language) == 2 and language.isascii() and language.isalpha()
    draft = transcript(Talk(turns=turns, layout="whisper"))
    return draft.noted(**noted, **({"language_of_recogniser": str(language).lower()} if known else {}))


def from_rows(path: Path, rows: Sequence[Sequence[str]]) -> Draft:
    """Read the rows of Whisper's table: begin and end in milliseconds, text."""
    said = []
    for number, row in enumerate(rows, start=2):
        if not any(row):
            continue
        if len(row) != 3 or not all(cell.strip().isdecimal() and len(cell) <= 10 for cell in row[:2]):
            raise UnreadableFile(path, f"line {number}: its times cannot be read", _REMEDY)
        t0, t1 = int(row[0].strip()), int(row[1].strip())  # strip() takes away signs that int() refuses
        said.append(Said(text=" ".join(row[2].split()), t0=t0, t1=t1 if t1 >= t0 else None))
    turns = turns_of(said)
    if not turns:
        raise UnreadableFile(path, "it holds no speech")
    return transcript(Talk(turns=turns, layout="whisper"))


def _segments(path: Path, value: Any) -> Sequence[Any]:
    """Return the list of stretches, wherever it stands."""
    if isinstance(value, dict):
        value = next((value[name] for name in _LISTS if isinstance(value.get(name), list)), None)
    if not isinstance(value, list) or not all(isinstance(one, dict) and isinstance(one.get("text"), str) for one in value):
        names = ", ".join(map(repr, _LISTS))
        raise UnreadableFile(path, f"this JSON is no transcript: it has no list {names} of stretches with 'text'", _REMEDY)
    return value


def _said(path: Path, segments: Sequence[Mapping[str, Any]]) -> Iterator[Said]:
    for number, segment in enumerate(segments, start=1):
        t0, t1 = (_ms(path, number, time) for time in _times(segment))
        speaker = segment.get("speaker")
        yield Said(
            text=" ".join(segment["text"].split()),
            speaker=" ".join(speaker.split()) if isinstance(speaker, str) else "",
            t0=t0,
            t1=t1 if t1 is None or t0 is None or t1 >= t0 else None,
        )


def _times(segment: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return the times of a stretch as its program writes them: `start` and `end`, a pair, or clocks from and to."""
    pair = segment.get("timestamp", segment.get("timestamps"))
    if isinstance(pair, list):
        return (pair[0], pair[1]) if len(pair) == 2 else (pair, pair)
    if isinstance(pair, dict):
        return pair.get("from"), pair.get("to")
    return segment.get("start"), segment.get("end")


def _ms(path: Path, number: int, time: Any) -> int | None:
    """Return a time in milliseconds: seconds as a number or as text, or a clock."""
    if time is None:
        return None
    try:
        clock = isinstance(time, str) and ":" in time
        found = ms(time) if clock else round(float("none" if isinstance(time, bool) else time) * 1000)
        if 0 <= found <= _LONGEST:
            return found
    except (ValueError, TypeError, OverflowError):
        pass
    raise UnreadableFile(path, f"stretch {number}: its time {str(time)[:40]!r} cannot be read", _REMEDY)
