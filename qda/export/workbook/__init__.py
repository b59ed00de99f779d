"""The workbook: matrices whose cells lead to their quotes, and all that belongs to them.

Public: `write_workbook`, `Limits`.
"""

from qda.export.workbook.limits import Limits
from qda.export.workbook.write import write_workbook

__all__ = ["Limits", "write_workbook"]
