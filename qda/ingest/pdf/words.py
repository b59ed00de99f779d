"""Characters of a page -> words with their place, size and weight, turned upright.

pdfium is asked a few times a word and not for every character. `FPDFText_GetFontSize` alone may say 1.0 for every character, so the size is taken
together with the text matrix, and checked against the height of the loose box.
"""

import ctypes
import math
import re
import struct
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from qda.ingest.pdf.native import Handle, functions
from qda.ingest.pdf.records import HYPHEN, Word

_TOKEN = re.compile("[^\\s\x00\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
_LIGATURES = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
    **dict.fromkeys((0xE000, 0xE001, 0xE002), "\ufffd"),  # signs of a font's own, which we use for something else
    0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF02D: "−", 0x02: HYPHEN, 0xFFFE: HYPHEN,
}  # fmt: skip
_LIGATURE = re.compile("[" + "".join(map(chr, _LIGATURES)) + "]")
_BOLD = re.compile(r"bold|black|heavy|demi|cmbx|sfbx|[-,]bd", re.IGNORECASE)
_ITALIC = re.compile(r"ital|obli|cmti|sfti|slant", re.IGNORECASE)
_FORCE_BOLD, _ITALIC_FLAG = 0x40000, 0x40
LONGEST_LINE = 32_767 // 2
"""Letters that are drawn at once: pdfium keeps 32,767 bytes of a string, of one or two bytes a letter, and says nothing of the rest."""
_SIGN = re.compile(r"[0-9*†‡]")
_ACCENT = re.compile(r"([A-Za-z])([ˆ˜¸])")
_ACCENTS = {"ˆ": "\u0302", "˜": "\u0303", "¸": "\u0327"}
_BOX = struct.Struct("4f")
_POINT = struct.Struct("2d")
_MATRIX = struct.Struct("6f")

Box = tuple[float, ...]
"""Left, upper, right and lower edge of a character."""


class Style(NamedTuple):
    """What all characters of a text object share."""

    size: float
    quarter: int
    skewed: bool
    bold: bool
    italic: bool


class Font(NamedTuple):
    """What all characters of a font share."""

    bold: bool
    italic: bool


class Placed(NamedTuple):
    """A word turned as its letters stand, before it is known how the page is turned; the base line grows downwards."""

    text: str
    x0: float
    x1: float
    base: float
    style: Style
    glued: bool


