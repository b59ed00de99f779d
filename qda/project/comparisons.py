"""The files that a comparison of coders is exported to."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from qda.agreement import Agreement, SpanAgreement
from qda.agreement.differing import column_of
from qda.agreement.grid import BASES
from qda.codebook import Codebook
from qda.errors import BadInput, OutputError
from qda.frames import Frame

if TYPE_CHECKING:
    from qda.export.agreement import Comparison
    from qda.project.project import Project

SUFFIXES = (".xlsx", ".docx", ".html", ".csv")
AROUND = 60
"""Characters of the text shown before and after a span in dispute."""


def export_agreement(project: "Project", out: Path, found: Agreement | SpanAgreement) -> tuple[Path, ...]:
    """Write a comparison of the coders of a project; see `export_comparison`."""
    texts = dict(project.documents[["id", "text"]].itertuples(index=False, name=None)) if isinstance(found, SpanAgreement) else {}
    created = max(project.codings["created"], default="")
    return export_comparison(out, found, book=project.book, texts=texts, created=created)


def export_comparison(
    out: Path, found: Agreement | SpanAgreement, *, book: Codebook, texts: Mapping[str, str], created: str = "", note: str = ""
) -> tuple[Path, ...]:
    """Write one output (by its suffix), or all of them into a folder.

    Parameters
    ----------
    texts
        Document id -> text; needed for free spans only.
    created
        An ISO time that the files carry.
    note
        What else a reader must know, told with who and what.

    Raises
    ------
    BadInput
        No such kind of output.
    OutputError
        It cannot be written; nothing was changed.
    """
    from qda.export.agreement.tables import frames_of
    from qda.export.atomic import make_folder, replacing_all

    told = comparison_of(found, book=book, texts=texts, created=created, note=note)
    if out.suffix in SUFFIXES:
        if not out.parent.is_dir():
            raise OutputError(f"{out}: no such folder: {out.parent}")
        names, targets = [{".csv": "figures.csv"}.get(out.suffix, f"agreement{out.suffix}")], [out]
    elif out.suffix and not out.is_dir():
        raise BadInput(f"{out}: no output of kind {out.suffix!r}; allowed: {', '.join(SUFFIXES)}, or a folder")
    else:
        names = ["agreement.xlsx", "agreement.docx", "agreement.html", *frames_of(told)]
        targets = [make_folder(out) / name for name in names]
    with replacing_all(targets) as beside:
        for name, path in zip(names, beside, strict=True):
            _write(name, path, told)
    return tuple(targets)


def _write(name: str, path: Path, told: "Comparison") -> None:
    from qda.export import agreement as export

    writers: Mapping[str, Callable[[Path, Comparison], None]] = {
        "agreement.xlsx": export.write_agreement_workbook,
        "agreement.docx": export.write_agreement_document,
        "agreement.html": export.write_agreement_page,
    }
    if name in writers:
        writers[name](path, told)
    else:
        export.write_agreement_tables({name: path}, told)


def comparison_of(
    found: Agreement | SpanAgreement, *, book: Codebook, texts: Mapping[str, str], created: str = "", note: str = ""
) -> "Comparison":
    """Gather what the outputs show; see `export_comparison`."""
    from qda.export.agreement import Comparison

    common: dict[str, Any] = {"book": book, "created": created, "reading": tuple(found.words), "figures": found.figures}
    notes = (("Note", note),) if note else ()
    if isinstance(found, Agreement):
        return Comparison(
            title=f"Agreement between {_joined(found.answers.names)}",
            about=(*_about_units(found), *notes),
            coders={name: column_of(name) for name in found.answers.names},
            counts=found.counts,
            findings=found.finding_counts,
            disagreements=found.disagreements,
            **common,
        )
    coders = {name: column_of(name) for name in found.names}
    return Comparison(
        title=f"Agreement between {_joined(found.names)} on free spans",
        about=(*_about_spans(found, book), *notes),
        coders=coders,
        scores=found.scores,
        disagreements=_spans_in_dispute(found.disagreements, coders, texts),
        **common,
    )


def _about_units(found: Agreement) -> Iterator[tuple[str, str]]:
    told = found.answers
    documents = list(dict.fromkeys(told.units["doc_id"]))
    yield "Coders", "; ".join(_who(name, p.coder, p.round) for name, p in zip(told.names, told.passes, strict=True))
    yield "Documents", f"{len(documents):,}: {', '.join(documents)}"
    yield "Units", f"{told.segments:,} of the grid, of which {told.untouched:,} were given no code by anybody"
    yield "Which units count", BASES[told.basis]
    if told.drawn:
        yield "Sample", told.drawn
    yield "Codebook", f"{found.book.title or found.book.id}, {found.book.codebook_version}"
    yield "Axes", "; ".join(f"{axis.label or axis.id}: {_kind(axis.kind)}" for axis in found.book.axes)
    yield from _method(found)


def _kind(kind: str) -> str:
    kinds = {
        "multi": "several codes a unit, compared as sets",
        "single": "one code a unit, compared as categories",
        "ordinal": "levels in order, the residual one counts as missing",
    }
    return kinds.get(kind, kind)


def _about_spans(found: SpanAgreement, book: Codebook) -> Iterator[tuple[str, str]]:
    yield "Coders", "; ".join(_who(name, p.coder, p.round) for name, p in zip(found.names, found.passes, strict=True))
    yield "Documents", f"{len(found.documents):,}: {', '.join(found.documents['doc_id'])}"
    yield (
        "Units",
        f"free spans in {int(found.documents['length'].sum()):,} characters; what nobody coded is part of the continuum",
    )
    yield "Codebook", f"{book.title or book.id}, {book.codebook_version}"
    yield from _method(found)


def _method(found: Agreement | SpanAgreement) -> Iterator[tuple[str, str]]:
    drawn = found.resampling
    intervals = (
        f"where a formula gives none: bootstrap of {drawn.by}, {drawn.times:,} times, seed {drawn.seed}"
        if drawn.times
        else "only those of formulas"
    )
    yield "Intervals", f"{intervals}; {drawn.confidence:.0%} confidence. The method stands beside every figure."
    sources = sorted({one.strip() for source in found.figures["source"] for one in source.split(";")} - {""})
    yield "Sources of the formulas", "; ".join(sources)


def _who(name: str, coder: str, round_: int) -> str:
    return f"{name}: round {round_}" if name == coder else f"{name}: {coder}, round {round_}"


def _joined(names: list[str]) -> str:
    return ", ".join(names[:-1]) + f" and {names[-1]}"


def _spans_in_dispute(rows: Frame, coders: Mapping[str, str], texts: Mapping[str, str]) -> Frame:
    """Return the list in the form that units have: what each coder marked, and the stretch in its surroundings."""
    out = [_span_row({str(k): v for k, v in row.items()}, coders, texts) for row in rows.to_dict("records")]
    columns = ["doc_id", "start", "end", "axis", *coders.values(), "differ", "page", "speaker", "heading", "question", "text"]
    return pd.DataFrame(out, columns=columns)


def _span_row(row: dict[str, Any], coders: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, Any]:
    text = texts.get(row["doc_id"], "")
    said = dict.fromkeys(coders.values(), "(not compared here)") if len(coders) > 2 else {}
    for side in "ab":
        start, end = row[f"start_{side}"], row[f"end_{side}"]
        said[coders[row[f"coder_{side}"]]] = (
            f"{row['code']}: “{' '.join(text[start:end].split())}” [{start}, {end})" if start >= 0 else ""
        )
    start, end = row["start"], row["end"]
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    shown = " ".join(f"… {before}»{text[start:end]}«{after} …".split())
    place = dict.fromkeys(("page", "speaker", "heading", "question"), "")
    return {**{k: row[k] for k in ("doc_id", "start", "end", "axis")}, **said, "differ": row["code"], **place, "text": shown}
