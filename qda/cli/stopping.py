"""A command that is stopped from the keyboard leaves in one way.

Python's own `KeyboardInterrupt` would not do: the library of the command line turns it into words and a status of its own, and where it falls into code
that is compiled on the way, Python ends itself by the signal whatever was caught.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn


class Stopped(BaseException):
    """Somebody pressed Ctrl-C."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise `Stopped` on Ctrl-C, unless somebody else handles or ignores it."""
    ours = threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if ours:
        signal.signal(signal.SIGINT, _stop)
    try:
        yield
    finally:
        if ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise Stopped
