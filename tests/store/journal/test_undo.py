import pytest
from claims import FIRST, SECOND, THIRD, codes, coding, document, grid, rows, run, suggestion
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qda.errors import ProjectError
from qda.store import Store


def test_undo_and_redo_of_a_persons_act(filled):
    filled.add_codings(rows(coding(), coding(SECOND, code="")), coder="AB")
    before = filled.codings(), filled.readings()
    assert filled.undo("AB") == "undo: 1 coding added, 2 readings"
    assert filled.codings().empty
    assert filled.readings().empty
    assert filled.redo("AB") == "redo: 1 coding added, 2 readings"
    assert filled.codings().equals(before[0])
    assert filled.readings().equals(before[1])
    filled.undo("AB")
    assert filled.codings().empty


def test_the_journal_keeps_every_step(filled):
    filled.add_codings(rows(coding()), coder="AB")
    filled.undo("AB")
    journal = filled.journal()
    assert journal["kind"].tolist() == ["create", "add", "segment", "code", "undo"]
    assert journal["undone_by"].tolist() == ["", "", "", journal["id"].iloc[4], ""]
    filled.redo("AB")
    journal = filled.journal()
    assert journal["undone_by"].tolist() == ["", "", "", "", journal["id"].iloc[5], ""]


def test_undo_is_of_this_coder(filled):
    filled.add_codings(rows(coding()), coder="AB")
    filled.add_codings(rows(coding(SECOND, code="boards")), coder="CD")
    filled.undo("AB")
    assert codes(filled) == [("CD", "boards")]
    with pytest.raises(ProjectError, match="nothing to undo: no act of 'AB'"):
        filled.undo("AB")


def test_undo_is_of_this_session(path, filled):
    filled.add_codings(rows(coding()), coder="AB")
    filled.close()
    with Store.open(path) as again, pytest.raises(ProjectError, match="since the project was opened"):
        again.undo()


def test_doing_something_else_ends_redo(filled):
    filled.add_codings(rows(coding()), coder="AB")
    filled.undo("AB")
    filled.add_codings(rows(coding(SECOND)), coder="AB")
    with pytest.raises(ProjectError, match="nothing to redo"):
        filled.redo("AB")


def test_what_others_built_on_is_not_undone(filled):
    filled.add_codings(rows(coding(id="x")), coder="AB")
    filled.retract(["x"], coder="CD")
    with pytest.raises(
        ProjectError, match=r"act 4 \(code by AB, .*\) cannot be undone: act 5 \(retract by CD, .*\) builds on it"
    ):
        filled.undo("AB")
    filled.undo("CD")
    filled.undo("AB")
    assert filled.codings().empty


def test_documents_that_were_coded_stay(store):
    store.add_documents([document()], coder="AB")
    store.add_codings(rows(coding()), coder="CD")
    with pytest.raises(ProjectError, match=r"act 2 \(add by AB.* act 3 \(code by CD"):
        store.undo("AB")
    assert store.document_ids() == ["leeds/a"]
    store.undo("CD")
    store.undo("AB")
    assert store.document_ids() == []
    store.redo("AB")
    assert store.document("leeds/a") == document()


def test_documents_that_were_segmented_stay(filled):
    filled.add_documents([document(doc_id="b")], coder="AB")
    filled.set_segments(grid("b"), coder="CD")
    with pytest.raises(ProjectError, match="segment by CD"):
        filled.undo("AB")


def test_a_new_text_is_undone_with_what_it_moved(filled):
    filled.add_codings(rows(coding()), coder="AB")
    filled.add_documents([document("So. " + document().text)], coder="CD")
    assert filled.codings()["start"].tolist() == [4]
    filled.undo("CD")
    assert filled.codings()["start"].tolist() == [0]
    assert filled.document("leeds/a") == document()
    filled.redo("CD")
    assert filled.codings()["start"].tolist() == [4]


