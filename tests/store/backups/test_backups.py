"""Backups that are made unasked, and going back to them."""

import shutil
import subprocess
import threading
import time
import warnings

import pytest
from claims import coding, document, grid, rows, run, suggestion

from qda.errors import Damaged, FileNotThere, Locked, OutputError, ProjectError
from qda.store import Store
from qda.store.backups import keeping, shelf
from qda.store.backups.restoring import restore
from qda.store.backups.shelf import shelf_of


@pytest.fixture(scope="module")
def made(tmp_path_factory, book):
    """A closed project in which somebody coded once."""
    with Store.create(tmp_path_factory.mktemp("made") / "study.qda", book=book) as store:
        store.add_documents([document()])
        store.set_segments(grid())
        store.add_codings(rows(coding()), coder="AB")
    return store.path


@pytest.fixture
def coded(made, path):
    shutil.copy(made, path)
    return path


def act(path, round_, **more):
    with Store.open(path, **more) as store:
        store.add_codings(rows(coding(round=round_)), coder="AB")


def kept(path):
    return shelf.backups(shelf_of(path))


def rounds(path):
    with Store.open(path, backups=False) as store:
        assert store.check().empty
        return sorted(store.codings()["round"])


def test_the_state_at_opening_is_kept_before_the_first_act(coded):
    act(coded, 2)
    [backup] = kept(coded)
    assert rounds(backup.path) == [1]
    assert (backup.why, backup.state.what) == ("opening", "1 coding added, 1 reading")
    assert backup.path.parent.name == "study.qda.backups"
    assert sorted(p.name for p in backup.path.parent.iterdir()) == [backup.path.name]


def test_one_backup_a_session_and_none_for_reading(coded):
    with Store.open(coded) as store:
        store.codings()
        store.check()
        assert not shelf_of(coded).exists()
        store.add_codings(rows(coding(round=2)), coder="AB")
        store.add_codings(rows(coding(round=3)), coder="AB")
    assert len(kept(coded)) == 1


def test_what_can_be_made_again_is_not_kept(filled):
    run(filled, suggestion())
    filled.close()
    act(filled.path, 1)
    assert kept(filled.path) == []
    act(filled.path, 2)
    assert len(kept(filled.path)) == 1


def test_the_same_state_is_kept_once(coded):
    for _ in range(2):
        with Store.open(coded) as store:
            store.add_codings(rows(coding()), coder="AB")  # known already: changes nothing
    assert len(kept(coded)) == 1


def test_the_last_five_stay(coded):
    for round_ in range(2, 9):
        act(coded, round_)
    assert [backup.state.acts for backup in kept(coded)] == [10, 9, 8, 7, 6]
    assert rounds(kept(coded)[0].path) == [1, 2, 3, 4, 5, 6, 7]


def test_others_may_write_while_a_backup_is_made(coded, monkeypatch):
    """The snapshot is taken before the first act; copying goes on beside the work, and closing waits for it."""
    go_on, write = threading.Event(), keeping._write

    def slowly(*given):
        go_on.wait(10)
        return write(*given)

    monkeypatch.setattr(keeping, "_write", slowly)
    with Store.open(coded) as store:
        store.add_codings(rows(coding(round=2)), coder="AB")
        assert kept(coded) == []
        go_on.set()
    assert rounds(kept(coded)[0].path) == [1]


def test_without_the_log_the_backup_is_made_before_the_act(coded, monkeypatch):
    monkeypatch.setattr("qda.store.databases.file.travels", lambda _: "folder 'Nextcloud' is synchronised")
    with pytest.warns(UserWarning, match="synchronised"):
        store = Store.open(coded)
    with store:
        store.add_codings(rows(coding(round=2)), coder="AB")
        [backup] = kept(coded)
    monkeypatch.undo()
    assert rounds(backup.path) == [1]


def test_a_backup_that_fails_is_a_warning_and_hinders_nothing(coded):
    shelf_of(coded).write_text("in the way")
    with pytest.warns(UserWarning, match=r"study.qda: no backup was made of it as it was before: .*study.qda.backups"):
        act(coded, 2)
    shelf_of(coded).unlink()
    assert rounds(coded) == [1, 2]


