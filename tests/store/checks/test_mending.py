"""What a check finds in the journal and below, and what a repair puts right."""

import shutil
import sqlite3
from contextlib import closing

import pytest
from claims import FIRST, SECOND, coding, document, grid, rows, run, suggestion

from qda.errors import Damaged
from qda.store import Store
from qda.store.backups import shelf
from qda.store.backups.salvage import readable
from qda.store.checks.mending import SAID


@pytest.fixture(scope="module")
def made(tmp_path_factory, book):
    """A closed project with codings, a machine's batch, and acts that were undone and redone."""
    with Store.create(tmp_path_factory.mktemp("made") / "study.qda", book=book) as store:
        store.add_documents([document()])
        store.set_segments(grid())
        store.add_codings(rows(coding(id="x"), coding(SECOND, code="boards", id="y")), coder="AB")
        run(store, suggestion(), suggestion(SECOND, code="money"))
        store.add_codings(rows(coding(round=2, id="z")), coder="CD")
        store.undo("CD")
        store.redo("CD")
        store.undo("CD")
        assert store.check().empty
    return store.path


@pytest.fixture
def worked(made, path):
    shutil.copy(made, path)
    return path


def spoil(path, *statements):
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def repaired(path):
    """Check, repair, check again; return what was found and what the repair said."""
    with Store.open(path) as store:
        found = store.check()
        done = store.repair(coder="AB")
        assert store.check()[SAID].equals(done.left[SAID])
        return found, done, store.journal()


def test_nothing_is_repaired_where_nothing_is_wrong(worked):
    with Store.open(worked) as store:
        before = store.journal()
        done = store.repair(coder="AB")
        assert (len(done.mended), len(done.left), done.backup) == (0, 0, "")
        assert store.journal().equals(before)
    assert not shelf.shelf_of(worked).exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE acts SET undone_by = 6 WHERE n = 4", "is marked as undone, and no act in force undid it"),
        ("UPDATE acts SET undone_by = NULL WHERE n = 6", "is marked as not undone as the acts of undoing say"),
    ],
)
def test_marks_of_undone_acts_follow_from_the_acts_of_undoing(worked, change, said):
    with Store.open(worked) as store:
        right = store.codings(), store.journal()["undone_by"].tolist()
    spoil(worked, change)
    found, done, journal = repaired(worked)
    assert found["problem"].str.contains(said).any()
    assert done.left.empty
    assert journal["undone_by"].tolist() == [*right[1], ""]
    assert (journal["kind"].iloc[-1], journal["coder"].iloc[-1]) == ("repair", "AB")
    with Store.open(worked) as store:
        assert store.codings().equals(right[0])
    [backup] = shelf.backups(shelf.shelf_of(worked))
    assert backup.why == "before-repair"
    assert backup.path.name in journal["what"].iloc[-1]


def test_a_batch_that_nobody_finished_is_taken_away_as_a_whole(worked):
    spoil(worked, "UPDATE acts SET staged = 1 WHERE kind = 'tag'")
    found, done, journal = repaired(worked)
    assert found["problem"].tolist() == ["a batch that is still being written, or was left by a program that was stopped"]
    assert done.left.empty
    assert "1 unfinished batch removed" in journal["what"].iloc[-1]
    assert "tag" not in set(journal["kind"])
    with closing(sqlite3.connect(worked)) as connection:
        assert connection.execute("SELECT count(*) FROM codings WHERE coder = 'rules'").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM readings WHERE coder = 'rules'").fetchone() == (0,)


def test_a_batch_that_somebody_may_still_be_writing_stays(worked):
    spoil(worked, "UPDATE acts SET staged = 1 WHERE kind = 'tag'")
    with Store.open(worked) as other:
        other.document_ids()
        _, done, _ = repaired(worked)
        assert len(done.left) == 1
    spoil(worked, "UPDATE acts SET time = '2026-01-01T00:00:00.000Z' WHERE staged = 1")
    with Store.open(worked) as other:
        other.document_ids()
        assert repaired(worked)[1].left.empty


