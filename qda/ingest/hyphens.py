"""Hyphens at line ends: joined or kept, as the document itself writes the word elsewhere."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_TAIL = re.compile(r"([^\W_]+(?:[-\u2010\u2011][^\W_]+)*)[-\u2010\u2011]$")
_HEAD = re.compile(r"^([^\W_]+)")
_CONJUNCTIONS = "und oder bzw sowie and or nor to et ou e o i lub oraz och eller"
# first parts that carry their hyphen in the languages we read; the words of the document itself are asked first
_FIRST_PARTS = (
    "multi inter intra cross self non co pre post ex anti pro semi sub neo quasi socio well ill long short full part high low one two "
    "three first second top bottom decision policy labour labor job work welfare state third not so sous après centre vice mid all re"
)
_SUSPENDED = frozenset(_CONJUNCTIONS.split())
_FIRST = frozenset(_FIRST_PARTS.split())


class Vocabulary:
    """The words of a document, to decide what a hyphen at a line end was.

    >>> words = Vocabulary(["technologically speaking, decision-making"])
    >>> words.join("technolo-", "gically new"), words.join("decision-", "making is"), words.join("Sozial-", "und Jugendhilfe")
    ('', '-', '- ')
    """

    def __init__(self, texts: Iterable[str]) -> None:
        whole: set[str] = set()
        for text in texts:
            found = [w.casefold().replace("\u2010", "-").replace("\u2011", "-") for w in _WORD.findall(text)]
            # the first and the last word of a line may be halves of one
            whole.update(found[:-1] if text.endswith(("-", "\u2010", "\u2011")) else found)
        self._whole = whole
        self._parts = whole | {part for word in whole for part in word.split("-")}

    def join(self, before: str, after: str) -> str:
        """Return what stands between two lines, the first of which ends in a hyphen, in place of that hyphen."""
        left, right = _TAIL.search(before), _HEAD.match(after)
        if left is None or right is None:
            return before[-1:] + " "
        first, second = left.group(1).casefold(), right.group(1).casefold()
        if second in _SUSPENDED:
            return "- "
        if not after[0].islower() or first[-1].isdigit():
            return "-"
        return self._between(first, second)

    def _between(self, first: str, second: str) -> str:
        if f"{first}-{second}" in self._whole:
            return "-"
        if first + second in self._whole:
            return ""
        last = first.rsplit("-", 1)[-1]
        known = last in _FIRST or (len(last) > 3 and last in self._parts and second in self._parts and len(second) > 3)
        return "-" if known else ""
