import sqlite3
from contextlib import closing

import pandas as pd
import pytest
import sqlalchemy as sa
from claims import FIRST, SECOND, TEXT, coding, document, grid, rows, run, suggestion

from qda.errors import BadInput, OffsetError, UnknownName
from qda.store import Store, schema
from qda.store.material.reanchoring import place, reanchor

OTHER = TEXT.replace("The board lacks a budget.", "Money is short.")


@pytest.fixture
def orphaned(filled):
    """A store with a coding that lost its place, and one that kept it."""
    filled.add_codings(rows(coding(), coding(SECOND, code="boards")), coder="AB")
    filled.add_mentions(pd.DataFrame([{"doc_id": "leeds/a", "start": 17, "end": 43, "case": "leeds"}]))
    filled.add_documents([document(OTHER)])
    return filled


def again(store):
    with store._act("reanchor", "AB") as act:
        return reanchor(act)


def by_hand(store, *given):
    with store._act("place", "AB") as act:
        return place(act, *given)


def orphan(store):
    """Return the id of the coding that was added and is not shown."""
    with store._engine.connect() as connection:
        ids = set(connection.execute(sa.select(schema.codings.c.id)).scalars())
    (id_,) = ids - set(store.codings()["id"])
    return id_


def test_an_orphan_finds_its_place_when_the_text_allows_it(orphaned):
    id_ = orphan(orphaned)
    orphaned.add_documents([document(TEXT.replace("lacks a budget", "lacks a\nbudget"))])
    assert len(orphaned.check()) == 1  # nobody asked yet
    (moved,) = again(orphaned)
    assert [(m.coding, m.how, m.new, m.healed) for m in moved.moves] == [(id_, "folded", SECOND, True)]
    assert orphaned.check().empty
    assert orphaned.codings()["id"].tolist()[1] == id_
    assert SECOND[0] in orphaned.readings()["start"].tolist()
    assert orphaned.mentions()["start"].tolist() == [17]
    last = orphaned.journal().iloc[-1]
    assert (last["kind"], last["what"], last["added"], last["retracted"]) == (
        "reanchor",
        "1 coding placed again, 0 without a place",
        1,
        1,
    )
    assert last["details"]["moved"][0]["codings"] == [[id_, "folded", 1.0, *SECOND, *SECOND]]
    orphaned.undo()
    assert len(orphaned.check()) == 1


def test_what_finds_no_place_leaves_no_act(orphaned):
    before = len(orphaned.journal())
    (moved,) = again(orphaned)
    assert moved.orphaned == 1
    assert len(orphaned.journal()) == before
    assert len(orphaned.check()) == 1


def test_nothing_to_do(filled):
    assert again(filled) == ()


def test_a_place_by_hand(orphaned):
    id_ = orphan(orphaned)
    move = by_hand(orphaned, id_, 17, 32)
    assert (move.how, move.old, move.new, move.healed) == ("hand", SECOND, (17, 32), True)
    assert orphaned.check().empty
    row = orphaned.codings().set_index("id").loc[id_]
    assert (row["quote"], row["code"], row["coder"]) == ("Money is short.", "boards", "AB")
    assert orphaned.readings()[["start", "end"]].to_numpy().tolist() == [[0, 16], [17, 32]]
    assert orphaned.mentions()["end"].tolist() == [32]
    assert orphaned.journal().iloc[-1]["details"]["moved"][0]["codings"] == [[id_, "hand", None, *SECOND, 17, 32]]


def test_a_coding_with_a_place_can_get_another(filled):
    filled.add_codings(rows(coding()), coder="AB")
    (id_,) = filled.codings()["id"]
    by_hand(filled, id_, 3, 8)
    assert filled.codings()[["id", "quote"]].to_numpy().tolist() == [[id_, "trust"]]
    before = len(filled.journal())
    by_hand(filled, id_, 3, 8)
    assert len(filled.journal()) == before
    filled.undo()
    assert filled.codings()["start"].tolist() == [0]


