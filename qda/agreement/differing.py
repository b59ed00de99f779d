"""The list of disagreements, for the talk between the coders."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from qda.agreement.grid import SPAN, Answers
from qda.codebook import Codebook
from qda.frames import Frame

PLACE = ["page", "speaker", "heading", "question", "text"]
"""What of ``segments`` stands beside a disagreement."""
NOT_READ = "(not read)"
"""What stands for a coder who did not rate the unit; others differ on it."""
_TAKEN = {*SPAN, *PLACE, "axis", "differ", "settled", "reason"}


def column_of(coder: str) -> str:
    """Return the column of a coder in the list."""
    return f"coder {coder}" if coder in _TAKEN else coder


def disagreements(found: Answers, book: Codebook) -> Frame:
    """Return a row per unit and axis on which coders differ, in the order of the text.

    Returns
    -------
    DataFrame
        ``doc_id, start, end, axis``, a column per coder (see `column_of`) with the codes joined by ``; `` (empty: nothing given), ``differ``: the codes that
        not everybody gave, then page, speaker, heading, question and text of the unit. Units that fewer than two coders rated do not count.
    """
    rows = [row for axis in book.axes for row in _of_axis(found, axis.id, {code: i for i, code in enumerate(axis.code_ids)})]
    columns = [*SPAN, "axis", *map(column_of, found.names), "differ"]
    frame = pd.DataFrame(rows, columns=columns)
    beside = found.units.reset_index(drop=True).reindex(columns=[*SPAN, *PLACE], fill_value="")
    rank = {axis: i for i, axis in enumerate(book.axis_ids)}
    out = frame.merge(beside, on=SPAN, how="left", validate="many_to_one")
    return out.assign(_rank=out["axis"].map(rank)).sort_values([*SPAN, "_rank"], ignore_index=True).drop(columns="_rank")


def _of_axis(found: Answers, axis: str, order: dict[str, int]) -> Iterator[dict[str, Any]]:
    said = found.said[axis]
    for key, answers in zip(said.index, said.itertuples(index=False, name=None), strict=True):
        given = [codes for codes in answers if codes is not None]
        if len(given) > 1 and len(set(given)) > 1:
            differ = frozenset.union(*given) - frozenset.intersection(*given)
            own = {
                column_of(name): NOT_READ if codes is None else _joined(codes, order)
                for name, codes in zip(found.names, answers, strict=True)
            }
            yield {**dict(zip(SPAN, key, strict=True)), "axis": axis, **own, "differ": _joined(differ, order)}


def _joined(codes: frozenset[str], order: dict[str, int]) -> str:
    return "; ".join(sorted(codes, key=lambda code: order.get(code, len(order))))
