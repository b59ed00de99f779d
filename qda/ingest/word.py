"""Word documents (docx): opened with python-docx, walked by ourselves; transcripts by their layout, else prose with headings and tables."""

import io
from collections.abc import Collection, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from qda.errors import UnreadableFile
from qda.ingest.draft import Draft
from qda.ingest.items import Item, Note, Passage, draft_of, with_heads
from qda.ingest.limits import check_tags, parts_of
from qda.ingest.wordxml import W, blocks, boxes, deleted, paragraphs, passage, rows
from qda.model import MarkKind

_DEEPEST = 9


def read(path: Path, data: bytes) -> Draft:
    """Read a docx file."""
    parts = parts_of(path, data)
    check_tags(path, (xml for name, xml in parts.items() if name.startswith("word/") and name.endswith(".xml")))
    notes = _notes(path, parts)
    levels = _levels(_parsed(path, parts.get("word/styles.xml", b"<none/>")))
    body = _body(path, data)
    items = [*_items(body, notes, levels), *_unsigned(notes, deleted(body))]
    title = _title(_parsed(path, parts.get("docProps/core.xml", b"<none/>")))
    return with_heads(draft_of(items, title), _heads(path, parts))


def _body(path: Path, data: bytes) -> Any:
    import docx
    from docx.opc.exceptions import OpcError

    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except (OpcError, SyntaxError, KeyError, ValueError, AttributeError, TypeError) as error:
        raise UnreadableFile(path, "this is no whole Word document", "open it in Word and save it again as docx") from error
    if body is None:
        raise UnreadableFile(path, "this Word document has no body", "open it in Word and save it again as docx")
    if next(body.iter(W + "altChunk"), None) is not None:
        raise UnreadableFile(
            path, "it holds a file in another format, which only Word can show", "open it in Word and save it again as docx"
        )
    return body


def _title(properties: Any) -> str:
    found = properties.find("{http://purl.org/dc/elements/1.1/}title")
    return "" if found is None else str(found.text or "").strip()


def _heads(path: Path, parts: Mapping[str, bytes]) -> Iterator[tuple[MarkKind, str]]:
    """Yield the running heads and feet of the pages."""
    kinds: tuple[tuple[MarkKind, str], ...] = (("head", "word/header"), ("foot", "word/footer"))
    for kind, prefix in kinds:
        for name in sorted(name for name in parts if name.startswith(prefix) and name.endswith(".xml")):
            yield kind, _text(path, parts[name])


def _text(path: Path, xml: bytes) -> str:
    return "\n".join(passage(p, {}).text for p in _parsed(path, xml).iter(W + "p")).strip()


def _parsed(path: Path, xml: bytes) -> Any:
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        return fromstring(xml)
    except (ParseError, ValueError) as error:
        raise UnreadableFile(path, "one of its parts is damaged", "open it in Word and save it again") from error


def _notes(path: Path, parts: Mapping[str, bytes]) -> dict[tuple[str, str], str]:
    """Return the footnotes, endnotes and comments by kind and id; separators are left out."""
    found: dict[tuple[str, str], str] = {}
    for kind in ("footnote", "endnote", "comment"):
        for note in _parsed(path, parts.get(f"word/{kind}s.xml", b"<none/>")):
            text = "\n".join(passage(p, {}).text for p in note.iter(W + "p")).strip()
            if text:
                found[kind, str(note.get(W + "id"))] = text
    return found


def _levels(styles: Any) -> dict[str, int]:
    """Return the heading level of every paragraph style that has one, its own or that of the style it is based on."""
    found: dict[str, int] = {}
    for style in styles.iter(W + "style"):
        found[str(style.get(W + "styleId"))] = _own_level(style)
    based = {str(s.get(W + "styleId")): _value(s.find(W + "basedOn")) for s in styles.iter(W + "style")}
    return {style: level for style in found if (level := _inherited(style, found, based))}


def _inherited(style: str, levels: Mapping[str, int], based: Mapping[str, str]) -> int:
    seen: set[str] = set()
    while style and style not in seen and not levels.get(style, 0):
        seen.add(style)
        style = based.get(style, "")
    return levels.get(style, 0)


def _own_level(style: Any) -> int:
    outline = _value(style.find(f"{W}pPr/{W}outlineLvl"))
    if outline.isdecimal() and int(outline) < _DEEPEST:
        return int(outline) + 1
    name = _value(style.find(W + "name")).casefold()
    if name == "title":
        return 1
    last = name.rsplit(" ", 1)[-1]
    return int(last) if name.startswith("heading ") and last.isdecimal() else 0


def _value(element: Any) -> str:
    return "" if element is None else str(element.get(W + "val") or "")


def _level(paragraph: Any, levels: Mapping[str, int]) -> int:
    outline = _value(paragraph.find(f"{W}pPr/{W}outlineLvl"))
    if outline.isdecimal():
        return int(outline) + 1 if int(outline) < _DEEPEST else 0
    return levels.get(_value(paragraph.find(f"{W}pPr/{W}pStyle")), 0)


def _items(body: Any, notes: MutableMapping[tuple[str, str], str], levels: Mapping[str, int]) -> Iterator[Item]:
    tables = 0
    for block in blocks(body):
        if block.tag == W + "p":
            yield Item(passage=passage(block, notes), level=_level(block, levels))
            yield from (Item(passage=passage(box, notes)) for box in boxes(block))
            continue
        tables += 1
        for row, cells in enumerate(rows(block), start=1):
            for column, cell in enumerate(cells, start=1):
                for paragraph in _of_cell(cell):
                    yield Item(passage=passage(paragraph, notes), table=tables, row=row, column=column)


def _of_cell(cell: Any) -> Iterator[Any]:
    """Yield the paragraphs of a cell, those of tables and boxes within it too."""
    for paragraph in paragraphs(cell):
        yield paragraph
        yield from boxes(paragraph)


def _unsigned(notes: Mapping[tuple[str, str], str], gone: Collection[tuple[str, str]]) -> Iterator[Item]:
    """Yield the notes whose signs were not met, deleted ones apart: they stand at the end."""
    left = tuple(Note(at=0, text=text, what=key[0]) for key, text in notes.items() if key not in gone)
    yield Item(passage=Passage(text="", notes=left))
