"""Paragraphs -> blocks of text: line ends closed, footnote signs taken out of the sentences, every page and note with its place."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from qda.ingest.pdf.furniture import Cleared
from qda.ingest.pdf.headings import levels_of
from qda.ingest.pdf.hyphens import Vocabulary
from qda.ingest.pdf.lines import Footnote, body_size, flows_of, footnotes_of
from qda.ingest.pdf.paragraphs import CAPTION, Paragraph, paragraphs_of, setting_of
from qda.ingest.pdf.records import HYPHEN, Block, Line, Run, Side, Table
from qda.model import canonical

_LABELS = re.compile(r"[0-9]{1,3}|[*†‡§]{1,3}|[a-z]")
_BLANKS = re.compile(r"\s+")
_BEFORE_SIGN = re.compile(r"\s*\(\s*$")
_AFTER_SIGN = re.compile(r"^\s*\)")


def blocks_of(cleared: Sequence[Cleared], alive: Callable[[], None]) -> list[Block]:
    """Put the text of a document together.

    Parameters
    ----------
    cleared
        Its pages without running heads and feet.
    alive
        Called now and then, so that whoever waits knows that the work goes on.
    """
    body = body_size(c.page for c in cleared)
    tables = [(table, c.page.number) for c in cleared for table in c.page.tables]
    flows = flows_of([c.page for c in cleared], body, alive)
    lines = [line for flow in flows for column in flow.columns for line in column]
    setting = setting_of(lines, body)
    words = Vocabulary(line.run.text for line in [*lines, *(n for f in flows for n in f.notes)])
    paragraphs = paragraphs_of(lines, setting)
    writer = Writer(words, footnotes_of(flows))
    blocks: list[Block] = []
    alive()
    for paragraph, level in zip(paragraphs, levels_of(paragraphs, setting), strict=True):
        if paragraph.table >= 0:
            table, page_number = tables[paragraph.table]
            blocks += writer.cells(table, paragraph.table + 1, page_number)
        else:
            blocks += writer.block(paragraph, level)
    return writer.with_loose_notes(blocks)


class Writer:
    """Writes blocks and gives each footnote the place its sign had.

    Parameters
    ----------
    words
        The vocabulary that decides about hyphens.
    notes
        All footnotes of the document.
    """

    def __init__(self, words: Vocabulary, notes: Sequence[Footnote]) -> None:
        self._words = words
        self._left: list[Side] = []
        self._waiting: dict[tuple[int, str], list[Footnote]] = {}
        for note in notes:
            self._waiting.setdefault((note.page, note.label), []).append(note)

    def block(self, paragraph: Paragraph, level: int) -> list[Block]:
        """Return a paragraph as a block, or nothing if it holds no text."""
        text = ""
        pages: list[tuple[int, int]] = []
        sides, self._left = self._left, []
        for line in paragraph.lines:
            clean, found = self._without_signs(line)
            if not clean:  # nothing but signs
                sides += [side._replace(at=len(text)) for side in found]
                continue
            text = self._words.join(text, clean)
            if not pages or pages[-1][1] != line.page:
                pages.append((len(text), line.page))
            sides += [side._replace(at=side.at + len(text)) for side in found]
            text += clean
        text = _clean(self._closed(text))
        if not text.strip():
            self._left = sides  # for the next block
            return []
        captions = paragraph.titles or (paragraph.floats and CAPTION.match(text))
        kind = "heading" if level else "caption" if captions else "paragraph"
        return [Block(kind, text, level, tuple(pages), tuple(s._replace(at=min(s.at, len(text))) for s in sides))]

    def cells(self, table: Table, number: int, page: int) -> list[Block]:
        """Return the cells of a table that hold text, row by row."""
        blocks = []
        for row, cells in enumerate(table.rows, start=1):
            for column, cell in enumerate(cells, start=1):
                text = self._flat(cell.split("\n"))
                if text:
                    blocks.append(Block("cell", text, 0, ((0, page),), (), number, row, column))
        return blocks

    def with_loose_notes(self, blocks: list[Block]) -> list[Block]:
        """Hang the notes whose sign was not found on the end of the last block of their page."""
        if blocks and self._left:
            ends = (side._replace(at=len(blocks[-1].text)) for side in self._left)
            blocks[-1] = blocks[-1]._replace(sides=(*blocks[-1].sides, *ends))
        loose = sorted((n for waiting in self._waiting.values() for n in waiting), key=lambda n: n.page)
        for note in loose:
            at = next((i for i in reversed(range(len(blocks))) if blocks[i].pages[-1][1] <= note.page), None)
            if at is None:
                blocks.insert(
                    0, Block("paragraph", self._flat([f"{note.label} {note.lines[0]}", *note.lines[1:]]), 0, ((0, note.page),))
                )
                continue
            block = blocks[at]
            blocks[at] = block._replace(sides=(*block.sides, Side(len(block.text), "note", self._flat(note.lines), note.label)))
        return blocks

    def _flat(self, lines: Sequence[str]) -> str:
        text = ""
        for line in lines:
            text = self._words.join(text, _BLANKS.sub(" ", line).strip()) + _BLANKS.sub(" ", line).strip()
        return _clean(self._closed(text)).strip()

    def _closed(self, text: str) -> str:
        """Write the hyphens that still stand at an end as what they look like."""
        return text.replace(HYPHEN, "-")

    def _without_signs(self, line: Line) -> tuple[str, list[Side]]:
        """Return the text of a line without the signs of its footnotes, and what was taken out where."""
        run = line.run
        sides = [Side(0, "change", line.margin, "margin")] if line.margin else []
        parts: list[str] = []
        at = 0
        for start, end in run.raised:
            notes = self._called(run, start, end, line.page)
            if not notes:
                continue
            before, after = run.text[at:start], run.text[end:]
            if _BEFORE_SIGN.search(before) and _AFTER_SIGN.match(after):
                before, after = _BEFORE_SIGN.sub("", before), _AFTER_SIGN.sub("", after)
            before = before.rstrip()
            parts.append(before)
            place = len(_joined(parts))
            sides += [Side(place, "note", self._flat(note.lines), note.label) for note in notes]
            at = len(run.text) - len(after)
        parts.append(run.text[at:] if not parts or run.text[at : at + 1] in (" ", *".,;:!?)]»”’") else " " + run.text[at:])
        return _clean(_joined(parts)).strip(), sides

    def _called(self, run: Run, start: int, end: int, page: int) -> list[Footnote]:
        """Take the notes that a raised stretch calls, all of them or none."""
        labels = _LABELS.findall(run.text[start:end])
        if not labels or not all(self._waiting.get((page, label)) for label in labels):
            return []
        return [self._taken(page, label) for label in labels]

    def _taken(self, page: int, label: str) -> Footnote:
        waiting = self._waiting[page, label]
        note = waiting.pop(0)
        if not waiting:
            del self._waiting[page, label]
        return note


def _joined(parts: Sequence[str]) -> str:
    return _BLANKS.sub(" ", "".join(parts))


def _clean(text: str) -> str:
    """Return the canonical text; most of it is canonical already, which is quicker to see than to make."""
    return text if text.isprintable() and unicodedata.is_normalized("NFC", text) else canonical(text)
