"""Vectors kept in a file, found by the hash of their text; the file holds no text."""

import hashlib
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

Half = npt.NDArray[np.float16]

_MAGIC = b"qda-vec1"
_KEY = 16


def user_folder() -> Path:
    """Return where files are kept that can be made again: ``QDA_CACHE``, or what the system has for it."""
    if "QDA_CACHE" in os.environ:
        return Path(os.environ["QDA_CACHE"])
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "qda"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "qda" / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "qda"


class Remembered:
    """Vectors by the hash of their text.

    A file that is broken, or cannot be written, is as good as none: what it would have held is computed again.

    Parameters
    ----------
    path
        The file; None: they are kept in memory alone.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._vectors: dict[bytes, Half] = dict(_read(path))

    @staticmethod
    def key(text: str) -> bytes:
        """Return what a text is found by."""
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_KEY).digest()

    def __contains__(self, key: bytes) -> bool:
        return key in self._vectors

    def __getitem__(self, key: bytes) -> Half:
        return self._vectors[key]

    def keep(self, vectors: Mapping[bytes, Half]) -> None:
        """Keep further vectors, beside those that somebody else may have written meanwhile."""
        self._vectors |= vectors
        if self.path is not None:
            _write(self.path, {**_read(self.path), **self._vectors})


def _read(path: Path | None) -> Mapping[bytes, Half]:
    try:
        raw = b"" if path is None else path.read_bytes()
    except OSError:
        return {}
    width = int.from_bytes(raw[len(_MAGIC) : len(_MAGIC) + 4], "little")
    body, size = raw[len(_MAGIC) + 4 :], _KEY + 2 * width
    if not raw.startswith(_MAGIC) or not width or len(body) % size:
        return {}
    rows = np.frombuffer(body, np.uint8).reshape(-1, size)
    vectors = np.ascontiguousarray(rows[:, _KEY:]).view("<f2").astype(np.float16)
    return {bytes(row[:_KEY]): vector for row, vector in zip(rows, vectors, strict=True)}


def _write(path: Path, vectors: Mapping[bytes, Half]) -> None:
    width = len(next(iter(vectors.values())))
    body = b"".join(key + vectors[key].astype("<f2").tobytes() for key in sorted(vectors))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(_MAGIC + width.to_bytes(4, "little") + body)
        Path(file.name).replace(path)
    except OSError:
        return
