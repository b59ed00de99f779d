"""A file gets its name when it is whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qda.errors import OutputError


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write to; what was written there takes its place at the end, and a failure leaves what stood there.

    Raises
    ------
    OutputError
        There is no such folder, or the system refuses.
    """
    if not path.parent.is_dir():
        raise OutputError(f"{path}: no such folder: {path.parent}")
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.unlink(missing_ok=True)
        yield beside
        beside.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or 'the system refuses to write it'}") from None
    finally:
        beside.unlink(missing_ok=True)
