"""The coding guide as data: a closed set of codes on axes, read from YAML and checked, and the example bank beside it.

Public: `Codebook`, `read_codebook`, `parse_codebook`, `lint`, `Finding`, `version_of`; `Bank`, `LabelledExample`, `read_bank`, `bank_for`, `write_bank`.
"""

from qda.codebook.bank import Bank, bank_for, read_bank, write_bank
from qda.codebook.bank_lines import LabelledExample
from qda.codebook.book import Codebook, version_of
from qda.codebook.linting import Finding, lint
from qda.codebook.read import parse_codebook, read_codebook

__all__ = [
    "Bank",
    "Codebook",
    "Finding",
    "LabelledExample",
    "bank_for",
    "lint",
    "parse_codebook",
    "read_bank",
    "read_codebook",
    "version_of",
    "write_bank",
]
