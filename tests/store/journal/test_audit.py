import json

import pytest
from claims import FIRST, SECOND, TEXT, coding, document, rows, run, suggestion

from qda.errors import BadInput, ProjectError, UnknownName
from qda.store import Store
from qda.store.journal.audit import Asked
from qda.store.material.memos import Target


@pytest.fixture
def busy(filled):
    filled.add_documents([document(doc_id="york/b", case="york")], coder="CD")
    filled.add_codings(rows(coding(id="x")), coder="AB")
    filled.add_codings(rows(coding(SECOND, doc_id="york/b", id="y")), coder="CD")
    run(filled, suggestion(SECOND, code="boards"))
    filled.recode(["x"], "money", coder="AB")
    filled.note(Target(kind="document", id="york/b"), "a secret", coder="AB")
    filled.retract(["y"], coder="CD")
    filled.undo("CD")
    return filled


def test_every_act_names_its_documents(busy):
    found = busy.history(Asked())
    assert list(zip(found["kind"], found["documents"], strict=True)) == [
        ("create", ""),
        ("add", "leeds/a"),
        ("segment", "leeds/a"),
        ("add", "york/b"),
        ("code", "leeds/a"),
        ("code", "york/b"),
        ("tag", "leeds/a"),
        ("recode", "leeds/a"),
        ("memo", "york/b"),
        ("retract", "york/b"),
        ("undo", "york/b"),
    ]
    assert found["codebook"].tolist()[1:] == [busy.book.codebook_version] * 10
    assert found["undone_by"].tolist()[-2] == found["id"].tolist()[-1]


def test_the_journal_is_asked(busy):
    assert busy.history(Asked(document="york/b"))["kind"].tolist() == ["add", "code", "memo", "retract", "undo"]
    assert busy.history(Asked(coder="AB"))["kind"].tolist() == ["code", "recode", "memo"]
    assert busy.history(Asked(kind="code", coder="CD"))["documents"].tolist() == ["york/b"]
    times = busy.history(Asked())["time"]
    assert len(busy.history(Asked(since=times.iloc[0]))) == 11
    assert busy.history(Asked(until=times.iloc[0])).empty
    for asked, message in (
        (Asked(document="york/c"), "did you mean 'york/b'"),
        (Asked(coder="Ab"), "no coder 'Ab' in the journal"),
        (Asked(kind="recod"), "did you mean 'recode'"),
    ):
        with pytest.raises(UnknownName, match=message):
            busy.history(asked)


def test_lines_show_before_and_after_without_a_word_of_the_text(busy):
    lines = busy.history_lines(Asked())
    recode = next(line for line in lines if line["kind"] == "recode")
    (before,), after = recode["rows_retracted"], [r for r in recode["rows_added"] if r["table"] == "codings"]
    assert (before["id"], before["code"], before["start"], before["end"]) == ("x", "trust", *FIRST)
    assert [(r["code"], r["replaces"], r["axis"]) for r in after] == [("money", "x", "factor")]
    undo = lines[-1]
    assert undo["undoes"] == [next(line["id"] for line in lines if line["kind"] == "retract")]
    written = json.dumps(lines, ensure_ascii=False)
    for secret in ("trust them", "lacks a budget", "secret", "rule trust"):
        assert secret not in written
    full = json.dumps(busy.history_lines(Asked(), text=True), ensure_ascii=False)
    assert "a secret" in full
    assert TEXT[slice(*FIRST)] in full


def test_reasons_are_text(busy):
    busy.settle(("leeds/a", *FIRST), {"factor": []}, coder="AB", reason="hush")
    assert "hush" not in json.dumps(busy.history_lines(Asked(kind="settle")))
    assert "hush" in json.dumps(busy.history_lines(Asked(kind="settle"), text=True))


def test_undo_by_the_journal_goes_further_back(path, busy):
    busy.close()
    with Store.open(path) as again:
        assert again.undo("AB", session=False).startswith("undo: memo on document")
    with Store.open(path) as again:
        assert again.undo("AB", session=False) == "undo: 1 coding recoded"
        assert "x" in set(again.codings()["id"])
    with Store.open(path) as again:
        assert again.redo("AB", session=False).endswith("1 coding recoded")
        assert "x" not in set(again.codings()["id"])
        assert again.redo("AB", session=False).startswith("redo: memo on document")
        with pytest.raises(ProjectError, match="nothing to redo"):
            again.redo("AB", session=False)


