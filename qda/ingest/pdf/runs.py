"""Words -> runs: words that follow each other on one base line."""

import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import accumulate, pairwise
from statistics import median

from qda.ingest.pdf.narrow import NARROW
from qda.ingest.pdf.records import Run, Word, overlap

GAP = 0.85
"""A gap wider than this many ems ends a run; it may be a gutter, and is closed again where it turns out not to be."""
WIDEST = 1.6
_SMALL = 0.8


def runs_of(words: list[Word]) -> list[Run]:
    """Join words into runs.

    Parameters
    ----------
    words
        Words in the order in which the file draws them.

    Returns
    -------
    list of Run
        In the same order.
    """
    rows: list[list[Word]] = []
    for word in words:
        if rows and _on_one_line(rows[-1][-1], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [join_words(group) for row in rows for group in _parted(row)]


def _on_one_line(before: Word, word: Word) -> bool:
    gap, size = word.x0 - before.x1, word.size
    if before.size == size and before.base == word.base:
        return gap > -0.4 * size
    small, large = sorted((before.size, size))
    return gap > -0.4 * large and overlap(before, word) > 0.4 * small


def _parted(row: list[Word]) -> list[list[Word]]:
    """Cut a row at its wide gaps; in a line that was stretched to the width of its column, all gaps are wide."""
    gaps = [(b.x0 - a.x1) / max(a.size, b.size) for a, b in pairwise(row)]
    if not gaps or max(gaps) < GAP:
        return [row]
    free = [gap for gap, word in zip(gaps, row[1:], strict=True) if not word.glued]
    limit = min(max(GAP, 1.5 * median(free)), WIDEST) if free else GAP
    groups = [[row[0]]]
    for gap, word in zip(gaps, row[1:], strict=True):
        if gap < limit:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def join_words(words: list[Word]) -> Run:
    """Make one run of words that stand beside each other."""
    if len(words) == 1:
        text, x0, x1, base, size, bold, italic, _ = words[0]
        return Run(text, x0, x1, base, size, float(bold), float(italic))
    weights: dict[float, int] = defaultdict(int)
    total = heavy = slanted = 0
    for text, _, _, _, size, bold, italic, _ in words:
        length = len(text)
        weights[size] += length
        total += length
        heavy += length if bold else 0
        slanted += length if italic else 0
    size = main_size(weights)
    main = words if len(weights) == 1 else [w for w in words if w.size == size]
    base = max(main, key=lambda w: len(w.text)).base
    text, raised = _text_of(words, size, base)
    return Run(text, min([w.x0 for w in words]), max([w.x1 for w in words]), base, size, heavy / total, slanted / total, raised)


def main_size(weights: Mapping[float, int]) -> float:
    """Return the size of a line from the number of characters per size: the largest that is no mere initial, so small capitals do not count."""
    if len(weights) == 1:
        return next(iter(weights))
    least = min(3, max(weights.values()))
    total = sum(weights.values())
    large = [size for size, count in weights.items() if count >= max(least, 0.08 * total)]
    return max(large) if large else max(weights, key=lambda size: (weights[size], size))


def _text_of(words: list[Word], size: float, base: float) -> tuple[str, tuple[tuple[int, int], ...]]:
    gaps = [b.x0 - a.x1 for a, b in pairwise(words)]
    narrow = min(0.15 * words[0].size, 0.45 * max(gaps)) if len(gaps) > 1 else -1.0
    parts = [words[0].text]
    for before, word, gap in zip(words, words[1:], gaps, strict=False):
        if (before.size == word.size and not word.glued) or not _adjoins(before, word):
            parts.append(NARROW if gap < narrow else " ")
        else:
            parts.append("")
        parts.append(word.text)
    raised: list[tuple[int, int]] = []
    if min([w.size for w in words]) <= _SMALL * size:
        ends = list(accumulate(map(len, parts)))[::2]
        small = [w.size <= _SMALL * size and w.base <= base + 0.03 * size for w in words]
        raised = [(end - len(w.text), end) for w, end, high in zip(words, ends, small, strict=True) if high]
    return "".join(parts), tuple(raised)


def _adjoins(before: Word, word: Word) -> bool:
    """Say whether no blank stands between two words: parts of one, a raised sign and what it stands at, an initial."""
    gap = word.x0 - before.x1
    if before.size != word.size:
        return gap < 0.12 * max(word.size, before.size)
    return word.glued and gap < 0.25 * word.size


_SPACED = re.compile(r"(?<!\S)(?:\S )(?:[^\W\d_] ){2,}\S(?!\S)")


def closed_up(words: list[Word]) -> list[Word]:
    """Join letters that were spaced out for emphasis (``S e c t i o n``) into words, by the width of the gaps between them."""
    if not _SPACED.search(" ".join(w.text for w in words)):
        return words
    joined: list[Word] = []
    for word in words:
        before = joined[-1] if joined else None
        if before is not None and _spaced_out(before, word):
            joined[-1] = before._replace(text=before.text + word.text, x1=word.x1)
        else:
            joined.append(word)
    return joined


def _spaced_out(before: Word, word: Word) -> bool:
    gap = word.x0 - before.x1
    return (
        len(word.text) == 1
        and before.text[-1:].isalpha()
        and word.text.isalpha()
        and abs(before.base - word.base) < 0.1
        and 0 <= gap < 0.32 * word.size
    )
