"""Tables as comma separated files, and lines as files of lines."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from qda.export.atomic import replacing
from qda.frames import Frame, csv_text


def write_csv(path: str | Path, frame: Frame, columns: Sequence[str]) -> None:
    """Write columns of a frame as UTF-8, comma separated; the same frame gives the same bytes.

    Raises
    ------
    OutputError
        The file cannot be written; what stood there is untouched.
    """
    with replacing(path) as beside:
        beside.write_bytes(csv_text(frame, columns).encode("utf-8"))


def write_lines(path: str | Path, lines: Iterable[str]) -> int:
    """Write lines as UTF-8; return how many.

    Raises
    ------
    OutputError
        The file cannot be written; what stood there is untouched.
    """
    with replacing(path) as beside, beside.open("w", encoding="utf-8", newline="\n") as out:
        n = 0
        for n, line in enumerate(lines, start=1):  # noqa: B007  the last is how many
            out.write(line + "\n")
        return n
