"""Terms that tell the accepted codings of a code from the rest: proposals for new patterns, for a person to accept.

Terms are ordered by the z value of the log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008, *Fightin' Words*): the prior is the
distribution of terms over all texts, so that rare terms are not taken for telling and frequent ones that stand everywhere are not either.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from math import log, sqrt
from typing import Any, NamedTuple

import pandas as pd

from qda.codebook import Codebook
from qda.codebook.load import plain
from qda.errors import BadInput
from qda.frames import Frame, check
from qda.rules.rule import language_of, pairs_of
from qda.rules.tagger import RuleTagger
from qda.rules.terms import Term, terms_of

PRIOR = 500.0
"""How many terms of all texts the prior weighs at most; it never weighs more than the passages of the code."""

LEAST = 2
"""A term occurs at least as often in the passages of the code."""

LEAST_Z = 1.0
"""Below this z value a term tells next to nothing."""

COLUMNS = (
    *("axis", "code", "language", "term", "n_in", "n_out", "documents", "log_odds", "z"),
    *("doc_id", "start", "end", "covered", "rule", "line"),
)


class _Place(NamedTuple):
    """A segment with its terms; `start` is where it begins in its document."""

    doc_id: str
    start: int
    end: int
    language: str
    text: str
    terms: list[Term]


Key = tuple[int, str]


def suggest_terms(
    book: Codebook, segments: Frame, codings: Frame, *, code: str = "", coders: Sequence[str] = (), most: int = 20
) -> Frame:
    """Propose terms for the patterns of codes from accepted codings.

    Parameters
    ----------
    book
        The codebook; its patterns tell what is covered already.
    segments, codings
        The tables; a segment belongs to a code where an accepted coding of the code overlaps it. The others are compared with, if somebody coded in their
        document.
    code
        Only this code (``trust``, or ``factor/trust``).
    coders
        Only codings of these; default: of all.
    most
        How many terms a code and language has at most.

    Returns
    -------
    DataFrame
        `COLUMNS`, by code, language and falling z: how often the term occurs in the passages of the code, elsewhere, and in how many documents of the code; an
        example place, one that no pattern finds if there is one; the share of its occurrences that patterns of the code cover already and the rule that covers
        most of them; and the line to paste under ``patterns:``.

    Raises
    ------
    UnknownName
        The codebook has no such code.
    BadInput
        There is no accepted coding to learn from.
    """
    wanted = pairs_of(book, code)
    given = check("codings", codings)
    given = given[(given["status"] == "accepted") & (given["code"] != "")]
    if coders:
        given = given[given["coder"].isin(coders)]
    if given.empty:
        raise BadInput(
            f"no accepted codings{' of ' + ', '.join(coders) if coders else ''} to take terms from; accept or import some first"
        )
    places = _places(book, check("segments", segments), frozenset(given["doc_id"]))
    spans = _spans(given)
    tagger = RuleTagger(book)
    tongues = [
        [place for place in places if place.language == language] for language in dict.fromkeys(p.language for p in places)
    ]
    rows = [
        row
        for pair in wanted
        if pair in spans
        for here in tongues
        for row in islice(_of_code(pair, spans[pair], here, tagger), most)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _places(book: Codebook, segments: Frame, documents: frozenset[str]) -> list[_Place]:
    columns = ("doc_id", "start", "end", "language", "text")
    rows = zip(*(segments.loc[segments["doc_id"].isin(documents), name] for name in columns), strict=True)
    read = ((doc_id, int(start), int(end), language_of(language, book), text) for doc_id, start, end, language, text in rows)
    return [_Place(*place, terms_of(place[4], place[3])) for place in read]


def _spans(codings: Frame) -> dict[tuple[str, str], dict[str, list[tuple[int, int]]]]:
    """Return axis and code -> document -> the spans that carry the code."""
    found: dict[tuple[str, str], dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    columns = zip(*(codings[name] for name in ("axis", "code", "doc_id", "start", "end")), strict=True)
    for axis, code, doc_id, start, end in columns:
        found[axis, code][doc_id].append((int(start), int(end)))
    return found


def _of_code(
    code: tuple[str, str], spans: Mapping[str, Sequence[tuple[int, int]]], here: Sequence[_Place], tagger: RuleTagger
) -> Iterator[dict[str, Any]]:
    """Yield the terms that tell a code's passages in one language, the best first."""
    inside = [place for place in here if any(a < place.end and place.start < b for a, b in spans.get(place.doc_id, ()))]
    terms = Occurrences(inside, code, tagger)
    for row in sorted(_telling(_counted(inside), _counted(here)), key=lambda row: (-row["z"], row["term"])):
        named = {"axis": code[0], "code": code[1], "language": here[0].language}
        yield {**named, **row, **terms.told(row["term"]), "line": f"- {_quoted(row['term'])}"}


