"""What a project holds, as tables: nothing here changes it."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from qda.codebook import Codebook
from qda.frames import Frame
from qda.model import Document
from qda.project.pages import Pages

if TYPE_CHECKING:
    from qda.store import Store


class Tables:
    """The tables of a project; every call returns frames of the caller's own, and asks the file anew; of single documents, where they changed."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    @cached_property
    def _pages(self) -> Pages:
        return Pages(self._store)

    @property
    def path(self) -> Path | None:
        """The project file; None for a project on a server."""
        return self._store.path

    @property
    def name(self) -> str:
        """How messages call the project: the path of its file, or its address without a password."""
        return self._store.name

    @property
    def book(self) -> Codebook:
        """The codebook."""
        return self._store.book

    @property
    def codebooks(self) -> Frame:
        """Every version of the codebook that the project had, the one that holds last: ``codebook_version, time, coder, text``."""
        return self._store.codebooks()

    def document(self, doc_id: str) -> Document:
        """Return a document with its marks."""
        return self._store.document(doc_id)

    @property
    def documents(self) -> Frame:
        """The table ``documents``."""
        return self._store.documents()

    @property
    def marks(self) -> Frame:
        """The table ``marks``."""
        return self._store.marks()

    @property
    def segments(self) -> Frame:
        """The table ``segments``."""
        return self._store.segments()

    @property
    def codings(self) -> Frame:
        """The table ``codings``: what is not retracted."""
        return self._store.codings()

    def codings_in(self, doc_id: str, *, columns: Sequence[str] | None = None) -> Frame:
        """Return the table ``codings`` of one document, or only some of its columns; read anew only where somebody changed something in the document."""
        if columns is not None:
            return self._store.codings(doc_id, columns=columns)
        return self._pages.page("codings", doc_id, self._store.codings)

    def readings_in(self, doc_id: str) -> Frame:
        """Return the table ``readings`` of one document, as `codings_in` does."""
        return self._pages.page("readings", doc_id, self._store.readings)

    def segments_in(self, doc_id: str) -> Frame:
        """Return the table ``segments`` of one document, as `codings_in` does."""
        return self._pages.page("segments", doc_id, self._store.segments)

    @property
    def readings(self) -> Frame:
        """The table ``readings``."""
        return self._store.readings()

    @property
    def cases(self) -> Frame:
        """The table ``cases``."""
        return self._store.cases()

    @property
    def speakers(self) -> Frame:
        """The table ``speakers``."""
        return self._store.speakers()

    @property
    def mentions(self) -> Frame:
        """The table ``mentions``: which cases a span speaks about."""
        return self._store.mentions()

    @property
    def journal(self) -> Frame:
        """The journal: who did what, when, and whether it was undone."""
        return self._store.journal()
