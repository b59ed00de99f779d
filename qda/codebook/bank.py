"""The example bank beside a codebook: labelled sentences, on which rules are tested and from which learning starts."""

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qda import _shipped
from qda.codebook.bank_lines import LabelledExample, folded, line_of, parse_line
from qda.codebook.book import Codebook
from qda.codebook.read import read_codebook
from qda.errors import BadInput, FileNotThere, OutputError, UnknownName, UnreadableFile
from qda.frames import Frame, check, empty

SUFFIX = ".examples.jsonl"
"""What the name of a bank ends in; before it stands the name of its codebook's file, without ``.yaml``."""

CODER = "examples"
"""The coder of all codings of a bank, and the folder of its documents."""


@dataclass(frozen=True, kw_only=True)
class Bank:
    """Labelled sentences, each known by the number of its line.

    Attributes
    ----------
    examples
        The sentences, in the order of the file.
    file
        Where they were read from.

    Examples
    --------
    >>> bank = Bank(examples=(LabelledExample(text="Nobody asked us.", language="en", codes={"valence": ("barrier",), "factor": ()}),))
    >>> bank.segments()[["doc_id", "start", "end", "text"]].values.tolist()
    [['examples/1', 0, 16, 'Nobody asked us.']]
    >>> bank.codings()[["axis", "code", "coder"]].values.tolist()
    [['valence', 'barrier', 'examples'], ['factor', '', 'examples']]
    """

    examples: tuple[LabelledExample, ...] = ()
    file: str = ""

    def __len__(self) -> int:
        return len(self.examples)

    def __iter__(self) -> Iterator[LabelledExample]:
        return iter(self.examples)

    def example(self, number: int) -> LabelledExample:
        """Return the example of a line, counted from 1.

        Raises
        ------
        UnknownName
            The bank has fewer lines.
        """
        if not 1 <= number <= len(self):
            raise UnknownName(f"{self.file or 'the bank'}: no example {number}; there are 1 to {len(self)}")
        return self.examples[number - 1]

    def segments(self) -> Frame:
        """Return the table ``segments``: a document ``examples/<line>`` per sentence, which is its only unit."""
        import pandas as pd

        rows = [
            self._place(n, e) | {"context_start": 0, "context_end": len(e.text), "heading": e.heading, "question": e.question}
            | {"language": e.language, "text": e.text}
            for n, e in enumerate(self, start=1)
        ]  # fmt: skip
        return check("segments", pd.DataFrame(rows)) if rows else empty("segments")

    def codings(self) -> Frame:
        """Return the table ``codings`` of the coder ``examples``; an axis that was read and carries nothing has a row with an empty code."""
        rows = [
            self._place(n, e) | {"axis": axis, "code": code, "coder": CODER, "quote": e.text}
            for n, e in enumerate(self, start=1)
            for axis, codes in e.codes.items()
            for code in codes or ("",)
        ]
        return _codings(rows)

    def near(self) -> Frame:
        """Return the codes that one might give wrongly, as the table ``codings`` with the status ``rejected``."""
        rows = [
            self._place(n, e) | {"axis": axis, "code": code, "coder": CODER, "status": "rejected", "quote": e.text}
            for n, e in enumerate(self, start=1)
            for axis, codes in e.near.items()
            for code in codes
        ]
        return _codings(rows)

    @staticmethod
    def _place(number: int, example: LabelledExample) -> dict[str, Any]:
        return {"doc_id": f"{CODER}/{number}", "start": 0, "end": len(example.text)}


def _codings(rows: Sequence[dict[str, Any]]) -> Frame:
    import pandas as pd

    return check("codings", pd.DataFrame(rows)) if rows else empty("codings")


def read_bank(path: str | Path, book: Codebook | None = None) -> Bank:
    """Read an example bank: a JSON object a line.

    Parameters
    ----------
    path
        The file; by custom it lies beside its codebook, ``<codebook>.examples.jsonl``.
    book
        The codebook; with it, axes and codes that it does not have are refused.

    Raises
    ------
    FileNotThere, UnreadableFile
        There is no such file, or it is no text.
    BadInput
        Lines are wrong: each problem on a line of its own, with file, line number and field.
    """
    bank, problems = look_at_bank(path, book)
    if problems:
        raise BadInput("\n".join(problems))
    return bank


