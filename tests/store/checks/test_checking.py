import sqlite3
from contextlib import closing

import pytest
from claims import SECOND, coding, rows, run, suggestion

from qda.errors import OutputError, ProjectError
from qda.store import Store


@pytest.fixture
def coded(filled):
    filled.add_codings(rows(coding(), coding(SECOND, code="boards")), coder="AB")
    run(filled, suggestion())
    return filled


def spoilt(path, *statements):
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_sound_file_has_no_problems(coded):
    problems = coded.check()
    assert list(problems) == ["table", "where", "problem", "remedy"]
    assert problems.empty


def test_a_changed_text_is_found(path, coded):
    coded.close()
    spoilt(path, "UPDATE texts SET text = replace(text, 'trust', 'truss')")
    with Store.open(path) as store:
        problems = store.check()
        assert problems["table"].tolist() == ["texts", "spans"]
        assert problems["remedy"].str.contains("qda restore").all(), "a text cannot be guessed"
        assert problems["where"].tolist() == ["leeds/a", "leeds/a [0, 16)"]
        assert "'We trust them 😀.', there stands 'We truss them 😀.'" in problems["problem"].iloc[1]
        with pytest.raises(ProjectError, match="its text is not what it was"):
            store.document("leeds/a")


def test_a_changed_quote_is_found(path, coded):
    coded.close()
    spoilt(path, "UPDATE spans SET quote = 'else' WHERE start = 17")
    with Store.open(path) as store:
        assert store.check()[["table", "where"]].to_numpy().tolist() == [["spans", "leeds/a [17, 43)"]]


def test_a_lost_reference_is_found(path, coded):
    coded.close()
    spoilt(path, "DELETE FROM marks", "DELETE FROM document_attributes", "DELETE FROM documents")
    with Store.open(path) as store:
        assert "lost its place" in store.check()["problem"].iloc[0]
    spoilt(path, "DELETE FROM phrases WHERE value = 'rule trust'")
    with Store.open(path) as store:
        assert "points to a row of phrases that is not there" in set(store.check()["problem"])


def test_a_mark_outside_the_text_is_found(path, coded):
    coded.close()
    spoilt(path, 'UPDATE marks SET "end" = 9999')
    with Store.open(path) as store:
        assert store.check()["table"].tolist() == ["documents", "marks"]
        assert store.check()["problem"].tolist()[-1] == "the page lies outside the text"


def test_damage_below_is_reported_not_raised(path, coded):
    coded.close()
    content = bytearray(path.read_bytes())
    pages = len(content) // 4096
    content[4096 * (pages // 2) : 4096 * (pages // 2) + 400] = b"\x00" * 400
    path.write_bytes(content)
    with Store.open(path) as store:
        problems = store.check()
    assert set(problems["table"]) == {"file"}


def test_a_backup_holds_everything_and_is_sound(path, coded):
    copy = coded.backup(path.with_name("copy.qda"))
    with Store.open(copy) as other:
        assert other.codings().equals(coded.codings())
        assert other.journal().equals(coded.journal())
        assert other.check().empty
        other.add_codings(rows(coding(round=2)), coder="CD")
    assert len(coded.codings()) == 3


def test_a_backup_does_not_overwrite_unless_told(path, coded):
    copy = path.with_name("copy.qda")
    copy.write_text("precious")
    with pytest.raises(OutputError, match="exists already"):
        coded.backup(copy)
    assert copy.read_text() == "precious"
    coded.backup(copy, replace=True)
    with Store.open(copy) as other:
        assert len(other.codings()) == 3
    assert sorted(p.name for p in path.parent.iterdir() if not p.name.startswith("study.qda-")) == ["copy.qda", "study.qda"]


def test_a_backup_into_nowhere(path, coded):
    with pytest.raises(OutputError, match="no such folder"):
        coded.backup(path.parent / "no" / "copy.qda")
