"""Tables -> workbook."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from qda.export.atomic import write_whole
from qda.export.tables import Tables
from qda.export.workbook.crossed import write_matrix, write_split
from qda.export.workbook.limits import Limits
from qda.export.workbook.listing import write_listing
from qda.export.workbook.lists import list_cases, list_codebook, list_codings, list_method, list_quotes
from qda.export.workbook.notes import list_journal, list_memos
from qda.export.workbook.numbers import write_counts, write_sample
from qda.export.workbook.plan import Plan, make_plan
from qda.export.workbook.styles import ACCENTS, NEUTRAL, Styles

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
"""What keeps a workbook to plain text and in memory."""
_EPOCH = datetime(1980, 1, 1)
_LISTS = {
    "Quotes": list_quotes,
    "Codings": list_codings,
    "Cases": list_cases,
    "Codebook": list_codebook,
    "Method": list_method,
    "Memos": list_memos,
    "Journal": list_journal,
}


def write_workbook(path: str | Path, tables: Tables, *, limits: Limits = Limits()) -> None:  # noqa: B008  frozen
    """Write the workbook: *Matrix*, one sheet per code of the axis that splits, *Counts*, *Quotes*, *Codings*, *Cases*, *Sample*, *Codebook*, *Method*.

    Memos and acts have sheets of their own where there are any: *Memos* and *Journal*. Cells of a matrix link to the first of their quotes, and every quote
    back to its cell. The same tables give the same bytes.

    Parameters
    ----------
    path
        Where it shall stand; it is written beside and moved there at the end.
    limits
        What a sheet can hold; notes on the sheets say what was cut.

    Raises
    ------
    OutputError
        The file cannot be written; what stood there is untouched.
    """
    write_whole(path, workbook_bytes(tables, limits))


def workbook_bytes(tables: Tables, limits: Limits) -> bytes:
    """Return the workbook as bytes."""
    buffer = BytesIO()
    with new_workbook(buffer, tables.heading, tables.codebook.codebook_version, _created(tables)) as workbook:
        plan = make_plan(tables, Styles(workbook), limits)
        _write_sheets(workbook, plan)
    return buffer.getvalue()


@contextmanager
def new_workbook(buffer: BytesIO, title: str, comments: str, created: datetime) -> Iterator[Any]:
    """Begin a workbook that stands in the buffer when it is left: plain text only, and nothing of the machine or the hour in it."""
    from xlsxwriter import Workbook

    with Workbook(buffer, OPTIONS) as workbook:
        workbook.set_properties({"title": title, "created": created, "comments": comments})
        workbook.set_size(2400, 1500)
        yield workbook


def _write_sheets(workbook: object, plan: Plan) -> None:
    add = workbook.add_worksheet  # type: ignore[attr-defined]  # XlsxWriter ships no types
    write_matrix(add("Matrix"), plan)
    for code, name in plan.split_sheets.items():
        sheet = add(name)
        sheet.set_tab_color(ACCENTS.get(code, NEUTRAL)[0])
        write_split(sheet, plan, code, name)
    write_counts(add("Counts"), plan)
    for name in ("Quotes", "Codings", "Cases"):
        write_listing(add(name), plan, _LISTS[name](plan))
    write_sample(add("Sample"), plan)
    kept = [name for name, table in (("Memos", plan.tables.memos), ("Journal", plan.tables.journal)) if len(table)]
    for name in ("Codebook", "Method", *kept):
        write_listing(add(name), plan, _LISTS[name](plan))


def _created(tables: Tables) -> datetime:
    """Return the time the workbook carries, never that of the clock."""
    return time_of(tables.created or max(tables.codings["created"], default=""))


def time_of(told: str) -> datetime:
    """Return an ISO time as a workbook holds it; a fixed one where none is told."""
    try:
        time = datetime.fromisoformat(told)
    except ValueError:
        return _EPOCH
    return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time
