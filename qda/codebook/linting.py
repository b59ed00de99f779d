"""What a reader of the coding guide would miss: each finding is one line with file and line number."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from qda.codebook.book import Codebook

Level = Literal["error", "warning"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something that is missing or cannot work; `level` depends on the state of the codebook."""

    file: str
    line: int
    axis: str
    code: str
    level: Level
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.level}: {self.axis}/{self.code}: {self.message}"


def lint(book: Codebook) -> tuple[Finding, ...]:
    """Return all findings, in the order of the file.

    A missing definition, anchor example or coding rule is a warning while the codebook is ``pilot`` or ``revised`` and an error once it is ``final``.
    """
    return tuple(sorted((*completeness(book), *_reach(book)), key=lambda f: (f.line, f.axis, f.code, f.message)))


def completeness(book: Codebook) -> Iterator[Finding]:
    """Yield a finding for every part of Mayring's coding guide that a category lacks."""
    level: Level = "error" if book.state == "final" else "warning"
    for code in book.codes():
        for part, there, remedy in (
            ("definition", code.definition, "say what belongs under it"),
            ("anchor example", code.anchor_examples, "quote a passage that shows it"),
            ("coding rule", code.rule, "draw the border to its neighbours"),
        ):
            if not there:
                yield Finding(
                    file=book.file, line=code.line, axis=code.axis, code=code.id, level=level, message=f"no {part}: {remedy}"
                )


def _reach(book: Codebook) -> Iterator[Finding]:
    """Yield a finding for what a tagger can never use."""
    for axis in book.axes:
        for code in axis.codes:
            for source in code.context:
                if source not in axis.inherit:
                    message = f"context.{source} is never used: axis {axis.id!r} does not inherit from {source}"
                    yield Finding(file=book.file, line=code.line, axis=axis.id, code=code.id, level="warning", message=message)
            for language in book.languages:
                if code.patterns and not code.patterns.get(language):
                    message = f"no patterns in {language!r}: passages in that language are never suggested"
                    yield Finding(file=book.file, line=code.line, axis=axis.id, code=code.id, level="warning", message=message)
