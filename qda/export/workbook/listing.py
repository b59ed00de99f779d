"""Sheets that are lists: title, note, names of columns with filters, rows."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from qda.export.workbook.limits import Limits
from qda.export.workbook.measure import height
from qda.export.workbook.page import set_page
from qda.export.workbook.plan import HEADER
from qda.export.workbook.styles import GREY, Styles, put

Kind = Literal["text", "count", "number", "score", "link"]

_MEASURED = 4000
"""Characters of a text that are looked at for the height of its row; the highest row holds fewer."""


class Desk(Protocol):
    """What a list needs to be written; `qda.export.workbook.plan.Plan` is one."""

    @property
    def styles(self) -> Styles:
        """The formats."""

    @property
    def limits(self) -> Limits:
        """What a sheet can hold."""

    @property
    def heading(self) -> str:
        """What stands in the footer."""


@dataclass(frozen=True, kw_only=True)
class PlainDesk:
    """What lists need to be written in a workbook without a plan."""

    styles: Styles
    limits: Limits
    heading: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of a list: where its values come from, its name, width in characters, and how it is shown."""

    key: str
    title: str
    width: float
    kind: Kind = "text"


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """A list as it is to be written.

    Attributes
    ----------
    rows
        Column key -> value. ``_link`` holds the target of a column of kind ``link``, ``_italic`` the keys that are set in italics, ``_first`` says that a
        group begins.
    frozen
        How many columns stay in sight.
    printed
        How many columns are printed; 0 is all. Those that are not are not wrapped, so that they do not make the rows high.
    """

    title: str
    note: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]
    frozen: int = 0
    printed: int = 0


def texts(*columns: tuple[str, str, float]) -> list[Column]:
    """Return columns of text: where each takes its values from, its name, its width."""
    return [Column(key=key, title=title, width=width) for key, title, width in columns]


def open_groups(rows: Sequence[dict[str, Any]], *keys: str) -> None:
    """Mark the rows at which a group begins: where one of the keys has another value than in the row before."""
    for i, row in enumerate(rows):
        row["_first"] = i > 0 and any(row[key] != rows[i - 1][key] for key in keys)


def write_listing(sheet: Any, desk: Desk, listing: Listing) -> None:
    """Write a list; what a sheet cannot hold is said in its note."""
    rows, cut = desk.limits.rows_that_fit(listing.rows, HEADER + 1)
    links = sum("_link" in row for row in rows)
    note = " ".join(filter(None, (listing.note, cut, desk.limits.note_on_links(links))))
    _write_head(sheet, desk, listing, note)
    left, printed = desk.limits.links, listing.columns[: listing.printed or None]
    for at, row in enumerate(rows, start=HEADER + 1):
        linked = "_link" in row and left > 0
        left -= linked
        for column, spec in enumerate(listing.columns):
            more = _marks(spec, row) | ({} if column < len(printed) else {"text_wrap": False})
            _write_value(sheet, desk, (at, column), spec, row, linked=linked, more=more)
        sheet.set_row(at, height(_texts(printed, row), padding=4))
    last = len(listing.columns) - 1
    sheet.autofilter(HEADER, 0, max(HEADER + 1, HEADER + len(rows)), last)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{max(2, HEADER + 1 + len(rows))}"})
    set_page(sheet, desk.heading, header=HEADER, labels=listing.frozen)
    sheet.print_area(0, 0, HEADER + max(1, len(rows)), (listing.printed or len(listing.columns)) - 1)


def _texts(columns: Sequence[Column], row: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield the texts that may need several lines; LibreOffice, unlike Excel, does not fit rows on opening."""
    for spec in columns:
        text = str(row.get(spec.key, ""))
        if spec.kind == "text" and (len(text) * 1.1 > spec.width - 1 or "\n" in text):
            yield text[:_MEASURED], int(spec.width * 7 + 5)


def _write_head(sheet: Any, desk: Desk, listing: Listing, note: str) -> None:
    styles = desk.styles
    for column, spec in enumerate(listing.columns):
        sheet.set_column(column, column, spec.width)
        align = {} if spec.kind in {"text", "link"} else {"align": "right", "indent": 1}
        sheet.write_string(HEADER, column, spec.title, styles.header(**align))
    sheet.write_string(0, 0, listing.title, styles.title())
    sheet.set_row(0, 28)
    last = (listing.printed or len(listing.columns)) - 1
    if last:
        sheet.merge_range(1, 0, 1, last, "", styles.note())
    sheet.write_string(1, 0, note, styles.note())
    width = sum(int(spec.width * 7 + 5) for spec in listing.columns[: last + 1])
    sheet.set_row(1, height([(note, width)], 9))
    # the button of the filter covers the end of a name, so names may need a second line
    sheet.set_row(HEADER, height([(spec.title, int(spec.width * 7) - 12) for spec in listing.columns], bold=True))


def _write_value(
    sheet: Any, desk: Desk, at: tuple[int, int], spec: Column, row: Mapping[str, Any], *, linked: bool, more: dict[str, Any]
) -> None:
    value = row.get(spec.key, "")
    if spec.kind == "count" and not isinstance(value, str):
        sheet.write_number(*at, value, desk.styles.number(**more))
    elif spec.kind == "number":
        sheet.write_number(*at, value, desk.styles.text(align="right", indent=1, **more))
    elif spec.kind == "score":
        style = desk.styles.text(num_format="0.00", align="right", indent=1, **more)
        sheet.write_blank(*at, None, style) if _missing(value) else sheet.write_number(*at, value, style)
    elif spec.kind == "link" and linked:
        sheet.write_url(*at, row["_link"], desk.styles.text(font_color="#1F4E79", underline=1, **more), string=value)
    else:
        put(sheet, at, desk.limits.cut(str(value)), desk.styles.text(**more))


def _marks(spec: Column, row: Mapping[str, Any]) -> dict[str, Any]:
    opens = {"top": 1, "top_color": GREY} if row.get("_first") else {}
    return opens | ({"italic": True} if spec.key in row.get("_italic", ()) else {})


def _missing(value: Any) -> bool:
    return value == "" or value is None or math.isnan(value)
