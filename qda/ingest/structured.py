"""Structured text of MAXQDA: `#TEXT name` begins a document, `#CODE name` a passage that is coded already, `#ENDCODE` ends it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from qda.ingest.draft import Draft
from qda.ingest.heads import Aside
from qda.ingest.lines import lines_of
from qda.ingest.pages import with_pages

LAYOUT = "maxqda-structured"
_TEXT = re.compile(r"^\s*#TEXT(?=[^A-Z]|[A-Z][^A-Z]|$)[ \t]*(?P<name>.*?)\s*$")
_CODE = re.compile(r"^\s*#(?:CODE\b.*|ENDCODE\b.*|ENDTEXT\b.*)$")
_NEAR_TOP = 5


def begins_text(paragraphs: Iterable[str]) -> bool:
    """Say whether one of the first lines begins a structured text.

    >>> begins_text(["", "#TEXT Ana"]), begins_text(["The sign #TEXT"])
    (True, False)
    """
    lines = (line for text in paragraphs for line in text.split("\n") if line.strip())
    return any(_TEXT.match(line) for _, line in zip(range(_NEAR_TOP), lines, strict=False))


def documents_in(text: str, read: Callable[[str], Draft]) -> Draft:
    """Return the draft of a structured text; where it holds several documents, the draft has no text and they are its `parts`.

    Parameters
    ----------
    text
        The whole text.
    read
        How the text of one document is read.
    """
    found = [_draft(name, lines, number, read) for number, (name, lines) in enumerate(_cut(text), start=1)]
    found = [draft for draft in found if draft.text.strip()]
    return found[0] if len(found) == 1 else Draft(text="", parts=tuple(found))


def _cut(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the name and the lines of each document; what stands before the first is put before it."""
    before: list[str] = []
    name: str | None = None
    for line in text.split("\n"):
        begins = _TEXT.match(line)
        if begins is None:
            before.append(line)
            continue
        if name is not None:
            yield name, before
            before = []
        name = begins["name"]
    yield name or "", before


def _draft(name: str, lines: list[str], number: int, read: Callable[[str], Draft]) -> Draft:
    """Read the text of one document; the codes it brings are notes where they stand."""
    kept: list[str] = []
    codes: list[Aside] = []
    filled = 0
    for line in lines:
        if _CODE.match(line):
            codes.append(Aside(kind="note", value=line.strip(), before=filled))
            continue
        kept.append(line)
        filled += bool(line.strip())
    text = "\n".join(kept).replace("\f", "\n")
    draft = read(text)
    draft = with_pages(draft, lines_of(text), codes) if codes and draft.text else draft
    attributes = {**draft.attributes, "layout": LAYOUT}
    return replace(draft, title=name or draft.title or f"Document {number}", attributes=attributes)
