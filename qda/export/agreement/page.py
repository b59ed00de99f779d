"""A comparison -> one html page. Nothing is loaded from elsewhere, nothing runs."""

from math import isnan
from pathlib import Path
from typing import Any

from qda.export.agreement.record import Comparison
from qda.export.agreement.sheets import sheets
from qda.export.agreement.talk import parts
from qda.export.atomic import write_whole
from qda.export.pages import page, templates
from qda.export.workbook.listing import Column


def write_agreement_page(path: str | Path, comparison: Comparison) -> None:
    """Write the page: the reading, the figures, and the disagreements document by document.

    The page stands alone: no scripts, no fonts or images from elsewhere, and a content security policy that forbids them.

    Raises
    ------
    OutputError
        The file cannot be written; what stood there is untouched.
    """
    write_whole(path, agreement_page_text(comparison).encode("utf-8"))


def agreement_page_text(comparison: Comparison) -> str:
    """Return the page as html."""
    common = templates().get_template("report.css.j2").render(columns=0)
    found = parts(comparison)
    return page(
        "agreement.html.j2",
        common + templates().get_template("agreement.css.j2").render(),
        comparison=comparison,
        sheets=list(sheets(comparison)),
        shown=_shown,
        parts=found,
        places=sum(len(part.units) for part in found),
    )


def _shown(row: dict[str, Any], column: Column) -> str:
    """Return a value as the page shows it, with its interval where there is one."""
    value = row.get(column.key, "")
    if isinstance(value, float):
        bounds = row.get(f"{column.key}_text", "")
        return "–" if isnan(value) else f"{value:.2f}" + (f" [{bounds}]" if bounds else "")
    return f"{value:,}" if isinstance(value, int) else str(value)
