"""Whose work is compared: one coder's pass through the material in one round."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from qda.errors import BadInput, UnknownName, nearest
from qda.frames import Frame


@dataclass(frozen=True, kw_only=True, slots=True)
class Pass:
    """One coder's pass through the material.

    Attributes
    ----------
    coder, round
        Who, and in which round.
    name
        How tables call it: the coder, with ``#round`` where the round was named.
    """

    coder: str
    round: int
    name: str

    def of(self, table: Frame) -> Frame:
        """Return the rows of a table that belong to this pass."""
        return table[(table["coder"] == self.coder) & (table["round"] == self.round)]


def passes_of(coders: Sequence[str], codings: Frame, readings: Frame) -> tuple[Pass, ...]:
    """Return the passes that are meant.

    Parameters
    ----------
    coders
        Names; ``AB#1`` and ``AB#2`` are two rounds of one coder, a name alone means its last round.
    codings, readings
        The tables of these names.

    Raises
    ------
    UnknownName
        Nobody of this name coded or read anything, or not in this round.
    BadInput
        Fewer than two passes, or one named twice.
    """
    every = pd.concat([codings[["coder", "round"]], readings[["coder", "round"]]]).drop_duplicates()
    rounds = {str(coder): sorted(found["round"].astype(int)) for coder, found in every.groupby("coder")}
    found = tuple(_pass(name, rounds) for name in coders)
    if len({(p.coder, p.round) for p in found}) < max(2, len(found)):
        said = ", ".join(coders) or "nobody"
        raise BadInput(
            f"agreement is between two different coders or rounds at least (`AB`, `CD`, or `AB#1`, `AB#2`), not: {said}"
        )
    return found


def _pass(name: str, rounds: dict[str, list[int]]) -> Pass:
    coder, sign, number = (name, "", "") if name in rounds else name.rpartition("#")
    if not sign:
        coder = name
    if coder not in rounds:
        raise UnknownName(f"nobody called {coder!r} coded anything here; {nearest(coder, rounds)}")
    if not sign:
        return Pass(coder=coder, round=rounds[coder][-1], name=name)
    if not number.isdecimal() or int(number) not in rounds[coder]:
        raise UnknownName(f"{coder!r} has no round {number!r}; there is {', '.join(map(str, rounds[coder]))}")
    return Pass(coder=coder, round=int(number), name=name)
