"""The coding guide as data: a closed set of codes on axes, read from YAML and checked.

Public: `Codebook`, `read_codebook`, `parse_codebook`, `lint`, `Finding`, `version_of`.
"""

from qda.codebook.book import Codebook, version_of
from qda.codebook.linting import Finding, lint
from qda.codebook.read import parse_codebook, read_codebook

__all__ = ["Codebook", "Finding", "lint", "parse_codebook", "read_codebook", "version_of"]
