"""Lines in reading order -> paragraphs that run on across columns, pages, tables and captions."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from qda.ingest.pdf.records import HYPHEN, TABLE_SIGN, Line, Run

TERMINAL = re.compile(r"[.!?:;…]['\"’”»›)\]]*\s*(?:\(?\s*\d{1,3}\s*\)?)?$")
BULLET = re.compile(r"[•●▪■◦‣⁃➢✓*–—-]\s+(?=\S)")
MARKER = re.compile(r"(?:[•●▪■◦‣⁃➢✓*–—-]\s+|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})\)\s+|\d{1,2}\.\s+|§\s?\d+\s)(?=\S)")
CAPTION = re.compile(
    r"(?:table|figure|fig\.|box|chart|map|tabelle|tab\.|abbildung|abb\.|übersicht|grafik|karte|tableau|graphique|tabella|figura|grafico|cuadro)"
    r"\s*\d{1,3}(?:[.\-–]\d{1,3})?\s*(?P<sign>[.:–—-](?!\d)|\s|$)",
    re.IGNORECASE,
)
_LEADER = re.compile(r"(?:\s?[.·…_]){4,}\s*(?:\d{1,4}|[ivxlc]{1,6})$")
_SURE = 4
ASIDE = 1000
"""Columns from this number on hold what is written across the page; it is no part of a sentence."""


@dataclass(kw_only=True, slots=True)
class Paragraph:
    """Lines that belong together; `floats` are tables and captions, over which a sentence may run on, `titles` stand right above a table."""

    lines: list[Line]
    floats: bool = False
    titles: bool = False
    table: int = -1
    gap: float = 0.0
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set.

    The distance of its lines per size, whether paragraphs begin with an indent or after a gap, and which columns are justified.
    """

    body: float
    leading: dict[float, float] = field(default_factory=dict)
    indented: bool = False
    spaced: bool = False
    justified: frozenset[tuple[int, int]] = frozenset()

    def lead(self, run: Run) -> float:
        """Return the usual distance of lines of this size."""
        return self.leading.get(_rounded(run.size), 1.22 * run.size)

    def is_justified(self, line: Line) -> bool:
        """Say whether the lines of this column end at one edge."""
        return (line.page, line.column) in self.justified


def setting_of(lines: Sequence[Line], body: float) -> Setting:
    """Measure how a document is set."""
    distances: dict[float, Counter[float]] = {}
    flush: dict[tuple[int, int], list[bool]] = {}
    indents = gaps = 0
    for before, line in pairwise(lines):
        flush.setdefault((line.page, line.column), []).append(line.right - line.run.x1 < 1.5)
        if not _same_column(before, line) or _rounded(before.run.size) != _rounded(line.run.size):
            continue
        step = line.run.base - before.run.base
        if 0.9 * line.run.size < step < 2.3 * line.run.size:
            distances.setdefault(_rounded(line.run.size), Counter())[round(step, 1)] += 1
            indents += 0.7 * line.run.size < line.run.x0 - line.left < 4 * line.run.size and before.run.x0 - before.left < 1
            gaps += _is_gap(before, line, step)
    leading = {size: _usual(size, steps) for size, steps in distances.items()}
    justified = frozenset(key for key, ends in flush.items() if len(ends) > 3 and sum(ends) > 0.5 * len(ends))
    return Setting(body, leading, indents > max(3, gaps), gaps > max(3, indents), justified)


def _is_gap(before: Line, line: Line, step: float) -> bool:
    """Say whether a line that follows a short one stands further off than lines of a paragraph do."""
    return step > 1.5 * line.run.size and _slack(before) > line.run.size and ends(before)


def _usual(size: float, steps: Counter[float]) -> float:
    """Return the most frequent distance; a few wide ones may just as well part paragraphs of one line."""
    step = max(steps, key=lambda s: (steps[s], -s))
    return step if steps[step] >= _SURE else min(step, 1.3 * size)


