"""A tagger reads the units of a project."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pandas as pd

from qda.codebook import Codebook
from qda.errors import ProjectError
from qda.frames import Frame, empty
from qda.tagger import Tagger

if TYPE_CHECKING:
    from qda.store import Store

FETCHED = 20
"""Documents whose units are fetched at once."""


def tag(store: "Store", tagger: Tagger, *, progress: Callable[[int, int], None] | None = None) -> int:
    """Compute first, document by document, then store all in one act; see `qda.project.Project.tag`."""
    _require_own_book(store.book, getattr(tagger, "book", store.book))
    found, read = [], []
    for units in _documents(store, progress):
        read.append(units[["doc_id", "start", "end"]])
        found.append(tagger.tag(units))
    if not read:
        raise ProjectError(f"{store.name}: holds no units to read yet; add documents and segment them first")
    codings = _joined(found, store.book)
    return store.add_machine(
        codings,
        pd.concat(read, ignore_index=True),
        coder=tagger.coder,
        round_=int(getattr(tagger, "round", 1)),
        origin=str(getattr(tagger, "origin", "rule")),
    )


def _documents(store: "Store", progress: Callable[[int, int], None] | None) -> Iterator[Frame]:
    """Yield the units of each document that are to be read; some documents are fetched at once, so that many small ones take little time."""
    ids = store.document_ids()
    for first in range(0, len(ids), FETCHED):
        units = _readable(store.segments(*ids[first : first + FETCHED]), store.book)
        for done, doc_id in enumerate(ids[first : first + FETCHED], start=first):
            if progress is not None:
                progress(done, len(ids))
            own = units[units["doc_id"] == doc_id]
            if len(own):
                yield own.reset_index(drop=True)
    if progress is not None:
        progress(len(ids), len(ids))


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