def test_a_batch_is_undone_and_brings_the_former_back(filled):
    run(filled, suggestion(), suggestion(SECOND, code="boards"))
    run(filled, suggestion(THIRD, code="money"))
    filled.undo("rules")
    assert codes(filled) == [("rules", "boards"), ("rules", "trust")]
    filled.undo("rules")
    assert filled.codings().empty
    filled.redo("rules")
    filled.redo("rules")
    assert codes(filled) == [("rules", "money")]


def test_of_a_batch_what_people_judged_stays(filled):
    run(filled, suggestion(), suggestion(SECOND, code="boards"))
    judged = filled.codings()["id"].iloc[0]
    filled.accept([judged], coder="AB")
    assert filled.undo("rules") == "undo: 3 units read, 2 suggestions; kept, since people judged them: 1 coding"
    assert codes(filled) == [("AB", "trust"), ("rules", "trust")]
    assert judged in set(filled.codings()["id"])
    filled.redo("rules")
    assert codes(filled) == [("AB", "trust"), ("rules", "boards"), ("rules", "trust")]
    assert filled.codings()["id"].is_unique


def test_redo_is_refused_where_somebody_did_the_same_meanwhile(filled):
    filled.add_codings(rows(coding(id="x")), coder="AB")
    filled.undo("AB")
    filled.add_codings(rows(coding(id="x")), coder="CD")
    with pytest.raises(ProjectError, match="code by CD"):
        filled.redo("AB")
    assert codes(filled) == [("CD", "trust")]


def test_redo_of_a_retraction_that_another_did_is_refused(filled):
    filled.add_codings(rows(coding(id="x")), coder="AB")
    filled.retract(["x"], coder="CD")
    filled.undo("CD")
    filled.retract(["x"], coder="EF")
    with pytest.raises(ProjectError, match="retract by EF"):
        filled.redo("CD")


def test_a_refused_undo_can_be_tried_again(filled):
    filled.add_codings(rows(coding(id="x")), coder="AB")
    filled.retract(["x"], coder="CD")
    for _ in range(2):
        with pytest.raises(ProjectError, match="cannot be undone"):
            filled.undo("AB")


STEPS = st.lists(st.tuples(st.sampled_from(["code", "retract", "tag", "undo", "redo"]), st.integers(0, 5)), max_size=9)
CODES = ["trust", "boards", "money"]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_undo_and_redo_walk_the_same_states(tmp_path_factory, book, steps):
    """One coder: every undo shows what was shown before the act, every redo what was shown after it."""
    with Store.create(tmp_path_factory.mktemp("undo") / "a.qda", book=book) as store:
        store.add_documents([document()])
        states, position = [_shown(store)], 0
        acts = len(store._history.acts)
        for kind, choice in steps:
            if kind == "undo" and position > 0:
                store.undo("AB")
                position -= 1
            elif kind == "redo" and position < len(states) - 1:
                store.redo("AB")
                position += 1
            elif kind not in {"undo", "redo"}:
                _do(store, kind, choice)
                if len(store._history.acts) - acts == position + 1:  # an act that changed nothing leaves no trace
                    position += 1
                    states = [*states[:position], _shown(store)]
            assert _shown(store) == states[position]
        assert store.check().empty


def _shown(store):
    return (*sorted(store.codings()[["id", "code", "start"]].itertuples(index=False, name=None)), len(store.readings()))


def _do(store, kind, choice):
    span, shown = (FIRST, SECOND)[choice % 2], store.codings()
    if kind == "code":
        store.add_codings(rows(coding(span, code=CODES[choice % 3])), coder="AB")
    elif kind == "retract" and len(shown):
        store.retract([shown["id"].iloc[choice % len(shown)]], coder="AB")
    elif kind == "tag":
        run(store, *(suggestion(span, code=c) | {"coder": "AB"} for c in CODES[: choice % 3]), coder="AB")
