"""A new codebook: a file that a team fills in."""

from collections.abc import Sequence
from pathlib import Path

from qda.codebook import Codebook, parse_codebook
from qda.codebook.pilot import pilot_text
from qda.codebook.read_sheet import read_sheet
from qda.codebook.rewriting import rewritten
from qda.errors import OutputError


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
