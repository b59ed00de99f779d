"""A coding guide goes out as a workbook, is edited by hand, and comes back: what was not edited stays as it was."""

import zipfile

import openpyxl
import pytest
from books import SMALL
from hypothesis import given
from hypothesis import strategies as st

import qda
from qda.codebook import parse_codebook
from qda.codebook import sheet as form
from qda.codebook.dumping import dump
from qda.codebook.read_sheet import read_sheet
from qda.errors import CodebookError, FileNotThere, HostileFile, UnreadableFile
from qda.export.guide import write_codebook

BOOK = parse_codebook("# mine\n" + SMALL.replace("label: Trust", "label: Trust  # in people"))
GUIDE = form.GUIDE_SHEET


class Edited:
    """A workbook that somebody edits."""

    def __init__(self, path, book=BOOK):
        self.path = path
        write_codebook(path, book)
        self.workbook = openpyxl.load_workbook(path)
        self.sheet = self.workbook[GUIDE]
        self.head = next(r for r in range(1, 9) if self.sheet.cell(r, 1).value == "Axis")
        self.columns = {cell.value: cell.column for cell in self.sheet[self.head]}

    def row(self, id_):
        return next(
            r for r in range(self.head + 1, self.sheet.max_row + 1) if self.sheet.cell(r, self.columns["Id"]).value == id_
        )

    def cell(self, id_, header):
        return self.sheet.cell(self.row(id_), self.columns[header])

    def read(self, **more):
        self.workbook.save(self.path)
        return read_sheet(self.path, **more)


@pytest.fixture
def edited(tmp_path):
    return Edited(tmp_path / "guide.xlsx")


def problems(edited):
    with pytest.raises(CodebookError) as error:
        edited.read()
    return str(error.value).splitlines()


def test_an_unedited_guide_is_the_same_book_to_the_byte(edited):
    report = edited.read()
    assert (report.book.hash, report.book.text, report.notes) == (BOOK.hash, BOOK.text, ())


def test_the_shipped_codebook_comes_back_equal(tmp_path):
    book = qda.read_codebook("integration")
    write_codebook(tmp_path / "guide.xlsx", book)
    report = read_sheet(tmp_path / "guide.xlsx")
    assert (report.book.hash, report.book.text) == (book.hash, book.text)


def test_without_the_file_inside_all_that_the_sheet_shows_comes_back(tmp_path):
    book = qda.read_codebook("integration")
    edited = Edited(tmp_path / "integration.xlsx", book)
    del edited.workbook[form.SOURCE_SHEET]
    report = edited.read()
    made = report.book
    assert any("'Codebook file' is gone" in note and "--base" in note for note in report.notes)
    assert [form.cells_of(c, book.languages) for c in made.codes()] == [form.cells_of(c, book.languages) for c in book.codes()]
    assert (made.id, made.title, made.version, made.research_question) == (
        book.id,
        book.title,
        book.version,
        book.research_question,
    )


def test_each_edited_cell_changes_what_it_shows_and_nothing_else(edited):
    edited.cell("trust", "Definition").value = "Faith in each other."
    edited.cell("trust", "Anchor examples").value += "\n- „Wir vertrauen ihnen.“ (leeds/interview-01)"
    edited.cell("boards", "Patterns (en)").value = "board\n{any: [committee, panel], score: 0.3}\n\n"
    edited.cell("money", "Category").value = "Money and means"
    made = edited.read().book
    trust = made.code("factor", "trust")
    assert trust.definition == "Faith in each other."
    assert [(a.quote, a.document) for a in trust.anchor_examples] == [
        ("I just ring her up.", ""),
        ("Wir vertrauen ihnen.", "leeds/interview-01"),
    ]
    assert made.code("factor", "boards").patterns == {"en": ("board", {"any": ["committee", "panel"], "score": 0.3})}
    assert made.code("factor", "money").implies == {"valence": ("barrier",)}
    assert {c.subject for c in BOOK.diff(made).changes} == {"factor/trust", "factor/boards", "factor/money"}
    assert "# in people" in made.text


def test_a_changed_id_takes_along_what_names_it(edited):
    edited.cell("barrier", "Id").value = "hindrance"
    report = edited.read()
    assert report.book.code("factor", "money").implies == {"valence": ("hindrance",)}
    assert report.book.code("valence", "hindrance").patterns == BOOK.code("valence", "barrier").patterns
    assert report.notes == ("valence/barrier is now valence/hindrance",)