def test_what_somebody_left_half_written_is_taken_away_in_time(coded):
    shelf_of(coded).mkdir()
    fresh, stale = (shelf_of(coded) / name for name in (".1-1.part", ".2-2.part"))
    for part, age in ((fresh, 10), (stale, 2 * keeping.ABANDONED)):
        part.write_bytes(b"half")
        import os

        os.utime(part, (time.time() - age,) * 2)
    act(coded, 2)
    assert fresh.exists()
    assert not stale.exists()
    assert len(kept(coded)) == 1


def test_a_backup_by_hand_stays(coded):
    with Store.open(coded) as store:
        path = store.backup()
    assert path.name.endswith(".by-hand.qda")
    for round_ in range(2, 9):
        act(coded, round_)
    assert sum(backup.why == "by-hand" for backup in kept(coded)) == 1
    assert len(kept(coded)) == 6


def test_a_backup_that_is_wanted_for_longer_gets_another_name(coded):
    act(coded, 2)
    restore(coded, kept(coded)[0].path.name)
    [was, now] = sorted(kept(coded), key=lambda backup: backup.state.acts)
    assert (was.why, now.why) == ("opening", "before-restore")
    with Store.open(coded) as store:
        assert store.backup() == was.path.with_name(was.path.name.replace(".qda", ".by-hand.qda"))
    assert len(kept(coded)) == 2


def test_going_back_and_forth(coded):
    act(coded, 2)
    before = restore(coded, kept(coded)[0].path.name)
    assert rounds(coded) == [1]
    assert rounds(before) == [1, 2]
    restore(coded, before.name)
    assert rounds(coded) == [1, 2]
    assert len(kept(coded)) == 2


def test_a_backup_beside(coded):
    act(coded, 2)
    target = coded.with_name("new.qda")
    assert restore(coded, kept(coded)[0].path.name, to=target) is None
    assert (rounds(target), rounds(coded)) == ([1], [1, 2])
    with pytest.raises(OutputError, match="exists already"):
        restore(coded, kept(coded)[0].path, to=target)


def test_a_project_that_is_gone_comes_back(coded):
    act(coded, 2)
    coded.unlink()
    with pytest.raises(FileNotThere, match=f"newest sound backup .* qda restore .*{kept(coded)[0].path.name}"):
        Store.open(coded)
    assert restore(coded, kept(coded)[0].path.name) is None
    assert rounds(coded) == [1]


def test_nobody_may_have_it_open(coded):
    act(coded, 2)
    name = kept(coded)[0].path.name
    with Store.open(coded) as store:
        store.codings()
        with pytest.raises(Locked, match="is open elsewhere; close it there first"):
            restore(coded, name)
        store.add_codings(rows(coding(round=3)), coder="AB")
    assert rounds(coded) == [1, 2, 3]


