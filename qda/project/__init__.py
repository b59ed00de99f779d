"""`Project` joins what lies below it and keeps the tables true to each other.

Public: `Project`, `AddReport`, `add_examples`, `ExamplesReport`, `find_codebook`, `affected_codings`, `lint_codebook`, `LintReport`,
and the whole job in one call: `run_study`, `run_demo`, `tag_table`, `RunReport`.
"""

from qda.project.adding import AddReport
from qda.project.books import affected_codings, find_codebook
from qda.project.exampling import ExamplesReport, add_examples
from qda.project.linting import LintReport, lint_codebook
from qda.project.project import Project
from qda.project.running import RunReport, run_demo, run_study
from qda.project.tabling import tag_table

__all__ = [
    "AddReport",
    "ExamplesReport",
    "LintReport",
    "Project",
    "RunReport",
    "add_examples",
    "affected_codings",
    "find_codebook",
    "lint_codebook",
    "run_demo",
    "run_study",
    "tag_table",
]
