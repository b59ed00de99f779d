"""What the command line prints: progress on a terminal, tables, problems."""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qda.frames import Frame

Progress = Callable[[str, int, int], None]


def say(line: str = "") -> None:
    """Print a line on stdout."""
    sys.stdout.write(line + "\n")


def place(project: str) -> str:
    """Return a path or an address as it may be shown: without a password."""
    return re.sub(r"://([^:/@]*):.*@", r"://\1@", project)


def warn(message: str) -> None:
    """Print a message on stderr; each of its lines says whose it is."""
    sys.stderr.write("".join(f"qda: {line}\n" for line in message.splitlines()))


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Yield a function ``(step, done, total)`` that draws a bar per step, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _step, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    with Bars(console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def draw(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield draw


def table(frame: "Frame", columns: Sequence[str], *, most: int = 20) -> None:
    """Print the first rows of a frame in columns that line up."""
    head = frame[list(columns)].head(most).astype(str)
    widths = {c: min(60, max([len(c), *(len(v) for v in head[c])])) for c in columns}
    say("  ".join(c.ljust(widths[c]) for c in columns).rstrip())
    for row in head.itertuples(index=False, name=None):
        say("  ".join(cut(v, widths[c]).ljust(widths[c]) for c, v in zip(columns, row, strict=True)).rstrip())
    if len(frame) > most:
        rest = len(frame) - most
        say(f"... and {rest:,} more {'row' if rest == 1 else 'rows'}")


def cut(text: str, width: int) -> str:
    """Shorten a text to a width, with a visible mark."""
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"
