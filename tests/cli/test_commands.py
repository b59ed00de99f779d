"""The command line on a project: crossings with options, what it says of nothing, and how it speaks and stops."""

import io
import os
import signal
import subprocess
import sys
import time
import warnings

import pandas as pd
import pytest
from books import SMALL

from qda import Project
from qda.cli import _show_everything, show
from qda.cli.stopping import Stopped


@pytest.fixture
def project(out):
    """Return the project file of a study that was run."""
    return out / "project.qda"


def findings(path):
    return pd.read_csv(path)


def test_columns_alone_take_their_axis_out_of_the_rows(call, study, project):
    done = call("matrix", project, "--columns", "valence", "--out", study / "m.csv")
    assert (done.status, done.err) == (0, "")
    assert list(findings(study / "m.csv").columns)[:4] == ["valence", "dimension", "phase", "factor"]


def test_a_cell_alone_takes_its_axis_out_of_the_rows_and_rows_alone_keep_the_columns(call, study, project):
    assert call("matrix", project, "--cell", "phase", "--out", study / "m.csv").status == 0
    assert list(findings(study / "m.csv").columns)[:4] == ["case", "dimension", "valence", "phase"]
    assert call("matrix", project, "--rows", "valence", "--out", study / "n.csv").status == 0
    assert list(findings(study / "n.csv").columns)[:3] == ["case", "valence", "factor"]


def test_an_axis_named_twice_is_one_line(call, project):
    done = call("matrix", project, "--rows", "valence", "--columns", "valence")
    assert (done.status, len(done.err.splitlines())) == (1, 1)


def test_the_only_row_cannot_become_the_columns(call, study):
    (study / "one.yaml").write_text(SMALL.replace("[dimension, phase, valence]", "[valence]"), encoding="utf-8")
    call("run", study / "corpus", "-c", study / "one.yaml", "-o", study / "one")
    done = call("matrix", study / "one/project.qda", "--columns", "valence")
    assert done.status == 2
    assert "--rows" in done.err


@pytest.mark.parametrize("command", ["matrix", "export"])
def test_least_and_min_score_cut_the_findings(call, study, project, command):
    def written(*options):
        out = study / "m.csv"
        words = ("matrix", project, "--out", out, *options) if command == "matrix" else ("export", project, out, *options)
        assert call(*words).status == 0
        return findings(out)

    everything = written("--least", "0")
    best = everything.groupby(["case", "dimension", "phase", "valence"])["score"].transform("max")
    assert len(written("--least", "1")) == (everything["score"] == best).sum() > 0
    middle = everything["score"].median()
    assert len(written("--least", "0", "--min-score", middle)) == (everything["score"] >= middle).sum()
    assert call("matrix", project, "--least", "7").status == 2


def test_coders_choose_whose_codings_are_exported(call, study, project):
    done = call("export", project, study / "m.csv", "--coders", "nobody")
    assert (done.status, len(done.err.splitlines())) == (1, 1)
    assert "nobody" in done.err
    assert call("export", project, study / "m.csv", "--coders", "rules").status == 0


def test_a_run_without_findings_says_why(call, study):
    (study / "dull.yaml").write_text(SMALL.replace("[ministry]", "[zebra]").replace("[department]", "[zebra]"), encoding="utf-8")
    (study / "corpus/york/plan.md").unlink()
    done = call("run", study / "corpus", "-c", study / "dull.yaml", "-o", study / "dull")
    assert done.status == 0
    (line,) = [line for line in done.out.splitlines() if line.startswith("no findings")]
    assert "without dimension" in line
    assert line in call("matrix", study / "dull/project.qda").out.splitlines()


def test_a_matrix_says_how_far_the_project_is(call, study):
    path = study / "new.qda"
    call("new", path, "-c", study / "small.yaml")
    assert "holds no documents" in call("matrix", path).out
    call("add", path, study / "corpus")
    assert "no segments" in call("matrix", path).out
    call("segment", path)
    assert "no statements" in call("matrix", path).out
    call("tag", path)
    assert "no findings" not in call("matrix", path).out
    assert "does not reach --least or --min-score" in call("matrix", path, "--min-score", "1").out


