"""What benchmarks/tagging.py prints, on one country whose sentences were read while the rules were written."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tagging

from qda.codebook import parse_codebook
from qda.frames import check

pytestmark = pytest.mark.shared


def test_taggers_are_taught_by_other_countries_only():
    units, codings = tagging.others("UK")
    assert set(units["doc_id"].str.split("/").str[0]) == {"Germany", "Italy", "France"}
    assert set(codings["doc_id"]) == set(units["doc_id"])


def test_rules_stay_above_the_floor_and_below_the_coders():
    floor, rules = (tagging.one_tagger(name, ["Germany"]) for name in ("floor", "rules"))
    for axis in ("aspect", "valence", "factor"):
        assert floor[axis] < rules[axis] < rules[f"{axis} people"]
        assert 0 <= rules[f"{axis} ECE"] <= 0.2


def test_repeated_sentences_stay_in_one_fold():
    units, codings, folds, book = tagging.eu_delegation()
    assert len(book.axis("code").codes) == 13
    assert len(units) == len(folds) == 2400
    assert not [doc for doc, rows in units.groupby("doc_id") if len(set(folds[rows.index])) > 1]
    assert set(codings["doc_id"]) == set(units["doc_id"])


def test_macro_f1_is_the_mean_over_codes():
    kept, given = np.array([[1, 0], [1, 0]], bool), np.array([[1, 1], [0, 0]], bool)
    assert tagging.macro(kept, given) == pytest.approx((2 / 3 + 0) / 2)


def test_what_must_be_read_is_little_where_the_order_is_perfect():
    import pandas as pd

    book = parse_codebook(
        'codebook: b\ntitle: B\nversion: "1.0"\nstate: pilot\nlanguages: [en]\nmatrix: {rows: [side], columns: case, cell: code}\naxes:\n'
        "  - {id: code, label: Code, kind: multi, codes: [{id: trust, label: Trust, definition: It., patterns: {en: [trust]}}]}\n"
        "  - {id: side, label: Side, kind: single, codes: [{id: any, label: Any, definition: It.}]}\n"
    )
    rows = [
        {"doc_id": f"d{n}", "start": 0, "end": 20, "text": "We trust them." if n % 5 == 0 else "It rains.", "language": "en"}
        for n in range(50)
    ]
    units = check("segments", pd.DataFrame(rows))
    said = units.assign(axis="code", code=["trust" if n % 5 == 0 else "" for n in range(50)])
    share = tagging.to_read(
        units, check("codings", said[["doc_id", "start", "end", "axis", "code"]]), 0, book, tagging.TAGGERS["rules"], start=0
    )
    assert share == pytest.approx(10 / 50)


def test_held_back_countries_are_measured_only_when_asked_for():
    done = subprocess.run([sys.executable, Path(tagging.__file__), "--help"], capture_output=True, text=True, check=True)
    assert "--held-back" in done.stdout
    assert tagging.PAIRS["seen"] == ("UK", "Germany")
