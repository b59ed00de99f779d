"""Files become documents: one reader per format, found by a registry; cleaning and page layout inside."""

from qda.ingest.document import read
from qda.ingest.folder import Corpus, read_folder
from qda.ingest.known import formats

__all__ = ["Corpus", "formats", "read", "read_folder"]
