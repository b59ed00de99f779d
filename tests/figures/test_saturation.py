"""The figure of saturation says what its table says."""

import re

import pytest

from qda.errors import BadInput
from qda.figures.drawing import COLUMN, figure_bytes
from qda.figures.saturation import draw_saturation
from qda.formation.saturation import assess

DOCUMENTS = [(f"d{i}", [f"c{j}" for j in range(min(9, 3 * i))]) for i in range(1, 9)]


def draw(found):
    return draw_saturation(found.documents, found.curve, base=found.base, run=found.run, reached_at=found.reached_at)


def test_bars_and_line_are_the_numbers_of_the_table():
    found = assess(DOCUMENTS)
    (plot,) = draw(found).axes
    assert [bar.get_height() for bar in plot.patches] == found.documents["n_new"].tolist()
    line = next(line for line in plot.lines if line.get_label() == "categories so far")
    assert line.get_ydata().tolist() == found.documents["categories"].tolist()
    assert {text.get_text() for text in plot.texts} == {"base", "4+2"}


def test_random_orders_are_a_band_with_their_mean():
    plot = draw(assess(DOCUMENTS, times=50)).axes[0]
    labels = [text.get_text() for text in plot.get_legend().get_texts()]
    assert sorted(labels) == ["categories so far", "new categories", "random orders, middle 95 %", "their mean"]
    assert len(draw(assess(DOCUMENTS)).axes[0].get_legend().get_texts()) == 2


def test_it_fits_a_column_and_is_grey():
    figure = draw(assess(DOCUMENTS, times=20))
    assert figure.get_figwidth() == COLUMN
    svg = figure_bytes(lambda: figure, "svg").decode()
    colours = set(re.findall(r"#([0-9a-f]{6})", svg))
    assert all(colour[:2] == colour[2:4] == colour[4:] for colour in colours)


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_the_same_table_gives_the_same_bytes(kind):
    found = assess(DOCUMENTS)
    assert figure_bytes(lambda: draw(found), kind) == figure_bytes(lambda: draw(found), kind)


def test_nothing_reached_and_nothing_read_can_be_drawn():
    for documents in ([], DOCUMENTS[:1], [("a", [])] * 30):
        assert figure_bytes(lambda documents=documents: draw(assess(documents)), "svg").startswith(b"<?xml")


def test_other_kinds_are_refused():
    with pytest.raises(BadInput, match="no figure of kind 'gif'"):
        figure_bytes(lambda: draw(assess(DOCUMENTS)), "gif")
