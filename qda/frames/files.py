"""Between files and frames: comma separated tables."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import pandas as pd

from qda.errors import BadTable, FileNotThere, UnreadableFile
from qda.frames.checking import check
from qda.frames.schemas import Frame


def read_csv(path: str | Path, table: str, *, rename: Mapping[str, str] | None = None) -> Frame:
    """Read a comma separated file as a table.

    Parameters
    ----------
    path
        UTF-8, with or without byte order mark.
    table
        A name of `TABLES`.
    rename
        Column names of the file -> column names of the table.

    Raises
    ------
    FileNotThere, UnreadableFile, BadTable
        The message names the file, and the line where it can.
    """
    path = Path(path)
    frame = read_rows(path)
    renamed = {own: name for own, name in (rename or {}).items() if own in frame.columns}
    for own, name in renamed.items():
        if own != name and name in frame.columns:
            raise BadTable(f"{path}: line 1: the columns {own!r} and {name!r} are two names of one column; keep {own!r}")
    names = {name: own for own, name in (rename or {}).items() if own in renamed or name not in frame.columns}
    return check(table, frame.rename(columns=renamed), source=str(path), names=names)


def read_rows(path: str | Path) -> Frame:
    """Read a comma separated file as text, whatever its columns are; semicolons part them where the line of names holds no comma."""
    path = Path(path)
    if not path.is_file():
        raise FileNotThere(path, "no such file")
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", sep=_delimiter(path))
    except pd.errors.EmptyDataError:
        raise UnreadableFile(path, "the file is empty", "a table needs a line with its column names") from None
    except UnicodeDecodeError as error:
        raise UnreadableFile(path, f"byte {error.start} is not UTF-8", "save the table as CSV UTF-8") from None
    except pd.errors.ParserError as error:
        raise UnreadableFile(path, f"no comma separated table: {str(error).strip().splitlines()[-1]}") from None
    except OSError as error:
        raise UnreadableFile(path, error.strerror or "the system refuses to read it") from None
    if not isinstance(frame.index, pd.RangeIndex):  # pandas takes what is too much for an index and shifts the columns
        raise UnreadableFile(
            path, f"its rows have more cells than the line of column names, {', '.join(map(repr, frame.columns))}"
        )
    return frame


def _delimiter(path: Path) -> str:
    """Return a semicolon where it alone stands in the line of names, as spreadsheets write where numbers have decimal commas."""
    with path.open(encoding="utf-8-sig") as lines:
        head = lines.readline()
    return ";" if ";" in head and "," not in head else ","


def csv_text(frame: Frame, columns: Sequence[str]) -> str:
    r"""Return a frame as comma separated text: the same frame gives the same text, scores with six decimals, lines end in ``\n``.

    Carriage returns inside cells are kept by quoting.
    """
    kept = frame[list(columns)]
    returns = any("\r" in value for column in kept for value in kept[column] if isinstance(value, str))
    quoting: Literal[0, 2] = csv.QUOTE_NONNUMERIC if returns else csv.QUOTE_MINIMAL
    return kept.to_csv(index=False, float_format="%.6f", lineterminator="\n", quoting=quoting)
