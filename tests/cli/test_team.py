import csv
import json

import openpyxl
import pytest

from qda import Project


@pytest.fixture
def file(out):
    """A project of the small study in which AB coded one sentence."""
    path = out / "project.qda"
    with Project.open(path) as project:
        unit = project.segments.query("text.str.startswith('The lack')").iloc[0]
        row = {name: [unit[name]] for name in ("doc_id", "start", "end")}
        import pandas as pd

        project.add_codings(pd.DataFrame({**row, "axis": ["factor"], "code": ["money"], "id": ["x"]}), coder="AB")
    return path


def place(file):
    with Project.open(file) as project:
        row = project.codings.set_index("id").loc["x"]
        return row["doc_id"], int(row["start"]), int(row["end"])


def test_memos_are_written_searched_and_exported(file, call, tmp_path):
    doc_id, start, end = place(file)
    assert call("memo", file, "the study", "--coder", "AB").out == "noted\n"
    assert call("memo", file, "=1+1 look", "--coder", "AB", "--coding", "x").status == 0
    assert call("memo", file, "a stretch", "--coder", "AB", "--document", doc_id, "--span", f"{start}-{end}").status == 0
    assert call("memo", file, "a document", "--coder", "AB", "--document", doc_id).status == 0
    shown = call("memos", file, "--search", "LOOK").out
    assert "=1+1 look" in shown
    assert "the study" not in shown
    assert call("memos", file, "--kind", "case").out == "no memos\n"
    assert call("memos", file, "--csv", tmp_path / "memos.csv").out == f"{tmp_path / 'memos.csv'}: 4 memos\n"
    with (tmp_path / "memos.csv").open(encoding="utf-8") as table:
        assert [row["kind"] for row in csv.DictReader(table)] == ["project", "document", "segment", "coding"]


def test_wrong_calls_are_told_apart(file, call):
    assert call("memo", file, "t", "--coder", "rules").status == 1
    assert call("memo", file, "t", "--coder", "AB", "--span", "1-2").status == 2
    assert call("memo", file, "t", "--coder", "AB", "--document", "leeds/interview-01", "--span", "a-2").status == 2
    assert call("memo", file, "t").status == 2
    assert "did you mean 'leeds/interview-01'" in call("memo", file, "t", "--coder", "AB", "--document", "leeds/interview-1").err
    assert call("assign", file, "--to", "AB", "--sample", "many").status == 2
    assert "time 'yesterday'" in call("history", file, "--since", "yesterday").err
    assert call("history", file, "--with-text").status == 2


def test_memos_and_journal_stand_in_workbook_and_report(file, call, tmp_path):
    call("memo", file, "=1+1 look", "--coder", "AB", "--coding", "x")
    call("memo", file, "<b>bold</b>", "--coder", "AB", "--document", "leeds/interview-01")
    assert call("export", file, tmp_path / "exported").status == 0
    assert {p.name for p in (tmp_path / "exported").iterdir()} == {
        "matrix.xlsx", "matrix.csv", "codings.csv", "segments.csv", "report.html",
    }  # fmt: skip
    book = openpyxl.load_workbook(tmp_path / "exported/matrix.xlsx")
    assert book.sheetnames[-2:] == ["Memos", "Journal"]
    memos = {row[3].value: row for row in book["Memos"].iter_rows(min_row=4)}
    cell = memos["=1+1 look"][3]
    assert cell.data_type == "s"
    link = memos["=1+1 look"][0].hyperlink.location
    sheet, _, at = link.replace("'", "").partition("!")
    assert "The lack of trust" in next(c.value for c in book[sheet][int(at[1:])] if "lack" in str(c.value))
    assert memos["<b>bold</b>"][0].hyperlink is not None
    kinds = [row[2].value for row in book["Journal"].iter_rows(min_row=4)]
    assert kinds[0] == "create"
    assert kinds[-2:] == ["memo", "memo"]
    page = (tmp_path / "exported/report.html").read_text(encoding="utf-8")
    assert 'id="memos"' in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert 'id="journal"' in page


def test_assigning_and_progress(file, call):
    assert call("assign", file, "--to", "CD", "--to", "EF", "--sample", "2", "--seed", "4", "--coder", "PI").out == "4 assigned\n"
    assert call("assign", file, "--to", "CD,EF", "--sample", "2", "--seed", "4").out == "0 assigned\n"
    assert call("assign", file, "--to", "AB", "--document", "york/plan", "--open").out == "1 assigned\n"
    with Project.open(file) as project:
        units = (project.segments["doc_id"] == "york/plan").sum()
    shown = call("assignments", file).out.splitlines()
    assert shown[0].split() == ["coder", "round", "doc_id", "by", "units", "read", "coded", "blind"]
    assert any(line.split() == ["AB", "1", "york/plan", "document", str(units), "0", "0", "0"] for line in shown)
    coders = call("coders", file).out
    assert [line.split()[0] for line in coders.splitlines()[1:]] == ["AB", "CD", "EF", "PI", "rules"]


def test_a_word_in_another_encoding_is_told_in_a_line(file, call):
    done = call("memo", file, "caf\udce9", "--coder", "AB")  # as the terminal hands over bytes that are no text in its encoding
    assert (done.status, done.out) == (1, "")
    assert "no text in the encoding of this terminal" in done.err


