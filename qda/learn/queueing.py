"""What to read next: segments in an order that serves a purpose, with the reason for each."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

import numpy as np
import pandas as pd

from qda.codebook import Codebook
from qda.errors import BadInput, nearest
from qda.frames import Frame
from qda.learn.labels import Bools
from qda.learn.material import Ints
from qda.learn.predicting import Scored
from qda.learn.signals import Numbers

WAYS = ("uncertainty", "likely", "disagreement", "audit", "mixed")
COLUMNS = ["doc_id", "start", "end", "by", "axis", "code", "score", "reason", "text"]

Place = tuple[int, int]
"""A segment, and the code it is to be read for; -1: for all."""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Segments, and what is known of them.

    Attributes
    ----------
    segments
        All that are to be read, in any order.
    unread
        Which nobody has read yet.
    found
        What the tagger says of each.
    rules
        What the rules say of each; None: there are none to compare with.
    codes
        The columns that are asked for.
    """

    book: Codebook
    segments: Frame
    unread: Bools
    found: Scored
    rules: Scored | None
    codes: Ints

    @property
    def rows(self) -> Ints:
        """The segments that nobody has read."""
        return np.flatnonzero(self.unread)


def columns_asked(book: Codebook, code: str | None) -> Ints:
    """Return the columns of a code, named ``trust`` or ``factor/trust``; None: all.

    Raises
    ------
    BadInput
        There is no such code.
    """
    codes = list(book.codes())
    found = [n for n, c in enumerate(codes) if code is None or code in {c.id, f"{c.axis}/{c.id}"}]
    if not found:
        raise BadInput(f"no code {code!r} in the codebook; {nearest(str(code), [c.id for c in codes])}")
    return np.array(found, np.int64)


def queue(waiting: Waiting, *, by: str = "mixed", n: int = 50, seed: int = 1) -> Frame:
    """Return the segments to read next.

    Parameters
    ----------
    by
        ``uncertainty``: where the tagger is least sure; ``likely``: what most probably carries a code; ``disagreement``: where rules and tagger differ;
        ``audit``: drawn at random, so that what it shows holds for all segments; ``mixed``: of each in turn.
    n
        How many at most.
    seed
        For the random draw; the same seed goes on with the same draw.

    Returns
    -------
    DataFrame
        ``doc_id, start, end, by, axis, code, score, reason, text``, the first to be read first.
    """
    if by not in WAYS:
        raise BadInput(f"by={by!r}: {nearest(by, WAYS)}")
    if n < 1:
        raise BadInput(f"n={n}: at least one segment")
    orders: Mapping[str, Callable[[], Sequence[Place]]] = {
        "likely": lambda: _likely(waiting),
        "uncertainty": lambda: _uncertain(waiting),
        "disagreement": lambda: _disputed(waiting),
        "audit": lambda: [(row, -1) for row in audit_order(waiting.segments, seed) if waiting.unread[row]],
    }
    named = [[(way, place) for place in orders[way]()] for way in (orders if by == "mixed" else [by])]
    chosen: dict[int, tuple[str, int]] = {}
    for way, (row, code) in (item for item in chain.from_iterable(zip_longest(*named)) if item is not None):
        chosen.setdefault(row, (way, code))
    rows = [_row(waiting, row, way, code) for row, (way, code) in list(chosen.items())[:n]]
    return pd.DataFrame(rows, columns=COLUMNS)


def audit_order(segments: Frame, seed: int) -> list[int]:
    """Return segments in a random order that depends on the seed and on each segment's place alone: who goes on, goes on with the same draw."""
    keys = segments[["doc_id", "start", "end"]].itertuples(index=False, name=None)
    drawn = [
        hashlib.sha256(f"{seed}\x1f{doc_id}\x1f{start}\x1f{end}".encode("utf-8", "surrogatepass")).digest()
        for doc_id, start, end in keys
    ]
    return sorted(range(len(drawn)), key=drawn.__getitem__)


def _best_first(waiting: Waiting, worth: Numbers) -> list[Place]:
    """Return the unread segments by the greatest worth that any code gives them; what is worth nothing is left out."""
    own = worth[np.ix_(waiting.rows, waiting.codes)]
    if not own.size:
        return []
    best = own.argmax(axis=1)
    top = own[np.arange(len(own)), best].round(9)
    keys = waiting.segments.iloc[waiting.rows]
    order = np.lexsort((keys["start"].to_numpy(), keys["doc_id"].to_numpy(str), -top))
    return [(int(waiting.rows[i]), int(waiting.codes[best[i]])) for i in order if top[i] > 0]


def _likely(waiting: Waiting) -> list[Place]:
    return _best_first(waiting, waiting.found.scores)


def _uncertain(waiting: Waiting) -> list[Place]:
    """Return the least sure first: those whose score lies nearest to its cut, in log odds."""
    apart = np.abs(_log_odds(waiting.found.scores) - _log_odds(waiting.found.least))
    return _best_first(waiting, np.where(waiting.found.scores > 0, 1 / (1 + apart), 0.0))


def _disputed(waiting: Waiting) -> list[Place]:
    """Where one suggests and the other does not, the more certain the tagger is the sooner."""
    if waiting.rules is None:
        return []
    apart = np.abs(_log_odds(waiting.found.scores) - _log_odds(waiting.found.least))
    return _best_first(waiting, np.where(waiting.rules.kept != waiting.found.kept, apart, 0.0))


def _log_odds(shares: Numbers) -> Numbers:
    inside = np.clip(shares, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(inside / (1 - inside)), np.float64)


def _row(waiting: Waiting, row: int, way: str, column: int) -> tuple[object, ...]:
    unit = waiting.segments.iloc[row]
    place = (unit["doc_id"], int(unit["start"]), int(unit["end"]), way)
    if column < 0:
        return *place, "", "", float("nan"), "drawn at random: what it shows holds for all segments", unit["text"]
    code = list(waiting.book.codes())[column]
    score, least = float(waiting.found.scores[row, column]), float(waiting.found.least[row, column])
    return *place, code.axis, code.id, round(score, 4), _reason(waiting, way, row, column, score, least), unit["text"]


def _reason(waiting: Waiting, way: str, row: int, column: int, score: float, least: float) -> str:  # noqa: PLR0917  parts of a sentence
    name = list(waiting.book.codes())[column].id
    if way == "likely":
        return f"{name} is likely ({score:.2f})"
    if way == "uncertainty":
        return f"{name} may be suggested or not: {score:.2f}, and suggestions begin at {least:.2f}"
    said = waiting.rules is not None and bool(waiting.rules.kept[row, column])
    who, other = ("the rules", "the model") if said else ("the model", "the rules")
    return f"{who} would suggest {name}, {other} would not (score {score:.2f}, suggestions begin at {least:.2f})"
