"""Rich text (rtf), by striprtf; then read as plain text. Notes, comments, heads and feet, which striprtf leaves out, are kept beside it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qda.errors import UnreadableFile
from qda.ingest.draft import Draft
from qda.ingest.items import place_after, with_heads
from qda.ingest.plain import from_text
from qda.model import Mark, MarkKind, canonical

_BEGIN = b"{\\rtf"
_BRACE = re.compile(r"\\[\\{}]|[{}]")
_GROUP = re.compile(r"\{\s*(?:\\\*\s*)?\\(fonttbl|footnote|annotation|header[lrf]?|footer[lrf]?)(?![a-z])")
_CODES = re.compile(r"\\ansicpg\d+|\\(?:ansi|mac|pca|pc)\b")
_SIGN = "\ufdd0"  # stands in the text for a note until its place is known; no text holds it
_SIGNED = "{\\uc1\\u64976?}"
_TAIL = 80  # characters before a note by which its place is found


@dataclass(frozen=True, kw_only=True, slots=True)
class _Group:
    """A group of the source that striprtf passes over: what it holds, and the stretch from after its name to its end."""

    name: str
    begin: int
    start: int
    end: int


def read(path: Path, data: bytes) -> Draft:
    """Read an rtf file."""
    if not data.lstrip().startswith(_BEGIN):
        raise UnreadableFile(path, "this is no rtf file", "save it again as rtf")
    if b"\x00" in data.rstrip(b"\x00") and b"\\bin" not in data:
        raise UnreadableFile(path, "it holds NUL bytes, which cut its words", "open it in its program and save it again")
    try:
        return _draft(data.decode("latin-1"))
    except (UnicodeDecodeError, UnicodeEncodeError, LookupError, ValueError, TypeError, IndexError) as error:
        raise UnreadableFile(path, "the rtf is damaged", "open it in its program and save it again") from error


def _draft(source: str) -> Draft:
    groups = list(_groups(source))
    notes = [group for group in groups if group.name in ("footnote", "annotation")]
    first = next((source[: group.end] for group in groups if group.name == "fonttbl"), "")
    head = first or "{\\rtf1" + "".join(_CODES.findall(source)[:2])
    pieces = _text(_with_signs(source, notes)).split(_SIGN)
    draft = from_text("".join(pieces))
    heads = [(kind, _inside(source, group, head)) for group in groups if (kind := _kind(group.name)) is not None]
    draft = _with_notes(draft, pieces, [(group.name, _inside(source, group, head)) for group in notes])
    return with_heads(draft, heads)


def _kind(name: str) -> MarkKind | None:
    return "head" if name.startswith("header") else "foot" if name.startswith("footer") else None


def _groups(source: str) -> Iterator[_Group]:
    """Yield the groups that striprtf passes over, and the table of fonts; those within others are part of them."""
    depth, inside = 0, -1
    name, begin, start = "", 0, 0
    for brace in _BRACE.finditer(source):
        if brace.group() == "{":
            depth += 1
            if inside < 0 and (match := _GROUP.match(source, brace.start())) is not None:
                inside, name, begin, start = depth, match[1], match.start(), match.end()
        elif brace.group() == "}":
            if depth == inside:
                yield _Group(name=name, begin=begin, start=start, end=brace.end())
                inside = -1
            depth -= 1


def _with_signs(source: str, notes: Sequence[_Group]) -> str:
    parts, last = [], 0
    for note in notes:
        parts += [source[last : note.begin], _SIGNED]
        last = note.end
    return "".join([*parts, source[last:]])


def _inside(source: str, group: _Group, head: str) -> str:
    """Return the text of a group, read with the fonts of its document."""
    return " ".join(_text(f"{head}{{{source[group.start : group.end]}}}").split())


def _text(source: str) -> str:
    from striprtf.striprtf import rtf_to_text

    text = str(rtf_to_text(source, errors="strict"))  # type: ignore[no-untyped-call]  # striprtf has no types
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")  # it leaves the two halves of an emoji apart


def _with_notes(draft: Draft, pieces: Sequence[str], notes: Sequence[tuple[str, str]]) -> Draft:
    """Add the notes where the words before their signs stand; of a file of several documents, to the first."""
    if draft.parts:
        return replace(draft, parts=(_with_notes(draft.parts[0], pieces, notes), *draft.parts[1:]))
    marks: list[Mark] = []
    place, before = 0, ""
    for number, (name, text) in enumerate(notes):
        before = (before + pieces[number])[-_TAIL:] if number < len(pieces) - 1 else before
        place = place_after(draft.text, before.rstrip(), place)
        what = "comment" if name == "annotation" else "footnote"
        marks.append(Mark(kind="note", start=place, end=place, value=canonical(text), attributes={"what": what}))
    return replace(draft, marks=tuple(sorted([*draft.marks, *(m for m in marks if m.value)], key=lambda m: (m.start, -m.end))))
