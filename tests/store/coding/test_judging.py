import pytest
from claims import SECOND, codes, coding, rows, run, suggestion

from qda.errors import BadInput, UnknownName


@pytest.fixture
def suggested(filled):
    run(filled, suggestion(statement="leeds/a:0-16:rules:1:barrier"), suggestion(SECOND, code="boards"))
    return filled


def ids(store, coder="rules"):
    return store.codings().query("coder == @coder")["id"].tolist()


def test_accepting_adds_the_persons_own_row(suggested):
    made = suggested.accept(ids(suggested)[:1], coder="AB", certainty=3)
    own = suggested.codings().set_index("id").loc[made[0]]
    assert (own["coder"], own["origin"], own["status"], own["code"]) == ("AB", "human", "accepted", "trust")
    assert own["statement"] == "leeds/a:0-16:AB:1:barrier"
    assert own["certainty"] == 3
    assert codes(suggested) == [("AB", "trust"), ("rules", "boards"), ("rules", "trust")]
    read = suggested.readings().query("coder == 'AB'")
    assert read[["start", "axis"]].to_numpy().tolist() == [[0, "factor"]]


def test_changing_ones_mind_replaces_the_judgement(suggested):
    suggested.accept(ids(suggested), coder="AB")
    suggested.reject(ids(suggested)[:1], coder="AB")
    found = suggested.codings().query("coder == 'AB'")
    assert found[["code", "status"]].to_numpy().tolist() == [["trust", "rejected"], ["boards", "accepted"]]
    suggested.undo("AB")
    assert suggested.codings().query("coder == 'AB'")["status"].tolist() == ["accepted", "accepted"]


def test_two_people_judge_apart(suggested):
    suggested.accept(ids(suggested)[:1], coder="AB")
    suggested.reject(ids(suggested)[:1], coder="CD")
    found = suggested.codings().query("code == 'trust'")
    assert sorted(zip(found["coder"], found["status"], strict=True)) == [
        ("AB", "accepted"),
        ("CD", "rejected"),
        ("rules", "suggested"),
    ]


def test_only_suggestions_are_judged(suggested):
    suggested.add_codings(rows(coding()), coder="AB")
    with pytest.raises(BadInput, match="is no suggestion but accepted"):
        suggested.accept(ids(suggested, "AB"), coder="CD")


def test_unknown_ids_are_named(suggested):
    with pytest.raises(UnknownName, match="no coding 'x' in this project"):
        suggested.reject(["x"], coder="AB")


def test_of_a_coding_that_was_taken_back_is_said_by_whom(suggested):
    suggested.add_codings(rows(coding(id="x")), coder="AB")
    suggested.retract(["x"], coder="CD")
    with pytest.raises(UnknownName, match=r"no coding 'x' in this project any more: 1 coding retracted \(CD, \d{4}-"):
        suggested.retract(["x"], coder="AB")
    suggested.undo("CD")
    assert suggested.retract(["x"], coder="AB") == 1


def test_judging_nothing_is_no_act(suggested):
    before = len(suggested.journal())
    assert suggested.accept([], coder="AB") == []
    assert suggested.retract([], coder="AB") == 0
    assert len(suggested.journal()) == before


def test_retracting_takes_back(suggested):
    assert suggested.retract(ids(suggested)[:1], coder="AB") == 1
    assert codes(suggested) == [("rules", "boards")]
    suggested.undo("AB")
    assert codes(suggested) == [("rules", "boards"), ("rules", "trust")]


def test_a_memo_keeps_the_id(suggested):
    first = ids(suggested)[0]
    suggested.note(first, "look again", coder="AB")
    found = suggested.codings().set_index("id")
    assert found.loc[first, "memo"] == "look again"
    assert len(found) == 2


def test_judgements_outlive_a_new_run(suggested):
    suggested.accept(ids(suggested), coder="AB")
    run(suggested, suggestion(code="money"))
    assert codes(suggested) == [("AB", "boards"), ("AB", "trust"), ("rules", "money")]
