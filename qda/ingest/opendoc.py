"""OpenDocument text (odt, and fodt, which is one XML file): unpacked within the limits, parsed without entities, walked by ourselves."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qda.errors import HostileFile, PasswordRequired, UnreadableFile
from qda.ingest.draft import Draft
from qda.ingest.items import Item, Note, Passage, draft_of, with_heads
from qda.ingest.limits import check_tags, parts_of, refuse_doctype
from qda.model import MarkKind

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _TABLE, _OFFICE, _DRAW, _STYLE = (_NAMES % n for n in ("text", "table", "office", "drawing", "style"))
_META = "{http://purl.org/dc/elements/1.1/}title"
_REMEDY = "open it in its program and save it again as odt"
_SIGNS = {_TEXT + "tab": "\t", _TEXT + "line-break": "\n"}
_APART = frozenset(
    {_TEXT + "note-citation", _TEXT + "tracked-changes", _OFFICE + "forms", _TEXT + "sequence-decls", _DRAW + "object"}
)
_BESIDE = frozenset({_TEXT + "note", _OFFICE + "annotation"})
_HEADS: tuple[tuple[MarkKind, str], ...] = (("head", _STYLE + "header"), ("foot", _STYLE + "footer"))
_MOST_BLANKS = 1000
_MOST_REPEATED = 100
_MOST_ADDED = 100_000
_HIDDEN = frozenset({_TEXT + "hidden-text", _TEXT + "hidden-paragraph"})


def read(path: Path, data: bytes) -> Draft:
    """Read an odt file."""
    parts = parts_of(path, data)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise PasswordRequired(path, "the file is encrypted", "save it without a password")
    if "content.xml" not in parts:
        raise UnreadableFile(path, "this is no whole OpenDocument text", _REMEDY)
    title = _title(_parsed(path, parts["meta.xml"])) if "meta.xml" in parts else ""
    return _draft(path, parts["content.xml"], title, parts.get("styles.xml", b"<none/>"))


def read_flat(path: Path, data: bytes) -> Draft:
    """Read a fodt file."""
    refuse_doctype(path, data)
    return _draft(path, data)


def _draft(path: Path, xml: bytes, title: str = "", styles: bytes = b"") -> Draft:
    """Read the body of a document; `styles` is the part that holds the heads and feet of its pages where the body's own does not."""
    check_tags(path, [xml, styles])
    root = _parsed(path, xml)
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise UnreadableFile(path, "this is no OpenDocument text", _REMEDY)
    try:
        return with_heads(
            draft_of(list(_items(body, _Tables(path))), title or _title(root)), _heads(_parsed(path, styles) if styles else root)
        )
    except RecursionError as error:
        raise UnreadableFile(path, "its parts are nested too deeply", _REMEDY) from error


class _Tables:
    """Counts the tables of a document, and what their repeated rows and cells add to it."""

    def __init__(self, path: Path) -> None:
        self.count = 0
        self._path = path
        self._left = _MOST_ADDED

    def add(self, text: str) -> None:
        """Count a paragraph that stands there only because its row or cell is repeated."""
        self._left -= len(text) + 1
        if self._left < 0:
            raise HostileFile(self._path, f"repeated cells add more than {_MOST_ADDED:,} characters", _REMEDY)


def _parsed(path: Path, xml: bytes) -> Any:
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        return fromstring(xml)
    except (ParseError, ValueError) as error:
        raise UnreadableFile(path, "one of its parts is damaged", _REMEDY) from error


def _title(root: Any) -> str:
    found = next(root.iter(_META), None)
    return "" if found is None else str(found.text or "").strip()


def _heads(root: Any) -> Iterator[tuple[MarkKind, str]]:
    """Yield the running heads and feet of the pages, those of left and first pages too."""
    for kind, tag in _HEADS:
        for element in root.iter():
            if str(element.tag).startswith(tag) and not str(element.tag).endswith("-style"):
                yield kind, _whole(element)


def _items(element: Any, tables: _Tables) -> Iterator[Item]:
    """Yield the paragraphs of a body, section, list or index in order."""
    for child in element:
        if child.tag in (_TEXT + "p", _TEXT + "h"):
            yield Item(passage=_passage(child), level=_level(child))
            yield from _boxed(child, tables)
        elif child.tag == _TABLE + "table":
            yield from _cells(child, tables)
        elif child.tag not in _APART:
            yield from _items(child, tables)


