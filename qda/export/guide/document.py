"""A codebook -> text document: Mayring's Kodierleitfaden, a table per axis, to be printed and laid beside the transcripts."""

from typing import Any

from qda.codebook import Codebook
from qda.codebook.telling import about, axis_words, by_parent
from qda.export.agreement.grids import Line, Row, add_table, clean
from qda.export.documents import new_document, unchanging
from qda.model import AnchorExample, Axis, Code

WIDTHS = (4.4, 7.2, 7.6, 7.5)
"""Centimetres of category, definition, anchor examples, coding rule."""
HEAD = ("Category", "Definition", "Anchor examples", "Coding rule")
NONE = "none yet"


def guide_document_bytes(book: Codebook) -> bytes:
    """Return the document as bytes: A4 landscape, the names of the columns on every page."""
    title = f"Coding guide: {book.title}"
    document = new_document(title, comments=book.codebook_version)
    _set_apart(document.styles)
    document.add_heading(clean(title), level=0)
    for topic, text in about(book):
        paragraph = document.add_paragraph(style="About")
        paragraph.add_run(f"{topic}: ").bold = True
        paragraph.add_run(clean(text))
    for axis in book.axes:
        _write_axis(document, axis)
    return unchanging(document)


def _set_apart(styles: Any) -> None:
    """Let anchor examples stand apart from each other: the last line of each has room below."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    for name, like in (("Anchor", "Cell"), ("Source", "Small")):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles[like]
        style.paragraph_format.space_after = Pt(4)


def _write_axis(document: Any, axis: Axis) -> None:
    document.add_heading(clean(axis.label), level=1)
    note = document.add_paragraph(clean(axis_words(axis)), style="Small")
    note.paragraph_format.keep_with_next = True
    rows = [Row(cells=[[Line(text=title)] for title in HEAD], kind="head")]
    add_table(document, WIDTHS, [*rows, *(_row(code, depth) for code, depth in by_parent(axis))])


def _row(code: Code, depth: int) -> Row:
    name = [Line(text="", lead="– " * depth + code.label)]
    if code.label != code.id:
        name.append(Line(text=code.id, style="Small"))
    anchors = [line for anchor in code.anchor_examples for line in _anchor(anchor)]
    return Row(
        cells=[
            name,
            [Line(text=code.definition or NONE, style="Cell" if code.definition else "Small")],
            anchors or [Line(text=NONE, style="Small")],
            [Line(text=code.rule or NONE, style="Cell" if code.rule else "Small")],
        ]
    )


def _anchor(anchor: AnchorExample) -> list[Line]:
    quote = f"“{anchor.quote}”"
    if not anchor.document:
        return [Line(text=quote, style="Anchor")]
    return [Line(text=quote), Line(text=anchor.document, style="Source")]
