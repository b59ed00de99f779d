"""``qda check --repair``, ``backup``, ``backups`` and ``restore``."""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from books import SMALL

from qda import Project
from qda.codebook import parse_codebook
from qda.project.lasting import backups_of


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A closed project in which somebody coded once."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "talk.txt").write_text("We trust the board. It helps us in delivery.", encoding="utf-8")
    with Project.create(folder / "study.qda", parse_codebook(SMALL)) as project:
        project.add(folder / "talk.txt")
    code(folder / "study.qda", 1)
    return folder / "study.qda"


@pytest.fixture
def project(made, study):
    return Path(shutil.copy(made, study / "study.qda"))


def code(path, round_, doc_id="talk"):
    row = {"doc_id": doc_id, "start": 0, "end": 10, "axis": "factor", "code": "trust", "round": round_}
    with Project.open(path) as project:
        project.add_codings(pd.DataFrame([row]), coder="AB")


def rounds(path):
    with Project.open(path) as project:
        return project.codings.query("coder == 'AB'")["round"].tolist()


def test_a_project_that_is_not_there_has_no_backups(call, project):
    for name in (project.with_name("none.qda"), "", "."):
        for command in (("check", name), ("backups", name), ("restore", name, "x.qda")):
            done = call(*command)
            assert done.status == 1
            assert len(done.err.splitlines()) == 1


def test_backups_are_listed_and_gone_back_to(call, project):
    done = call("backups", project)
    assert (done.status, done.err) == (0, "")
    assert "no backups; they are made before people go on" in done.out
    code(project, 2)
    done = call("backups", project)
    name = backups_of(project)["name"].iloc[0]
    assert name in done.out
    assert "opening" in done.out
    done = call("restore", project, name)
    assert (done.status, done.err) == (0, "")
    assert "what it was before is kept in" in done.out
    assert rounds(project) == [1]
    assert backups_of(project)["why"].tolist() == ["before-restore", "opening"]
    done = call("restore", project, backups_of(project)["name"].iloc[0], "--to", project.with_name("new.qda"))
    assert done.status == 0
    assert rounds(project.with_name("new.qda")) == [1, 2]
    assert rounds(project) == [1]


def test_a_backup_that_is_not_there(call, project):
    code(project, 2)
    done = call("restore", project, "2020.qda")
    assert done.status == 1
    assert done.err.startswith("qda: 2020.qda: no such backup (there are: ")
    assert rounds(project) == [1, 2]


def test_a_backup_by_hand(call, project, study):
    done = call("backup", project)
    assert (done.status, done.err) == (0, "")
    assert done.out.strip().endswith(".by-hand.qda")
    assert rounds(done.out.strip()) == [1]
    assert call("backup", project, study / "copy.qda").status == 0
    assert rounds(study / "copy.qda") == [1]
    done = call("backup", project, study / "copy.qda")
    assert done.status == 1
    assert "exists already" in done.err
    with Project.open(project) as opened:
        assert opened.backups["why"].tolist() == ["by-hand"]


def test_check_says_what_helps_and_repairs(call, project):
    assert call("check", project).out == f"{project}: sound\n"
    with closing(sqlite3.connect(project)) as connection, connection:
        connection.execute("UPDATE acts SET undone_by = 1 WHERE n = 2")
    done = call("check", project)
    assert done.status == 1
    assert "no act in force undid it (qda check --repair)" in done.err
    done = call("check", project, "--repair", "--coder", "AB")
    assert (done.status, done.err) == (0, "")
    assert re.search(r"^repaired: acts: act 2 \(.*\): is marked as undone", done.out, re.MULTILINE)
    assert "before-repair" in done.out
    assert done.out.endswith(f"{project}: sound\n")
    with Project.open(project) as opened:
        assert opened.journal["coder"].iloc[-1] == "AB"


def test_check_of_half_a_file_says_what_is_left_of_it(call, project):
    code(project, 2)
    project.write_bytes(project.read_bytes()[: project.stat().st_size // 2])
    for more in ((), ("--repair",)):
        done = call("check", project, *more)
        assert done.status == 1
        name = backups_of(project)["name"].iloc[0]
        assert "the file is damaged; its newest sound backup is of" in done.err
        assert name in done.err
        assert "can still be read" in done.err or "nothing in it can be read" in done.err
    assert call("restore", project, name).status == 0
    assert rounds(project) == [1]
    assert "sound" in call("check", project).out


def test_going_on_with_a_study_keeps_it_as_it_was(study, run_study):
    assert run_study().status == 0
    project = study / "out" / "project.qda"
    code(project, 1, "leeds/interview-01")
    assert run_study().status == 0
    found = backups_of(project)
    assert found["why"].tolist() == ["opening"]
    assert rounds(project.parent / "project.qda.backups" / found["name"].iloc[0]) == [1]
    assert sorted(p.name for p in project.parent.iterdir() if p.name.startswith(".")) == []


def test_the_backups_of_a_server_are_the_servers(call):
    done = call("backups", "postgresql://ab:secret@localhost/study")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("postgresql://ab@localhost/study: lies on a server, which keeps the backups")
    assert "`pg_dump`" in done.out
    assert "`qda copy`" in done.out


@pytest.mark.parametrize("command", ["check", "backups", "backup", "history", "segment"])
def test_a_folder_is_no_project(call, study, command):
    done = call(command, study)
    assert (done.status, done.out) == (1, "")
    assert done.err == f"qda: {study}: is a folder; name the project file\n"
