"""Files of one name in several formats, as transcription programs write them: the best is the document, the others are named."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from pathlib import PurePosixPath

# what people correct stands before what a program exports, and what tells speakers and times before what does not
_BEST_FIRST = ".docx .docm .odt .ott .fodt .rtf .html .htm .xhtml .otr .json .vtt .srt .md .markdown .txt .text .pdf"
_WORD = re.compile(r"[^\W\d_]{3,}")
_ALIKE = 0.8


def best_first(files: Sequence[str], id_of: Callable[[str], str], listed: Collection[str]) -> list[str]:
    """Put files that would be one document side by side, where the first of them stands, the best first; the others keep their places.

    Parameters
    ----------
    files
        Names within the folder.
    id_of
        Which document a file would be.
    listed
        The files that documents.csv names: what the study chose is the best.

    Examples
    --------
    >>> best_first(["a.html", "a.vtt", "b.pdf", "b.docx", "c.txt"], lambda name: name[0], {"a.vtt"})
    ['a.vtt', 'a.html', 'b.docx', 'b.pdf', 'c.txt']
    """
    first: dict[str, int] = {}
    for number, name in enumerate(files):
        first.setdefault(id_of(name), number)
    return sorted(files, key=lambda name: (first[id_of(name)], name not in listed, _rank(name)))


def _rank(name: str) -> int:
    order, suffix = _BEST_FIRST.split(), PurePosixPath(name).suffix.lower()
    return order.index(suffix) if suffix in order else len(order)


def say_the_same(one: str, other: str) -> bool:
    """Say whether two texts hold nearly the same words, in whatever layout: most of those of the shorter stand in the longer.

    >>> say_the_same("Ana: The bus is late again today.", "[00:01] The bus is late again today.")
    True
    """
    first, second = (Counter(_WORD.findall(text.casefold())) for text in (one, other))
    common, least = sum((first & second).values()), min(sum(first.values()), sum(second.values()))
    most = max(sum(first.values()), sum(second.values()))
    return common >= _ALIKE * least and least >= most / 2
