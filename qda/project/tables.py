"""What a project holds, as tables: nothing here changes it."""

from pathlib import Path
from typing import TYPE_CHECKING

from qda.codebook import Codebook
from qda.frames import Frame
from qda.model import Document

if TYPE_CHECKING:
    from qda.store import Store


class Tables:
    """The tables of a project; every call asks the file anew and returns frames of the caller's own."""

    def __init__(self, store: "Store") -> None:
        self._store = store

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
