import warnings

import pandas as pd
import pytest
from claims import FIRST, SECOND, TEXT, coding, document, rows, run, suggestion

from qda.errors import BadInput, OffsetError, ProjectError, UnknownName
from qda.store.material.memos import Target

SEGMENT = Target(kind="segment", id="leeds/a", start=SECOND[0], end=SECOND[1])


def texts(store):
    return list(zip(store.memos()["kind"], store.memos()["coder"], store.memos()["text"], strict=True))


def test_memos_stand_on_everything(filled):
    filled.add_cases(pd.DataFrame([{"id": "leeds", "label": "Leeds"}]))
    filled.add_codings(rows(coding(id="x")), coder="AB")
    for target in (
        Target(kind="project"),
        Target(kind="document", id="leeds/a"),
        Target(kind="case", id="leeds"),
        Target(kind="code", id="factor:trust"),
        SEGMENT,
        Target(kind="coding", id="x"),
    ):
        filled.note(target, f"on {target.kind}", coder="AB")
    found = filled.memos()
    assert found["kind"].tolist() == ["project", "document", "case", "code", "segment", "coding"]
    assert found["label"].tolist() == ["A small codebook", "A talk", "Leeds", "Trust", "", "factor: trust"]
    assert found["doc_id"].tolist() == ["", "leeds/a", "", "", "leeds/a", "leeds/a"]
    assert found[["start", "end"]].to_numpy().tolist()[-2:] == [list(SECOND), list(FIRST)]
    assert found["quote"].tolist()[-2:] == [TEXT[slice(*SECOND)], TEXT[slice(*FIRST)]]
    assert (found["start"].head(4) == -1).all()
    assert found["created"].str.endswith("Z").all()


def test_the_last_memo_of_a_coder_counts_and_an_empty_one_takes_it_away(filled):
    for text, coder in (("one", "AB"), ("two", "CD"), ("three", "AB")):
        filled.note(SEGMENT, text, coder=coder)
    assert texts(filled) == [("segment", "CD", "two"), ("segment", "AB", "three")]
    filled.note(SEGMENT, "", coder="AB")
    assert texts(filled) == [("segment", "CD", "two")]
    filled.undo("AB")
    assert len(texts(filled)) == 2


def test_a_memo_of_blanks_is_an_empty_one(filled):
    filled.note(Target(kind="project"), " \n", coder="AB")
    assert texts(filled) == []
    filled.note(Target(kind="project"), "one", coder="AB")
    filled.note(Target(kind="project"), "  ", coder="AB")
    assert texts(filled) == []


def test_saying_the_same_again_is_no_act(filled):
    filled.note(SEGMENT, "one", coder="AB")
    before = len(filled.journal())
    filled.note(SEGMENT, "one", coder="AB")
    filled.note(Target(kind="project"), "", coder="AB")
    assert len(filled.journal()) == before


def test_a_coding_shows_its_latest_memo_and_keeps_its_row(filled):
    filled.add_codings(rows(coding(id="x", memo="first thought")), coder="AB")
    assert texts(filled) == [("coding", "AB", "first thought")]
    filled.note("x", "second", coder="CD")
    assert filled.codings()["memo"].tolist() == ["second"]
    assert texts(filled) == [("coding", "AB", "first thought"), ("coding", "CD", "second")]
    filled.note("x", "", coder="CD")
    assert filled.codings()["memo"].tolist() == ["first thought"]
    filled.note("x", "", coder="AB")
    assert filled.codings()["memo"].tolist() == [""]
    assert filled.journal()["retracted"].sum() == 0


def test_a_memo_never_hides_or_doubles_a_coding(filled):
    filled.add_codings(rows(coding(id="x"), coding(SECOND, id="y")), coder="AB")
    for coder in ("AB", "CD", "EF"):
        filled.note("x", coder, coder=coder)
    assert sorted(filled.codings()["id"]) == ["x", "y"]


def test_memos_on_suggestions_outlive_a_new_run_only_with_them(filled):
    run(filled, suggestion())
    first = filled.codings()["id"].iloc[0]
    filled.note(first, "odd", coder="AB")
    run(filled, suggestion())
    assert texts(filled) == [("coding", "AB", "odd")]
    run(filled, suggestion(SECOND))
    assert texts(filled) == []


