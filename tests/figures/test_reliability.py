import pandas as pd
import pytest

from qda.errors import BadInput, OutputError
from qda.figures import reliability as module
from qda.figures.reliability import draw_reliability, write_reliability

TABLE = pd.DataFrame(
    [("factor", 0.0, 0.1, 90, 0.05, 0.04), ("factor", 0.6, 0.7, 10, 0.64, 0.7), ("valence", 0.5, 0.6, 8, 0.55, 0.5)],
    columns=["axis", "low", "high", "n", "score", "share"],
)


def test_each_axis_has_its_line_beside_the_diagonal():
    (plot,) = draw_reliability(TABLE).axes
    diagonal, factor, valence = plot.lines
    assert list(diagonal.get_xdata()) == [0, 1]
    assert list(factor.get_xydata()[1]) == [0.64, 0.7]
    assert [line.get_label() for line in (factor, valence)] == ["factor", "valence"]


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_same_table_gives_the_same_file(tmp_path, kind):
    for name in ("a", "b"):
        write_reliability(tmp_path / f"{name}.{kind}", TABLE)
    assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()


def test_an_empty_table_gives_the_diagonal_alone():
    (plot,) = draw_reliability(TABLE.iloc[:0]).axes
    assert len(plot.lines) == 1


def test_a_place_that_is_not_there_is_told(tmp_path):
    with pytest.raises(OutputError, match="cannot be written"):
        write_reliability(tmp_path / "no" / "a.svg", TABLE)


def test_without_matplotlib_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(BadInput, match=r"qda-coding\[plot\]"):
        write_reliability(tmp_path / "a.svg", TABLE)
