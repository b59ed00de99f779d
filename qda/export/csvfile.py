"""Tables as comma separated files."""

from collections.abc import Sequence
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
