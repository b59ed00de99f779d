"""``kill -9`` at random moments: what was acknowledged is there, no act is there by half, and the file is sound."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from claims import coding, document, grid, rows
from killing import SPANS

from qda.store import Store
from qda.store.backups import shelf
from qda.store.checks.journal_checks import UNFINISHED
from qda.store.schema import SCHEMA

KILLED = 9
HELD = ("acts", "codings", "spans")
OLD = Path(__file__).parent / "files" / "schema-1.qda"


def moments(fast, soak=50):
    """Return seeds: some for every run of the tests, the rest for `make soak`."""
    return [*range(fast), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(fast, fast + soak))]


def after(seed, most):
    """Return a random moment, in seconds."""
    return random.Random(seed).uniform(0, most)  # noqa: S311  no secret


UNCLOSED = pytest.mark.filterwarnings("ignore:.*no log study.qda-wal lies beside it:UserWarning")
"""A kill while the log is being brought home, or somebody else's look at the file, leaves the sign of a log without one; nothing is missing then."""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, book):
    """A project with a text of many units, in which somebody coded."""
    path = tmp_path_factory.mktemp("prepared") / "study.qda"
    with Store.create(path, book=book) as store:
        long = "We trust them. The board has a budget. " * 60
        store.add_documents([document(), document(long, doc_id="leeds/b")])
        units = [{"doc_id": "leeds/b", "start": s, "end": s + 38, "text": long[s : s + 38]} for s in range(0, len(long), 39)]
        store.set_segments(rows(*grid().to_dict("records"), *units))
        store.add_codings(rows(coding(round=99)), coder="EF")
    return path


@pytest.fixture
def study(prepared, path):
    shutil.copy(prepared, path)
    return path


def sound(path):
    """Make sure that a project and its backups are sound; return its codings and its journal."""
    with Store.open(path) as store:
        found = store.codings(), store.journal()
        assert store.check().empty
    assert sorted(p.name for p in path.parent.glob("study.qda*") if p.is_file()) == ["study.qda"]
    for kept in shelf.backups(shelf.shelf_of(path)):
        assert kept.state is not None
        assert shelf.unsoundness(kept.path) == ""
    return found


@pytest.mark.parametrize("seed", moments(5))
def test_killed_while_coding(workshop, study, seed):
    [(said, ended)] = workshop.do({"do": "code", "path": str(study), "after": after(seed, 0.4)})
    assert ended == KILLED
    codings, journal = sound(study)
    rounds = codings[codings["coder"] == "AB"].groupby("round").size()
    assert len(rounds) >= len(said)
    assert set(rounds) <= {SPANS}, "an act is there as a whole or not at all"
    assert (journal["kind"] == "code").sum() == 1 + len(rounds)


@pytest.mark.parametrize("seed", moments(5))
def test_killed_while_a_machine_reads(workshop, study, seed):
    [(said, ended)] = workshop.do({"do": "tag", "path": str(study), "after": after(seed, 0.6)})
    assert ended == KILLED
    with Store.open(study) as store:
        left = store.check()["problem"].tolist()
        assert left in ([], [UNFINISHED])
        codings, journal = store.codings(), store.journal()
        assert store.repair(coder="EF").left.empty
        assert store.codings().equals(codings), "what was not finished was never shown"
    sound(study)
    runs = journal[journal["kind"] == "tag"]
    assert len(runs) >= len(said)
    mine = codings[codings["coder"] == "rules"]
    assert set(mine["score"]) == ({0.5 + len(runs) / 10_000} if len(runs) else set())
    assert len(mine) in {0, 2 * 63}


COPIES = 4


@pytest.fixture(scope="module")
def copies(prepared, workshop, tmp_path_factory):
    """Copies of the project in which others coded."""
    folder = tmp_path_factory.mktemp("copies")
    paths = [Path(shutil.copy(prepared, folder / f"{n}.qda")) for n in range(COPIES)]
    jobs = [{"do": "code", "path": str(p), "with": {"who": f"C{n}", "acts": 3}} for n, p in enumerate(paths)]
    assert all(ended == 0 for _, ended in workshop.do(*jobs))
    return [str(path) for path in paths]


