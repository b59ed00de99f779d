"""Turns of phrase that readings of a comparison share."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

NO_VERDICT = "Agreement says that people use the guide alike. It does not say that the guide fits the material, nor who is right."


def value_of(row: "pd.Series[Any]") -> str:
    """Return a coefficient with its interval."""
    interval = f" [{row['low']:.2f}, {row['high']:.2f}]" if row["low"] == row["low"] else ""
    return f"{row['value']:.2f}{interval}"


def meaning(value: float) -> str:
    """Say what an alpha means: how much disagreement is left, of what chance would give."""
    if value < 0:
        return "so they disagree more often than if codes were dealt out at random"
    if value > 1 - 1e-12:
        return "so they agree wherever they could differ"
    left = f"{1 - value:.0%}" if value <= 0.995 else "less than 1%"
    return f"so {left} of the disagreement is left that random dealing of the same codes would give"


def listed(names: Sequence[str]) -> str:
    """Join names as a sentence does.

    Examples
    --------
    >>> listed(["AB", "CD", "EF"])
    'AB, CD and EF'
    """
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)
