"""How good the rules are on labelled sentences: precision and recall of every code and every rule."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import nan
from typing import Any

import pandas as pd

from qda.codebook import Codebook
from qda.codebook.linting import line_of
from qda.frames import Frame, check
from qda.model import Code
from qda.rules.around import Around
from qda.rules.context import context_codes
from qda.rules.linting_material import passages
from qda.rules.rule import rules_of
from qda.rules.tagger import RuleTagger

COLUMNS = (
    "level",
    "axis",
    "code",
    "language",
    "rule",
    "line",
    "texts",
    "labelled",
    "fired",
    "right",
    "precision",
    "recall",
    "f1",
)

Text = tuple[str, int, int]
Name = tuple[str, str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Unit:
    """A text with its labels: axis that was read -> its codes."""

    text: str
    language: str
    around: Around
    labels: Mapping[str, set[str]]


@dataclass(kw_only=True)
class _Counts:
    """For codes and rules by language: the texts in which they fired, and in how many of these they are right."""

    fired: defaultdict[tuple[str, ...], int] = field(default_factory=lambda: defaultdict(int))
    right: defaultdict[tuple[str, ...], int] = field(default_factory=lambda: defaultdict(int))
    labelled: defaultdict[Name, int] = field(default_factory=lambda: defaultdict(int))
    read: defaultdict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))

    def add(self, key: tuple[str, ...], *, right: bool) -> None:
        self.fired[key] += 1
        self.right[key] += right


def rule_figures(tagger: RuleTagger, segments: Frame, codings: Frame, *, least: float | None = None) -> Frame:
    """Return precision and recall of codes and of single rules on labelled texts.

    A code counts as found where it is suggested with at least the score `least`, or taken over from heading or question where the axis inherits and the text
    shows none of its own. A rule counts as found wherever it matches, however low its score; its precision is the share of these texts that carry its code,
    its recall the share of the texts of its code in which it matches. Only texts that were read for an axis count on it.

    Parameters
    ----------
    tagger
        The rules.
    segments, codings
        The tables of these names, such as an example bank gives them; a row of `codings` with an empty code says that nothing is there.
    least
        The least score of a suggestion that counts; None: what each axis says.

    Returns
    -------
    DataFrame
        ``level`` (code or rule), ``axis, code, language, rule, line``, ``texts`` (read for the axis), ``labelled`` (with the code), ``fired``, ``right``,
        ``precision``, ``recall``, ``f1``; what has no denominator is NaN.
    """
    table, gold = check("segments", segments), _gold(codings)
    counts = _Counts()
    inherited = _inherited(tagger.book, table)
    for read, around in passages(tagger.book, table):
        place = (read.doc_id, read.start, read.end)
        unit = _Unit(text=read.text, language=read.language, around=around, labels=gold.get(place, {}))
        _count_labels(unit, counts)
        _count_claims(tagger, unit, inherited.get(place, {}), counts, least=least)
        _count_rules(tagger, unit, counts)
    return pd.DataFrame(_rows(tagger.book, counts), columns=list(COLUMNS))


def _gold(codings: Frame) -> dict[Text, dict[str, set[str]]]:
    """Return what is labelled: text -> axis that was read -> its codes."""
    found: dict[Text, dict[str, set[str]]] = {}
    columns = check("codings", codings)[["doc_id", "start", "end", "axis", "code"]]
    for doc_id, start, end, axis, code in columns.itertuples(index=False, name=None):
        codes = found.setdefault((str(doc_id), int(start), int(end)), {}).setdefault(str(axis), set())
        if code:
            codes.add(str(code))
    return found


def _inherited(book: Codebook, table: Frame) -> dict[Text, dict[str, set[str]]]:
    found: dict[Text, dict[str, set[str]]] = {}
    columns = context_codes(book, table)[["doc_id", "start", "end", "axis", "code"]]
    for doc_id, start, end, axis, code in columns.itertuples(index=False, name=None):
        found.setdefault((str(doc_id), int(start), int(end)), {}).setdefault(str(axis), set()).add(str(code))
    return found


def _count_labels(unit: _Unit, counts: _Counts) -> None:
    for axis, codes in unit.labels.items():
        counts.read[axis, unit.language] += 1
        for code in codes:
            counts.labelled[axis, code, unit.language] += 1


def _count_claims(
    tagger: RuleTagger, unit: _Unit, inherited: Mapping[str, set[str]], counts: _Counts, *, least: float | None
) -> None:
    said: dict[str, set[str]] = {axis: set() for axis in unit.labels}
    for claim in tagger.claims(unit.text, unit.language, unit.around):
        if claim.axis in said and claim.score >= (tagger.book.axis(claim.axis).least if least is None else least):
            said[claim.axis].add(claim.code)
    for axis, codes in said.items():
        for code in codes or inherited.get(axis, set()):
            counts.add((axis, code, unit.language), right=code in unit.labels[axis])


def _count_rules(tagger: RuleTagger, unit: _Unit, counts: _Counts) -> None:
    for axis, code, rule in {(hit.axis, hit.code, hit.rule) for hit in tagger.match(unit.text, unit.language, unit.around)}:
        if axis in unit.labels:
            counts.add((axis, code, unit.language, rule), right=code in unit.labels[axis])


def _rows(book: Codebook, counts: _Counts) -> list[list[Any]]:
    rows = []
    for code in book.codes():
        for language in book.languages:
            found = code.patterns.get(language, ())
            rows.append(_row(book, code, language, counts))
            rows += [_row(book, code, language, counts, rule.name) for rule in rules_of(book.axis(code.axis), code, found)]
    return [row for row in rows if row[COLUMNS.index("texts")]]


def _row(book: Codebook, code: Code, language: str, counts: _Counts, rule: str = "") -> list[Any]:
    key: tuple[str, ...] = (code.axis, code.id, language, rule) if rule else (code.axis, code.id, language)
    fired, right, labelled = counts.fired[key], counts.right[key], counts.labelled[code.axis, code.id, language]
    precision = right / fired if fired else nan
    recall = right / labelled if labelled else nan
    f1 = 2 * right / (fired + labelled) if fired + labelled else nan
    at = ("patterns", language, int(rule.rsplit("#", maxsplit=1)[1]) - 1) if rule else ()
    head = ["rule" if rule else "code", code.axis, code.id, language, rule, line_of(book, code, *at)]
    return [*head, counts.read[code.axis, language], labelled, fired, right, precision, recall, f1]
