"""The project file: one SQLite file, and the only place in the library that speaks SQL.

Importing this package loads SQLAlchemy; who needs a project file imports it where the file is opened.

Public: `Store`, `CodingReport`, `DocumentReport`.
"""

from qda.store.coding.codings import CodingReport
from qda.store.journal.acts import Act
from qda.store.material.documents import DocumentReport
from qda.store.merging.union import MergeReport
from qda.store.store import Store

__all__ = ["Act", "CodingReport", "DocumentReport", "MergeReport", "Store"]