def test_rows_may_be_added_and_deleted(edited):
    edited.sheet.append(["factor", "Laws and rules", "What is written down."])
    edited.sheet.delete_rows(edited.row("boards"))
    report = edited.read()
    assert report.book.axis("factor").code_ids == ("trust", "money", "laws_and_rules")
    assert report.notes == ("factor/boards was taken out",)


def test_a_copied_row_is_a_new_category(edited):
    copy = [cell.value for cell in edited.sheet[edited.row("trust")]]
    copy[edited.columns["Id"] - 1] = "faith"
    edited.sheet.append(copy)
    made = edited.read().book
    assert made.axis("factor").code_ids == ("trust", "boards", "money", "faith")
    assert made.code("factor", "faith").definition == BOOK.code("factor", "trust").definition


def test_an_emptied_cell_empties_the_field(edited):
    edited.cell("trust", "Coding rule").value = None
    edited.cell("trust", "Patterns (en)").value = "  "
    trust = edited.read().book.code("factor", "trust")
    assert (trust.rule, trust.patterns) == ("", {})


def test_the_sheet_about_may_be_edited(edited):
    about = edited.workbook[form.ABOUT_SHEET]
    (version,) = [row[1] for row in about.iter_rows() if row[0].value == "Version"]
    version.value = 2
    assert edited.read().book.version == "2"


def test_a_misspelt_column_is_doubted(edited):
    edited.sheet.cell(edited.head, edited.columns["Definition"]).value = "Definiton"
    assert "column 'Definiton': did you mean 'Definition'? What was written there is left out" in edited.read().notes


@pytest.mark.parametrize(
    ("line", "quote", "document"),
    [
        ("„Keiner fragt.“ (Interview 3, Z. 14)", "Keiner fragt.", "Interview 3, Z. 14"),
        ("- «Personne.» (c6 @12)", "Personne.", "c6"),
        ("Nobody asks (as they say)", "Nobody asks (as they say)", ""),
        ("“Nobody asks (as they say)”", "Nobody asks (as they say)", ""),
        ("“He said “no” (twice)” (a/b)", "He said “no” (twice)", "a/b"),
    ],
)
def test_quotation_marks_say_where_a_quote_ends(line, quote, document):
    (anchor,) = form.anchors_in(line, {})
    given = {"quote": anchor} if isinstance(anchor, str) else anchor
    assert (given["quote"], given.get("document", "")) == (quote, document)


def test_a_state_may_be_written_large_and_no_other_may_be_invented(edited):
    cell = next(row[1] for row in edited.workbook[form.ABOUT_SHEET].iter_rows() if row[0].value == "State")
    cell.value = "Revised"
    assert edited.read().book.state == "revised"
    cell.value = "done"
    assert problems(edited) == ["guide.xlsx: sheet 'About', row 6 (State): should be 'pilot', 'revised' or 'final'; found 'done'"]


def test_rows_may_be_sorted(edited):
    rows = [[cell.value for cell in row] for row in edited.sheet.iter_rows(min_row=edited.head + 1)]
    edited.sheet.delete_rows(edited.head + 1, len(rows))
    for row in sorted(rows, key=lambda row: row[1], reverse=True):
        edited.sheet.append(row)
    made = edited.read().book
    assert sorted(c.id for c in made.codes()) == sorted(c.id for c in BOOK.codes())
    assert BOOK.diff(made).changes == ()


def test_what_a_spreadsheet_does_to_texts_is_no_change(edited):
    for id_, header, value in (
        ("trust", "Definition", "People rely on each other. \r\n"),
        ("money", "Category", "Money_x000D_"),
        ("boards", "Axis", None),
    ):
        edited.cell(id_, header).value = value
    edited.sheet.append([None] * 3 + ["   "])
    assert edited.read().book.hash == BOOK.hash


def test_merged_cells_count_for_every_row_they_cover(edited):
    first, last = edited.row("trust"), edited.row("money")
    edited.sheet.merge_cells(
        start_row=first, end_row=last, start_column=edited.columns["Axis"], end_column=edited.columns["Axis"]
    )
    assert edited.read().book.hash == BOOK.hash


