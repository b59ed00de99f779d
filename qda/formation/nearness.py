"""Which categories lie near a passage, and which words say so.

Passages and what is said of a category (definition, anchor examples, coded passages) are compared as vectors of words, each weighted by how often it stands
there and how few passages of the material have it (tf-idf; Salton & Buckley 1988), by the cosine of their angle.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

Words = Sequence[str]
Vector = Mapping[str, float]

MOST_WORDS = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Near:
    """A category near a passage.

    Attributes
    ----------
    code
        Its id.
    score
        The cosine, from 0 to 1.
    words
        The words that passage and category share, the most telling first, each with where it stands there: ``definition``, ``anchor example``,
        ``coded passage``.
    """

    code: str
    score: float
    words: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        by: dict[str, list[str]] = {}
        for word, place in self.words:
            by.setdefault(place, []).append(word)
        why = "; ".join(f"{', '.join(words)} ({place})" for place, words in by.items())
        return f"{self.code} {self.score:.2f}: {why}"


def rarity(passages: Iterable[Words]) -> dict[str, float]:
    """Return how much a word tells, by how few passages have it: ``1 + ln((n + 1) / (k + 1))``, smoothed as if one more passage had them all.

    Examples
    --------
    >>> {word: round(weight, 2) for word, weight in rarity([["trust", "board"], ["board"]]).items()}
    {'trust': 1.41, 'board': 1.0}
    """
    counts: Counter[str] = Counter()
    number = 0
    for words in passages:
        counts.update(dict.fromkeys(words, 1))
        number += 1
    return {word: 1 + log((number + 1) / (n + 1)) for word, n in counts.items()}


def nearest(
    passage: Words, categories: Mapping[str, Mapping[str, Sequence[Words]]], weights: Vector, *, most: int = 5
) -> list[Near]:
    """Return the categories nearest to a passage, without those that share no word with it.

    Parameters
    ----------
    passage
        Its words.
    categories
        Per category and kind of source (``definition`` ...) its texts, each as words. Every text counts alike, however long it is.
    weights
        What `rarity` says of the material; a word that it lacks counts like the rarest.
    most
        How many at most.

    Examples
    --------
    >>> said = {"trust": {"definition": [["people", "rely"]], "coded passage": [["trust", "board"]]}, "money": {"definition": [["money"]]}}
    >>> print(nearest(["trust", "rare"], said, {})[0])
    trust 0.35: trust (coded passage)
    """
    mine = _vector(passage, weights)
    found = [near for code, sources in categories.items() if (near := _near(code, mine, sources, weights))]
    return sorted(found, key=lambda near: (-near.score, near.code))[:most]


def _near(code: str, mine: Vector, sources: Mapping[str, Sequence[Words]], weights: Vector) -> Near | None:
    parts = [(kind, _vector(words, weights)) for kind, texts in sources.items() for words in texts]
    whole: dict[str, float] = {}
    for _, part in parts:
        for word, weight in part.items():
            whole[word] = whole.get(word, 0) + weight
    length = sqrt(sum(weight * weight for weight in whole.values()))
    shared = {word: weight * whole[word] / length for word, weight in mine.items() if word in whole}
    if not shared:
        return None
    telling = sorted(shared, key=lambda word: (-shared[word], word))[:MOST_WORDS]
    places = tuple((word, next(kind for kind, part in parts if word in part)) for word in telling)
    return Near(code=code, score=min(1.0, sum(shared.values())), words=places)


def _vector(words: Words, weights: Vector) -> Vector:
    """Return the weights of words, as a vector of length 1."""
    rarest = max(weights.values(), default=1.0)
    raw = {word: n * weights.get(word, rarest) for word, n in Counter(words).items()}
    length = sqrt(sum(weight * weight for weight in raw.values()))
    return {word: weight / length for word, weight in raw.items()}
