"""Tables of a text document, written as markup: a list of a thousand disagreements takes python-docx half a minute cell by cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

RULE, BAND = "C9CFD3", "ECEFEE"
_TWIPS = 567
"""Of a centimetre."""
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A paragraph in a cell.

    Attributes
    ----------
    lead
        Stands before the text, in bold.
    style
        The id of a paragraph style.
    """

    text: str
    lead: str = ""
    style: str = "Cell"
    right: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row of a table.

    Attributes
    ----------
    cells
        A cell is its lines; a single cell in a table of several columns runs across it.
    kind
        ``head`` (repeated on every page), ``band`` (shaded, kept together with the next row) or ``plain``.
    least
        The least height in centimetres.
    """

    cells: Sequence[Sequence[Line]]
    kind: str = "plain"
    least: float = 0


def add_table(document: Any, widths: Sequence[float], rows: Iterable[Row]) -> None:
    """Add a table at the end of a document; `widths` of its columns in centimetres."""
    from docx.oxml import parse_xml

    twips = [round(width * _TWIPS) for width in widths]
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>' for side in ("top", "bottom", "insideH", "insideV")
    )
    layout = f'<w:tblW w:w="{sum(twips)}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    body = "".join(_row(row, twips) for row in rows)
    table = parse_xml(f'<w:tbl xmlns:w="{_NAMESPACE}"><w:tblPr>{layout}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>')
    document.element.body.insert(len(document.element.body) - 1, table)  # before what says how the section is laid out
    document.add_paragraph(style="Small")


def _row(row: Row, twips: Sequence[int]) -> str:
    across = len(row.cells) == 1 < len(twips)
    widths = [sum(twips)] if across else twips
    span = f'<w:gridSpan w:val="{len(twips)}"/>' if across else ""
    told = "<w:cantSplit/>"
    told += f'<w:trHeight w:val="{round(row.least * _TWIPS)}" w:hRule="atLeast"/>' if row.least else ""
    told += "<w:tblHeader/>" if row.kind == "head" else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{BAND}"/>' if row.kind == "band" else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{shade}</w:tcPr>{"".join(_line(line, row.kind) for line in cell)}</w:tc>'
        for cell, width in zip(row.cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr>{told}</w:trPr>{cells}</w:tr>"


def _line(line: Line, kind: str) -> str:
    told = (
        f'<w:pStyle w:val="{line.style}"/>'
        + ("<w:keepNext/>" if kind == "band" else "")
        + ('<w:jc w:val="right"/>' if line.right else "")
    )
    lead = _run(line.lead, bold=True) if line.lead else ""
    return f"<w:p><w:pPr>{told}</w:pPr>{lead}{_run(line.text, bold=kind == 'head')}</w:p>"


def _run(text: str, *, bold: bool) -> str:
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(part) for part in clean(text).split("\n"))
    return f'<w:r><w:rPr>{"<w:b/>" if bold else ""}</w:rPr><w:t xml:space="preserve">{lines}</w:t></w:r>'


def clean(text: str) -> str:
    """Return a text without what the format cannot hold: control characters, halves of characters.

    Examples
    --------
    >>> clean("a" + chr(7) + "b")
    'a b'
    """
    return "".join(" " if (c < " " and c not in "\n\t") or "\ud800" <= c <= "\udfff" or c in "\ufffe\uffff" else c for c in text)
