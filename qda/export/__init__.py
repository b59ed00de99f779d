"""Results that leave the library: workbook, report, tables.

Public: `Tables`, `Crossing`, `write_workbook`, `write_report`, `write_codebook`, `write_csv`, `write_lines`, `quotes_table`, `replacing`, `replacing_all`,
`make_folder`.
"""

from qda.export.atomic import make_folder, replacing, replacing_all
from qda.export.csvfile import write_csv, write_lines
from qda.export.guide import write_codebook
from qda.export.quotes import quotes_table
from qda.export.report import write_report
from qda.export.tables import Crossing, Tables
from qda.export.workbook import write_workbook

__all__ = [
    "Crossing",
    "Tables",
    "make_folder",
    "quotes_table",
    "replacing",
    "replacing_all",
    "write_codebook",
    "write_csv",
    "write_lines",
    "write_report",
    "write_workbook",
]
