"""Claims meet the text: does the document exist, does the span lie in it, does the quote say what stands there."""

from collections.abc import Iterable

import sqlalchemy as sa

from qda.errors import OffsetError, UnknownName, nearest
from qda.store import schema
from qda.store.material.documents import document_ids
from qda.store.rows import ASKED, Span, chunks, span_numbers
from qda.store.views import current_documents

Claim = tuple[str, int, int, str]
"""Document, start, end, and the quote if one is given."""

SHOWN = 60


class Texts:
    """The current texts of some documents, and the spans that claims are made about.

    Parameters
    ----------
    connection
        Where they are read.
    doc_ids
        The documents whose texts are needed.
    source
        The file the claims came from, for messages.

    Raises
    ------
    UnknownName
        A document is not in the project.
    """

    def __init__(self, connection: sa.Connection, doc_ids: Iterable[str], *, source: str = "") -> None:
        self._connection = connection
        self._where = f"{source}: " if source else ""
        self.numbers: dict[str, int] = {}
        self._texts: dict[str, str] = {}
        wanted = list(dict.fromkeys(doc_ids))
        self._load(wanted)
        for doc_id in wanted:
            if doc_id not in self.numbers:
                known = document_ids(connection)
                raise UnknownName(f"{self._where}no document {doc_id!r} in this project; {nearest(doc_id, known)}")

    def _load(self, wanted: list[str]) -> None:
        current = current_documents()
        query = sa.select(current.c.id, current.c.text, schema.texts.c.text.label("body"))
        query = query.join(schema.texts, schema.texts.c.n == current.c.text)
        for chunk in chunks(wanted, ASKED):
            for doc_id, number, body in self._connection.execute(query.where(current.c.id.in_(chunk))):
                self.numbers[doc_id], self._texts[doc_id] = number, body

    def spans(self, claims: Iterable[Claim]) -> dict[tuple[str, int, int], int]:
        """Return the number of each claim's span, after checking its quote and storing what is new.

        Raises
        ------
        OffsetError
            A span leaves its text or is empty, or a quote is another than what stands there.
        """
        quotes = self.quotes(claims)
        found = span_numbers(self._connection, quotes)
        names = {number: doc_id for doc_id, number in self.numbers.items()}
        return {(names[t], s, e): found[t, s, e] for t, s, e in quotes}

    def quotes(self, claims: Iterable[Claim]) -> dict[Span, str]:
        """Return the quote of each claim's span, after checking it; nothing is stored.

        Raises
        ------
        OffsetError
            See `spans`.
        """
        return {(self.numbers[d], start, end): self.quote(d, start, end, quote) for d, start, end, quote in claims}

    def quote(self, doc_id: str, start: int, end: int, given: str) -> str:
        """Return what stands at a span, after checking it and the quote that is given, if any.

        Raises
        ------
        OffsetError
            See `spans`.
        """
        text = self._texts[doc_id]
        if not 0 <= start < end <= len(text):
            raise OffsetError(f"{self._where}{doc_id}: [{start}, {end}) is no span of a text of {len(text)} characters")
        stands = text[start:end]
        if given and given != stands:
            raise OffsetError(f"{self._where}{doc_id}: at [{start}, {end}) stands {shown(stands)}, not {shown(given)}")
        return stands


def shown(text: str) -> str:
    """Return a text as messages show it: quoted, on one line, cut where it is long."""
    return repr(text if len(text) <= SHOWN else text[:SHOWN] + "…")
