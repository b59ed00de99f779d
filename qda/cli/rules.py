"""``qda rules``: try the rules of a codebook on a text, and find words for new ones."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qda._wording import many
from qda.cli import show
from qda.cli.tables import CsvOut, hand_over, parted

if TYPE_CHECKING:
    from qda import Codebook, RuleTagger
    from qda.frames import Frame
    from qda.rules import Around

rules_app = typer.Typer(help="Try the rules of a codebook, and find words for new ones.", no_args_is_help=True)
Book = Annotated[str, typer.Option("--codebook", "-c", help="Path of a codebook, or the name of a shipped one.")]


@rules_app.command(name="try")
def try_command(
    text: Annotated[str, typer.Argument(help="A sentence, in quotes.")],
    codebook: Book = "integration",
    language: Annotated[str, typer.Option(help="Its language; default: the codebook's first.")] = "",
    code: Annotated[str, typer.Option(help="Only the rules of this code, all of them (trust, or factor/trust).")] = "",
    role: Annotated[str, typer.Option(help="Who says it.")] = "",
    heading: Annotated[str, typer.Option(help="The heading it stands under; levels parted by ` > `.")] = "",
    question: Annotated[str, typer.Option(help="The question it answers.")] = "",
    most: Annotated[int, typer.Option("--n", min=0, help="How many near misses are shown.")] = 12,
    csv: CsvOut = None,
) -> None:
    """Say which rules match a text and why others do not, the nearest first."""
    from qda import RuleTagger, read_codebook
    from qda.rules import Around, explain

    book = read_codebook(codebook, lenient=True)
    around = Around(role=role, heading=heading, question=question)
    found = explain(book, text, language=language, code=code, around=around)
    if csv is not None:
        hand_over(found, csv, list(found.columns), "rule")
    else:
        _say_claims(RuleTagger(book), text, language, around)
        _say_rules(found, most)
    _finish(book)


def _say_claims(tagger: "RuleTagger", text: str, language: str, around: "Around") -> None:
    if around.role in tagger.book.skip_roles:
        show.say(
            f"Turns of the role {around.role!r} are skipped by this codebook: nothing is suggested. If somebody else said it:"
        )
    claims = tagger.claims(text, language, around)
    for claim in claims:
        show.say(
            f"{claim.score:.2f}  {claim.axis}/{claim.code}" + (f"  (in the statement on {claim.split})" if claim.split else "")
        )
    if not claims:
        show.say("no code is suggested" + _read_in(language, tagger.book))


def _read_in(language: str, book: "Codebook") -> str:
    """Say in which language a text was read, where that may be why nothing is found."""
    from qda.rules.rule import language_of

    read = language_of(language, book)
    if read not in book.languages:
        return f": the codebook has no patterns in {read!r}; its languages: {', '.join(book.languages)}"
    others = [other for other in book.languages if other != read]
    return f"; it was read in {read!r}, and --language reads in another: {', '.join(others)}" if others else ""


def _say_rules(found: "Frame", most: int) -> None:
    hits, misses = found[found["outcome"] != "missed"], found[found["outcome"] == "missed"]
    for title, rows in (("What matches", hits), ("What does not, the nearest first", misses.head(most))):
        if len(rows):
            show.say(f"\n{title}")
        for row in rows.to_dict("records"):
            show.say(_line(row))
    if len(misses) > most:
        show.say(f"  ... and {len(misses) - most} more, by --n or --csv")


def _line(row: Mapping[Any, Any]) -> str:
    name = str(row["rule"]) or f"{row['axis']}/{row['code']}"
    tokens = f" “{row['tokens']}” [{row['start']}-{row['end']}] {row['score']:.2f}" if row["tokens"] else ""
    why = f": {row['why']}" if row["why"] else ""
    return f"  {name} {row['outcome']}{tokens}{why}" + (f"\n    {show.cut(str(row['pattern']), 140)}" if row["pattern"] else "")


@rules_app.command(name="suggest")
def suggest_command(
    path: Annotated[str | None, typer.Argument(metavar="[FILE.qda]", help="The project; or give tables by --segments.")] = None,
    segments: Annotated[Path | None, typer.Option("--segments", help="Table of segments: doc_id, start, end, text, ...")] = None,
    codings: Annotated[Path | None, typer.Option("--codings", help="With --segments: table of codings.")] = None,
    codebook: Annotated[
        str | None, typer.Option("--codebook", "-c", help="With --segments: path or name of the codebook.")
    ] = None,
    code: Annotated[str, typer.Option(help="Only this code (trust, or factor/trust).")] = "",
    coders: Annotated[str, typer.Option(help="Only codings of these coders, parted by commas.")] = "",
    most: Annotated[int, typer.Option("--n", min=1, help="How many terms a code has at most.")] = 20,
    csv: CsvOut = None,
) -> None:
    """Propose terms for patterns from accepted codings; what you take, you paste under `patterns:` yourself."""
    from qda.rules import suggest_terms

    if (path is None) == (segments is None):
        raise typer.BadParameter("give either FILE.qda, or --segments with --codings and --codebook")
    book, units, given = _tables(path) if path is not None else _files(segments, codings, codebook)
    found = suggest_terms(book, units, given, code=code, coders=parted(coders), most=most)
    if csv is not None:
        hand_over(found, csv, list(found.columns), "term")
    else:
        _say_terms(found)
    _finish(book)


def _tables(path: str) -> "tuple[Codebook, Frame, Frame]":
    from qda import Project

    with Project.open(path) as project:
        return project.book, project.segments, project.codings


def _files(segments: Path | None, codings: Path | None, codebook: str | None) -> "tuple[Codebook, Frame, Frame]":
    from qda import read_codebook
    from qda.frames import read_csv

    if segments is None or codings is None or codebook is None:
        raise typer.BadParameter("--segments needs --codings and --codebook")
    return read_codebook(codebook, lenient=True), read_csv(segments, "segments"), read_csv(codings, "codings")


def _say_terms(found: "Frame") -> None:
    """Print the terms of each code as lines for the codebook, with what speaks for them as a comment."""
    for (axis, code, language), rows in found.groupby(["axis", "code", "language"], sort=False):
        show.say(f"{axis}/{code}  patterns: {language}:")
        for row in rows.to_dict("records"):
            show.say(f"  {str(row['line']).ljust(34)}  # {_told(row)}")
    if found.empty:
        show.say("no term tells these codings from the rest")


def _told(row: Mapping[Any, Any]) -> str:
    covered = f"; {row['covered']:.0%} found by {row['rule']}" if row["rule"] else "; found by no pattern"
    inside = f"{row['n_in']} in {many(row['documents'], 'document')}, {row['n_out']} elsewhere, z {row['z']:.1f}"
    return f"{inside}{covered}; {row['doc_id']} [{row['start']}-{row['end']}]"


def _finish(book: "Codebook") -> None:
    for line in book.broken:
        show.warn(line)
    if book.broken:
        raise typer.Exit(1)
