"""Whether the patterns of a codebook do what its own examples say."""

from collections.abc import Iterator

from qda.codebook import Finding
from qda.model import Code, Example
from qda.rules.tagger import RuleTagger


def lint_patterns(tagger: RuleTagger) -> tuple[Finding, ...]:
    """Run every code on its own examples: hits it misses, and misses it hits.

    Parameters
    ----------
    tagger
        The rules of the codebook to be checked.

    Returns
    -------
    tuple of Finding
        Warnings, in the order of the file.
    """
    return tuple(finding for code in tagger.book.codes() for finding in _of_code(tagger, code))


def _of_code(tagger: RuleTagger, code: Code) -> Iterator[Finding]:
    for example in code.examples:
        found = _matches(tagger, code, example)
        if found != example.hit:
            said = "no pattern matches its example" if example.hit else "a pattern matches its counter-example"
            message = f"{said} “{example.text}” ({example.language}): mend the patterns or the example"
            yield Finding(file=tagger.book.file, line=code.line, axis=code.axis, code=code.id, level="warning", message=message)


def _matches(tagger: RuleTagger, code: Code, example: Example) -> bool:
    return any((hit.axis, hit.code) == (code.axis, code.id) for hit in tagger.match(example.text, example.language))
