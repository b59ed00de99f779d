"""Running heads, feet and page numbers: what stands at the same place on many pages is no part of the text."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from qda.ingest.pdf.paragraphs import CAPTION
from qda.ingest.pdf.records import Page, Run

_ZONE = 0.16
_ROWS = 4
_LONE = re.compile(
    r"[\s\-–—|.\[(]*(?:(?:page|seite|p\.|s\.)\s*)?(\d{1,5}|[ivxlc]{1,7})(?:\s*(?:/|of|von|de|di|av)\s*\d{1,5})?[\s\-–—|.\])]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"(?<![\d.,])[1-9]\d{0,4}(?![\d,])")
_BOTH = 2
_LONGEST = 160

Zone = Literal["head", "foot"]


class Row(NamedTuple):
    """Runs on one base line near the upper or lower edge of a page; `rank` counts from the edge."""

    zone: Zone
    rank: int
    base: float
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The row as read from left to right."""
        return " ".join(run.text for run in self.runs)

    @property
    def folded(self) -> str:
        """The row with all numbers alike."""
        return _DIGITS.sub("#", self.text)


class Cleared(NamedTuple):
    """A page without its furniture: what is left, what was taken out, and the page number that is printed on it."""

    page: Page
    taken: tuple[tuple[Zone, str], ...]
    label: str


def cleared(pages: Sequence[Page]) -> list[Cleared]:
    """Take the furniture out of all pages of a document.

    A row is furniture if it stands at the same height with the same words, numbers folded, on a third of the pages or on three that follow
    each other (all pages, or odd and even ones apart); or if it holds a number that counts the pages; or if it is nothing but such a number;
    or if it stands where such rows stand on other pages, set off from the text by a rule or by its size and a gap; or if all lines of the page
    are numbered and it stands beyond them.
    """
    rows = [_edge_rows(page) for page in pages]
    repeated = _repeated(pages, rows)
    offset = _offset(pages, rows)
    counting = _counting_places(pages, rows, offset) | _set_off_places(pages, rows)
    asides = _repeated_asides(pages)
    return [
        _clear(page, _furniture(page, own, repeated, offset, counting), asides, offset)
        for page, own in zip(pages, rows, strict=True)
    ]


def _edge_rows(page: Page) -> list[Row]:
    runs = sorted(page.runs, key=lambda r: (r.base, r.x0))
    rows = _by_base(runs)
    upper = [row for i, row in enumerate(rows[:_ROWS]) if i == 0 or row[0].bottom < _ZONE * page.height]
    lower = [row for i, row in enumerate(rows[::-1][:_ROWS]) if i == 0 or row[0].top > (1 - _ZONE) * page.height]
    heads = [Row("head", i, row[0].base, row) for i, row in enumerate(upper) if row[0].base < 0.5 * page.height]
    feet = [Row("foot", i, row[0].base, row) for i, row in enumerate(lower) if row[0].base >= 0.5 * page.height]
    return heads + feet


def _by_base(runs: Sequence[Run]) -> list[tuple[Run, ...]]:
    rows: list[list[Run]] = []
    for run in runs:
        if rows and run.base - rows[-1][0].base < 0.4 * run.size:
            rows[-1].append(run)
        else:
            rows.append([run])
    return [tuple(sorted(row, key=lambda r: r.x0)) for row in rows]


def _place(row: Row) -> int:
    return round(row.base / 3)


def _repeated(pages: Sequence[Page], rows: Sequence[Sequence[Row]]) -> set[tuple[Zone, int, str, int]]:
    """Return (zone, side, words, place) of the rows that repeat."""
    seen: dict[tuple[Zone, int, str, int], set[int]] = {}
    for page, own in zip(pages, rows, strict=True):
        for row in own:
            for place in (_place(row) - 1, _place(row), _place(row) + 1):
                for side in (_BOTH, page.number % 2):
                    seen.setdefault((row.zone, side, row.folded, place), set()).add(page.number)
    return {key for key, numbers in seen.items() if _steady(numbers, key[1], len(pages))}


def _steady(numbers: set[int], side: int, pages: int) -> bool:
    """Say whether a row that stands on these pages belongs to the pages and not to the text."""
    of_side, step = (pages, 1) if side == _BOTH else (pages / 2, 2)
    if pages < 5:
        return len(numbers) >= 2
    in_a_row = any(n + step in numbers and n + 2 * step in numbers for n in numbers)
    return len(numbers) >= 3 and (in_a_row or len(numbers) >= 0.3 * of_side)


def _offset(pages: Sequence[Page], rows: Sequence[Sequence[Row]]) -> int | None:
    """Return what must be added to the count of a page to get the number that is printed on it."""
    seen: Counter[int] = Counter()
    for page, own in zip(pages, rows, strict=True):
        seen.update({int(n) - page.number for row in own if row.rank < 3 for n in _NUMBER.findall(row.text)})
    if not seen:
        return None
    best, count = max(seen.items(), key=lambda item: (item[1], -abs(item[0])))
    if len(pages) == 1:
        lone = [m for row in rows[0] if (m := _LONE.fullmatch(row.text))]
        return next((int(m[1]) - pages[0].number for m in lone if m[1].isdigit()), None)
    return best if count >= max(2, 0.3 * len(pages)) else None


