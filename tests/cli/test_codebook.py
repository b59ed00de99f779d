"""``qda codebook``: a guide is founded, mailed, edited, read back, compared and checked."""

import csv

import openpyxl
import pytest

import qda
from qda.codebook import parse_codebook
from qda.project import affected_codings, find_codebook


@pytest.fixture
def here(study, monkeypatch):
    monkeypatch.chdir(study)
    return study


def edit(path, id_, header, value):
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Coding guide"]
    rows = list(sheet.iter_rows())
    head = next(row for row in rows if row[0].value == "Axis")
    columns = {cell.value: cell.column for cell in head}
    row = next(row for row in rows if row[columns["Id"] - 1].value == id_)
    sheet.cell(row[0].row, columns[header]).value = value
    workbook.save(path)


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_guide_is_mailed_edited_and_read_back(call, here):
    assert call("codebook", "export", "small.yaml", "--out", "guide.xlsx").status == 0
    edit("guide.xlsx", "trust", "Definition", "Faith in each other.")
    done = call("codebook", "export", "guide.xlsx", "--out", "small.yaml")
    assert done.status == 0
    assert "factor/trust: definition changed from “People rely on each other.” to “Faith in each other.”" in done.out
    book = qda.read_codebook("small.yaml")
    assert book.code("factor", "trust").definition == "Faith in each other."
    assert qda.read_codebook("guide.xlsx").hash == book.hash


def test_a_workbook_does_not_take_back_what_was_changed_in_the_file_meanwhile(call, here):
    call("codebook", "export", "small.yaml", "--out", "guide.xlsx")
    edit("guide.xlsx", "trust", "Definition", "Faith in each other.")
    file = here / "small.yaml"
    file.write_text(file.read_text().replace("Count personal relations.", "Count favours."))
    before = file.read_bytes()
    refused = call("codebook", "export", "guide.xlsx", "--out", "small.yaml")
    assert (refused.status, refused.err.count("\n")) == (1, 1)
    assert "this would be lost: factor/trust: rule changed" in refused.err
    assert file.read_bytes() == before
    assert call("codebook", "export", "guide.xlsx", "--out", "other.yaml").status == 0
    assert "Count personal relations." in (here / "other.yaml").read_text()
    edit("guide.xlsx", "money", "Definition", "Too little money.")
    assert call("codebook", "export", "guide.xlsx", "--out", "other.yaml").status == 0
    assert qda.read_codebook("other.yaml").code("factor", "money").definition == "Too little money."


def test_the_file_that_is_written_over_keeps_its_comments(call, here):
    path = here / "small.yaml"
    call("codebook", "export", path, "--out", "guide.xlsx")
    path.write_text(
        path.read_text(encoding="utf-8").replace("  - id: valence\n", "  # both sides\n  - id: valence\n"), encoding="utf-8"
    )
    edit("guide.xlsx", "trust", "Category", "Faith")
    call("codebook", "export", "guide.xlsx", "--out", path)
    text = path.read_text(encoding="utf-8")
    assert "  # both sides\n  - id: valence\n" in text
    assert "label: Faith" in text


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "html", "csv", "yml"])
def test_every_kind_of_guide_is_written_the_same_twice(call, here, suffix):
    for name in "ab":
        assert call("codebook", "export", "small.yaml", "-o", f"{name}.{suffix}").status == 0
    assert (here / f"a.{suffix}").read_bytes() == (here / f"b.{suffix}").read_bytes()


def test_other_kinds_are_refused(call, here):
    done = call("codebook", "export", "small.yaml", "-o", "guide.pdf")
    assert (done.status, done.err.count("\n")) == (1, 1)
    assert "no coding guide of kind '.pdf'" in done.err
    assert call("codebook", "export", "small.yaml", "-o", "none/guide.docx").status == 1


def test_a_problem_in_a_workbook_is_a_line_each(call, here):
    call("codebook", "export", "small.yaml", "-o", "guide.xlsx")
    edit("guide.xlsx", "trust", "Axis", "factors")
    edit("guide.xlsx", "money", "Id", "Money!")
    for words in (("lint", "guide.xlsx"), ("export", "guide.xlsx", "-o", "x.yaml"), ("show", "guide.xlsx")):
        done = call("codebook", *words)
        assert done.status == 1
        assert "qda: guide.xlsx: sheet 'Coding guide', row " in done.err
        assert "'factors' is no axis of the codebook; did you mean 'factor'?" in done.err
    assert not (here / "x.yaml").exists()


