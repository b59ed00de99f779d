"""``qda saturation``: how much new a further document brings."""

from pathlib import Path
from typing import Annotated

import typer

from qda.cli import show
from qda.cli.crossing import ProjectFile
from qda.cli.procedure import AxisOption
from qda.cli.tables import CsvOut, parted, write_table


def saturation(
    path: ProjectFile,
    axis: AxisOption = "",
    base: Annotated[int, typer.Option(min=1, help="Base size: the documents that new ones are measured against.")] = 4,
    run: Annotated[int, typer.Option(min=1, help="Run length: the documents that are looked at together next.")] = 2,
    threshold: Annotated[float, typer.Option(min=0, max=1, help="New information threshold: 0.05, or 0.")] = 0.05,
    coder: Annotated[str, typer.Option(help="Whose reading; default: all people's.")] = "",
    order: Annotated[str, typer.Option(help="Documents in order, separated by commas; default: as they were read.")] = "",
    by: Annotated[str, typer.Option(help="What counts as one: document or case.")] = "document",
    times: Annotated[int, typer.Option(min=0, help="How many random orders to draw beside.")] = 0,
    seed: Annotated[int, typer.Option(help="The same seed draws the same orders.")] = 1,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Draw the figure: .svg, .png or .pdf.")] = None,
    csv: CsvOut = None,
) -> None:
    """Say whether further documents still bring new categories (Guest, Namey & Chen 2020), with the numbers behind it."""
    from qda import Project
    from qda.project.saturating import write_saturation

    with Project.open(path, backups=False) as project:
        found = project.saturation(
            axis, coder=coder, order=parted(order), by=by, base=base, run=run, threshold=threshold, times=times, seed=seed
        )
    show.say(str(found))
    table = found.documents.assign(**{name: found.documents[name].map("; ".join) for name in ("codes", "new")})
    if csv is not None:
        write_table(csv, table, by)
    elif len(table):
        show.say()
        show.table(table, ["number", "document", "n_new", "categories", "new"], most=200)
        if len(found.runs):
            show.say()
            show.table(found.runs.assign(ratio=found.runs["ratio"].map("{:.2f}".format)), list(found.runs.columns), most=200)
    if out is not None:
        write_saturation(out, found)
        show.say(f"\n{out}")
