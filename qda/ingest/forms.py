"""One speaker, one label: forms that differ in case, blanks and stops only are one and the same."""

from collections import Counter
from collections.abc import Iterable


def key(label: str) -> str:
    """Return what the forms of a label have in common.

    >>> key("Int.") == key("INT"), key("B 1") == key("b1"), key("B1") == key("B11")
    (True, True, False)
    """
    return "".join(char for char in label.casefold() if char.isalnum()) or label


def one_form(labels: Iterable[str]) -> dict[str, str]:
    """Return for every label the form to use: the one that comes most often, of several the first.

    >>> one_form(["I", "Frau Jäger", "I.", "FRAU JÄGER", "I", "Frau  Jäger"])
    {'I': 'I', 'Frau Jäger': 'Frau Jäger', 'I.': 'I', 'FRAU JÄGER': 'Frau Jäger', 'Frau  Jäger': 'Frau Jäger'}
    """
    counts = Counter(labels)
    best: dict[str, str] = {}
    for label in counts:
        now = best.setdefault(key(label), label)
        if counts[label] > counts[now]:
            best[key(label)] = label
    return {label: best[key(label)] for label in counts}
