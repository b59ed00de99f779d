"""Tables -> one html page."""

from pathlib import Path

from qda.export.tables import Tables


def write_report(path: str | Path, tables: Tables) -> None:
    """Write."""
