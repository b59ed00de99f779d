"""The tables of a project file: nothing here changes it."""

from collections.abc import Sequence

from qda.frames import Frame
from qda.model import Document
from qda.store.base import Base
from qda.store.coding import codings, readings
from qda.store.journal import acts, lately
from qda.store.material import codebooks, documents, lookups, segments


class Tables(Base):
    """What a project file holds, as tables; every call asks the file anew."""

    def codebooks(self) -> Frame:
        """Return every version of the codebook, the one that holds last: ``codebook_version, time, coder, text``."""
        return self._read(codebooks.codebooks_frame)

    def documents(self, *, text: bool = True) -> Frame:
        """Return the table ``documents``; without `text`, that column is empty."""
        return self._read(lambda connection: documents.documents_frame(connection, text=text))

    def document(self, doc_id: str) -> Document:
        """Return a document with its marks."""
        return self._read(lambda connection: documents.document(connection, doc_id))

    def document_ids(self) -> list[str]:
        """Return the ids of the documents, in order."""
        return list(self._read(documents.document_ids))

    def folders(self) -> dict[str, str]:
        """Return, by id, the folder that documents came in last, seen from the project; those of which it is not known are missing."""
        return self._read(documents.folders)

    def marks(self, doc_id: str | None = None) -> Frame:
        """Return the table ``marks``, of one document or of all."""
        return self._read(lambda connection: documents.marks_frame(connection, doc_id))

    def segments(self, *doc_ids: str) -> Frame:
        """Return the table ``segments``, of these documents or of all."""
        return self._read(lambda connection: segments.segments_frame(connection, doc_ids or None))

    def codings(self, doc_id: str | None = None, *, columns: Sequence[str] | None = None) -> Frame:
        """Return the table ``codings``, of one document or of all: what is not retracted; or only some of its columns."""
        return self._read(lambda connection: codings.codings_frame(connection, doc_id, columns))

    def readings(self, doc_id: str | None = None) -> Frame:
        """Return the table ``readings``, of one document or of all."""
        return self._read(lambda connection: readings.readings_frame(connection, self.book.axis_ids, doc_id))

    def cases(self) -> Frame:
        """Return the table ``cases``."""
        return self._read(lookups.cases_frame)

    def speakers(self) -> Frame:
        """Return the table ``speakers``."""
        return self._read(lookups.speakers_frame)

    def mentions(self) -> Frame:
        """Return the table ``mentions``."""
        return self._read(lookups.mentions_frame)

    def journal(self) -> Frame:
        """Return the journal: ``id, time, coder, kind, what, details, batch, added, retracted, undone_by``."""
        return self._read(acts.journal)

    def state(self) -> int:
        """Return how far the project has got: a higher number, if anybody did anything."""
        return self._read(lately.state_of)

    def touched(self, since: int) -> tuple[int, frozenset[str] | None]:
        """Return the state, and the documents that were touched `since`; None if that may be any."""
        return self._read(lambda connection: lately.touched(connection, since))

    def human_acts(self) -> int:
        """Count the acts in force that would be lost if the project were made again from its folder: all but those of the folder and of the rules."""
        return self._read(acts.human_acts)
