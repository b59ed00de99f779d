"""Files that are the same, byte for byte or but for case, blanks and punctuation: a warning, for nobody knows which one to drop."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence

_LEAST = 40  # letters and digits; shorter texts are alike by chance


class Copies:
    """Remembers the files of a corpus by what they hold."""

    def __init__(self) -> None:
        self._bytes: dict[str, list[str]] = {}
        self._texts: dict[str, list[str]] = {}

    def add(self, name: str, data: bytes, texts: Sequence[str]) -> None:
        """Remember a file by its bytes and by the folded text of its documents."""
        self._bytes.setdefault(hashlib.sha256(data).hexdigest(), []).append(name)
        said = folded("".join(texts))
        if len(said) >= _LEAST:
            self._texts.setdefault(hashlib.sha256(said.encode()).hexdigest(), []).append(name)

    def warnings(self) -> list[str]:
        """Return a line for each set of files that are the same, and for each that say the same in other bytes."""
        same = _several(self._bytes)
        alike = [names for names in _several(self._texts) if names not in same]
        return [
            *(f"{', '.join(names)}: the same content; all of them are read" for names in same),
            *(f"{', '.join(names)}: the same text in different files; all of them are read" for names in alike),
        ]


def folded(text: str) -> str:
    """Return the letters and digits of a text, compatible forms and cases alike.

    >>> folded("Der Fluß – 1 ﬁnaler Text.") == folded("DER FLUSS, 1 finaler  Text")
    True
    """
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def _several(found: Mapping[str, list[str]]) -> list[list[str]]:
    return [names for names in found.values() if len(names) > 1]
