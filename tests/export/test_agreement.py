"""A comparison as it leaves the library."""

import csv
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest
from compared import BOOK, both, compared, grid, said
from docx import Document
from openpyxl import load_workbook

from qda.agreement import Resampling, compare_spans
from qda.errors import BadInput, OutputError
from qda.frames import empty
from qda.project.comparisons import comparison_of, export_comparison

EVIL = '=HYPERLINK("http://x","<b>y</b>")'
A = said((0, "factor", "trust"), (1, "factor", "money"), (0, "valence", "barrier"), (1, "valence", "enabler"))
B = said((0, "factor", "trust"), (1, "factor", "boards"), (0, "valence", "enabler"), (1, "valence", "enabler"), coder="B")
TEXTS = [EVIL, "She & he <trust>", "third", "fourth\x07 unit"]
SHEETS = ["Reading", "Axes", "Codes", "Documents", "Findings", "Disagreements", "Choices"]
CONTEXT = pd.DataFrame(
    [
        {
            "doc_id": "d",
            "start": i * 16,
            "end": i * 16 + 16,
            "axis": "phase",
            "code": "delivery",
            "source": "heading",
            "evidence": "",
        }
        for i in range(4)
    ]
)


class Page(HTMLParser):
    """Collects elements, and sees that all are closed in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.found = [], []
        self.feed(text)
        assert not self.open
        self.ids = [attributes["id"] for _, attributes in self.found if "id" in attributes]

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def all(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture(scope="module")
def found():
    segments = grid(page="7", speaker="S1", heading="2 Delivery", question="What hinders?").assign(text=TEXTS)
    codings = both(A.assign(statement=["a", "b", "a", "b"]), B.assign(statement=["c", "d", "c", "d"]))
    return compared(codings, segments=segments, context=CONTEXT, resampling=Resampling(times=20))


@pytest.fixture(scope="module")
def of_spans():
    one, other = said(((0, 10), "factor", "trust"), ((20, 30), "factor", "money")), said(((2, 12), "factor", "trust"), coder="B")
    lengths = pd.DataFrame({"doc_id": ["d"], "length": [60]})
    return compare_spans(both(one, other), empty("readings"), lengths, coders=["A", "B"], resampling=Resampling(times=0))


@pytest.fixture(scope="module")
def folder(found, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "all"
    export_comparison(out, found, book=BOOK, texts={}, created="2026-01-02T03:04:05Z", note="A note.")
    return out


def rows_of(sheet, header=3):
    names = [cell.value for cell in sheet[header]]
    return [dict(zip(names, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=header + 1)]


def test_the_workbook_has_its_sheets(folder):
    assert load_workbook(folder / "agreement.xlsx").sheetnames == SHEETS


def test_the_reading_says_who_what_which_units_and_how(folder):
    rows = rows_of(load_workbook(folder / "agreement.xlsx")["Reading"])
    topics = [row["Topic"] for row in rows if row["Topic"]]
    assert topics == [
        "Coders", "Documents", "Units", "Which units count", "Codebook", "Axes", "Intervals", "Sources of the formulas", "Note", "What the figures say",
    ]  # fmt: skip
    assert "bootstrap of units, 20 times, seed 1" in rows[6]["In words"]
    assert any("nor who is right" in row["In words"] for row in rows)


def test_codes_stand_with_counts_scores_and_coefficients_side_by_side(folder):
    rows = {row["Id"]: row for row in rows_of(load_workbook(folder / "agreement.xlsx")["Codes"])}
    trust = rows["trust"]
    assert [trust[name] for name in ("Units", "Both", "Only A", "Only B", "Neither", "F1")] == [4, 1, 0, 0, 3, 1]
    assert trust["alpha"] == trust["Cohen's kappa"] == 1
    assert "alpha: " in rows["development"]["Why there is no value, or what to mind"]


def test_axes_name_population_method_and_source(folder):
    rows = rows_of(load_workbook(folder / "agreement.xlsx")["Axes"])
    assert {row["Over which units"] for row in rows if row["Axis"] == "Factor"} == {
        "all units",
        "units where everybody gave a valence",
    }
    assert any("bootstrap" in (row["Interval by"] or "") for row in rows)
    assert all(row["Source"] for row in rows if row["Coefficient"] != "percent agreement")


def test_the_list_has_labels_context_and_room(folder):
    sheet = load_workbook(folder / "agreement.xlsx")["Disagreements"]
    rows = rows_of(sheet)
    assert [(row["start"], row["axis"]) for row in rows] == [(0, "valence"), (16, "factor")]
    assert rows[1]["A"] == "=Money (money)"
    assert rows[1]["B"] == "Boards and rounds (boards)"
    assert rows[0]["Where"] == "p. 7, S1, 2 Delivery"
    assert rows[0]["Question"] == "What hinders?"
    assert rows[0]["settled"] is rows[0]["reason"] is None
    assert sheet.freeze_panes == "B4"
    assert sheet.auto_filter.ref
    assert sheet.print_title_rows == "$3:$3"


def test_settled_offers_the_codes_of_the_axis(folder):
    workbook = load_workbook(folder / "agreement.xlsx")
    (rule,) = workbook["Disagreements"].data_validations.dataValidation
    assert rule.type == "list"
    assert "MATCH($B4," in rule.formula1
    assert len(rule.formula1) < 256  # what Excel allows
    columns = {column[0].value: [c.value for c in column[1:] if c.value] for column in workbook["Choices"].columns}
    assert columns == {"valence": ["barrier", "enabler", "none"], "factor": ["trust", "money", "boards", "none"]}


def test_nothing_becomes_a_formula_or_a_link(folder):
    with zipfile.ZipFile(folder / "agreement.xlsx") as packed:
        sheets = [packed.read(name).decode() for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any("<f>" in sheet.split("<dataValidations")[0] or "<hyperlink" in sheet for sheet in sheets)
    rows = rows_of(load_workbook(folder / "agreement.xlsx")["Disagreements"])
    assert rows[0]["Text"] == EVIL


def test_the_document_has_the_report_and_a_table_per_document(folder):
    document = Document(folder / "agreement.docx")
    section = document.sections[0]
    assert section.page_width > section.page_height
    talk = document.tables[-1]
    assert [cell.text for cell in talk.rows[0].cells] == ["Axis", "A", "B", "Settled", "Reason"]
    assert talk.rows[1].cells[0].text == f"1. p. 7, S1, 2 Delivery · asked: What hinders?\n{EVIL}"
    assert [cell.text for cell in talk.rows[2].cells] == ["Barrier or enabler", "Barrier", "Enabler", "", ""]
    assert "d: 2 places" in [p.text for p in document.paragraphs]
    assert document.core_properties.title == "Agreement between A and B"


def test_the_page_stands_alone_and_is_well_formed(folder):
    text = (folder / "agreement.html").read_text(encoding="utf-8")
    page = Page(text)
    assert not page.all("script")
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", text)
    assert "default-src 'none'; style-src 'sha256-" in text
    assert page.all("html") == [{"lang": "en"}]
    assert len(page.ids) == len(set(page.ids))
    assert all(link["href"].lstrip("#") in page.ids for link in page.all("a"))
    assert all(head.get("scope") for head in page.all("th"))
    assert "&lt;b&gt;y&lt;/b&gt;" in text


def test_tables_hold_the_frames_with_empty_columns_to_fill(folder):
    assert sorted(p.name for p in folder.glob("*.csv")) == ["codes.csv", "disagreements.csv", "figures.csv", "findings.csv"]
    with (folder / "disagreements.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["A"] for row in rows] == ["barrier", "money"]
    assert {row["settled"] + row["reason"] for row in rows} == {""}


def test_the_same_comparison_gives_the_same_bytes(found, folder, tmp_path):
    for name in ("agreement.xlsx", "agreement.docx", "agreement.html"):
        out = tmp_path / name
        export_comparison(out, found, book=BOOK, texts={}, created="2026-01-02T03:04:05Z", note="A note.")
        assert out.read_bytes() == (folder / name).read_bytes()


def test_free_spans_have_a_sheet_of_pairs_and_quotes_in_the_list(of_spans, tmp_path):
    out = tmp_path / "spans.xlsx"
    export_comparison(out, of_spans, book=BOOK, texts={"d": "0123456789" * 6})
    workbook = load_workbook(out)
    assert workbook.sheetnames == ["Reading", "Axes", "Codes", "Spans", "Disagreements", "Choices"]
    first, second = rows_of(workbook["Disagreements"])
    assert first["A"] == "trust: “0123456789” [0, 10)"
    assert first["B"] == "trust: “2345678901” [2, 12)"
    assert second["B"] == "–" or second["B"] is None
    assert "»0123456789«" in second["Text"]


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".html", ".csv"])
def test_identical_coders_have_outputs_too(tmp_path, suffix):
    found = compared(both(A, A.assign(coder="B")))
    (written,) = export_comparison(tmp_path / f"x{suffix}", found, book=BOOK, texts={})
    assert written.stat().st_size > 100


def test_three_coders_have_a_column_each(tmp_path):
    found = compared(both(A, B, A.assign(coder="C")), coders=("A", "B", "C"))
    export_comparison(tmp_path / "x.xlsx", found, book=BOOK, texts={})
    workbook = load_workbook(tmp_path / "x.xlsx")
    assert {"A", "B", "C"} <= set(rows_of(workbook["Disagreements"])[0])
    assert {"First coder", "Second coder"} <= set(rows_of(workbook["Codes"])[0])


def test_another_suffix_is_refused_and_a_lost_folder_is_named(found, tmp_path):
    with pytest.raises(BadInput, match=r"no output of kind '.pdf'; allowed: .xlsx, .docx, .html, .csv, or a folder"):
        export_comparison(tmp_path / "x.pdf", found, book=BOOK, texts={})
    with pytest.raises(OutputError, match="no such folder"):
        export_comparison(tmp_path / "no" / "x.xlsx", found, book=BOOK, texts={})
    assert not list(tmp_path.iterdir())


def test_a_code_that_the_codebook_does_not_know_is_shown_by_its_id(found):
    told = comparison_of(found, book=BOOK, texts={})
    assert told.named("factor", "trust; gone") == "Trust; gone"
    assert replace(told, disagreements=told.disagreements[:0]).of_spans is False
