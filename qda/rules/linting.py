"""Whether the patterns of a codebook do what its own examples say, and whether they can do anything at all."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from qda.codebook import Codebook, Finding
from qda.codebook.linting import in_order, warning
from qda.codebook.patterns import Pattern
from qda.codebook.phrases import Phrase
from qda.model import Code, Example
from qda.rules.engine import Engine
from qda.rules.rule import Rule, rules_of
from qda.rules.tagger import RuleTagger

_TRIED = 6
"""How many phrases of a list are tried with each other."""


def lint_patterns(tagger: RuleTagger) -> tuple[Finding, ...]:
    """Run every code on its own examples and on its neighbours' anchor examples, and every pattern on its own words.

    Parameters
    ----------
    tagger
        The rules of the codebook to be checked.

    Returns
    -------
    tuple of Finding
        Warnings, in the order of the file: hits a code misses and misses it hits; codes whose patterns match none of their own examples; codes that are
        suggested on the anchor example of a neighbour (of the same axis); patterns that can never match.
    """
    findings: list[Finding] = []
    for code in tagger.book.codes():
        findings += [*_of_examples(tagger, code), *_mute(tagger, code), *_dead(tagger.book, code)]
    return in_order([*findings, *_on_neighbours(tagger)])


def _of_examples(tagger: RuleTagger, code: Code) -> Iterator[Finding]:
    counts = {True: 0, False: 0}
    for example in code.examples:
        place = ("examples", "hit" if example.hit else "miss", counts[example.hit])
        counts[example.hit] += 1
        if _matches(tagger, code, example) != example.hit:
            said = "no pattern matches its example" if example.hit else "a pattern matches its counter-example"
            message = f"{said} “{example.text}” ({example.language})"
            yield warning(tagger.book, code, message, "mend the patterns or the example", at=place)


def _matches(tagger: RuleTagger, code: Code, example: Example) -> bool:
    return any((hit.axis, hit.code) == (code.axis, code.id) for hit in tagger.match(example.text, example.language))


def _mute(tagger: RuleTagger, code: Code) -> Iterator[Finding]:
    """Yield a finding for a code whose patterns match none of its own examples."""
    hits = [example for example in code.examples if example.hit]
    anchors = [Example(text=a.quote, hit=True, language=lang) for a in code.anchor_examples for lang in code.patterns]
    own = [*hits, *anchors]
    if any(code.patterns.values()) and own and not any(_matches(tagger, code, example) for example in own):
        n = len(hits) + len(code.anchor_examples)
        message = f"its patterns match none of its own {n} examples" if n > 1 else "its patterns do not match its own example"
        yield warning(tagger.book, code, message, "write what a coder would go by in them", at=("patterns",))


def _on_neighbours(tagger: RuleTagger) -> Iterator[Finding]:
    """Yield a finding for each code that is suggested on an anchor example of another code of its axis, and not of its own."""
    book = tagger.book
    codes = {(code.axis, code.id): code for code in book.codes()}
    for owner in book.codes():
        for anchor in owner.anchor_examples:
            for code_id, rules in _suggested(tagger, owner, anchor.quote).items():
                code = codes[owner.axis, code_id]
                if code_id != owner.id and all(anchor.quote != own.quote for own in code.anchor_examples):
                    quote = anchor.quote if len(anchor.quote) <= 90 else anchor.quote[:89] + "…"
                    message = f"also fires ({', '.join(rules)}) on the anchor example of {owner.axis}/{owner.id} “{quote}”"
                    remedy = "narrow it with `unless` or `near`, or say in the coding rule that both are coded"
                    yield warning(book, code, message, remedy, at=_place(rules[0]))


def _suggested(tagger: RuleTagger, owner: Code, text: str) -> dict[str, list[str]]:
    """Return the codes of the owner's axis that are suggested for its anchor example, each with its rules.

    Nothing says in which language an anchor example is: it is taken for the first in which its own code is suggested, else for the codebook's first.
    """
    least = tagger.book.axis(owner.axis).least
    first: dict[str, list[str]] | None = None
    for language in tagger.book.languages:
        found: dict[str, list[str]] = {}
        for claim in tagger.claims(text, language):
            if claim.axis == owner.axis and claim.score >= least and claim.hits:
                found.setdefault(claim.code, []).extend(f"{language} {hit.rule}" for hit in claim.hits)
        if owner.id in found:
            return {code: list(dict.fromkeys(rules)) for code, rules in found.items()}
        first = found if first is None else first
    return {code: list(dict.fromkeys(rules)) for code, rules in (first or {}).items()}


def _place(rule: str) -> tuple[Any, ...]:
    """Return where a rule, named with its language, stands below its code."""
    language, name = rule.split(" ")
    return "patterns", language, int(name.rsplit("#", maxsplit=1)[1]) - 1


def _dead(book: Codebook, code: Code) -> Iterator[Finding]:
    """Yield a finding for each pattern that does not even match its own words, put beside each other."""
    for language, found in code.patterns.items():
        for rule in rules_of(book.axis(code.axis), code, found):
            if not _bound(rule.pattern) and not any(Engine([rule], language).find(text) for text in _texts(rule)):
                number = int(rule.name.rsplit("#", maxsplit=1)[1])
                message = f"pattern {number} in {language!r} can never match: what it asks for, it also excludes"
                yield warning(book, code, message, "mend `unless`, or take it out", at=("patterns", language, number - 1))


def _bound(pattern: Pattern) -> bool:
    """Say whether a pattern asks for what stands around the text."""
    return bool(pattern.role or pattern.heading or pattern.question)


def _texts(rule: Rule) -> Iterator[str]:
    """Yield texts that a pattern should match: its own words."""
    pattern = rule.pattern
    heads = [" ".join(map(_written, pattern.all))] if pattern.all else list(map(_written, pattern.any))
    if not pattern.near:
        yield from heads
    for head, near in product(heads[:_TRIED], list(map(_written, pattern.near))[:_TRIED]):
        yield f"{head} {near}"
        yield f"{near} {head}"


def _written(phrase: Phrase) -> str:
    return phrase.text.replace("*", "")
