"""The tagger of codebook patterns: finds phrases, weighs them, and says for each suggestion which rule matched where.

Public: `RuleTagger`, `context_codes`, `Hit`.
"""

from qda.rules.context import context_codes
from qda.rules.hits import Hit
from qda.rules.tagger import RuleTagger

__all__ = ["Hit", "RuleTagger", "context_codes"]