def test_new_writes_a_pilot_and_never_over_a_file(call, here):
    done = call("codebook", "new", "mine", "--title", "Mine: a book", "--languages", "en, de")
    assert (done.status, done.err) == (0, "")
    book = qda.read_codebook("mine.yaml")
    assert (book.title, book.languages, book.state) == ("Mine: a book", ("en", "de"), "pilot")
    assert [axis.negation for axis in book.axes] == ["keep", "flip"]  # who speaks of no landlord still speaks of landlords
    assert call("codebook", "lint", "mine.yaml").status == 0
    again = call("codebook", "new", "mine")
    assert (again.status, again.err) == (1, "qda: mine.yaml: there is a file already; name another with --out\n")
    assert "is no id of a codebook" in call("codebook", "new", "My Book").err


def test_new_takes_over_a_guide_of_ones_own(call, here):
    workbook = openpyxl.Workbook()
    workbook.active.append(["Kategorie", "Definition", "Ankerbeispiel", "Kodierregel"])
    workbook.active.append(["Vertrauen", "Man kennt sich.", "„Wir rufen uns an.“", "Nicht: Gremien"])
    workbook.save("leitfaden.xlsx")
    done = call("codebook", "new", "vertrauen", "--from", "leitfaden.xlsx", "--title", "Vertrauen in Ämtern")
    assert done.status == 0
    assert "barrier and enabler stand beside it" in done.err
    book = qda.read_codebook("vertrauen.yaml")
    assert (book.id, book.title) == ("vertrauen", "Vertrauen in Ämtern")
    assert book.code("category", "vertrauen").anchor_examples[0].quote == "Wir rufen uns an."
    assert book.languages == ("en",)
    assert call("codebook", "new", "zwei", "--from", "leitfaden.xlsx", "--languages", "de, en").status == 0
    assert qda.read_codebook("zwei.yaml").languages == ("de", "en")


def test_show_tells_the_tree_and_one_category(call, here):
    tree = call("codebook", "show", "small.yaml").out
    assert "factor  factor\n  3 categories; several categories a statement." in tree
    assert "boards" in tree
    one = call("codebook", "show", "small.yaml", "factor/trust").out
    assert "People rely on each other." in one
    assert call("codebook", "show", "small.yaml", "--axis", "factor", "--code", "trust").out == one
    assert call("codebook", "show", "small.yaml", "thrust").err == (
        "qda: codebook 'small' has no code 'thrust'; did you mean 'trust'? Allowed: 'barrier', 'boards', 'development', 'enabler', 'implementation',"
        " 'money', 'multi_dimensional', 'multi_level', 'trust'\n"
    )


def changed(here, *pairs):
    text = (here / "small.yaml").read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    (here / "new.yaml").write_text(text, encoding="utf-8")


def test_diff_tells_in_words_and_as_a_table(call, here):
    changed(here, ("People rely on each other.", "Faith."), ('version: "1.0"', 'version: "1.1"'))
    said = call("codebook", "diff", "small.yaml", "new.yaml").out
    assert "factor/trust: definition changed from “People rely on each other.” to “Faith.”" in said
    assert call("codebook", "diff", "small.yaml", "new.yaml", "--csv", "d.csv").out == "d.csv: 2 changes\n"
    assert [(row["field"], row["after"]) for row in rows_of(here / "d.csv")] == [("version", "1.1"), ("definition", "Faith.")]
    assert "say the same" in call("codebook", "diff", "small.yaml", "small.yaml").out


def test_diff_lists_the_codings_that_rest_on_an_older_text(call, here, out):
    changed(here, ("rule: Count personal relations.", "rule: Count all relations."))
    study = out / "project.qda"
    done = call("codebook", "diff", study, "new.yaml", "--project", study, "--codings", "again.csv")
    assert done.status == 0
    rows = rows_of(here / "again.csv")
    assert {(row["axis"], row["code"]) for row in rows} == {("factor", "trust")}
    with qda.Project.open(study) as project:
        coded = project.codings.query("axis == 'factor' and code == 'trust'")
        assert sorted(row["id"] for row in rows) == sorted(coded["id"])
    assert all(row["why"].startswith("factor/trust: rule changed") for row in rows)
    assert call("codebook", "diff", "small.yaml", "new.yaml", "--codings", "x.csv").status == 2


def test_nothing_rests_on_an_older_text_where_only_patterns_changed(here, out):
    changed(here, ("en: [trust]", "en: [trust, rely]"))
    with qda.Project.open(out / "project.qda") as project:
        assert affected_codings(project, project.book.diff(qda.read_codebook("new.yaml"))).empty


def test_a_renamed_category_is_looked_at_again_under_its_old_name(here, out):
    changed(here, ("- id: trust", "- id: faith"))
    with qda.Project.open(out / "project.qda") as project:
        found = affected_codings(project, project.book.diff(qda.read_codebook("new.yaml")))
        assert set(found["code"]) == {"trust"}


