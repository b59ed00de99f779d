"""A command that is stopped from the keyboard leaves in one way.

Python's own `KeyboardInterrupt` would not do: the library of the command line turns it into words and a status of its own, and where it falls into code
that is compiled on the way, Python ends itself by the signal whatever was caught.
"""

import logging
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from qda._wording import many
from qda.cli.show import place


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


class Committed(logging.Handler):
    """Counts the acts that a command has finished, per project; they stay when it is stopped."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.acts: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        """Count an act that `qda.store` tells of."""
        self.acts[str(record.args[0]) if isinstance(record.args, tuple) else ""] += 1

    def told(self) -> str:
        """Say what stays; a project that was made beside the results and thrown away with them does not."""
        kept = {name: n for name, n in self.acts.items() if "://" in name or Path(name).exists()}
        if not kept:
            return "stopped; nothing was changed"
        stays = " and ".join(f"{many(n, 'act')} in {place(name)}" for name, n in kept.items())
        return f"stopped; what was finished stays: {stays} (`qda history` shows it, `qda undo` takes an act back); nothing else was changed"


@contextmanager
def counting() -> Iterator[Committed]:
    """Count the acts that are committed meanwhile."""
    log, committed = logging.getLogger("qda.store.acts"), Committed()
    before = log.level
    log.setLevel(logging.INFO)
    log.addHandler(committed)
    try:
        yield committed
    finally:
        log.removeHandler(committed)
        log.setLevel(before)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    # a connection that is being given back when the key is pressed is closed for it, which the pool would tell with a traceback
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
    raise Stopped
