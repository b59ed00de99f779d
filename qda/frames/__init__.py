"""The tables: their columns, types and keys, and the way between records and frames.

Frames are for bulk work, records for the edges. `check` is the only gate: whatever passes it has every column of its schema, in order, typed and valid.
"""

from qda.frames.checking import check, empty
from qda.frames.files import csv_text, read_csv, read_rows
from qda.frames.records import cases_frame, cases_of, from_records
from qda.frames.schemas import TABLES, Column, Frame, Table

__all__ = [
    "TABLES",
    "Column",
    "Frame",
    "Table",
    "cases_frame",
    "cases_of",
    "check",
    "csv_text",
    "empty",
    "from_records",
    "read_csv",
    "read_rows",
]
