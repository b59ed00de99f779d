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

from qda.ingest.pdf.native import address, functions
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
_PLACE = struct.Struct("8f2d")
_MATRIX = struct.Struct("6f")

Measure = tuple[float, ...]
"""Left, upper, right and lower edge of the first character of a word, the same of its last, and the origin of the first."""


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

        self._raw, self._pdfium = raw, functions()
        self._page = address(textpage.raw)
        self._textpage = textpage.raw
        self._styles: dict[int, Style] = {}
        self._fonts: dict[int, Font] = {}
        self._room = ctypes.create_string_buffer(_PLACE.size)
        self._places = tuple(ctypes.addressof(self._room) + at for at in (0, 16, 32, 40))
        self._matrix = ctypes.create_string_buffer(_MATRIX.size)
        count = max(textpage.count_chars(), 0)
        text = textpage.get_text_range() if count else ""
        if len(text) != count:  # characters outside the basic plane, or some without a meaning: indices would drift
            text = "".join(chr(raw.FPDFText_GetUnicode(textpage.raw, i)) for i in range(count))
        self.text: str = text

    def words(self) -> list[Placed]:
        """Return the words in the order in which the file draws them."""
        placed: list[Placed] = []
        for match in _TOKEN.finditer(self.text):
            start, end = match.span()
            measure = self._measure(start, end - 1)
            style = self._style(start, measure)
            cuts = []
            if end - start > 1 and (_SIGN.search(self.text, start, end) or _uneven(measure)):
                cuts = self._cuts(start, end, style)
            if cuts:
                placed += self._pieces(start, style, [*cuts, (end, style)])
            else:
                placed += self._place(start, end, style, measure, glued=False)
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
            for word in self._place(start, end, style, self._measure(start, end - 1), glued=glued):
                yield word
                glued = True
            start, style = end, following

    def _place(self, start: int, end: int, style: Style, measure: Measure, *, glued: bool) -> list[Placed]:
        """Return a word, or nothing if it has no place."""
        left, top, right, low, last_left, last_top, last_right, last_low, x, y = measure
        if last_right <= last_left and end - start > 1:  # a hyphen that pdfium made up has no box
            last_left, last_top, last_right, last_low = self._measure(end - 2, end - 2)[:4]
        if not (math.isfinite(x) and math.isfinite(y)):
            return []
        left, low = min(left, last_left), min(low, last_low)
        right, top = max(right, last_right), max(top, last_top)
        return [Placed(self._mended(start, end, style), left, low, right, top, x, y, style, glued)]

    def _mended(self, start: int, end: int, style: Style) -> str:
        """Return the text of a word with ligatures spelt out and the doubled letters of a false bold made single."""
        text = self.text[start:end]
        if text[:1] == text[1:2] and len(text) % 2 == 0 and text[::2] == text[1::2] and self._overprinted(start, end, style):
            text = text[::2]
        if text.isascii() and "\x02" not in text:
            return text
        text = _ACCENT.sub(lambda m: unicodedata.normalize("NFC", m[1] + _ACCENTS[m[2]]), text)
        return _LIGATURE.sub(lambda m: _LIGATURES[ord(m[0])], text)

    def _overprinted(self, start: int, end: int, style: Style) -> bool:
        corners = [(box[0], box[3]) for box in (self._measure(i, i) for i in range(start, end))]
        near = 0.18 * style.size
        return all(math.dist(corners[i], corners[i + 1]) < near for i in range(0, end - start, 2))

    def _measure(self, first: int, last: int) -> Measure:
        """Ask for the boxes of two characters and for the origin of the first."""
        pdfium, page = self._pdfium, self._page
        one, two, x, y = self._places
        pdfium.loose_box(page, first, one)
        pdfium.loose_box(page, last, two)
        pdfium.origin(page, first, x, y)
        return _PLACE.unpack(self._room)

    def _style(self, index: int, measure: Measure | None = None) -> Style:
        item = self._pdfium.text_object(self._page, index) or 0
        style = self._styles.get(item)
        if style is None:
            style = self._styles[item] = self._look_up(index, item, measure or self._measure(index, index))
        return style

    def _look_up(self, index: int, item: int, measure: Measure) -> Style:
        pdfium = self._pdfium
        pdfium.text_matrix(self._page, index, ctypes.addressof(self._matrix))
        a, b, c, d, *_ = _MATRIX.unpack(self._matrix)
        size = pdfium.font_size(self._page, index) * math.hypot(c, d)
        angle = math.degrees(math.atan2(b, a)) if b or a < 0 else 0.0
        quarter = round(angle / 90) if angle else 0
        left, top, right, low = measure[:4]
        height = right - left if quarter % 2 else top - low
        if height > 0 and not 0.4 < size / height < 2.5:
            size = height
        font = self._font(index, item)
        stroked = item != 0 and pdfium.render_mode(item) == self._raw.FPDF_TEXTRENDERMODE_FILL_STROKE
        skewed = abs(angle - 90 * quarter) > 10
        return Style(round(size, 2) or 1.0, quarter % 4, skewed, font.bold or stroked, font.italic)

    def _font(self, index: int, item: int) -> Font:
        raw = self._raw
        key = (self._pdfium.font(item) or 0) if item else 0
        font = self._fonts.get(key)
        if font is None:
            flags, name = ctypes.c_int(), ctypes.create_string_buffer(128)
            raw.FPDFText_GetFontInfo(self._textpage, index, name, 128, flags)
            title = name.value.decode("utf-8", "ignore")
            heavy = raw.FPDFText_GetFontWeight(self._textpage, index) >= 600 or bool(flags.value & _FORCE_BOLD)
            italic = bool(flags.value & _ITALIC_FLAG) or bool(_ITALIC.search(title))
            font = self._fonts[key] = Font(heavy or bool(_BOLD.search(title)), italic)
        return font


def _uneven(measure: Measure) -> bool:
    """Say whether two characters differ in height, as after a large initial."""
    one, two = measure[1] - measure[3], measure[5] - measure[7]
    return one != two and min(one, two) > 0 and max(one, two) > 1.12 * min(one, two)


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


def upright(words: Iterable[Placed], quarter: int, shift: tuple[float, float]) -> list[Word]:
    """Return words in upright coordinates, moved by `shift`."""
    across, down = shift
    turned = []
    for text, x0, y0, x1, y1, x, y, (size, _, _, bold, italic), glued in words:
        left, right, base = ((x0, x1, -y), (y0, y1, x), (-x1, -x0, y), (-y1, -y0, -x))[quarter]
        turned.append(Word(text, left - across, right - across, base - down, size, bold, italic, glued))
    return turned


def without_overprints(words: list[Word]) -> list[Word]:
    """Drop words that are drawn a second time at the same place to look bold."""
    seen: dict[str, dict[int, list[Word]]] = {}
    kept = []
    for word in words:
        row = round(word.base / 2)
        rows = seen.get(word.text)
        if rows is None:
            rows = seen[word.text] = {}
        near = [w for r in (row - 1, row, row + 1) if r in rows for w in rows[r]]
        if near and any(abs(w.x0 - word.x0) < 0.15 * w.size and abs(w.base - word.base) < 0.15 * w.size for w in near):
            continue
        rows.setdefault(row, []).append(word)
        kept.append(word)
    return kept
