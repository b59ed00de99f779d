"""Text and Markdown files: transcripts by their layout, else prose."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from qda.errors import UnreadableFile
from qda.ingest.draft import Builder, Draft
from qda.ingest.encodings import decode
from qda.ingest.heads import strip
from qda.ingest.lines import BULLET, Line, Shape, lines_of, shape_of
from qda.ingest.margins import without_numbers
from qda.ingest.pages import with_pages
from qda.ingest.paragraphs import rebuild
from qda.ingest.prose import prose
from qda.ingest.speech import begins_turn, recognise
from qda.ingest.structured import begins_text, documents_in
from qda.ingest.tabular import tabled
from qda.ingest.talk import Paragraph, Talk, Turn
from qda.ingest.transcript import transcript
from qda.model import Mark

_HASHES = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_HALF = re.compile("[\ud800-\udfff]")
_TOP = 2000
_FENCE = re.compile(r"^(?:```|~~~)")


def read(path: Path, data: bytes) -> Draft:
    """Read a text file."""
    text, noted = text_of(path, data)
    return from_text(text).noted(**noted)


def read_markdown(path: Path, data: bytes) -> Draft:
    """Read a Markdown file: its headings, its paragraphs over soft line ends, its items."""
    text, noted = text_of(path, data)
    blocks = _blocks(text)
    talk = recognise(blocks)
    if talk is not None:
        return transcript(talk).noted(**noted)
    builder = Builder()
    for block in blocks:
        if block.level:
            builder.heading(block.text, block.level)
        else:
            builder.paragraph(block.text)
    return builder.draft().noted(**noted)


def text_of(path: Path, data: bytes) -> tuple[str, dict[str, object]]:
    """Decode a file; return its text and what is to be recorded about its encoding."""
    decoded = decode(data)
    if decoded is None:
        raise UnreadableFile(path, "its bytes are no text in any encoding that is known here", "save it as UTF-8 text")
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    noted: dict[str, object] = {"encoding": decoded.encoding, "encoding_confidence": decoded.confidence}
    if halves := len(_HALF.findall(text)):
        noted["half_characters"] = halves  # no text can hold them; `canonical` leaves them out
    return text, noted


def from_text(text: str) -> Draft:
    """Read plain text: several documents where it is structured text, a transcript if its structure says so, else prose.

    Form feeds tell its pages, and their heads and numbers are no speech.
    """
    if begins_text([text[:_TOP]]):
        return documents_in(text, draft_of_text)
    return draft_of_text(text)


def draft_of_text(text: str) -> Draft:
    """Read the plain text of one document."""
    if (talk := _tabbed(text)) is not None:
        return transcript(talk)
    lines = lines_of(text)
    bare, numbered = without_numbers(lines)
    if numbered and (talk := _talk(bare)) is not None:
        draft = transcript(_unwrapped(talk, shape_of(bare)))
        taken = f"numbers at the margin of {numbered} lines were taken out"
        marks = [Mark(kind="change", start=0, end=0, value=taken, attributes={"lines": numbered}), *draft.marks]
        return replace(draft, marks=tuple(sorted(marks, key=lambda m: (m.start, -m.end))))
    talk = _talk(lines)
    if talk is None:
        return prose(text)
    if "\f" not in text:
        return transcript(_unwrapped(talk, shape_of(lines)))
    labels = {turn.speaker for turn in talk.turns}
    kept, asides = strip(lines, shape_of(lines), is_said=lambda line: begins_turn(line, labels))
    return with_pages(transcript(_unwrapped(_talk(kept) or talk, shape_of(kept))), kept, asides)


def _tabbed(text: str) -> Talk | None:
    """Read lines of the same number of tabs, as NVivo writes its tables."""
    rows = [line.split("\t") for line in text.replace("\f", "\n").split("\n") if line.strip()]
    widths = {len(row) for row in rows}
    return tabled(rows) if len(widths) == 1 and widths != {1} else None


def _talk(lines: Sequence[Line]) -> Talk | None:
    return recognise([Paragraph(text=line.text) for line in lines])


def _unwrapped(talk: Talk, shape: Shape) -> Talk:
    """Put the lines of each turn together where lines were wrapped."""
    if not shape.wrapped:
        return talk
    flat = replace(shape, spaced=False)
    return replace(talk, turns=tuple(replace(turn, parts=_joined(turn, flat)) for turn in talk.turns))


def _joined(turn: Turn, shape: Shape) -> tuple[tuple[str, int | None], ...]:
    """Join the parts of a turn up to each that bears a time."""
    out: list[tuple[str, int | None]] = []
    lines: list[Line] = []
    for text, at in turn.parts:
        if text:
            lines.append(Line(text=text))
        if at is not None:
            out += _timed(lines, shape, at)
            lines = []
    return (*out, *_timed(lines, shape, None))


def _timed(lines: Sequence[Line], shape: Shape, at: int | None) -> list[tuple[str, int | None]]:
    texts = [block.text for block in rebuild(lines, shape)]
    return [(text, at if i + 1 == len(texts) else None) for i, text in enumerate(texts)]


def _blocks(text: str) -> list[Paragraph]:
    """Cut Markdown into headings and paragraphs; lines within a fence stay lines."""
    out: list[Paragraph] = []
    rest: list[str] = []
    fenced = False
    for raw in [*text.split("\n"), ""]:
        line = raw.strip()
        heading = None if fenced else _HASHES.match(line)
        if rest and not fenced and (not line or heading or BULLET.match(line) or _FENCE.match(line)):
            out.append(Paragraph(text=_softly(rest)))
            rest = []
        if _FENCE.match(line):
            fenced = not fenced
        if heading:
            out.append(Paragraph(text=heading[2], level=len(heading[1])))
        elif line:
            rest.append(raw.rstrip("\n") if raw.endswith("  ") else line)
    return [*out, Paragraph(text=_softly(rest))] if rest else out


def _softly(lines: Sequence[str]) -> str:
    """Join soft line ends by a blank, hard ones (two blanks, or a fence) by a line end."""
    if _FENCE.match(lines[0]):
        return "\n".join(lines)
    text = ""
    for line in lines:
        text += line.strip() + ("\n" if line.endswith("  ") else " ")
    return text.strip()