def paragraphs_of(lines: Sequence[Line], setting: Setting) -> list[Paragraph]:
    """Group lines into paragraphs."""
    found: list[Paragraph] = []
    text: Paragraph | None = None
    for index, line in enumerate(lines):
        after = lines[index + 1] if index + 1 < len(lines) else None
        if line.run.text.startswith(TABLE_SIGN):
            text = _titled(found, line, text)
            found.append(Paragraph(lines=[line], floats=True, table=int(line.run.text.strip(TABLE_SIGN))))
            continue
        if line.column >= ASIDE:
            found.append(Paragraph(lines=[line], floats=True))
            continue
        last = found[-1] if found else None
        if last is not None and last.table < 0 and not _begins(last, line, after, setting):
            last.lines.append(line)
            continue
        if last is not None and last.floats and text is not None and _resumes(text, line, setting):
            _pull(found, text, line)
            text.lines.append(line)
            continue
        fresh = Paragraph(lines=[line], gap=_gap(last, line), centred=is_centred(line), floats=_is_caption(line, last, setting))
        found.append(fresh)
        text = text if fresh.floats else fresh
    return found


def _titled(found: list[Paragraph], table: Line, text: Paragraph | None) -> Paragraph | None:
    """Make a line that was given the width of the table below it the title of that table; return the text that may run on."""
    last = found[-1] if found else None
    if last is None or last.floats or any((line.run.x0, line.run.x1) != (table.run.x0, table.run.x1) for line in last.lines):
        return text
    last.floats = last.titles = True
    return next((p for p in reversed(found) if not p.floats), None)


def _begins(paragraph: Paragraph, line: Line, after: Line | None, setting: Setting) -> bool:
    """Say whether a new paragraph begins with `line`."""
    before = paragraph.lines[-1]
    if not _same_size(before.run, line.run) or _is_entry(before, line) or _is_signed_caption(before, line):
        return True
    if _same_column(before, line):
        return _begins_below(paragraph, line, after, setting)
    if paragraph.floats or MARKER.match(line.run.text) or _heavy(before.run) != _heavy(line.run):
        return True
    back = after is None or not _same_column(line, after) or after.run.x0 < line.run.x0 - 0.5 * line.run.size
    if _indented(line) and back:
        return setting.indented or ends(before)
    if setting.indented:
        return _slack(before) > 0.25 * (before.right - before.left) and (ends(before) or _ended(before, line, setting))
    return _ended(before, line, setting) or (
        ends(before) and not setting.is_justified(before) and not line.run.text[:1].islower()
    )


def _begins_below(paragraph: Paragraph, line: Line, after: Line | None, setting: Setting) -> bool:
    before = paragraph.lines[-1]
    step, lead = line.run.base - before.run.base, setting.lead(line.run)
    bold = _heavy(before.run) and _heavy(line.run)
    if step > max(1.25 * lead + 0.3, 1.6 * line.run.size if bold else 0.0) or step < 0:
        return True
    if ends(before) and step > 1.07 * lead + 0.2 and (_slack(before) > line.run.size or step > 1.15 * lead):
        return True
    if _heavy(before.run) != _heavy(line.run) and (step > 1.08 * lead or _slack(before) > _first_word(line)):
        return True
    if is_centred(before) and is_centred(line):
        return False
    if BULLET.match(line.run.text) or _is_item(paragraph, line):
        return True
    return _moved(paragraph, line, after, setting) or _ended(before, line, setting)


def _is_entry(before: Line, line: Line) -> bool:
    """Say whether a line begins an entry of a table of contents: each ends with a row of dots and a number, save those that wrap."""
    if _LEADER.search(before.run.text):
        return True
    return before.run.text[-1:].isdigit() and _LEADER.search(line.run.text) is not None


def _is_item(paragraph: Paragraph, line: Line) -> bool:
    """Say whether a line begins an item of a list, and not a wrapped line that happens to begin with a number."""
    if not MARKER.match(line.run.text):
        return False
    first = paragraph.lines[0]
    begun = bool(MARKER.match(first.run.text)) and abs(first.run.x0 - line.run.x0) < 3 and first.page == line.page
    return begun or ends(paragraph.lines[-1]) or _indented(line)


