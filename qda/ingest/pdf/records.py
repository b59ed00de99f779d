"""What the steps of the PDF reader hand to each other; lengths are points, `top` grows downwards, the text stands upright."""

from typing import NamedTuple

TABLE_SIGN = "\ue000"
"""A run of this private sign stands for a table among the lines; the number of the table follows it."""
HYPHEN = "\ue001"
"""Stands for a hyphen at the end of a line until it is known whether the word keeps it."""


class Word(NamedTuple):
    """A stretch of characters without blanks, in one size."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    italic: bool
    glued: bool

    @property
    def top(self) -> float:
        """Height of a capital above the base line, the same for every font of this size."""
        return self.base - 0.8 * self.size

    @property
    def bottom(self) -> float:
        """Depth of a descender below the base line."""
        return self.base + 0.2 * self.size


class Run(NamedTuple):
    """Words that follow each other on one base line without a wide gap.

    `bold` and `italic` are shares of its characters; `raised` are the spans of its text that stand small and high.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: float
    italic: float
    raised: tuple[tuple[int, int], ...] = ()

    @property
    def top(self) -> float:
        """Height of a capital above the base line."""
        return self.base - 0.8 * self.size

    @property
    def bottom(self) -> float:
        """Depth of a descender below the base line."""
        return self.base + 0.2 * self.size


def overlap(one: Word | Run, other: Word | Run) -> float:
    """Return the height that both have in common; it is negative where a gap lies between them."""
    bottom = min(one.base + 0.2 * one.size, other.base + 0.2 * other.size)
    return bottom - max(one.base - 0.8 * one.size, other.base - 0.8 * other.size)


class Rule(NamedTuple):
    """A drawn line, horizontal (``top == bottom``) or vertical (``x0 == x1``)."""

    x0: float
    top: float
    x1: float
    bottom: float


class Table(NamedTuple):
    """A ruled table: its place, and its rows of cells; a cell that spans several columns stands in the first of them."""

    x0: float
    top: float
    x1: float
    bottom: float
    rows: tuple[tuple[str, ...], ...]


class Page(NamedTuple):
    """What a page holds, before it is put into order.

    `asides` are runs that stand across the reading direction, `pictured` pages hold little but a picture,
    `margins` are the numbers of lines or paragraphs beside the text, `numbered` the base lines of the first and the last where all lines have one.
    """

    number: int
    label: str
    width: float
    height: float
    runs: tuple[Run, ...]
    asides: tuple[Run, ...]
    tables: tuple[Table, ...]
    rules: tuple[Rule, ...]
    pictured: bool
    margins: tuple[Run, ...] = ()
    numbered: tuple[float, float] | None = None
    read_by_ocr: bool = False


class Line(NamedTuple):
    """A line of one column: its runs as one, the edges of its column, and the number that stands beside it in the margin."""

    run: Run
    page: int
    column: int
    left: float
    right: float
    margin: str = ""


class Side(NamedTuple):
    """What was taken out of a block at `at`: a note with its sign, or a number in the margin."""

    at: int
    kind: str
    value: str
    label: str


class Block(NamedTuple):
    """A piece of text in reading order.

    Attributes
    ----------
    kind
        ``paragraph``, ``heading``, ``caption`` or ``cell``.
    text, level
        Its canonical text; the level of a heading.
    pages
        ``(offset, page)`` where a page begins; the first offset is 0.
    sides
        What was taken out.
    table, row, column
        Address of a cell, each from 1.
    """

    kind: str
    text: str
    level: int
    pages: tuple[tuple[int, int], ...]
    sides: tuple[Side, ...] = ()
    table: int = 0
    row: int = 0
    column: int = 0


class Sheet(NamedTuple):
    """A page beside its text: its number, its printed label, the running heads and feet taken out, whether it needs OCR or was read by it."""

    number: int
    label: str
    taken: tuple[tuple[str, str], ...]
    needs_ocr: bool
    read_by_ocr: bool = False


class Reading(NamedTuple):
    """A whole PDF, read; `engine` is the program that read its scanned pages."""

    blocks: tuple[Block, ...]
    sheets: tuple[Sheet, ...]
    title: str
    engine: str = ""
