"""The blocks of a document: paragraphs, turns, cells, and what stands between them; headings and preamble are none."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from qda.model import Document, Mark, MarkKind
from qda.segment.cover import Cover
from qda.segment.sentences import Span, strip

_STRUCTURE: tuple[MarkKind, ...] = ("turn", "paragraph", "cell", "caption", "heading", "preamble")
_LEFT_OUT: tuple[MarkKind, ...] = ("heading", "preamble")
_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A stretch of text that no sentence leaves.

    Attributes
    ----------
    start, end
        Without white space at the ends.
    turn
        The turn it belongs to, if any.
    apart
        The cell or caption it is, if any: such blocks are never joined with others.
    section
        Which section it stands in, counted by headings; 0 is what stands before the first.
    """

    start: int
    end: int
    turn: Mark | None = None
    apart: Mark | None = None
    section: int = 0


def blocks(document: Document) -> list[Block]:
    """Return the blocks of a document in order; together they hold all of its text but white space, headings and preamble."""
    covers = {kind: Cover(document.of_kind(kind)) for kind in _STRUCTURE}
    headings = [m.start for m in document.of_kind("heading")]
    found = []
    for start, end in pairwise(_edges(document)):
        if any(covers[kind].at(start) for kind in _LEFT_OUT):
            continue
        turn, apart = covers["turn"].at(start), covers["cell"].at(start) or covers["caption"].at(start)
        whole = covers["paragraph"].at(start) is not None or apart is not None
        pieces = [(start, end)] if whole else _split_at_blank_lines(document.text, start, end)
        section = bisect_right(headings, start)
        found += [Block(start=a, end=b, turn=turn, apart=apart, section=section) for a, b in _stripped(document.text, pieces)]
    return found


def section_spans(document: Document) -> list[Span]:
    """Return the spans of the sections, by the number that `Block.section` gives; each begins with its heading."""
    edges = [0, *(m.start for m in document.of_kind("heading")), len(document.text)]
    return [strip(document.text, a, b) for a, b in pairwise(edges)]


def _edges(document: Document) -> list[int]:
    marked = {edge for m in document.marks if m.kind in _STRUCTURE for edge in (m.start, m.end)}
    return sorted({0, len(document.text), *marked})


def _split_at_blank_lines(text: str, start: int, end: int) -> list[Span]:
    cuts = [m.end() for m in _BLANK_LINE.finditer(text, start, end)]
    return list(pairwise([start, *cuts, end]))


def _stripped(text: str, spans: list[Span]) -> Iterator[Span]:
    for start, end in spans:
        a, b = strip(text, start, end)
        if a < b:
            yield a, b
