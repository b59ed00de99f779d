"""What every coefficient of agreement returns: one frozen record that says how it was reached."""

from dataclasses import dataclass
from math import isnan, nan


@dataclass(frozen=True, kw_only=True, slots=True)
class Coefficient:
    """A coefficient of agreement with everything a reader needs to report it.

    Attributes
    ----------
    name
        The coefficient by its name in the literature, for example ``Krippendorff's alpha``.
    value
        The coefficient; NaN where it does not exist (`reason` says why).
    low, high
        The ends of the interval; NaN where there is none.
    interval
        The method of the interval by its name, for example ``Fleiss-Cohen-Everitt``: intervals of different methods differ.
    reason
        Why the coefficient or its interval does not exist, or what to beware of.
    variant
        The metric, the weights or the distance: ``ordinal metric``, ``linear weights``, ``MASI distance``.
    n_units
        How many units entered.
    n_coders
        How many coders entered.
    source
        The paper of the formula.

    Examples
    --------
    >>> str(Coefficient(name="Scott's pi", value=0.5, low=0.25, high=0.75, n_units=40, n_coders=2))
    "Scott's pi 0.500 [0.250, 0.750] (40 units, 2 coders)"
    """

    name: str
    value: float
    low: float = nan
    high: float = nan
    interval: str = ""
    reason: str = ""
    variant: str = ""
    n_units: int = 0
    n_coders: int = 0
    source: str = ""

    def __str__(self) -> str:
        """Return one line for people."""
        value = "undefined" if isnan(self.value) else f"{self.value:.3f}"
        bounds = "" if isnan(self.low) else f" [{self.low:.3f}, {self.high:.3f}]"
        variant = f", {self.variant}" if self.variant else ""
        reason = f": {self.reason}" if self.reason else ""
        return f"{self.name}{variant} {value}{bounds} ({self.n_units:,} units, {self.n_coders} coders){reason}"
