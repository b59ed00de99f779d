"""Every exception that `qda` raises on purpose.

::

    QdaError (ValueError)
    ├── BadInput                what a user handed over does not fit: a table, an option, a file's content
    │   ├── BadTable            a table lacks a column or holds a value that is not allowed
    │   ├── CodebookError       a codebook file does not say what a codebook must say
    │   ├── UnknownName         a case, code, axis, coder or document that does not exist (also a KeyError)
    │   └── OffsetError         a span does not lie in its text, or its quote is another
    ├── ReadError               a file cannot be read (path, reason, remedy)
    │   ├── FileNotThere        no such file or folder
    │   ├── UnreadableFile      the file is broken, or the system refuses it
    │   ├── PasswordRequired    the file is encrypted
    │   ├── UnsupportedFormat   no reader knows this kind of file
    │   ├── HostileFile         the file exceeds the limits of ``qda.ingest``
    │   └── NeedsOcr            a PDF without any text
    ├── ProjectError            the project file does not allow this
    │   ├── Locked              somebody else is writing to it
    │   └── Damaged             it cannot be read as a whole any more
    └── OutputError             a result cannot be written

A message is one line: what is wrong, where, and what is allowed or nearest.
"""

import difflib
from collections.abc import Iterable
from pathlib import Path


class QdaError(ValueError):
    """Root of all exceptions raised on purpose; its text is one line made for users."""


class BadInput(QdaError):
    """What a user handed over does not fit."""


class BadTable(BadInput):
    """A table lacks a column or holds a value that is not allowed."""


class CodebookError(BadInput):
    """A codebook file does not say what a codebook must say."""


class UnknownName(BadInput, KeyError):
    """A name that does not exist where it was looked up."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class OffsetError(BadInput):
    """A span does not lie in its text, or its quote differs from the text there."""


class ReadError(QdaError):
    """A file cannot be read.

    Parameters
    ----------
    path
        The file, as the user named it.
    reason
        What is wrong with it, in a few words.
    remedy
        What the user can do about it; may be empty.
    """

    def __init__(self, path: str | Path, reason: str, remedy: str = "") -> None:
        self.path = Path(path)
        self.reason = reason
        self.remedy = remedy
        super().__init__(f"{path}: {reason}" + (f" ({remedy})" if remedy else ""))

    def __reduce__(self) -> tuple[type["ReadError"], tuple[Path, str, str]]:
        """Survive the way back from a worker process."""
        return type(self), (self.path, self.reason, self.remedy)


class FileNotThere(ReadError):
    """No such file or folder."""


class UnreadableFile(ReadError):
    """The file is broken, or the system refuses to hand it over."""


class PasswordRequired(ReadError):
    """The file is encrypted."""


class UnsupportedFormat(ReadError):
    """No reader knows this kind of file."""


class HostileFile(ReadError):
    """The file exceeds a limit that protects the machine."""


class NeedsOcr(ReadError):
    """A PDF none of whose pages holds text."""


class ProjectError(QdaError):
    """The project file does not allow this."""


class Locked(ProjectError):
    """Somebody else is writing to the project file."""


class Damaged(ProjectError):
    """The project file cannot be read as a whole any more; the message names its newest sound backup."""


class OutputError(QdaError):
    """A result cannot be written; what stood there before is untouched."""


def nearest(name: str, allowed: Iterable[str]) -> str:
    """Say what is allowed, the nearest first, as the tail of a message.

    Parameters
    ----------
    name
        What was asked for.
    allowed
        What exists.

    Returns
    -------
    str
        A phrase without a full stop.

    Examples
    --------
    >>> nearest("barier", ["enabler", "barrier"])
    "did you mean 'barrier'? Allowed: 'barrier', 'enabler'"
    """
    names = sorted(set(allowed))
    close = difflib.get_close_matches(name, names, n=1)
    shown = ", ".join(repr(n) for n in names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
    hint = f"did you mean {close[0]!r}? " if close else ""
    return f"{hint}Allowed: {shown or 'none'}"
