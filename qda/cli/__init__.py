"""The command ``qda``: a face of `qda.project`, with no logic of its own.

Exit status 0: done. 1: the user's input is wrong (one line on stderr for each problem), the rest done. 2: the command was called wrongly.
"""

import sys

from qda.errors import QdaError

__all__ = ["main"]


def main() -> None:
    """Run the command line and leave with its exit status."""
    from qda.cli.app import app

    try:
        app()
    except QdaError as error:
        fail(str(error))
    except BrokenPipeError:
        sys.exit(0)
    except KeyboardInterrupt:
        fail("stopped; what stood in the output folder is untouched", status=130)


def fail(message: str, *, status: int = 1) -> None:
    """Print a problem on stderr, a line each, and leave."""
    sys.stderr.write(f"qda: {message}\n")
    sys.exit(status)
