"""Outputs are written beside their place and moved into it at the end: a reader never sees half a file, a failure leaves the old one whole."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from qda.errors import OutputError

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EFBIG: "the file grows larger than the system allows",
    errno.EDQUOT: "the disk quota is used up",
    errno.EACCES: "no permission to write there",
    errno.EPERM: "no permission to write there",
    errno.EROFS: "the disk is read-only",
    errno.ENOENT: "no such folder",
    errno.ENOTDIR: "its folder is a file",
    errno.EISDIR: "a folder stands there",
    errno.EBUSY: "another program holds the file open; close it there",
}


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """Give a path beside `path` to write to; what was written takes the place of `path` at the end.

    Parameters
    ----------
    path
        The output. Its folder must exist.

    Yields
    ------
    Path
        An empty file in the same folder, with the same suffix.

    Raises
    ------
    OutputError
        The file cannot be written; what stood at `path` is untouched, and nothing is left beside it.
    """
    with replacing_all([path]) as (beside,):
        yield beside


@contextmanager
def replacing_all(paths: Iterable[str | Path]) -> Iterator[tuple[Path, ...]]:
    """Give a path beside each of several outputs; they are moved into place when all are written.

    Raises
    ------
    OutputError
        One of them cannot be written; all stay as they were.
    """
    targets = [Path(p) for p in paths]
    beside: list[Path] = []
    try:
        for target in targets:
            beside.append(_beside(target))  # noqa: PERF401  one that fails must leave those before it in the list, to be cleaned up
        yield tuple(beside)
        for written, target in zip(beside, targets, strict=True):
            _settle(written, target)
        _move(beside, targets)
    except OutputError as error:  # raised by a writer that knows only the file beside
        raise OutputError(_renamed(str(error), beside, targets)) from error
    except OSError as error:
        raise OutputError(
            f"{_blamed(error, beside, targets)}: cannot be written: {_reason(error)}; nothing was changed"
        ) from error
    finally:
        for leftover in beside:
            leftover.unlink(missing_ok=True)


def write_whole(path: str | Path, content: bytes) -> None:
    """Write a file whole, or leave what stands there as it is.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    with replacing(path) as beside:
        beside.write_bytes(content)


@contextmanager
def refusing(path: str | Path) -> Iterator[None]:
    """Turn what the system refuses at `path` into one line.

    Raises
    ------
    OutputError
        The system refused; nothing was changed.
    """
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {_reason(error)}; nothing was changed") from error


def make_folder(path: str | Path) -> Path:
    """Make a folder for outputs, with those above it, unless it is there.

    Raises
    ------
    OutputError
        It cannot be made, or a file stands there.
    """
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise OutputError(f"{folder}: cannot be made: a file stands there; name another folder") from None
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made: {_reason(error)}") from error
    return folder


def _beside(target: Path) -> Path:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "a folder stands there")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem[:40]}-", suffix=target.suffix)
    os.close(handle)
    return Path(name)


def _settle(written: Path, target: Path) -> None:
    """Bring the bytes to the disk, with the rights the old file had (or those of any new file)."""
    with written.open("rb+") as file:
        os.fsync(file.fileno())
    mode = target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask()
    written.chmod(mode)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _move(beside: list[Path], targets: list[Path]) -> None:
    """Move all into place; if one move fails, bring back what stood there before."""
    old = [_keep(target) if len(targets) > 1 else None for target in targets]
    moved: list[tuple[Path, Path | None]] = []
    try:
        for written, target, kept in zip(beside, targets, old, strict=True):
            os.replace(written, target)  # noqa: PTH105  Path.replace says less clearly that it is atomic
            moved.append((target, kept))
    except OSError:
        for target, kept in moved:
            if kept is None:
                target.unlink()
            else:
                os.replace(kept, target)  # noqa: PTH105  as above
        raise
    finally:
        for kept in old:
            if kept is not None:
                kept.unlink(missing_ok=True)


def _keep(target: Path) -> Path | None:
    """Give the old file a second name, so that it can come back; None if there is no old file."""
    if not target.exists():
        return None
    name = _beside(target)
    try:
        name.unlink()
        os.link(target, name)
    except OSError:  # a file system without second names
        shutil.copy2(target, name)
    return name


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0) or (error.strerror or "the system refuses").lower()


def _renamed(message: str, beside: list[Path], targets: list[Path]) -> str:
    for written, target in zip(beside, targets, strict=False):
        message = message.replace(str(written), str(target))
    return message


def _blamed(error: OSError, beside: list[Path], targets: list[Path]) -> Path:
    """Return the output a failure belongs to: the user knows nothing of the file beside it."""
    names = {str(b): t for b, t in zip(beside, targets, strict=False)}
    if len(beside) < len(targets):
        return targets[len(beside)]
    return names.get(str(error.filename)) or (targets[0] if len(targets) == 1 else targets[0].parent)
