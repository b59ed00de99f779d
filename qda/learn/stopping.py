"""When to stop reading: how much of each code is probably still unseen, and how much must be read to find nearly all of it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from qda.frames import Frame
from qda.learn.labels import Bools, Labels
from qda.learn.material import Ints
from qda.learn.queueing import Waiting, audit_order
from qda.learn.signals import Numbers

SHARE = 0.95
"""What is meant by nearly all."""

COLUMNS = [
    "axis", "code", "found", "read", "unread", "unseen", "low", "high", "to_read",
    "audit_read", "audit_found", "audit_unseen", "audit_low", "audit_high", "remark",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Past:
    """What was read: per code how often it was given, how often the tagger expected it there without having seen them, and in the audit sample."""

    labels: Labels
    expected: Numbers


def stopping(waiting: Waiting, past: Past, *, seed: int = 1) -> Frame:
    """Say, per code, how much is probably still unseen.

    The model's estimate adds up its scores of what nobody has read, corrected by what it expected and what was given in what was read; its interval is
    that of a negative binomial (a gamma prior worth one expected case on that correction). The audit's estimate rests on the longest unbroken beginning
    of the random draw that was read, and on nothing else; its interval is Wilson's. Where both are far apart, read more of the audit and trust that.

    Returns
    -------
    DataFrame
        ``axis, code, found, read, unread`` segments, ``unseen`` (expected), ``low, high`` (95 %), ``to_read``: how many segments, the likeliest first, until
        95 % of the code are found; ``audit_read, audit_found, audit_unseen, audit_low, audit_high``; ``remark``.
    """
    sample = audit_sample(waiting.segments, waiting.unread, seed)
    codes = list(waiting.book.codes())
    rows = [(codes[c].axis, codes[c].id, *_of_code(waiting, past, int(c), sample)) for c in waiting.codes]
    return pd.DataFrame(rows, columns=COLUMNS)


def audit_sample(segments: Frame, unread: Bools, seed: int) -> Ints:
    """Return the random sample that was read: the draw's beginning up to the first segment that nobody read."""
    order = np.array(audit_order(segments, seed), np.int64)
    gaps = np.flatnonzero(unread[order])
    return order[: gaps[0]] if len(gaps) else order


def _of_code(waiting: Waiting, past: Past, code: int, sample: Ints) -> tuple[object, ...]:
    judged = past.labels.judged[:, code] & ~waiting.unread
    given = past.labels.given[:, code] & judged
    found, scores = int(given.sum()), waiting.found.scores[waiting.unread, code]
    factor = (found + 1) / (float(past.expected[judged, code].sum()) + 1)
    unseen, (low, high) = (
        factor * float(scores.sum()),
        _interval(found, float(past.expected[judged, code].sum()), float(scores.sum())),
    )
    own = sample[judged[sample]]
    drawn = int(given[own].sum())
    audit = _audit(drawn, len(own), len(waiting.segments), found, int(waiting.unread.sum()))
    read = (found, int(judged.sum()), len(scores), round(unseen, 1), low, high, _to_read(scores * factor, found))
    return *read, len(own), drawn, *audit, _remark(low, high, audit)


def _interval(found: int, expected: float, scores: float) -> tuple[int, int]:
    from scipy.stats import nbinom

    if not scores:
        return 0, 0
    low, high = nbinom.ppf([0.025, 0.975], found + 1, (expected + 1) / (expected + 1 + scores))
    return int(low), int(high)


def _to_read(expected: Numbers, found: int) -> int:
    """Return how many segments must be read, the likeliest first, until nearly all are found."""
    wanted = SHARE * (found + expected.sum()) - found
    if wanted <= 0:
        return 0
    return int(np.searchsorted(np.cumsum(-np.sort(-expected)), wanted - 1e-9) + 1)


def _audit(drawn: int, n: int, segments: int, found: int, unread: int) -> tuple[float, int, int]:
    """Return what a random sample says of all segments, less what was found: expected, low and high."""
    if not n:
        return float("nan"), 0, unread
    low, high = _wilson(drawn, n)
    rest = segments - n
    return (
        round(max(rest * drawn / n + drawn - found, 0.0), 1),
        max(round(rest * low) + drawn - found, 0),
        min(max(round(rest * high) + drawn - found, 0), unread),
    )


def _wilson(k: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Return the interval of a share after Wilson (1927).

    Examples
    --------
    >>> [round(end, 3) for end in _wilson(0, 10)]
    [0.0, 0.278]
    """
    center, width = k + z * z / 2, z * (k * (n - k) / n + z * z / 4) ** 0.5
    return max((center - width) / (n + z * z), 0.0), min((center + width) / (n + z * z), 1.0)


def _remark(low: int, high: int, audit: tuple[float, int, int]) -> str:
    if np.isnan(audit[0]):
        return "no random sample was read: queue by audit, so that the estimate can be checked"
    if audit[1] > high or audit[2] < low:
        return "the random sample says otherwise than the model: trust the sample, and read more of it"
    return ""