def test_quotes_are_looked_for_in_the_text(worked):
    spoil(worked, 'UPDATE spans SET start = start + 2, "end" = "end" + 2 WHERE start = 0')
    with Store.open(worked) as store:
        assert "spans" in set(store.check()["table"])
    _, done, _ = repaired(worked)
    assert done.left.empty
    with Store.open(worked) as store:
        mine = store.codings().set_index("id")
        assert tuple(mine.loc["x", ["start", "end"]]) == FIRST


def test_a_quote_that_stands_nowhere_stays_listed(worked):
    spoil(worked, "UPDATE spans SET quote = 'entirely other words that stand nowhere' WHERE start = 17")
    _, done, _ = repaired(worked)
    assert done.left["table"].tolist() == ["spans"]
    with Store.open(worked) as store:
        assert {"x", "y"} <= set(store.codings()["id"]), "nothing is dropped"


def test_an_index_that_does_not_fit_is_made_anew(worked):
    def line(connection):
        return connection.execute("SELECT * FROM sqlite_schema WHERE name = 'ix_codings_id'").fetchone()

    with closing(sqlite3.connect(worked)) as connection, connection:
        index = line(connection)
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_schema WHERE name = 'ix_codings_id'")
    spoil(worked, "UPDATE codings SET id = 'elsewhere' WHERE id = 'y'")
    with closing(sqlite3.connect(worked)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", index)
    found, done, journal = repaired(worked)
    assert set(found["table"]) == {"file"}
    assert done.left.empty
    assert "indexes made anew" in journal["what"].iloc[-1]
    assert shelf.unsoundness(worked) == ""
    with Store.open(worked) as store:
        assert store.retract(["elsewhere"], coder="AB") == 1


@pytest.mark.parametrize(
    ("change", "table", "said"),
    [
        ("UPDATE codings SET id = 'mine' WHERE coder = 'rules' AND code = 'trust'", "codings", "has not the id that follows"),
        ("UPDATE codings SET judged = 'nobody' WHERE id = 'x'", "codings", "judges the suggestion nobody, which is not there"),
        ("UPDATE acts SET clock = 0 WHERE n = 1", "acts", "has the clock 0"),
        ("UPDATE acts SET clock = 1000 WHERE n = 6", "undoings", "which comes after it"),
        ("UPDATE documents SET title = 'Another talk'", "documents", "are not those that were added"),
        ("UPDATE codebooks SET hash = 'x'", "codebooks", "is not the one that was stored"),
        ("UPDATE codebooks SET text = 'codebook: [broken'", "codebooks", "is not the one that was stored"),
    ],
)
def test_what_else_does_not_fit_is_listed_with_a_remedy(worked, change, table, said):
    spoil(worked, change)
    with Store.open(worked) as store:
        found = store.check()
    assert found["table"].iloc[0] == table
    assert said in found["problem"].iloc[0]
    assert (found["remedy"] != "").all()


def test_a_file_that_is_damaged_below_is_left_alone(worked):
    content = bytearray(worked.read_bytes())
    middle = 4096 * (len(content) // 4096 // 2)
    content[middle : middle + 400] = b"\x00" * 400
    worked.write_bytes(content)
    with Store.open(worked) as store, pytest.raises(Damaged, match=r"the file itself is damaged .*no backup of it lies"):
        store.repair(coder="AB")
    assert worked.read_bytes()[100:] == bytes(content)[100:]


def test_what_can_still_be_read_is_counted(worked):
    numbers = "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 2000)"
    spoil(worked, f"{numbers} INSERT INTO phrases (value) SELECT hex(randomblob(300)) FROM c")  # noqa: S608  our own words
    whole = readable(worked)
    assert (whole["texts"], whole["codings"], whole["acts"]) == (1, 5, 9)
    size = worked.stat().st_size
    worked.write_bytes(worked.read_bytes()[: size // 2])
    half = readable(worked)
    assert sum(half.values()) < sum(whole.values())
    assert all(n <= whole[name] for name, n in half.items())
    assert (half["acts"], half["texts"]) == (9, 1), "what was written first lies in the first half"
    assert 0 < half["phrases"] < whole["phrases"]
    worked.write_bytes(b"SQLite format 3\x00")
    assert readable(worked) == {}


def test_an_act_that_is_lost_is_told_and_undoes_nothing(worked):
    spoil(worked, "PRAGMA foreign_keys = OFF", "DELETE FROM acts WHERE n = (SELECT max(n) FROM acts WHERE kind = 'undo')")
    with Store.open(worked) as store:
        found = store.check()
    assert {"acts", "undoings"} <= set(found["table"])
    assert found["problem"].str.contains("points to a row of acts that is not there").any()


def lose(path, which):
    """Take the line of an act away, as a damaged disk might; what names it stays."""
    spoil(path, "PRAGMA foreign_keys = OFF", f"DELETE FROM acts WHERE {which}")  # noqa: S608  our own words


@pytest.mark.parametrize(
    ("lost", "in_force"),
    [
        ("kind = 'redo'", False),  # the first undoing seems to hold, but so does the second
        ("n = (SELECT min(n) FROM acts WHERE kind = 'undo')", False),
        ("n = (SELECT max(n) FROM acts WHERE kind = 'undo')", False),
    ],
)
def test_a_repair_leaves_alone_what_a_lost_act_said_of_others(worked, lost, in_force):
    def marks():
        with closing(sqlite3.connect(worked)) as connection:
            return connection.execute("SELECT n, undone_by FROM acts WHERE kind != 'repair' ORDER BY n").fetchall()

    lose(worked, lost)
    before = marks()
    found, done, _ = repaired(worked)
    assert marks() == before
    with Store.open(worked) as store:
        assert ("z" in set(store.codings()["id"])) is in_force, "an act that was undone does not come back"
    told = found[found["problem"].str.contains("cannot be told")]
    assert len(told)
    assert found["remedy"].str.contains("qda restore").all()
    assert done.mended.empty
    assert not done.left["remedy"].str.contains("--repair").any()


def test_an_act_that_was_redone_stays_in_force_where_the_redoing_is_lost(worked):
    with Store.open(worked) as store:
        store.redo("CD", session=False)
        last = store.journal()["id"].iloc[-1]
    lose(worked, f"id = '{last}'")
    repaired(worked)
    with Store.open(worked) as store:
        assert "z" in set(store.codings()["id"])
        store.add_codings(rows(coding(SECOND, code="money")), coder="EF")
        store.undo("EF")


def test_what_a_repair_could_not_mend_is_not_sent_to_it_again(worked):
    spoil(worked, "UPDATE spans SET quote = 'entirely other words that stand nowhere' WHERE start = 17")
    spoil(worked, "UPDATE acts SET staged = 1 WHERE kind = 'tag'")
    with Store.open(worked) as other:
        other.document_ids()
        with Store.open(worked) as store:
            done = store.repair(coder="AB")
    assert done.mended.empty
    assert dict(zip(done.left["table"], done.left["remedy"], strict=True)) == {
        "spans": "go back to a backup: qda backups, qda restore",
        "acts": "the next tagging takes it away",
    }


def test_a_coding_that_the_codebook_does_not_know_is_listed_and_stays(worked):
    spoil(worked, "UPDATE codings SET code = 'mistrust' WHERE id = 'x'", "UPDATE codings SET axis = 'mood' WHERE id = 'y'")
    spoil(worked, "UPDATE codings SET code = 'mistrust' WHERE id = 'z'")  # undone, so it says nothing
    found, done, _ = repaired(worked)
    assert found[["table", "where", "problem"]].to_numpy().tolist() == [
        ["codings", "leeds/a [0, 16)", "coding x of AB: the codebook in force has no code 'mistrust' on axis 'factor'"],
        ["codings", "leeds/a [17, 43)", "coding y of AB: the codebook in force has no axis 'mood' (code 'boards')"],
    ]
    assert found["remedy"].str.contains("qda retract").all()
    assert done.left.equals(found)
    with Store.open(worked) as store:
        assert store.retract(["x", "y"], coder="AB") == 2
        assert store.check().empty


def test_a_suggestion_that_the_codebook_does_not_know_is_tagged_again(worked):
    spoil(worked, "UPDATE codings SET code = 'mistrust' WHERE coder = 'rules' AND code = 'trust'")
    with Store.open(worked) as store:
        found = store.check()
        assert set(found["remedy"]) == {"`qda retract` takes it back; then tag again"}
        store.retract(store.codings().query("code == 'mistrust'")["id"].tolist(), coder="AB")
        run(store, suggestion(), suggestion(SECOND, code="money"))
        assert store.check().empty
