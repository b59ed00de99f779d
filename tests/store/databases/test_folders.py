"""Where a file lies, and what sync programs lay beside it."""

import sqlite3
import subprocess
import sys
import warnings
from pathlib import Path, PureWindowsPath

import pytest
from claims import coding, rows

from qda.store import Store
from qda.store.databases.beside import conflict_copies
from qda.store.databases.folders import travels

LOCAL = "/dev/sda1 / ext4 rw 0 0"


@pytest.mark.parametrize(
    "path",
    [
        "/home/ab/Dropbox (University)/study.qda",
        "/home/ab/Dropbox-Uni/study.qda",
        "/home/ab/ownCloud/team/study.qda",
        "/home/ab/OneDrive - University of York/x/study.qda",
        "/Users/ab/Library/Mobile Documents/com~apple~CloudDocs/study.qda",
        "/Users/ab/Library/CloudStorage/GoogleDrive-ab@example.org/My Drive/study.qda",
        "/Users/ab/Nextcloud2/../Nextcloud/study.qda",
    ],
)
def test_synced_folders_of_linux_and_macos(path):
    assert "is synchronised" in travels(Path(path), mounts=LOCAL)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (r"C:\Users\ab\OneDrive - University\study.qda", "'OneDrive - University' is synchronised"),
        (r"C:\Users\ab\iCloudDrive\study.qda", "'iCloudDrive' is synchronised"),
        (r"D:\Nextcloud\team\study.qda", "'Nextcloud' is synchronised"),
        (r"\\server\share\study.qda", "network share"),
        (r"\\?\UNC\server\share\study.qda", "network share"),
        (r"\\?\C:\studies\study.qda", ""),
        (r"C:\studies\study.qda", ""),
        (r"C:\boxplots\mega-analysis\study.qda", ""),
    ],
)
def test_paths_of_windows(path, reason):
    said = travels(PureWindowsPath(path), mounts="")
    assert reason in said
    assert bool(said) == bool(reason)


@pytest.mark.parametrize(
    ("mounts", "kind"),
    [
        ("server:/x /mnt/team nfs4 rw 0 0", "nfs4"),
        ("//server/x /mnt/team cifs rw 0 0", "cifs"),
        ("ab@server:/x /mnt/team fuse.sshfs rw 0 0", "fuse.sshfs"),
        ("gvfsd-fuse /mnt fuse.gvfsd-fuse rw 0 0", "fuse.gvfsd-fuse"),
        ("C: /mnt 9p rw 0 0", "9p"),
        ("auto.home /mnt/team autofs rw 0 0\nserver:/x /mnt/team nfs rw 0 0", "nfs"),
        ("server:/x /mnt/team nfs rw 0 0\nauto.home /mnt/team autofs rw 0 0", "nfs"),
        ("server:/x /mnt/team nfs rw 0 0\n/dev/sdb1 /mnt/team/local ext4 rw 0 0", "nfs"),
        ("server:/x /mnt/team nfs rw 0 0\n/dev/sdb1 /mnt/team ext4 rw 0 0", ""),
        ("/dev/sdb1 /mnt/team fuseblk rw 0 0", ""),
        ("x /mnt/team fuse.encfs rw 0 0", ""),
        ("server:/x /mnt/tea nfs rw 0 0", ""),
        ("a line that means nothing", ""),
    ],
)
def test_kinds_of_file_systems(mounts, kind):
    said = travels(Path("/mnt/team/study.qda"), mounts=f"{LOCAL}\n{mounts}")
    assert said == (f"it lies on a network drive ({kind})" if kind else "")


@pytest.mark.parametrize("written", [r"our\040team", r"our\011team", r"our\134team", "unser\u00e4team"])
def test_names_of_mount_points_are_read_as_they_are(written):
    name = written.replace(r"\040", " ").replace(r"\011", "\t").replace(r"\134", "\\")
    assert "(cifs)" in travels(Path("/mnt") / name / "study.qda", mounts=f"{LOCAL}\n//server/x /mnt/{written} cifs rw 0 0")


