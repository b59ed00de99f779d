import sqlite3
import warnings
from pathlib import Path

import pytest

from qda.codebook import Codebook
from qda.errors import CodebookError, FileNotThere, Locked, OutputError, ProjectError
from qda.store import Store
from qda.store.databases.folders import travels


def test_closing_leaves_a_single_file(path, book):
    with Store.create(path, book=book) as store:
        assert store.book.hash == book.hash
        assert store.document_ids() == []
        assert path.with_name("study.qda-wal").exists()
    assert [p.name for p in path.parent.iterdir()] == ["study.qda"]


def test_a_project_is_not_made_over_another(path, book, store):
    with pytest.raises(ProjectError, match="exists already"):
        Store.create(path, book=book)


def test_overwriting_replaces_in_one_step(path, book, filled):
    filled.close()
    with Store.create(path, book=book, overwrite=True) as fresh:
        assert fresh.document_ids() == []
    assert [p.name for p in path.parent.iterdir()] == ["study.qda"]


def test_overwriting_refuses_what_is_no_project(path, book):
    path.write_text("my thesis")
    with pytest.raises(ProjectError, match="no project file"):
        Store.create(path, book=book, overwrite=True)
    assert path.read_text() == "my thesis"


def test_overwriting_a_project_that_is_open_is_refused(path, book, filled):
    with pytest.raises((ProjectError, Locked), match=r"open elsewhere|somebody else"):
        Store.create(path, book=book, overwrite=True)
    assert filled.document_ids() == ["leeds/a"]


@pytest.mark.parametrize(("content", "said"), [(b"", "no project file"), (b"case,label\n", "no project file")])
def test_other_files_are_refused(path, content, said):
    path.write_bytes(content)
    with pytest.raises(ProjectError, match=said):
        Store.open(path)


def test_missing_file(path):
    with pytest.raises(FileNotThere, match="no such project file"):
        Store.open(path)


def test_a_codebook_without_its_text_cannot_be_kept(path):
    with pytest.raises(CodebookError, match="codebook 'made' has no text"):
        Store.create(path, book=Codebook(id="made"))
    assert not path.exists()


def test_no_such_folder(path, book):
    with pytest.raises(OutputError, match="no such folder"):
        Store.create(path / "deeper" / "a.qda", book=book)


def test_databases_of_other_programs_are_refused(path):
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(ProjectError, match="a database, but no project"):
        Store.open(path)


def test_files_from_newer_versions_are_refused(path, store):
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 7")
    connection.close()
    with pytest.raises(ProjectError, match=r"newer version of qda \(schema 7, this one reads up to 3\)"):
        Store.open(path)


def test_a_closed_store_says_so(path, filled):
    filled.close()
    filled.close()
    with pytest.raises(ProjectError, match="was closed"):
        filled.codings()


def test_a_damaged_file_is_named(path, filled):
    filled.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * (size - 100))
    with pytest.raises(ProjectError, match="damaged"), Store.open(path) as store:
        store.codings()


@pytest.mark.parametrize(
    ("path", "mounts", "reason"),
    [
        ("/home/ab/Dropbox/study.qda", "", "'Dropbox' is synchronised"),
        ("/home/ab/OneDrive - University/x/study.qda", "", "'OneDrive - University'"),
        ("/Users/ab/Library/Mobile Documents/study.qda", "", "synchronised"),
        ("/home/ab/studies/study.qda", "/dev/sda1 / ext4 rw 0 0", ""),
        ("/home/ab/dropboxes/study.qda", "/dev/sda1 / ext4 rw 0 0", ""),
        ("/mnt/team/study.qda", "/dev/sda1 / ext4 rw 0 0\nserver:/x /mnt/team nfs4 rw 0 0", "network drive (nfs4)"),
        ("/mnt/our team/study.qda", "/dev/sda1 / ext4 rw 0 0\n//server/x /mnt/our\\040team cifs rw 0 0", "network drive (cifs)"),
    ],
)
def test_folders_that_travel(path, mounts, reason):
    said = travels(Path(path), mounts=mounts)
    assert reason in said
    assert bool(reason) == bool(said)


def test_no_write_ahead_log_on_synced_folders(tmp_path, book):
    folder = tmp_path / "Nextcloud"
    folder.mkdir()
    with pytest.warns(UserWarning, match="'Nextcloud' is synchronised"):
        store = Store.create(folder / "a.qda", book=book)
    with store:
        assert [p.name for p in folder.iterdir()] == ["a.qda"]
        assert store.document_ids() == []


def test_ordinary_folders_warn_of_nothing(path, book):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Store.create(path, book=book).close()


READ_ONLY = """
import os, sys, pandas
from qda.codebook import Codebook
from qda.errors import OutputError
from qda.store import Store
with Store.open(sys.argv[2]) as store:
    store.add_cases(pandas.DataFrame({"id": ["loads all that is needed"]}))
    store.document_ids()
os.setuid(65534)
with Store.open(sys.argv[1]) as store:
    assert store.document_ids() == ["leeds/a"], "reading must work"
    try:
        store.add_cases(pandas.DataFrame({"id": ["leeds"]}))
    except OutputError as error:
        print(error)
"""


def test_a_file_that_may_only_be_read_is_read(workshop, tmp_path, filled):
    import os
    import tempfile

    if not hasattr(os, "setuid") or os.getuid() != 0:
        pytest.skip("needs to become another user")
    filled.close()
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        target = Path(folder) / "study.qda"
        target.write_bytes(filled.path.read_bytes())
        target.chmod(0o444)
        Path(folder).chmod(0o555)
        ended, said = workshop.run(READ_ONLY, target, tmp_path / "said.txt", filled.path)
    assert ended == 0, said
    assert "read-only" in said
    assert "Traceback" not in said


def test_no_text_gets_into_a_traceback(filled):
    import sqlalchemy as sa

    from qda.store import schema

    row = {"doc_id": "b", "revision": None, "text": "what nobody may see"}
    with pytest.raises(sa.exc.IntegrityError) as raised, filled._engine.connect() as connection:
        connection.execute(sa.insert(schema.texts), [row])
    assert "what nobody may see" not in str(raised.value)
    assert "NOT NULL" in str(raised.value)
