"""Mayring's table of a summary: case, place, number, paraphrase, generalisation, reduction; as workbook, text document or csv."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from qda.errors import BadInput, nearest
from qda.export.agreement.grids import Line, Row, add_table, clean
from qda.export.atomic import write_whole
from qda.export.documents import new_document, unchanging
from qda.export.workbook.limits import Limits
from qda.export.workbook.listing import Column, Listing, PlainDesk, write_listing
from qda.export.workbook.styles import Styles
from qda.export.workbook.write import new_workbook, time_of
from qda.frames import Frame, csv_text

TITLE = "Summary"
NOTE = "Paraphrase, generalisation and reduction of each passage (Mayring). Numbers run within a case and coder."
SHEET = (("case", "Case", 16), ("place", "Page, line or time", 14), ("number", "No.", 6), ("quote", "Passage", 50))
STEPS = (("paraphrase", "Paraphrase"), ("generalisation", "Generalisation"), ("reduction", "Reduction"))
PRINTED = (3.2, 2.4, 1.1, 6.8, 6.6, 6.6)
"""Centimetres of case, place, number and the three steps."""


def write_summary(path: str | Path, summaries: Frame) -> None:
    """Write Mayring's table: ``.xlsx``, ``.docx`` or ``.csv``, as the name of the file says; the same table gives the same bytes.

    Parameters
    ----------
    summaries
        As `qda.Project.summaries` returns it.

    Raises
    ------
    BadInput, OutputError
        No such kind of file; it cannot be written, and what stood there is untouched.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in WRITERS:
        raise BadInput(f"{path}: no summary of kind {suffix!r}; {nearest(suffix, WRITERS)}")
    write_whole(path, WRITERS[suffix](summaries))


def place_of(row: Mapping[str, Any]) -> str:
    """Return where a passage stands, as one cites it: the time of a recording, the page, else the line.

    Examples
    --------
    >>> place_of({"page": "12", "line": 3, "time": ""}), place_of({"page": "", "line": 3, "time": "00:01:10"})
    ('p. 12', '00:01:10')
    """
    return str(row["time"]) or (f"p. {row['page']}" if row["page"] else f"l. {row['line']}")


def _rows(summaries: Frame) -> list[dict[str, Any]]:
    found = [{str(key): value for key, value in row.items()} for row in summaries.to_dict("records")]
    return [{**row, "place": place_of(row)} for row in found]


def _workbook(summaries: Frame) -> bytes:
    buffer = BytesIO()
    columns = [
        Column(key=key, title=title, width=width, kind="count" if key == "number" else "text") for key, title, width in SHEET
    ]
    columns += [Column(key=key, title=title, width=44) for key, title in STEPS]
    columns += [Column(key="coder", title="Coder", width=10), Column(key="doc_id", title="Document", width=24)]
    with new_workbook(buffer, TITLE, "", time_of("")) as workbook:
        desk = PlainDesk(styles=Styles(workbook), limits=Limits(), heading=TITLE)
        listing = Listing(title=TITLE, note=NOTE, columns=columns, rows=_rows(summaries), frozen=3)
        write_listing(workbook.add_worksheet(TITLE), desk, listing)
    return buffer.getvalue()


def _document(summaries: Frame) -> bytes:
    document = new_document(TITLE)
    document.add_heading(TITLE, level=0)
    document.add_paragraph(NOTE, style="About")
    titles = ["Case", "Place", "No.", *(title for _, title in STEPS)]
    for coder, own in summaries.groupby("coder", sort=True):
        document.add_heading(clean(f"Coder {coder}"), level=1)
        rows = [Row(cells=[[Line(text=title)] for title in titles], kind="head")]
        rows += [
            Row(cells=[[Line(text=str(row[key]))] for key in ("case", "place", "number", *(key for key, _ in STEPS))])
            for row in _rows(own)
        ]
        add_table(document, PRINTED, rows)
    return unchanging(document)


def _csv(summaries: Frame) -> bytes:
    return csv_text(summaries, list(summaries.columns)).encode("utf-8")


WRITERS: Mapping[str, Callable[[Frame], bytes]] = {".xlsx": _workbook, ".docx": _document, ".csv": _csv}
"""Suffix -> what makes the file."""