class PageText:
    """The characters of one open page.

    Parameters
    ----------
    textpage
        A text page of pypdfium2.
    """

    def __init__(self, textpage: Any) -> None:
        from pypdfium2 import raw

        self._raw, self._pdfium, self._page = raw, functions(), textpage.raw
        self._styles: dict[int, Style] = {}
        self._shapes: dict[tuple[object, ...], Style] = {}
        self._fonts: dict[int, Font] = {}
        self._line: tuple[Style | None, float, float] = None, 0.0, 0.0
        self._room, self._matrix = ctypes.create_string_buffer(_BOX.size), ctypes.create_string_buffer(_MATRIX.size)
        self._point = ctypes.create_string_buffer(_POINT.size)
        self._to_room, self._to_matrix = ctypes.byref(self._room), ctypes.byref(self._matrix)
        self._to_point = ctypes.byref(self._point), ctypes.byref(self._point, _POINT.size // 2)
        count = max(textpage.count_chars(), 0)
        text = textpage.get_text_range() if count else ""
        if len(text) != count:  # characters outside the basic plane, or some without a meaning: indices would drift
            text = "".join(chr(raw.FPDFText_GetUnicode(textpage.raw, i)) for i in range(count))
        self.text: str = text

    def is_cut(self) -> bool:
        """Say whether pdfium may have cut a string: no line that people read is as long."""
        if len(self.text) < LONGEST_LINE:
            return False
        drawn = Counter(self._pdfium.text_object(self._page, i) or 0 for i in range(len(self.text)))
        return any(count >= LONGEST_LINE for item, count in drawn.items() if item)

    def words(self) -> list[Placed]:
        """Return the words in the order in which the file draws them."""
        placed: list[Placed] = []
        for match in _TOKEN.finditer(self.text):
            start, end = match.span()
            box = last = self._box(start)
            style = self._style(start, box)
            if end - start > 1:
                last = self._box(end - 1)
                if _SIGN.search(self.text, start, end) or _uneven(box, last):
                    cuts = self._cuts(start, end, style)
                    if cuts:
                        placed += self._pieces(start, style, [*cuts, (end, style)])
                        continue
            placed.append(self._place(start, end, style, box, last))
        return placed

    def _cuts(self, start: int, end: int, style: Style) -> list[tuple[int, Style]]:
        """Return where the size of a word changes, as before a raised footnote sign, each with the style from there on."""
        cuts = []
        for i in range(start + 1, end):
            now = self._style(i)
            if abs(now.size - style.size) > 0.05 * style.size and self.text[i] not in "\x02\ufffe":
                cuts.append((i, now))
                style = now
        return cuts

    def _pieces(self, start: int, style: Style, cuts: list[tuple[int, Style]]) -> Iterator[Placed]:
        glued = False
        for end, following in cuts:
            yield self._place(start, end, style, self._box(start), self._box(end - 1), glued=glued)
            glued = True
            start, style = end, following

    def _place(self, start: int, end: int, style: Style, box: Box, last: Box, *, glued: bool = False) -> Placed:
        """Return a word; one that has no place on any page stands aslant in its corner, so that it is kept."""
        base = self._base(start, style, box)
        if last[2] <= last[0] and end - start > 1:  # a hyphen that pdfium made up has no box
            last = self._box(end - 2)
        x0, x1 = min(box[0], last[0]), max(box[2], last[2])
        if style.quarter:
            low, high = min(box[3], last[3]), max(box[1], last[1])
            x0, x1 = ((x0, x1), (low, high), (-x1, -x0), (-high, -low))[style.quarter]
        if not math.isfinite(x0 + x1 + base):
            x0, x1, base, style = 0.0, 0.0, 0.0, style._replace(skewed=True)
        return Placed(self._mended(start, end, style), x0, x1, base, style, glued)

    def _base(self, index: int, style: Style, box: Box) -> float:
        """Return where the base line of a character runs; one as low as the last and in the same style stands on the same line."""
        if self._line[0] is style and self._line[1] == box[3] and not style.quarter:
            return self._line[2]
        self._pdfium.origin(self._page, index, *self._to_point)
        x, y = _POINT.unpack(self._point)
        base: float = (-y, x, y, -x)[style.quarter]
        self._line = style, box[3], base
        return base

    def _mended(self, start: int, end: int, style: Style) -> str:
        """Return the text of a word with ligatures spelt out and the doubled letters of a false bold made single."""
        text = self.text[start:end]
        if len(text) % 2 == 0 and text[0] == text[1] and text[::2] == text[1::2] and self._overprinted(start, end, style):
            text = text[::2]
        if text.isascii() and "\x02" not in text:
            return text
        text = _ACCENT.sub(lambda m: unicodedata.normalize("NFC", m[1] + _ACCENTS[m[2]]), text)
        return _LIGATURE.sub(lambda m: _LIGATURES[ord(m[0])], text)

    def _overprinted(self, start: int, end: int, style: Style) -> bool:
        corners = [(box[0], box[3]) for box in map(self._box, range(start, end))]
        near = 0.18 * style.size
        return all(math.dist(corners[i], corners[i + 1]) < near for i in range(0, end - start, 2))

    def _box(self, index: int) -> Box:
        self._pdfium.loose_box(self._page, index, self._to_room)
        return _BOX.unpack(self._room)

    def _style(self, index: int, box: Box | None = None) -> Style:
        item = self._pdfium.text_object(self._page, index) or 0
        style = self._styles.get(item)
        if style is None:
            style = self._styles[item] = self._look_up(index, item, box or self._box(index))
        return style

    def _look_up(self, index: int, item: int, box: Box) -> Style:
        """Ask for the style of a text object; those of one font, size and matrix share it unless their letters are far from that size."""
        pdfium, handle = self._pdfium, Handle(item)
        pdfium.text_matrix(self._page, index, self._to_matrix)
        turn = _MATRIX.unpack(self._matrix)[:4]
        size = pdfium.font_size(self._page, index)
        font, mode = (pdfium.font(handle) or 0, pdfium.render_mode(handle)) if item else (0, -1)
        key = (turn, size, font, mode)
        style = self._shapes.get(key)
        if style is None:
            style = self._shapes[key] = self._shape(turn, size, self._font(index, font), mode)
        left, top, right, low = box
        height = right - left if style.quarter % 2 else top - low
        if height > 0 and not 0.4 < style.size / height < 2.5:
            style = style._replace(size=round(height, 2))
        return style if style.size else style._replace(size=1.0)

    def _shape(self, turn: tuple[float, ...], size: float, font: Font, mode: int) -> Style:
        a, b, c, d = turn
        angle = math.degrees(math.atan2(b, a)) if b or a < 0 else 0.0
        quarter = round(angle / 90) if angle else 0
        stroked = mode == self._raw.FPDF_TEXTRENDERMODE_FILL_STROKE
        skewed = abs(angle - 90 * quarter) > 10
        return Style(round(size * math.hypot(c, d), 2), quarter % 4, skewed, font.bold or stroked, font.italic)

    def _font(self, index: int, key: int) -> Font:
        font = self._fonts.get(key)
        if font is None:
            raw = self._raw
            flags, name = ctypes.c_int(), ctypes.create_string_buffer(128)
            raw.FPDFText_GetFontInfo(self._page, index, name, 128, flags)
            title = name.value.decode("utf-8", "ignore")
            heavy = raw.FPDFText_GetFontWeight(self._page, index) >= 600 or bool(flags.value & _FORCE_BOLD)
            italic = bool(flags.value & _ITALIC_FLAG) or bool(_ITALIC.search(title))
            font = self._fonts[key] = Font(heavy or bool(_BOLD.search(title)), italic)
        return font


def _uneven(one: Box, two: Box) -> bool:
    """Say whether two characters differ in height, as after a large initial."""
    if one[1] == two[1] and one[3] == two[3]:
        return False
    first, last = one[1] - one[3], two[1] - two[3]
    return min(first, last) > 0 and max(first, last) > 1.12 * min(first, last)


def reading_quarter(words: list[Placed]) -> int:
    """Return how often the page must be turned by 90 degrees so that most of its text stands upright."""
    if not any(word.style.quarter for word in words):
        return 0
    shares: Counter[int] = Counter()
    for word in words:
        if not word.style.skewed:
            shares[word.style.quarter] += len(word.text)
    return max(shares, key=lambda q: (shares[q], -q)) if shares else 0


def turn(x: float, y: float, quarter: int) -> tuple[float, float]:
    """Turn a point of the page (y upwards) into reading direction (y downwards)."""
    return ((x, -y), (y, x), (-x, y), (-y, -x))[quarter]


def upright(words: Iterable[Placed], shift: tuple[float, float]) -> list[Word]:
    """Return words moved by `shift` in the direction in which they are read."""
    across, down = shift
    return [
        Word(text, x0 - across, x1 - across, base - down, size, bold, italic, glued)
        for text, x0, x1, base, (size, _, _, bold, italic), glued in words
    ]


def without_overprints(words: list[Word]) -> list[Word]:
    """Drop words that are drawn a second time at the same place to look bold."""
    seen: dict[str, dict[int, list[Word]]] = {}
    kept = []
    for word in words:
        row = round(word.base / 2)
        rows = seen.get(word.text)
        if rows is None:
            seen[word.text] = {row: [word]}
        elif (row in rows or row - 1 in rows or row + 1 in rows) and _overprints(word, rows, row):
            continue
        else:
            rows.setdefault(row, []).append(word)
        kept.append(word)
    return kept


def _overprints(word: Word, rows: dict[int, list[Word]], row: int) -> bool:
    near = [w for r in (row - 1, row, row + 1) if r in rows for w in rows[r]]
    return any(abs(w.x0 - word.x0) < 0.15 * w.size and abs(w.base - word.base) < 0.15 * w.size for w in near)