def _counting_places(pages: Sequence[Page], rows: Sequence[Sequence[Row]], offset: int | None) -> set[tuple[Zone, int]]:
    """Return where the rows stand that hold the page number on several pages."""
    counts: Counter[tuple[Zone, int]] = Counter()
    for page, own in zip(pages, rows, strict=True):
        counts.update({(row.zone, _place(row)) for row in own if _counts(row, page, offset)})
    need = min(3, max(2, len(pages)))
    return {(zone, place + d) for (zone, place), count in counts.items() if count >= need for d in (-1, 0, 1)}


def _set_off_places(pages: Sequence[Page], rows: Sequence[Sequence[Row]]) -> set[tuple[Zone, int]]:
    """Return where the outermost rows stand that are set off from the text on several pages."""
    found = [(page, row) for page, own in zip(pages, rows, strict=True) for row in own if _is_set_off(row, own, page)]
    counts = Counter((row.zone, _place(row)) for _, row in found)
    # of three or four pages one may be the only one with such a head
    once = {(row.zone, _place(row)) for page, row in found if row.zone == "head" and page.number > 1 and len(pages) < 5}
    return {key for key, count in counts.items() if count >= max(2, 0.3 * len(pages)) or key in once}


def _is_set_off(row: Row, rows: Sequence[Row], page: Page) -> bool:
    """Say whether a rule stands between the outermost row and the text, or the row is small and far from it."""
    edge = row.base if row.zone == "head" else page.height - row.base
    if row.rank or len(row.text) > _LONGEST or CAPTION.match(row.text) or edge > 0.1 * page.height:
        return False
    size = max(run.size for run in row.runs)
    near = (row.base, row.base + 1.6 * size) if row.zone == "head" else (row.base - 2.6 * size, row.base - 0.7 * size)
    wide = max((r.x1 for r in page.runs), default=0.0) - min((r.x0 for r in page.runs), default=0.0)
    if any(rule.top == rule.bottom and near[0] <= rule.top <= near[1] and rule.x1 - rule.x0 > 0.7 * wide for rule in page.rules):
        return True
    following = next((r for r in rows if r.zone == row.zone and r.rank == 1), None)
    return (
        following is not None and abs(following.base - row.base) > 3 * size and size < 0.92 * max(r.size for r in following.runs)
    )


def _counts(row: Row, page: Page, offset: int | None) -> bool:
    return offset is not None and str(page.number + offset) in _NUMBER.findall(row.text)


def _furniture(
    page: Page,
    rows: Sequence[Row],
    repeated: set[tuple[Zone, int, str, int]],
    offset: int | None,
    counting: set[tuple[Zone, int]],
) -> list[Row]:
    taken: list[Row] = []
    for row in sorted(rows, key=lambda r: r.rank):
        if row.rank != sum(t.zone == row.zone for t in taken):
            continue  # text stands between this row and the edge
        again = any((row.zone, side, row.folded, _place(row)) in repeated for side in (_BOTH, page.number % 2))
        placed = (row.zone, _place(row)) in counting
        numbered = placed and ((len(row.text) < _LONGEST and _counts(row, page, offset)) or _is_set_off(row, rows, page))
        lone = _LONE.fullmatch(row.text)
        alone = lone is not None and row.rank < 2 and (_counts(row, page, offset) or lone[1].casefold() == page.label.casefold())
        if (again and sum(c.isalnum() for c in row.text) > 1) or numbered or alone or _beyond(row, page):
            taken.append(row)
    return taken


def _beyond(row: Row, page: Page) -> bool:
    """Say whether a row stands above the first or below the last of the lines that are numbered."""
    return page.numbered is not None and not page.numbered[0] <= row.base <= page.numbered[1]


def _repeated_asides(pages: Sequence[Page]) -> set[str]:
    """Return what stands across the pages again and again, numbers folded; two figures may well name their axes alike."""
    seen = Counter(text for page in pages for text in {_DIGITS.sub("#", run.text) for run in page.asides})
    least = min(3, max(2, len(pages)))
    return {text for text, count in seen.items() if count >= least and sum(c.isalnum() for c in text) > 3}


def _clear(page: Page, rows: Sequence[Row], asides: set[str], offset: int | None) -> Cleared:
    gone = {id(run) for row in rows for run in row.runs}
    again = [run for run in page.asides if _DIGITS.sub("#", run.text) in asides]
    taken: list[tuple[Zone, str]] = [(row.zone, row.text) for row in sorted(rows, key=lambda r: r.base)]
    taken += [("foot", run.text) for run in again]
    left = page._replace(
        runs=tuple(r for r in page.runs if id(r) not in gone), asides=tuple(r for r in page.asides if r not in again)
    )
    return Cleared(left, tuple(taken), _label(page, rows, offset))


def _label(page: Page, rows: Sequence[Row], offset: int | None) -> str:
    if any(_counts(row, page, offset) for row in rows):
        return str(page.number + (offset or 0))
    lone = (m[1] for row in rows if (m := _LONE.fullmatch(row.text)))
    return page.label or next(lone, "") or str(page.number)
