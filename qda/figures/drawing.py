"""What all figures share: their look, and how they become files."""

from collections.abc import Callable
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

from qda.errors import BadInput, nearest
from qda.figures.reliability import INSTALL, SETTINGS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

KINDS = ("pdf", "png", "svg")
COLUMN = 3.4
"""The width of a column of a journal, in inches."""

INK, MIDDLE, LIGHT = "#1a1a1a", "#8a8a8a", "#d9d9d9"
"""Greys that stay apart in print."""

_UNCHANGING: Any = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}


def figure_bytes(draw: Callable[[], "Figure"], kind: str) -> bytes:
    """Return a figure as a file of a kind; the same figure gives the same bytes.

    Parameters
    ----------
    draw
        Makes the figure.
    kind
        ``svg``, ``png`` or ``pdf``.

    Raises
    ------
    BadInput
        No such kind, or the extra ``plot`` is not installed.
    """
    if kind not in KINDS:
        raise BadInput(f"no figure of kind {kind!r}; {nearest(kind, KINDS)}")
    require_matplotlib()
    from matplotlib import rc_context

    out = BytesIO()
    with rc_context({**SETTINGS, "font.size": 8}):
        draw().savefig(out, format=kind, dpi=300, metadata=_UNCHANGING.get(kind, {}))
    return out.getvalue()


def require_matplotlib() -> None:
    """Refuse where figures cannot be drawn."""
    if find_spec("matplotlib") is None:
        raise BadInput(f"figures need matplotlib: {INSTALL}")
