"""New categories per document, and how many there are by then."""

from typing import TYPE_CHECKING, Any

from qda.figures.drawing import COLUMN, INK, LIGHT, MIDDLE, require_matplotlib
from qda.frames import Frame

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_TICKS = 12


def draw_saturation(
    documents: Frame, curve: Frame, *, base: int, run: int, reached_at: int | None, unit: str = "document"
) -> "Figure":
    """Return the figure of an assessment of saturation: bars of new categories, a line of all, and where saturation is reached.

    Parameters
    ----------
    documents, curve
        As `qda.formation.saturation.Saturation` has them; over random orders the mean is a broken line in a band of the middle 95 %.
    base, run, reached_at
        Base size, run length, and the number of documents at which saturation is reached, if it is.

    Raises
    ------
    BadInput
        The extra ``plot`` is not installed.
    """
    require_matplotlib()
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=(COLUMN, 2.6), layout="constrained")
    plot = figure.add_subplot()
    numbers = documents["number"].tolist()
    if len(curve):
        plot.fill_between(
            curve["number"], curve["low"], curve["high"], color=LIGHT, linewidth=0, label="random orders, middle 95 %"
        )
        plot.plot(curve["number"], curve["mean"], color=MIDDLE, linewidth=1, linestyle="--", label="their mean")
    plot.bar(numbers, documents["n_new"], width=0.6, color=MIDDLE, edgecolor=INK, linewidth=0.5, label="new categories")
    plot.plot(numbers, documents["categories"], color=INK, linewidth=1.3, marker="o", markersize=3, label="categories so far")
    top = max([1, *documents["categories"], *curve["high"]])
    if base <= len(numbers):
        _mark(plot, top, base=base, run=run, reached_at=reached_at)
    plot.set(xlabel=f"{unit}s, in order", ylabel="categories", xlim=(0.4, max(numbers, default=1) + 0.6), ylim=(0, top * 1.42))
    step = max(1, -(-len(numbers) // MOST_TICKS))
    plot.set_xticks(numbers[::step])
    plot.yaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    plot.legend(frameon=False, fontsize=7, loc="upper left", ncols=2, handlelength=1.6, columnspacing=1.0, borderaxespad=0.1)
    return figure


def _mark(plot: Any, top: float, *, base: int, run: int, reached_at: int | None) -> None:
    """Say how far the base reaches, and where saturation is reached."""
    height = top * 1.1
    plot.axvline(base + 0.5, ymax=height / (top * 1.42), color=MIDDLE, linewidth=0.8, linestyle=":")
    plot.text(base + 0.4, height, "base", ha="right", va="top", fontsize=7, color=INK)
    if reached_at is not None:
        plot.axvline(reached_at + 0.5, ymax=height / (top * 1.42), color=INK, linewidth=1, linestyle="-")
        plot.text(reached_at + 0.6, height, f"{reached_at}+{run}", ha="left", va="top", fontsize=7, color=INK, fontweight="bold")
