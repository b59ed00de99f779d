"""Text documents as all our outputs look: A4 landscape, one typeface, page numbers, the same bytes for the same content."""

import zipfile
from io import BytesIO
from typing import Any

from qda.export.agreement.grids import clean
from qda.export.workbook.write import time_of

INK, GREY = "1C2B33", "5F6B73"
_UNCHANGING = (1980, 1, 1, 0, 0, 0)


def new_document(title: str, *, comments: str = "", created: str = "") -> Any:
    """Return an empty document with its styles: ``Normal``, ``Title``, ``Heading 1`` and ``2``, ``About``, ``Cell`` (in tables), ``Small``.

    Parameters
    ----------
    title
        Stands in its properties and, with the page, in its footer.
    comments
        What its properties say besides.
    created
        An ISO time; empty: a fixed one.
    """
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    document = Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.5)
    _set_styles(document.styles)
    told = document.core_properties
    told.title, told.author, told.comments = clean(title)[:255], "qda", clean(comments)[:255]
    told.created = told.modified = time_of(created)
    _number_pages(section.footer.paragraphs[0], title)
    return document


def _set_styles(styles: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

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


def unchanging(document: Any) -> bytes:
    """Return the document as bytes that do not hold the time of writing."""
    written, out = BytesIO(), BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _UNCHANGING), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
