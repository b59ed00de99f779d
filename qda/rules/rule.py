"""A pattern of a code as a rule: named as it stands in evidence, with what a negation does to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qda.codebook import Codebook
from qda.codebook.patterns import Broken, Pattern, check_flip, parse
from qda.errors import CodebookError, UnknownName, nearest
from qda.model import Axis, Code, Negation


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A pattern of a code with its name in evidence, what a negation does to it and, where it flips, to which code; `raw` is how it is written."""

    axis: str
    code: str
    name: str
    pattern: Pattern
    negation: Negation
    other: str = ""
    raw: Any = None


def rules_of(axis: Axis, code: Code, patterns: Sequence[object]) -> list[Rule]:
    """Return the rules that patterns of a code make; those that a lenient reading of the codebook left out make none.

    Raises
    ------
    CodebookError
        A pattern is none, or flips on an axis that has not two codes.
    """
    return [_rule(axis, code, number, raw) for number, raw in enumerate(patterns, start=1) if not isinstance(raw, Broken)]


def language_of(language: str, book: Codebook) -> str:
    """Return the language whose rules read a segment: ``en`` for ``en-GB``, the codebook's first where none is named."""
    return language.replace("_", "-").split("-")[0].lower() or book.languages[0]


def pairs_of(book: Codebook, code: str = "") -> list[tuple[str, str]]:
    """Return axis and id of each code that a name means (``trust``, or ``factor/trust``), or of all codes.

    Raises
    ------
    UnknownName
        There is no such code.
    """
    every = [(c.axis, c.id) for c in book.codes()]
    wanted = [pair for pair in every if code in ("", pair[1], "/".join(pair))]
    if not wanted:
        raise UnknownName(
            f"codebook {book.id!r} has no code {code!r}; {nearest(code.rsplit('/', maxsplit=1)[-1], [c for _, c in every])}"
        )
    return wanted


def _rule(axis: Axis, code: Code, number: int, raw: object) -> Rule:
    name = f"{axis.id}/{code.id}#{number}"
    try:
        pattern = parse(raw)
        check_flip(pattern, axis.negation, len(axis.codes))
    except CodebookError as error:
        raise CodebookError(f"{name}: {error}") from None
    negation = pattern.negation or axis.negation
    flips = negation == "flip" or pattern.flip
    other = next(c for c in axis.code_ids if c != code.id) if flips else ""
    return Rule(axis=axis.id, code=code.id, name=name, pattern=pattern, negation=negation, other=other, raw=raw)