def _moved(paragraph: Paragraph, line: Line, after: Line | None, setting: Setting) -> bool:
    """Say whether the left edge tells that a paragraph begins."""
    before = paragraph.lines[-1]
    em = line.run.size
    shift = line.run.x0 - before.run.x0
    first = len(paragraph.lines) == 1
    hanging = bool(MARKER.match(paragraph.lines[0].run.text))
    if shift > 0.6 * em:
        if first and (hanging or (not ends(before) and _slack(before) < _first_word(line))):
            return False
        back = after is not None and _same_column(line, after) and after.run.x0 < line.run.x0 - 0.5 * em
        return back or ends(before) or (setting.indented and _slack(before) > _first_word(line))
    if shift < -0.6 * em:
        return not (first and (not hanging or line.run.x0 <= line.left + 1))
    return False


def _ended(before: Line, line: Line, setting: Setting) -> bool:
    """Say whether a line ended before it was full: the first word of the next one would have fitted."""
    slack, em = _slack(before), line.run.size
    fits = slack > 1.2 * _first_word(line) + 0.4 * em
    if _same_column(before, line) and (setting.indented or setting.spaced) and ends(before):
        return fits and slack > 0.25 * (before.right - before.left)  # paragraphs show themselves otherwise
    if ends(before):
        return fits or (setting.is_justified(before) and slack > 2.5 and not line.run.text[:1].islower())
    if line.run.text[:1].islower() or before.run.text.endswith((HYPHEN, "-", ",")):
        return False
    return slack > 1.2 * _first_word(line) + 2 * em


def _resumes(text: Paragraph, line: Line, setting: Setting) -> bool:
    """Say whether a sentence that a table or caption interrupted goes on."""
    before, run = text.lines[-1], line.run
    if ends(before) or not _same_size(before.run, run) or _heavy(before.run) or _heavy(run):
        return False
    if MARKER.match(run.text) or _is_signed_caption(before, line):
        return False
    return run.text[:1].islower() or not _ended(before, line, setting)


def _pull(found: list[Paragraph], text: Paragraph, line: Line) -> None:
    """Put what stands on the page a paragraph leaves before that paragraph, so that pages stay in order."""
    at = next(i for i, p in enumerate(found) if p is text)
    page = text.lines[-1].page
    if page < line.page:
        early = [p for p in found[at + 1 :] if p.lines[0].page == page]
        late = [p for p in found[at + 1 :] if p.lines[0].page != page]
        found[at:] = [*early, text, *late]


def _is_caption(line: Line, last: Paragraph | None, setting: Setting) -> bool:
    match = CAPTION.match(line.run.text)
    if match is None:
        return False
    run = line.run
    differs = run.size < 0.96 * setting.body or run.italic > 0.6 or run.bold > 0.3 or is_centred(line)
    return match["sign"] in ".:–—-" or (not match["sign"].strip() and (differs or (last is not None and last.table >= 0)))


def _is_signed_caption(before: Line, line: Line) -> bool:
    """Say whether a caption begins that its colon tells: in another column, or below a line that had room for its first word."""
    match = CAPTION.match(line.run.text)
    apart = not _same_column(before, line) or _slack(before) > 1.2 * _first_word(line)
    return match is not None and match["sign"] == ":" and apart


def ends(line: Line) -> bool:
    """Say whether a sentence may end with this line."""
    return bool(TERMINAL.search(line.run.text))


def is_centred(line: Line) -> bool:
    """Say whether a line stands in the middle of its column, away from both edges."""
    left, right = line.run.x0 - line.left, line.right - line.run.x1
    return left > 1.2 * line.run.size and abs(left - right) < max(4.0, 0.05 * (line.right - line.left))


def _gap(last: Paragraph | None, line: Line) -> float:
    if last is None or not _same_column(last.lines[-1], line):
        return 0.0
    return line.run.base - last.lines[-1].run.base


def _same_column(a: Line, b: Line) -> bool:
    return a.page == b.page and a.column == b.column


def _same_size(a: Run, b: Run) -> bool:
    return abs(a.size - b.size) <= 0.06 * max(a.size, b.size)


def _heavy(run: Run) -> bool:
    return run.bold > 0.9


def _indented(line: Line) -> bool:
    return line.run.x0 - line.left > 0.7 * line.run.size


def _slack(line: Line) -> float:
    return line.right - line.run.x1


def _first_word(line: Line) -> float:
    text = line.run.text
    return (line.run.x1 - line.run.x0) * len(text.split(" ", 1)[0]) / max(len(text), 1)


def _rounded(size: float) -> float:
    return round(size * 2) / 2
