"""``qda train`` and ``qda model``: have a model learn from codings, and say what a model is."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qda._wording import many
from qda.cli import show

if TYPE_CHECKING:
    from qda.learn import LearnedTagger
    from qda.learn.embedding import Embedder

model_app = typer.Typer(help="What a model learnt from, and how good it is.", no_args_is_help=True)


def train(
    path: Annotated[str | None, typer.Argument(metavar="[FILE.qda]", help="The project; or give tables by --segments.")] = None,
    segments: Annotated[
        list[Path] | None, typer.Option("--segments", help="Table of segments that were read; may be given several times.")
    ] = None,
    codings: Annotated[
        list[Path] | None, typer.Option("--codings", help="Table of their codings; may be given several times.")
    ] = None,
    codebook: Annotated[
        str | None, typer.Option("--codebook", "-c", help="With --segments: path or name of the codebook.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Where the model goes.")] = None,
    bank: Annotated[bool, typer.Option(help="Start from the example bank beside the codebook.")] = True,
    embed: Annotated[
        bool | None, typer.Option(help="Learn from vectors of meaning, too; default: if the extra embed is installed.")
    ] = None,
    seed: Annotated[int, typer.Option(help="For what is drawn.")] = 0,
    coder: Annotated[list[str] | None, typer.Option("--coder", help="Of a project: only what this person coded.")] = None,
) -> None:
    """Have a model learn from codings: of a project, or of tables."""
    from qda.project.learning import encoder, save_tagger

    if (path is None) == (segments is None):
        raise typer.BadParameter("give either FILE.qda, or --segments with --codings and --codebook")
    if out is None:
        raise typer.BadParameter("--out names the file for the model")
    if segments is None:
        if codebook or codings:
            raise typer.BadParameter("--codings and --codebook go with --segments; a project has its own")
        learnt = _of_project(path or "", coder, bank=bank, seed=seed, encode=encoder(wanted=embed))
    elif codebook is None or not codings:
        raise typer.BadParameter("--segments needs --codings and --codebook")
    else:
        from qda.project.learning import train_tables

        learnt = train_tables(segments, codings, codebook=codebook, bank=bank, seed=seed, encode=encoder(wanted=embed))
    save_tagger(out, learnt)
    card = learnt.card_
    show.say(f"{out}: learnt from {many(card['segments'], 'segment')} of {many(card['documents'], 'document')}")
    for axis, figures in card["unseen"].items():
        show.say(f"  {axis}: micro F1 {figures['micro_f1']:.2f} on what it had not seen")


def _of_project(path: str, coders: list[str] | None, *, bank: bool, seed: int, encode: "Embedder | None") -> "LearnedTagger":
    from qda import HybridTagger, Project

    with Project.open(path) as project:
        return project.train(HybridTagger(project.book, bank=bank, seed=seed, encode=encode), coders=coders or None)


@model_app.command(name="show")
def show_command(model: Annotated[Path, typer.Argument(metavar="MODEL", help="A model that `qda train` wrote.")]) -> None:
    """Print the card of a model."""
    from qda.learn.card import card_lines
    from qda.project.learning import model_card

    for line in card_lines(model_card(model)):
        show.say(line)
