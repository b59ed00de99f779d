"""Lines of a text and what their lengths and ends tell about the way it was set."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

_ENDS = re.compile(r"[.!?…:;]['\"’”»›)\]]*\d{0,3}['\"’”»›)\]]*$|[.!?…]\s*['\"’”»›)\]]+$")
_CLOSES = re.compile(r"[.!?…]['\"’”»›)\]]*\d{0,3}['\"’”»›)\]]*$")
BULLET = re.compile(r"^(?:[•●▪■◦‣⁃\uf0b7\uf0a7*]\s*|[-–—]\s+|\(?[0-9a-z]{1,2}\)\s+)(?=\S)")
_DIGITS = re.compile(r"\d+")
FITS = 0.88  # a sentence that ends before this share of the line's width ends its paragraph too
_TAIL = 40
_SHARE_WRAPPED = 0.12
_WIDEST = 200


def ends(text: str) -> bool:
    """Say whether a text ends a sentence or clause: with a full stop, colon or semicolon, and what may stand after them."""
    return _ENDS.search(text[-_TAIL:]) is not None


def closes(text: str) -> bool:
    """Say whether a text ends a sentence."""
    return _CLOSES.search(text[-_TAIL:]) is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line that is not blank.

    Attributes
    ----------
    text
        The line without white space at its ends.
    gap
        How many blank lines stand before it.
    indent
        How many blanks it begins with.
    loose
        It ends in two blanks or more, as word processors leave it at the end of a paragraph.
    page
        On which page it stands, counted from 1 by form feeds.
    was
        What it was before it was mended, if it was.
    """

    text: str
    gap: int = 0
    indent: int = 0
    loose: bool = False
    page: int = 1
    was: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """How a text was set: the width of its lines, whether sentences run over line ends, and over blank lines too."""

    width: int
    wrapped: bool
    spaced: bool


def lines_of(text: str) -> list[Line]:
    """Cut a text into its lines; form feeds count pages."""
    found: list[Line] = []
    gap = 0
    for page, sheet in enumerate(text.split("\f"), start=1):
        for raw in sheet.split("\n"):
            bare = raw.strip()
            if not bare:
                gap += 1
                continue
            indent = len(raw) - len(raw.lstrip())
            found.append(Line(text=bare, gap=gap, indent=indent, loose=raw.endswith(("  ", "\t ")), page=page))
            gap = 0
    return found


def runs_on(before: str, after: str) -> bool:
    """Say whether a sentence plainly runs from one line into the next."""
    return not ends(before) and (after[:1].islower() or after[:1] in ",.;)”’")


def shape_of(lines: Sequence[Line]) -> Shape:
    """Tell how a text was set.

    A text is wrapped when many sentences run over the ends of long lines, and spaced when most of those lines are followed by a blank one.
    """
    body = _body(lines)
    width = _width(line.text for line in body)
    pairs = list(pairwise(body))
    running = [(a, b) for a, b in pairs if runs_on(a.text, b.text)]
    full = [(a, b) for a, b in running if len(a.text) >= 0.6 * width]
    wrapped = len(full) >= max(2, _SHARE_WRAPPED * len(pairs)) and len(full) >= 0.7 * len(running) and 30 <= width <= _WIDEST
    spaced = wrapped and sum(b.gap == 1 for _, b in full) >= 0.6 * len(full)
    return Shape(width=width, wrapped=wrapped, spaced=spaced)


def _body(lines: Sequence[Line]) -> list[Line]:
    """Leave out what stands between the lines of a text: numbers, single letters, lines that come again and again."""
    folded = [_DIGITS.sub("0", line.text.casefold()) for line in lines]
    often = {text for text, n in Counter(folded).items() if n >= 3}
    return [line for line, text in zip(lines, folded, strict=True) if len(text) > 2 and text not in often]


def _width(texts: Iterable[str]) -> int:
    lengths = sorted(len(text) for text in texts if len(text) >= 20)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
