"""Where sentences end within a segment, for the rules that stay in one.

Segments are mostly sentences already, cut by `qda.segment`; this is for grids of turns and paragraphs. Abbreviations are those of spaCy's tokenizer.
"""

import re
from bisect import bisect_left
from itertools import pairwise

from qda.rules.words import Words, abbreviations

_STOP = re.compile(r"[.!?…]+[\"'’”»›“)\]]*\s+[\"'‘“„«‹(\[]*|\n\s*\n")
_BEFORE = 60


def sentences(words: Words, language: str) -> list[tuple[int, int]]:
    """Return the sentences of a text, as the words from the first up to, not including, the second number.

    Examples
    --------
    >>> from qda.rules.words import words_of
    >>> sentences(words_of("It went well, e.g. in May. Then it stopped.", "en"), "en")
    [(0, 7), (7, 10)]
    """
    ends = [bisect_left(words.starts, stop.end()) for stop in _STOP.finditer(words.text) if _ends(words.text, stop, language)]
    marks = sorted({0, *ends, len(words.forms)})
    return list(pairwise(marks))


def _ends(text: str, stop: re.Match[str], language: str) -> bool:
    """Say whether a sentence ends at a stop: the next begins with a capital or a figure, and no abbreviation stands before."""
    if stop.group().isspace():
        return True
    after = text[stop.end() : stop.end() + 1]
    if not (after.isupper() or after.isdigit()):
        return False
    last = text[max(stop.start() - _BEFORE, 0) : stop.start()].rsplit(maxsplit=1)[-1:]
    before = last[0].lstrip("\"'‘“„«‹([") if last else ""
    initial = len(before) == 1 and before.isalpha() and before.isupper()
    return text[stop.start()] != "." or not (initial or f"{before}." in abbreviations(language))
