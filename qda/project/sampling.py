"""Random samples that everybody draws alike: the seed and what is drawn from decide, not the machine or the library."""

import hashlib
import math
from collections.abc import Mapping, Sequence

from qda.errors import BadInput

Unit = tuple[str, int, int]


def draw(units: Sequence[Unit], sample: float, *, seed: int, strata: Mapping[str, str] | None = None) -> list[Unit]:
    """Draw units at random without putting back.

    Every unit gets the sha256 of seed and unit; those with the smallest are drawn. So the same seed gives the same units in any order of the units, and a
    larger sample holds a smaller one where there are no strata.

    Parameters
    ----------
    units
        What is drawn from; documents have -1 as start and end.
    sample
        A whole number: how many; a float above 0 and up to 1: which share (rounded up).
    seed
        Any whole number.
    strata
        Document -> stratum. Each stratum then gets its share of the sample, by largest remainders.

    Returns
    -------
    list
        The units that were drawn, in the order of `units`.

    Raises
    ------
    BadInput
        The sample is larger than what there is, or no sample at all.

    Examples
    --------
    >>> units = [("leeds/a", n, n + 9) for n in range(0, 100, 10)]
    >>> draw(units, 3, seed=7) == draw(units[::-1], 3, seed=7)[::-1]
    True
    """
    n = size(len(units), sample)
    by_stratum: dict[str, list[Unit]] = {}
    for unit in units:
        by_stratum.setdefault(strata.get(unit[0], "") if strata is not None else "", []).append(unit)
    parts = allot({name: len(own) for name, own in by_stratum.items()}, n)
    chosen = {unit for name, own in by_stratum.items() for unit in sorted(own, key=lambda u: _rank(seed, u))[: parts[name]]}
    return [unit for unit in units if unit in chosen]


def size(n: int, sample: float) -> int:
    """Return how many of `n` a sample is.

    Examples
    --------
    >>> size(250, 20), size(250, 0.1), size(7, 0.5)
    (20, 25, 4)
    """
    if isinstance(sample, int):
        if not 1 <= sample <= n:
            raise BadInput(f"a sample of {sample} from {n}; allowed: 1 to {n}")
        return sample
    if not 0 < sample <= 1:
        raise BadInput(f"a sample of {sample:g}; allowed: a whole number, or a share above 0 and up to 1")
    return math.ceil(round(sample * n, 9))  # 0.07 of 100 is 7, though 0.07 * 100 is a little more


def allot(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """Divide a sample among strata in proportion to their sizes, by largest remainders; of equal ones the first by name.

    Examples
    --------
    >>> allot({"leeds": 50, "york": 30, "hull": 20}, 6)
    {'leeds': 3, 'york': 2, 'hull': 1}
    """
    total = sum(sizes.values())
    parts = {name: n * own // total for name, own in sizes.items()}
    by_remainder = sorted(sizes, key=lambda name: (-(n * sizes[name] % total), name))
    for name in by_remainder[: n - sum(parts.values())]:
        parts[name] += 1
    return parts


def _rank(seed: int, unit: Unit) -> bytes:
    return hashlib.sha256("\x1f".join(map(str, (seed, *unit))).encode("utf-8")).digest()
