"""A small typesetter for council documents: columns, running heads, footnotes at the foot of the column that calls them, tables over the page."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from policy_markdown import Item
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table

WIDTH, HEIGHT = A4
_RULE_GAP = 7.0
_ALL = ((0, 0), (-1, -1))
_PADDING = (("VALIGN", *_ALL, "TOP"), ("TOPPADDING", *_ALL, 3), ("BOTTOMPADDING", *_ALL, 3.5))
_GRID = (("GRID", *_ALL, 0.5, HexColor(0x555555)),)
_ROWS = (("LINEABOVE", *_ALL, 0.5, HexColor(0x333333)), ("LINEBELOW", (0, -1), (-1, -1), 0.9, HexColor(0x333333)))


@dataclass(frozen=True)
class Look:
    """How a document is set."""

    title: str
    columns: int
    body: str
    bold: str
    italic: str
    heading: str
    language: str
    head: Callable[[int], tuple[str, str]]
    foot: Callable[[int], str]
    size: float = 9.6
    leading: float = 12.0
    left: float = 62.0
    top: float = 84.0
    bottom: float = 74.0
    gutter: float = 20.0
    justified: bool = True
    indent: float = 0.0
    table_in_column: bool = False
    widths: Sequence[float] = ()
    full_grid: bool = True


@dataclass
class Column:
    """A column that is being filled from the top, with the notes that will stand at its foot."""

    x: float
    y: float
    low: float
    notes: list[Paragraph] = field(default_factory=list)

    def room(self, notes: float = 0.0) -> float:
        """Height left above the notes."""
        return self.y - self.low - notes


class Setter:
    """Sets one document onto a canvas."""

    def __init__(self, look: Look, notes: dict[str, str], path: Path) -> None:
        self.look, self.notes = look, notes
        self.canvas = Canvas(str(path), pagesize=A4, invariant=1, pageCompression=1)
        self.canvas.setTitle(look.title)
        self.page = 0
        self.columns: list[Column] = []
        self.waiting: list[list[tuple[Table | Paragraph, float, float]]] = []
        self.width = (WIDTH - 2 * look.left - (look.columns - 1) * look.gutter) / look.columns

    def style(self, name: str, **changes: object) -> ParagraphStyle:
        """Return a style of this document."""
        look = self.look
        values: dict[str, object] = {
            "fontName": look.body, "fontSize": look.size, "leading": look.leading, "spaceAfter": 0 if look.indent else 6,
            "alignment": TA_JUSTIFY if look.justified else 0, "firstLineIndent": 0, "allowWidows": 0, "allowOrphans": 0,
            "hyphenationLang": look.language, "uriWasteReduce": 0, "embeddedHyphenation": 1, "hyphenationMinWordLength": 6,
        }  # fmt: skip
        return ParagraphStyle(name, **{**values, **changes})

    def set(self, items: Sequence[Item]) -> None:
        """Set all items and close the document."""
        title, lead, *rest = items
        self._title(title, lead)
        before = title
        tables = [i for i, item in enumerate(rest) if item.kind == "table"]
        captions = {i: rest[i + 1] for i in tables if i + 1 < len(rest) and rest[i + 1].kind == "caption"}
        for i, item in enumerate(rest):
            if item.kind == "table":
                self._table(item, captions.get(i))
            elif item.kind != "caption":
                after = rest[i + 1] if i + 1 < len(rest) else None
                self._text(item, first=before.kind == "heading", follows=after)
            before = item
        self._flush()
        self.canvas.save()

    def _title(self, title: Item, lead: Item) -> None:
        look = self.look
        self._begin_page(first=True)
        big = Paragraph(
            _markup(title.text),
            self.style("title", fontName=look.heading, fontSize=21, leading=25, alignment=0, hyphenationLang=""),
        )
        small = Paragraph(
            _markup(lead.text),
            self.style("lead", fontName=look.italic, fontSize=10.5, leading=14, alignment=0, hyphenationLang=""),
        )
        y = HEIGHT - look.top
        for part, gap in ((big, 10), (small, 14)):
            _, height = part.wrap(WIDTH - 2 * look.left, 300)
            part.drawOn(self.canvas, look.left, y - height)
            y -= height + gap
        self._rule(look.left, y, WIDTH - look.left, 1.2)
        for column in self.columns:
            column.y = y - 16

    def _text(self, item: Item, *, first: bool, follows: Item | None) -> None:
        paragraph = self._paragraph(item, first=first)
        before, after = self._spaces(item)
        if follows is not None and item.kind == "item" and follows.kind != "item":
            after += 5
        while True:
            column = self.columns[0]
            fresh = column.y >= self._ceiling - 0.1
            lead = 0 if fresh else before
            notes = self._new_notes(item)
            room = column.room(self._notes_height([*column.notes, *notes])) - lead
            _, height = paragraph.wrap(self.width, 10_000)
            need = height + (3.2 * self.look.leading if item.kind == "heading" else 0)
            if need <= room:
                self._place(paragraph, height, lead, after, notes)
                return
            parts = [] if item.kind == "heading" else paragraph.split(self.width, room)
            if len(parts) < 2:
                self._next_column()
                continue
            head, tail = parts[0], parts[1]
            _, height = head.wrap(self.width, room)
            taken = notes[: _calls_in(head)]
            self._place(head, height, lead, 0, taken)
            item = Item(item.kind, "".join(f"[^{n}]" for n in item.calls[len(taken) :]), item.level)
            paragraph = tail
            self._next_column()

    def _place(self, paragraph: Paragraph, height: float, lead: float, after: float, notes: list[Paragraph]) -> None:
        column = self.columns[0]
        column.y -= lead
        paragraph.drawOn(self.canvas, column.x, column.y - height)
        column.y -= height + after
        column.notes += notes

    def _spaces(self, item: Item) -> tuple[float, float]:
        if item.kind == "heading":
            return (14.0, 5.0) if item.level == 2 else (10.0, 3.0)
        if item.kind == "item":
            return 0.0, 2.5
        return 0.0, 0.0 if self.look.indent else 6.0

    def _paragraph(self, item: Item, *, first: bool) -> Paragraph:
        look = self.look
        if item.kind == "heading":
            size = 13.5 if item.level == 2 else 10.8
            style = self.style(
                f"h{item.level}", fontName=look.heading, fontSize=size, leading=size * 1.2, alignment=0, hyphenationLang=""
            )
            return Paragraph(_markup(item.text), style)
        if item.kind == "item":
            return Paragraph(_markup(item.text), self.style("item", leftIndent=12, bulletIndent=1), bulletText="•")
        indent = 0 if first else look.indent
        return Paragraph(_markup(item.text), self.style("body", firstLineIndent=indent))

    def _new_notes(self, item: Item) -> list[Paragraph]:
        style = self.style("note", fontSize=7.4, leading=9.2, alignment=0, hyphenationLang="")
        return [Paragraph(f"<super rise='2.6' size='5.4'>{n}</super> {_markup(self.notes[n])}", style) for n in item.calls]

    def _notes_height(self, notes: Sequence[Paragraph]) -> float:
        return float(sum(note.wrap(self.width, 500)[1] + 2 for note in notes)) + (_RULE_GAP + 5 if notes else 0)

    def _table(self, item: Item, caption: Item | None) -> None:
        """Set a table: into the column where the document has one column, else over the foot of the next page."""
        wide = self.width if self.look.columns == 1 else WIDTH - 2 * self.look.left
        parts: list[Table | Paragraph] = [self._ruled(item, wide)]
        if caption is not None:
            parts.append(Paragraph(_markup(caption.text.strip("*")), self._plain("caption", self.look.italic, 8.6)))
        sized = [(part, *map(float, part.wrap(wide, 700))) for part in parts]
        if self.look.columns > 1:
            self.waiting.append(sized)
            return
        if self.columns[0].room(self._notes_height(self.columns[0].notes)) < sum(h for _, _, h in sized) + 18:
            self._next_column()
        column = self.columns[0]
        for part, _, height in sized:
            part.drawOn(self.canvas, column.x, column.y - 4 - height)
            column.y -= height + 8
        column.y -= 6

    def _ruled(self, item: Item, wide: float) -> Table:
        cell, bold = self._plain("cell", self.look.body, 8.4), self._plain("cellhead", self.look.bold, 8.4)
        rows = [[Paragraph(_markup(text), cell if i else bold) for text in row] for i, row in enumerate(item.rows)]
        style = [*_PADDING, *(_GRID if self.look.full_grid else _ROWS)]
        return Table(rows, colWidths=[share * wide for share in self.look.widths], style=style, hAlign="LEFT")

    def _plain(self, name: str, font: str, size: float) -> ParagraphStyle:
        """Return a style of short lines that are neither stretched nor hyphenated."""
        return self.style(name, fontName=font, fontSize=size, leading=1.25 * size, alignment=0, hyphenationLang="")

    def _next_column(self) -> None:
        self._draw_notes(self.columns.pop(0))
        if not self.columns:
            self.canvas.showPage()
            self._begin_page(first=False)

    def _flush(self) -> None:
        while self.columns:
            self._draw_notes(self.columns.pop(0))
        self.canvas.showPage()
        if self.waiting:
            self._begin_page(first=False)
            self.canvas.showPage()

    def _draw_notes(self, column: Column) -> None:
        if not column.notes:
            return
        y = column.low + self._notes_height(column.notes) - 5
        self._rule(column.x, y, column.x + 56, 0.5)
        y -= _RULE_GAP - 3
        for note in column.notes:
            _, height = note.wrap(self.width, 500)
            note.drawOn(self.canvas, column.x, y - height)
            y -= height + 2

    def _begin_page(self, *, first: bool) -> None:
        look = self.look
        self.page += 1
        low = look.bottom
        for part, _, height in reversed(self.waiting.pop(0) if self.waiting else []):
            part.drawOn(self.canvas, look.left, low)
            low += height + 6
        low += 8 if low > look.bottom else 0
        self._ceiling = HEIGHT - look.top
        self.columns = [Column(look.left + i * (self.width + look.gutter), self._ceiling, low) for i in range(look.columns)]
        self._furniture(first=first)

    def _furniture(self, *, first: bool) -> None:
        look, canvas = self.look, self.canvas
        canvas.setFont(look.body, 8.2)
        if not first:
            left, right = look.head(self.page)
            canvas.drawString(look.left, HEIGHT - 52, left)
            canvas.drawRightString(WIDTH - look.left, HEIGHT - 52, right)
            self._rule(look.left, HEIGHT - 58, WIDTH - look.left, 0.5)
        foot = look.foot(self.page)
        if foot:
            canvas.drawCentredString(WIDTH / 2, 42, foot)

    def _rule(self, x0: float, y: float, x1: float, thick: float) -> None:
        self.canvas.setLineWidth(thick)
        self.canvas.line(x0, y, x1, y)


def _calls_in(paragraph: Paragraph) -> int:
    """Return how many footnotes the lines of a paragraph call."""
    count = 0
    for line in paragraph.blPara.lines:
        for word in getattr(line, "words", ()):
            count += bool(getattr(word, "rise", 0) and str(getattr(word, "text", "")).strip())
    return count


def _markup(text: str) -> str:
    """Return a text in the marks of reportlab."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"\[\^(\d+)\]", r"<super rise='3.4' size='6'>\1</super>", text)
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)
