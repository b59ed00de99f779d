"""The command ``qda``: a face of `qda.project`, with no logic of its own.

Exit status 0: done. 1: the user's input is wrong (one line on stderr for each problem), the rest done. 2: the command was called wrongly.
130: stopped from the keyboard.
"""

import io
import sys
import warnings
from typing import TextIO

from qda.cli.show import warn
from qda.cli.stopping import Stopped, counting, stoppable
from qda.errors import QdaError

__all__ = ["main"]


def main() -> None:
    """Run the command line and leave with its exit status."""
    _show_everything()
    with warnings.catch_warnings():
        warnings.simplefilter("default", UserWarning)
        warnings.showwarning = _show_warning
        with counting() as committed:
            try:
                with stoppable():
                    _call()
            except (Stopped, KeyboardInterrupt):
                fail(committed.told(), status=130)


def fail(message: str, *, status: int = 1) -> None:
    """Print problems on stderr, a line each, and leave."""
    warn(message)
    sys.exit(status)


def _call() -> None:
    from qda.cli.app import app

    try:
        app()
    except QdaError as error:
        fail(str(error))
    except UnicodeEncodeError:
        fail("a word of the command is no text in the encoding of this terminal; nothing was changed")
    except BrokenPipeError:
        sys.exit(0)


def _show_everything() -> None:
    """Put a question mark for what the terminal's encoding cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _show_warning(
    message: Warning | str,
    category: type[Warning],  # noqa: ARG001  the signature is Python's
    filename: str,  # noqa: ARG001
    lineno: int,  # noqa: ARG001
    file: TextIO | None = None,  # noqa: ARG001
    line: str | None = None,  # noqa: ARG001
) -> None:
    """Show a warning as one line, without the place in the code that gave it."""
    warn(" ".join(str(message).split()))
