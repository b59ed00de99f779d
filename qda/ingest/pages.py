"""The pages that form feeds tell, and where the lines of a file stand in the text that was made of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qda.ingest.draft import Draft, Span
from qda.ingest.heads import Aside
from qda.ingest.lines import Line
from qda.ingest.times import cut_times, time_at_end
from qda.model import Mark, canonical

_TAIL = 40
_NEAR = 400  # how far after the line before a line may stand, beyond its own length


def page_spans(lines: Sequence[Line], places: Sequence[int]) -> Iterator[tuple[Span, int]]:
    """Yield the stretch and the number of each page; nothing where there is one page only.

    Parameters
    ----------
    lines
        The lines that stand in the text.
    places
        Where each of them begins, and the end of the text.
    """
    if not lines or lines[-1].page == 1:
        return
    starts = [i for i, line in enumerate(lines) if i == 0 or line.page != lines[i - 1].page]
    for i, after in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield (places[i], places[after]), lines[i].page


def with_pages(draft: Draft, lines: Sequence[Line], asides: Sequence[Aside]) -> Draft:
    """Add the pages to a transcript, and what was taken out of its lines."""
    places = _places(draft.text, lines)
    found = [Mark(kind="page", start=s, end=e, value=str(n), attributes={"number": n}) for (s, e), n in page_spans(lines, places)]
    kept = [Mark(kind=a.kind, start=places[a.before], end=places[a.before], value=canonical(a.value)) for a in asides]
    return replace(draft, marks=tuple(sorted([*draft.marks, *found, *kept], key=lambda m: (m.start, -m.end))))


def _places(text: str, lines: Sequence[Line]) -> list[int]:
    """Return where each line begins in the text, and the end of the text."""
    out: list[int] = []
    place = 0
    for line in lines:
        while text[place : place + 1].isspace():
            place += 1
        out.append(place)
        place = _end(text, line, place)
    return [*out, len(text)]


def _end(text: str, line: Line, least: int) -> int:
    """Return where a line ends in the text: after its last words, for its label and times are no part of it; `least` if it is not there."""
    said = canonical(cut_times(time_at_end(line.text)[0])[0]).strip()
    words = said[-_TAIL:].split(" ")
    for first in range(len(words)):
        tail = " ".join(words[first:])
        at = text.find(tail, least, least + len(said) + _NEAR) if tail else -1
        if at >= 0:
            return at + len(tail)
    return least
