"""Times of transcripts, as milliseconds from the beginning."""

import re

_F4 = re.compile(r"#(\d{1,2}):([0-5]\d):([0-5]\d)(?:[-.,](\d{1,3}))?#")
_INNER = re.compile(rf"{_F4.pattern}|\[\d{{1,2}}:[0-5]\d:[0-5]\d(?:[.,]\d{{1,3}})?\]")
_CLOCK = r"(?:(\d{1,2}):(?=[0-5]?\d:))?(\d{1,3}):([0-5]\d)(?:[.,](\d{1,3}))?"
_AT_END = re.compile(rf"\s*(?:#({_CLOCK})#?|\[({_CLOCK})\]|\(({_CLOCK})\)|\{{({_CLOCK})\}}|<({_CLOCK})>)\s*$")
_BARE_AT_END = re.compile(r"\s+(\d{1,2}:[0-5]\d:[0-5]\d(?:[.,-]\d{1,3})?)\s*$")
_AT_START = re.compile(
    rf"^\s*(?:#({_CLOCK}(?:-\d{{1,3}})?)#|\[({_CLOCK})\]|\(({_CLOCK})\)|(\d{{1,2}}:[0-5]\d:[0-5]\d(?:[.,]\d{{1,3}})?))\s*[-–]?\s*"
)
_LONGEST = 40  # no time mark is longer
_LOOSE = r"(?:\d{1,2}:[0-5]?\d|\d{1,3}):[0-5]?\d(?:[.,]\d{1,3})?"  # NVivo takes 1:6 and 2:5:3, too
_STRETCH = re.compile(rf"^\s*[\[(#{{]?({_LOOSE})(?:\s*(?:[-–—]|-->)\s*({_LOOSE}))?[\])#}}]?(?=\s|$)\s*")
_ASTRAY = re.compile(r"#\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[-.,]\d{1,3})?#|(?m:^\s*\d{1,3}:\d{1,2}(?::\d{1,2})?[.,]\d{1,3}\s*-->.*$)")
_WHOLE = re.compile(r"^(?:(\d{1,3}):(?=[0-5]?\d:))?(\d{1,3}):([0-5]?\d)(?:[.,](\d{1,3}))?$")


class UnalignedTimes(ValueError):
    """A file holds times that cannot be brought together with its text; its message says why."""


def ms(clock: str) -> int:
    """Return a clock time in milliseconds; digits after the seconds are a decimal fraction.

    >>> ms("1:02.3"), ms("00:01:02,345"), ms("00:01:02-3")
    (62300, 62345, 62300)
    """
    match = _WHOLE.match(clock.strip().replace("-", "."))
    if match is None:
        raise ValueError(clock)
    hours, minutes, seconds, fraction = match.groups()
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(f"{fraction or 0:0<3}")


def time_at_end(text: str) -> tuple[str, int | None]:
    """Cut a time mark off the end of a paragraph: `#00:01:02-3#` of f4, or a clock in brackets. It tells when the paragraph ends.

    >>> time_at_end("We met. #00:01:02-3#")
    ('We met.', 62300)
    >>> time_at_end("We met at 10:30")
    ('We met at 10:30', None)
    """
    if (f4 := _last_f4(text)) is not None:
        return text[: f4.start()].rstrip(), ms(f4.group().strip("#"))
    bare = text.rstrip()
    cut = max(0, len(bare) - _LONGEST)
    match = _AT_END.search(bare, cut) or _BARE_AT_END.search(bare, cut)
    if match is None:
        return text, None
    clock = next(g for g in match.groups() if g and ":" in g)
    return bare[: match.start()].rstrip(), ms(clock)


def has_f4(text: str) -> bool:
    """Say whether a text holds a time mark of f4, which stands where a stretch ends.

    >>> has_f4("We met. #00:01:02-3#"), has_f4("We met. [00:01:02]")
    (True, False)
    """
    return _F4.search(text) is not None


def time_at_start(text: str) -> tuple[str, int | None]:
    """Cut a time mark off the beginning of a paragraph.

    >>> time_at_start("[00:01:02] We met.")
    ('We met.', 62000)
    """
    match = _AT_START.match(text)
    if match is None:
        return text, None
    clock = next(g for g in match.groups() if g and ":" in g)
    return text[match.end() :], ms(clock)


def cut_times(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Take the marks of f4 and clocks in square brackets out of the middle of a text; return it with (offset, ms) of each.

    >>> cut_times("First. #00:00:05-0# Second.")
    ('First. Second.', [(7, 5000)])
    """
    found: list[tuple[int, int]] = []
    out, last = "", 0
    for match in _INNER.finditer(text):
        out += text[last : match.start()]
        last = match.end()
        if out[-1:] in (" ", "") and text[last : last + 1] == " ":
            last += 1
        found.append((len(out), ms(match.group().strip("#[]"))))
    return out + text[last:], found


def _last_f4(text: str) -> re.Match[str] | None:
    last = None
    for match in _F4.finditer(text):
        last = match
    return last if last is not None and not text[last.end() :].strip() else None


def stretch_at_start(text: str) -> tuple[str, int | None, int | None]:
    """Cut a time or a timespan off the beginning of a paragraph.

    >>> stretch_at_start("[0:05 - 0:09.5] We met."), stretch_at_start("2:5:3 Well.")
    (('We met.', 5000, 9500), ('Well.', 7503000, None))
    """
    match = _STRETCH.match(text)
    if match is None:
        return text, None, None
    return text[match.end() :], ms(match[1]), ms(match[2]) if match[2] else None


def stretch(cell: str) -> tuple[int, int | None] | None:
    """Return the time or timespan that a cell holds and nothing else, or ``None``."""
    rest, t0, t1 = stretch_at_start(cell)
    return None if t0 is None or rest.strip() else (t0, t1)


def shorthand(digits: str) -> int | None:
    """Return the time that digits without colons stand for, the last two seconds, the two before them minutes beyond 59 too.

    >>> shorthand("75"), shorthand("9203"), shorthand("14532")
    (75000, 5523000, 6332000)
    """
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 6:
        return None
    hours, minutes, seconds = int(digits[:-4] or 0), int(digits[-4:-2] or 0), int(digits[-2:])
    return ((hours * 60 + minutes) * 60 + seconds) * 1000


def astray(text: str) -> str:
    """Return the first time mark of a transcript's program that is still in a text, or ``""``.

    >>> astray("We met. #00:61:75-3# Well."), astray("We met at 10:30, #2.")
    ('#00:61:75-3#', '')
    """
    match = _ASTRAY.search(text)
    return match.group().strip() if match else ""
