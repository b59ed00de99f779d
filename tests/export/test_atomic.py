"""Outputs replace the old ones in one step, or not at all."""

import errno
import os
from pathlib import Path

import pytest

from qda.errors import OutputError
from qda.export import atomic, make_folder, replacing, replacing_all

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def names(folder):
    return sorted(p.name for p in folder.iterdir())


def write(paths, text, error=None):
    """Write to what will replace `paths`, and fail if told."""
    with replacing_all(paths) as every:
        for beside in every:
            beside.write_text(text)
        if error:
            raise error


def test_what_was_written_takes_the_place(tmp_path):
    out = tmp_path / "matrix.csv"
    out.write_text("old")
    with replacing(out) as beside:
        assert beside.parent == tmp_path
        assert beside.suffix == ".csv"
        beside.write_text("new")
        assert out.read_text() == "old"
    assert out.read_text() == "new"
    assert names(tmp_path) == ["matrix.csv"]


def test_a_full_disk_leaves_the_old_file_whole(tmp_path):
    out = tmp_path / "matrix.csv"
    out.write_text("old")
    with pytest.raises(OutputError, match=r"matrix\.csv: cannot be written: the disk is full; nothing was changed"):
        write([out], "half", OSError(errno.ENOSPC, "No space left on device"))
    assert out.read_text() == "old"
    assert names(tmp_path) == ["matrix.csv"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_disk_that_is_really_full_is_told_in_one_line(tmp_path):
    with (
        pytest.raises(OutputError, match="the disk is full") as told,
        replacing(tmp_path / "a.txt"),
        Path("/dev/full").open("w") as full,
    ):
        full.write("x" * 100_000)
    assert "\n" not in str(told.value)


def test_other_failures_pass_and_clean_up(tmp_path):
    with pytest.raises(ZeroDivisionError), replacing(tmp_path / "a.txt") as beside:
        beside.write_text(str(1 / 0))
    assert names(tmp_path) == []


def test_a_folder_that_is_not_there_or_is_no_folder(tmp_path):
    with pytest.raises(OutputError, match="no such folder"), replacing(tmp_path / "nowhere" / "a.txt"):
        pass
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="its folder is a file"), replacing(tmp_path / "file" / "a.txt"):
        pass
    with pytest.raises(OutputError, match="a folder stands there"), replacing(tmp_path):
        pass


@pytest.fixture
def locked(tmp_path):
    """Return a folder that nobody may write to, not even the tests where they run as root."""
    tmp_path.chmod(0o500)
    if ROOT:
        os.seteuid(65534)
    yield tmp_path
    if ROOT:
        os.seteuid(0)
    tmp_path.chmod(0o700)


def test_a_folder_that_cannot_be_written(locked):
    with pytest.raises(OutputError, match="no permission"), replacing(locked / "a.txt"):
        pass


def test_several_outputs_move_together(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("old")
    with replacing_all([one, two]) as (a, b):
        a.write_text("1")
        b.write_text("2")
    assert (one.read_text(), two.read_text()) == ("1", "2")
    assert names(tmp_path) == ["one", "two"]


def test_if_one_of_several_fails_all_stay(tmp_path):
    one = tmp_path / "one"
    one.write_text("old")
    with pytest.raises(OutputError, match=r"nowhere.*no such folder"), replacing_all([one, tmp_path / "nowhere" / "two"]):
        pass
    assert one.read_text() == "old"
    assert names(tmp_path) == ["one"]


def test_if_the_second_move_fails_the_first_is_brought_back(tmp_path, monkeypatch):
    one, two, move = tmp_path / "one", tmp_path / "two", os.replace
    for old in (one, two):
        old.write_text(f"old {old.name}")

    def refuse(source, target):
        if target == two and "old" not in source.read_text():
            raise PermissionError(errno.EACCES, "Permission denied", str(source))
        move(source, target)

    monkeypatch.setattr(atomic.os, "replace", refuse)
    with pytest.raises(OutputError, match=r"two: cannot be written: no permission"):
        write([one, two], "new")
    assert (one.read_text(), two.read_text()) == ("old one", "old two")
    assert names(tmp_path) == ["one", "two"]


def test_a_new_output_is_taken_away_again_if_the_others_fail(tmp_path, monkeypatch):
    one, two, move = tmp_path / "one", tmp_path / "two", os.replace

    def refuse(source, target):
        if target == two:
            raise OSError(errno.EBUSY, "busy", str(source))
        move(source, target)

    monkeypatch.setattr(atomic.os, "replace", refuse)
    with pytest.raises(OutputError, match="another program holds the file open"), replacing_all([one, two]):
        pass
    assert names(tmp_path) == []


def test_a_writer_within_is_blamed_by_the_name_the_user_knows(tmp_path):
    with pytest.raises(OutputError) as told, replacing_all([tmp_path / "one", tmp_path / "two"]) as (_, two):
        write([two], "half", OSError(errno.ENOSPC, "No space left on device"))
    assert str(told.value) == f"{tmp_path / 'two'}: cannot be written: the disk is full; nothing was changed"
    assert names(tmp_path) == []


def test_rights_of_the_old_file_are_kept(tmp_path):
    out = tmp_path / "a.txt"
    out.write_text("old")
    out.chmod(0o640)
    with replacing(out):
        pass
    assert out.stat().st_mode & 0o777 == 0o640


def test_a_folder_is_made_or_refused(tmp_path):
    assert make_folder(tmp_path / "a" / "b").is_dir()
    assert make_folder(tmp_path / "a").is_dir()
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="a file stands there"):
        make_folder(tmp_path / "file")
    with pytest.raises(OutputError, match="its folder is a file"):
        make_folder(tmp_path / "file" / "deeper")