def test_a_list_is_settled(file, call, tmp_path):
    doc_id, start, end = place(file)
    table = tmp_path / "list.csv"
    head = "doc_id,start,end,axis,settled,reason\n"
    table.write_text(
        f"{head}{doc_id},{start},{end},factor,trust,talked it over\n{doc_id},{start},{end},valence,bad,r\n", encoding="utf-8"
    )
    called = call("settle", file, table, "--coder", "AB")
    assert called.status == 1
    assert called.out == "1 settled, 0 already, 0 open, 1 wrong\n"
    assert f"qda: {table}: line 3: " in called.err
    table.write_text(f"{head}{doc_id},{start},{end},factor,trust,talked it over\n", encoding="utf-8")
    done = call("settle", file, table, "--coder", "AB")
    assert (done.status, done.out) == (0, "0 settled, 1 already, 0 open, 0 wrong\n")
    with Project.open(file) as project:
        assert project.codings.query("origin == 'settled'")["code"].tolist() == ["trust"]


def test_the_journal_is_shown_and_written(file, call, tmp_path):
    call("memo", file, "a secret", "--coder", "AB", "--coding", "x")
    shown = call("history", file, "--coder", "AB", "--since", "1d").out.splitlines()
    assert shown[0].split() == ["act", "time", "coder", "kind", "what", "documents", "undone"]
    assert [line.split()[3] for line in shown[1:]] == ["code", "memo"]
    printed = call("history", file, "--jsonl", "-", "--document", "leeds/interview-01").out
    lines = [json.loads(line) for line in printed.splitlines()]
    assert [line["kind"] for line in lines] == ["add", "segment", "tag", "code", "memo"]
    for secret in ("secret", "lack of trust", "ministry"):
        assert secret not in printed
    out = tmp_path / "journal.jsonl"
    assert call("history", file, "--jsonl", out, "--kind", "memo", "--with-text").out == f"{out}: 1 act\n"
    assert "a secret" in out.read_text(encoding="utf-8")
    assert call("history", file, "--since", "2999-01-01").out == "no such acts\n"


def test_undo_and_redo_from_the_command_line(file, call):
    call("memo", file, "one", "--coder", "AB", "--coding", "x")
    assert call("undo", file, "--coder", "AB").out == "undo: memo on coding x\n"
    assert call("undo", file, "--coder", "AB").out == "undo: 1 coding added, 1 reading\n"
    nothing = call("undo", file, "--coder", "AB")
    assert nothing.status == 1
    assert "nothing to undo: the journal has no act of 'AB'" in nothing.err
    assert call("redo", file, "--coder", "AB").out.startswith("redo: ")
    assert call("redo", file, "--coder", "AB").out.endswith("memo on coding x\n")
    assert call("redo", file, "--coder", "AB").status == 1
    act = call("history", file, "--kind", "memo").out.splitlines()[1].split()[0]
    assert call("undo", file, "--coder", "AB", "--act", act).out == "undo: memo on coding x\n"
    with Project.open(file) as project:
        assert project.memos.empty


def test_memos_are_shown_with_document_and_place(file, call):
    doc_id, start, end = place(file)
    call("memo", file, "on a coding", "--coder", "AB", "--coding", "x")
    call("memo", file, "on all of it", "--coder", "AB", "--document", doc_id)
    head, *lines = (line.split() for line in call("memos", file).out.splitlines())
    assert head == ["kind", "doc_id", "start", "end", "target", "label", "coder", "text"]
    assert [line[:5] for line in lines] == [
        ["document", doc_id, "-1", "-1", doc_id], ["coding", doc_id, str(start), str(end), "x"],
    ]  # fmt: skip


def test_an_empty_memo_says_whether_it_took_one_away(file, call):
    assert call("memo", file, "", "--coder", "AB").out == "nothing taken away: there was no memo of AB there\n"
    assert call("memo", file, "one", "--coder", "AB").out == "noted\n"
    assert call("memo", file, "", "--coder", "CD").out == "nothing taken away: there was no memo of CD there\n"
    assert call("memo", file, " ", "--coder", "AB").out == "taken away\n"
    assert call("memo", file, "", "--coder", "AB").out == "nothing taken away: there was no memo of AB there\n"


@pytest.mark.parametrize("share", ["200%", "0%", "100.5%"])
def test_a_share_is_refused_as_it_was_written(file, call, share):
    done = call("assign", file, "--to", "CD", "--sample", share)
    assert (done.status, done.out) == (2, "")
    assert f"'{share}'" in done.err
    assert call("assign", file, "--to", "CD", "--sample", "100%").status == 0


def test_an_unsigned_act_says_how_it_is_undone(file, call):
    call("assign", file, "--to", "CD", "--document", "york/plan")
    act = call("history", file, "--kind", "assign").out.splitlines()[1].split()[0]
    done = call("undo", file, "--act", act, "--coder", "PI")
    assert (done.status, done.out) == (1, "")
    assert "is unsigned, not PI's; it is meant by `--coder ''`" in done.err
    assert call("undo", file, "--act", act, "--coder", "").status == 0
    assert call("assignments", file).out == "no assignments\n"


def test_whoever_undoes_signs_on_the_command_line_too(file, call):
    act = call("history", file, "--kind", "code").out.splitlines()[1].split()[0]
    assert call("undo", file, "--act", act).status == 0
    assert call("redo", file, "--coder", "AB", "--by", "PI").status == 0
    assert call("undo", file, "--coder", "rules", "--by", "CD").status == 0
    with Project.open(file) as project:
        signed = project.journal.query("kind in ('undo', 'redo')")
    assert list(zip(signed["kind"], signed["coder"], strict=True)) == [("undo", ""), ("redo", "PI"), ("undo", "CD")]
    done = call("undo", file)
    assert (done.status, done.out) == (2, "")
    assert "whose act?" in done.err
