"""What formatted files have in common: paragraphs with their level, cell and notes become a transcript by its layout, else prose."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from qda.ingest.draft import Builder, Draft
from qda.ingest.plain import draft_of_text
from qda.ingest.speech import recognise
from qda.ingest.structured import begins_text, documents_in
from qda.ingest.tabular import tabled
from qda.ingest.talk import Paragraph, Talk
from qda.ingest.transcript import transcript
from qda.model import Mark, MarkKind, canonical


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """Text that stands beside a paragraph, at an offset in it: a footnote, endnote, comment or hidden text."""

    at: int
    text: str
    what: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """The text of a paragraph and its notes."""

    text: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A paragraph of the document: its passage, its level where it is a heading, its cell where it stands in a table."""

    passage: Passage
    level: int = 0
    table: int = 0
    row: int = 0
    column: int = 0


def draft_of(items: Sequence[Item], title: str = "") -> Draft:
    """Return a transcript where the items are one, several documents where they say so, else prose with headings and tables."""
    items = [item for item in items if item.passage.text or item.passage.notes]
    paragraphs = paragraphs_of(items)
    if begins_text(p.text for p in paragraphs):
        draft = documents_in("\n".join(p.text for p in paragraphs), draft_of_text)
        return replace(draft, title=draft.title or title)
    talk = _tabled(items) or recognise(paragraphs)
    return _prose(items, title) if talk is None else _with_notes(transcript(talk), items)


def _tabled(items: Sequence[Item]) -> Talk | None:
    """Read tables whose rows bear times, with what stands before and after them."""
    tables = [item.table for item in items if item.table]
    if not tables:
        return None
    first = next(i for i, item in enumerate(items) if item.table)
    last = max(i for i, item in enumerate(items) if item.table)
    between = sum(len(item.passage.text) for item in items[first:last] if not item.table)
    talk = tabled(list(_rows(items)))
    if talk is None or between:
        return None
    before = tuple(Paragraph(text=i.passage.text, level=i.level) for i in items[:first] if i.passage.text)
    after = tuple(i.passage.text for i in items[last + 1 :] if i.passage.text)
    return replace(talk, preamble=(*before, *talk.preamble), trailer=(*talk.trailer, *after))


def _rows(items: Sequence[Item]) -> Iterator[list[str]]:
    for _, row in groupby((i for i in items if i.table), key=lambda i: (i.table, i.row)):
        cells: dict[int, list[str]] = {}
        for item in row:
            cells.setdefault(item.column, []).append(item.passage.text)
        yield ["\n".join(cells.get(column, [])) for column in range(1, max(cells) + 1)]


def paragraphs_of(items: Sequence[Item]) -> list[Paragraph]:
    """Return the paragraphs for the recognisers of speech; a row of two cells is a label and its speech."""
    out: list[Paragraph] = []
    for i, item in enumerate(items):
        text = item.passage.text
        if not text:
            continue
        before = items[i - 1] if i else None
        second = (
            item.column == 2 and before is not None and (before.table, before.row, before.column) == (item.table, item.row, 1)
        )
        if second and out and len(out[-1].text) <= 60:
            label = out.pop().text.rstrip(":")
            out.append(Paragraph(text=f"{label}: {text}"))
        else:
            out.append(Paragraph(text=text.replace("\n", " ") if item.level else text, level=item.level))
    return out


def _prose(items: Sequence[Item], title: str) -> Draft:
    builder = Builder()
    before: Item | None = None
    for item in items:
        same_table = before is not None and item.table and item.table == before.table
        span = _block(builder, item, "\n" if same_table else "\n\n")
        for note in item.passage.notes:
            builder.aside("note", note.text, at=min(span[0] + note.at, span[1]), what=note.what)
        before = item
    first = next((item.passage.text for item in items if item.level), "")
    return builder.draft(title=title or first)


def _block(builder: Builder, item: Item, gap: str) -> tuple[int, int]:
    if item.level:
        return builder.heading(item.passage.text.replace("\n", " "), item.level, gap=gap)
    span = builder.paragraph(item.passage.text, gap=gap)
    if item.table and span[0] < span[1]:
        builder.mark("cell", span, f"{item.row},{item.column}", table=item.table)
    return span


def with_heads(draft: Draft, heads: Iterable[tuple[MarkKind, str]]) -> Draft:
    """Keep the running heads and feet of the pages beside the text, each once."""
    marks = [Mark(kind=kind, start=0, end=0, value=canonical(text)) for kind, text in dict.fromkeys(heads) if text]
    return replace(draft, marks=tuple(sorted([*draft.marks, *marks], key=lambda m: (m.start, -m.end))))


def _with_notes(draft: Draft, items: Sequence[Item]) -> Draft:
    """Add the notes of a transcript's paragraphs where the words before them stand."""
    found: list[Mark] = []
    place = 0
    for item in items:
        for note in item.passage.notes:
            place = place_after(draft.text, item.passage.text[: note.at], place)
            found.append(Mark(kind="note", start=place, end=place, value=canonical(note.text), attributes={"what": note.what}))
    return replace(draft, marks=tuple(sorted([*draft.marks, *found], key=lambda m: (m.start, -m.end))))


def place_after(text: str, said: str, least: int) -> int:
    """Return where what was said before a note ends in the text, at or after `least`; a label before it is no part of the text."""
    words = canonical(said).rsplit("\n", 1)[-1][-40:].split(" ")
    for first in range(len(words)):
        tail = " ".join(words[first:])
        at = text.find(tail, least) if tail.strip() else -1
        if at >= 0:
            return at + len(tail)
    return least
