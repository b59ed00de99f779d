"""Cleared pages -> the lines of the document in reading order, without footnotes; and the footnotes."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from qda.ingest.pdf.layout import column_lines, columns_of, edges_of, recut, with_common_edges
from qda.ingest.pdf.paragraphs import ASIDE
from qda.ingest.pdf.records import TABLE_SIGN, Line, Page, Rule, Run, Table

_SMALLER = 0.94
_WORD = re.compile(r"[^\W\d_]{3}")
_LABEL = re.compile(r"\(?\s*([1-9]\d{0,2}|[*†‡§]{1,3}|[a-z](?=\)))\s*[).]?\s*(?=\S)")


class Flow(NamedTuple):
    """The columns of one page, and the lines of the footnotes below them."""

    page: int
    columns: list[list[Line]]
    notes: list[Line]
    called: set[str]


def body_size(pages: Iterable[Page]) -> float:
    """Return the size in which most of a document is set."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for run in page.runs:
            sizes[round(run.size * 2) / 2] += len(run.text)
    return max(sizes, key=lambda s: (sizes[s], s)) if sizes else 10.0


def flows_of(pages: Sequence[Page], body: float, alive: Callable[[], None]) -> list[Flow]:
    """Put all pages into reading order; what most pages tell about the columns helps to read those that hold little text."""
    firsts = list(accumulate((len(page.tables) for page in pages), initial=0))[:-1]
    cut = []
    for page, first in zip(pages, firsts, strict=True):
        alive()
        cut.append(_columns(page, first))
    known = edges_of(cut)
    return [flow_of(page, body, recut(columns, known) if known else columns) for page, columns in zip(pages, cut, strict=True)]


def _columns(page: Page, first_table: int) -> list[list[Run]]:
    """Return the columns of a page, with a run that stands for each table; `first_table` tables stand on the pages before."""
    stand_ins = [_stand_in(table, first_table + i) for i, table in enumerate(page.tables)]
    return columns_of([*(_with_table(run, page.tables) for run in page.runs), *stand_ins], page.rules)


def flow_of(page: Page, body: float, groups: Sequence[list[Run]]) -> Flow:
    """Make lines of the columns of a page and part its footnotes from its text.

    Parameters
    ----------
    page
        A page without its furniture.
    body
        The size of the text.
    groups
        Its columns in reading order.
    """
    columns: list[list[Line]] = []
    notes: list[Line] = []
    called = {run.text[a:b].strip("() ") for run in page.runs for a, b in run.raised}
    for lines in with_common_edges([column_lines(group, page.number, number) for number, group in enumerate(groups)]):
        cut = _notes_begin(lines, body, page, called)
        notes += lines[cut:]
        if cut:
            columns.append(_with_margins(lines[:cut], page.margins))
    columns += [[Line(run, page.number, ASIDE + i, run.x0, run.x1)] for i, run in enumerate(page.asides)]
    return Flow(page.number, columns, notes, called)


def _stand_in(table: Table, index: int) -> Run:
    """Return a run that holds the place of a table among the lines."""
    size = max(table.bottom - table.top, 1.0)
    return Run(f"{index:{TABLE_SIGN}>60}", table.x0, table.x1, table.top + 0.8 * size, size, 0.0, 0.0)


def _with_table(run: Run, tables: Sequence[Table]) -> Run:
    """Give a title in the middle above a table the width of the table, so that it stays with it and not with a column of text."""
    for table in tables:
        middle = abs(run.x0 + run.x1 - table.x0 - table.x1) < 12
        if middle and 0 < table.top - run.base < 3 * run.size and table.x0 < run.x0 and run.x1 < table.x1:
            return run._replace(x0=table.x0, x1=table.x1)
    return run


def _notes_begin(lines: Sequence[Line], body: float, page: Page, called: set[str]) -> int:
    """Return the index of the first line of the footnotes at the foot of a column: smaller than the text, with a sign or below a short rule."""
    cut = len(lines)
    while cut and lines[cut - 1].run.size < _SMALLER * body:
        cut -= 1
    if not any(_WORD.search(line.run.text) for line in lines[cut:]):
        return len(lines)  # the figures at the axes of a diagram
    while cut < len(lines):
        line = lines[cut]
        if _ruled_off(line, page.rules) or (_signed(line.run, called) and (cut == 0 or _apart(lines[cut - 1].run, line.run))):
            return cut if line.run.top > 0.25 * page.height or cut == 0 else len(lines)
        cut += 1
    return cut


def _signed(run: Run, called: set[str]) -> bool:
    """Say whether a line begins with the sign of a footnote: raised, or one that is raised elsewhere on the page."""
    match = _LABEL.match(run.text)
    if match is None:
        return False
    if any(start <= match.start(1) < end for start, end in run.raised):
        return True
    return match[1] in called and re.match(r"(\(\d{1,3}\)|\d{1,3}\.?\s|[*†‡]+)", run.text) is not None


def _apart(before: Run, run: Run) -> bool:
    return run.base - before.base > 1.35 * run.size or before.size > run.size


def _ruled_off(line: Line, rules: Sequence[Rule]) -> bool:
    """Say whether a short horizontal rule stands right above a line."""
    return any(
        r.top == r.bottom and -0.2 * line.run.size < line.run.top - r.top < 2.2 * line.run.size and abs(r.x0 - line.left) < 12
        and r.x1 - r.x0 < 0.6 * max(line.right - line.left, 60)
        for r in rules
    )  # fmt: skip


def _with_margins(lines: Sequence[Line], margins: Sequence[Run]) -> list[Line]:
    if not margins:
        return list(lines)
    marked = []
    for line in lines:
        near = [m.text for m in margins if abs(m.base - line.run.base) < 0.6 * line.run.size]
        marked.append(line._replace(margin=near[0] if near else ""))
    return marked


class Footnote(NamedTuple):
    """A footnote: its sign, the lines it is made of, and the page it begins on."""

    label: str
    lines: tuple[str, ...]
    page: int


def footnotes_of(flows: Sequence[Flow]) -> list[Footnote]:
    """Return the footnotes; one without a sign goes on from the page before."""
    notes: list[Footnote] = []
    for flow in flows:
        hanging = _hanging(flow)
        for line in flow.notes:
            match = (
                _LABEL.match(line.run.text)
                if _signed(line.run, flow.called) and (line.run.x0 <= hanging or _raised(line.run))
                else None
            )
            if match is not None:
                notes.append(Footnote(match[1], (line.run.text[match.end() :].strip(),), flow.page))
            elif notes:
                notes[-1] = notes[-1]._replace(lines=(*notes[-1].lines, line.run.text))
            else:
                notes.append(Footnote("", (line.run.text,), flow.page))
    return notes


def _raised(run: Run) -> bool:
    return bool(run.raised) and run.raised[0][0] <= 2


def _hanging(flow: Flow) -> float:
    """Return the place at which the signs of the notes stand; further to the right a number belongs to the text of a note."""
    signed = [line.run.x0 for line in flow.notes if _signed(line.run, flow.called)]
    if any(_raised(line.run) for line in flow.notes):
        return -1.0
    return min(signed, default=0.0) + 12
