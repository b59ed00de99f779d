"""The journal as the outputs show it."""

from collections.abc import Mapping
from typing import Any

from qda.frames import Frame

NAMED = 5
"""Documents of an act that are named; how many more there are is said."""


def act_lines(journal: Frame) -> list[Mapping[str, Any]]:
    """Return a line per act: times to the second, few documents by name, and whether it was undone."""
    return [
        {str(k): v for k, v in row.items()}
        | {"time": shown_time(row["time"]), "documents": _some(row["documents"]), "undone": "undone" if row["undone_by"] else ""}
        for row in journal.to_dict("records")
    ]


def shown_time(time: str) -> str:
    """Return a time as people read it.

    Examples
    --------
    >>> shown_time("2026-03-01T09:30:12.123Z")
    '2026-03-01 09:30:12'
    """
    return time[:19].replace("T", " ")


def _some(documents: str) -> str:
    names = documents.split("; ") if documents else []
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return "; ".join(names[:NAMED]) + more
