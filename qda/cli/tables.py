"""Tables that a command prints, or writes as csv."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qda._wording import many
from qda.cli import show

if TYPE_CHECKING:
    from qda.frames import Frame

CsvOut = Annotated[Path | None, typer.Option("--csv", help="Write the table to this file; else print it.")]


def parted(listed: str) -> list[str]:
    """Return the names that are typed in one option, parted by commas.

    Examples
    --------
    >>> parted("AB, CD,")
    ['AB', 'CD']
    """
    return [name.strip() for name in listed.split(",") if name.strip()]


def write_table(csv: Path, found: "Frame", what: str) -> None:
    """Write a table as csv and say how many rows it has; `what` is a row of it."""
    from qda.export import write_csv

    write_csv(csv, found, list(found.columns))
    show.say(f"{csv}: {many(len(found), what)}")


def hand_over(found: "Frame", csv: Path | None, columns: list[str], what: str) -> None:
    """Write a table where `csv` says, or print it; `what` is a row of it."""
    if csv is not None:
        write_table(csv, found, what)
    elif found.empty:
        show.say(f"no {what}s")
    else:
        show.table(found, columns, most=200)
