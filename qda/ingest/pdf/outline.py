"""Headings that say what they are (``Chapter II``, ``Abschnitt 3``, ``Article 5``): their level follows from it, not from their looks."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_KINDS = (
    r"part|teil|partie|parte|book|buch|livre|libro",
    r"title|titel|titre|titolo|título",
    r"chapter|kapitel|chapitre|capitolo|capítulo",
    r"section|abschnitt|sezione|sección",
    r"sub-?section|unterabschnitt|sous-section|sottosezione|subsección",
    r"article|artikel|articolo|artículo",
)
_LABEL = re.compile(
    r"(?:" + "|".join(f"(?P<k{i}>{kind})" for i, kind in enumerate(_KINDS)) + r")\s+(?:[IVXLC]{1,7}|\d{1,3}[a-z]?|[A-Z])[.:]?",
    re.IGNORECASE,
)
_LEAST = 3


class Item(NamedTuple):
    """A paragraph as far as its level is concerned: its text, its level by its looks (0 for text), the size of its letters."""

    text: str
    level: int
    size: float


def label_of(text: str) -> int:
    """Return which kind of part a heading names if it names nothing else: 1 for a part, up to 6 for an article, 0 for none.

    >>> label_of("CHAPTER II"), label_of("Artikel 5"), label_of("Article 5 applies here")
    (3, 6, 0)
    """
    match = _LABEL.fullmatch(text.strip())
    return 0 if match is None else next(i for i in range(len(_KINDS)) if match[f"k{i}"]) + 1


def outlined(items: Sequence[Item]) -> list[int]:
    """Return the levels of a document: those by looks, or by what the headings say where at least three of them name a part.

    What follows such a heading at once is its title and has its level; other headings stand below it unless their letters are larger.
    """
    labels = [label_of(item.text) if item.level else 0 for item in items]
    kinds = sorted({label for label in labels if label})
    levels = [item.level for item in items]
    if sum(map(bool, labels)) < _LEAST:
        return levels
    first = next(i for i, label in enumerate(labels) if label)
    own = {i for i, label in enumerate(labels) if label}
    titles = {i + 1 for i in own if i + 1 < len(items) and items[i + 1].level and i + 1 not in own}
    largest = max(items[i].size for i in own | titles)
    base = int(any(item.level and item.size > 1.05 * largest for item in items[:first]))
    plain = [i for i in range(first, len(items)) if items[i].level and i not in own | titles]
    others = sorted({items[i].level for i in plain if items[i].size <= 1.05 * largest})
    now = base
    for i in range(first, len(items)):
        if labels[i]:
            now = base + kinds.index(labels[i]) + 1
        if i in own or i in titles:
            levels[i] = now
        elif levels[i]:
            levels[i] = base + 1 if items[i].size > 1.05 * largest else now + others.index(levels[i]) + 1
    return levels
