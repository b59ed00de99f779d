"""Whether a file that is added is a document of the project already, or another one of the same name."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from qda.model import Document

if TYPE_CHECKING:
    from qda.store import Store

_WORD = re.compile(r"\w+")

Refusal = tuple[str, str, str]
"""File, reason, remedy."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """A document of the project: its text's revision, its source, and where its file lay, seen from the project; empty where that is not known."""

    revision: str
    source: str
    place: str


def beside(path: Path, folder: Path) -> str:
    """Return where a file lies, seen from the folder of the project: the same when both are moved together; on another drive, only its name.

    It begins with a dot, so that it is never taken for a file's place within a folder of documents.
    """
    try:
        place = Path(os.path.relpath(path.resolve(), folder)).as_posix()
    except ValueError:
        return path.name
    return place if place.startswith("../") else f"./{place}"


def folder_of(path: Path, store: "Store") -> str:
    """Return where a folder of documents lies, seen from the project; nothing where that says little: of a file, on a server, on another drive."""
    place = beside(path, store.folder) if path.is_dir() and store.path else ""
    return place if place.startswith(".") else ""


def held_documents(store: "Store") -> dict[str, Held]:
    """Return the documents of the project by their ids."""
    folders = store.folders()
    rows = store.documents(text=False)[["id", "revision", "source"]].itertuples(index=False, name=None)
    return {id_: Held(revision=r, source=s, place=_place(s, folders.get(id_, ""))) for id_, r, s in rows}


def _place(source: str, folder: str) -> str:
    if source.startswith("."):
        return source
    return f"{folder}/{source}" if folder else ""


def namesakes(store: "Store", documents: Sequence[Document], path: Path, held: Mapping[str, Held]) -> dict[str, Refusal]:
    """Return the refusals, by id, of documents whose name another document has in the project: they would take its place.

    The rule: a file is the document of its name

    - if it lies where that document's file lay, seen from the project, whatever it says now; in a folder, another suffix is no other file;
    - in a folder, too, if it lies elsewhere but is called the same and says the same: at least half of its pairs of words, or of the document's, stand in
      the other text (see `alike`). So a corpus that was moved or copied as a whole is the same corpus, with texts that were edited, too.

    Anything else is another document. A folder that was added by an earlier version, to a project on a server or from another drive lies nowhere that is
    known: then the texts decide alone.
    """
    found = {}
    for document in documents:
        old = held.get(document.id)
        if old is not None and not _same_file(store, document, old, path):
            taken = f"document {document.id!r} is {_shown(old, document.source)} already"
            found[document.id] = (document.source, taken, _remedy(document.id, path))
    return found


def _shown(old: Held, source: str) -> str:
    """Return where a document came from, to be told from `source`."""
    if not old.source:
        return "in the project"
    return old.place or (f"another {source}" if old.source == source else old.source)


def _remedy(doc_id: str, path: Path) -> str:
    above = "; or begin with the folder above both, so that names differ" if path.is_dir() else ""
    return f"add it alone by --doc-id (doc_id): under a name of its own, or as {doc_id!r}, if it is the new text of that document{above}"


def _same_file(store: "Store", document: Document, old: Held, path: Path) -> bool:
    """Say whether a document comes from the file of the one that has its id, or from a copy of it; see `namesakes`."""
    place = _lies(store, document, path)
    if not path.is_dir():
        return place in (old.place, old.source)
    if old.place and _stem(place) == _stem(old.place):
        return True
    alone = old.source.startswith(".")
    same_name = _stem(Path(document.source).name) == _stem(Path(old.source).name)
    if not (same_name if alone else _stem(document.source) == _stem(old.source)):
        return False
    return old.revision == document.revision or alike(document.text, store.document(document.id).text)


def _lies(store: "Store", document: Document, path: Path) -> str:
    return beside(path / document.source, store.folder) if path.is_dir() else document.source


def _stem(source: str) -> str:
    return os.path.splitext(source)[0]  # noqa: PTH122  a path would lose the dot at the beginning


def with_known_source(store: "Store", documents: Sequence[Document], path: Path, held: Mapping[str, Held]) -> list[Document]:
    """Return the documents; those that lie where they lay and say what they said keep the source they have, so that adding them in another way is no change.

    That is a file that came alone and comes in its folder now, or the other way round.
    """
    out = []
    for document in documents:
        old = held.get(document.id)
        same = old is not None and old.revision == document.revision and old.place == _lies(store, document, path)
        out.append(replace(document, source=old.source) if old and same else document)
    return out


def alike(one: str, other: str) -> bool:
    """Say whether two texts have at least half of the pairs of neighbouring words of the shorter one in common.

    Interviews of one guideline share about a seventh of them; where every fifth word was replaced, three quarters are left.

    Examples
    --------
    >>> alike("We trust the board.", "We trust the board, and the mayor.")
    True
    >>> alike("We trust the board.", "The board has no budget.")
    False
    """
    mine, others = _pairs(one), _pairs(other)
    return 2 * len(mine & others) >= min(len(mine), len(others))


def _pairs(text: str) -> set[tuple[str, str]]:
    words = ["", *(word.casefold() for word in _WORD.findall(text))]
    return set(pairwise(words))
