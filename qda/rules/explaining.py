"""Why rules match a text and why they do not: a row per rule, for a person who writes them."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from qda.codebook import Codebook
from qda.frames import Frame, check
from qda.rules.around import Around
from qda.rules.context import context_codes
from qda.rules.engine import Engine
from qda.rules.hits import Hit
from qda.rules.misses import Misses
from qda.rules.rule import Rule, pairs_of
from qda.rules.tagger import RuleTagger

COLUMNS = ("axis", "code", "rule", "pattern", "outcome", "tokens", "start", "end", "score", "nearness", "why")


def explain(book: Codebook, text: str, *, language: str = "", code: str = "", around: Around | None = None) -> Frame:
    """Say for each rule of a codebook what it finds in a text, or why it finds nothing.

    Parameters
    ----------
    book
        The codebook.
    text
        A sentence, or any text; it is read as one segment.
    language
        Its language; default: the codebook's first.
    code
        Only the rules of this code (``trust``, or ``factor/trust``). Rules none of whose words occur have a row only then.
    around
        The role of the speaker, the heading and the question.

    Returns
    -------
    DataFrame
        `COLUMNS`. ``outcome`` is ``matched``; ``kept``, ``dropped`` or ``flipped`` where something denies the match; ``inherited`` for what heading or
        question give; ``missed``. Matches stand first, then misses, the nearest (``nearness`` in [0, 1]) before the others.

    Raises
    ------
    UnknownName
        The codebook has no such code.
    """
    wanted = frozenset(pairs_of(book, code))
    beside = around or Around()
    tagger = RuleTagger(book)
    engine = tagger.engine(language)
    hits = [hit for hit in engine.find(text, beside) if _rule_of(hit.rule) in wanted]
    patterns = {rule.name: _written(rule.raw) for rule in engine.rules}
    rows = [_hit_row(hit, patterns[hit.rule]) for hit in hits]
    rows += [row for row in _inherited(book, text, language, beside) if (row["axis"], row["code"]) in wanted]
    matched = {hit.rule for hit in hits}
    misses = [row for row in _misses(engine, text, beside, wanted) if row["rule"] not in matched and (code or row["nearness"])]
    rows += sorted(misses, key=lambda row: -row["nearness"])
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _rule_of(name: str) -> tuple[str, str]:
    """Return axis and code of a rule by its name, ``axis/code#n``."""
    axis, _, rest = name.partition("/")
    return axis, rest.rpartition("#")[0]


def _written(raw: Any) -> str:
    """Return a pattern as it is written in a codebook, in one line.

    Examples
    --------
    >>> _written({"all": ["lack*", "fund*"], "within": 6})
    '{all: [lack*, fund*], within: 6}'
    """
    if isinstance(raw, dict):
        return "{" + ", ".join(f"{key}: {_written(value)}" for key, value in raw.items()) + "}"
    if isinstance(raw, list | tuple):
        return "[" + ", ".join(map(_written, raw)) + "]"
    return str(raw).lower() if isinstance(raw, bool) else str(raw)


def _hit_row(hit: Hit, pattern: str) -> dict[str, Any]:
    axis, code = _rule_of(hit.rule)
    return {
        "axis": axis,
        "code": code,
        "rule": hit.rule,
        "pattern": pattern,
        "outcome": hit.effect or "matched",
        "tokens": " … ".join(" ".join(token.split()) for token in hit.tokens),
        "start": hit.start,
        "end": hit.end,
        "score": hit.score,
        "nearness": 1.0,
        "why": _why(hit),
    }


def _why(hit: Hit) -> str:
    cues = " and ".join(f"“{cue}”" for cue in hit.cues)
    what = {
        "": f"{cues} cancel each other out" if cues else "",
        "kept": f"{cues} denies it; kept all the same",
        "dropped": f"{cues} denies it: does not count",
        "flipped": f"{cues} turns it round: counts for {hit.code}",
    }[hit.effect]
    return "; ".join(part for part in (what, "a hedge softens it" if hit.hedged else "") if part)


def _inherited(book: Codebook, text: str, language: str, around: Around) -> Iterator[dict[str, Any]]:
    segment = {"doc_id": "text", "start": 0, "end": max(len(text), 1), "text": text, "language": language}
    table = check("segments", pd.DataFrame([{**segment, "heading": around.heading, "question": around.question}]))
    for row in context_codes(book, table).to_dict("records"):
        yield {
            **_row(row["axis"], row["code"]),
            "outcome": "inherited",
            "nearness": 1.0,
            "why": f"{row['evidence']}, unless the text says something of its own",
        }


def _misses(engine: Engine, text: str, around: Around, wanted: frozenset[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    misses = Misses(engine, text, around)
    for number, rule in enumerate(engine.rules):
        if (rule.axis, rule.code) in wanted:
            yield _miss_row(rule, *misses.why(number))


def _miss_row(rule: Rule, nearness: float, why: str) -> dict[str, Any]:
    named = {"rule": rule.name, "pattern": _written(rule.raw)}
    return {**_row(rule.axis, rule.code), **named, "outcome": "missed", "nearness": round(nearness, 2), "why": why}


def _row(axis: str, code: str) -> dict[str, Any]:
    return {"axis": axis, "code": code, "rule": "", "pattern": "", "tokens": "", "start": 0, "end": 0, "score": 0.0}
