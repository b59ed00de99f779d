"""Codings -> statements: what one coder says in one round about one span, with its codes on all axes.

Public: `assign`, `inherit`, `resolve_cases`, `choose`, `describe`, `cross`.
"""

from qda.statements.cases import resolve_cases
from qda.statements.crossing import cross
from qda.statements.grouping import assign
from qda.statements.inheritance import inherit
from qda.statements.readers import Reading, choose, describe

__all__ = ["Reading", "assign", "choose", "cross", "describe", "inherit", "resolve_cases"]