def test_wrong_places_are_refused(orphaned):
    id_ = orphan(orphaned)
    with pytest.raises(OffsetError, match=r"\[5, 900\) is no span"):
        by_hand(orphaned, id_, 5, 900)
    with pytest.raises(UnknownName, match="no coding 'nobody'"):
        by_hand(orphaned, "nobody", 0, 5)
    with pytest.raises(UnknownName, match="no coding ''"):
        by_hand(orphaned, "", 0, 5)
    orphaned.add_documents([document("Cafe\u0323s. " + OTHER)])
    with pytest.raises(OffsetError, match="cuts a character"):
        by_hand(orphaned, id_, 0, orphaned.document("leeds/a").text.index("\u0323"))


def test_suggestions_are_not_placed_by_hand(filled):
    run(filled, suggestion())
    (id_,) = filled.codings()["id"]
    with pytest.raises(BadInput, match="is a machine's; accept it"):
        by_hand(filled, id_, 0, 5)


def spoilt(store, path, *statements):
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return Store.open(path)


@pytest.mark.parametrize(
    "damage",
    [
        'UPDATE spans SET start = start + 3, "end" = "end" + 3 WHERE start = 17',
        "UPDATE spans SET quote = 'The board l\u00e4cks a budget. ' WHERE start = 17",
        'UPDATE spans SET start = start + 100, "end" = "end" + 101',
    ],
)
def test_spans_that_do_not_fit_are_put_right(path, filled, damage):
    filled.add_codings(rows(coding(), coding(SECOND, code="boards")), coder="AB")
    before, cut = filled.codings(), filled.segments()
    with spoilt(filled, path, damage) as store:
        assert len(store.check())
        (moved,) = again(store)
        assert moved.orphaned == 0
        assert store.check().empty
        pd.testing.assert_frame_equal(store.codings(), before)
        pd.testing.assert_frame_equal(store.segments(), cut)
        assert store.journal().iloc[-1]["kind"] == "reanchor"


def test_spans_of_segments_are_put_right_too(path, filled):
    before = filled.segments()
    with spoilt(filled, path, "UPDATE spans SET start = start + 1") as store:
        assert len(store.check())
        again(store)
        assert store.check().empty
        pd.testing.assert_frame_equal(store.segments(), before)
        assert store.journal().iloc[-1]["what"].endswith("; 3 stretches of text put right that did not fit the quote")


def test_a_span_whose_place_is_taken_gives_way(path, filled):
    """Two rows of codings stand on two spans; one is damaged so that it reads like the other."""
    filled.add_codings(rows(coding(), coding((0, 8))), coder="AB")
    with spoilt(filled, path, "UPDATE spans SET start = 1, quote = 'We trust them 😀.' WHERE start = 0 AND \"end\" = 8") as store:
        again(store)
        assert store.check().empty
        assert store.codings()[["start", "end"]].to_numpy().tolist() == [[0, 16], [0, 16]]


def test_what_fits_nowhere_stays_listed(path, filled):
    filled.add_codings(rows(coding()), coder="AB")
    with spoilt(filled, path, "UPDATE spans SET quote = 'else' WHERE start = 0") as store:
        (moved,) = again(store)
        assert moved.orphaned == 1
        assert store.check()["table"].tolist() == ["spans"]


def test_a_damaged_text_is_left_alone(path, filled):
    filled.add_codings(rows(coding()), coder="AB")
    with spoilt(filled, path, "UPDATE texts SET text = replace(text, 'trust', 'truss')") as store:
        assert again(store) == ()


def test_grids_of_other_documents_are_not_touched(filled):
    filled.add_documents([document(doc_id="leeds/b")])
    filled.set_segments(grid("leeds/b"))
    filled.add_codings(rows(coding(FIRST, doc_id="leeds/b")), coder="AB")
    filled.add_documents([document("Nothing at all.", doc_id="leeds/b")])
    again(filled)
    assert filled.segments("leeds/a")["start"].tolist() == [0, 17, 44]
