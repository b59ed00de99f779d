"""A codebook as people read and mail it: workbook, text document, page, file.

Public: `write_codebook`, `GUIDES`, `guide_page_text`.
"""

from qda.export.guide.page import guide_page_text
from qda.export.guide.write import GUIDES, write_codebook

__all__ = ["GUIDES", "guide_page_text", "write_codebook"]
