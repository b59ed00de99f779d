"""The word pieces of BERT, read from a file of the wheel ``blingfire``.

Only its list of words is used: its library is built for x86 processors alone, and is never loaded.
"""

import hashlib
import struct
from itertools import pairwise
from pathlib import Path

from qda.errors import BadInput

SHA256 = "1726bb621dcd08fb3cced286e8fd48b98f8e47ff967e8e7565116d0b5f15515c"
_COUNT = 0x60
"""Where the file tells how many words it holds; then come their ends, then the words, a blank before each that begins a word."""

_SPECIAL = {" [unk]": "[UNK]", " [cls]": "[CLS]", " [sep]": "[SEP]", " [mask]": "[MASK]"}


def read_vocabulary(path: str | Path) -> dict[str, int]:
    """Return piece -> number; a piece that goes on with a word begins with ``##``.

    Raises
    ------
    BadInput
        The file is not the one that is known.
    """
    raw = Path(path).read_bytes()
    if hashlib.sha256(raw).hexdigest() != SHA256:
        raise BadInput(f"{Path(path).name}: not the list of word pieces that belongs to the model; reinstall blingfire 0.1.8")
    (count,) = struct.unpack_from("<I", raw, _COUNT)
    places = struct.unpack_from(f"<{count + 1}I", raw, _COUNT + 4)
    words = raw[_COUNT + 4 + 4 * (count + 1) :]
    return {_piece(words[a:b].decode("utf-8")): number for number, (a, b) in enumerate(pairwise(places))}


def _piece(word: str) -> str:
    return _SPECIAL.get(word) or (word[1:] if word.startswith(" ") else f"##{word}")
