"""Answers of a survey."""

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from qda.errors import BadTable, HostileFile, UnreadableFile
from qda.ingest.answers import read_csv, read_xlsx

CSV, XLSX = Path("a.csv"), Path("a.xlsx")


def spans(draft, kind):
    return [(m.value, draft.text[m.start : m.end]) for m in draft.marks if m.kind == kind]


def test_a_row_an_answer():
    text = 'Respondent,Question,Answer\nR1,Who pays?,"Nobody, really."\nR2,Who pays?,\nR3,Who pays?,"=SUM(1)\nor so"\n'
    draft = read_csv(CSV, text.encode("utf-8-sig"))
    assert draft.kind == "answers"
    assert draft.text == "Nobody, really.\n\n=SUM(1)\nor so"
    assert spans(draft, "turn") == [("R1", "Nobody, really."), ("R3", "=SUM(1)\nor so")]
    assert [value for value, _ in spans(draft, "question")] == ["Who pays?", "Who pays?"]
    assert [value for value, _ in spans(draft, "cell")] == ["2,3", "4,3"]


def test_semicolons_and_columns_chosen():
    text = "Nr;Was ist schwer?;Ort\n1;Das Geld.;Leeds\n2;Die Zeit.;York\n"
    draft = read_csv(CSV, text.encode("cp1252"), {"text": "Was ist schwer?", "case": "Ort"})
    assert spans(draft, "heading") == [("Leeds", "Leeds"), ("York", "York")]
    assert spans(draft, "turn") == [("row 2", "Das Geld."), ("row 3", "Die Zeit.")]


def test_a_column_per_question():
    text = "id\tWhat helps?\tWhat hinders?\n7\tTrust.\tMoney.\n8\t\tTime.\n"
    draft = read_csv(CSV, text.encode())
    assert [(q, a) for q, a in spans(draft, "question")] == [
        ("What helps?", "Trust."),
        ("What hinders?", "Money."),
        ("What hinders?", "Time."),
    ]
    assert [who for who, _ in spans(draft, "turn")] == ["7", "7", "8"]


def test_one_case_is_an_attribute():
    assert read_csv(CSV, b"case,text\nleeds,Yes.\nleeds,No.\n").attributes["case"] == "leeds"


def test_columns_of_text_beside_the_answers_are_told():
    long = "They want more money from the region."
    head = "Nr;Stadt;Antwort;Bemerkung;Antwort\n"
    draft = read_csv(CSV, f"{head}1;Köln;Das Geld.;{long};Und Zeit.\n".encode())
    assert draft.text == "Das Geld."
    assert draft.attributes["columns_left_out"] == ["Bemerkung", "Antwort"]
    assert draft.attributes["case"] == "Köln"
    assert "columns_left_out" not in read_csv(CSV, f"{head}1;Köln;Das Geld.;;\n".encode()).attributes
    assert "columns_left_out" not in read_csv(CSV, f"{head}1;;x;{long};y\n".encode(), {"text": "Bemerkung"}).attributes


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "text\n\n", "text\n"])
def test_tables_without_answers(text):
    with pytest.raises(UnreadableFile, match=r"^a\.csv: no column holds answers"):
        read_csv(CSV, text.encode())


def test_columns_that_are_not_there():
    with pytest.raises(BadTable, match=r"^a\.csv: column 'txt' for text is missing; did you mean 'text'\?"):
        read_csv(CSV, b"text,b\nx,y\n", {"text": "txt"})


def test_a_cell_at_the_far_end_of_a_sheet_is_told_and_costs_nothing():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"], book.active["XFD100000"] = "answer", "Yes.", "far"
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(HostileFile, match="more than 2,000 columns"):
        read_xlsx(XLSX, stream.getvalue())


def workbook(rows, **sheets):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name, others in sheets.items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_workbooks():
    draft = read_xlsx(XLSX, workbook([["participant", "answer"], [7, "Trust."], [8.0, "Money."]]))
    assert spans(draft, "turn") == [("7", "Trust."), ("8", "Money.")]


def calculated(data, cell, value):
    """Write the value of a formula, as a program that calculates does."""
    stream = io.BytesIO()
    formula = re.compile(rf'<c r="{cell}"><f>(.*?)</f><v ?(?:/>|></v>)'.encode())
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, formula.sub(rf'<c r="{cell}" t="str"><f>\1</f><v>{value}</v>'.encode(), old.read(name)))
    return stream.getvalue()


def test_formulas_are_read_by_their_values():
    data = workbook([["id", "answer"], [1, "Trust."], [2, '="Mo"&"ney."'], [3, '=""']])
    with pytest.raises(UnreadableFile, match=r"^a\.xlsx: cell B3 holds a formula that was never calculated \(open it"):
        read_xlsx(XLSX, data)
    data = calculated(data, "B3", "Money.")
    with pytest.raises(UnreadableFile, match="cell B4 holds"):
        read_xlsx(XLSX, data)
    assert read_xlsx(XLSX, calculated(data, "B4", "")).text == "Trust.\n\nMoney."


def test_broken_workbooks():
    with pytest.raises(UnreadableFile):
        read_xlsx(XLSX, workbook([["a"]])[:400])
    with pytest.raises(UnreadableFile, match="no sheet"):
        read_xlsx(XLSX, workbook([]))
    with pytest.raises((UnreadableFile, HostileFile)):
        read_xlsx(XLSX, b"PK\x03\x04 nothing")


def test_the_sheet_that_holds_answers():
    about = [["This survey was held in May."], ["n = 2"]]
    draft = read_xlsx(XLSX, workbook(about, Data=[["id", "answer"], [7, "Trust."]], Empty=[]))
    assert draft.text == "Trust."
    wide = read_xlsx(XLSX, workbook(about, Data=[["Nr", "Ort"], [7, "Leeds"]], More=[["Nr", "What helps?"], [1, "Money."]]))
    assert wide.text == "Money."


def test_several_sheets_with_answers_are_refused_by_name():
    data = workbook([["id", "answer"], [7, "Trust."]], Wave2=[["id", "answer"], [8, "Money."]])
    with pytest.raises(UnreadableFile, match=r"its sheets 'Sheet', 'Wave2' all hold answers \(save each"):
        read_xlsx(XLSX, data)
    data = workbook([["id", "answer"], [7, "Trust."]], Wave2=[["id", "said"], [8, "Money."]])
    assert read_xlsx(XLSX, data, {"text": "said"}).text == "Money."
    with pytest.raises(BadTable, match="column 'word' for text is missing"):
        read_xlsx(XLSX, data, {"text": "word"})


def test_an_answer_that_its_own_comma_cuts_is_refused():
    with pytest.raises(UnreadableFile, match="row 3 has more cells than columns"):
        read_csv(Path("a.csv"), b'id,answer\n1,"Yes, we do."\n2,Yes, we do.\n')
    assert read_csv(Path("a.csv"), b"id,answer\n1,Yes.,,\n").text == "Yes."
