"""What benchmarks/rules.py prints, on one country whose sentences were read while the rules were written."""

import subprocess
import sys
from pathlib import Path

import pytest
import rules

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    return rules.sentence_figures(["Germany"], tmp_path_factory.mktemp("rules"))


@pytest.mark.parametrize(("axis", "least"), [("aspect", 0.72), ("valence", 0.62), ("factor", 0.62)])
def test_rules_alone_stay_above_the_floor_and_below_the_coders(figures, axis, least):
    assert rules.FLOOR[axis] < least <= figures[axis]["macro_f1"] <= figures[axis]["people_macro_f1"]


def test_each_axis_has_a_line_with_floor_and_coders_beside_it(figures):
    head, *lines = rules.sentence_lines(figures)
    assert head.split() == ["axis", "macro", "F1", "floor", "coders", "micro", "F1", "coders", "codes"]
    assert [line.split()[0] for line in lines] == list(rules.AXES)
    assert [len(line) for line in lines] == [len(head)] * len(lines)


def test_tables_with_different_columns_are_joined(tmp_path):
    (tmp_path / "a.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("y,z\n3,4\n", encoding="utf-8")
    assert rules.joined([tmp_path / "a.csv", tmp_path / "b.csv"], tmp_path / "c.csv").read_text().split() == [
        "x,y,z",
        "1,2,",
        ",3,4",
    ]


def test_held_back_countries_are_measured_only_when_asked_for():
    script = Path(rules.__file__)
    done = subprocess.run([sys.executable, script, "Italy"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Italy: name UK or Germany; Italy and France are measured with --held-back" in done.stderr
