r"""WebVTT and SubRip: an own parser, for the libraries merge two voices of a cue or drop them.

>>> [(v.speaker, v.text) for v in voices("<v Ana>Well.</v> <v Ben>Yes?</v>")]
[('Ana', 'Well.'), ('Ben', 'Yes?')]
"""

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qda.errors import UnreadableFile
from qda.ingest.draft import Draft
from qda.ingest.plain import text_of
from qda.ingest.spoken import Said, turns_of
from qda.ingest.talk import Talk
from qda.ingest.times import ms
from qda.ingest.transcript import transcript
from qda.model import canonical

_CLOCK = r"(?:\d{1,3}:)?[0-5]?\d:[0-5]\d[.,]\d{1,3}"
_TIMES = re.compile(rf"^\s*({_CLOCK})\s*-->\s*({_CLOCK})(?:\s.*)?$")
_VOICE = re.compile(r"<v(?:\.[^\s>]{0,100})?\s+([^>]{0,300})>")
_TAG = re.compile(r"</?(?:v|c|i|b|u|ruby|rt|lang|font)(?:[.\s][^>]{0,300})?>|<\d{1,3}:\d{2}[\d:.]*>", re.IGNORECASE)
_PREFIX = re.compile(r"^-?\s*([^\W\d_][^:\n]{0,62}?):\s+(?=\S)")
_KEPT_APART = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Cue:
    """A stretch of time with its lines; of one that would end before it begins (noScribe writes such) only the beginning is known."""

    t0: int
    t1: int | None
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Voice:
    """What one speaker says within a cue; without a name where the cue has none."""

    speaker: str
    text: str


def read_vtt(path: Path, data: bytes) -> Draft:
    """Read a WebVTT transcript."""
    text, noted = text_of(path, data)
    if not text.lstrip("\ufeff").startswith("WEBVTT"):
        raise UnreadableFile(path, "its first line is not WEBVTT", "export the transcript again")
    cues, notes = _cues(path, text)
    return _draft(path, cues, notes).noted(**noted)


def read_srt(path: Path, data: bytes) -> Draft:
    """Read a SubRip transcript."""
    text, noted = text_of(path, data)
    cues, notes = _cues(path, text)
    return _draft(path, cues, notes).noted(**noted)


def _cues(path: Path, text: str) -> tuple[list[Cue], list[str]]:
    """Return the cues in order, and the notes of the file; a cue whose time cannot be read is an error."""
    cues: list[Cue] = []
    notes: list[str] = []
    line = 1
    for block in re.split(r"\n[^\S\n]*(?=\n)", text.lstrip("\ufeff")):
        lines = block.strip("\n").split("\n")
        at = next((i for i, row in enumerate(lines[:2]) if "-->" in row), None)
        if at is not None:
            cues.append(_cue(path, lines, at, line))
        elif (
            not lines[0].strip() or (len(lines) == 1 and lines[0].strip().isdigit()) or (not cues and block.startswith("WEBVTT"))
        ):
            pass  # nothing, a number whose cue stands apart, or the head of the file
        elif _KEPT_APART.match(lines[0]) or not cues:
            notes.append("\n".join(lines))
        else:
            last = cues[-1]
            cues[-1] = Cue(t0=last.t0, t1=last.t1, text=f"{last.text}\n" + "\n".join(lines))
        line += block.count("\n") + 1
    return cues, notes


def _cue(path: Path, lines: Sequence[str], at: int, line: int) -> Cue:
    match = _TIMES.match(lines[at])
    if match is None:
        raise UnreadableFile(
            path, f"near line {line + at}: {lines[at].strip()[:60]!r} is no time of a cue", "export the transcript again"
        )
    t0, t1 = ms(match[1]), ms(match[2])
    return Cue(t0=t0, t1=t1 if t1 >= t0 else None, text="\n".join(lines[at + 1 :]).strip())


def voices(text: str) -> list[Voice]:
    """Return the voices of a cue in order."""
    pieces = _VOICE.split(text)
    found = [Voice(speaker="", text=_bare(pieces[0]))] if _bare(pieces[0]) else []
    for name, said in zip(pieces[1::2], pieces[2::2], strict=True):
        if _bare(said):
            found.append(Voice(speaker=html.unescape(name).strip().removeprefix("//"), text=_bare(said)))
    return found


def _bare(text: str) -> str:
    return canonical(" ".join(html.unescape(_TAG.sub("", text)).replace("\u200e", "").split()))


def _draft(path: Path, cues: Sequence[Cue], notes: Sequence[str]) -> Draft:
    spoken = [(cue, voice) for cue in cues for voice in voices(cue.text)]
    if not spoken:
        raise UnreadableFile(path, "it holds no speech")
    names = _prefixes(cues) if not any(v.speaker for _, v in spoken) else frozenset()
    said: list[Said] = []
    for cue, voice in spoken:
        for speaker, text in _named(cue, voice, names):
            who = speaker or (said[-1].speaker if said and names else "")
            said.append(Said(text=text, speaker=who, t0=cue.t0, t1=cue.t1))
    return transcript(Talk(turns=turns_of(said), trailer=tuple(notes)))


def _named(cue: Cue, voice: Voice, names: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield (speaker, text): by the voice tag, or by prefixes of the cue's lines, several of which may stand in one cue."""
    if voice.speaker or not names:
        yield voice.speaker, voice.text
        return
    speaker, rest = "", ""
    for line in cue.text.split("\n"):
        bare = _bare(line)
        match = _PREFIX.match(bare)
        if match is not None and match[1] in names:
            if rest:
                yield speaker, rest
            speaker, rest = match[1], bare[match.end() :]
        else:
            rest = f"{rest} {bare}".strip()
    if rest:
        yield speaker, rest


def _prefixes(cues: Sequence[Cue]) -> frozenset[str]:
    """Return the names that stand before a colon at the beginning of lines: those that come again, or look like names."""
    found = Counter(m[1] for cue in cues for line in cue.text.split("\n") if (m := _PREFIX.match(_bare(line))))
    again = {name for name, n in found.items() if n > 1}
    named = {name for name in found if all(w[:1].isupper() for w in name.split()) and len(name.split()) <= 4}
    return frozenset(again | named) if again or len(named) > 1 else frozenset()