def test_something_else_done_ends_redo_by_the_journal(path, busy):
    busy.undo("AB", session=False)
    busy.add_codings(rows(coding(SECOND)), coder="AB")
    with pytest.raises(ProjectError, match="did something else since"):
        busy.redo("AB", session=False)


def test_a_named_act_is_undone_and_redone(busy):
    line = busy.history(Asked(kind="code", coder="AB")).iloc[0]
    with pytest.raises(ProjectError, match="recode by AB"):
        busy.undo("AB", act=line["id"])
    memo = busy.history(Asked(kind="memo")).iloc[0]["id"]
    busy.undo("AB", act=memo[:8])
    assert busy.memos().empty
    with pytest.raises(ProjectError, match="undone already"):
        busy.undo("AB", act=memo)
    busy.redo("AB", act=memo)
    assert len(busy.memos()) == 1
    with pytest.raises(ProjectError, match="is AB's, not CD's"):
        busy.undo("CD", act=memo)
    with pytest.raises(UnknownName, match="no act 'zz'"):
        busy.undo("AB", act="zz")
    with pytest.raises(ProjectError, match="the project begins with it"):
        busy.undo("", act=busy.history(Asked(kind="create")).iloc[0]["id"])


def test_undo_of_the_session_still_works_after_undo_by_the_journal(busy):
    busy.undo("AB", session=False)
    assert busy.undo("AB") == "undo: 1 coding recoded"
    assert busy.redo("AB") == "redo: 1 coding recoded"


def signed(store):
    """The last line of the journal: its kind and who signed it."""
    return tuple(store.journal()[["kind", "coder"]].iloc[-1])


def test_nobody_signs_an_undoing_with_somebody_elses_name(busy):
    memo = busy.history(Asked(kind="memo")).iloc[0]["id"]
    busy.undo(act=memo)
    assert signed(busy) == ("undo", "")
    busy.redo(act=memo)
    assert signed(busy) == ("redo", "")
    busy.undo()
    assert signed(busy) == ("undo", "")
    assert set(busy.history(Asked(coder="AB"))["kind"]) == {"code", "recode", "memo"}


def test_who_undoes_signs(busy):
    memo = busy.history(Asked(kind="memo")).iloc[0]["id"]
    busy.undo("AB", act=memo)
    assert signed(busy) == ("undo", "AB")
    busy.redo("AB", act=memo, by=" PI ")
    assert signed(busy) == ("redo", "PI")
    with pytest.raises(BadInput, match="the name of a machine"):
        busy.undo(act=memo, by="rules")


def test_a_machine_signs_no_undoing(busy):
    busy.undo("rules", session=False)
    assert signed(busy) == ("undo", "")
    busy.redo("rules", session=False, by="PI")
    assert signed(busy) == ("redo", "PI")
    assert "rules" in set(busy.codings()["coder"])


@pytest.mark.parametrize("session", [True, False])
def test_what_was_undone_unsigned_is_redone_by_whose_it_is(busy, session):
    busy.undo(act=busy.history(Asked(kind="memo")).iloc[0]["id"])
    assert busy.redo("AB", session=session).startswith("redo: memo on document")
    undoing = busy.undo(act=busy.history(Asked(kind="redo")).iloc[-1]["id"], by="PI")
    assert undoing.startswith("undo: ")
    assert busy.memos().empty
    with pytest.raises(ProjectError, match="is AB's, not CD's"):
        busy.redo("CD", act=busy.history(Asked(kind="undo")).iloc[-1]["id"])
    with pytest.raises(ProjectError, match="nothing to redo"):
        busy.redo("EF", session=session)


def test_work_of_the_same_coder_ends_redo_whoever_signed(busy):
    busy.undo("AB", session=False, by="PI")
    busy.add_codings(rows(coding(SECOND)), coder="AB")
    with pytest.raises(ProjectError, match="AB did something else since"):
        busy.redo("AB", session=False)
    with pytest.raises(ProjectError, match="nothing to redo"):
        busy.redo("AB")
