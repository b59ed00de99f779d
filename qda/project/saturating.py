"""Saturation of a project: its documents in order, each with the categories that people gave in it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qda.errors import BadInput, UnknownName, nearest
from qda.formation.saturation import Saturation
from qda.project.forming import growth_of

if TYPE_CHECKING:
    from qda.project.procedure import Procedure

UNITS = ("document", "case")


def coded_documents(
    project: "Procedure", axis: str, *, coder: str, order: Sequence[str], unit: str
) -> list[tuple[str, tuple[str, ...]]]:
    """Return what was read on an axis, by documents or cases, in the order in which it was read or in a given one, each with its codes.

    Raises
    ------
    BadInput, UnknownName
        No such unit; `order` names what was not read, or one twice.
    """
    if unit not in UNITS:
        raise BadInput(f"saturation by {unit!r}; {nearest(unit, UNITS)}")
    grown = growth_of(project, axis, coder)
    found: dict[str, set[str]] = {}
    cases = dict(project.documents[["id", "case"]].itertuples(index=False, name=None)) if unit == "case" else {}
    for doc_id, codes in zip(grown["doc_id"], grown["codes"], strict=True):
        found.setdefault(cases.get(doc_id) or doc_id, set()).update(codes)
    unread = [name for name in order if name not in found]
    if unread:
        raise UnknownName(f"{unit} {unread[0]!r} was not read on axis {axis!r}; {nearest(unread[0], found)}")
    if len({*order}) < len(order):
        raise BadInput(f"a {unit} stands twice in the order: {', '.join(order)}")
    return [(name, tuple(sorted(found[name]))) for name in (order or found)]


def write_saturation(path: str | Path, found: Saturation) -> None:
    """Write the figure as its name ends: ``.svg``, ``.png`` or ``.pdf``.

    Raises
    ------
    BadInput, OutputError
        No such kind of figure, or the extra ``plot`` is not installed; it cannot be written.
    """
    from qda.export.atomic import write_whole
    from qda.figures.drawing import figure_bytes
    from qda.figures.saturation import draw_saturation

    made = figure_bytes(
        lambda: draw_saturation(
            found.documents, found.curve, base=found.base, run=found.run, reached_at=found.reached_at, unit=found.unit
        ),
        Path(path).suffix.lower().removeprefix("."),
    )
    write_whole(path, made)
