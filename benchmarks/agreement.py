"""Time the coefficients of agreement beside the packages krippendorff, irrCAC and statsmodels, on the same ratings and in one run.

    python benchmarks/agreement.py [--units 100000] [--coders 5] [--repeat 5]

Seconds are the best of the repeats, of one process on this machine; only the ratios carry over to another. A ratio above 1 says that ours is faster.
"""

import argparse
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec

import numpy as np
import pandas as pd

from qda.agreement import bootstrap, cohen_kappa, fleiss_kappa, gwet_ac1, krippendorff_alpha

CATEGORIES = 5
TIMES = 1000  # resamples of the bootstrap
ONE_BY_ONE = 10  # resamples that are timed where a package has no bootstrap
PACKAGES = ("krippendorff", "statsmodels", "irrCAC")
INSTALL = (
    "python -m pip install krippendorff statsmodels && python -m pip install --no-deps irrCAC"  # irrCAC asks for an older pandas
)
Case = tuple[str, Callable[[], float], dict[str, Callable[[], float]]]


def main() -> None:
    """Print a table of seconds and ratios."""
    options = _options()
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        raise SystemExit(f"this benchmark compares with packages that are not installed here ({', '.join(missing)}): {INSTALL}")
    whole = made(options.units, options.coders)
    gaps = whole.astype(float).mask(np.random.default_rng(2).random(whole.shape) < 0.2)
    print(f"{options.units:,} units, {options.coders} coders, {CATEGORIES} categories; best of {options.repeat}")
    print(f"{'what':44} {'ours':>9}   others (ratio to ours)")
    slower = [row for case in (*points(whole, gaps), *bootstraps(whole)) if (row := timed(case, options.repeat))]
    print(f"slower than another: {'; '.join(slower)}" if slower else "ours is at least as fast as the fastest in every row")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--coders", type=int, default=5)
    parser.add_argument("--repeat", type=int, default=5)
    return parser.parse_args()


def made(units: int, coders: int) -> pd.DataFrame:
    """Return ratings of coders who err in three of ten units."""
    random = np.random.default_rng(1)
    truth = random.integers(1, CATEGORIES + 1, units)
    errors = (np.where(random.random(units) < 0.3, random.integers(1, CATEGORIES + 1, units), truth) for _ in range(coders))
    return pd.DataFrame({f"coder {i + 1}": column for i, column in enumerate(errors)})


def points(whole: pd.DataFrame, gaps: pd.DataFrame) -> list[Case]:
    """Return the point estimates: ours, and the same coefficient of each package that has it."""
    import krippendorff
    from irrCAC.raw import CAC
    from statsmodels.stats import inter_rater

    def alpha(ratings: pd.DataFrame, level: str) -> Callable[[], float]:
        values = ratings.to_numpy(dtype=np.float64).T  # what the package takes: coders x units
        return lambda: krippendorff.alpha(values, level_of_measurement=level)

    def irr(ratings: pd.DataFrame, name: str) -> Callable[[], float]:
        return lambda: float(getattr(CAC(ratings), name)()["est"]["coefficient_value"])

    def ours(coefficient: Callable[..., object], ratings: pd.DataFrame) -> Callable[[], float]:
        return lambda: coefficient(ratings).value

    two = whole.iloc[:, :2]
    by_level = [
        (f"alpha, {level}", ours(partial(krippendorff_alpha, level=level), whole), {"krippendorff": alpha(whole, level)})
        for level in ("ordinal", "interval", "ratio")
    ]
    nominal = {"krippendorff": alpha(whole, "nominal"), "irrCAC": irr(whole, "krippendorff")}
    return [
        ("alpha, nominal", ours(krippendorff_alpha, whole), nominal),
        (
            "alpha, nominal, a fifth missing",
            ours(krippendorff_alpha, gaps),
            {"krippendorff": alpha(gaps, "nominal"), "irrCAC": irr(gaps, "krippendorff")},
        ),
        *by_level,
        (
            "Fleiss' kappa",
            ours(fleiss_kappa, whole),
            {
                "irrCAC": irr(whole, "fleiss"),
                "statsmodels": lambda: inter_rater.fleiss_kappa(inter_rater.aggregate_raters(whole.to_numpy())[0]),
            },
        ),
        ("Gwet's AC1 with its interval", ours(gwet_ac1, whole), {"irrCAC": irr(whole, "gwet")}),
        (
            "Cohen's kappa with its interval, 2 coders",
            ours(cohen_kappa, two),
            {"statsmodels": lambda: inter_rater.cohens_kappa(inter_rater.to_table(two.to_numpy())[0]).kappa},
        ),
    ]


def bootstraps(whole: pd.DataFrame) -> list[Case]:
    """Return the bootstraps. None of the packages has one: their point estimate is called for resampled units."""
    import krippendorff
    from statsmodels.stats import inter_rater

    random = np.random.default_rng(1)
    tallies = np.stack([(whole.to_numpy() == k).sum(axis=1) for k in range(1, CATEGORIES + 1)], axis=1)

    def resampled(estimate: Callable[[np.ndarray], float]) -> Callable[[], float]:
        def call() -> float:
            return [estimate(tallies[random.integers(len(tallies), size=len(tallies))]) for _ in range(ONE_BY_ONE)][-1]

        return call

    def alpha(counts: np.ndarray) -> float:
        return krippendorff.alpha(value_counts=counts, level_of_measurement="nominal")

    return [
        (
            f"bootstrap of alpha, {TIMES:,} times",
            lambda: bootstrap(whole, krippendorff_alpha, times=TIMES).value,
            {f"krippendorff, {ONE_BY_ONE} calls x {TIMES // ONE_BY_ONE}": resampled(alpha)},
        ),
        (
            f"bootstrap of Fleiss' kappa, {TIMES:,} times",
            lambda: bootstrap(whole, fleiss_kappa, times=TIMES).value,
            {f"statsmodels, {ONE_BY_ONE} calls x {TIMES // ONE_BY_ONE}": resampled(inter_rater.fleiss_kappa)},
        ),
    ]


def timed(case: Case, repeat: int) -> str:
    """Print a row; return its name where another package is faster."""
    name, ours, others = case
    mine, value = best(ours, repeat)
    cells, fastest = [], float("inf")
    for package, call in others.items():
        seconds, other = best(call, repeat)
        if "calls x" in package:
            seconds *= TIMES / ONE_BY_ONE
        elif abs(other - value) > 1e-4:
            raise SystemExit(f"{name}: {package} gives {other}, ours {value}")
        fastest = min(fastest, seconds)
        cells.append(f"{package} {seconds:.3f} s ({seconds / mine:.1f})")
    print(f"{name:44} {mine:7.3f} s   {', '.join(cells)}")
    return name if fastest < mine else ""


def best(call: Callable[[], float], repeat: int) -> tuple[float, float]:
    """Return the shortest time of a call, and its value."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        value = call()
        times.append(time.perf_counter() - start)
    return min(times), float(value)


if __name__ == "__main__":
    main()