def _counted(places: Sequence[_Place]) -> Counter[Key]:
    return Counter((term.size, term.text) for place in places for term in place.terms)


def _telling(inside: Counter[Key], every: Counter[Key]) -> Iterator[dict[str, Any]]:
    """Yield the terms that tell the passages from the rest, with counts, log-odds ratio and z value."""
    totals = {size: sum(n for (s, _), n in every.items() if s == size) for size in (1, 2)}
    mine = {size: sum(n for (s, _), n in inside.items() if s == size) for size in (1, 2)}
    for (size, term), n_in in inside.items():
        if n_in >= LEAST:
            n_out = every[size, term] - n_in
            weight = min(PRIOR, mine[size])
            prior = weight * every[size, term] / totals[size]
            ratio, z = log_odds((n_in, mine[size]), (n_out, totals[size] - mine[size]), (prior, weight))
            if z >= LEAST_Z:
                yield {"term": term, "n_in": n_in, "n_out": n_out, "log_odds": round(ratio, 4), "z": round(z, 4)}


def log_odds(inside: tuple[int, int], outside: tuple[int, int], prior: tuple[float, float]) -> tuple[float, float]:
    """Return the log-odds ratio of a term between two groups of texts, and its z value.

    Parameters
    ----------
    inside, outside
        How often the term occurs in each group, and how many terms the group has.
    prior
        The same, as the prior weighs it.

    Examples
    --------
    >>> [round(value, 3) for value in log_odds((10, 100), (10, 900), (10.0, 500.0))]
    [0.867, 2.741]
    """
    (y, n), (x, m), (a, all_) = inside, outside, prior
    ratio = log((y + a) / (n + all_ - y - a)) - log((x + a) / (m + all_ - x - a))
    return ratio, ratio / sqrt(1 / (y + a) + 1 / (x + a))


class Occurrences:
    """Where terms stand in the passages of a code, and which of these places its patterns find."""

    def __init__(self, places: Sequence[_Place], code: tuple[str, str], tagger: RuleTagger) -> None:
        self._of_term: defaultdict[str, list[tuple[_Place, Term]]] = defaultdict(list)
        self._hits: dict[int, list[tuple[int, int, str]]] = {}
        for place in places:
            found = tagger.match(place.text, place.language)
            self._hits[id(place)] = [(a, b, hit.rule) for hit in found if (hit.axis, hit.code) == code for a, b in hit.spans]
            for term in place.terms:
                self._of_term[term.text].append((place, term))

    def told(self, text: str) -> dict[str, Any]:
        """Return where a term stands, and how far it is covered."""
        everywhere = self._of_term[text]
        rules = [self._covering(place, term) for place, term in everywhere]
        bare = next((n for n, rule in enumerate(rules) if not rule), 0)
        place, term = everywhere[bare]
        counted = Counter(rule for rule in rules if rule)
        return {
            "documents": len({place.doc_id for place, _ in everywhere}),
            "doc_id": place.doc_id,
            "start": place.start + term.start,
            "end": place.start + term.end,
            "covered": round(counted.total() / len(rules), 4),
            "rule": counted.most_common(1)[0][0] if counted else "",
        }

    def _covering(self, place: _Place, term: Term) -> str:
        return next((rule for a, b, rule in self._hits[id(place)] if a < term.end and term.start < b), "")


def _quoted(term: str) -> str:
    """Return a term as it stands in YAML; words such as *null* need quotes."""
    return term if isinstance(plain(term), str) else json.dumps(term, ensure_ascii=False)
