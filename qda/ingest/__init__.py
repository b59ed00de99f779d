"""Files become documents: one reader per format, found by a registry; cleaning and page layout inside."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qda.ingest.document import read, read_all
    from qda.ingest.folder import Corpus, read_folder
    from qda.ingest.known import formats

_WHERE = {"Corpus": "folder", "formats": "known", "read": "document", "read_all": "document", "read_folder": "folder"}

__all__ = ["Corpus", "formats", "read", "read_all", "read_folder"]


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for: the process that parses PDFs needs none of them, and starts in a third of the time."""
    if name not in _WHERE:
        raise AttributeError(f"module 'qda.ingest' has no attribute {name!r}")
    return getattr(import_module(f"qda.ingest.{_WHERE[name]}"), name)
