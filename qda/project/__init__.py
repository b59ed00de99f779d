"""`Project` joins what lies below it and keeps the tables true to each other.

Public: `Project`, `AddReport`, `add_examples`, `ExamplesReport`, `find_codebook`, `affected_codings`, `lint_codebook`, `LintReport`,
models: `HybridTagger`, `train_tables`, `save_tagger`, `load_tagger`,
`model_card`; and the whole job in one call: `run_study`, `run_demo`, `tag_table`, `RunReport`.
"""

from qda.project.adding import AddReport
from qda.project.books import affected_codings, find_codebook
from qda.project.exampling import ExamplesReport, add_examples
from qda.project.hybrid import HybridTagger
from qda.project.learning import load_tagger, model_card, save_tagger, train_tables
from qda.project.linting import LintReport, lint_codebook
from qda.project.project import Project
from qda.project.running import RunReport, run_demo, run_study
from qda.project.tabling import tag_table

__all__ = [
    "AddReport",
    "ExamplesReport",
    "HybridTagger",
    "LintReport",
    "Project",
    "RunReport",
    "add_examples",
    "affected_codings",
    "find_codebook",
    "lint_codebook",
    "load_tagger",
    "model_card",
    "run_demo",
    "run_study",
    "save_tagger",
    "tag_table",
    "train_tables",
]
