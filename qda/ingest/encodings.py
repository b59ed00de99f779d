"""Bytes become text: by their mark, strictly as UTF-8, by their share of NUL, else by the letters that are to be expected."""

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ("cp1252", "cp1250", "mac_roman", "iso8859_2")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\x0c\x1a"))
_BEYOND = re.compile(r"[^\x00-\x7f]")
_HALF = re.compile(rb"\xed[\xa0-\xbf]")
_ENOUGH = 20_000
_ALPHABETS = (
    tuple(  # what languages write beyond ASCII: German, French, Italian, Spanish, Portuguese, Polish, Czech and Slovak, ...
        frozenset(letters + letters.upper())
        for letters in (
            "äöüß",
            "éèêëàâçîïôûùüœæÿ",
            "àèéìíòóù",
            "áéíóúüñªº",
            "áâãàçéêíóôõúªº",
            "ąćęłńóśźż",
            "áäčďéěíĺľňóôŕřšťúůýž",
            "áéíóöőúüű",  # Hungarian
            "åäöé",  # Swedish, Finnish
            "æøåé",  # Danish, Norwegian
            "čćđšž",  # Slovenian, Croatian
            "ăâîşţ",  # Romanian
        )
    )
)
_LETTERS = frozenset().union(*_ALPHABETS)
_MOST_BEYOND = 0.45  # of all letters; more are no Latin script
_SIGNS = frozenset("„“”‚‘’«»–—…€§°·•´`©®½¼¾²³¿¡ \u00a0")


@dataclass(frozen=True, kw_only=True, slots=True)
class Decoded:
    """A text with the encoding that was chosen for it and how sure that choice is, in [0, 1]."""

    text: str
    encoding: str
    confidence: float


def decode(data: bytes) -> Decoded | None:
    r"""Decode bytes, or return ``None`` where they are no text.

    Nothing is ever replaced: a byte that an encoding does not know rules that encoding out.

    Examples
    --------
    >>> decode("Jürgen sagt ‚nein‘".encode("cp1252")).encoding
    'cp1252'
    >>> decode(b"\x00\x01\x02\x00") is None
    True
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, name, 1.0)
    if (wide := _wide(data)) is not None:
        return wide
    if b"\x00" in data:
        return None
    return _strict(data, "utf-8", 1.0) or _with_halves(data) or _guess(data)


def _with_halves(data: bytes) -> Decoded | None:
    """Read UTF-8 in which somebody wrote the halves of characters one by one: pairs become what they were, what stays alone is kept as it is."""
    if _HALF.search(data) is None:
        return None
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return Decoded(
        text=text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass"), encoding="utf-8", confidence=0.9
    )


def _strict(data: bytes, encoding: str, confidence: float) -> Decoded | None:
    try:
        return Decoded(text=data.decode(encoding), encoding=encoding, confidence=confidence)
    except UnicodeDecodeError:
        return None


def _wide(data: bytes) -> Decoded | None:
    """Recognise UTF-16 without a mark: every other byte of western text is NUL."""
    half = len(data) // 2
    if half < 2 or len(data) % 2:
        return None
    even, odd = data[0::2].count(0) / half, data[1::2].count(0) / half
    if odd > 0.5 and even < 0.1:
        return _strict(data, "utf-16-le", round(odd, 2))
    if even > 0.5 and odd < 0.1:
        return _strict(data, "utf-16-be", round(even, 2))
    return None


def _guess(data: bytes) -> Decoded | None:
    if len(data) - len(data.translate(None, _CONTROLS)) > 0.01 * len(data):
        return None
    scored = []
    for rank, name in enumerate(_GUESSES):
        if (decoded := _strict(data, name, 0.0)) is not None:
            scored.append((_score(decoded.text), -rank, decoded))
    if not scored:
        return None
    scored.sort(key=lambda s: s[:2], reverse=True)
    best, found = scored[0][0], scored[0][2]
    second = next((score for score, _, decoded in scored if decoded.text != found.text), -1.0)
    sure = 0.5 + 0.5 * min(1.0, max(0.0, best - second))
    fits = best > 0.3 and _beyond(found.text) < _MOST_BEYOND
    return Decoded(text=found.text, encoding=found.encoding, confidence=round(sure if fits else 0.3, 2))


def _beyond(text: str) -> float:
    """Return the share of letters beyond ASCII."""
    letters = sum(map(str.isalpha, text))
    return sum(1 for match in _BEYOND.finditer(text) if match.group().isalpha()) / letters if letters else 0.0


def _score(text: str) -> float:
    """Return how well the characters beyond ASCII fit where they stand and the one language that they fit best; from -1 to 1."""
    points, total = 0.0, 0
    within: Counter[str] = Counter()
    for match in islice(_BEYOND.finditer(text), _ENOUGH):
        i, char = match.start(), match.group()
        total += 1
        before, after = text[i - 1 : i], text[i + 1 : i + 2]
        if char in _LETTERS and not (char.isupper() and before.islower()):
            if before.isalpha() or after.isalpha():
                within[char] += 1
            else:
                points += 0.2
        elif char in _SIGNS and (char in "’\u00a0–" or not (before.isalpha() and after.isalpha())):
            points += 0.8
        else:
            points -= 1
    points += max(sum(n for char, n in within.items() if char in alphabet) for alphabet in _ALPHABETS)
    return points / total if total else 0.0
