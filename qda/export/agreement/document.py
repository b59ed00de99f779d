"""A comparison -> text document: the report, then the list of disagreements with room for what is decided, to be printed for the talk."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from math import isnan
from pathlib import Path
from typing import Any

from qda.export.agreement.grids import Line, Row, add_table, clean
from qda.export.agreement.record import Comparison
from qda.export.agreement.sheets import Sheet, sheets
from qda.export.agreement.talk import Part, Unit, parts
from qda.export.atomic import replacing
from qda.export.workbook.write import time_of

INK, GREY = "1C2B33", "5F6B73"
WIDTH = 26.7
"""Centimetres between the margins of A4 landscape."""
_UNCHANGING = (1980, 1, 1, 0, 0, 0)


def write_agreement_document(path: str | Path, comparison: Comparison) -> None:
    """Write the document: who and what, the reading, figures per axis and code, crossed findings, and per document the disagreements.

    Every disagreement has empty fields for the decision and its reason. The same comparison gives the same bytes.

    Raises
    ------
    OutputError
        The file cannot be written; what stood there is untouched.
    """
    made = agreement_document_bytes(comparison)
    with replacing(path) as beside:
        beside.write_bytes(made)


def agreement_document_bytes(comparison: Comparison) -> bytes:
    """Return the document as bytes."""
    from docx import Document

    document = Document()
    _set_up(document, comparison)
    document.add_heading(comparison.title, level=0)
    for topic, text in comparison.about:
        paragraph = document.add_paragraph(style="About")
        paragraph.add_run(f"{topic}: ").bold = True
        paragraph.add_run(clean(text))
    document.add_heading("What the figures say", level=1)
    for text in comparison.reading:
        document.add_paragraph(clean(text))
    for sheet in sheets(comparison):
        if sheet.name != "Documents":
            _write_sheet(document, sheet)
    _write_talk(document, comparison)
    return _unchanging(document)


def _set_up(document: Any, comparison: Comparison) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt, RGBColor

    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.5)
    styles = document.styles
    for name, size, after in (("Normal", 10.5, 6), ("Title", 20, 8), ("Heading 1", 14, 4), ("Heading 2", 11.5, 3)):
        style = styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), RGBColor.from_string(INK)
        _own_typeface(style)
        style.paragraph_format.space_after = Pt(after)
    for name, size, after in (("About", 10, 2), ("Cell", 9, 0), ("Small", 8.5, 0)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size, style.paragraph_format.space_after = Pt(size), Pt(after)
    styles["Small"].font.color.rgb = RGBColor.from_string(GREY)
    told = document.core_properties
    told.title, told.author, told.comments = comparison.title[:255], "qda", comparison.book.codebook_version[:255]
    told.created = told.modified = time_of(comparison.created)
    _number_pages(section.footer.paragraphs[0], comparison.title)


def _own_typeface(style: Any) -> None:
    """Let a heading have the typeface it names: the template's theme would else win."""
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)


def _number_pages(paragraph: Any, title: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.style = "Small"
    paragraph.add_run(f"{clean(title)}, page ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001  python-docx has no words for fields


def _write_sheet(document: Any, sheet: Sheet) -> None:
    document.add_heading(sheet.title, level=1)
    document.add_paragraph(clean(sheet.note), style="Small")
    laid: list[tuple[str, str, float, bool]] = []
    for column in sheet.on_page:
        laid.append((column.title, column.key, max(6.0, column.width), column.kind != "text"))
        if column.kind == "score" and sheet.name in {"Axes", "Codes"} and column.key != "f1":
            laid.append(("Interval", f"{column.key}_text", 12.0, False))
    whole = sum(width for _, _, width, _ in laid)
    shown = [row for row in sheet.rows if sheet.name != "Findings" or row["only_a"] or row["only_b"]]
    if len(shown) < len(sheet.rows):
        document.add_paragraph(
            f"Shown are the {len(shown):,} of {len(sheet.rows):,} on which they differ; the workbook holds all.", style="Small"
        )
    rows = [Row(cells=[[Line(text=title, right=right)] for title, _, _, right in laid], kind="head")]
    rows += [Row(cells=[[Line(text=_shown(row.get(key, "")), right=right)] for _, key, _, right in laid]) for row in shown]
    add_table(document, [WIDTH * width / whole for _, _, width, _ in laid], rows)


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return "" if isnan(value) else f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _write_talk(document: Any, comparison: Comparison) -> None:
    found = parts(comparison)
    document.add_page_break()
    document.add_heading("Disagreements", level=1)
    if not found:
        document.add_paragraph("There are none.")
        return
    document.add_paragraph(
        "What each coder said, a dash for nothing, and room for what is decided and why."
        " The workbook holds the same list; filled in there, the project reads it.",
        style="Small",
    )
    for part in found:
        document.add_heading(f"{clean(part.document)}: {len(part.units):,} place{'s' if len(part.units) > 1 else ''}", level=2)
        _write_part(document, comparison, part)


def _write_part(document: Any, comparison: Comparison, part: Part) -> None:
    coders = list(comparison.coders)
    widths = [3.4, *[12.6 / len(coders)] * len(coders), 4.2, 6.5]
    head = Row(cells=[[Line(text=title)] for title in ("Axis", *coders, "Settled", "Reason")], kind="head")
    add_table(document, widths, [head, *(row for unit in part.units for row in _unit_rows(unit))])


def _unit_rows(unit: Unit) -> Iterator[Row]:
    """Yield the text of a unit across the table, then what is in dispute."""
    asked = f" · asked: {unit.question}" if unit.question else ""
    yield Row(cells=[[Line(text=unit.place + asked, lead=f"{unit.number}. ", style="Small"), Line(text=unit.text)]], kind="band")
    for point in unit.points:
        yield Row(cells=[[Line(text=text)] for text in (point.axis, *point.said, "", "")], least=0.85)


def _unchanging(document: Any) -> bytes:
    """Return the document as bytes that do not hold the time of writing."""
    written, out = BytesIO(), BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _UNCHANGING), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
