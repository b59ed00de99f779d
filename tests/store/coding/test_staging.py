"""A machine's batch is written piece by piece: others get in between, and nothing is shown before all of it is there."""

import sqlite3
from contextlib import closing

import pytest
from claims import SECOND, THIRD, coding, document, grid, rows, run, suggestion

from qda.errors import ProjectError
from qda.store import Store
from qda.store.coding import machine, staging

OTHER = "Another text, of one unit."


@pytest.fixture(autouse=True)
def single_rows(monkeypatch):
    monkeypatch.setattr(staging, "PIECE", 1)


def found():
    return rows(suggestion(), suggestion(SECOND, code="boards"), suggestion(THIRD, code="money"))


def meanwhile(monkeypatch, act):
    """Have something done between the pieces of the next batch, before it comes into force."""
    published = staging.Batch.published
    waiting = [act]

    def late(self):
        if waiting:
            waiting.pop()()
        return published(self)

    monkeypatch.setattr(staging.Batch, "published", late)


def shown(store):
    frame = store.codings()
    return sorted(zip(frame["coder"], frame["code"], frame["score"].fillna(0), strict=True))


def staged(store):
    return store._read(staging.staged)


def test_others_get_in_between_and_see_nothing_of_it(filled):
    seen = []

    def look(done, of):
        filled.add_codings(rows(coding(round=done)), coder="AB")
        seen.append((done, of, set(filled.codings()["coder"]), set(filled.readings()["coder"]), set(filled.journal()["kind"])))

    filled.add_machine(found(), grid(), coder="rules", progress=look)
    assert [line[:2] for line in seen] == [(n, 6) for n in range(1, 7)]
    for _, _, coders, readers, kinds in seen:
        assert coders == readers == {"AB"}
        assert "tag" not in kinds
    assert set(filled.codings()["coder"]) == {"AB", "rules"}
    journal = filled.journal()
    assert journal["kind"].tolist()[-1] == "tag", "its place is where it came into force"
    assert journal["time"].is_monotonic_increasing
    assert filled.check().empty
    filled.undo("rules")
    assert set(filled.codings()["coder"]) == {"AB"}


def test_what_fails_on_the_way_leaves_nothing(filled):
    before = filled.journal()

    def fail(done, of):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        filled.add_machine(found(), grid(), coder="rules", progress=fail)
    assert filled.journal().equals(before)
    assert staged(filled) == []
    assert filled.check().empty
    assert filled.add_machine(found(), grid(), coder="rules") == 3
    assert len(filled.codings()) == 3


@pytest.mark.parametrize("again", ["same", "other"])
def test_another_run_of_the_machine_meanwhile(filled, monkeypatch, again):
    run(filled, suggestion(score=0.1))
    given = found() if again == "same" else rows(suggestion(score=0.2), suggestion(SECOND, code="money"))
    meanwhile(monkeypatch, lambda: filled.add_machine(given, grid(), coder="rules"))
    filled.add_machine(found(), grid(), coder="rules")
    assert shown(filled) == [("rules", "boards", 0.6), ("rules", "money", 0.6), ("rules", "trust", 0.6)]
    assert not filled.codings()["id"].duplicated().any()
    assert not filled.readings().duplicated(["start", "end", "axis"]).any()
    assert filled.check().empty
    filled.undo("rules")
    assert len(filled.codings()) == len(given)


def test_somebody_takes_back_what_stayed_the_same(filled, monkeypatch):
    run(filled, suggestion())
    same = filled.codings()["id"].tolist()
    meanwhile(monkeypatch, lambda: filled.retract(same, coder="AB"))
    filled.add_machine(found(), grid(), coder="rules")
    assert len(filled.codings()) == 3
    assert filled.journal()["added"].iloc[-1] == 3


def test_people_may_code_meanwhile_without_having_it_worked_out_again(filled, monkeypatch):
    run(filled, suggestion())
    ids = filled.codings()["id"].tolist()
    asked = []
    change = machine.change
    monkeypatch.setattr(machine, "change", lambda *given: asked.append(given) or change(*given))
    meanwhile(monkeypatch, lambda: filled.accept(ids, coder="AB"))
    filled.add_machine(found(), grid(), coder="rules")
    assert len(asked) == 1
    assert len(filled.codings()) == 4


def test_a_text_that_changes_meanwhile_ends_the_run(filled, monkeypatch):
    changed = document("We trust them less. " + OTHER)
    meanwhile(monkeypatch, lambda: filled.add_documents([changed]))
    with pytest.raises((ProjectError, ValueError), match=r"leeds/a|another text"):
        filled.add_machine(found(), grid(), coder="rules")
    assert staged(filled) == []
    assert filled.codings().empty


def test_a_repair_may_take_it_away(filled, monkeypatch):
    def repair():
        with filled._database.writing(wait=0) as connection:
            staging.drop(connection, staging.staged(connection))

    meanwhile(monkeypatch, repair)
    with pytest.raises(ProjectError, match="taken away"):
        filled.add_machine(found(), grid(), coder="rules")
    assert filled.codings().empty


def left_behind(path, book, when):
    """Leave a project as a program does that is stopped in the middle of a batch."""
    with Store.create(path, book=book) as store:
        store.add_documents([document()])
        store.set_segments(grid())
        run(store, suggestion(score=0.1))
        store.add_machine(found(), grid(), coder="rules")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE acts SET staged = 1, time = ? WHERE n = (SELECT MAX(n) FROM acts)", (when,))


def rows_of(path, coder):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT COUNT(*) FROM codings WHERE coder = ?", (coder,)).fetchone()[0]


def test_the_next_batch_takes_away_what_a_stopped_program_left(path, book):
    left_behind(path, book, "2999-01-01T00:00:00.000Z")
    with Store.open(path) as store:
        assert shown(store) == [("rules", "trust", 0.1)]
        assert len(staged(store)) == 1
        run(store, suggestion(score=0.7))
        assert staged(store) == []
        assert shown(store) == [("rules", "trust", 0.7)]
        assert store.check().empty
    assert rows_of(path, "rules") == 2


@pytest.mark.parametrize(("when", "left"), [("2999-01-01T00:00:00.000Z", 1), ("2020-01-01T00:00:00.000Z", 0)])
def test_while_others_have_it_open_only_what_is_old_is_taken_away(path, book, when, left):
    left_behind(path, book, when)
    with Store.open(path) as store, Store.open(path) as other:
        other.document_ids()
        run(store, suggestion(score=0.7))
        assert len(staged(store)) == left
        assert shown(other) == [("rules", "trust", 0.7)]


def test_a_copy_made_in_the_middle_takes_over_the_whole_batch_later(filled, tmp_path):
    copy = tmp_path / "copy.qda"
    filled.add_machine(found(), grid(), coder="rules", progress=lambda *n: n[0] == 3 and filled.backup(copy))
    with Store.open(copy) as other:
        assert other.codings().empty
        other.merge(filled.path, coder="AB")
        assert shown(other) == shown(filled)


def test_nothing_to_write_writes_nothing(filled):
    filled.add_machine(found(), grid(), coder="rules")
    calls = []
    assert filled.add_machine(found(), grid(), coder="rules", progress=lambda *n: calls.append(n)) == 3
    assert calls == []