def _boxed(element: Any, tables: _Tables) -> Iterator[Item]:
    """Yield the paragraphs of the text boxes and shapes that are anchored in a paragraph."""
    for child in element:
        if child.tag.startswith(_DRAW):
            yield from _items(child, tables)
        elif child.tag not in _APART | _BESIDE:
            yield from _boxed(child, tables)


def _level(paragraph: Any) -> int:
    if paragraph.tag != _TEXT + "h":
        return 0
    level = str(paragraph.get(_TEXT + "outline-level") or "1")
    return min(max(int(level), 1), 10) if level.isascii() and level.isdigit() and len(level) < 4 else 1


def _cells(table: Any, tables: _Tables) -> Iterator[Item]:
    tables.count += 1
    number = tables.count
    for row, (line, again) in enumerate(_rows(table), start=1):
        column = 0
        for cell in line:
            if not cell.tag.endswith("}table-cell") and not cell.tag.endswith("}covered-table-cell"):
                continue
            for copy in range(_repeated(cell, "number-columns-repeated")):
                column += 1
                for item in _items(cell, tables):
                    if copy or again:
                        tables.add(item.passage.text)
                    yield Item(passage=item.passage, table=number, row=row, column=column)


def _rows(table: Any) -> Iterator[tuple[Any, bool]]:
    """Yield the rows of a table, and whether each is there only because the one before is repeated."""
    for child in table:
        if child.tag == _TABLE + "table-row":
            for copy in range(_repeated(child, "number-rows-repeated")):
                yield child, copy > 0
        elif child.tag in (_TABLE + "table-header-rows", _TABLE + "table-rows", _TABLE + "table-row-group"):
            yield from _rows(child)


def _repeated(element: Any, name: str) -> int:
    """Return how often a row or cell stands there; empty ones may fill a sheet and count once."""
    times = str(element.get(_TABLE + name) or "1")
    empty = not any((part.text or part.tail or "").strip() for part in element.iter())
    if empty or not (times.isascii() and times.isdigit()) or len(times) > 5:
        return 1
    return min(int(times), _MOST_REPEATED)


def _passage(paragraph: Any) -> Passage:
    """Return what a reader sees of a paragraph; white space is one blank, as the format has it, unless it is spelt out."""
    text = ""
    notes: list[Note] = []
    for kind, value in _pieces(paragraph):
        if kind == "text":
            squeezed = " ".join(value.split()) or " "
            lead = value[:1].isspace() and not text.endswith((" ", "\n", "\t")) and bool(text)
            piece = (" " if lead else "") + squeezed.strip() + (" " if value[-1:].isspace() and squeezed.strip() else "")
            text += piece
        elif kind == "sign":
            text += value
        else:
            notes.append(Note(at=len(text), text=value, what=kind))
    bare = text.strip()
    shift = len(text) - len(text.lstrip())
    kept = tuple(Note(at=min(max(n.at - shift, 0), len(bare)), text=n.text, what=n.what) for n in notes if n.text)
    return Passage(text=bare, notes=kept)


def _pieces(element: Any) -> Iterator[tuple[str, str]]:
    if element.text:
        yield "text", element.text
    for child in element:
        if child.tag in _SIGNS:
            yield "sign", _SIGNS[child.tag]
        elif child.tag == _TEXT + "s":
            count = str(child.get(_TEXT + "c") or "1")
            yield "sign", " " * min(int(count) if count.isascii() and count.isdigit() else 1, _MOST_BLANKS)
        elif child.tag == _TEXT + "note":
            kind = str(child.get(_TEXT + "note-class") or "footnote")
            yield ("endnote" if kind == "endnote" else "footnote"), _whole(child)
        elif child.tag == _OFFICE + "annotation":
            yield "comment", _whole(child)
        elif child.tag in _HIDDEN:
            yield "hidden", str(child.get(_TEXT + "string-value") or _whole(child))
        elif child.tag not in _APART and not child.tag.startswith(_DRAW):
            yield from _pieces(child)
        if child.tail:
            yield "text", child.tail


def _whole(element: Any) -> str:
    """Return the paragraphs of a note, without its sign."""
    found = [_passage(p).text for p in element.iter(_TEXT + "p")]
    return "\n".join(text for text in found if text)
