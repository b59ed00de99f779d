"""What was acknowledged stays, whatever happens."""

import logging
import resource
import signal
import subprocess
import sys
import threading
import time

import pytest
from claims import FIRST, coding, document, rows

from qda.errors import Locked, OutputError
from qda.store import Store
from qda.store.databases.opening import pragma

WRITER = """
import sys
import pandas as pd
from qda.store import Store
store = Store.open(sys.argv[1])
who, n = sys.argv[2], int(sys.argv[3])
spans = [dict(doc_id="leeds/a", start=0, end=e, axis="factor", code="trust") for e in range(1, 80)]
for round_ in range(1, n + 1):
    store.add_codings(pd.DataFrame([s | {"round": round_} for s in spans]), coder=who)
    print(round_, flush=True)
store.close()
"""
PER_ACT = 79


def writer(path, root, who="AB", n=10_000):
    command = [sys.executable, "-c", WRITER, str(path), who, str(n)]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def prepared(path, book):
    with Store.create(path, book=book) as store:
        store.add_documents([document()])


# test_kills.py holds the short forms of these two, with forked processes


@pytest.mark.soak
@pytest.mark.parametrize("acts", [1, 4])
def test_what_was_acknowledged_survives_a_kill(path, book, root, acts):
    prepared(path, book)
    with writer(path, root) as process:
        acknowledged = [int(process.stdout.readline()) for _ in range(acts)][-1]
        time.sleep(0.007 * acts)  # into the next act
        process.send_signal(signal.SIGKILL)
        acknowledged = max([acknowledged, *map(int, process.stdout.read().split())])
    with Store.open(path) as store:
        counts = store.codings().groupby("round").size()
        assert len(counts) >= acknowledged
        assert set(counts) == {PER_ACT}, "an act is there as a whole or not at all"
        assert (store.journal()["kind"] == "code").sum() == len(counts)
        assert store.check().empty
    assert [p.name for p in path.parent.iterdir()] == ["study.qda"]


@pytest.mark.soak
def test_two_writers_lose_nothing(path, book, root):
    prepared(path, book)
    with writer(path, root, "AB", 6) as first, writer(path, root, "CD", 6) as second:
        said = [process.communicate(timeout=60) for process in (first, second)]
    assert [out.split()[-1:] for out, _ in said] == [["6"], ["6"]], said
    with Store.open(path) as store:
        assert store.codings().groupby("coder").size().to_dict() == {"AB": 6 * PER_ACT, "CD": 6 * PER_ACT}
        assert store.check().empty
    assert {p.name for p in path.parent.iterdir()} <= {"study.qda", "study.qda.backups"}


def test_a_writer_waits_with_notice_and_then_goes_on(path, book, filled, caplog):
    other = _holding(path)
    pragma(filled._engine, "busy_timeout = 50")
    threading.Timer(0.5, other.rollback).start()
    with caplog.at_level(logging.WARNING, "qda.store"):
        filled.add_codings(rows(coding()), coder="AB")
    other.close()
    assert "study.qda: somebody else is writing to it; waiting" in caplog.messages
    assert len(filled.codings()) == 1


def test_a_writer_gives_up_in_the_end(path, book, filled):
    other = _holding(path)
    pragma(filled._engine, "busy_timeout = 50")
    filled.wait = 0.3
    with pytest.raises(Locked, match="somebody else is writing to it; nothing was changed"):
        filled.add_codings(rows(coding()), coder="AB")
    assert filled.codings().empty, "reading goes on"
    other.rollback()
    other.close()
    filled.add_codings(rows(coding()), coder="AB")
    assert len(filled.codings()) == 1


def _holding(path):
    import sqlite3

    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    return other


def test_no_room_left_changes_nothing(filled):
    filled.add_codings(rows(coding()), coder="AB")
    size = pragma(filled._engine, "page_count")
    pragma(filled._engine, f"max_page_count = {size + 2}")
    with pytest.raises(OutputError, match="no room left to write; the project is as it was before"):
        filled.add_documents([document("x" * 500_000, doc_id="long")])
    assert filled.document_ids() == ["leeds/a"]
    assert len(filled.codings()) == 1
    assert filled.check().empty
    pragma(filled._engine, "max_page_count = 100000")
    filled.add_documents([document("x" * 500_000, doc_id="long")])
    assert filled.check().empty


FULL = """
import resource, signal, sys
from qda.errors import OutputError
from qda.model import Document
from qda.store import Store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = Store.open(sys.argv[1])
store.add_documents([Document(id="small", text="a small one")])
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
try:
    store.add_documents([Document(id="long", text="x" * 3_000_000)])
except OutputError as error:
    print(error)
try:
    store.backup(sys.argv[1] + ".backup")
    store.add_documents([Document(id="long", text="x" * 3_000_000)])
except OutputError as error:
    print(error)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="the system cannot limit the size of files")
def test_a_file_that_may_not_grow_keeps_what_it_holds(workshop, path, book, tmp_path):
    prepared(path, book)
    ended, said = workshop.run(FULL, path, tmp_path / "said.txt")
    lines = said.splitlines()
    assert (ended, len(lines)) == (0, 2), said
    assert all("study.qda: " in line and "as it was before" in line for line in lines)
    with Store.open(path) as store:
        assert store.document_ids() == ["leeds/a", "small"]
        assert store.check().empty


def test_an_act_that_fails_leaves_nothing(filled):
    before = filled.journal()
    with pytest.raises(ValueError, match="no code"):
        filled.add_codings(rows(coding(), coding(FIRST, code="nonsense")), coder="AB")
    assert filled.journal().equals(before)
    assert filled.codings().empty
