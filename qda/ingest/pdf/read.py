"""A PDF becomes a draft: text with headings, paragraphs, cells and pages; heads, feet and notes beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from qda.ingest.draft import Builder, Draft, Span
from qda.ingest.items import place_after
from qda.ingest.pdf.records import Block, Reading, Sheet, Side
from qda.ingest.pdf.worker import parse_apart
from qda.ingest.speech import Paragraph, recognise
from qda.ingest.transcript import transcript
from qda.model import Mark, MarkKind, canonical


def read_pdf(path: Path, data: bytes) -> Draft:
    """Read a PDF.

    Parameters
    ----------
    path
        The file, for messages.
    data
        Its bytes.

    Returns
    -------
    Draft
        Text in reading order with marks ``heading``, ``paragraph``, ``caption``, ``cell`` (address ``row,column``, ``table`` counts from 1), ``page``
        (printed label; ``ocr`` where it was read by OCR), ``needs_ocr``;
        and side records ``head``, ``foot``, ``note`` (``label`` is its sign), ``change`` (a number in the margin).

    Raises
    ------
    UnreadableFile, PasswordRequired, HostileFile, NeedsOcr
        The file is broken, encrypted, exceeds a limit, or holds pictures only.
    """
    reading = parse_apart(str(path), data)
    scanned = [sheet.number for sheet in reading.sheets if sheet.needs_ocr]
    by_ocr = [sheet.number for sheet in reading.sheets if sheet.read_by_ocr]
    attributes = {
        "pages": len(reading.sheets),
        **({"needs_ocr": scanned} if scanned else {}),
        **({"ocr": by_ocr} if by_ocr else {}),
    }
    talk = recognise([Paragraph(text=block.text, level=block.level) for block in reading.blocks])
    draft = _prose(reading) if talk is None else _with_pages(transcript(talk), reading)
    return replace(draft.noted(**attributes), options={"ocr": reading.engine} if reading.engine else {})


def _prose(reading: Reading) -> Draft:
    builder = Builder()
    spans: list[Span] = []
    before: Block | None = None
    for block in reading.blocks:
        same = before is not None and block.table > 0 and block.table == before.table
        spans.append(_write(builder, block, "\n" if same else "\n\n"))
        before = block
    draft = builder.draft(title=_title(reading))
    starts = [
        (span[0] + min(at, span[1] - span[0]), page)
        for block, span in zip(reading.blocks, spans, strict=True)
        for at, page in block.pages
    ]
    return _beside(draft, reading.sheets, starts)


def _write(builder: Builder, block: Block, gap: str) -> Span:
    if block.level:
        span = builder.heading(block.text, block.level, gap=gap)
    else:
        span = builder.paragraph(block.text, gap=gap)
        if block.kind == "caption":
            builder.mark("caption", span, block.text)
        if block.table:
            builder.mark("cell", span, f"{block.row},{block.column}", table=block.table)
    for side in block.sides:
        builder.aside(_kind(side), side.value, at=min(span[0] + side.at, span[1]), label=side.label)
    return span


def _kind(side: Side) -> MarkKind:
    return "change" if side.kind == "change" else "note"


def _title(reading: Reading) -> str:
    """Return the first heading of the highest level, or the title the file names itself where that stands in its text.

    What programs write into the field is often the name of a file or of another document.
    """
    named = " ".join(reading.title.split())
    start = _letters(" ".join(block.text for block in reading.blocks[:30]))
    if named and _letters(named) in start:
        return next((block.text for block in reading.blocks[:30] if _letters(block.text) == _letters(named)), named)
    headings = [block for block in reading.blocks if block.level]
    highest = min((block.level for block in headings), default=0)
    return next((block.text for block in headings if block.level == highest), "")


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _beside(draft: Draft, sheets: Sequence[Sheet], starts: Sequence[tuple[int, int]]) -> Draft:
    """Add the pages, what was taken out at their heads and feet, and which of them need OCR."""
    marks = [*draft.marks, *_page_marks(sheets, starts, len(draft.text))]
    return replace(draft, marks=tuple(sorted(marks, key=lambda m: (m.start, -m.end))))


def _page_marks(sheets: Sequence[Sheet], starts: Sequence[tuple[int, int]], size: int) -> Iterator[Mark]:
    first: dict[int, int] = {}
    for start, page in starts:
        first.setdefault(page, start)
    begin = size
    spans: dict[int, Span] = {}
    for sheet in reversed(sheets):
        end = begin
        begin = min(first.get(sheet.number, end), end)
        spans[sheet.number] = (begin, end)
    for sheet in sheets:
        start, end = spans[sheet.number]
        by_ocr = {"ocr": True} if sheet.read_by_ocr else {}
        yield Mark(kind="page", start=start, end=end, value=sheet.label, attributes={"number": sheet.number, **by_ocr})
        if sheet.needs_ocr:
            yield Mark(kind="needs_ocr", start=start, end=end, value=sheet.label, attributes={"number": sheet.number})
        for zone, text in sheet.taken:
            place = start if zone == "head" else end
            yield Mark(
                kind="head" if zone == "head" else "foot", start=place, end=place, value=text, attributes={"page": sheet.number}
            )


def _with_pages(draft: Draft, reading: Reading) -> Draft:
    """Find where the pages of a transcript begin: the words after each page break are looked up in its text, one after the other."""
    starts: list[tuple[int, int]] = []
    place = 0
    for block in reading.blocks:
        for at, page in block.pages:
            place = _place_of(draft.text, block, at, place)
            starts.append((place, page))
    return _beside(replace(draft, marks=(*draft.marks, *_sides(draft.text, reading.blocks))), reading.sheets, starts)


def _place_of(text: str, block: Block, at: int, least: int) -> int:
    """Return where the words that stand in a block at `at` begin in the text, at or after `least`; a label is no part of the text."""
    words = block.text[at:].rsplit(":", 1)[-1].strip()[:40] if at == 0 else block.text[at : at + 40].strip()
    found = text.find(words, least) if words else -1
    return found if found >= 0 else least


def _sides(text: str, blocks: Sequence[Block]) -> Iterator[Mark]:
    """Yield what was taken out of the blocks of a transcript, each where the words before it stand, or those after it where it stands first."""
    place = 0
    for block in blocks:
        for side in block.sides:
            place = place_after(text, block.text[: side.at], place) if side.at else _place_of(text, block, 0, place)
            yield Mark(kind=_kind(side), start=place, end=place, value=canonical(side.value), attributes={"label": side.label})
