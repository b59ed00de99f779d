"""Plain prose, clean or as it comes out of a PDF: healed, put together to paragraphs under their headings."""

from collections.abc import Sequence
from dataclasses import replace

from qda.ingest.draft import Builder, Draft
from qda.ingest.heads import Aside, strip
from qda.ingest.heal import mend, squeeze_blanks
from qda.ingest.lines import Line, Shape, lines_of, shape_of
from qda.ingest.pages import page_spans
from qda.ingest.paragraphs import Block, rebuild


def prose(text: str) -> Draft:
    """Read plain text as prose.

    Parameters
    ----------
    text
        Decoded text, with its form feeds.

    Returns
    -------
    Draft
        Paragraphs and headings; what was taken out or changed stands in side marks.
    """
    lines, blanks = mend(lines_of(text))
    shape = shape_of(lines)
    kept, asides = strip(lines, shape)
    if len(kept) < len(lines):
        shape = shape_of(kept)
    blocks = rebuild(_squeezed(kept) if shape.wrapped else kept, shape)
    builder = Builder()
    places = _write(builder, blocks, shape)
    _keep(builder, asides, places)
    for span, number in page_spans(kept, places):
        builder.page(span, number)
    if blanks:
        builder.aside("change", f"white space between words became one blank in {blanks} lines", at=0, lines=blanks)
    return builder.draft()


def _squeezed(lines: Sequence[Line]) -> list[Line]:
    return [replace(line, text=squeeze_blanks(line.text)) for line in lines]


def _write(builder: Builder, blocks: Sequence[Block], shape: Shape) -> list[int]:
    """Write the blocks; return where each line begins in the text, and the end of the text."""
    places: list[int] = []
    for block in blocks:
        gap = "\n\n" if shape.wrapped or block.level or block.gap else "\n"
        span = builder.heading(block.text, block.level, gap=gap) if block.level else builder.paragraph(block.text, gap=gap)
        places += [min(span[0] + place, span[1]) for place in block.places]
        for at, was in block.changes:
            builder.aside("change", was, at=min(span[0] + at, span[1]))
    return [*places, builder.position]


def _keep(builder: Builder, asides: Sequence[Aside], places: Sequence[int]) -> None:
    for aside in asides:
        builder.aside(aside.kind, aside.value, at=places[aside.before])
