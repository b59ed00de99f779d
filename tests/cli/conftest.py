"""The command line, called in this process, and a small study to run it on."""

import shutil
import sys
from pathlib import Path

import pytest
from books import SMALL

from qda.cli import main
from qda.project import run_study as run

LEEDS = """\
I: Let us talk about policy making. What hinders it?
B: The lack of trust between the ministry and the board hinders us. The weather is fine.
I: And delivery?
B: In delivery the committee helps. The budget hinders nobody.
"""
YORK = """\
# Multi-level policy development

The ministry helps the department. Trust enables joint work across the departments.

# Implementation

Funding is short, and that hinders delivery.
"""


@pytest.fixture
def study(tmp_path) -> Path:
    """Make a corpus of two cases with its tables and a codebook beside it."""
    write_study(tmp_path)
    return tmp_path


def write_study(folder):
    corpus = folder / "corpus"
    (corpus / "leeds").mkdir(parents=True)
    (corpus / "york").mkdir()
    (corpus / "leeds" / "interview-01.txt").write_text(LEEDS, encoding="utf-8")
    (corpus / "york" / "plan.md").write_text(YORK, encoding="utf-8")
    (corpus / "cases.csv").write_text(
        "case,label,aliases,size\nleeds,Leeds,,800000\nyork,York,Eboracum,200000\n", encoding="utf-8"
    )
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")


@pytest.fixture
def out(study, once) -> Path:
    """The folder ``out`` of the study, as a run leaves it: copied, since a run takes half a second."""
    return Path(shutil.copytree(once("small-study", write_and_run) / "out", study / "out"))


def write_and_run(folder):
    write_study(folder)
    report = run(folder / "corpus", codebook=folder / "small.yaml", out=folder / "out")
    assert (report.warnings, report.problems) == ((), ())


class Called:
    """What a call of the command gave."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


@pytest.fixture
def call(monkeypatch, capsys):
    """Return a function that calls ``qda`` with words and returns status, stdout and stderr."""

    def run(*words: object) -> Called:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["qda", *map(str, words)])
        status = 0
        try:
            main()
        except SystemExit as leave:
            status = int(leave.code or 0)
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Called(status, captured.out, captured.err)

    return run


@pytest.fixture
def run_study(study, call):
    """Return a function that runs the small study into ``out``."""

    def run(*more: object, corpus: str = "corpus", codebook: str = "small.yaml", out: str = "out") -> Called:
        return call("run", study / corpus, "--codebook", study / codebook, "--out", study / out, *more)

    return run
