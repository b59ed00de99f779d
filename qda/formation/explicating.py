"""Explication (Mayring): what helps to understand a passage, from around it (narrow context) and from elsewhere in the material (broad context)."""

from collections.abc import Sequence

import pandas as pd

from qda.formation.nearness import rarity
from qda.frames import Frame

COLUMNS = (
    "context",
    "relation",
    "doc_id",
    "start",
    "end",
    "page",
    "time",
    "speaker",
    "heading",
    "question",
    "score",
    "words",
    "text",
)
_LOOKED_UP = ["doc_id", "start", "end", "page", "time", "speaker", "heading", "question", "text"]

COMMON = 0.1
"""A word that more than this share of the units have explains nothing; in little material, one that three units have still does."""

FEW = 3


def narrow_context(units: Frame, start: int, end: int, *, around: int) -> Frame:
    """Return the units of a document around a span, with how they stand to it: ``2 before``, ``passage``, ``1 after``.

    Parameters
    ----------
    units
        The table ``segments`` of the document.
    around
        How many units before and after.
    """
    units = units.sort_values(["start", "end"], ignore_index=True)
    within = units.index[(units["end"] > start) & (units["start"] < end)].tolist()
    first = within[0] if within else int((units["end"] <= start).sum())
    last = within[-1] if within else first - 1
    chosen = units.iloc[max(0, first - around) : last + 1 + around]
    relation = [f"{first - i} before" if i < first else f"{i - last} after" if i > last else "passage" for i in chosen.index]
    words = pd.Series([()] * len(chosen), index=chosen.index, dtype=object)
    return chosen[_LOOKED_UP].assign(context="narrow", relation=relation, score=float("nan"), words=words)[list(COLUMNS)]


def telling_words(passage: Sequence[str], units: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return the words of a passage that few units have, the rarest first, with how much each tells.

    Examples
    --------
    >>> telling_words(["alliance", "city"], [["alliance", "city"], ["city"], ["city"], ["city"], ["alliance"]]).keys()
    dict_keys(['alliance'])
    """
    weights = rarity(units)
    counts: dict[str, int] = dict.fromkeys(passage, 0)
    for words in units:
        for word in counts.keys() & set(words):
            counts[word] += 1
    most = max(FEW, COMMON * len(units))
    found = {word: weights.get(word, 0.0) for word, n in counts.items() if 0 < n <= most}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def broad_context(units: Frame, words: Sequence[Sequence[str]], telling: dict[str, float], *, most: int) -> Frame:
    """Return the units elsewhere that share telling words with a passage, those first that share the most and rarest.

    Parameters
    ----------
    units
        The table ``segments`` without the passage and its narrow context.
    words
        The words of each unit.
    telling
        As `telling_words` returns them.
    most
        How many units at most.
    """
    shared = [tuple(word for word in telling if word in set(own)) for own in words]
    score = [sum(telling[word] for word in own) for own in shared]
    found = units[_LOOKED_UP].assign(
        context="broad", relation="elsewhere", score=score, words=pd.Series(shared, index=units.index, dtype=object)
    )
    found = found[found["score"] > 0].sort_values(["score", "doc_id", "start"], ascending=[False, True, True], kind="stable")
    return found.head(most)[list(COLUMNS)].reset_index(drop=True)
