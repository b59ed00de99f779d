"""Rules alone against coded sentences and published tables of national reports.

    python benchmarks/rules.py [UK Germany ...] [--held-back]

Sentences: macro and micro F1 per axis of what `qda tag --segments` suggests, scored once over all countries of a set; beside it what a classifier on TF-IDF
reaches on countries it has not seen (floor), and coder B against coder A on the same sentences. Matrices: `qda run` against the published tables, per country.

The rules were written on UK and Germany. Italy and France are held back and measured only, with `--held-back`: whoever reports a figure says how often they
were measured until then, because each look at them is one they are no longer unseen for.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from published import SHARED
from published import figures as matrix_figures

from qda.project import tag_table

SEEN = ("UK", "Germany")
HELD_BACK = ("Italy", "France")
AXES = ("aspect", "valence", "factor", "strength", "dimension", "phase")
FLOOR = {"aspect": 0.63, "valence": 0.49, "factor": 0.19, "strength": 0.22}
"""Macro F1 of TF-IDF with logistic regression on countries it was not trained on: README of the data."""
DATA = SHARED / "data/localise"


def sentence_figures(countries: Sequence[str], out: Path) -> Mapping[str, Mapping[str, Any]]:
    """Tag the sentences of countries by rules alone and score all of them at once, the coders beside: axis -> figures."""
    for country in countries:
        tag_table(DATA / country / "segments.csv", codebook="integration", out=out / f"{country}.csv")
    found = joined([out / f"{country}.csv" for country in countries], out / "suggested.csv")
    gold, *coders = (
        joined([DATA / c / f"{n}.csv" for c in countries], out / f"{n}.csv") for n in ("codings", "coder_a", "coder_b")
    )
    words = [SHARED / "eval/score_tagging.py", found, gold, "--coders", *coders, "--json"]
    done = subprocess.run([sys.executable, *map(str, words)], capture_output=True, text=True, check=True)
    figures: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return figures


def joined(parts: Sequence[Path], out: Path) -> Path:
    """Write the rows of several tables as one; columns that only some have are empty in the others."""
    rows = []
    for part in parts:
        with part.open(newline="", encoding="utf-8-sig") as file:
            rows += list(csv.DictReader(file))
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return out


def sentence_lines(figures: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the table of sentences, a line an axis; a figure that too few sentences bear stays empty."""
    lines = [f"{'axis':10s} {'macro F1':>9s} {'floor':>6s} {'coders':>7s} {'micro F1':>9s} {'coders':>7s} {'codes':>6s}"]
    for axis in AXES:
        of = figures.get(axis, {"codes": 0})
        cells = [_cell(of.get("macro_f1"), 9), _cell(FLOOR.get(axis), 6, 2), _cell(of.get("people_macro_f1"), 7)]
        cells += [_cell(of.get("micro_f1"), 9), _cell(of.get("people_micro_f1"), 7)]
        lines.append(" ".join([f"{axis:10s}", *cells, f"{of['codes']:6d}"]))
    return lines


def _cell(value: float | None, width: int, digits: int = 3) -> str:
    return " " * width if value is None else f"{value:{width}.{digits}f}"


def matrix_lines(countries: Sequence[str]) -> list[str]:
    """Run the main job on each country and return the table of its matrices, the mean below."""
    names = ("ap", "floor_ap", "best_f1", "floor_best_f1", "f1")
    rows = {}
    for country in countries:
        with tempfile.TemporaryDirectory() as out:
            rows[country] = matrix_figures(country, Path(out))
    rows["mean"] = {name: sum(row[name] for row in rows.values()) / len(rows) for name in names}
    lines = [f"{'matrix':10s}" + "".join(f"{name:>15s}" for name in names)]
    return lines + [f"{who:10s}" + "".join(f"{row[name]:15.3f}" for name in names) for who, row in rows.items()]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("countries", nargs="*", default=[], help="of the seen countries; all of them if none is named")
    parser.add_argument("--held-back", action="store_true", help="measure Italy and France too: seldom, and say how often")
    options = parser.parse_args()
    if strays := set(options.countries) - set(SEEN):
        parser.error(
            f"{', '.join(sorted(strays))}: name {' or '.join(SEEN)}; {' and '.join(HELD_BACK)} are measured with --held-back"
        )
    chosen: dict[str, Sequence[str]] = {"seen": options.countries or SEEN}
    if options.held_back:
        chosen["held back"] = HELD_BACK
    for name, countries in chosen.items():
        with tempfile.TemporaryDirectory() as out:
            lines = sentence_lines(sentence_figures(countries, Path(out)))
        print("\n".join([f"# {name}: {', '.join(countries)}", "", *lines, "", *matrix_lines(countries), ""]))
    if options.held_back:
        print("Held-back countries were measured: whoever reports these figures says how often that was done until now.")


if __name__ == "__main__":
    main()
