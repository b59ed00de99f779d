"""Tables that a command prints, or writes as csv."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qda._wording import many
from qda.cli import show

if TYPE_CHECKING:
    from qda.frames import Frame

CsvOut = Annotated[Path | None, typer.Option("--csv", help="Write the table to this file; else print it.")]


def hand_over(found: "Frame", csv: Path | None, columns: list[str], what: str) -> None:
    """Write a table where `csv` says, or print it; `what` is a row of it."""
    if csv is not None:
        from qda.export import write_csv

        write_csv(csv, found, list(found.columns))
        show.say(f"{csv}: {many(len(found), what)}")
    elif found.empty:
        show.say(f"no {what}s")
    else:
        show.table(found, columns, most=200)
