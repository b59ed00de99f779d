"""``qda codebook``: look at a coding guide, and at what it lacks."""

from typing import Annotated

import typer

from qda._wording import many
from qda.cli import show

codebook_app = typer.Typer(help="Look at a codebook and check it.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="CODEBOOK", help="Path of a codebook, or the name of a shipped one.")]


@codebook_app.command(name="lint")
def lint_command(codebook: Name) -> None:
    """Name what a codebook lacks, a line each with file and line number; exit status 1 if there is an error."""
    from qda import RuleTagger, lint, read_codebook
    from qda.rules import lint_patterns

    book = read_codebook(codebook)
    findings = [*lint(book), *lint_patterns(RuleTagger(book))]
    for finding in sorted(findings, key=lambda f: (f.line, str(f))):
        show.say(str(finding))
    errors = sum(f.level == "error" for f in findings)
    show.say(
        f"{book.codebook_version}: {many(len(list(book.codes())), 'code')} on {many(len(book.axes), 'axis', 'axes')}, "
        f"{many(errors, 'error')}, {many(len(findings) - errors, 'warning')}"
    )
    if errors:
        raise typer.Exit(1)


@codebook_app.command(name="show")
def show_command(
    codebook: Name,
    axis: Annotated[str, typer.Option(help="Only this axis.")] = "",
    code: Annotated[str, typer.Option(help="With --axis: this code in full.")] = "",
) -> None:
    """Print the axes and codes of a codebook, or one category in full."""
    from qda import read_codebook

    book = read_codebook(codebook)
    if code:
        found = book.code(axis or next((a.id for a in book.axes if code in a.code_ids), book.axes[0].id), code)
        anchors = "\n".join(f"  “{a.quote}” {a.document}".rstrip() for a in found.anchor_examples)
        show.say(
            f"{found.axis}/{found.id}  {found.label}\n\nDefinition\n  {found.definition}\n\nAnchor examples\n{anchors}\n\nCoding rule\n  {found.rule}"
        )
        return
    show.say(f"{book.title} ({book.codebook_version}, {book.state}; {', '.join(book.languages)})")
    for one in book.axes if not axis else [book.axis(axis)]:
        inherits = f", inherits from {' then '.join(one.inherit)}" if one.inherit else ""
        show.say(f"\n{one.id}  {one.label} ({one.kind}{inherits})")
        for each in one.codes:
            show.say(f"  {each.id.ljust(22)} {show.cut(each.definition, 110)}")
