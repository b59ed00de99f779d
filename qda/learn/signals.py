"""What is known of segments before an axis is judged: a number per segment and code from each source."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from qda.frames import Frame

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Signals:
    """A row per segment, a column per code of the codebook.

    Attributes
    ----------
    texts
        Source -> scores of a model of texts, on a common scale.
    rules
        The best score a rule gives; None: there are no rules.
    context
        1 where heading or question carries the code; None: nobody looked.
    """

    texts: Mapping[str, Numbers] = field(default_factory=dict)
    rules: Numbers | None = None
    context: Numbers | None = None


def spread(frame: Frame, segments: Frame, columns: Mapping[tuple[str, str], int], value: str = "") -> Numbers:
    """Return a frame of codes on segments as numbers: the greatest `value` of each code, or 1."""
    out = np.zeros((len(segments), len(columns)))
    rows = {key: n for n, key in enumerate(zip(segments["doc_id"], segments["start"], segments["end"], strict=True))}
    names = ["doc_id", "start", "end", "axis", "code", *([value] if value else [])]
    for doc_id, start, end, axis, code, *said in frame[names].itertuples(index=False, name=None):
        place = rows[doc_id, start, end], columns[axis, code]
        out[place] = max(out[place], said[0] if said else 1.0)
    return out


def pairs(signals: Signals, axis: slice, split: slice | None) -> tuple[tuple[str, ...], Numbers]:
    """Return the features of every pair of a segment and a code of an axis: their names, and a row per pair, segment by segment.

    All codes of an axis share the weights of these features, so that a code with few examples profits from the others.

    Parameters
    ----------
    signals
        What is known of the segments.
    axis
        Where the codes of the axis stand.
    split
        Where those of the axis stand whose codes part a segment into statements: whether it says anything for or against matters for all others.
    """
    found: dict[str, Numbers] = {name: scores[:, axis] for name, scores in signals.texts.items()}
    plain = [scores[:, axis] for name, scores in signals.texts.items() if not name.startswith("rule")]
    if plain:
        found |= _of_texts(np.mean(plain, axis=0))
    if signals.rules is not None:
        found |= _of_rules(signals.rules[:, axis])
    if split is not None and split != axis:
        texts = {f"{name}_split": _over(scores[:, split]) for name, scores in signals.texts.items()}
        found |= {name: scores + np.zeros_like(next(iter(found.values()))) for name, scores in texts.items()}
        if signals.rules is not None:
            found["rule_split"] = _over(signals.rules[:, split]) + np.zeros_like(found["rule"])
    if signals.context is not None:
        carried = signals.context[:, axis]
        found |= {"context": carried, "context_other": (_over(carried) - carried).clip(0)}
    return tuple(found), np.stack([part.ravel() for part in found.values()], axis=1)


def _of_texts(score: Numbers) -> dict[str, Numbers]:
    return {"text_rank": 1 / (1 + _rank(score)), "text_best": _over(score) + np.zeros_like(score)}


def _of_rules(score: Numbers) -> dict[str, Numbers]:
    hit = (score > 0).astype(float)
    return {
        "rule": score,
        "rule_hit": hit,
        "rule_rank": hit / (1 + _rank(score)),
        "rule_best": _over(score) + np.zeros_like(score),
    }


def _over(scores: Numbers) -> Numbers:
    """Return the best score of each segment, as a column."""
    return np.asarray(scores.max(axis=1, keepdims=True), np.float64)


def _rank(scores: Numbers) -> Numbers:
    """Return the rank of each code in its segment, the best 0; ties in the order of the codebook."""
    order = np.argsort(-scores, axis=1, kind="stable")
    return np.asarray(np.argsort(order, axis=1, kind="stable"), np.float64)
