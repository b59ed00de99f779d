"""The workbook, read back: what stands where, what links where, and that text stays text."""

import errno
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from qda.codebook import parse_codebook
from qda.errors import OutputError
from qda.export import write_workbook
from qda.export.workbook import Limits
from qda.export.workbook.crossed import LABEL, _label_width
from qda.export.workbook.measure import line_width
from qda.matrix import build_matrix
from qda.model import Case

SHEETS = ["Matrix", "Barriers", "Enablers", "Counts", "Quotes", "Codings", "Cases", "Sample", "Codebook", "Method"]
HEADER = 3


@pytest.fixture(scope="module")
def book(tables, tmp_path_factory):
    return written(tables, tmp_path_factory.mktemp("out"))


def written(tables, folder, **options):
    path = folder / "matrix.xlsx"
    write_workbook(path, tables, **options)
    return load_workbook(path, rich_text=False)


def rows(sheet, first=HEADER + 1):
    names = [c.value for c in sheet[HEADER]]
    return [dict(zip(names, [c.value for c in row], strict=True)) for row in sheet.iter_rows(min_row=first)]


def table(sheet):
    """Return the texts of a sheet as rows, without those that are empty."""
    return [texts for row in sheet.iter_rows(values_only=True) if (texts := [v for v in row if v is not None])]


def linked(cell):
    sheet, place = re.fullmatch(r"'(\w+)'!(\w+)", cell.hyperlink.location).groups()
    return sheet, place


def test_the_sheets_of_the_contract_in_order(book):
    assert book.sheetnames == SHEETS


def test_the_matrix_has_a_block_per_dimension_and_phase_and_a_column_per_case(book):
    sheet = book["Matrix"]
    assert [c.value for c in sheet[HEADER]] == [None, "Leeds", "York"]
    column = [c.value for c in sheet["A"]][HEADER:]
    assert column[:5] == ["Multi-level · Development", "Barriers", None, "Enablers", None]
    assert [v for v in column if v and "·" in v] == [
        "Multi-level · Development", "Multi-level · Implementation", "Multi-dimensional · Development", "Multi-dimensional · Implementation",
    ]  # fmt: skip


def test_cells_list_findings_best_first_with_counts_and_marks(book):
    sheet = book["Matrix"]
    assert sheet["C6"].value == "=Money (2)\nBoards (1)"
    assert sheet["B8"].value == "Boards (1)\nTrust (1)"
    assert sheet["B10"].value is None
    assert sheet["B11"].value == "–"
    assert sheet["B23"].value == "Trust (1)°*"
    assert "° found by machine only" in sheet["A2"].value


def test_neighbours_that_rest_on_the_same_statements_are_one_cell(book):
    assert {str(r) for r in book["Matrix"].merged_cells.ranges} >= {"B15:C15", "B16:C16", "B22:C22", "B23:C23"}
    assert "B6:C6" not in {str(r) for r in book["Matrix"].merged_cells.ranges}


def test_every_cell_with_findings_leads_to_the_first_of_its_quotes_and_every_quote_back(book):
    matrix, quotes = book["Matrix"], book["Quotes"]
    columns = {c.value: c.column for c in quotes[HEADER]}
    links = [c for row in matrix.iter_rows() for c in row if c.hyperlink]
    assert len(links) == 7
    for cell in links:
        sheet, place = linked(cell)
        assert sheet == "Quotes"
        row = quotes[place].row
        block = next(matrix.cell(r, 1).value for r in range(cell.row, 0, -1) if "·" in str(matrix.cell(r, 1).value))
        found = {name: quotes.cell(row, columns[name]).value for name in ("Case", "Dimension", "Phase", "Barrier or enabler")}
        assert found["Case"] == matrix.cell(HEADER, cell.column).value
        assert f"{found['Dimension']} · {found['Phase']}" == block
        assert f"{found['Barrier or enabler']}s" == matrix.cell(cell.row, 1).value
        assert linked(quotes.cell(row, 1)) == ("Matrix", cell.coordinate)
        assert quotes.cell(row, 1).value == cell.coordinate
        assert quotes.cell(row - 1, 1).value != cell.coordinate or row == HEADER + 1


def test_links_of_cells_fit_their_number_of_statements(book):
    assert book["Matrix"]["C5"].value == "2 statements, 2 documents ›"
    assert book["Matrix"]["B7"].value == "1 statement, 1 document ›"


def test_quotes_name_function_and_place_and_never_a_speaker(book):
    first = rows(book["Quotes"])[0]
    assert first["Quote"] == "=SUM(A1:A9) is what the ministry sends us."
    assert (first["Speaker's role"], first["Kind of organisation"], first["Document"], first["Time"]) == (
        "Head of Work", "city administration", "leeds/interview-1", "00:01:01",
    )  # fmt: skip
    assert first["Taken over"] == "Dimension from question"
    assert first["Score"] == pytest.approx(0.6)
    assert {r["Page"] for r in rows(book["Quotes"]) if r["Document"] == "report"} == {"12"}
    assert "Speaker" not in first


