"""The records of a transcript: paragraphs as a file holds them, turns of speech, and the whole talk."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from qda.ingest.lines import closes


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """A paragraph of a file that may be a transcript: its text with line breaks, and its level where it is a heading."""

    text: str
    level: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A line, whether a paragraph begins with it, and its level where it is a heading."""

    text: str
    begins: bool
    level: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """What one speaker says until the next one begins; `parts` are its paragraphs with the time of each, if any.

    `stamps` are (offset, ms) within a turn of one part. Where `at_end`, the times of the parts are those of
    their ends (f4), and `transcript.begun` turns them into those of their beginnings. A heading between turns
    has a `level` and no speaker.
    """

    speaker: str
    parts: tuple[tuple[str, int | None], ...]
    t0: int | None = None
    t1: int | None = None
    at_end: bool = False
    level: int = 0
    stamps: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Talk:
    """A transcript: what stands before the first turn, the turns, lines after the last that are no speech, and its layout's name."""

    turns: tuple[Turn, ...]
    preamble: tuple[Paragraph, ...] = ()
    trailer: tuple[str, ...] = ()
    layout: str = ""


def rows_of(paragraph: Paragraph) -> Iterator[Row]:
    """Cut a paragraph into its lines; a heading is one."""
    lines = [paragraph.text] if paragraph.level else paragraph.text.split("\n")
    for number, line in enumerate(lines):
        if line.strip():
            yield Row(text=line.strip(), begins=number == 0, level=paragraph.level)


def sentences_whole(turn: Turn) -> Turn:
    """Join lines that end within a sentence to the next: such programs break lines where somebody breathes."""
    texts: list[str] = []
    for text, _ in turn.parts:
        if texts and not closes(texts[-1]):
            texts[-1] = f"{texts[-1]} {text}"
        else:
            texts.append(text)
    return replace(turn, parts=tuple((text, None) for text in texts))
