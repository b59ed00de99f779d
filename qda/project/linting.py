"""A codebook looked at from all sides: by itself, by its rules, on its bank, and on the material of a study."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qda.codebook import Bank, Codebook, Finding, lint, read_bank
from qda.codebook.bank import bank_path
from qda.codebook.linting import findings_frame, in_order, lint_anchors
from qda.frames import Frame
from qda.project.books import VERSION_SIGN, find_codebook, is_project
from qda.project.project import Project

if TYPE_CHECKING:
    from qda.rules import RuleTagger

_BROKEN = re.compile(r"^.*?:(?P<line>\d+): axes\.[\w.]+: (?P<axis>\w+)/(?P<code>\w+): (?P<what>.*)$")

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, kw_only=True)
class LintReport:
    """What was found in a codebook.

    Attributes
    ----------
    book
        The codebook.
    findings
        What is wrong or missing, in the order of the file.
    figures
        Precision and recall of codes and rules on the example bank, see `qda.rules.rule_figures`; None without a bank.
    looked_at
        What the rules were run on, a line each.
    """

    book: Codebook
    findings: tuple[Finding, ...]
    figures: Frame | None = None
    looked_at: tuple[str, ...] = field(default=())

    @property
    def frame(self) -> Frame:
        """The findings as a table: ``file, line, level, axis, code, message, remedy``."""
        return findings_frame(self.findings)

    @property
    def errors(self) -> int:
        """How many of the findings are errors."""
        return sum(finding.level == "error" for finding in self.findings)


def lint_codebook(
    name: str | Path,
    *,
    bank: str | Path | None = None,
    project: str | Path | None = None,
    corpus: str | Path | None = None,
    progress: Progress | None = None,
) -> LintReport:
    """Check a codebook: its parts, its rules on its own examples, and its rules on a bank and on material.

    Parameters
    ----------
    name
        A shipped name, the path of a file or a workbook, or a project, see `qda.project.find_codebook`.
    bank
        The example bank; by default the one that lies beside the codebook, if any.
    project, corpus
        A project, or a folder of documents: anchor examples are looked for in its documents, and rules run on its units.
    progress
        Called with a step, how much of it is done, and of how much.

    Raises
    ------
    FileNotThere, UnreadableFile, CodebookError, BadInput
        The codebook, the bank or the material cannot be read.
    """
    from qda.rules import RuleTagger, lint_patterns

    book = find_codebook(name, lenient=True)
    tagger = RuleTagger(book)
    findings = [*_broken(book), *lint(book), *lint_patterns(tagger)]
    looked_at: list[str] = []
    figures = None
    if (examples := _bank(name, bank, book)) is not None and len(examples):
        figures, found = _on_bank(tagger, examples)
        findings += found
        looked_at.append(f"{len(examples):,} labelled sentences ({Path(examples.file).name})")
    for place in (project, corpus):
        if place is not None:
            texts, segments, what = _material(place, book, progress)
            findings += [*lint_anchors(book, texts), *_on_material(tagger, segments, what)]
            looked_at.append(f"{len(segments):,} passages of {len(texts):,} documents ({what})")
    return LintReport(book=book, findings=in_order(findings), figures=figures, looked_at=tuple(looked_at))


def _broken(book: Codebook) -> list[Finding]:
    """Return what a lenient reading left out, as errors."""
    found = []
    for line in book.broken:
        told = _BROKEN.match(line)
        place, axis, code, what = told.group("line", "axis", "code", "what") if told else ("1", "", "", line)
        remedy = "mend it; it is left out till then"
        found.append(Finding(file=book.file, line=int(place), axis=axis, code=code, level="error", message=what, remedy=remedy))
    return found


def _bank(name: str | Path, bank: str | Path | None, book: Codebook) -> Bank | None:
    if bank is not None:
        return read_bank(bank, book)
    path = bank_path(name)
    return read_bank(path, book) if path.exists() and not is_project(str(name).partition(VERSION_SIGN)[0]) else None


def _on_bank(tagger: "RuleTagger", bank: Bank) -> tuple[Frame, tuple[Finding, ...]]:
    from qda.rules import lint_material, rule_figures

    segments = bank.segments()
    figures = rule_figures(tagger, segments, bank.codings())
    return figures, lint_material(tagger, segments, what="example bank")


def _material(place: str | Path, book: Codebook, progress: Progress | None) -> tuple[dict[str, str], Frame, str]:
    """Return the texts of documents, their units, and how messages call them."""
    if is_project(str(place)):
        with Project.open(place, backups=False) as project:
            documents = project.documents
            return dict(zip(documents["id"], documents["text"], strict=True)), project.segments, "project"
    import pandas as pd

    from qda.frames import empty
    from qda.ingest import read_folder
    from qda.segment import segments

    corpus = read_folder(
        place, progress=None if progress is None else lambda done, total, _name: progress("reading", done, total)
    )
    units = [segments(document, book.unit, speakers=corpus.speakers) for document in corpus.documents]
    return {d.id: d.text for d in corpus.documents}, pd.concat(units, ignore_index=True) if units else empty("segments"), "corpus"


def _on_material(tagger: "RuleTagger", segments: Frame, what: str) -> tuple[Finding, ...]:
    from qda.rules import lint_material

    return lint_material(tagger, segments, what=what)