def test_values_that_are_taken_over_are_set_in_italics(book):
    sheet = book["Quotes"]
    columns = {c.value: c.column for c in sheet[HEADER]}
    assert sheet.cell(4, columns["Dimension"]).font.italic
    assert not sheet.cell(4, columns["Phase"]).font.italic


def test_statements_without_a_place_close_the_list_with_the_reason(book):
    last = rows(book["Quotes"])[-1]
    assert last["Quote"] == "Nobody trusts nobody here."
    assert last["In the matrix"] == "no: Phase"
    assert last["Score"] is None


def test_text_stays_text(book):
    values = [c for name in SHEETS for row in book[name].iter_rows() for c in row if c.value and isinstance(c.value, str)]
    risky = [c for c in values if c.value[0] in "=+-@"]
    assert {c.value[0] for c in risky} >= {"=", "-", "@"}
    assert {c.data_type for c in risky} == {"s"}
    links = [c.hyperlink for c in values if c.hyperlink]
    assert all(h.target is None for h in links)


def test_no_sheet_holds_a_formula(tables, tmp_path):
    path = tmp_path / "m.xlsx"
    write_workbook(path, tables)
    with zipfile.ZipFile(path) as parts:
        assert not [n for n in parts.namelist() if n.startswith("xl/worksheets/sheet") and b"<f>" in parts.read(n)]


def test_barriers_and_enablers_have_dimension_and_phase_as_rows(book):
    found = rows(book["Barriers"])
    assert [(r["Dimension"], r["Phase"]) for r in found] == [
        ("Multi-level", "Development"), ("Multi-level", "Implementation"), ("Multi-dimensional", "Development"), ("Multi-dimensional", "Implementation"),
    ]  # fmt: skip
    assert found[0]["York"] == "=Money (2)\nBoards (1)"
    assert rows(book["Enablers"])[3]["Leeds"] == "Trust (1)°*"


def test_counts_have_margins_of_distinct_statements(book):
    sheet = table(book["Counts"])
    head = sheet.index(["Dimension", "Phase", "Barrier or enabler", "Factor", "Leeds", "York", "All", "Leeds", "York", "All"])
    assert sheet[head + 1] == ["Multi-level", "Development", "Barrier", "All", 2, 2, 3, 2, 2, 3]
    assert sheet[-1] == ["All", "All", "All", "All", 5, 4, 7, 2, 2, 3]
    assert ["All", "All", "Barrier", "=Money", 2, 2, 3, 2, 2, 3] in sheet


def test_the_sample_counts_interviews_and_organisations_by_case(book):
    sheet = table(book["Sample"])
    assert ["Kind of organisation", "Leeds", "York", "several cases", "All"] in sheet
    assert ["city administration", "1 (1)", "1 (1)", "·", "2 (1)"] in sheet
    assert not [row for row in sheet if row[0] == "university"]
    assert ["report", 0, 0, 1, 1] in sheet


def test_cases_codebook_codings_and_method(book, tables):
    leeds = rows(book["Cases"])[0]
    assert (leeds["Case"], leeds["Inhabitants"], leeds["Documents"], leeds["Statements in the matrix"]) == ("leeds", 500000, 1, 3)
    trust = next(r for r in rows(book["Codebook"]) if r["Id"] == "trust")
    assert trust["Definition"] == "People rely on each other."
    assert trust["Anchor examples"] == "I just ring her up."
    assert len(rows(book["Codings"])) == len(tables.codings)
    method = {r["Topic"]: r["What was done"] for r in rows(book["Method"])}
    assert method["Software"] == "qda 0.1.0"
    assert tables.codebook.codebook_version in method["Codebook"]
    assert method["Statements"].startswith("8 statements; 7 of them, from 3 of 3 documents")
    assert "1 without phase" in method["Statements"]
    assert "Dimension from question in 5 statements" in method["Inheritance"]


def test_every_sheet_prints_on_a4_landscape_one_page_wide_with_names_repeated(book):
    for sheet in book.worksheets:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows
        assert "&P" in f"&{sheet.oddFooter.right.text}"
        assert sheet.freeze_panes
        assert not sheet.sheet_view.showGridLines
    for name in ("Barriers", "Enablers", "Counts", "Quotes", "Codings", "Cases", "Codebook", "Method"):
        assert book[name].auto_filter.ref


def test_rows_are_high_enough_for_their_lists(book):
    sheet = book["Matrix"]
    assert sheet.row_dimensions[6].height >= 2 * 12.5
    assert sheet["B6"].alignment.wrap_text
    assert sheet.column_dimensions["B"].width >= 20


def test_the_names_of_the_lines_are_not_cut():
    assert line_width("Policy implementation", bold=True) > LABEL
    grid = SimpleNamespace(blocks=[SimpleNamespace(lines=[SimpleNamespace(label="Policy implementation")])])
    assert _label_width(SimpleNamespace(grid=grid)) >= line_width("Policy implementation", bold=True) + 16
    assert _label_width(SimpleNamespace(grid=SimpleNamespace(blocks=[]))) == LABEL


