"""A codebook becomes a file: a new one that a team fills in, or the one that comes back as a workbook."""

from collections.abc import Sequence
from pathlib import Path

from qda.codebook import Codebook, parse_codebook, read_codebook
from qda.codebook.pilot import pilot_text
from qda.codebook.read_sheet import SheetReport, read_sheet
from qda.codebook.rewriting import rewritten
from qda.errors import CodebookError, OutputError


def found_codebook(
    path: Path, name: str, *, source: Path | None = None, title: str = "", languages: Sequence[str] = ()
) -> tuple[Codebook, tuple[str, ...]]:
    """Write a new codebook; return it, and what a reader should know of where it came from.

    Parameters
    ----------
    path
        Where it goes; a file that is there is not touched.
    name
        Its id.
    source
        A coding guide as a workbook; else a pilot with one topic is written, with comments that say what goes where.
    title, languages
        Its title, and the languages of its patterns; where nothing is said, English, or what the workbook says itself.

    Raises
    ------
    CodebookError, FileNotThere, UnreadableFile
        The name is no id; or the workbook is none, or does not say what a codebook must say.
    OutputError
        There is a file already, or it cannot be written.
    """
    from qda.export import replacing

    notes: tuple[str, ...] = ()
    if source is None:
        text = pilot_text(name, title=title, languages=languages or ("en",))
    else:
        report = read_sheet(source)
        said = {"title": title, "languages": list(languages)}
        given = {"codebook": name} | {key: value for key, value in said.items() if value}
        text, notes = rewritten(report.book.text, {**report.book.data, **given}), report.notes
    book = parse_codebook(text, file=str(path))
    if path.exists():
        raise OutputError(f"{path}: there is a file already; name another with --out")
    with replacing(path) as beside:
        beside.write_bytes(text.encode("utf-8"))
    return book, notes


def require_kept(path: Path, report: SheetReport) -> None:
    """Refuse to write a workbook that came back over a codebook file that was changed since the workbook was made of it.

    Raises
    ------
    OutputError
        The file says something that neither the codebook of the workbook nor the workbook says; the first of it is named.
    """
    if report.base is None or path.suffix.lower() not in {".yaml", ".yml"} or not path.is_file():
        return
    try:
        there = read_codebook(path, lenient=True)
    except CodebookError:
        return
    kept = set(report.base.diff(report.book).changes)
    lost = [change.in_words for change in report.base.diff(there).changes if change not in kept]
    if lost:
        raise OutputError(
            f"{path}: was changed since the workbook was made of it, and this would be lost: {lost[0]}"
            + (f" and {len(lost) - 1} more" if len(lost) > 1 else "")
            + "; name another file with --out, or take it out of the way first"
        )
