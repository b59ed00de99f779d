"""Mayring's procedure on the command line."""

import shutil

import pytest
from books import SMALL

import qda
from qda.codebook import parse_codebook

NEXT = SMALL.replace('version: "1.0"', 'version: "1.1"')


def make(folder):
    folder.mkdir()
    (folder / "talk.txt").write_text("We trust the board. The budget is short. It rains. The board helps. Trust is rare.\n")
    (folder / "plan.txt").write_text("The board decides. Trust grows. Money is short.\n")
    with qda.Project.create(folder / "study.qda", parse_codebook(SMALL)) as made:
        made.add(folder / "talk.txt", case="leeds")
        made.add(folder / "plan.txt", case="york")
        made.segment()
        for start, end, code in ((0, 19, "boards"), (0, 19, "trust"), (20, 40, "money")):
            made.add_codings([{"doc_id": "talk", "start": start, "end": end, "axis": "factor", "code": code}], coder="AB")
    (folder / "next.yaml").write_text(NEXT.replace("Count personal relations.", "Count favours."))
    (folder / "merged.yaml").write_text(
        NEXT.replace("      - {id: boards, label: Boards, patterns: {en: [board, committee]}}\n", "")
    )


@pytest.fixture
def here(tmp_path, once, monkeypatch):
    shutil.copytree(once("procedure", make), tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_use_gives_another_version_and_lists_what_to_look_at_again(call, here):
    called = call("codebook", "use", "study.qda", "next.yaml", "--coder", "AB")
    assert (called.status, called.err) == (0, "")
    assert "1 coding made under an older text to look at again" in called.out
    assert "We trust the board." in called.out
    assert "small@1.1" in call("history", "study.qda", "--kind", "codebook").out
    assert call("undo", "study.qda", "--coder", "AB").out.startswith("undo: codebook small@1.0")


def test_use_asks_what_became_of_a_category(call, here):
    refused = call("codebook", "use", "study.qda", "merged.yaml", "--coder", "AB")
    assert refused.status == 1
    assert refused.err.count("\n") == 1
    assert "factor/boards=..." in refused.err
    done = call(
        "codebook",
        "use",
        "study.qda",
        "merged.yaml",
        "--coder",
        "AB",
        "--became",
        "factor/boards=trust",
        "--codings",
        "again.csv",
    )
    assert done.status == 0
    assert "1 coding recoded" in done.out
    assert "boards" in (here / "again.csv").read_text()
    assert call("codebook", "use", "study.qda", "merged.yaml", "--coder", "AB", "--became", "trust").status == 2
    twice = ("--became", "factor/boards=trust", "--became", "factor/boards=money")
    assert call("codebook", "use", "study.qda", "merged.yaml", "--coder", "AB", *twice).status == 2


def test_an_early_revision_is_warned_of(call, here):
    text = NEXT.replace("state: pilot", "state: pilot\ntechnique: inductive category formation\nabstraction: near to the words")
    (here / "inductive.yaml").write_text(text)
    assert call("codebook", "use", "study.qda", "inductive.yaml", "--coder", "AB").err == ""
    assert "Level of abstraction" in call("codebook", "show", "study.qda").out


def typed(monkeypatch, *lines):
    said = iter(lines)
    monkeypatch.setattr("builtins.input", lambda _prompt: next(said))


def test_form_walks_through_the_material(call, here, monkeypatch):
    typed(monkeypatch, "1", "+ order Good order: What is decided and by whom.", "nonsense", "c", "-", "u", "trust, 1", "q")
    called = call("form", "study.qda", "--coder", "CD", "--axis", "factor")
    assert called.status == 0
    assert "1  boards" in called.out
    assert "no code 'nonsense'" in called.err
    assert "undo: " in called.out
    with qda.Project.open(here / "study.qda") as project:
        assert project.book.code("factor", "order").label == "Good order"
        mine = project.codings.query("coder == 'CD'")
        assert mine["code"].tolist()[:2] == ["boards", "order"]
        assert len(mine) == 4


@pytest.mark.parametrize(
    ("line", "told"), [("don't know", 'no code "don\'t"'), (",", "under which category"), ('"', "no code '\"'")]
)
def test_form_asks_again_after_a_slip_of_the_keyboard(line, told, call, here, monkeypatch):
    typed(monkeypatch, line, "q")
    called = call("form", "study.qda", "--coder", "CD", "--axis", "factor", "--documents", "talk")
    assert (called.status, called.err.count("\n")) == (0, 1)
    assert told in called.err
    assert "0 of 5 passages read" in called.out


def test_form_ends_with_its_input(call, here, monkeypatch):
    def ended(_prompt):
        raise EOFError

    monkeypatch.setattr("builtins.input", ended)
    assert "0 of 5 passages read" in call("form", "study.qda", "--coder", "CD", "--axis", "factor", "--documents", "talk").out
    assert call("form", "study.qda", "--coder", "CD").status == 1


def test_categories_tells_how_they_grew_and_what_became_of_them(call, here):
    told = call("categories", "study.qda", "--axis", "factor").out
    assert "3 categories after 2 passages" in told
    assert "nothing new in the last 0" in told
    call("codebook", "use", "study.qda", "merged.yaml", "--coder", "AB", "--became", "factor/boards=trust")
    told = call("categories", "study.qda", "--axis", "factor").out
    assert "2 categories after 2 passages" in told
    assert "merged" in told
    assert call("categories", "study.qda", "--axis", "factor", "--coder", "nobody").out.startswith("nothing read")
    assert call("categories", "study.qda", "--axis", "factor", "--csv", "growth.csv").out == "growth.csv: 2 passages\n"
    assert (here / "growth.csv").read_text().splitlines()[0] == "passage,doc_id,start,end,codes,new,n_new,categories,read"


def test_a_summary_is_written_down_and_exported(call, here):
    place = "talk:20-40"
    assert call("summarise", "study.qda", place, "--coder", "AB", "--paraphrase", "too little money").out == "kept\n"
    assert call("summarise", "study.qda", place, "--coder", "AB", "--paraphrase", "too little money").out == "says so already\n"
    call("summarise", "study.qda", place, "--coder", "AB", "--generalisation", "resources", "--reduction", "R1")
    assert "too little money" in call("summary", "study.qda").out
    assert call("summary", "study.qda", "--coder", "CD").out == "no summaries\n"
    assert call("summary", "study.qda", "--out", "summary.docx").out == "summary.docx: 1 passage\n"
    assert (here / "summary.docx").stat().st_size > 5000
    assert call("summarise", "study.qda", place, "--coder", "AB").status == 2
    assert call("summarise", "study.qda", "talk", "--coder", "AB", "--paraphrase", "x").status == 2
    assert call("summarise", "study.qda", "tlk:0-3", "--coder", "AB", "--paraphrase", "x").status == 1


def test_explicate_shows_what_helps_to_understand_a_passage(call, here):
    told = call("explicate", "study.qda", "talk:0-19", "--around", "1")
    assert told.status == 0
    assert "1 after  The budget is short." in told.out
    assert "plan · trust" in told.out
    assert call("explicate", "study.qda", "talk:0-19", "--csv", "context.csv").status == 0
    assert (here / "context.csv").read_text().startswith("context,relation,doc_id,start,end")
    assert call("explicate", "study.qda", "talk:0-1900").status == 1


def test_saturation_prints_the_numbers_and_draws_them(call, here):
    told = call("saturation", "study.qda", "--axis", "factor", "--base", "1", "--run", "1", "--times", "10", "--out", "fig.svg")
    assert told.status == 0
    assert "1 document, 3 categories; base size 1, run length 1" in told.out
    assert (here / "fig.svg").read_bytes().startswith(b"<?xml")
    assert call("saturation", "study.qda", "--axis", "factor", "--csv", "documents.csv").status == 0
    assert (
        here / "documents.csv"
    ).read_text() == "number,document,codes,new,n_new,categories\n1,talk,boards; money; trust,boards; money; trust,3,3\n"
    assert call("saturation", "study.qda", "--axis", "factors").err.count("\n") == 1
    assert call("saturation", "study.qda", "--axis", "factor", "--out", "fig.gif").status == 1