def test_the_same_tables_give_the_same_bytes(tables, tmp_path):
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    write_workbook(one, tables)
    write_workbook(two, tables)
    assert one.read_bytes() == two.read_bytes()
    assert load_workbook(one).properties.created.isoformat() == "2024-05-01T10:00:00"


def test_a_long_text_is_cut_with_a_mark(tables, tmp_path):
    long = tables.codings.assign(quote="𝄞" * 20_000)
    value = written(replace(tables, codings=long), tmp_path)["Codings"]["F4"].value
    assert value.endswith("𝄞 […cut]")
    assert len(value.encode("utf-16-le")) // 2 <= 32_767


def test_rows_that_do_not_fit_are_told(tables, tmp_path):
    sheet = written(tables, tmp_path, limits=Limits(rows=8))["Quotes"]
    assert sheet.max_row == 8
    assert "Shows the first 5 of 12 rows" in sheet["A2"].value


def test_links_only_lead_to_rows_that_are_there(tables, tmp_path):
    book = written(tables, tmp_path, limits=Limits(rows=8))
    links = [linked(c)[1] for row in book["Matrix"].iter_rows() for c in row if c.hyperlink]
    assert all(int(place[1:]) <= 8 for place in links)
    assert 0 < len(links) < 7


def test_links_beyond_the_limit_are_told(tables, tmp_path):
    sheet = written(tables, tmp_path, limits=Limits(links=3))["Quotes"]
    assert sum(c.hyperlink is not None for c in sheet["A"]) == 3
    assert "Only the first 3 rows are linked" in sheet["A2"].value


def test_a_list_says_how_many_more_there_are(tables, tmp_path):
    assert written(replace(tables, most=1), tmp_path)["Matrix"]["C6"].value == "=Money (2)\nand 1 more"


def test_any_crossing_can_be_written(tables, tmp_path):
    matrix = build_matrix(tables.statements, tables.codebook, rows=["factor"], columns="valence", cell="dimension")
    book = written(replace(tables, matrix=matrix), tmp_path)
    assert book.sheetnames == [s for s in SHEETS if s not in {"Barriers", "Enablers"}]
    assert [c.value for c in book["Matrix"][HEADER]] == [None, "Barrier", "Enabler"]
    assert book["Matrix"]["A4"].value == "Factor"
    assert book["Matrix"]["A5"].value == "Trust"
    assert rows(book["Quotes"])[0]["Case"]


def test_only_the_axis_that_splits_as_rows(tables, tmp_path):
    matrix = build_matrix(tables.statements, tables.codebook, rows=["valence"], cases=["leeds", "york"])
    book = written(replace(tables, matrix=matrix), tmp_path)
    assert "Barriers" not in book.sheetnames
    assert [book["Matrix"][f"A{r}"].value for r in (4, 5, 7)] == ["Barrier or enabler", "Barriers", "Enablers"]


def test_a_codebook_without_a_splitting_axis(book_text, tables, tmp_path):
    book = parse_codebook(book_text.replace("split: valence\n", ""))
    found = written(replace(tables, codebook=book), tmp_path)
    assert "Barriers" not in found.sheetnames
    assert found["Matrix"]["A5"].value == "Barrier"


def test_names_of_sheets_are_never_taken_twice(make, book_text, tmp_path):
    text = book_text.replace("label: Barrier}", "label: Method}").replace(
        "label: Enabler}", "label: 'Ways/means to an end that are rather long'}"
    )
    assert written(make(book=text), tmp_path).sheetnames[1:3] == ["Methods", "Ways means to an end that are r"]


def test_many_cases_are_spread_over_pages_with_names_repeated(make, tmp_path):
    cases = [Case(id=f"c{i}", label=f"City {i}") for i in range(17)]
    book = written(make(cases=cases), tmp_path)
    assert book["Matrix"].page_setup.fitToWidth == 3
    assert book["Matrix"].print_title_cols == "$A:$A"


def test_without_cases_speakers_and_statements(make, no_codings, tmp_path):
    none = make(cases=(), coded=no_codings.codings)
    bare = replace(none, speakers=none.speakers.iloc[:0], documents=none.documents.iloc[:0])
    book = written(bare, tmp_path)
    assert [c.value for c in book["Matrix"][HEADER]] == [None, "All cases"]
    assert book["Matrix"]["B6"].value == "–"
    assert "Nothing is recorded of the speakers" in book["Sample"]["A3"].value


def test_a_refused_workbook_leaves_the_old_one_whole(tables, tmp_path, monkeypatch):
    path = tmp_path / "matrix.xlsx"
    path.write_bytes(b"old")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match=r"matrix\.xlsx: cannot be written: the disk is full"):
        write_workbook(path, tables)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["matrix.xlsx"]


def test_importing_loads_no_writer():
    code = "import sys, qda.export; print([m for m in ('xlsxwriter', 'jinja2', 'openpyxl') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_a_place_that_cannot_be_written(tables, tmp_path):
    with pytest.raises(OutputError, match=r"nowhere.matrix\.xlsx: cannot be written: no such folder"):
        write_workbook(tmp_path / "nowhere" / "matrix.xlsx", tables)
