"""Qualitative content analysis: from transcripts and policy documents to barrier/enabler matrices with their evidence.

>>> import qda
>>> book = qda.read_codebook("integration")
>>> book.axis("valence").code_ids
('barrier', 'enabler')
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qda.codebook import Bank, Codebook, lint, read_bank, read_codebook
    from qda.codebook.diff import BookDiff
    from qda.errors import QdaError
    from qda.export import write_codebook
    from qda.ingest import read, read_all, read_folder
    from qda.learn import LearnedTagger
    from qda.matrix import Matrix, build_matrix
    from qda.model import Axis, Case, Code, Coding, Document, Mark, Segment
    from qda.project import HybridTagger, Project, lint_codebook
    from qda.rules import RuleTagger
    from qda.segment import segments

__version__ = "0.1.0"

_WHERE = {
    "Axis": "model",
    "Bank": "codebook",
    "BookDiff": "codebook.diff",
    "Case": "model",
    "Code": "model",
    "Codebook": "codebook",
    "Coding": "model",
    "Document": "model",
    "HybridTagger": "project",
    "LearnedTagger": "learn",
    "Mark": "model",
    "Matrix": "matrix",
    "Project": "project",
    "QdaError": "errors",
    "RuleTagger": "rules",
    "Segment": "model",
    "build_matrix": "matrix",
    "lint": "codebook",
    "lint_codebook": "project",
    "read": "ingest",
    "read_all": "ingest",
    "read_bank": "codebook",
    "read_codebook": "codebook",
    "read_folder": "ingest",
    "segments": "segment",
    "write_codebook": "export",
}

__all__ = [
    "Axis",
    "Bank",
    "BookDiff",
    "Case",
    "Code",
    "Codebook",
    "Coding",
    "Document",
    "HybridTagger",
    "LearnedTagger",
    "Mark",
    "Matrix",
    "Project",
    "QdaError",
    "RuleTagger",
    "Segment",
    "build_matrix",
    "lint",
    "lint_codebook",
    "read",
    "read_all",
    "read_bank",
    "read_codebook",
    "read_folder",
    "segments",
    "write_codebook",
]


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for, so that ``import qda`` stays light."""
    if name not in _WHERE:
        raise AttributeError(f"module 'qda' has no attribute {name!r}")
    return getattr(import_module(f"qda.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
