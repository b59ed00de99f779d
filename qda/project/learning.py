"""Models: learnt from tables or from a project, kept in a file, and read again."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from qda.codebook import Codebook, read_codebook
from qda.errors import BadInput, QdaError, UnknownName, UnreadableFile, nearest
from qda.frames import Frame, read_csv
from qda.model import MACHINES
from qda.project.hybrid import HybridTagger
from qda.tagger import LearningTagger

if TYPE_CHECKING:
    from qda.learn import LearnedTagger
    from qda.learn.embedding import Embedder
    from qda.learn.material import Encoder
    from qda.project.tables import Tables
    from qda.rules import RuleTagger

Learner = TypeVar("Learner", bound=LearningTagger)


def train(project: "Tables", tagger: Learner, coders: Sequence[str] | None = None) -> Learner:
    """Have a tagger learn from what people coded, accepted, rejected and read in a project; see `qda.project.Project.train`."""
    codings, readings = (of_people(frame, coders) for frame in (project.codings, project.readings))
    if codings.empty:
        raise BadInput(f"{project.name}: nobody coded anything yet" + (f" of {', '.join(coders)}" if coders else ""))
    return tagger.fit(project.segments, codings, readings)


def of_people(frame: Frame, coders: Sequence[str] | None) -> Frame:
    """Return the rows of people, or of some of them and what was settled."""
    kept = frame[~frame["origin"].isin(MACHINES)]
    for name in coders or ():
        if name not in set(kept["coder"]):
            raise UnknownName(f"no codings of coder {name!r}; {nearest(name, kept['coder'])}")
    return kept if coders is None else kept[kept["coder"].isin(list(coders)) | (kept["origin"] == "settled")]


def train_tables(
    segments: Sequence[str | Path],
    codings: Sequence[str | Path],
    *,
    codebook: str | Path | Codebook,
    bank: bool = True,
    seed: int = 0,
    encode: "Encoder | None" = None,
) -> HybridTagger:
    """Learn from tables of segments and of their codings.

    Parameters
    ----------
    segments, codings
        Files; all together are one training set, and their documents must differ.
    codebook
        Path, name of a shipped codebook, or a `Codebook`.
    bank
        Start from the example bank beside the codebook.
    seed, encode
        See `HybridTagger`.

    Raises
    ------
    FileNotThere, UnreadableFile, BadTable
        A table is not there or does not fit.
    UnknownName
        A coding names a segment, an axis or a code that does not exist.
    """
    book = codebook if isinstance(codebook, Codebook) else read_codebook(codebook, lenient=True)
    units = pd.concat([read_csv(path, "segments") for path in segments], ignore_index=True)
    parts = [(path, read_csv(path, "codings")) for path in codings]
    for path, part in parts:
        _require_known(part, units, book, path)
    return HybridTagger(book, bank=bank, seed=seed, encode=encode).fit(
        units, pd.concat([part for _, part in parts], ignore_index=True)
    )


def _require_known(codings: Frame, units: Frame, book: Codebook, path: str | Path) -> None:
    """Refuse codings of documents and codes that are not there: a slip there would silently teach the opposite."""
    documents = set(units["doc_id"])
    for line, (doc_id, axis, code) in enumerate(codings[["doc_id", "axis", "code"]].itertuples(index=False, name=None), start=2):
        if doc_id not in documents:
            raise UnknownName(f"{path}: line {line}: document {doc_id!r} has no segments; {nearest(doc_id, documents)}")
        if axis:
            try:
                _ = book.code(axis, code) if code else book.axis(axis)
            except UnknownName as error:
                raise UnknownName(f"{path}: line {line}: {error}") from None


def save_tagger(path: str | Path, tagger: "LearnedTagger") -> Path:
    """Write what a tagger learnt as one file, in one step; it holds numbers, words and a card, and no text of the study.

    Raises
    ------
    BadInput
        It has learnt nothing yet.
    OutputError
        It cannot be written; what stood there is untouched.
    """
    from qda.export.atomic import replacing
    from qda.learn.files import model_bytes

    if tagger.learnt_ is None:
        raise BadInput(f"{path}: the tagger has learnt nothing yet; there is nothing to keep")
    with replacing(path) as beside:
        beside.write_bytes(model_bytes(tagger.learnt_, tagger.card_))
    return Path(path)


def load_tagger(
    path: str | Path, book: Codebook, *, threshold: float | None = 0.05, encode: "Encoder | None" = None
) -> "LearnedTagger":
    """Read a model that `save_tagger` wrote.

    Parameters
    ----------
    path
        The file.
    book
        The codebook it must have been made for.
    threshold
        As in `HybridTagger`.
    encode
        As when it was trained; None: the model of the extra ``embed``, if it was trained with that.

    Raises
    ------
    FileNotThere, UnreadableFile
        There is none, or it is no model, damaged, or changed after it was written.
    BadInput
        It was made for another codebook, or with vectors of meaning that are not here.
    """
    from qda.learn import LearnedTagger
    from qda.learn.files import read_model

    learnt, card = read_model(path)
    if card["codebook_hash"] != book.hash:
        raise BadInput(
            f"{path}: made for the codebook {card['codebook_version']}, and this is {book.codebook_version}; train it anew"
        )
    if card["meaning"] and encode is None:
        encode = _encoder_of(path, card["meaning"])
    kinds: Mapping[str, type[LearnedTagger]] = {"HybridTagger": HybridTagger, "LearnedTagger": LearnedTagger}
    if card["tagger"] not in kinds:
        raise UnreadableFile(path, f"holds a tagger {card['tagger']!r}", f"known: {', '.join(kinds)}")
    tagger = kinds[card["tagger"]](book, threshold=threshold, encode=encode, seed=card["seed"])
    tagger.learnt_, tagger.card_ = learnt, card
    return tagger


def encoder(*, wanted: bool | None = None) -> "Embedder | None":
    """Return the model that gives texts vectors of meaning, or None.

    Parameters
    ----------
    wanted
        None: if the extra ``embed`` is installed.

    Raises
    ------
    BadInput, FileNotThere
        It is wanted, and not installed.
    """
    from qda.learn.embedding import Embedder, is_installed

    return Embedder() if wanted or (wanted is None and is_installed()) else None


def _encoder_of(path: str | Path, name: str) -> "Embedder":
    from qda.learn.embedding import MODEL_SHA256, Embedder

    if name != MODEL_SHA256:
        raise BadInput(
            f"{path}: was trained with vectors of meaning of another model; give the same encoder, or train it anew without one"
        )
    try:
        return Embedder()
    except QdaError as error:
        raise BadInput(f"{path}: was trained with vectors of meaning; {error}") from None


def tagger_for(book: Codebook, model: str | Path | None, *, table: bool = False) -> "RuleTagger | LearnedTagger":
    """Return the tagger that a command asks for: a model's, else the rules.

    Parameters
    ----------
    table
        Suggestions are made to be judged, not weighed by a matrix: only what is worth a person's look.
    """
    from qda.rules import RuleTagger

    if model is not None:
        return load_tagger(model, book, threshold=None) if table else load_tagger(model, book)
    return RuleTagger(book, threshold=None) if table else RuleTagger(book)


def model_card(path: str | Path) -> dict[str, Any]:
    """Return the card of a model: what it learnt from, and how good it was on what it had not seen; see `qda.learn.card`."""
    from qda.learn.files import read_model

    return read_model(path)[1]
