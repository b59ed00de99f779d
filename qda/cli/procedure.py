"""Mayring's procedure: ``qda form`` and ``categories``, ``summarise`` and ``summary``, ``explicate``."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qda._wording import many
from qda.cli import show
from qda.cli.crossing import ProjectFile
from qda.cli.tables import CsvOut, parted, write_table
from qda.errors import QdaError

if TYPE_CHECKING:
    from qda.frames import Frame
    from qda.project.forming import Formation, Passage

AxisOption = Annotated[
    str, typer.Option("--axis", help="The axis whose categories are meant; may be left out where there is one.")
]
PassageAt = Annotated[
    str, typer.Argument(metavar="DOCUMENT:START-END", help="A passage: document, first character, end.", show_default=False)
]
HELP = (
    "a number or id: subsume under it (several: 1 money)   + ID LABEL: DEFINITION: found a category   "
    "Enter or -: nothing here   c: context   u: undo   q: leave"
)


def categories(
    path: ProjectFile,
    axis: AxisOption = "",
    coder: Annotated[str, typer.Option(help="Whose reading; default: all people's.")] = "",
    csv: CsvOut = None,
) -> None:
    """Print how categories grew with what was read, and what became of them: founded, merged, split, renamed."""
    from qda import Project

    with Project.open(path, backups=False) as project:
        grown, history = project.growth(axis, coder=coder), project.category_history(axis)
    if csv is not None:
        joined = grown.assign(**{name: grown[name].map(";".join) for name in ("codes", "new")})
        write_table(csv, joined, "passage")
        return
    _show_growth(grown)
    if len(history):
        show.say()
        told = history.assign(time=history["time"].str[:16], came_from=history["came_from"].map(", ".join))
        show.table(told, ["time", "coder", "version", "what", "axis", "code", "came_from"], most=200)


def _show_growth(grown: "Frame") -> None:
    """Print the passages that brought something new, and where the curve stands."""
    if grown.empty:
        show.say("nothing read on this axis yet")
        return
    new = grown[grown["n_new"] > 0].assign(
        new=grown["new"].map(", ".join), read=[f"{100 * share:.1f} %" for share in grown.loc[grown["n_new"] > 0, "read"]]
    )
    show.table(new, ["passage", "doc_id", "start", "end", "new", "categories", "read"], most=200)
    last = grown.iloc[-1]
    since = last["passage"] - (new["passage"].max() if len(new) else 0)
    show.say(
        f"\n{many(int(last['categories']), 'category', 'categories')} after {many(len(grown), 'passage')}, "
        f"{100 * last['read']:.1f} % of the material; nothing new in the last {since}"
    )


def form(
    path: ProjectFile,
    coder: Annotated[str, typer.Option("--coder", help="Who reads; stands in the journal.")],
    axis: AxisOption = "",
    documents: Annotated[str, typer.Option(help="Only these, in this order, separated by commas.")] = "",
) -> None:
    """Form categories from the material: show the next passage with the nearest categories, subsume it, found one, or pass on."""
    from qda import Project

    with Project.open(path) as project:
        forming = project.form(axis, coder=coder, documents=parted(documents) or None)
        show.say(HELP)
        passage = forming.next()
        while passage is not None:
            show.say(f"\n{passage}")
            line = _line()
            if line in {"q", None}:
                break
            try:
                passage = _done(forming, passage, line or "")
            except QdaError as error:
                show.warn(str(error))
        read, of = forming.progress
        show.say(f"\n{read} of {many(of, 'passage')} read")


def _line() -> str | None:
    """Return what is typed; None at the end of the input."""
    try:
        return input("> ").strip()
    except EOFError:
        return None


def _done(forming: "Formation", passage: "Passage", line: str) -> "Passage | None":
    """Do what a line says; return the passage that is shown next."""
    if line in {"", "-"}:
        return forming.pass_on()
    if line == "c":
        show.say(f"\n{passage.context.strip()}")
        return passage
    if line == "u":
        show.say(forming.undo())
        return forming.next()
    if line.startswith("+"):
        head, _, definition = line[1:].strip().partition(":")
        id_, _, label = head.strip().partition(" ")
        return forming.found(id_, label=label.strip(), definition=definition.strip())
    return forming.subsume([_code(passage, word) for word in line.replace(",", " ").split()])


def _code(passage: "Passage", word: str) -> str:
    numbered = word.isdecimal() and 0 < int(word) <= len(passage.near)
    return passage.near[int(word) - 1].code if numbered else word


def summarise(
    path: ProjectFile,
    place: PassageAt,
    coder: Annotated[str, typer.Option("--coder", help="Who summarises.")],
    paraphrase: Annotated[str | None, typer.Option(help="What the passage says to the question, in a few words.")] = None,
    generalisation: Annotated[str | None, typer.Option(help="The same on the level of abstraction.")] = None,
    reduction: Annotated[str | None, typer.Option(help="What is left when what was said before is struck out.")] = None,
) -> None:
    """Write down paraphrase, generalisation or reduction of a passage; an empty text takes it away."""
    from qda import Project

    if paraphrase is generalisation is reduction is None:
        raise typer.BadParameter("give --paraphrase, --generalisation or --reduction")
    with Project.open(path) as project:
        new = project.summarise(
            place_in(place), coder=coder, paraphrase=paraphrase, generalisation=generalisation, reduction=reduction
        )
    show.say("kept" if new else "says so already")


def summary(
    path: ProjectFile,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="A file: .xlsx, .docx or .csv; else print.")] = None,
    coder: Annotated[str, typer.Option(help="Whose; default: everybody's.")] = "",
) -> None:
    """Write Mayring's table: case, page, line or time, number, paraphrase, generalisation, reduction."""
    from qda import Project

    with Project.open(path, backups=False) as project:
        if out is not None:
            show.say(f"{out}: {many(project.export_summary(out, coder=coder), 'passage')}")
            return
        found = project.summaries
    found = found[found["coder"] == coder] if coder else found
    if found.empty:
        show.say("no summaries")
    else:
        show.table(
            found, ["case", "page", "line", "time", "number", "paraphrase", "generalisation", "reduction", "coder"], most=200
        )


def explicate(
    path: ProjectFile,
    place: PassageAt,
    around: Annotated[int, typer.Option(min=0, help="Units before and after the passage.")] = 3,
    most: Annotated[int, typer.Option(min=0, help="Places elsewhere at most.")] = 10,
    csv: CsvOut = None,
) -> None:
    """Gather what helps to understand a passage: what stands around it, and where else its rare words are used."""
    from qda import Project

    with Project.open(path, backups=False) as project:
        found = project.explicate(*place_in(place), around=around, most=most)
    if csv is None:
        show.say(str(found))
        return
    write_table(csv, found.frame.assign(words=found.frame["words"].map("; ".join)), "place")


def place_in(said: str) -> tuple[str, int, int]:
    """Return document, start and end of a place as it is typed.

    Examples
    --------
    >>> place_in("leeds/interview-03:120-180")
    ('leeds/interview-03', 120, 180)
    """
    found = re.fullmatch(r"(.+):(\d{1,9})-(\d{1,9})", said.strip())
    if not found:
        raise typer.BadParameter(f"{said!r} is no place; write DOCUMENT:START-END, as in leeds/interview-03:120-180")
    return found[1], int(found[2]), int(found[3])
