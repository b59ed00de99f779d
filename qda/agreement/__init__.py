"""Agreement between coders: coefficients of tables of ratings, each from its published formula.

A table of ratings has a row per unit and a column per coder; a cell holds a category, or is missing where this coder did not rate this unit.
"""

from qda.agreement.result import Coefficient

__all__ = ["Coefficient"]
