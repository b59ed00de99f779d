"""Lines that belong to the page and not to the text: page numbers, running heads, shredded vertical words."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qda.ingest.lines import Line, Shape, closes, ends, runs_on
from qda.model import MarkKind

_NUMBER = re.compile(
    r"^[-–—|\s]*(?:page|seite|pagina|pag\.|strona|sida|p\.|s\.)?\s*(\d{1,4}|[ivxl]{1,6})\s*(?:(?:of|von|sur|di|z|av|/)\s*\d{1,4})?[-–—|\s]*$",
    re.IGNORECASE,
)
_LONGEST_NUMBER = 40
_DIGITS = re.compile(r"\d+")
_NOTE = re.compile(r"^\s?\(?(\d{1,3})\)?\s+(?=[^\W\d_])")


@dataclass(frozen=True, kw_only=True, slots=True)
class Aside:
    """Lines taken out of the text, and the number of the line they stood before in what is left."""

    kind: MarkKind
    value: str
    before: int


def strip(
    lines: Sequence[Line], shape: Shape, *, is_said: Callable[[str], bool] = lambda _line: False
) -> tuple[list[Line], list[Aside]]:
    """Take the lines of the page out of a wrapped text; what is taken out comes back as asides, in order.

    A text that is not wrapped was never cut into pages and is left alone, unless form feeds tell its pages.
    In a transcript, `is_said` tells the lines that stay whatever they look like: short answers come again and again.
    """
    if not (shape.wrapped or any(line.page > 1 for line in lines)):
        return list(lines), []
    out: dict[int, MarkKind] = {**_notes(lines), **_repeated(lines), **_numbers(lines), **_shreds(lines)}
    out = {i: kind for i, kind in out.items() if not is_said(lines[i].text)}
    kept: list[Line] = []
    asides: list[Aside] = []
    for i, line in enumerate(lines):
        if i not in out:
            kept.append(line)
        elif asides and out.get(i - 1) == out[i] and out[i] in ("change", "note") and asides[-1].before == len(kept):
            asides[-1] = Aside(kind=out[i], value=f"{asides[-1].value}\n{line.text}", before=len(kept))
        else:
            asides.append(Aside(kind=out[i], value=line.text, before=len(kept)))
    return kept, asides


def _number(text: str) -> re.Match[str] | None:
    return _NUMBER.match(text) if len(text) <= _LONGEST_NUMBER else None


def _shreds(lines: Sequence[Line]) -> dict[int, MarkKind]:
    """Find words set upright in a table's head: four lines or more of one or two letters each."""
    found: dict[int, MarkKind] = {}
    run: list[int] = []
    for i, line in enumerate([*lines, Line(text="end of the text")]):
        if len(line.text) <= 2 and line.text.isalpha():
            run.append(i)
            continue
        if len(run) >= 4:
            found.update(dict.fromkeys(run, "change"))
        run = []
    return found


def _numbers(lines: Sequence[Line]) -> dict[int, MarkKind]:
    """Find lone page numbers: they rise, or stand within a sentence, or at the end of a page."""
    hits = [(i, m.group(1)) for i, line in enumerate(lines) if (m := _number(line.text))]
    digits = [(i, int(n)) for i, n in hits if n.isdigit()]
    rising = [i for (i, n), (_, after) in pairwise(digits) if 0 < after - n <= 3]
    rising += [i for (_, before), (i, n) in pairwise(digits) if 0 < n - before <= 3]
    sure = {i for i, _ in hits if _interrupts(lines, i) or _at_page_end(lines, i)}
    return dict.fromkeys(sorted(sure | set(rising)), "foot")


def _repeated(lines: Sequence[Line]) -> dict[int, MarkKind]:
    """Find running heads: short lines that come again (digits folded) where a sentence runs on, at a page's end or beside its number."""
    folded = [_DIGITS.sub("0", line.text.casefold()) for line in lines]
    often = {t for t, n in Counter(folded).items() if n >= 3 and len(t) <= 100 and re.search(r"[^\W\d_]", t) and not closes(t)}
    found: dict[int, MarkKind] = {}
    for text in sorted(often):
        places = [i for i, t in enumerate(folded) if t == text]
        on_page = [i for i in places if _interrupts(lines, i) or _at_page_end(lines, i) or _beside_number(lines, i)]
        if 2 * len(on_page) >= len(places):
            found.update(dict.fromkeys(places, "head"))
    return found


def _notes(lines: Sequence[Line]) -> dict[int, MarkKind]:
    """Find footnotes that stand between the lines of a sentence and whose number the text before them carries."""
    found: dict[int, MarkKind] = {}
    said = ""
    for i, line in enumerate(lines):
        number = _NOTE.match(line.text)
        called = number and re.search(rf"[^\W\d_.,;)”’»]?[.,;)”’»a-zà-ÿ]{number.group(1)}\b", said)
        if called and i and not ends(lines[i - 1].text) and i not in found:
            end = next((j for j in range(i, min(i + 12, len(lines) - 1)) if closes(lines[j].text)), None)
            if end is not None and runs_on(lines[i - 1].text, lines[end + 1].text):
                found.update(dict.fromkeys(range(i, end + 1), "note"))
        said = said[-3000:] + " " + line.text
    return found


def _interrupts(lines: Sequence[Line], i: int) -> bool:
    """Say whether the sentence before a line runs on after it; numbers beside it are passed over."""
    before = next((lines[j].text for j in range(i - 1, max(i - 4, -1), -1) if not _number(lines[j].text)), "")
    after = next((lines[j].text for j in range(i + 1, min(i + 4, len(lines))) if not _number(lines[j].text)), "")
    return len(before) >= 30 and bool(after) and runs_on(before, after)


def _at_page_end(lines: Sequence[Line], i: int) -> bool:
    page = lines[i].page
    first = i == 0 or lines[i - 1].page < page
    last = i + 1 == len(lines) or lines[i + 1].page > page
    return lines[-1].page > 1 and (first or last)


def _beside_number(lines: Sequence[Line], i: int) -> bool:
    return any(0 <= j < len(lines) and _number(lines[j].text) for j in (i - 1, i + 1))
