"""Where sentences end: a pure function over code points, in one pass.

A stop (``.``, ``!``, ``?``, an ellipsis) is looked at together with the word before it and the word behind it. Abbreviations are looked up in the lexicon
of the language; where one may also end a sentence, the next word decides: does it usually begin a sentence? No pattern runs over more than a few hundred
characters, so the time is linear in the text.

It is a function of its own and not a tokenizer's component because it needs no tokens: it saves the tokenizing, works without loading spaCy, and its offsets
are those of the text. `qda.segment.component` gives it to a spaCy pipeline.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from qda.segment import stops
from qda.segment.lexicon import Lexicon, lexicon_of
from qda.segment.stops import Following, Stop

Span = tuple[int, int]

_LINES = re.compile(r"\n\s*\n|\n[ \t]*(?=[•▪‣◦·●○■*] ?\w)|(?<=[.!?…:;])\n[ \t]*(?=[–—-][ \t]|\(?\w{1,2}\)[ \t])")
_VOICE = re.compile(r"[^\W_]")
_NUMBER = re.compile(r"[0-9]{1,2}")
_AFTER_COLON = re.compile(r":\s[0-9]{1,2}\Z")
_ROMAN = re.compile(r"[IVXLC]+")
_GLUED = re.compile(r"[^\W\d_]{1,40}['’]?(?=[\s\w])")
_JUST_BEGUN = 4
_BEFORE = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sentence:
    """The sentence being read: where it begins, its first letter or digit, where its line ends, the line's asides, and the language."""

    begin: int
    voice: int
    end: int
    asides: stops.Asides
    lexicon: Lexicon


def split(text: str, language: str = "en") -> list[Span]:
    """Return the sentences of a text as half-open spans.

    Parameters
    ----------
    text
        A paragraph or a turn; blank lines and lines that begin with a bullet end a sentence, too.
    language
        ``en``, ``de``, ``fr``, ``it``, ``pl`` or ``sv``; any other is treated like English.

    Returns
    -------
    list of (int, int)
        In order, not overlapping, each without white space at its ends; together they cover all of the text but white space.

    Examples
    --------
    >>> text = "Am 3. Mai kam Dr. Weiß, z. B. mit dem Rad. Das war neu."
    >>> [text[a:b] for a, b in split(text, "de")]
    ['Am 3. Mai kam Dr. Weiß, z. B. mit dem Rad.', 'Das war neu.']
    """
    lexicon = lexicon_of(language)
    lines = [0, *(m.end() for m in _LINES.finditer(text)), len(text)]
    spans = []
    for start, end in pairwise(lines):
        spans += [strip(text, a, b) for a, b in pairwise([start, *_cuts(text, start, end, lexicon), end])]
    return [(a, b) for a, b in spans if a < b]


def strip(text: str, start: int, end: int) -> Span:
    """Return a span without the white space at its ends."""
    piece = text[start:end]
    return end - len(piece.lstrip()) if piece.strip() else start, start + len(piece.rstrip())


def _cuts(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[int]:
    """Yield where one sentence ends and the next begins, within one line."""
    now = _Sentence(begin=start, voice=_voice(text, start, end), end=end, asides=stops.Asides(text, start, end), lexicon=lexicon)
    item = 0
    for match in stops.STOP.finditer(text, start, end):
        if match.start() < now.begin:
            continue
        stop = stops.read(text, now.begin, end, match, lexicon)
        number = _item_number(text, stop, item, now.voice)
        cut = _before_item(stop, now.voice) if number else _cut(text, stop, now)
        item = number or item
        if cut is not None and now.voice < cut < end:
            yield cut
            now = replace(now, begin=cut, voice=_voice(text, cut, end))


def _voice(text: str, start: int, end: int) -> int:
    """Return the place of the first letter or digit: a stretch without any is no sentence."""
    match = _VOICE.search(text, start, end)
    return match.start() if match else end


def _item_number(text: str, stop: Stop, last: int, voice: int) -> int:
    """Return the number of the list item whose label (``2.``) ends here, or 0."""
    if stop.mark != "." or stop.closers or not _NUMBER.fullmatch(stop.word):
        return 0
    number, word_start = int(stop.word), stop.at - len(stop.word)
    opens = voice >= word_start or _AFTER_COLON.search(stop.tail) is not None
    following = text[stop.after : stop.after + 2]
    return number if opens or (number == last + 1 > 1 and following[:1].isspace() and following[1:].isupper()) else 0


def _before_item(stop: Stop, voice: int) -> int | None:
    """Return the cut before the label of a list item that follows another; the first one, behind a colon, stays with what announces it."""
    start = stop.at - len(stop.word)
    return None if voice >= start or _AFTER_COLON.search(stop.tail) else start


def _cut(text: str, stop: Stop, now: _Sentence) -> int | None:
    """Return where the sentence ends that a stop belongs to, or None if it goes on."""
    if stop.after < now.end and not text[stop.after].isspace():
        return stop.after if _ends_glued(text, stop, now) else None
    aside = now.asides.around(stop.at)
    if aside and text[aside[0]] != "/" and now.voice > aside[0] and not stop.omission:
        aside = None  # the brackets opened with the sentence: what they hold are sentences
    if aside and (stop.after < aside[1] or (stop.omission and stop.mark[0] in "!?")):
        return None
    at = now.asides.skip_remarks(text, stop.after, now.end)
    if at < now.end and not text[at].isspace():
        return None
    return (
        at
        if _ends(
            text[max(now.begin, stop.at - _BEFORE) : stop.at],
            stop,
            stops.following(text, at, now.end),
            now.lexicon,
            strict=aside is not None,
        )
        else None
    )


def _ends(before: str, stop: Stop, behind: Following, lexicon: Lexicon, *, strict: bool) -> bool:
    """Decide by the kind of stop, the word before it and the word behind it; a strict decision wants a word that usually begins a sentence."""
    if behind.small:
        return False
    if stop.omission or stop.ellipsis:
        return _ends_open(stop, behind, lexicon)
    if stop.kind == "closed" or (stop.kind == "number" and (behind.word[:1].isdigit() or _ROMAN.fullmatch(behind.word))):
        return False
    if strict or stop.kind == "open":
        return behind.starts(lexicon)
    if stop.kind == "late":
        return behind.starts(lexicon) or (behind.capital and len(before.split()) >= _JUST_BEGUN)
    return True


def _ends_open(stop: Stop, behind: Following, lexicon: Lexicon) -> bool:
    """Decide after an ellipsis or omission: only a capital that starts something new ends a sentence, and *I* always has one."""
    if stop.quoted and not stop.omission:
        return behind.capital
    if behind.word.lower() == "i":
        return False
    glued = bool(stop.word) and not stop.omission and not lexicon.nouns
    return behind.starts(lexicon) or (glued and behind.capital)


def _ends_glued(text: str, stop: Stop, now: _Sentence) -> bool:
    """Decide where no blank follows (``the policy.The council``), as in texts taken from PDFs."""
    if (
        stop.closers
        or stop.kind
        or stop.mark != "."
        or len(stop.word) < 3
        or not stop.word.isalpha()
        or not stop.word[-1].islower()
    ):
        return False
    behind = _GLUED.match(text, stop.after, now.end)
    return behind is not None and behind.group()[0].isupper() and now.lexicon.starts(behind.group())
