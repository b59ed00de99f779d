"""Characters of a page -> words with their place, size and weight, turned upright.

pdfium is asked twice a word and not once a character. `FPDFText_GetFontSize` alone may say 1.0 for every character, so the size is taken
together with the text matrix, and checked against the height of the loose box.
"""

import ctypes
import math
import re
import unicodedata
from collections import Counter
from typing import Any, NamedTuple

from qda.ingest.pdf.records import HYPHEN, Word

_TOKEN = re.compile("[^\\s\x00\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
_LIGATURES = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
    0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF02D: "−", 0x02: HYPHEN, 0xFFFE: HYPHEN,
}  # fmt: skip
_LIGATURE = re.compile("[" + "".join(map(chr, _LIGATURES)) + "]")
_BOLD = re.compile(r"bold|black|heavy|demi|cmbx|sfbx|[-,]bd", re.IGNORECASE)
_ITALIC = re.compile(r"ital|obli|cmti|sfti|slant", re.IGNORECASE)
_FORCE_BOLD, _ITALIC_FLAG = 0x40000, 0x40
_SIGN = re.compile(r"[0-9*†‡]")
_ACCENT = re.compile(r"([A-Za-z])([ˆ˜¸])")
_ACCENTS = {"ˆ": "\u0302", "˜": "\u0303", "¸": "\u0327"}


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
    """A word in the page's own coordinates, before it is turned upright."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    origin_x: float
    origin_y: float
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

        self._raw, self._page = raw, textpage.raw
        self._styles: dict[int, Style] = {}
        self._fonts: dict[int, Font] = {}
        self._rect, self._matrix, self._x, self._y = raw.FS_RECTF(), raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
        count = max(textpage.count_chars(), 0)
        text = textpage.get_text_range() if count else ""
        if len(text) != count:  # characters outside the basic plane, or some without a meaning: indices would drift
            text = "".join(chr(raw.FPDFText_GetUnicode(self._page, i)) for i in range(count))
        self.text: str = text

    def words(self) -> list[Placed]:
        """Return the words in the order in which the file draws them."""
        placed = []
        for match in _TOKEN.finditer(self.text):
            start = match.start()
            glued = False
            for piece_start, piece_end, style in self._pieces(start, match.end()):
                word = self._place(piece_start, piece_end, style, glued=glued)
                if word is not None:
                    placed.append(word)
                    glued = True
        return placed

    def _pieces(self, start: int, end: int) -> list[tuple[int, int, Style]]:
        """Cut a word where its size changes, as before a raised footnote sign."""
        first = self._style(start)
        if end - start == 1 or not (_SIGN.search(self.text, start, end) or self._uneven(start, end - 1)):
            return [(start, end, first)]
        pieces = []
        at, style = start, first
        for i in range(start + 1, end):
            now = self._style(i)
            if abs(now.size - style.size) > 0.05 * style.size and self.text[i] not in "\x02\ufffe":
                pieces.append((at, i, style))
                at, style = i, now
        return [*pieces, (at, end, style)]

    def _uneven(self, first: int, last: int) -> bool:
        """Say whether two characters differ in height, as after a large initial."""
        boxes = self._box(first), self._box(last)
        high = [box[3] - box[1] for box in boxes]
        return min(high) > 0 and max(high) > 1.12 * min(high)

    def _place(self, start: int, end: int, style: Style, *, glued: bool) -> Placed | None:
        text = self._mended(start, end, style)
        box = self._box(start)
        last = self._box(end - 1)
        if last[2] <= last[0] and end - start > 1:  # a hyphen that pdfium made up has no box
            last = self._box(end - 2)
        self._raw.FPDFText_GetCharOrigin(self._page, start, self._x, self._y)
        if not (math.isfinite(self._x.value) and math.isfinite(self._y.value)):
            return None
        left, low = min(box[0], last[0]), min(box[1], last[1])
        right, high = max(box[2], last[2]), max(box[3], last[3])
        return Placed(text, left, low, right, high, self._x.value, self._y.value, style, glued)

    def _mended(self, start: int, end: int, style: Style) -> str:
        """Return the text of a word with ligatures spelt out and the doubled letters of a false bold made single."""
        text = self.text[start:end]
        if len(text) % 2 == 0 and text[::2] == text[1::2] and self._overprinted(start, end, style):
            text = text[::2]
        if text.isascii() and "\x02" not in text:
            return text
        text = _ACCENT.sub(lambda m: unicodedata.normalize("NFC", m[1] + _ACCENTS[m[2]]), text)
        return _LIGATURE.sub(lambda m: _LIGATURES[ord(m[0])], text)

    def _overprinted(self, start: int, end: int, style: Style) -> bool:
        boxes = [self._box(i) for i in range(start, end)]
        near = 0.18 * style.size
        return all(math.dist(boxes[i][:2], boxes[i + 1][:2]) < near for i in range(0, end - start, 2))

    def _box(self, index: int) -> tuple[float, float, float, float]:
        rect = self._rect
        self._raw.FPDFText_GetLooseCharBox(self._page, index, rect)
        return rect.left, rect.bottom, rect.right, rect.top

    def _style(self, index: int) -> Style:
        pointer = self._raw.FPDFText_GetTextObject(self._page, index)
        key = ctypes.cast(pointer, ctypes.c_void_p).value or 0
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._look_up(index, pointer)
        return style

    def _look_up(self, index: int, pointer: Any) -> Style:
        raw, page, matrix = self._raw, self._page, self._matrix
        raw.FPDFText_GetMatrix(page, index, matrix)
        size = raw.FPDFText_GetFontSize(page, index) * math.hypot(matrix.c, matrix.d)
        angle = math.degrees(math.atan2(matrix.b, matrix.a)) if matrix.b else 0.0 if matrix.a >= 0 else 180.0
        quarter = round(angle / 90)
        box = self._box(index)
        height = box[2] - box[0] if quarter % 2 else box[3] - box[1]
        if height > 0 and not 0.4 < size / height < 2.5:
            size = height
        font = self._font(index, pointer)
        stroked = bool(pointer) and raw.FPDFTextObj_GetTextRenderMode(pointer) == raw.FPDF_TEXTRENDERMODE_FILL_STROKE
        skewed = abs(angle - 90 * quarter) > 10
        return Style(round(size, 2) or 1.0, quarter % 4, skewed, font.bold or stroked, font.italic)

    def _font(self, index: int, pointer: Any) -> Font:
        raw = self._raw
        key = ctypes.cast(raw.FPDFTextObj_GetFont(pointer), ctypes.c_void_p).value or 0 if pointer else 0
        font = self._fonts.get(key)
        if font is None:
            flags, name = ctypes.c_int(), ctypes.create_string_buffer(128)
            raw.FPDFText_GetFontInfo(self._page, index, name, 128, flags)
            title = name.value.decode("utf-8", "ignore")
            heavy = raw.FPDFText_GetFontWeight(self._page, index) >= 600 or bool(flags.value & _FORCE_BOLD)
            italic = bool(flags.value & _ITALIC_FLAG) or bool(_ITALIC.search(title))
            font = self._fonts[key] = Font(heavy or bool(_BOLD.search(title)), italic)
        return font


def reading_quarter(words: list[Placed]) -> int:
    """Return how often the page must be turned by 90 degrees so that most of its text stands upright."""
    shares: Counter[int] = Counter()
    for word in words:
        if not word.style.skewed:
            shares[word.style.quarter] += len(word.text)
    return max(shares, key=lambda q: (shares[q], -q)) if shares else 0


def turn(x: float, y: float, quarter: int) -> tuple[float, float]:
    """Turn a point of the page (y upwards) into reading direction (y downwards)."""
    return ((x, -y), (y, x), (-x, y), (-y, -x))[quarter]


def upright(word: Placed, quarter: int, shift: tuple[float, float]) -> Word:
    """Return a word in upright coordinates, moved by `shift`."""
    ax, _ = turn(word.x0, word.y0, quarter)
    bx, _ = turn(word.x1, word.y1, quarter)
    _, base = turn(word.origin_x, word.origin_y, quarter)
    left, right = min(ax, bx) - shift[0], max(ax, bx) - shift[0]
    style = word.style
    return Word(word.text, left, right, base - shift[1], style.size, style.bold, style.italic, word.glued)


def without_overprints(words: list[Word]) -> list[Word]:
    """Drop words that are drawn a second time at the same place to look bold."""
    seen: dict[tuple[str, int], list[Word]] = {}
    kept = []
    for word in words:
        row = round(word.base / 2)
        near = [w for r in (row - 1, row, row + 1) for w in seen.get((word.text, r), ())]
        if any(abs(w.x0 - word.x0) < 0.15 * w.size and abs(w.base - word.base) < 0.15 * w.size for w in near):
            continue
        seen.setdefault((word.text, row), []).append(word)
        kept.append(word)
    return kept