@pytest.mark.parametrize("marker", [".dropbox.cache", ".stfolder"])
def test_signs_of_sync_programs_are_found_above(tmp_path, marker):
    (tmp_path / "shared" / "deep").mkdir(parents=True)
    (tmp_path / "shared" / marker).mkdir()
    assert travels(tmp_path / "shared" / "deep" / "study.qda") == "folder 'shared' is synchronised"
    assert travels(tmp_path / "study.qda") == ""


MARKED = [
    "study (AB's conflicted copy 2026-11-21).qda",
    "study (In Konflikt stehende Kopie von AB 2026-11-21).qda",
    "study (conflicted copy 2026-11-21 101112).qda",
    "study (SFConflict ab@example.org 2026-11-21-10-11-12).qda",
    "study_conflict-20261121-101112.qda",
    "study.sync-conflict-20261121-101112-ABCDEF7.qda",
    "study [conflicted].qda",
]
DOUBTFUL = [
    "study-DESKTOP-1.qda",
    "study-ab-laptop.qda",
    "study-MacBook Pro.qda",
    "study-AB-PC.qda",
    "study (1).qda",
    "study 2.qda",
]
OTHERS = ["study-AB.qda", "study-final.qda", "studying (conflicted copy).qda.txt", "other (conflicted copy).qda", "study.csv"]


def test_conflict_copies_are_told_from_other_files(path, filled):
    filled.close()
    for name in (*MARKED, *DOUBTFUL, *OTHERS):
        path.with_name(name).write_bytes(path.read_bytes())
    assert {p.name for p in conflict_copies(path)} == {*MARKED, *DOUBTFUL}


def test_doubtful_names_only_count_for_the_same_project(path, filled, book):
    filled.close()
    Store.create(path.with_name("study 2.qda"), book=book).close()
    path.with_name("study (1).qda").write_text("no project")
    assert conflict_copies(path) == []


def test_a_conflict_copy_is_named_on_opening(path, filled):
    filled.close()
    copy = path.with_name(MARKED[0])
    copy.write_bytes(path.read_bytes())
    with pytest.warns(UserWarning, match=r"AB's conflicted copy 2026-11-21.*merge with `qda merge`"):
        Store.open(path).close()
    copy.unlink()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Store.open(path).close()


def test_a_copy_without_its_log_is_told(path, filled):
    filled.add_codings(rows(coding()), coder="AB")
    copy = path.with_name("copy.qda")
    copy.write_bytes(path.read_bytes())  # what a file manager does while the project is open
    with pytest.warns(
        UserWarning,
        match=r"no log copy.qda-wal lies beside it; if this is a copy of an open project, what was done last is missing",
    ):
        Store.open(copy).close()
    filled.close()
    copy.write_bytes(path.read_bytes())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with Store.open(copy) as whole:
            assert len(whole.codings()) == 1


def test_what_is_closed_bears_no_sign_of_a_log(path, filled):
    """Also where two close at the same moment: the last one brings the log home."""
    other = Store.open(path)
    filled.close()
    assert path.read_bytes()[18:20] == b"\x02\x02"
    other.close()
    assert path.read_bytes()[18:20] == b"\x01\x01"
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()


UNCLOSED = """
import sys
from qda.store import Store
Store.open(sys.argv[1]).document_ids()
kept = Store.open(sys.argv[1])
kept.add_documents([])
"""


def test_what_nobody_closed_is_closed_when_the_program_ends(path, filled, root):
    filled.close()
    subprocess.run([sys.executable, "-c", UNCLOSED, path], cwd=root, check=True)
    assert path.read_bytes()[18:20] == b"\x01\x01"
    assert [p.name for p in path.parent.iterdir()] == ["study.qda"]
