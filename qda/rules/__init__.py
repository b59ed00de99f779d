"""The tagger of codebook patterns: finds phrases, weighs them, and says for each suggestion which rule matched where.

Public: `RuleTagger`, `context_codes`, `lint_patterns`, `Hit`.
"""

from qda.rules.context import context_codes
from qda.rules.hits import Hit
from qda.rules.linting import lint_patterns
from qda.rules.tagger import SUGGESTED, RuleTagger

__all__ = ["SUGGESTED", "Hit", "RuleTagger", "context_codes", "lint_patterns"]