@pytest.mark.parametrize("seed", moments(5))
def test_killed_while_merging(workshop, study, copies, seed):
    [(said, ended)] = workshop.do({"do": "merge", "path": str(study), "with": {"copies": copies}, "after": after(seed, 0.8)})
    assert ended in {0, KILLED}
    codings, journal = sound(study)
    merged = codings[codings["coder"].str.startswith("C")].groupby("coder").size()
    assert len(merged) >= len(said)
    assert set(merged) <= {3 * SPANS}, "a copy is merged as a whole or not at all"
    assert (journal["kind"] == "merge").sum() == len(merged)


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    """A file of schema 1 with a long journal."""
    path = tmp_path_factory.mktemp("old") / "study.qda"
    shutil.copy(OLD, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(acts)") if row[1] not in {"n", "id"}]
        names = ", ".join(f'"{name}"' for name in columns)
        for _ in range(11):
            copied = f"SELECT lower(hex(randomblob(16))), {names} FROM acts WHERE kind = 'segment'"  # noqa: S608  our own names
            connection.execute(f"INSERT INTO acts (id, {names}) {copied}")
    return path


def counts(path):
    with closing(sqlite3.connect(path)) as connection:
        schema = connection.execute("PRAGMA user_version").fetchone()[0]
        held = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in HELD]  # noqa: S608  our own names
    return schema, held


@UNCLOSED
@pytest.mark.parametrize("seed", moments(5))
def test_killed_while_a_file_is_lifted(workshop, old, path, seed):
    shutil.copy(old, path)
    _, (acts, *rest) = counts(path)
    [(said, ended)] = workshop.do({"do": "lift", "path": str(path), "after": after(seed, 0.4)})
    assert ended in {0, KILLED}
    schema, (found, *others) = counts(path)
    assert (schema, found) in {(1, acts), (SCHEMA, acts + 1)}, "lifted as a whole or not at all"
    assert others == rest
    assert schema == SCHEMA or not said
    _, journal = sound(path)
    assert len(journal) == acts + 1
    assert [kept.why for kept in shelf.backups(shelf.shelf_of(path))] == ["before-migration"]


@UNCLOSED
@pytest.mark.parametrize("seed", moments(2, 20))
def test_killed_while_backups_are_made(workshop, study, seed):
    [(said, _)] = workshop.do({"do": "sit", "path": str(study), "after": after(seed, 0.6)})
    codings, _ = sound(study)
    assert codings[codings["coder"] == "AB"]["round"].nunique() >= len(said)
    kept = shelf.backups(shelf.shelf_of(study))
    assert len(kept) <= shelf.KEPT
    assert len({backup.state for backup in kept}) == len(kept), "never two of the same state"


@UNCLOSED
@pytest.mark.parametrize("seed", moments(2, 20))
def test_killed_while_going_back(workshop, study, seed):
    with Store.open(study) as store:
        backups = [str(store.backup(study.with_name("one.qda")))]
        store.add_codings(rows(coding(round=98)), coder="EF")
        backups.append(str(store.backup(study.with_name("two.qda"))))
    workshop.do({"do": "go_back", "path": str(study), "with": {"backups": backups}, "after": after(seed, 0.4)})
    codings, _ = sound(study)
    assert len(codings) in {1, 2}


@pytest.mark.parametrize("many", [2, 5])
def test_several_writers_at_once_lose_nothing(workshop, study, many):
    jobs = [{"do": "code", "path": str(study), "with": {"who": f"C{n}", "acts": 4}} for n in range(many)]
    assert workshop.do(*jobs) == [[["1", "2", "3", "4"], 0]] * many
    codings, _ = sound(study)
    assert codings.groupby("coder").size().to_dict() == {"EF": 1} | {f"C{n}": 4 * SPANS for n in range(many)}


def test_a_file_copied_without_the_log_that_a_kill_left(workshop, study, tmp_path):
    """Only a copy with its log, or made by the program, holds everything; the other says what it lacks, and is sound."""
    [(said, _)] = workshop.do({"do": "code", "path": str(study), "after": 1.0})
    assert said
    log = study.with_name("study.qda-wal")
    assert log.exists()
    for folder in ("alone", "whole"):
        (tmp_path / folder).mkdir()
        shutil.copy(study, tmp_path / folder / "study.qda")
    shutil.copy(log, tmp_path / "whole" / log.name)
    with pytest.warns(UserWarning, match="no log study.qda-wal lies beside it; if this is a copy"):
        codings, _ = sound(tmp_path / "alone" / "study.qda")
    assert len(codings) >= 1
    codings, _ = sound(tmp_path / "whole" / "study.qda")
    assert codings[codings["coder"] == "AB"]["round"].nunique() >= len(said)