def test_a_project_keeps_its_codebook_by_version(call, here, out):
    study = out / "project.qda"
    book = qda.read_codebook("small.yaml")
    for name in (study, f"{study}#1.0", f"{study}#{book.hash[:6]}", f"{study}#{book.codebook_version}"):
        assert find_codebook(name).hash == book.hash
    done = call("codebook", "show", f"{study}#2.0")
    assert (done.status, done.err.count("\n")) == (1, 1)
    assert f"no version '2.0' of the codebook; Allowed: '{book.codebook_version}'" in done.err
    with qda.Project.open(study) as project:
        assert project.codebooks["codebook_version"].tolist() == [book.codebook_version]


def test_lint_runs_the_rules_on_a_corpus_and_a_project(call, here, out):
    done = call("codebook", "lint", "small.yaml", "--corpus", "corpus", "--csv", "f.csv")
    assert done.status == 0
    assert "rules were run on " in done.out
    assert "of the corpus" in done.out
    rows = rows_of(here / "f.csv")
    assert {row["file"] for row in rows} == {"small.yaml"}
    assert all(row["remedy"] for row in rows)
    again = call("codebook", "lint", "small.yaml", "--project", out / "project.qda")
    assert (
        again.out.replace("(project)", "(corpus)").replace("of the project", "of the corpus").splitlines()[-2:]
        == done.out.splitlines()[-2:]
    )


def test_lint_looks_for_anchor_examples_in_the_documents_they_name(call, here):
    changed(here, ('["I just ring her up."]', "[{quote: Nobody rings., document: york/plan}]"))
    done = call("codebook", "lint", "new.yaml", "--corpus", "corpus")
    assert "factor/trust: anchor example “Nobody rings.” is not found in york/plan: quote it as it stands there" in done.out


def test_lint_tells_precision_and_recall_on_the_bank_beside_it(call, here):
    bank = here / "small.examples.jsonl"
    texts = [
        "We trust the other office in this town.",
        "We trust nobody in the other office here.",
        "There is not much to say about that here.",
    ]
    codes = ['{"factor": ["trust"]}', '{"factor": []}', '{"factor": ["boards"]}']
    lines = [
        f'{{"text": "{t}", "language": "en", "voice": "interview", "codes": {c}}}' for t, c in zip(texts, codes, strict=True)
    ]
    bank.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = call("codebook", "lint", "small.yaml", "--out", "figures.csv")
    assert done.status == 0, done.err
    assert "3 labelled sentences (small.examples.jsonl)" in done.out
    rows = {(r["code"], r["rule"]): r for r in rows_of(here / "figures.csv") if r["language"] == "en"}
    assert [rows["trust", ""][k] for k in ("labelled", "fired", "right", "precision", "recall")] == [
        "1",
        "2",
        "1",
        "0.500000",
        "1.000000",
    ]
    assert rows["boards", "factor/boards#1"]["recall"] == "0.000000"


def test_lint_says_when_there_are_no_figures_to_write(call, here):
    done = call("codebook", "lint", "small.yaml", "--out", "g.csv")
    assert done.err == "qda: g.csv: not written: there are no labelled sentences beside the codebook; name them with --bank\n"
    assert not (here / "g.csv").exists()


def test_lint_names_broken_patterns_as_errors(call, here):
    changed(here, ("en: [trust]", "en: [trust, {any: [a], nearby: [b]}]"))
    done = call("codebook", "lint", "new.yaml")
    assert done.status == 1
    assert "new.yaml:38: error: factor/trust: unknown key 'nearby' in a pattern" in done.out
    assert "1 error," in done.out


def test_a_project_writes_a_guide(here, out):
    with qda.Project.open(out / "project.qda") as project:
        assert project.export(here / "guide.docx", project.book) == (here / "guide.docx",)
    assert (here / "guide.docx").stat().st_size > 10_000


def test_a_workbook_is_a_codebook_wherever_one_is_named(call, here):
    call("codebook", "export", "small.yaml", "-o", "guide.xlsx")
    done = call("run", "corpus", "--codebook", "guide.xlsx", "--out", "results")
    assert done.status == 0, done.err
    with qda.Project.open("results/project.qda") as project:
        assert project.book.hash == parse_codebook((here / "small.yaml").read_text(encoding="utf-8")).hash


def test_lint_shows_no_empty_table_of_wrong_rules(call, here):
    call(
        "codebook",
        "examples",
        "add",
        "small.yaml",
        "--text",
        "They rely on each other every day.",
        "--codes",
        "factor=trust",
        "--voice",
        "report",
    )
    said = call("codebook", "lint", "small.yaml").out
    assert "Codes on the example bank" in said
    assert "wrong most often" not in said
