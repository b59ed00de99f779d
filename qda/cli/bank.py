"""``qda codebook examples``: the labelled sentences beside a codebook."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qda._wording import many
from qda.cli import show
from qda.cli.tables import parted

if TYPE_CHECKING:
    from qda.codebook import LabelledExample

examples_app = typer.Typer(help="The example bank of a codebook: labelled sentences beside it.", no_args_is_help=True)
Name = Annotated[
    str,
    typer.Argument(
        metavar="BANK|CODEBOOK", help="A bank (*.examples.jsonl), or the codebook, by path or name, beside which it lies."
    ),
]
Book = Annotated[str, typer.Option("--codebook", "-c", help="The codebook of a bank that does not lie beside it.")]


@examples_app.command(name="check")
def check_command(bank: Name, codebook: Book = "") -> None:
    """Name all that is wrong with a bank, a line each, and count its examples per code; exit status 1 if a line is wrong."""
    from qda.codebook.bank import bank_and_book, look_at_bank
    from qda.codebook.bank_review import contradictions, counts, without_examples

    path, book = bank_and_book(bank, codebook)
    found, problems = look_at_bank(path, book)
    for problem in problems:
        show.say(problem)
    table = counts(found, book)
    show.table(table, list(table.columns), most=len(table))
    for code in without_examples(found, book):
        show.say(f"{path}: no example carries {code}")
    doubts = list(contradictions(found))
    for doubt in doubts:
        show.say(doubt)
    show.say(f"{path}: {many(len(found), 'example')}, {many(len(problems), 'problem')}, {many(len(doubts), 'contradiction')}")
    if problems:
        raise typer.Exit(1)


@examples_app.command(name="show")
def show_command(
    bank: Name,
    codebook: Book = "",
    code: Annotated[str, typer.Option(help="Only examples of this code (trust, or factor/trust).")] = "",
    language: Annotated[str, typer.Option(help="Only examples in this language.")] = "",
    voice: Annotated[str, typer.Option(help="Only this voice: interview, report or document.")] = "",
    near: Annotated[bool, typer.Option("--near", help="With --code: those to which one might give it wrongly.")] = False,
) -> None:
    """Print the examples of a bank, each with the number of its line and its codes."""
    from qda.codebook.bank import bank_and_book, read_bank
    from qda.rules.rule import pairs_of

    path, book = bank_and_book(bank, codebook)
    wanted, shown = set(pairs_of(book, code)), 0
    for number, example in enumerate(read_bank(path, book), start=1):
        carried = {(axis, c) for axis, codes in (example.near if near else example.codes).items() for c in codes}
        if (not code or carried & wanted) and language in ("", example.language) and voice in ("", example.voice):
            show.say(_told(number, example))
            shown += 1
    show.say(f"{path}: {many(shown, 'example')}")


def _told(number: int, example: "LabelledExample") -> str:
    where = " ".join(filter(None, (example.language, example.voice)))
    codes = "; ".join(f"{axis}={','.join(found) or '-'}" for axis, found in example.codes.items())
    near = "; ".join(f"{axis}={','.join(found)}" for axis, found in example.near.items())
    context = "".join(
        f"\n    {name}: {text}" for name, text in (("heading", example.heading), ("question", example.question)) if text
    )
    return f"{number} [{where}] {example.text}{context}\n    {codes}" + (f"  (near: {near})" if near else "")


@examples_app.command(name="add")
def add_command(
    bank: Name,
    codebook: Book = "",
    text: Annotated[str, typer.Option(help="A sentence to add.")] = "",
    codes: Annotated[str, typer.Option(help="Its codes: axis=code,axis=code; 'axis=' for read and nothing found.")] = "",
    near: Annotated[str, typer.Option(help="Codes that one might give it wrongly, written the same way.")] = "",
    language: Annotated[str, typer.Option(help="Its language; by default the codebook's first.")] = "",
    voice: Annotated[str, typer.Option(help="interview, report or document.")] = "",
    heading: Annotated[str, typer.Option(help="The heading it stands under, where the codes need it.")] = "",
    question: Annotated[str, typer.Option(help="The question it answers, where the codes need it.")] = "",
    project: Annotated[Path | None, typer.Option(help="Add what people coded in this project instead.")] = None,
    code: Annotated[
        list[str] | None, typer.Option(help="With --project: only sentences that carry this code; may be repeated.")
    ] = None,
    coders: Annotated[str, typer.Option(help="With --project: only what these people coded, parted by commas.")] = "",
    yes: Annotated[
        bool, typer.Option("--yes", help="With --project: the sentences may leave the project, word for word.")
    ] = False,
) -> None:
    """Add a sentence to a bank, or all that people coded in a project; lines that are there stay as they are."""
    from qda.codebook.bank import append_examples, bank_and_book

    if bool(text) == (project is not None):
        raise typer.BadParameter("give either a sentence (--text) or a project (--project)")
    path, book = bank_and_book(bank, codebook)
    if project is not None:
        _add_from_project(path, project, parted(coders), code or (), confirm=yes)
        return
    from qda.codebook.bank_lines import LabelledExample, codes_of

    example = LabelledExample(
        text=text.strip(),
        language=language or book.languages[0],
        voice=voice,
        codes=codes_of(codes),
        near=codes_of(near),
        heading=heading,
        question=question,
    )
    show.say(f"{path}: added as line {append_examples(path, [example], book)}")


def _add_from_project(path: Path, project: Path, coders: Sequence[str], codes: Sequence[str], *, confirm: bool) -> None:
    from qda import Project

    with Project.open(project, backups=False) as opened:
        show.say(str(opened.add_examples(path, coders=coders, codes=codes, confirm=confirm)))
