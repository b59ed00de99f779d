import pytest
from claims import FIRST, SECOND, TEXT, THIRD, coding, rows, run, suggestion

from qda.errors import BadInput, OffsetError, ProjectError, UnknownName
from qda.store.coding.settling import Decision

PLACE = ("leeds/a", *FIRST)


@pytest.fixture
def disputed(filled):
    filled.add_codings(rows(coding(id="a"), coding(axis="valence", code="barrier", id="av")), coder="AB")
    filled.add_codings(rows(coding(code="boards", id="c"), coding((0, 14), "valence", "enabler", id="cv")), coder="CD")
    run(filled, suggestion())
    return filled


def settled(store):
    found = store.codings().query("origin == 'settled'")
    return sorted(zip(found["axis"], found["code"], strict=True))


def test_the_settled_coding_stands_beside_the_originals(disputed):
    before = disputed.codings()
    (id_,) = disputed.settle(PLACE, {"factor": "trust"}, coder="AB", reason=" both mean people ")
    found = disputed.codings().set_index("id")
    assert found.loc[id_, ["code", "coder", "round", "origin", "status", "memo", "quote"]].tolist() == [
        "trust", "AB", 0, "settled", "accepted", "both mean people", TEXT[slice(*FIRST)],
    ]  # fmt: skip
    assert set(before["id"]) < set(found.index)
    links = disputed.settlements()
    assert links[["settled", "original", "original_code", "original_coder", "code", "coder", "reason"]].to_numpy().tolist() == [
        [id_, "a", "trust", "AB", "trust", "AB", "both mean people"],
        [id_, "c", "boards", "CD", "trust", "AB", "both mean people"],
    ]
    disputed.undo("AB")
    assert settled(disputed) == []
    assert disputed.settlements().empty
    disputed.redo("AB")
    assert settled(disputed) == [("factor", "trust")]


def test_a_full_statement_is_settled(disputed):
    disputed.settle(PLACE, {"factor": ["trust", "boards"], "valence": "barrier", "phase": []}, coder="AB", reason="r")
    assert settled(disputed) == [("factor", "boards"), ("factor", "trust"), ("valence", "barrier")]
    found = disputed.codings().query("origin == 'settled'")
    assert found["statement"].unique().tolist() == ["leeds/a:0-16:AB:0:barrier"]
    read = disputed.readings().query("origin == 'settled'")
    assert sorted(read["axis"]) == ["factor", "phase", "valence"]


def test_none_of_them(disputed):
    assert disputed.settle(PLACE, {"factor": []}, coder="CD", reason="it is about boards of wood") == []
    assert settled(disputed) == []
    assert disputed.readings().query("origin == 'settled'")[["coder", "axis"]].to_numpy().tolist() == [["CD", "factor"]]
    links = disputed.settlements()
    assert links[["settled", "original", "code", "reason"]].to_numpy().tolist() == [
        ["", "a", "", "it is about boards of wood"], ["", "c", "", "it is about boards of wood"],
    ]  # fmt: skip
    disputed.undo("CD")
    assert disputed.readings().query("origin == 'settled'").empty


def test_settling_again_replaces(disputed):
    disputed.settle(PLACE, {"factor": []}, coder="CD", reason="none")
    (first,) = disputed.settle(PLACE, {"factor": "trust"}, coder="CD", reason="one")
    (second,) = disputed.settle(PLACE, {"factor": "boards"}, coder="AB", reason="two")
    assert settled(disputed) == [("factor", "boards")]
    assert first != second
    assert disputed.settlements()["settled"].unique().tolist() == [second]
    assert len(disputed.readings().query("origin == 'settled'")) == 1
    disputed.undo("AB")
    assert settled(disputed) == [("factor", "trust")]


def test_a_span_can_have_a_barrier_and_an_enabler_settled(disputed):
    disputed.settle(PLACE, {"valence": "barrier", "factor": "trust"}, coder="AB", reason="one")
    disputed.settle(PLACE, {"valence": "enabler", "factor": "boards"}, coder="AB", reason="two")
    assert settled(disputed) == [("factor", "boards"), ("factor", "trust"), ("valence", "barrier"), ("valence", "enabler")]


def test_what_is_refused(disputed):
    for what, codes, reason, message in (
        (PLACE, {"factor": "trust"}, "  ", "needs a reason"),
        (PLACE, {}, "r", "needs an axis"),
        (PLACE, {"factor": "trsut"}, "r", "did you mean 'trust'"),
        (PLACE, {"phase": ["development", "implementation"]}, "r", "has one code a statement"),
        (("leeds/b", 0, 4), {"factor": "trust"}, "r", "no document 'leeds/b'"),
        (("leeds/a", 0, 4000), {"factor": "trust"}, "r", "is no span"),
    ):
        with pytest.raises((BadInput, UnknownName, OffsetError), match=message):
            disputed.settle(what, codes, coder="AB", reason=reason)
    assert settled(disputed) == []


def test_the_place_of_a_dispute(disputed):
    assert disputed.dispute(["a", "c"]) == (PLACE, ("factor",))
    with pytest.raises(BadInput, match=r"several spans, \[0, 14\), \[0, 16\); say which one holds"):
        disputed.dispute(["av", "cv"])
    assert disputed.dispute(["av", "cv"], span=(0, 14)) == (("leeds/a", 0, 14), ("valence",))


def test_what_was_settled_is_not_pulled_away(disputed):
    disputed.settle(PLACE, {"factor": "trust"}, coder="EF", reason="r")
    with pytest.raises(ProjectError, match="settle by EF"):
        disputed.undo("CD")
    with pytest.raises(BadInput, match="settle it again"):
        disputed.recode(disputed.codings().query("origin == 'settled'")["id"].tolist(), "boards", coder="EF")


def test_a_list_is_one_act_and_can_come_again(disputed):
    decisions = {
        2: Decision(place=PLACE, codes={"factor": ("trust",)}, reason="r"),
        3: Decision(place=("leeds/a", *SECOND), codes={"factor": ("nothing",)}, reason="r"),
        4: Decision(place=("leeds/a", *THIRD), codes={"factor": ()}, reason="r"),
    }
    wrong, already = disputed.settle_all(decisions, coder="AB")
    assert (list(wrong), already) == ([3], ())
    assert settled(disputed) == [("factor", "trust")]
    line = disputed.journal().iloc[-1]
    assert (line["kind"], line["what"]) == ("settle", "2 disagreements settled")
    acts = len(disputed.journal())
    assert disputed.settle_all({2: decisions[2], 4: decisions[4]}, coder="AB") == ({}, (2, 4))
    assert len(disputed.journal()) == acts
    disputed.undo("AB")
    assert settled(disputed) == []


@pytest.mark.parametrize("codes", [("trust",), ("trust", "boards"), ()])
def test_only_the_same_of_the_same_coder_for_the_same_reason_is_settled_already(disputed, codes):
    def again(coder="AB", reason="r", codes=codes, span=FIRST):
        decision = Decision(place=("leeds/a", *span), codes={"factor": codes}, reason=reason)
        return disputed.settle_all({7: decision}, coder=coder).already

    assert again() == ()
    assert again() == (7,)
    assert again(reason=" r ") == (7,)
    assert again(reason="another") == ()
    assert again() == (), "the reason is another now"
    assert again(coder="CD") == ()
    assert again() == (), "it is CD's now"
    assert again(span=THIRD) == ()
    assert again(codes=("money",)) == ()
    assert again() == ()
    assert again() == (7,)
    disputed.undo("AB")
    assert again() == (), "it was undone"
