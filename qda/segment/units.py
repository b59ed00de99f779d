"""The units of the grid: spans of a document, each with its context unit."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from qda.model import Document
from qda.segment.blocks import Block, blocks, section_spans
from qda.segment.sentences import Span, split, strip


class Window(NamedTuple):
    """How many sentences a window holds, and how many sentences further the next one begins; with the same number twice windows do not overlap."""

    size: int = 3
    stride: int = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """A unit of the grid: its span and that of its context unit."""

    span: Span
    context: Span


def units(document: Document, unit: str, window: Window) -> list[Unit]:
    """Return the units of a document in order; `unit` is one of `qda.model.UNITS`."""
    return list(_UNITS[unit](document, window))


def _sentences(document: Document, _window: Window) -> Iterator[Unit]:
    for block in blocks(document):
        context = _turn_or_block(document, block)
        for span in _split(document, block):
            yield Unit(span=span, context=context)


def _paragraphs(document: Document, _window: Window) -> Iterator[Unit]:
    answers, sections = _with_question(document), section_spans(document)
    for block in blocks(document):
        context = answers[block.turn.start, block.turn.end] if block.turn else sections[block.section]
        yield Unit(span=(block.start, block.end), context=context)


def _turns(document: Document, _window: Window) -> Iterator[Unit]:
    """Yield the turns, and the paragraphs of what stands outside of them, so that nothing is lost in documents that are not spoken."""
    answers, sections = _with_question(document), section_spans(document)
    found = {strip(document.text, *turn): context for turn, context in answers.items()}
    found |= {(b.start, b.end): sections[b.section] for b in blocks(document) if b.turn is None}
    for span in sorted(found):
        if span[0] < span[1]:
            yield Unit(span=span, context=found[span])


def _windows(document: Document, window: Window) -> Iterator[Unit]:
    for _, group in groupby(blocks(document), key=_stays_together):
        sentences = [(span, block) for block in group for span in _split(document, block)]
        for first, last in _ranges(len(sentences), window):
            (start, _), before = sentences[first]
            (_, end), behind = sentences[last]
            yield Unit(span=(start, end), context=(before.start, behind.end))


_UNITS: Mapping[str, Callable[[Document, Window], Iterator[Unit]]] = {
    "sentence": _sentences,
    "paragraph": _paragraphs,
    "turn": _turns,
    "window": _windows,
}


def _split(document: Document, block: Block) -> list[Span]:
    text = document.text[block.start : block.end]
    return [(block.start + a, block.start + b) for a, b in split(text, document.language)]


def _turn_or_block(document: Document, block: Block) -> Span:
    return strip(document.text, block.turn.start, block.turn.end) if block.turn else (block.start, block.end)


def _with_question(document: Document) -> dict[Span, Span]:
    """Return, for the span of every turn, the span from the start of the turn before it to its own end."""
    turns = [(m.start, m.end) for m in document.of_kind("turn")]
    return {turn: strip(document.text, before[0], turn[1]) for before, turn in pairwise([*turns[:1], *turns])}


def _stays_together(block: Block) -> tuple[Span | None, int, Span | None]:
    """Return what all blocks of a window share: turn, section, and cell or caption."""
    turn = (block.turn.start, block.turn.end) if block.turn else None
    apart = (block.apart.start, block.apart.end) if block.apart else None
    return turn, block.section, apart


def _ranges(count: int, window: Window) -> Iterator[tuple[int, int]]:
    """Yield first and last of every window over `count` sentences; the last window may be shorter, and none lies inside another."""
    for first in range(0, count, window.stride):
        last = min(first + window.size, count) - 1
        yield first, last
        if last == count - 1:
            return


def is_window(window: Sequence[int]) -> bool:
    """Say whether a window leaves no sentence out: two numbers, and the step is not longer than the window."""
    return len(window) == 2 and 1 <= window[1] <= window[0]
