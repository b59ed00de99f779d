"""The table of coefficients: a row each, whatever it is told of."""

from dataclasses import asdict
from typing import Any

from qda.agreement.result import Coefficient

FIGURES = [
    "of",
    "axis",
    "code",
    "document",
    "units",
    "coefficient",
    "variant",
    "value",
    "low",
    "high",
    "interval",
    "n",
    "reason",
    "source",
]


def figure_row(
    found: Coefficient, *, of: str, axis: str = "", code: str = "", document: str = "", units: str = "all units"
) -> dict[str, Any]:
    """Return a coefficient as a row of the table: of what it is told, over which units, and its fields."""
    told = asdict(found)
    told |= {"coefficient": told["name"], "n": told["n_units"]}
    where = {"of": of, "axis": axis, "code": code, "document": document, "units": units}
    return where | {name: told[name] for name in FIGURES if name in told}
