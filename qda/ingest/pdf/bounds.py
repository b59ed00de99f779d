"""How much memory and computing a worker may take, by the size of the file: a few kB can ask for a lot of both.

The limits are the system's own, so they hold however deep in a library the worker is. Where the system knows none (Windows), or does not keep
to them (macOS), the limit by the clock and the limits of `pages` and `streams` remain.
"""

import math
import re
import signal
import time
from pathlib import Path
from typing import Literal

Step = Literal["page", "scan", "text"]
"""What is done: a page is read, a scanned page is read by OCR, the text of all pages is put together."""

SECONDS = 30.0
"""Longest time between two signs of life."""
MEMORY = 2 << 30
"""Bytes of address space a worker may take, whatever it reads."""
_PAGE_SECONDS = 1.2
"""Seconds of computing that one page may take, and as much again for every megabyte of the file."""
_FILE_SECONDS = (1.5, 30.0)
"""Seconds of computing that all pages may take, and for every megabyte of the file; a page of text has some kB and takes 20 ms."""
_START_SECONDS = 0.2
"""Seconds of computing that the start of a worker may take on a machine as fast as the one the other figures were measured on."""
_SLOWEST = 10.0
"""No machine is taken to be slower than by this factor."""
_FILE_BYTES = 110 << 20
"""Bytes that reading a small file may take beyond what the worker holds."""
_BYTES_PER_BYTE = 8
_DRAWING_BYTES = (40, 48 << 20)
"""And for every byte of a small file, up to so many: a map or a scatter plot has a hundred thousand lines and more to a megabyte."""
_PAGE_BYTES = 400_000
"""Bytes more for every page that has been read; what is kept of a page takes half of that."""
_HELD = re.compile(r"^VmData:\s+(\d+) kB", re.MULTILINE)


class Bounds:
    """What a worker may take while it reads one file; it is ended, or refused more memory, when it takes more.

    Parameters
    ----------
    size
        Bytes of the file.
    pace
        How much more time this machine needs than the one the figures come from; see `pace_of`.
    """

    def __init__(self, size: int, pace: float = 1.0) -> None:
        self._size = size
        self._pace = pace
        self._held = _held()
        self._last: Step = "page"
        self._until: dict[Step, float] = {"scan": math.inf}

    def step(self, page: int, step: Step) -> None:
        """Allow the next step when so many pages have been read."""
        now, megabytes = time.process_time(), self._size / 1e6
        if step != self._last == "scan":  # what OCR needs stays in the process
            self._held = _held()
        self._last = step
        until = self._until.setdefault(step, now + self._pace * (_FILE_SECONDS[0] + _FILE_SECONDS[1] * megabytes))
        once = SECONDS if step == "scan" else self._pace * _PAGE_SECONDS * (1 + megabytes)
        _allow_seconds(max(min(once, until - now), 0.001))
        if self._held:
            drawing = min(_DRAWING_BYTES[0] * self._size, _DRAWING_BYTES[1])
            beyond = _FILE_BYTES + max(_BYTES_PER_BYTE * self._size, drawing) + _PAGE_BYTES * page
            _allow_bytes(MEMORY if step == "scan" else self._held + beyond)

    def lift(self) -> None:
        """Allow everything again, when the file is read."""
        _allow_seconds(0)
        if self._held:
            _allow_bytes(MEMORY)


def pace_of(started: float) -> float:
    """Return how slow this machine is, by the seconds of computing that the start of its worker took; never below 1.

    >>> pace_of(0.1), pace_of(0.8)
    (1.0, 4.0)
    """
    return min(max(1.0, started / _START_SECONDS), _SLOWEST)


def limit_memory() -> None:
    """Limit the address space of this process for good."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    except (ValueError, OSError):  # macOS refuses some limits
        return


def _held() -> int:
    """Return the bytes of memory this process writes to, as the system counts them for its limit; 0 where it tells nothing."""
    try:
        found = _HELD.search(Path("/proc/self/status").read_text(encoding="ascii", errors="ignore"))
    except OSError:  # not on Linux
        return 0
    return 1024 * int(found[1]) if found else 0


def _allow_seconds(seconds: float) -> None:
    """End this process when it has computed for so long; 0 lifts the limit."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _allow_bytes(limit: int) -> None:
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
