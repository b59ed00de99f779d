"""Paragraphs and headings rebuilt from wrapped lines: by sentence ends, indents, gaps and the width of the lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qda.ingest.hyphens import Vocabulary
from qda.ingest.lines import BULLET, FITS, Line, Shape, closes, ends

_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,4})(?:\.|\))?\s+(?=[^\W\d_])")
_LABELLED = re.compile(
    r"^(?:chapter|kapitel|chapitre|capitolo|rozdział|part|teil|partie|parte|annex|appendix|anhang)\s+[\divxlc]+\b", re.IGNORECASE
)
_LONGEST_HEADING = 110
_LONGEST_PLAIN = 80
_MOST_WORDS = 12
_GLUED = re.compile(r"^[.,;:)\]”’»!?](?:\s|$)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A paragraph or heading: its text, its level (0 for a paragraph), its first line, and what joining changed where."""

    text: str
    level: int = 0
    first: int = 0
    gap: int = 1
    changes: tuple[tuple[int, str], ...] = field(default=())
    places: tuple[int, ...] = ()


def rebuild(lines: Sequence[Line], shape: Shape) -> list[Block]:
    """Put lines together to paragraphs and headings.

    Parameters
    ----------
    lines
        Mended lines, those of the page taken out.
    shape
        How the text was set. Where it was not wrapped, a line is a paragraph.

    Returns
    -------
    list of Block
        `Block.places` are the offsets in the block at which its lines begin.
    """
    words = Vocabulary(line.text for line in lines)
    last_level = 0
    out = []
    for start, end in _groups(lines, shape):
        level = _level(lines, start, end, shape, last_level)
        numbered = bool(_NUMBERED.match(lines[start].text))
        last_level = level if level and (numbered or not last_level) else last_level
        out.append(_block(lines, start, end, level, words))
    return out


def _groups(lines: Sequence[Line], shape: Shape) -> Iterator[tuple[int, int]]:
    start = 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or _breaks(lines, i, shape):
            yield start, i
            start = i


def _breaks(lines: Sequence[Line], i: int, shape: Shape) -> bool:
    """Say whether a new block begins with line `i`."""
    before, line = lines[i - 1], lines[i]
    if not shape.wrapped:
        return not _GLUED.match(line.text) or closes(before.text)
    if _GLUED.match(line.text):
        return False
    at_heading = _breaks_at_heading(lines, i, shape)
    if at_heading is not None:
        return at_heading
    if not ends(before.text):
        return bool(BULLET.match(line.text)) and _parted(line, shape) and not before.text.endswith("-")
    if line.text[0].islower() and not BULLET.match(line.text):
        return False
    return _ends_paragraph(before, line, shape)


def _breaks_at_heading(lines: Sequence[Line], i: int, shape: Shape) -> bool | None:
    """Say whether a heading begins or ends at line `i`; ``None`` where none is near."""
    if _is_heading(lines, i, shape):
        return True
    if _is_heading(lines, i - 1, shape):
        return not _is_second_line(lines, i, shape)
    return True if i > 1 and _is_second_line(lines, i - 1, shape) and _is_heading(lines, i - 2, shape) else None


def _ends_paragraph(before: Line, line: Line, shape: Shape) -> bool:
    """Say whether a sentence end is a paragraph's end too."""
    if _parted(line, shape) or BULLET.match(line.text) or line.indent >= before.indent + 3:
        return True
    first_word = line.text.split(" ", 1)[0]
    return before.loose or len(before.text) + 1 + len(first_word) <= FITS * shape.width


def _parted(line: Line, shape: Shape) -> bool:
    return line.gap > (1 if shape.spaced else 0)


def _is_heading(lines: Sequence[Line], i: int, shape: Shape) -> bool:
    """Say whether a heading begins with line `i`: short, without a sentence's end, set apart, and not the middle of a sentence."""
    text = lines[i].text
    if len(text) > _LONGEST_HEADING or ends(text) or BULLET.match(text) or text[-1] in ",-–(":
        return False
    if shape.wrapped and _goes_on(lines, i, shape) and not _is_second_line(lines, i + 1, shape):
        return False
    apart = i == 0 or _parted(lines[i], shape)
    follows = i + 1 < len(lines) and (_parted(lines[i + 1], shape) or not shape.wrapped or _is_second_line(lines, i + 1, shape))
    if (number := _NUMBERED.match(text)) is not None:
        deep = "." in number.group(1)
        begins = text[number.end()].isupper()
        return begins and len(text.split()) <= 16 and ((apart or follows) if deep else (apart and follows))
    if _LABELLED.match(text):
        return apart and len(text.split()) <= 12
    return _is_plain_heading(lines, i, shape, apart=apart)


def _goes_on(lines: Sequence[Line], i: int, shape: Shape) -> bool:
    """Say whether the next line carries on with what line `i` says."""
    if i + 1 == len(lines) or _parted(lines[i + 1], shape):
        return False
    return lines[i + 1].text[0].islower() or len(lines[i].text) >= FITS * shape.width


def _is_second_line(lines: Sequence[Line], i: int, shape: Shape) -> bool:
    """Say whether line `i` is the second and last line of a numbered heading."""
    if not shape.wrapped or not _NUMBERED.match(lines[i - 1].text) or not _goes_on(lines, i - 1, shape) or ends(lines[i].text):
        return False
    return len(lines[i].text) <= 0.75 * shape.width and i + 1 < len(lines) and _parted(lines[i + 1], shape)


def _is_plain_heading(lines: Sequence[Line], i: int, shape: Shape, *, apart: bool) -> bool:
    """Say whether an unnumbered line is a heading: it stands between a sentence's end and a sentence's beginning."""
    text = lines[i].text
    if i + 1 == len(lines) or not text[:1].isupper() or len(text.split()) > _MOST_WORDS:
        return False
    before, after = lines[i - 1].text if i else "", lines[i + 1].text
    between = (i == 0 or closes(before) or (apart and bool(_NUMBERED.match(before)))) and after[:1].isupper()
    if not shape.wrapped:
        return between and apart and lines[i + 1].gap > 0 and len(text) <= _LONGEST_PLAIN <= len(after) and closes(after)
    set_apart = apart or (shape.spaced and lines[i].gap == 1 and lines[i + 1].gap >= 1)
    return between and set_apart and len(text) <= 0.75 * shape.width


def _level(lines: Sequence[Line], start: int, end: int, shape: Shape, last: int) -> int:
    if end - start > 2 or not _is_heading(lines, start, shape):
        return 0
    number = _NUMBERED.match(lines[start].text)
    if number:
        return number.group(1).rstrip(".").count(".") + 1
    return 1 if _LABELLED.match(lines[start].text) else last + 1


def _block(lines: Sequence[Line], start: int, end: int, level: int, words: Vocabulary) -> Block:
    """Join the lines of a block, hyphens at their ends as the document writes the word elsewhere."""
    text, places = lines[start].text, [0]
    changes = [(0, lines[start].was)] if lines[start].was else []
    for line in lines[start + 1 : end]:
        between = "" if _GLUED.match(line.text) else " "
        if text[-1] in "-‐‑" and text[-2:-1].isalpha():
            between = words.join(text, line.text)
            changes.append((len(text) - 1, f"{text.rsplit(' ', 1)[-1]}\n{line.text.split(' ', 1)[0]}"))
            text = text[:-1]
        text += between
        places.append(len(text))
        if line.was:
            changes.append((len(text), line.was))
        text += line.text
    return Block(text=text, level=level, first=start, gap=lines[start].gap, changes=tuple(changes), places=tuple(places))
