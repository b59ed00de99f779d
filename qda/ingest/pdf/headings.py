"""Which paragraphs are headings, and of which level: by size, weight, place and numbering."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from qda.ingest.pdf.outline import Item, label_of, outlined
from qda.ingest.pdf.paragraphs import MARKER, Paragraph, Setting

_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=\D)|([IVX]{1,5})\.\s|([A-Z])\.\s")
_LONGEST = 220
_DEEPEST = 6
_LEAST = 3


class Look(NamedTuple):
    """What makes headings of one level look alike; the greater look stands higher."""

    size: float
    bold: bool
    capitals: bool
    upright: bool
    centred: bool


def levels_of(paragraphs: Sequence[Paragraph], setting: Setting) -> list[int]:
    """Return the level of each paragraph, 0 for those that are no heading."""
    looks = [_look(p, setting, _after(paragraphs, i)) for i, p in enumerate(paragraphs)]
    ranks = {look: rank for rank, look in enumerate(sorted({x for x in looks if x}, reverse=True), start=1)}
    depths: dict[Look, set[int]] = {}
    for paragraph, look in zip(paragraphs, looks, strict=True):
        if look and (depth := _depth(paragraph)):
            depths.setdefault(look, set()).add(depth)
    levels = []
    for paragraph, look in zip(paragraphs, looks, strict=True):
        level = ranks[look] if look else 0
        if look and (depth := _depth(paragraph)) and len(depths[look]) > 1:
            level += depth - min(depths[look])
        levels.append(level)
    items = [Item(p.lines[0].run.text, level, p.lines[0].run.size) for p, level in zip(paragraphs, levels, strict=True)]
    return [min(level, _DEEPEST) for level in outlined(items)]


def _after(paragraphs: Sequence[Paragraph], index: int) -> Paragraph | None:
    return paragraphs[index + 1] if index + 1 < len(paragraphs) else None


def _look(paragraph: Paragraph, setting: Setting, after: Paragraph | None) -> Look | None:
    """Return how a heading looks, or nothing if the paragraph is none."""
    text = " ".join(line.run.text for line in paragraph.lines)
    run = paragraph.lines[0].run
    if paragraph.floats or len(paragraph.lines) > 4 or len(text) > _LONGEST or text.rstrip().endswith((".", ";", ",", "…")):
        return None
    bold = min(line.run.bold for line in paragraph.lines) > 0.9
    if text[:1].islower() and not (bold and paragraph.centred):
        return None
    italic = min(line.run.italic for line in paragraph.lines) > 0.9
    capitals = text.isupper() and len(text) > 3
    named = len(paragraph.lines) == 1 and label_of(text) > 0
    larger = run.size > 1.08 * setting.body
    stands_out = larger and (not text.endswith(":") or bold)
    heavy = bold and run.size > 0.85 * setting.body
    apart = (italic or capitals or paragraph.centred or bool(_NUMBER.match(text))) and _is_apart(paragraph, setting, after)
    if not (stands_out or heavy or apart or named) or (MARKER.match(text) and not (heavy or stands_out)):
        return None
    if sum(map(str.isalpha, text)) < max(_LEAST, 0.4 * len(text)):
        return None
    return Look(round(run.size), bold, capitals, not italic, paragraph.centred)


def _is_apart(paragraph: Paragraph, setting: Setting, after: Paragraph | None) -> bool:
    """Say whether a single short line stands free above another text."""
    line = paragraph.lines[0]
    if len(paragraph.lines) > 1 or len(line.run.text) > 60 or line.run.text.endswith(":") or line.run.size < 0.95 * setting.body:
        return False
    lead = setting.lead(line.run)
    above = paragraph.gap == 0 or paragraph.gap > 1.3 * lead
    return above and after is not None and not after.floats and (after.gap == 0 or after.gap > 1.15 * lead)


def _depth(paragraph: Paragraph) -> int:
    match = _NUMBER.match(paragraph.lines[0].run.text)
    return match[1].count(".") + 1 if match and match[1] else 0
