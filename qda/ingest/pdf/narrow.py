"""Blanks that are no blanks: in letters set apart for show (``Security of personal dat a``) some gaps look like one.

Such a gap is far narrower than the others of its line. Whether it parts two words is for the other lines of the document to say.
"""

import re
from collections import Counter
from collections.abc import Sequence

from qda.ingest.pdf.records import Page, Run

NARROW = "\ue002"
"""Stands for a blank that is far narrower than the others of its line."""
_WORD = re.compile(r"[^\W\d_]+")
_PAIR = re.compile(rf"([^\W\d_]+){NARROW}(?=([^\W\d_]+))|{NARROW}")


def without_narrow(pages: Sequence[Page]) -> list[Page]:
    """Close the narrow blanks that part a word which the document writes in one elsewhere, and make blanks of the others."""
    if not any(NARROW in run.text for page in pages for run in page.runs):
        return list(pages)
    words = Counter(_WORD.findall("\n".join(run.text for page in pages for run in page.runs if NARROW not in run.text).lower()))
    return [page._replace(runs=tuple(_mended(run, words) for run in page.runs)) for page in pages]


def _mended(run: Run, words: Counter[str]) -> Run:
    """Return a run with its blanks decided; its raised stretches move with the text."""
    if NARROW not in run.text:
        return run
    closed = [m.end() - 1 for m in _PAIR.finditer(run.text) if m[1] and _is_one(m[1].lower(), m[2].lower(), words)]
    text = "".join(" " if c == NARROW else c for i, c in enumerate(run.text) if i not in closed)
    raised = tuple((a - sum(i < a for i in closed), b - sum(i < b for i in closed)) for a, b in run.raised)
    return run._replace(text=text, raised=raised)


def _is_one(left: str, right: str, words: Counter[str]) -> bool:
    return words[left + right] > min(words[left], words[right])
