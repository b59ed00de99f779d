"""Between records and frames."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import pandas as pd

from qda import model
from qda.frames.checking import check, empty
from qda.frames.schemas import TABLES, Frame


def from_records(table: str, records: Iterable[Any]) -> Frame:
    """Return `Segment` or `Coding` records as a checked frame; cases and documents have functions of their own."""
    rows = [asdict(record) for record in records]
    return check(table, pd.DataFrame(rows)) if rows else empty(table)


def cases_frame(cases: Iterable[model.Case]) -> Frame:
    """Return cases as the table ``cases``; aliases are joined by ``;``."""
    rows = [{"id": c.id, "label": c.label, "aliases": ";".join(c.aliases), **c.attributes} for c in cases]
    return check("cases", pd.DataFrame(rows)) if rows else empty("cases")


def cases_of(frame: Frame) -> tuple[model.Case, ...]:
    """Return the records of the table ``cases``."""
    extra = [c for c in frame.columns if c not in TABLES["cases"].names]
    return tuple(
        model.Case(
            id=row["id"],
            label=row["label"] or row["id"],
            aliases=tuple(a.strip() for a in row["aliases"].split(";") if a.strip()),
            attributes={c: row[c] for c in extra},
        )
        for row in frame.to_dict("records")
    )
