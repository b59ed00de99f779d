"""Tables -> a workbook of lists, a sheet each."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from qda.export.atomic import write_whole
from qda.export.workbook.limits import Limits
from qda.export.workbook.listing import Column, Listing, PlainDesk, write_listing
from qda.export.workbook.styles import Styles
from qda.export.workbook.write import new_workbook, time_of
from qda.frames import Frame

WIDE = {"text": 90, "reason": 60, "remark": 60, "heading": 40}
"""Columns of running text, in characters; of others 16."""


def write_frames(path: str | Path, title: str, note: str, sheets: Mapping[str, Frame]) -> None:
    """Write tables as a workbook; the same tables give the same bytes.

    Parameters
    ----------
    note
        Stands under the title of the first sheet.
    sheets
        Name of a sheet -> its table; empty ones are left out unless all are.

    Raises
    ------
    OutputError
        The file cannot be written; what stood there is untouched.
    """
    buffer = BytesIO()
    kept = {name: frame for name, frame in sheets.items() if len(frame)} or dict(sheets)
    with new_workbook(buffer, title, "", time_of("")) as workbook:
        desk = PlainDesk(styles=Styles(workbook), limits=Limits(), heading=title)
        for number, (name, frame) in enumerate(kept.items()):
            listing = Listing(title=f"{title}: {name}", note="" if number else note, columns=_columns(frame), rows=_rows(frame))
            write_listing(workbook.add_worksheet(name), desk, listing)
    write_whole(path, buffer.getvalue())


def _columns(frame: Frame) -> list[Column]:
    return [
        Column(
            key=str(name),
            title=str(name),
            width=WIDE.get(str(name), 16),
            kind="count" if frame[name].dtype.kind == "i" else "score" if frame[name].dtype.kind == "f" else "text",
        )
        for name in frame.columns
    ]


def _rows(frame: Frame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
