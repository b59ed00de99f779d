"""Where units were drawn for coders, only these were to be coded: what is left of the others says nothing."""

from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from qda.agreement.passes import Pass
from qda.frames import Frame

SPAN = ["doc_id", "start", "end"]
Key = tuple[str, int, int]


def drawn_units(assigned: Frame | None, passes: Sequence[Pass], meant: Callable[[Key], Iterable[Key]]) -> dict[str, set[Key]]:
    """Return the units that were drawn for all passes, for each document in which every pass has drawn units.

    Parameters
    ----------
    assigned
        ``coder, round, doc_id, start, end``: a row per unit that was drawn; -1 as start stands for a whole document. None: nothing was assigned.
    meant
        Gives the units that a span means.
    """
    drawn = [drawn_for(one, assigned, meant) for one in passes]
    documents = set.intersection(*(set(one) for one in drawn))
    return {doc_id: set.intersection(*(one[doc_id] for one in drawn)) for doc_id in sorted(documents)}


def drawn_for(one: Pass, assigned: Frame | None, meant: Callable[[Key], Iterable[Key]]) -> dict[str, set[Key]]:
    """Return the units that were drawn for one pass, for each document in which there are some; a document assigned as a whole has none."""
    if assigned is None or assigned.empty:
        return {}
    own = one.of(assigned)
    whole = set(own.loc[own["start"] < 0, "doc_id"])
    out: dict[str, set[Key]] = {}
    for span in own[(own["start"] >= 0) & ~own["doc_id"].isin(whole)][SPAN].itertuples(index=False, name=None):
        out.setdefault(span[0], set()).update(meant(span))
    return out


def only_drawn(grid: Frame, drawn: dict[str, set[Key]]) -> tuple[Frame, str]:
    """Return the units without those that were not drawn where others were, and in words what was left out."""
    if not drawn:
        return grid, ""
    keys = list(grid[SPAN].itertuples(index=False, name=None))
    kept = pd.Series([key[0] not in drawn or key in drawn[key[0]] for key in keys], index=grid.index, dtype=bool)
    n, where = sum(len(units) for units in drawn.values()), int(grid["doc_id"].isin(list(drawn)).sum())
    documents = f"{len(drawn):,} document{'' if len(drawn) == 1 else 's'}"
    said = f"Units were drawn for all of them in {documents}; of the {where:,} units there only these {n:,} count"
    return grid[kept].reset_index(drop=True), said
