import pandas as pd
import pytest
from claims import FIRST, SECOND, TEXT, THIRD, coding, document, grid, rows, run, suggestion

from qda.errors import UnknownName


def test_a_document_comes_back_as_it_went_in(filled):
    assert filled.document("leeds/a") == document()


def test_frames_are_those_of_the_records(filled):
    wanted = document()
    (row,) = filled.documents().to_dict("records")
    for name in ("id", "case", "title", "kind", "language", "text", "source", "revision"):
        assert row[name] == getattr(wanted, name), name
    marks = filled.marks()
    assert set(marks["doc_id"]) == {wanted.id}
    places = [(m.kind, m.start, m.end, m.value) for m in wanted.marks]
    assert sorted(marks[["kind", "start", "end", "value"]].itertuples(index=False, name=None)) == sorted(places)


def test_documents_without_their_texts(filled):
    assert filled.documents(text=False)["text"].tolist() == [""]
    assert filled.documents(text=False)["revision"].tolist() == [document().revision]


def test_an_unknown_document_has_a_nearest(filled):
    with pytest.raises(UnknownName, match="did you mean 'leeds/a'"):
        filled.document("leeds/b")


def test_what_is_known_is_left_alone_and_leaves_no_act(filled):
    before = len(filled.journal())
    report = filled.add_documents([document()])
    assert (report.added, report.changed, report.known) == ((), (), ("leeds/a",))
    assert len(filled.journal()) == before


def test_a_new_description_keeps_what_was_coded(filled):
    filled.add_codings(rows(coding()), coder="AB")
    assert filled.add_documents([document(case="york")]).changed == ("leeds/a",)
    assert filled.document("leeds/a").case == "york"
    assert filled.codings()["code"].tolist() == ["trust"]
    assert filled.segments()["case"].unique().tolist() == ["york"]


def test_documents_of_the_same_text_are_kept_apart(store):
    store.add_documents([document(doc_id="a"), document(doc_id="b")])
    store.add_codings(rows(coding(doc_id="b")), coder="AB")
    assert store.codings("a").empty
    assert store.codings("b")["doc_id"].tolist() == ["b"]


def test_peoples_codings_go_along_when_the_text_changes(filled):
    filled.add_codings(rows(coding(FIRST), coding(SECOND, code="boards"), coding((0, 2), code="money")), coder="AB")
    ids = set(filled.codings()["id"])
    report = filled.add_documents([document("Well. " + TEXT.replace("board", "panel"))])
    moved = filled.codings()
    assert moved["quote"].tolist() == ["We trust them 😀."]  # "We" stands at its old place, but there it is another
    assert set(moved["id"]) < ids
    assert (report.moved[0].placed, report.moved[0].orphaned) == (1, 2)
    assert filled.check()["problem"].str.contains("lost its place").tolist() == [True, True]
    assert filled.readings()["start"].tolist() == [6]


def test_readings_of_people_go_along_even_where_they_found_nothing(filled):
    filled.add_codings(rows(coding(FIRST, code=""), coding(SECOND, code="")), coder="AB")
    run(filled)
    filled.add_documents([document("Well. " + TEXT)])
    assert filled.readings()[["coder", "start"]].to_numpy().tolist() == [["AB", 6], ["AB", 23]]


def test_what_stands_more_than_once_stays_where_its_surroundings_do(store):
    text = "Money. " * 12 + "x" * 40
    store.add_documents([document(text)])
    store.add_codings(rows(coding((35, 40), code="money"), coding((77, 82), code="money")), coder="AB")
    store.add_documents([document(text.replace("x", "y"))])
    assert store.codings()["start"].tolist() == [35]
    assert len(store.check()) == 1


def test_rows_of_a_folder_are_not_placed_twice_and_not_by_guess(filled):
    table = rows(coding(), coding(SECOND, code="boards", quote=TEXT[slice(*SECOND)]), coding(THIRD, code=""))
    filled.add_codings(table, coder="CD", kind="folder")
    filled.add_documents([document("Well. " + TEXT)])
    new = coding((0, 4), code="money")
    both = pd.concat([table, rows(new, new | {"quote": "Well"}, new | {"quote": "Ill"})], ignore_index=True)
    wrong = filled.faults(both, coder="CD")
    assert list(wrong) == [3, 5]
    assert wrong[3] == "leeds/a [0, 4): its text has changed; only rows with a quote can be placed in it"
    assert filled.add_codings(both.drop(index=list(wrong)), coder="CD", kind="folder").added == 1
    assert filled.codings()["start"].tolist() == [0, 6, 23]


def test_machine_codings_stay_with_the_old_text_and_return_with_it(filled):
    run(filled, suggestion())
    filled.add_documents([document("Well. " + TEXT)])
    assert filled.codings().empty
    assert filled.segments().empty
    filled.add_documents([document()])
    assert filled.codings()["code"].tolist() == ["trust"]
    assert len(filled.segments()) == 3


def test_segments_come_back_with_what_was_looked_up(filled):
    found = filled.segments()
    assert found["text"].tolist() == grid()["text"].tolist()
    assert found["heading"].unique().tolist() == ["Talk > Trust"]
    assert found["case"].unique().tolist() == ["leeds"]
    assert found["time"].isna().all()


def test_a_grid_is_stored_once_and_replaced_as_a_whole(filled):
    before = len(filled.journal())
    assert filled.set_segments(grid()) == 0
    assert len(filled.journal()) == before
    filled.set_segments(grid().iloc[:1].assign(unit="turn"))
    assert filled.segments()["unit"].tolist() == ["turn"]
    filled.undo()
    assert filled.segments()["unit"].tolist() == ["sentence"] * 3
