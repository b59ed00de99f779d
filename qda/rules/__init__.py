"""The tagger of codebook patterns: finds phrases, weighs them, and says for each suggestion which rule matched where.

Public: `RuleTagger`, `context_codes`, `explain`, `suggest_terms`, `lint_patterns`, `lint_material`, `rule_figures`, `Around`, `Hit`.
"""

from qda.rules.around import Around
from qda.rules.context import context_codes
from qda.rules.explaining import explain
from qda.rules.hits import Hit
from qda.rules.linting import lint_patterns
from qda.rules.linting_bank import rule_figures
from qda.rules.linting_material import lint_material
from qda.rules.suggesting import suggest_terms
from qda.rules.tagger import SUGGESTED, RuleTagger

__all__ = [
    "SUGGESTED",
    "Around",
    "Hit",
    "RuleTagger",
    "context_codes",
    "explain",
    "lint_material",
    "lint_patterns",
    "rule_figures",
    "suggest_terms",
]
