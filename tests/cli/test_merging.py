"""``qda merge``."""

import shutil

import pandas as pd
import pytest

from qda import Project
from qda.cli.merging import MOST


@pytest.fixture
def copies(study, call):
    """Return two copies of a project with one document and one coding."""
    path, other = study / "study.qda", study / "other.qda"
    assert call("new", path, "-c", study / "small.yaml").status == 0
    assert call("add", path, study / "corpus/leeds/interview-01.txt").status == 0
    with Project.open(path) as project:
        project.add_codings(pd.DataFrame([_row(0)]), coder="AB")
    shutil.copy(path, other)
    return path, other


def _row(start, code="trust"):
    return {"doc_id": "interview-01", "start": start, "end": start + 5, "axis": "factor", "code": code}


def test_what_the_other_did_comes_and_conflicts_are_listed(call, copies):
    path, other = copies
    with Project.open(path) as one, Project.open(other) as two:
        id_ = one.codings["id"].item()
        (mine,) = one.recode([id_], "boards", coder="AB")
        two.retract([id_], coder="CD")
        two.add_codings(pd.DataFrame([_row(10)]), coder="CD")
    before = other.read_bytes()
    done = call("merge", path, other, "--coder", "AB")
    assert (done.status, done.err) == (0, "")
    said, backup, conflict = done.out.splitlines()
    assert said == "2 acts by CD: 1 coding; 1 conflict to resolve"
    assert "before-merge" in backup
    assert conflict.startswith("conflict: interview-01 [0, 5) 'Let u': one took it back, the other changed it: ")
    assert f"boards ({mine})" in conflict
    assert "taken back" in conflict
    assert other.read_bytes() == before
    again = call("merge", path, other, "--coder", "AB").out
    assert again.startswith("nothing new: every act of the other copy is known here; 1 conflict to resolve")
    with Project.open(path) as project:
        assert len(project.conflicts) == 1
        project.retract([mine], coder="AB")
        assert project.conflicts.empty


def test_conflicts_are_listed_and_resolved_without_a_script(call, copies, tmp_path):
    path, other = copies
    with Project.open(path) as one, Project.open(other) as two:
        id_ = one.codings["id"].item()
        (mine,) = one.recode([id_], "boards", coder="AB")
        (theirs,) = two.recode([id_], "money", coder="CD")
    assert call("conflicts", path).out == "no conflicts\n"
    merged = call("merge", path, other, "--coder", "AB").out.splitlines()
    done = call("conflicts", path)
    assert (done.status, done.err, done.out.splitlines()) == (0, "", merged[2:])
    assert f"boards ({mine})" in done.out
    assert f"money ({theirs})" in done.out
    table = tmp_path / "conflicts.csv"
    assert call("conflicts", path, "--csv", table).out == f"{table}: 1 conflict\n"
    line = pd.read_csv(table).iloc[0]
    assert {line["replacement_a"], line["replacement_b"]} == {mine, theirs}
    assert call("retract", path, theirs, "--coder", "AB").out == "1 coding taken back\n"
    assert call("conflicts", path).out == "no conflicts\n"
    with Project.open(path) as project:
        assert project.codings["id"].tolist() == [mine]
    again = call("retract", path, mine, "nothing", "--coder", "AB")
    assert (again.status, again.out, len(again.err.splitlines())) == (1, "", 1)
    assert "no coding 'nothing'" in again.err
    assert call("retract", path, mine).status == 2
    assert call("retract", path, "--coder", "AB").status == 2


def test_a_conflict_about_a_span_shows_both(call, copies):
    path, other = copies
    with Project.open(path) as one, Project.open(other) as two:
        id_ = one.codings["id"].item()
        (mine,) = one.move([id_], 0, 9, coder="AB")
        (theirs,) = two.recode([id_], "boards", coder="CD")
    said = call("merge", path, other, "--coder", "AB").out.splitlines()[-1]
    assert said.startswith("conflict: interview-01 [0, 5) 'Let u': both changed it: ")
    assert f"trust [0, 9) ({mine})" in said
    assert f"boards [0, 5) ({theirs})" in said
    with Project.open(path) as project:
        places = project.conflicts[["start_a", "end_a", "start_b", "end_b"]].to_numpy().tolist()[0]
        assert sorted((tuple(places[:2]), tuple(places[2:]))) == [(0, 5), (0, 9)]


def test_a_long_list_is_cut(call, copies):
    path, other = copies
    for file, coder in ((path, "AB"), (other, "CD")):
        with Project.open(file) as project:
            if coder == "AB":
                project.add_codings(pd.DataFrame([_row(20 + i) for i in range(MOST + 5)]), coder="AB")
                project.close()
                shutil.copy(path, other)
            else:
                project.retract(project.codings["id"].tolist(), coder=coder)
    with Project.open(path) as project:
        for id_ in project.codings["id"]:
            project.recode([id_], "boards", coder="AB")
    lines = call("merge", path, other, "--coder", "AB").out.splitlines()
    assert sum(line.startswith("conflict: ") for line in lines) == MOST
    assert lines[-1] == "... and 6 more"
    assert len(call("conflicts", path).out.splitlines()) == MOST + 6


def test_a_text_that_changed_here_leaves_codings_of_the_other_behind(call, study, copies):
    path, other = copies
    with Project.open(other) as two:
        two.add_codings(pd.DataFrame([_row(10)]), coder="CD")
    file = study / "corpus/leeds/interview-01.txt"
    file.write_text("Nothing of what was said.", encoding="utf-8")
    assert call("add", path, file).status == 0
    done = call("merge", path, other, "--coder", "AB")
    assert done.status == 0
    assert "1 coding without a place" in done.out
    assert done.out.splitlines()[-1].startswith("lost its place: interview-01 [10, 15)")


@pytest.mark.parametrize("which", ["missing", "itself", "foreign", "no project"])
def test_what_cannot_be_merged_is_one_line(call, study, copies, which):
    path, other = copies
    if which == "missing":
        other.unlink()
    elif which == "itself":
        other = path
    elif which == "foreign":
        other.unlink()
        call("new", other, "-c", study / "small.yaml")
    else:
        other = study / "small.yaml"
    done = call("merge", path, other, "--coder", "AB")
    assert (done.status, done.out, len(done.err.splitlines())) == (1, "", 1)
    assert str(other) in done.err


def test_who_merges_must_be_named(call, copies):
    assert call("merge", *copies).status == 2


def test_a_memo_written_in_both_is_listed_with_both_texts(call, copies):
    path, other = copies
    assert call("memo", path, "from one", "--coder", "AB", "--document", "interview-01").status == 0
    assert call("memo", other, "from other", "--coder", "AB", "--document", "interview-01").status == 0
    merged = call("merge", path, other, "--coder", "AB").out.splitlines()
    line = merged[-1]
    assert line.startswith("conflict: interview-01: memo: document interview-01: both wrote a memo on it: AB 20")
    assert "'from one'" in line
    assert "'from other'" in line
    assert call("conflicts", path).out.splitlines() == [line]
    assert call("memo", path, "from one", "--coder", "AB", "--document", "interview-01").out == "noted\n"
    assert call("conflicts", path).out == "no conflicts\n"
