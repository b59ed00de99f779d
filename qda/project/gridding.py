"""The documents of a project are cut into units."""

from typing import TYPE_CHECKING

import pandas as pd

from qda.errors import BadInput, ProjectError, nearest
from qda.model import UNITS

if TYPE_CHECKING:
    from qda.store import Store


def cut(store: "Store", unit: str | None, *, coder: str) -> int:
    """Cut every document; see `qda.project.Project.segment`."""
    from qda.segment import segments

    unit = unit or store.book.unit
    if unit not in UNITS:
        raise BadInput(f"unit {unit!r}; {nearest(unit, UNITS)}")
    ids = store.document_ids()
    if not ids:
        raise ProjectError(f"{store.name}: holds no documents yet; add some first")
    speakers = store.speakers()
    grid = pd.concat([segments(store.document(doc_id), unit, speakers=speakers) for doc_id in ids], ignore_index=True)
    store.set_segments(grid, coder=coder)
    return len(grid)
