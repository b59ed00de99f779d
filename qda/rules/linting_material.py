"""What the patterns of a codebook do on real material: which never match, and which codes fire on the same words."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from qda._wording import many
from qda.codebook import Codebook, Finding
from qda.codebook.linting import in_order, warning
from qda.frames import Frame, check
from qda.model import Code
from qda.rules.around import LEVEL_SEPARATOR, Around, Unit, surroundings
from qda.rules.engine import Engine
from qda.rules.rule import language_of, rules_of
from qda.rules.tagger import RuleTagger

FEW = 3
"""Fewer places than this say nothing about two codes."""

SHARED = 0.5
"""Two codes whose words are the same in this share of the places where either fires are told."""

Span = tuple[int, int]


@dataclass(kw_only=True)
class _Seen:
    """What was seen on the material."""

    passages: Counter[str] = field(default_factory=Counter)
    rules: set[tuple[str, str]] = field(default_factory=set)
    codes: Counter[tuple[str, str]] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    example: dict[tuple[str, str, str], str] = field(default_factory=dict)


def lint_material(tagger: RuleTagger, segments: Frame, *, what: str = "material") -> tuple[Finding, ...]:
    """Run all rules on passages, and say which never match and which codes fire on the same words.

    Parameters
    ----------
    tagger
        The rules of the codebook to be checked.
    segments
        The table ``segments``, with texts, headings and questions.
    what
        How messages call the material.

    Returns
    -------
    tuple of Finding
        Warnings, in the order of the file. Languages that the material does not have are passed over.
    """
    table = check("segments", segments)
    seen = _Seen()
    for unit, around in passages(tagger.book, table):
        _look(tagger, unit, around, seen)
    book = tagger.book
    return in_order([*_silent(book, seen, what), *_same_words(book, seen, what), *_silent_context(book, table, what)])


def passages(book: Codebook, table: Frame) -> Iterator[tuple[Unit, Around]]:
    """Yield what a tagger reads of each segment, in the language of the rules, and what stands around it; roles that are not coded are passed over."""
    units = list(map(Unit._make, zip(*[table[name].tolist() for name in Unit._fields], strict=True)))
    for unit, around in zip(units, surroundings(units), strict=True):
        if not unit.role or unit.role not in book.skip_roles:
            yield unit._replace(language=language_of(unit.language, book)), around


def _look(tagger: RuleTagger, unit: Unit, around: Around, seen: _Seen) -> None:
    language, text = unit.language, unit.text
    seen.passages[language] += 1
    spans: defaultdict[tuple[str, str], set[Span]] = defaultdict(set)
    for hit in tagger.explain(text, language, around):
        seen.rules.add((language, hit.rule))
        if hit.effect != "dropped":
            spans[hit.axis, hit.code].update(hit.spans)
    seen.codes.update(spans.keys())
    for (a, b), (c, d) in combinations(sorted(spans), 2):
        if a == c and any(x[0] < y[1] and y[0] < x[1] for x in spans[a, b] for y in spans[c, d]):
            seen.pairs[a, b, d] += 1
            seen.example.setdefault((a, b, d), text)


def _silent(book: Codebook, seen: _Seen, what: str) -> Iterator[Finding]:
    for code in book.codes():
        for language, found in code.patterns.items():
            rules = rules_of(book.axis(code.axis), code, found)
            silent = [rule.name for rule in rules if (language, rule.name) not in seen.rules]
            if seen.passages[language] and silent:
                yield _silence(book, code, (language, len(rules), silent), f"{seen.passages[language]:,} passages of the {what}")


def _silence(book: Codebook, code: Code, found: tuple[str, int, Sequence[str]], where: str) -> Finding:
    language, n, silent = found
    numbers = [int(name.rsplit("#", maxsplit=1)[1]) for name in silent]
    if len(silent) == n:
        which = f"none of its {n} patterns in {language!r} matches" if n > 1 else f"its pattern in {language!r} does not match"
    else:
        told = ", ".join(map(str, numbers))
        which = f"pattern{'s' if len(numbers) > 1 else ''} {told} of {n} in {language!r} never match{'es' if len(numbers) == 1 else ''}"
    remedy = "add the words people use, or take out what nobody says"
    return warning(book, code, f"{which} in {where}", remedy, at=("patterns", language, numbers[0] - 1))


def _same_words(book: Codebook, seen: _Seen, what: str) -> Iterator[Finding]:
    codes = {(code.axis, code.id): code for code in book.codes()}
    for (axis, a, b), both in sorted(seen.pairs.items()):
        of_a, of_b = seen.codes[axis, a], seen.codes[axis, b]
        least, name, other = min((of_a, a, b), (of_b, b, a))
        if both < FEW or (both < least and both / (of_a + of_b - both) < SHARED):
            continue
        whole = "always" if both == least else f"in {both} of {least} places"
        quote = " ".join(seen.example[axis, a, b].split())
        message = f"fires on the same words as {axis}/{other} {whole} in the {what}, as in “{quote if len(quote) <= 90 else quote[:89] + '…'}”"
        remedy = f"leave the words to one of them, narrow one by `near` or `unless`, or join {name} and {other}"
        yield warning(book, codes[axis, name], message, remedy, at=("patterns",))


def _silent_context(book: Codebook, table: Frame, what: str) -> Iterator[Finding]:
    """Yield a finding for context rules of a code that no heading or question of the material meets."""
    for source in ("heading", "question"):
        texts = _contexts(book, table, source)
        for language, found in texts.items():
            met = _met(book, source, language, found)
            for code in book.codes():
                patterns = code.context.get(source, {}).get(language, ())
                if patterns and source in book.axis(code.axis).inherit and (code.axis, code.id) not in met:
                    where = f"{many(len(found), source)} of the {what}"
                    none = f"none of its {len(patterns)} patterns" if len(patterns) > 1 else "its only pattern"
                    reached = "is" if len(patterns) > 1 else "is not"
                    message = f"{none} for the {source} in {language!r} {reached} reached in {where}"
                    yield warning(book, code, message, "add the words that stand there", at=("context", source, language))


def _contexts(book: Codebook, table: Frame, source: str) -> Mapping[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for text, language in table[[source, "language"]].drop_duplicates().itertuples(index=False, name=None):
        levels = str(text).split(LEVEL_SEPARATOR) if source == "heading" else [str(text)]
        found[language_of(str(language), book)].update(level for level in levels if level.strip())
    return {language: texts for language, texts in found.items() if texts}


def _met(book: Codebook, source: str, language: str, texts: set[str]) -> set[tuple[str, str]]:
    rules: list[Any] = [
        rule
        for axis in book.axes
        for code in axis.codes
        for rule in rules_of(axis, code, code.context.get(source, {}).get(language, ()))
    ]
    engine = Engine(rules, language)
    return {(hit.axis, hit.code) for text in texts for hit in engine.find(text)}
