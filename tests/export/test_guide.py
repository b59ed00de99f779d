"""The coding guide as people read it: a table per axis, in a text document, on a page, in a workbook."""

import re
from io import BytesIO

import openpyxl
import pytest
from books import SMALL
from lxml import html

from qda.codebook import parse_codebook
from qda.codebook import sheet as form
from qda.errors import BadInput, OutputError
from qda.export.guide import guide_page_text, write_codebook
from qda.export.guide.document import HEAD, guide_document_bytes
from qda.export.guide.workbook import guide_workbook_bytes

TRAPS = (
    SMALL.replace("People rely on each other.", '"<b>People</b> & rely\\u0007 =1+1"')
    .replace("label: Money", "label: '=cmd()'")
    .replace("{id: boards", "{id: boards, parent: money")
)
BOOK = parse_codebook(TRAPS)


@pytest.fixture(scope="module")
def page():
    return html.document_fromstring(guide_page_text(BOOK))


@pytest.fixture(scope="module")
def document():
    from docx import Document

    return Document(BytesIO(guide_document_bytes(BOOK)))


def test_the_page_has_a_table_per_axis_with_a_row_per_category(page):
    tables = page.findall(".//table")
    assert [len(table.findall("tbody/tr")) for table in tables] == [len(axis.codes) for axis in BOOK.axes]
    assert [th.text for th in tables[0].findall("thead/tr/th")] == list(HEAD)


def test_the_page_is_accessible_and_runs_nothing(page):
    text = guide_page_text(BOOK)
    assert not re.search(r"<script|javascript:|https?://|src=", text)
    assert "default-src 'none'" in text
    assert page.get("lang") == "en"
    assert all(th.get("scope") for th in page.iter("th"))
    assert all(table.find("caption") is not None for table in page.iter("table"))
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {a.get("href")[1:] for a in page.iter("a")} <= set(ids)
    levels = [int(h.tag[1]) for h in page.iter("h1", "h2", "h3")]
    assert levels == [1] + [2] * (len(BOOK.axes) + 1)


def test_what_a_guide_lacks_is_said(page):
    cells = page.xpath("//tr[@id='factor-money']/td")
    assert [cell.text_content().strip() for cell in cells] == ["none yet"] * 3


def test_texts_are_texts_on_the_page(page):
    assert "<b>People</b> & rely" in page.xpath("//tr[@id='factor-trust']/td")[0].text_content()


def test_the_document_has_a_table_per_axis_and_repeats_its_head(document):
    assert len(document.tables) == len(BOOK.axes)
    for table, axis in zip(document.tables, BOOK.axes, strict=True):
        assert [cell.text for cell in table.rows[0].cells] == list(HEAD)
        assert len(table.rows) == len(axis.codes) + 1
        assert table.rows[0]._tr.trPr.xpath("w:tblHeader")
        assert all(row._tr.trPr.xpath("w:cantSplit") for row in table.rows)


def test_the_document_is_landscape_and_tells_what_it_is(document):
    section = document.sections[0]
    assert section.page_width > section.page_height
    assert document.core_properties.title == "Coding guide: A small codebook"
    assert document.core_properties.comments == BOOK.codebook_version
    row = document.tables[-1].rows[1]
    assert row.cells[0].text == "Trust\ntrust"
    assert row.cells[1].text == "<b>People</b> & rely  =1+1"
    assert row.cells[2].text == "“I just ring her up.”"
    assert [r.cells[0].text for r in document.tables[-1].rows[2:]] == ["=cmd()\nmoney", "– Boards\nboards"]


def test_the_workbook_holds_texts_only_and_its_keys_are_hidden():
    workbook = openpyxl.load_workbook(BytesIO(guide_workbook_bytes(BOOK)))
    assert workbook.sheetnames == [form.GUIDE_SHEET, form.ABOUT_SHEET, form.SOURCE_SHEET]
    assert workbook[form.SOURCE_SHEET].sheet_state == "hidden"
    guide = workbook[form.GUIDE_SHEET]
    assert all(cell.data_type in {"s", "n"} for row in guide.iter_rows() for cell in row)
    head = next(row for row in guide.iter_rows() if row[0].value == "Axis")
    assert [cell.value for cell in head] == [
        "Axis", "Category", "Definition", "Anchor examples", "Coding rule", "Id", "Parent", "Patterns (en)", "Patterns (de)", "Key",
    ]  # fmt: skip
    assert guide.column_dimensions["J"].hidden
    assert guide.data_validations.dataValidation[0].formula1 == '"dimension,phase,valence,factor"'


def test_a_name_says_what_is_written(tmp_path):
    with pytest.raises(BadInput, match=r"no coding guide of kind '\.doc'; did you mean '\.docx'"):
        write_codebook(tmp_path / "a.doc", BOOK)
    with pytest.raises(OutputError):
        write_codebook(tmp_path / "no" / "a.docx", BOOK)


def test_a_file_that_is_no_codebook_is_replaced_as_a_whole(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("no: [codebook", encoding="utf-8")
    write_codebook(path, BOOK)
    assert path.read_text(encoding="utf-8") == BOOK.text


def test_a_file_that_holds_another_codebook_is_not_replaced(tmp_path):
    path = tmp_path / "mine.yaml"
    mine = BOOK.text.replace(f"codebook: {BOOK.id}", "codebook: mine", 1)
    path.write_text(mine, encoding="utf-8")
    with pytest.raises(BadInput, match=f"mine.yaml: holds the codebook 'mine', and this is '{BOOK.id}'"):
        write_codebook(path, BOOK)
    assert path.read_text(encoding="utf-8") == mine