def test_numbers_are_texts(edited):
    edited.cell("trust", "Category").value = 2012.0
    edited.cell("boards", "Category").value = 3.5
    made = edited.read().book
    assert (made.code("factor", "trust").label, made.code("factor", "boards").label) == ("2012", "3.5")


@pytest.mark.parametrize(
    ("id_", "header", "value", "said"),
    [
        ("trust", "Id", "Trust!", "'Trust!' is not an id"),
        ("trust", "Id", "money", "code 'money' stands twice"),
        ("trust", "Id", None, "the category has no id"),
        ("trust", "Axis", "factors", "'factors' is no axis of the codebook; did you mean 'factor'?"),
        ("trust", "Parent", "mony", "did you mean 'money'?"),
        ("trust", "Definition", "=A1+B1", "holds a formula"),
        ("trust", "Patterns (en)", "trust\n{any: [board", "line 2 of the cell is no pattern"),
        ("trust", "Patterns (en)", "trust\nin(te)grat*", "line 2 of the cell: "),
        ("trust", "Patterns (en)", "{any: [a], nearby: [b]}", "nearby"),
    ],
)
def test_a_problem_is_one_line_with_row_and_column(edited, id_, header, value, said):
    row, column = edited.row(id_), openpyxl.utils.get_column_letter(edited.columns[header])
    edited.cell(id_, header).value = value
    found = [line for line in problems(edited) if said in line]
    assert found
    assert found[0].startswith("guide.xlsx: sheet 'Coding guide', row ")
    assert f"row {row}, column {column} ({header}): " in found[0] or "twice" in said


def test_all_problems_are_named_at_once(edited):
    edited.cell("trust", "Axis").value = "x"
    edited.cell("boards", "Axis").value = "y"
    assert len(problems(edited)) == 2


def test_what_a_final_guide_lacks_is_named_by_row(edited):
    about = edited.workbook[form.ABOUT_SHEET]
    next(row[1] for row in about.iter_rows() if row[0].value == "State").value = "final"
    found = problems(edited)
    assert f"guide.xlsx: sheet 'Coding guide', row {edited.row('boards')}: no definition: say what belongs under it" in found


def test_a_category_that_others_name_cannot_be_taken_out_silently(edited):
    edited.sheet.delete_rows(edited.row("enabler"))
    edited.sheet.delete_rows(edited.row("barrier"))
    assert any("valence" in line for line in problems(edited))


def test_a_guide_of_german_colleagues_founds_a_pilot(tmp_path):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["Kodierleitfaden Vertrauen"])
    sheet.append([])
    sheet.append(["Kategorie", "Definition", "Ankerbeispiel", "Kodierregel", "Bemerkung"])
    sheet.append(
        ["Persönliches Vertrauen", "Man kennt sich.", "„Wir rufen uns an.“\n„Man kennt sich eben.“", "Nicht: Gremien", "prüfen"]
    )
    sheet.append(["Geld", 2012, None, None])
    workbook.save(tmp_path / "leitfaden.xlsx")
    report = read_sheet(tmp_path / "leitfaden.xlsx")
    trust = report.book.code("category", "persoenliches_vertrauen")
    assert (report.book.id, report.book.state, trust.label) == ("leitfaden", "pilot", "Persönliches Vertrauen")
    assert [a.quote for a in trust.anchor_examples] == ["Wir rufen uns an.", "Man kennt sich eben."]
    assert report.book.code("category", "geld").definition == "2012"
    assert "columns that are not read: 'Bemerkung'" in report.notes
    assert not any("did you mean" in note for note in report.notes)
    assert any("barrier and enabler stand beside it" in note for note in report.notes)