def look_at_bank(path: str | Path, book: Codebook | None = None) -> tuple[Bank, list[str]]:
    """Return what of a bank can be read, and all that is wrong with the rest, as `read_bank` would say it."""
    lines = _lines(Path(path))
    examples: list[LabelledExample] = []
    problems: list[str] = []
    first: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        example, wrong = parse_line(line, book)
        if example:
            earlier = first.setdefault(folded(example.text), number)
            wrong = [f"text: stands in line {earlier} already"] if earlier < number else []
        problems += [f"{path}:{number}: {problem}" for problem in wrong]
        if example and not wrong:
            examples.append(example)
    return Bank(examples=tuple(examples), file=str(path)), problems


def _lines(path: Path) -> list[str]:
    if path.is_dir():
        raise UnreadableFile(path, "this is a folder", "name the file in it")
    if not path.is_file():
        raise FileNotThere(path, "no such file", f"an example bank is a file of JSON lines, {'<codebook>' + SUFFIX}")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(path, f"byte {error.start} is not UTF-8", "save the bank as UTF-8") from None
    except OSError as error:
        raise UnreadableFile(path, error.strerror or "the system refuses to read it") from None
    lines = text.split("\n")  # not splitlines: a line separator inside a text is no end of a line of JSON
    return lines[:-1] if not lines[-1] else lines


def bank_path(codebook: str | Path) -> Path:
    """Return where the bank of a codebook lies, or would lie; `codebook` is the name of a shipped one, or the path of its file."""
    file = _shipped.codebooks().get(str(codebook), Path(codebook))
    return file.with_name(file.stem + SUFFIX)


def bank_for(codebook: str | Path) -> Bank | None:
    """Return the bank beside a codebook, read with it, or None if there is none.

    Parameters
    ----------
    codebook
        The name of a shipped codebook, or the path of its file.

    Raises
    ------
    FileNotThere, UnreadableFile, CodebookError, BadInput
        The codebook or the bank cannot be read.
    """
    book, path = read_codebook(codebook), bank_path(codebook)
    return read_bank(path, book) if path.exists() else None


def bank_and_book(name: str | Path, codebook: str = "") -> tuple[Path, Codebook]:
    """Return the path of a bank and its codebook.

    Parameters
    ----------
    name
        A bank, ``*.jsonl``; or a codebook, by name or path, whose bank lies beside it.
    codebook
        The codebook of a bank that does not lie beside it.

    Raises
    ------
    BadInput
        It cannot be told which codebook the bank belongs to.
    FileNotThere, UnreadableFile, CodebookError
        The codebook cannot be read.
    """
    path = Path(name)
    if path.suffix != ".jsonl":
        return bank_path(name), read_codebook(codebook or name)
    beside = path.with_name(path.name.removesuffix(".jsonl").removesuffix(".examples") + ".yaml")
    if not codebook and not beside.is_file():
        raise BadInput(f"{path}: no codebook {beside.name} lies beside the bank; name it with --codebook")
    return path, read_codebook(codebook or beside)


def write_bank(path: str | Path, examples: Iterable[LabelledExample]) -> None:
    """Write a bank, or a `Bank`, in one step: the same examples give the same bytes, and a failure leaves the old file whole.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    _replace(Path(path), "".join(line_of(example) + "\n" for example in examples))


def append_examples(path: str | Path, examples: Iterable[LabelledExample], book: Codebook | None = None) -> int:
    """Add examples at the end of a bank, which is made if there is none; return the number of the first new line. The lines before stay byte for byte.

    Raises
    ------
    BadInput
        The bank has wrong lines, or an example stands in it already or says what `book` does not allow; nothing is written then.
    OutputError
        The file cannot be written.
    """
    path = Path(path)
    bank = read_bank(path, book) if path.exists() else Bank(file=str(path))
    known = {folded(example.text): number for number, example in enumerate(bank, start=1)}
    new = [line_of(example) for example in examples]
    for line in new:
        example, problems = parse_line(line, book)
        if example is None:
            raise BadInput("\n".join(f"{path}: {problem}" for problem in problems))
        words = folded(example.text)
        if words in known:
            raise BadInput(f"{path}: text: {example.text[:60]!r} stands in line {known[words]} already")
        known[words] = len(known) + 1
    old = path.read_bytes().decode("utf-8") if path.exists() else ""
    _replace(path, old + ("\n" if old and not old.endswith("\n") else "") + "".join(line + "\n" for line in new))
    return len(bank) + 1


def _replace(path: Path, text: str) -> None:
    """Write a text beside a file and move it into its place."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        beside = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            beside.chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}; what stood there is untouched") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
