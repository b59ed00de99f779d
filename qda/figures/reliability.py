"""How far scores can be trusted: for each tenth of the scores, the share that holds."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qda.errors import BadInput, OutputError
from qda.frames import Frame

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SETTINGS: Any = {
    "svg.hashsalt": "qda",
    "svg.fonttype": "none",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
"""What all figures share; the salt makes the same figure the same file."""

COLOURS = ("#1F4E79", "#B5532A", "#4C7A34", "#7A5195", "#8C6D1F", "#3A8C8C")
INSTALL = "install the extra: pip install 'qda-coding[plot]'"


def draw_reliability(reliability: Frame) -> "Figure":
    """Return the figure of a table `qda.learn.evaluation.Evaluation.reliability`: a line per axis; on the diagonal a score means what it says.

    Raises
    ------
    BadInput
        The extra ``plot`` is not installed.
    """
    _require()
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(SETTINGS):
        figure = Figure(figsize=(4.8, 4.2), layout="constrained")
        plot = figure.add_subplot()
        plot.plot([0, 1], [0, 1], color="#999999", linewidth=0.8, linestyle="--")
        for number, (axis, rows) in enumerate(reliability.groupby("axis", sort=False)):
            colour = COLOURS[number % len(COLOURS)]
            plot.plot(rows["score"], rows["share"], color=colour, linewidth=1.2, marker="o", markersize=4, label=str(axis))
        plot.set(xlim=(0, 1), ylim=(0, 1), xlabel="score", ylabel="share that holds", aspect="equal")
        if len(reliability):
            plot.legend(frameon=False, loc="upper left")
    return figure


def write_reliability(path: str | Path, reliability: Frame) -> None:
    """Write the figure as its name ends: ``.svg``, ``.png`` or ``.pdf``; the same table gives the same bytes.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    _require()
    from matplotlib import rc_context

    kind = Path(path).suffix.lower().removeprefix(".")
    plain = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(kind, {})
    try:
        with rc_context(SETTINGS):
            draw_reliability(reliability).savefig(path, format=kind, dpi=200, metadata=plain)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error


def _require() -> None:
    if find_spec("matplotlib") is None:
        raise BadInput(f"figures need matplotlib: {INSTALL}")