def test_files_of_one_name_are_added_under_other_names(call, study):
    path = study / "new.qda"
    call("new", path, "-c", study / "small.yaml")
    for city in ("leeds", "york"):
        (study / city).mkdir()
        (study / city / "report.txt").write_text(f"In {city} we trust the board.", encoding="utf-8")
    assert call("add", path, study / "leeds/report.txt").status == 0
    refused = call("add", path, study / "york/report.txt")
    assert refused.status == 1
    assert "--doc-id" in refused.err
    assert call("add", path, study / "york/report.txt", "--doc-id", "york/report", "--case", "york").status == 0
    with Project.open(path) as project:
        assert project.documents.set_index("id")["case"].to_dict() == {"report": "", "york/report": "york"}
    assert call("add", path, study / "york", "--doc-id", "york").status == 1


def test_every_problem_has_its_line_and_says_whose_it_is(call, study):
    (study / "small.yaml").write_text(
        SMALL.replace("cell: factor", "cell: factors").replace("split: valence", "split: x"), encoding="utf-8"
    )
    done = call("new", study / "p.qda", "-c", study / "small.yaml")
    assert done.status == 1
    assert [line.split(":")[0] for line in done.err.splitlines()] == ["qda", "qda"]


def test_a_codebook_without_suffix_is_read_and_a_folder_is_none(call, study):
    (study / "small").write_text(SMALL, encoding="utf-8")
    assert call("new", study / "p.qda", "-c", study / "small").status == 0
    done = call("codebook", "lint", study / "corpus")
    assert (done.status, len(done.err.splitlines())) == (1, 1)
    assert "this is a folder" in done.err


def test_two_columns_for_the_case_are_one_line(study, run_study):
    (study / "corpus/cases.csv").write_text("case,id\nleeds,1\nyork,2\n", encoding="utf-8")
    done = run_study()
    assert (done.status, len(done.err.splitlines())) == (1, 1)
    assert "'case' and 'id'" in done.err


def test_warnings_are_one_line_without_a_place_in_the_code(call, monkeypatch, project):
    whole = Project.open

    def opened(path):
        warnings.warn("project.qda: lies in a synced folder", UserWarning, stacklevel=1)
        return whole(path)

    monkeypatch.setattr(Project, "open", opened)
    done = call("coders", project)
    assert (done.status, done.err) == (0, "qda: project.qda: lies in a synced folder\n")


def test_what_the_terminal_cannot_show_is_replaced(monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(), encoding="cp1252", newline="")
    monkeypatch.setattr(sys, "stdout", stream)
    _show_everything()
    show.say("Łódź")
    stream.flush()
    assert stream.buffer.getvalue() == "?ód?\n".encode("cp1252")


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_is_one_line_and_changes_nothing(study):
    for n in range(60):
        (study / f"corpus/leeds/more-{n:02}.txt").write_text("I: What?\nB: The board lacks trust.\n" * 400, encoding="utf-8")
    out = study / "out"
    command = [sys.executable, "-m", "qda", "run", study / "corpus", "-c", study / "small.yaml", "-o", out]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        limit = time.monotonic() + 60
        while not list(out.glob(".qda-*/project.qda")) and time.monotonic() < limit:
            time.sleep(0.05)
        run.send_signal(signal.SIGINT)
        try:
            said, complained = run.communicate(timeout=60)
        finally:
            run.kill()  # whatever happened, nothing of this test runs on beside the others
    assert (run.returncode, said, complained) == (130, "", "qda: stopped; nothing was changed\n")
    assert not out.exists() or not list(out.iterdir())


def test_ctrl_c_between_two_acts_says_what_stays(study, call, monkeypatch):
    call("new", study / "a.qda", "-c", study / "small.yaml")

    def stop(*_, **__):
        raise Stopped

    monkeypatch.setattr("qda.store.Store.add_documents", stop)
    done = call("add", study / "a.qda", study / "corpus")
    kept = f"1 act in {study / 'a.qda'} (`qda history` shows it, `qda undo` takes an act back)"
    assert (done.status, done.err) == (130, f"qda: stopped; what was finished stays: {kept}; nothing else was changed\n")
    assert [line.split()[2] for line in call("history", study / "a.qda").out.splitlines()[1:]] == ["create", "cases"]
    monkeypatch.setattr("qda.project.Project.segment", stop)
    assert call("segment", study / "a.qda").err == "qda: stopped; nothing was changed\n"
