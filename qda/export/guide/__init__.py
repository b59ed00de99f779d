"""A codebook as people read and mail it: workbook, text document, page, file.

Public: `write_guide`, `GUIDES`, `guide_page_text`.
"""

from qda.export.guide.page import guide_page_text
from qda.export.guide.write import GUIDES, write_guide

__all__ = ["GUIDES", "guide_page_text", "write_guide"]
