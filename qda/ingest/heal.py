r"""Repairs within the line: what the way from page to text did to blanks and hyphens.

Each repair needs its evidence in the text itself, so that clean text comes back unchanged.

>>> mend_line("Regional!government! 7! 5! 9!")
'Regional government 7 5 9'
>>> mend_line("Stop! Now! They said no!")
'Stop! Now! They said no!'
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from qda.ingest.lines import Line

_STAND_INS = "!$%'"
_GAP = re.compile(r"[^\S\n]+")
_RUN = re.compile(r"[^\S\n]{2,}|\t")
_NO_BREAK = re.compile(r"[\u00a0\u2002-\u200a\u202f\u3000]")
_HYPHENS = re.compile(r"-[\u2010\u2011]+|[\u2010\u2011]+-")
_D_WORD = re.compile(r"\b([^\W\d_]*[a-zà-ÿ]{2})D([a-zà-ÿ]{2,})\b")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def mend(lines: Sequence[Line]) -> tuple[list[Line], int]:
    """Mend every line; say of how many lines only the blanks changed.

    Returns
    -------
    lines
        Those whose words changed keep what they were in `Line.was`.
    blanks
        The number of lines in which only white space changed.
    """
    squeeze = _gaps_are_odd(lines)
    words = _dashed_words(lines)
    blanks, out = 0, []
    for line in lines:
        text = _GAP.sub(" ", line.text).strip() if squeeze else line.text
        blanks += text != line.text
        healed = _undash(mend_line(text), words)
        out.append(replace(line, text=healed, was=line.text if healed != text else ""))
    return [line for line in out if line.text], blanks


def mend_line(text: str) -> str:
    """Mend doubled hyphens and signs that stand for blanks in one line."""
    text = _HYPHENS.sub("-", text)
    for sign in _STAND_INS:
        if sign in text and _stands_for_blank(sign, text):
            text = re.sub(rf"{re.escape(sign)}(?!{re.escape(sign)})\s*", " ", text).strip()
    return text


def squeeze_blanks(text: str) -> str:
    """Make every tab and every run of blanks one blank; a single no-break space stays what it is."""
    return _RUN.sub(" ", text)


def _stands_for_blank(sign: str, text: str) -> bool:
    """Say whether a sign stands between words where blanks should be; apostrophes need the strongest evidence."""
    mark = re.escape(sign)
    total = text.count(sign)
    inner = len(re.findall(rf"\w{mark}\w", text))
    plain = len(re.findall(rf"(?<!{mark})\s+(?!{mark})", text))
    if sign == "'":
        return total >= 3 and plain == 0 and text.endswith(sign) and not text.startswith(sign)
    return total >= 2 and inner >= 1 and 2 * plain <= total


def _gaps_are_odd(lines: Sequence[Line]) -> bool:
    """Say whether many gaps between words are tabs, no-break spaces or runs of blanks."""
    gaps = sum(len(_GAP.findall(line.text)) for line in lines)
    odd = sum(_is_odd(line.text, gap) for line in lines for gap in _GAP.finditer(line.text))
    return odd >= max(3, 0.25 * gaps)


def _is_odd(text: str, gap: re.Match[str]) -> bool:
    """Say whether a gap is a tab, a long run, or a no-break space between letters (before signs and in numbers it is in its place)."""
    if gap.group() == " ":  # nearly all of them
        return False
    if "\t" in gap.group() or len(gap.group()) >= 4:
        return True
    between = text[gap.start() - 1 : gap.start()].isalpha() and text[gap.end() : gap.end() + 1].isalpha()
    return between and _NO_BREAK.search(gap.group()) is not None


def _dashed_words(lines: Sequence[Line]) -> frozenset[str]:
    """Find the words whose hyphen became a capital D (``multiDlevel``): several of them, or beside their right form."""
    text = "\n".join(line.text for line in lines)
    found = Counter(m.group() for m in _D_WORD.finditer(text))
    if not found:
        return frozenset()
    known = {w.casefold() for w in _WORD.findall(text)}
    sure = {
        w for w in found if _undashed(w).casefold() in known or _undashed(w).replace("-", "").casefold() in known - _folded(found)
    }
    several = {w for w in found if w[0].islower()}
    return frozenset(sure | (several if len(several) >= 2 else set()))


def _folded(words: Counter[str]) -> set[str]:
    return {w.casefold() for w in words}


def _undashed(word: str) -> str:
    return _D_WORD.sub(r"\1-\2", word)


def _undash(text: str, words: frozenset[str]) -> str:
    return _D_WORD.sub(lambda m: _undashed(m.group()) if m.group() in words else m.group(), text) if words else text
