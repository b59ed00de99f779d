"""The tables of a project file: nothing here changes it."""

from qda.frames import Frame
from qda.model import Document
from qda.store import acts, codings, documents, lookups, readings, segments
from qda.store.base import Base


class Tables(Base):
    """What a project file holds, as tables; every call asks the file anew."""

    def documents(self, *, text: bool = True) -> Frame:
        """Return the table ``documents``; without `text`, that column is empty."""
        return self._read(lambda connection: documents.documents_frame(connection, text=text))

    def document(self, doc_id: str) -> Document:
        """Return a document with its marks."""
        return self._read(lambda connection: documents.document(connection, doc_id))

    def document_ids(self) -> list[str]:
        """Return the ids of the documents, in order."""
        return list(self._read(documents.document_ids))

    def marks(self, doc_id: str | None = None) -> Frame:
        """Return the table ``marks``, of one document or of all."""
        return self._read(lambda connection: documents.marks_frame(connection, doc_id))

    def segments(self, *doc_ids: str) -> Frame:
        """Return the table ``segments``, of these documents or of all."""
        return self._read(lambda connection: segments.segments_frame(connection, doc_ids or None))

    def codings(self, doc_id: str | None = None) -> Frame:
        """Return the table ``codings``, of one document or of all: what is not retracted."""
        return self._read(lambda connection: codings.codings_frame(connection, doc_id))

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

    def human_acts(self) -> int:
        """Count the acts in force that would be lost if the project were made again from its folder: all but those of the folder and of the rules."""
        return self._read(acts.human_acts)