def test_backups_that_are_not_there_or_not_sound(coded):
    act(coded, 2)
    act(coded, 3)
    newest, older = kept(coded)
    with pytest.raises(FileNotThere, match=f"no such backup .there are: {newest.path.name}, {older.path.name}"):
        restore(coded, "2026.qda")
    half = newest.path.read_bytes()
    newest.path.write_bytes(half[: len(half) // 2])
    with pytest.raises(
        ProjectError, match=f"{newest.path.name}: the backup is damaged .* newest sound backup .*{older.path.name}"
    ):
        restore(coded, newest.path.name)
    with pytest.raises(ProjectError, match="is the project itself"):
        restore(coded, coded)
    assert rounds(coded) == [1, 2, 3]


def test_other_files_are_not_gone_over(coded, tmp_path):
    act(coded, 2)
    thesis = tmp_path / "thesis.txt"
    thesis.write_text("mine")
    with pytest.raises(ProjectError, match="no project file"):
        restore(thesis, kept(coded)[0].path)
    assert thesis.read_text() == "mine"


def test_the_state_of_another_study_is_refused(coded, book, tmp_path):
    Store.create(tmp_path / "other.qda", book=book).close()
    before = coded.read_bytes()
    with pytest.raises(ProjectError, match=r"other.qda: is no state of study.qda but of another project"):
        restore(coded, tmp_path / "other.qda")
    assert coded.read_bytes() == before


@pytest.mark.parametrize("left", [0.5, 0.0])
def test_half_a_file_names_the_newest_sound_backup_and_is_set_aside(coded, left):
    act(coded, 2)
    act(coded, 3)
    newest, older = kept(coded)
    whole = coded.read_bytes()
    coded.write_bytes(whole[: int(len(whole) * left)])
    newest.path.write_bytes(newest.path.read_bytes()[:9000])
    with pytest.raises(Damaged, match=f"study.qda: .*newest sound backup is of .*: qda restore .*{older.path.name}"):
        Store.open(coded)
    aside = restore(coded, older.path.name)
    assert rounds(coded) == [1]
    assert aside.suffix == ".damaged"
    assert aside.read_bytes() == whole[: int(len(whole) * left)]


def test_half_a_file_without_a_backup_says_so(coded):
    coded.write_bytes(coded.read_bytes()[: coded.stat().st_size // 2])
    with pytest.raises(Damaged, match=r"is damaged; no backup of it lies in study.qda.backups"):
        Store.open(coded)


ROOM = """
import sys, warnings
from pathlib import Path
warnings.simplefilter("always")
from claims import coding, rows, document
from qda.errors import OutputError
from qda.store import Store
folder = Path(sys.argv[1])
with Store.open(folder / "study.qda") as store:
    store.add_codings(rows(coding(round=2)), coder="AB")
    try:
        store.add_documents([document("x" * 3_000_000, doc_id="long")])
    except OutputError as error:
        print(error)
    store.add_codings(rows(coding(round=3)), coder="AB")
"""


@pytest.fixture
def small_disk(tmp_path):
    """A disk of one and a half megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", folder], capture_output=True, check=False)  # noqa: S607  as root
    if mount.returncode:
        pytest.skip("needs to mount a disk")
    yield folder
    subprocess.run(["umount", folder], check=True)  # noqa: S607  as root


def test_a_disk_that_runs_full(workshop, coded, small_disk, tmp_path):
    """What was acknowledged stays, an act without room says so, a backup without room is a warning."""
    study = small_disk / "study.qda"
    study.write_bytes(coded.read_bytes())
    (small_disk / "filler").write_bytes(b"x" * (1_500_000 - study.stat().st_size - 160_000))
    ended, said = workshop.run(ROOM, small_disk, tmp_path / "said.txt")
    assert "no room left to write; the project is as it was before" in said
    assert "no backup was made of it as it was before" in said
    assert ended == 0, said
    (small_disk / "filler").unlink()
    assert rounds(study) == [1, 2, 3]
    assert kept(study) == []


OLD_READ_ONLY = """
import os, sys
from qda.errors import OutputError
from qda.store import Store
import qda.store.migrations, alembic.operations
os.setuid(65534)
try:
    Store.open(sys.argv[1])
except OutputError as error:
    print(error)
"""


def test_an_old_file_that_may_only_be_read_says_what_to_do(workshop, tmp_path, root):
    import os
    import tempfile
    from pathlib import Path

    if not hasattr(os, "setuid") or os.getuid() != 0:
        pytest.skip("needs to become another user")
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        target = Path(folder) / "study.qda"
        target.write_bytes((root / "tests" / "store" / "files" / "schema-1.qda").read_bytes())
        target.chmod(0o444)
        Path(folder).chmod(0o555)
        _, said = workshop.run(OLD_READ_ONLY, target, tmp_path / "said.txt")
        assert [p.name for p in Path(folder).iterdir()] == ["study.qda"]
    assert "is of an older version (schema 1)" in said
    assert "copy it to a folder where you may write" in said


def test_a_file_that_is_lifted_is_kept_as_it_was(path, root):
    old = root / "tests" / "store" / "files" / "schema-1.qda"
    path.write_bytes(old.read_bytes())
    with Store.open(path) as store:
        assert store.check().empty
        assert kept(path)[0].path.name in store.journal()["what"].iloc[-1]
    [backup] = kept(path)
    assert backup.why == "before-migration"
    assert backup.state.acts == shelf.state_in(old).acts


def test_a_copy_to_work_on_keeps_nothing(coded):
    act(coded, 2, backups=False)
    assert not shelf_of(coded).exists()


def test_the_first_act_of_a_session_is_fast_in_a_big_file(store):
    """The snapshot costs nothing that grows with the file."""
    store.add_documents([document("We trust. " * 100_000, doc_id=f"d{i}") for i in range(20)])
    store.add_codings(rows(coding((0, 9), doc_id="d1")), coder="AB")
    store.close()
    keeper = keeping.Keeper(store.path)
    began = time.monotonic()
    keeper.before_act()
    took = time.monotonic() - began
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        keeper.finish()
    assert len(kept(store.path)) == 1
    assert store.path.stat().st_size > 20_000_000
    assert took < time.monotonic() - began
