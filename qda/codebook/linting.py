"""What a reader of the coding guide would miss: each finding is one line with file, line number, code and remedy."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from qda.codebook.book import Codebook
from qda.codebook.dumping import in_a_line
from qda.codebook.load import Loaded, load_yaml
from qda.frames import Frame
from qda.model import AnchorExample, Axis, Code

Level = Literal["error", "warning"]

COLUMNS = ("file", "line", "level", "axis", "code", "message", "remedy")


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something that is missing or cannot work; `level` depends on the state of the codebook, `remedy` says what to do about it."""

    file: str
    line: int
    axis: str
    code: str
    level: Level
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        what = " ".join(": ".join(filter(None, (self.message, self.remedy))).split())
        subject = "/".join(filter(None, (self.axis, self.code))) or "codebook"
        return f"{self.file}:{self.line}: {self.level}: {subject}: {what}"


def lint(book: Codebook) -> tuple[Finding, ...]:
    """Return what can be seen in a codebook alone, in the order of the file.

    A missing definition, anchor example or coding rule is a warning while the codebook is ``pilot`` or ``revised`` and an error once it is ``final``. Whether
    the rules do what they should is found by `qda.rules.lint_patterns`, and on material by `qda.project.lint_codebook`.
    """
    return in_order([*completeness(book), *_reach(book), *_told_apart(book)])


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return findings in the order of the file, each once."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda f: (f.line, f.axis, f.code, f.message)))


def findings_frame(findings: Sequence[Finding]) -> Frame:
    """Return findings as a table: ``file, line, level, axis, code, message, remedy``."""
    import pandas as pd

    return pd.DataFrame([[getattr(finding, name) for name in COLUMNS] for finding in findings], columns=list(COLUMNS))


def warning(book: Codebook, code: Code, message: str, remedy: str, *, at: Sequence[Any] = ()) -> Finding:
    """Return a warning about a code; `at` leads from the code to the value it is about, such as ``("patterns", "en", 2)``."""
    line = line_of(book, code, *at) if at else code.line
    return Finding(file=book.file, line=line, axis=code.axis, code=code.id, level="warning", message=message, remedy=remedy)


def line_of(book: Codebook, code: Code, *at: Any) -> int:
    """Return the line of a value of a code in the codebook's file; that of the code where nothing is known of the value."""
    if not book.text or not code.line:
        return code.line
    i = book.axis_ids.index(code.axis)
    return max(code.line, _loaded(book.text).line(("axes", i, "codes", book.axes[i].code_ids.index(code.id), *at)))


@lru_cache(maxsize=4)
def _loaded(text: str) -> Loaded:
    return load_yaml(text, "codebook")


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
                    file=book.file, line=code.line, axis=code.axis, code=code.id, level=level, message=f"no {part}", remedy=remedy
                )


def _reach(book: Codebook) -> Iterator[Finding]:
    """Yield a finding for what a tagger can never use, and for languages it cannot read."""
    for axis in book.axes:
        for code in axis.codes:
            for source, found in code.context.items():
                if source not in axis.inherit:
                    message = f"context.{source} is never used: axis {axis.id!r} does not inherit from {source}"
                    yield warning(
                        book, code, message, f"take it out, or let the axis inherit from {source}", at=("context", source)
                    )
                yield from _languages(book, code, found, f"in the {source}", ("context", source))
            yield from _languages(book, code, code.patterns, "", ("patterns",))


def _languages(
    book: Codebook, code: Code, found: Mapping[str, Sequence[Any]], where: str, at: Sequence[Any]
) -> Iterator[Finding]:
    lacking = [language for language in book.languages if not found.get(language)]
    for language in lacking if any(found.values()) else ():
        what = " ".join(filter(None, ("no patterns", where, f"in {language!r}")))
        said = "headings and questions in that language say nothing" if where else "passages in that language are never suggested"
        yield warning(book, code, f"{what}: {said}", f"write them, or take {language!r} out of the languages", at=at)


def _told_apart(book: Codebook) -> Iterator[Finding]:
    """Yield a finding for context rules of two codes of an axis that allows one: a heading that says both says nothing."""
    for axis in book.axes:
        seen: dict[tuple[str, str, str], Code] = {}
        for code, source, language, k, raw in _context(axis) if axis.kind != "multi" else ():
            key = (source, language, " ".join(in_a_line(raw).casefold().split()))
            first = seen.setdefault(key, code)
            if first.id != code.id:
                message = f"context.{source} “{in_a_line(raw)}” can never tell: {first.id} has it, too, and {axis.id} allows one"
                yield warning(
                    book, code, message, f"leave it to one of {first.id} and {code.id}", at=("context", source, language, k)
                )


def _context(axis: Axis) -> Iterator[tuple[Code, str, str, int, Any]]:
    for code in axis.codes:
        for source, by_language in code.context.items():
            for language, found in by_language.items():
                yield from ((code, source, language, k, raw) for k, raw in enumerate(found) if isinstance(raw, str | dict))


def lint_anchors(book: Codebook, texts: Mapping[str, str]) -> tuple[Finding, ...]:
    """Look for anchor examples in the documents they name, as far as these are here; blanks, case and forms of quotation marks do not count.

    Parameters
    ----------
    texts
        The texts of the documents by their ids.

    Returns
    -------
    tuple of Finding
        A warning for each that is not where it should be; and one, for the whole codebook, on documents that are not here.
    """
    folded = {doc_id: _folded(text) for doc_id, text in texts.items()}
    findings = []
    absent: list[tuple[Code, AnchorExample]] = []
    for code in book.codes():
        for k, anchor in enumerate(code.anchor_examples):
            if anchor.document and anchor.document not in texts:
                absent.append((code, anchor))
            elif anchor.document and (wrong := _misplaced(anchor, texts, folded)):
                findings.append(warning(book, code, *wrong, at=("anchor_examples", k)))
    if absent and texts:
        names = sorted({anchor.document for _, anchor in absent})
        told = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        message = f"anchor examples name documents that are not here ({told}): {len(absent)} were not looked for"
        findings.append(
            Finding(
                file=book.file,
                line=absent[0][0].line,
                axis="",
                code="",
                level="warning",
                message=message,
                remedy="look for them where the documents are",
            )
        )
    return in_order(findings)


def _misplaced(anchor: AnchorExample, texts: Mapping[str, str], folded: Mapping[str, str]) -> tuple[str, str] | None:
    text, quote = texts[anchor.document], anchor.quote
    shown = f"anchor example “{quote if len(quote) <= 70 else quote[:69] + '…'}”"
    if _folded(quote) not in folded[anchor.document]:
        elsewhere = [doc_id for doc_id, words in folded.items() if _folded(quote) in words]
        remedy = f"it stands in {elsewhere[0]}" if elsewhere else "quote it as it stands there, or leave the document out"
        return f"{shown} is not found in {anchor.document}", remedy
    if anchor.start is not None and _folded(text[anchor.start :])[: len(_folded(quote))] != _folded(quote):
        at = text.find(quote)
        return (
            f"{shown} does not begin at {anchor.start} in {anchor.document}",
            f"it begins at {at}" if at >= 0 else "leave `start` out",
        )
    return None


def _folded(text: str) -> str:
    """Return a text as anchor examples are compared."""
    return re.sub(r"[\s\"'“”„‟«»‚‘’\u00ad-]+", "", text.casefold())
