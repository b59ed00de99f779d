"""A tagger reads the units of a project."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd

from qda.codebook import Codebook
from qda.errors import ProjectError
from qda.frames import Frame, empty
from qda.tagger import Tagger

if TYPE_CHECKING:
    from qda.store import Store


def tag(store: "Store", tagger: Tagger, *, progress: Callable[[int, int], None] | None = None) -> int:
    """Compute first, document by document, then store all in one act; see `qda.project.Project.tag`."""
    _require_own_book(store.book, getattr(tagger, "book", store.book))
    ids = store.document_ids()
    found, read = [], []
    for done, doc_id in enumerate(ids):
        if progress is not None:
            progress(done, len(ids))
        units = _readable(store.segments(doc_id), store.book)
        if len(units):
            read.append(units[["doc_id", "start", "end"]])
            found.append(tagger.tag(units))
    if progress is not None:
        progress(len(ids), len(ids))
    if not read:
        raise ProjectError(f"{store.path}: holds no units to read yet; add documents and segment them first")
    codings = _joined(found, store.book)
    return store.add_machine(
        codings, pd.concat(read, ignore_index=True), coder=tagger.coder, round_=int(getattr(tagger, "round", 1))
    )


def _require_own_book(own: Codebook, brought: Codebook) -> None:
    if own.hash != brought.hash:
        raise ProjectError(
            f"this project is coded by {own.codebook_version}, the tagger by {brought.codebook_version}; make the tagger with `project.book`"
        )


def _readable(segments: Frame, book: Codebook) -> Frame:
    """Leave out the turns of roles that are never tagged: they are not read."""
    return segments[~segments["role"].isin(book.skip_roles)].reset_index(drop=True)


def _joined(found: list[Frame], book: Codebook) -> Frame:
    filled = [frame for frame in found if len(frame)]
    if not filled:
        return empty("codings")
    codings = pd.concat(filled, ignore_index=True)
    version = codings["codebook_version"]
    strays = version[~version.isin(["", book.codebook_version])]
    if len(strays):
        raise ProjectError(f"this project is coded by {book.codebook_version}, the tagger by {strays.iloc[0]}")
    codings["codebook_version"] = book.codebook_version
    return codings
