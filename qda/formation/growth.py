"""How a system of categories grows: which passage brought a category that was not there before."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from qda.frames import Frame

COLUMNS = ("passage", "doc_id", "start", "end", "codes", "new", "n_new", "categories", "read")
PLACE = ["doc_id", "start", "end"]


def growth(readings: Frame, codings: Frame, *, sizes: Mapping[str, int], order: Sequence[str] = ()) -> Frame:
    """Return the growth curve: a row per passage that was read.

    Parameters
    ----------
    readings, codings
        The tables, of the axis and of those whose reading counts.
    sizes
        Documents with the length of their texts.
    order
        Documents in the order in which they shall count, their passages in that of the text; by default passages count in the order of reading.

    Returns
    -------
    DataFrame
        `COLUMNS`: the number of the passage, its span, its categories, those of them that no earlier passage has, how many these are, how many categories there
        are by then, and the share of the material (in characters) that is read by then. A passage that lies within one read before adds no share.
    """
    codes = {place: tuple(sorted(set(rows))) for place, rows in codings.groupby(PLACE, sort=False)["code"]}
    seen: set[str] = set()
    reached = {doc_id: bytearray(size) for doc_id, size in sizes.items()}
    total, read = sum(sizes.values()), 0
    rows: list[dict[str, Any]] = []
    for number, place in enumerate(_passages(readings, codings, order), start=1):
        mine = codes.get(place, ())
        new = tuple(code for code in mine if code not in seen)
        seen.update(new)
        read += _fresh(reached[place[0]], place[1], place[2])
        said = (number, *place, mine, new, len(new), len(seen), read / total if total else 0.0)
        rows.append(dict(zip(COLUMNS, said, strict=True)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _passages(readings: Frame, codings: Frame, order: Sequence[str]) -> list[tuple[str, int, int]]:
    """Return the passages, each once: in the order of reading, or by documents."""
    names = [*PLACE, "created"]
    both = pd.concat([readings[names], codings[names]], ignore_index=True)
    if both.empty:
        return []
    first = both.groupby(PLACE, sort=True)["created"].min().reset_index()
    if order:
        place = {doc_id: number for number, doc_id in enumerate(order)}
        first = first[first["doc_id"].isin(place)]
        first = first.assign(at=first["doc_id"].map(place)).sort_values(["at", "start", "end"], kind="stable")
    else:
        first = first.sort_values(["created", *PLACE], kind="stable")
    return [(str(doc_id), int(start), int(end)) for doc_id, start, end in first[PLACE].itertuples(index=False, name=None)]


def _fresh(reached: bytearray, start: int, end: int) -> int:
    """Return how many characters of a span were not reached before, and note it."""
    fresh = reached.count(0, start, end)
    reached[start:end] = b"\1" * (end - start)
    return fresh