def test_memos_on_segments_move_with_the_text(filled):
    filled.note(SEGMENT, "here", coder="AB")
    filled.add_documents([document("So. " + TEXT)])
    found = filled.memos()
    assert found[["start", "quote"]].to_numpy().tolist() == [[SECOND[0] + 4, TEXT[slice(*SECOND)]]]


def test_a_memo_whose_place_is_gone_is_still_listed(filled):
    filled.note(SEGMENT, "here", coder="AB")
    filled.add_documents([document("Something else altogether.")])
    assert filled.memos()[["start", "quote", "label"]].to_numpy().tolist() == [[-1, TEXT[slice(*SECOND)], "lost its place"]]


def test_what_does_not_exist_is_refused(filled):
    for target, message in (
        (Target(kind="document", id="leeds/b"), "no document 'leeds/b' in this project; did you mean 'leeds/a'"),
        (Target(kind="case", id="york"), "no case 'york'"),
        (Target(kind="code", id="factor:trus"), "did you mean 'trust'"),
        (Target(kind="coding", id="x"), "no coding 'x'"),
    ):
        with pytest.raises(UnknownName, match=message):
            filled.note(target, "t", coder="AB")
    with pytest.raises(BadInput, match="a memo on 'sentence'"):
        filled.note(Target(kind="sentence"), "t", coder="AB")
    with pytest.raises(OffsetError, match="is no span"):
        filled.note(Target(kind="segment", id="leeds/a", start=5, end=500), "t", coder="AB")
    assert filled.memos().empty


def test_a_coding_that_somebody_noted_on_is_not_undone(filled):
    filled.add_codings(rows(coding(id="x")), coder="AB")
    filled.note("x", "look", coder="CD")
    with pytest.raises(ProjectError, match="memo by CD"):
        filled.undo("AB")
    filled.undo("CD")
    filled.undo("AB")
    assert filled.codings().empty


def test_people_have_names_of_their_own(filled):
    for name, message in (("rules", "name of a machine"), ("model:hybrid", "name of a machine"), ("  ", "who is acting")):
        with pytest.raises(BadInput, match=message):
            filled.note(SEGMENT, "t", coder=name)
    with pytest.raises(BadInput, match="name of a machine"):
        filled.add_codings(rows(coding()), coder="rules")
    filled.add_codings(rows(coding()), coder=" Zoe\u0308  B ")
    assert filled.codings()["coder"].tolist() == ["Zoë B"] == filled.journal()["coder"].tolist()[-1:]


def test_nearly_the_same_name_is_warned_of_once(filled):
    filled.note(SEGMENT, "one", coder="AB")
    with pytest.warns(UserWarning, match="coder 'ab' is new, and 'AB' is known"):
        filled.note(SEGMENT, "two", coder="ab")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        filled.note(SEGMENT, "three", coder="ab")
        filled.note(SEGMENT, "four", coder="CD")


def test_who_is_assigned_is_known_and_whose_assignment_is_undone_is_not(filled):
    units = pd.DataFrame({"doc_id": ["leeds/a"], "start": [-1], "end": [-1]})
    filled.assign(["AB"], units, by="PI")
    with pytest.warns(UserWarning, match="coder 'ab' is new, and 'AB' is known"):
        filled.assign(["ab"], units, by="PI")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        filled.assign(["AB"], units, by="PI", round_=2)
        filled.undo("PI")
        filled.undo("PI")
        filled.note(SEGMENT, "one", coder="AB")


def test_coders_are_listed(filled):
    run(filled, suggestion())
    filled.add_codings(rows(coding(id="x"), coding(SECOND, round=2)), coder="AB")
    filled.note("x", "hm", coder="CD")
    found = filled.coders().set_index("coder")
    assert found["kind"].to_dict() == {"AB": "person", "CD": "person", "rules": "machine"}
    assert found.loc["AB", ["rounds", "documents", "codings"]].tolist() == ["1, 2", 1, 2]
    assert found.loc["CD", ["rounds", "codings"]].tolist() == ["", 0]
    assert (found["first"] <= found["last"]).all()
    assert (found["first"] != "").all()


def test_a_memo_says_whether_it_is_new(filled):
    on = Target(kind="document", id="leeds/a")
    assert [filled.note(on, text, coder="AB") for text in ("", "one", "one", "two", " ", "")] == [
        False, True, False, True, True, False,
    ]  # fmt: skip
