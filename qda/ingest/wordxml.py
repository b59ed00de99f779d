"""The text of a docx paragraph, walked by ourselves: libraries lose tracked insertions, content controls, fields and smart tags."""

from collections.abc import Iterator, MutableMapping
from typing import Any

from qda.ingest.items import Note, Passage

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_THROUGH = frozenset(
    W + n for n in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo")
)
_SIGNS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "softHyphen": "", W + "t": None}
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote", W + "commentReference": "comment"}


def passage(paragraph: Any, notes: MutableMapping[tuple[str, str], str]) -> Passage:
    """Return the text of a `w:p` as a reader sees it, deletions left out.

    Parameters
    ----------
    paragraph
        The element.
    notes
        (kind, id) -> text of the footnotes, endnotes and comments; each stands at its first sign, and is taken out.
    """
    text, found = "", []
    for kind, value in _pieces(paragraph):
        if kind == "text":
            text += value
        elif kind == "hidden":
            found.append(Note(at=len(text), text=value, what="hidden"))
        elif (kind, value) in notes:
            found.append(Note(at=len(text), text=notes.pop((kind, value)), what=kind))
    lead = len(text) - len(text.lstrip())
    bare = text.strip()
    return Passage(text=bare, notes=tuple(Note(at=min(max(n.at - lead, 0), len(bare)), text=n.text, what=n.what) for n in found))


def _pieces(element: Any) -> Iterator[tuple[str, str]]:
    for child in element:
        if child.tag == W + "r":
            yield from _run(child)
        elif child.tag in _THROUGH:
            yield from _pieces(child)
        elif child.tag == _MC + "AlternateContent":
            yield from (piece for choice in list(child)[:1] for piece in _pieces(choice))
        elif child.tag in (_MATH + "oMath", _MATH + "oMathPara"):
            yield "text", "".join(str(sign.text or "") for sign in child.iter(_MATH + "t"))


def _run(run: Any) -> Iterator[tuple[str, str]]:
    hidden = _is_on(run.find(f"{W}rPr/{W}vanish"))
    for child in run:
        if child.tag in _NOTES:
            yield _NOTES[child.tag], str(child.get(W + "id"))
        elif child.tag in _SIGNS:
            sign = _SIGNS[child.tag]
            value = (child.text or "") if sign is None else sign
            yield ("hidden" if hidden else "text"), value
        elif child.tag == W + "sym":
            yield "text", _symbol(str(child.get(W + "char") or ""))


def _is_on(switch: Any) -> bool:
    return switch is not None and switch.get(W + "val", "true") not in ("0", "false", "off")


def _symbol(code: str) -> str:
    """Return a symbol; those of symbol fonts lie in the private area and have no character of their own."""
    try:
        number = int(code, 16)
        return "•" if 0xE000 <= number <= 0xF8FF else chr(number)
    except (ValueError, OverflowError):
        return ""


def blocks(body: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables of a body or cell in order, through content controls and insertions."""
    for child in body:
        if child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag in _THROUGH:
            yield from blocks(child)


def boxes(paragraph: Any) -> Iterator[Any]:
    """Yield the paragraphs of the text boxes that are anchored in a paragraph, each once."""
    for box in paragraph.iter(W + "txbxContent"):
        if not any(True for _ in box.iterancestors(_MC + "Fallback")):
            yield from paragraphs(box)


def paragraphs(body: Any) -> Iterator[Any]:
    """Yield the paragraphs of a cell or box in order, those of tables within it too."""
    for block in blocks(body):
        if block.tag == W + "p":
            yield block
        else:
            yield from (paragraph for row in rows(block) for cell in row for paragraph in paragraphs(cell))


def deleted(body: Any) -> set[tuple[str, str]]:
    """Return (kind, id) of the notes whose signs were deleted or moved away."""
    gone = (run for tag in ("del", "moveFrom") for run in body.iter(W + tag))
    return {(_NOTES[sign.tag], str(sign.get(W + "id"))) for run in gone for sign in run.iter(*_NOTES)}


def rows(table: Any) -> Iterator[list[Any]]:
    """Yield the cells of each row of a table."""
    for row in _inside(table, W + "tr"):
        yield list(_inside(row, W + "tc"))


def _inside(element: Any, tag: str) -> Iterator[Any]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _THROUGH:
            yield from _inside(child, tag)
