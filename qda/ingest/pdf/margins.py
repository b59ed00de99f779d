"""Numbers beside the text: of paragraphs in a transcript, of lines in a court's record. They are no part of what was said."""

from collections.abc import Sequence
from itertools import pairwise

from qda.ingest.pdf.records import Page, Run

_LEAST = 4
_SHARE = 0.2
_LINES = 10


def without_margins(pages: Sequence[Page]) -> list[Page]:
    """Move numbers that count lines or paragraphs at the left of the text into `Page.margins`."""
    found = [_counting(page) for page in pages]
    places = [(min(r.x0 for r in runs), max(r.x1 for r in runs)) for runs in found if runs]
    if not places or len(places) < 0.5 * sum(len(page.runs) > _LEAST for page in pages):
        return list(pages)
    left, right = min(p[0] for p in places) - 2, max(p[1] for p in places) + 2
    return [_moved(page, [r for r in _numbers(page) if left <= r.x0 and r.x1 <= right]) for page in pages]


def _numbers(page: Page) -> list[Run]:
    """Return the numbers in the left margin, one a line, with nothing before them."""
    runs = [r for r in page.runs if len(r.text) <= 4 and r.text.isdecimal() and r.x1 < _SHARE * page.width]
    return sorted(runs, key=lambda r: r.base)


def _counting(page: Page) -> list[Run]:
    runs = _numbers(page)
    steps = [int(b.text) - int(a.text) == 1 for a, b in pairwise(runs)]
    if len(runs) < _LEAST or sum(steps) < 0.8 * len(steps):
        return []
    edge = max(r.x1 for r in runs)
    others = [r.x0 for r in page.runs if r not in runs]
    return runs if sum(x < edge for x in others) <= 0.1 * len(others) else []


def _moved(page: Page, numbers: list[Run]) -> Page:
    gone = set(map(id, numbers))
    left = tuple(r for r in page.runs if id(r) not in gone)
    return page._replace(runs=left, margins=tuple(numbers), numbered=_extent(left, numbers))


def _extent(runs: Sequence[Run], numbers: Sequence[Run]) -> tuple[float, float] | None:
    """Return the first and the last base line of a page that is numbered line by line, as courts do: what stands beyond is no text."""
    steps = [b.base - a.base for a, b in pairwise(numbers)]
    if len(numbers) < _LINES or numbers[0].text != "1" or max(steps) - min(steps) > 0.1 * max(steps):
        return None
    first, last = numbers[0].base - 0.3 * steps[0], numbers[-1].base + 0.3 * steps[0]
    inside = [r for r in runs if first <= r.base <= last]
    beside = sum(any(abs(r.base - n.base) < 0.3 * steps[0] for n in numbers) for r in inside)
    return (first, last) if beside >= 0.95 * len(inside) > 0 else None
