"""Run the main job on the national reports that lie beside the checkout, and compare the matrices with the published tables.

    python benchmarks/published.py

Prints per country, and their mean: ap, best f1 and f1 of `qda run` by rules alone, and the floor (a ranking that knows only how often a finding is published in
the other countries). Rules were written on the first two; the other two are measured only.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from qda.project import run_study

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
COUNTRIES = ("UK", "Germany", "Italy", "France")
SHOWN = ("ap", "floor_ap", "best_f1", "floor_best_f1", "f1", "f1_cell", "n_rows")


def figures(country: str, out: Path) -> Mapping[str, float]:
    """Run a report into `out` and score its matrix."""
    data = SHARED / "data/localise"
    run_study(data / country / "corpus", codebook="integration", cases=data / country / "cases.csv", out=out)
    published = {name: data / name / "published.csv" for name in COUNTRIES}
    prior = [path for name, path in published.items() if name != country]
    words = [
        SHARED / "eval/score_matrix.py",
        out / "matrix.csv",
        published[country],
        data / country / "cases.csv",
        "--json",
        "--prior",
        *prior,
    ]
    done = subprocess.run([sys.executable, *map(str, words)], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Print the table."""
    print(f"{'':8s}" + "".join(f"{name:>15s}" for name in SHOWN))
    rows = []
    for country in COUNTRIES:
        with tempfile.TemporaryDirectory() as out:
            rows.append(figures(country, Path(out)))
        print(f"{country:8s}" + "".join(f"{rows[-1][name]:15.3f}" for name in SHOWN))
    print(f"{'mean':8s}" + "".join(f"{sum(row[name] for row in rows) / len(rows):15.3f}" for name in SHOWN))


if __name__ == "__main__":
    main()
