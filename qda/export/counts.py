"""How many distinct statements and documents stand behind the places of a crossing; margins are counted, not summed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from qda.export.tables import Crossing


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Distinct statements and documents for any combination of codes of the keys of a crossing."""

    statements: Mapping[tuple[tuple[str, str], ...], int]
    documents: Mapping[tuple[tuple[str, str], ...], int]

    def of(self, what: str, **where: str) -> int:
        """Return the number of ``statements`` or ``documents`` at a place; what `where` leaves open is a margin."""
        table = self.statements if what == "statements" else self.documents
        return table.get(tuple(sorted(where.items())), 0)


def count(matrix: Crossing) -> Counts:
    """Count all places and margins of a crossing."""
    keys = [matrix.columns, *matrix.rows, matrix.cell]
    subsets = [subset for size in range(len(keys) + 1) for subset in combinations(keys, size)]
    statements: dict[tuple[tuple[str, str], ...], int] = {}
    documents: dict[tuple[tuple[str, str], ...], int] = {}
    for subset in subsets:
        statements |= _distinct(matrix, subset, "statement")
        documents |= _distinct(matrix, subset, "doc_id")
    return Counts(statements=statements, documents=documents)


def _distinct(matrix: Crossing, keys: Sequence[str], what: str) -> Mapping[tuple[tuple[str, str], ...], int]:
    evidence = matrix.evidence
    if not keys:
        return {(): int(evidence[what].nunique())}
    found = evidence.groupby(list(keys), sort=False)[what].nunique()
    values = (place if isinstance(place, tuple) else (place,) for place in found.index)
    return {tuple(sorted(zip(keys, map(str, place), strict=True))): int(n) for place, n in zip(values, found, strict=True)}
