"""Hyphens at line ends: kept or not, as the document itself writes the word elsewhere."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from qda.ingest.pdf.records import HYPHEN

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:-[^\W\d_]+)*")
_TAIL = re.compile(r"([^\W_]+(?:-[^\W_]+)*)$")
_LEAD = re.compile(r"([^\W_]+(?:-[^\W_]+)*)")
_HYPHENS = ("-", HYPHEN, "\u2010", "\u2011", "¬")
_CONJUNCTIONS = frozenset(["und", "oder", "bzw", "sowie", "bis", "and", "or", "to", "et", "ou", "e", "o", "y"])
_CLEAR_CONJUNCTIONS = frozenset(["und", "oder", "bzw", "sowie", "bis", "and"])
_PREFIXES = frozenset(["self", "non", "ex", "cross", "well", "co"])
_ADDRESS = re.compile(rf"(?:\bhttps?:/|\bwww\.)\S*[-/_.?=&%~{HYPHEN}]$|\w@$")
_DASHED = re.compile(r"\w[–—/]$")


class Vocabulary:
    """The words of a document, as they stand within its lines.

    Parameters
    ----------
    lines
        All lines; a word that is broken at a line end is left out.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        self._parts: set[str] = set()
        broken = False
        for line in lines:
            words = _WORD.findall(line)
            end = line.endswith(_HYPHENS)
            whole = [w.lower() for w in words[1 if broken else 0 : -1 if end else None]]
            self._words.update(whole)
            self._parts.update(part for word in whole if "-" in word for part in word.split("-"))
            broken = end
        self.german = sum(map(self.count, ("und", "der", "die"))) > sum(map(self.count, ("and", "the", "of")))
        self.english = not self.german and sum(map(self.count, ("and", "the", "of"))) > 0

    def count(self, word: str) -> int:
        """Return how often the document writes a word, whatever its case."""
        return self._words[word.lower()]

    def join(self, line: str, following: str) -> str:
        r"""Return `line` made ready to be followed by `following`: with a blank, or without its hyphen, or as it is.

        Examples
        --------
        >>> Vocabulary(["on decision-making"]).join("about decision-", "making")
        'about decision-'
        >>> Vocabulary([]).join("the govern-", "ment of")
        'the govern'
        """
        if not line or not following:
            return line
        last = line[line.rfind(" ") + 1 :]  # a paragraph grows line by line; only its end matters
        if not line.endswith(_HYPHENS):
            goes_on = (_DASHED.search(last) and following[0].isalnum()) or (_ADDRESS.search(last) and not following[0].isupper())
            return line if goes_on else line + " "
        stem = line[:-1]
        if _ADDRESS.search(last):
            return f"{stem}-"
        tail, lead = _TAIL.search(last[:-1]), _LEAD.match(following)
        if tail is None or lead is None:  # a dash between words, or the end of an address
            return f"{stem}-" + (" " if stem.endswith(" ") or not stem else "")
        if self._suspended(tail[1], lead[1].lower()):
            return f"{stem}- "
        return f"{stem}-" if self._keeps(tail[1], lead[1]) else stem

    def _suspended(self, left: str, right: str) -> bool:
        """Tell `Sozial- und Arbeitsmarkt` from a word that ends in such a syllable."""
        if right not in _CONJUNCTIONS or self.count(left + right):
            return False
        return right in _CLEAR_CONJUNCTIONS or self.count(left) > 0

    def _keeps(self, left: str, right: str) -> bool:
        if left[-1].isdigit() or right[0].isdigit():
            return True
        with_hyphen, without = self.count(f"{left}-{right}"), self.count(left + right)
        if with_hyphen != without:
            return with_hyphen > without
        if right[0].isupper():
            return not (left.isupper() and right.isupper() and len(left) > 1)
        last, first = left.rsplit("-", 1)[-1], right.split("-", 1)[0]
        if last.lower() in _PREFIXES and len(first) > 4:
            return not (self.english and _in_dictionary(last + first))
        if self.german or min(len(last), len(first)) < 3 or not (self._is_word(last) and self._is_word(first)):
            return False
        return not (self.english and _in_dictionary(last + first))

    def _is_word(self, text: str) -> bool:
        return self.count(text) > 0 or text.lower() in self._parts or (self.english and _in_dictionary(text))


@lru_cache(maxsize=1024)
def _in_dictionary(word: str) -> bool:
    """Ask an English dictionary about words that the document does not tell about; it is loaded for such words only."""
    from simplemma import is_known

    return is_known(word.lower(), lang="en")
