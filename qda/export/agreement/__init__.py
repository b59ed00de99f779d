"""A comparison of coders as it leaves the library: workbook, document, page, tables.

Public: `Comparison`, `write_agreement_workbook`, `write_agreement_document`, `write_agreement_page`, `write_agreement_tables`.
"""

from qda.export.agreement.document import write_agreement_document
from qda.export.agreement.page import write_agreement_page
from qda.export.agreement.record import Comparison
from qda.export.agreement.tables import write_agreement_tables
from qda.export.agreement.workbook import write_agreement_workbook

__all__ = [
    "Comparison",
    "write_agreement_document",
    "write_agreement_page",
    "write_agreement_tables",
    "write_agreement_workbook",
]