def test_a_sheet_without_the_columns_says_what_it_needs(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(["Name", "Telefon"])
    workbook.save(tmp_path / "x.xlsx")
    with pytest.raises(CodebookError, match=r"x\.xlsx: no sheet has a row of column names with 'Category'.*'Telefon'"):
        read_sheet(tmp_path / "x.xlsx")


def test_what_is_no_workbook_is_refused(tmp_path):
    (tmp_path / "a.xlsx").write_text("no workbook")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as packed:
        packed.writestr("x", "y")
    for name in "ab":
        with pytest.raises(UnreadableFile, match="no workbook"):
            read_sheet(tmp_path / f"{name}.xlsx")
    with pytest.raises(FileNotThere):
        read_sheet(tmp_path / "c.xlsx")


def test_a_bomb_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("qda.codebook.read_sheet.MAX_UNPACKED", 100)
    write_codebook(tmp_path / "a.xlsx", BOOK)
    with pytest.raises(HostileFile, match="unpacks to more"):
        read_sheet(tmp_path / "a.xlsx")


def test_a_hidden_sheet_that_was_changed_is_said(edited):
    edited.workbook[form.SOURCE_SHEET].cell(3, 1).value = "|x: ["
    assert "the hidden sheet 'Codebook file' was changed" in problems(edited)[0]
    assert edited.read(base=BOOK).book.hash == BOOK.hash


TEXTS = (
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"], exclude_characters="\ufeff"), min_size=1, max_size=60)
    .map(str.strip)
    .filter(bool)
)
PATTERNS = st.sampled_from(["trust*", "co-operat* body", '"*ination"', "2012", "no", "don't know"]).map(
    lambda p: p.strip('"')
) | st.fixed_dictionaries(
    {"any": st.lists(st.sampled_from(["board", "round table", "*ination"]), min_size=1, max_size=3)},
    optional={"score": st.sampled_from([0.3, 1]), "negation": st.just("keep")},
)
CODES = st.fixed_dictionaries(
    {},
    optional={
        "label": TEXTS,
        "definition": TEXTS,
        "rule": TEXTS,
        "anchor_examples": st.lists(
            TEXTS | st.fixed_dictionaries({"quote": TEXTS, "document": st.just("a/b")}, optional={"start": st.integers(0, 99)}),
            max_size=3,
        ),
        "patterns": st.dictionaries(st.sampled_from(["en", "de"]), st.lists(PATTERNS, max_size=3)),
        "implies": st.just({"v": ["x"]}),
    },
)


def book_of(codes):
    given_codes = [{"id": f"c{i}", **code} for i, code in enumerate(codes)]
    axes = [{"id": "v", "codes": [{"id": "x"}]}, {"id": "f", "codes": given_codes}]
    return parse_codebook(
        dump({"codebook": "b", "languages": ["en", "de"], "matrix": {"rows": ["v"], "cell": "f"}, "axes": axes}) + "\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "a\x07b",
        "_x0041_",
        "_x000D_",
        "a\u2028b",
        "\u00adsoft",
        "e\u0301",
        "two\n\nparts\n",
        " = 1",
        "'quoted'",
        "\U0001f600 \ufffd",
    ],
)
def test_texts_of_all_kinds_come_back_equal(tmp_path, text):
    book = book_of([{"label": text, "definition": text, "rule": text, "anchor_examples": [text]}])
    write_codebook(tmp_path / "any.xlsx", book)
    assert read_sheet(tmp_path / "any.xlsx").book.hash == book.hash


@given(st.lists(CODES, min_size=1, max_size=4))
def test_any_book_comes_back_equal(tmp_path_factory, codes):
    book = book_of(codes)
    path = tmp_path_factory.getbasetemp() / "any.xlsx"
    write_codebook(path, book)
    assert read_sheet(path).book.hash == book.hash


@given(st.lists(CODES, min_size=2, max_size=4), CODES)
def test_any_row_may_be_edited_to_say_anything(tmp_path_factory, codes, other):
    book, wanted = (
        book_of(codes),
        book_of(
            [
                {**other, "implies": codes[0]["implies"]}
                if "implies" in codes[0]
                else {k: v for k, v in other.items() if k != "implies"},
                *codes[1:],
            ]
        ),
    )
    edited = Edited(tmp_path_factory.getbasetemp() / "edited.xlsx", book)
    for field, text in form.cells_of(wanted.code("f", "c0"), book.languages).items():
        header = f"Patterns ({field[-2:]})" if field.startswith("patterns") else form.HEADERS[field]
        cell = edited.sheet.cell(edited.head + 2, edited.columns[header])
        cell.value = text or None
        cell.data_type = "s" if text else "n"  # a text that begins with = is typed with an apostrophe before it
    made = edited.read().book
    assert [tidied(c) for c in made.codes()] == [tidied(c) for c in wanted.codes()]
    assert [c.implies for c in made.codes()] == [c.implies for c in wanted.codes()]


def tidied(code):
    return {field: form.tidy(text) for field, text in form.cells_of(code, ["en", "de"]).items()}
