"""The tables of single documents, kept as long as no act touches the document."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from qda.frames import Frame

if TYPE_CHECKING:
    from qda.store import Store

KEPT = 200
"""Tables that are kept; what was read longest ago goes first."""


class Pages:
    """Reads tables of documents, each anew only after somebody changed something in the document, in this session or another.

    Parameters
    ----------
    store
        Where they are read.
    """

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._state = store.state()
        self._kept: dict[tuple[str, str], Frame] = {}

    def page(self, table: str, doc_id: str, read: Callable[[str], Frame]) -> Frame:
        """Return the table of a document; it is the caller's own."""
        self._forget_touched()
        key = table, doc_id
        frame = self._kept.pop(key) if key in self._kept else read(doc_id)
        self._kept[key] = frame
        if len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        return frame.copy()

    def _forget_touched(self) -> None:
        self._state, documents = self._store.touched(self._state)
        if documents is None:
            self._kept.clear()
        elif documents:
            self._kept = {key: frame for key, frame in self._kept.items() if key[1] not in documents}
