"""Word documents (docx): opened with python-docx, walked by ourselves; transcripts by their layout, else prose with headings and tables."""

import io
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from qda.errors import UnreadableFile
from qda.ingest.draft import Draft
from qda.ingest.items import Item, draft_of
from qda.ingest.limits import check_tags, parts_of
from qda.ingest.wordxml import W, blocks, boxes, passage, rows
from qda.model import Mark, MarkKind, canonical

_DEEPEST = 9


def read(path: Path, data: bytes) -> Draft:
    """Read a docx file."""
    parts = parts_of(path, data)
    check_tags(path, (xml for name, xml in parts.items() if name.startswith("word/") and name.endswith(".xml")))
    notes = _notes(path, parts)
    levels = _levels(_parsed(path, parts.get("word/styles.xml", b"<none/>")))
    items = list(_items(_body(path, data), notes, levels))
    title = _title(_parsed(path, parts.get("docProps/core.xml", b"<none/>")))
    return _with_heads(draft_of(items, title), path, parts)


def _body(path: Path, data: bytes) -> Any:
    import docx
    from docx.opc.exceptions import OpcError

    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except (OpcError, SyntaxError, KeyError, ValueError, AttributeError, TypeError) as error:
        raise UnreadableFile(path, "this is no whole Word document", "open it in Word and save it again as docx") from error
    if body is None:
        raise UnreadableFile(path, "this Word document has no body", "open it in Word and save it again as docx")
    return body


def _title(properties: Any) -> str:
    found = properties.find("{http://purl.org/dc/elements/1.1/}title")
    return "" if found is None else str(found.text or "").strip()


def _with_heads(draft: Draft, path: Path, parts: Mapping[str, bytes]) -> Draft:
    """Keep the running heads and feet of the pages beside the text, each once."""
    kinds: tuple[tuple[MarkKind, str], ...] = (("head", "word/header"), ("foot", "word/footer"))
    marks: list[Mark] = []
    for kind, prefix in kinds:
        names = sorted(name for name in parts if name.startswith(prefix) and name.endswith(".xml"))
        texts = dict.fromkeys(_text(path, parts[name]) for name in names)
        marks += [Mark(kind=kind, start=0, end=0, value=canonical(text)) for text in texts if text]
    return replace(draft, marks=tuple(sorted([*draft.marks, *marks], key=lambda m: (m.start, -m.end))))


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
    for block in blocks(cell):
        if block.tag == W + "p":
            yield block
            yield from boxes(block)
        else:
            yield from (paragraph for inner in rows(block) for one in inner for paragraph in _of_cell(one))
