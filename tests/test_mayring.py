"""What docs/mayring.md shows runs, in its order."""

import builtins
import re
import shlex
import shutil
import sys

import pytest

import qda
from qda.cli import main
from qda.codebook import parse_codebook

BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
TYPED = ["+ money Scarce money: There is too little of it", "money", "-", "q"]


@pytest.fixture(scope="module")
def page(root):
    return (root / "docs" / "mayring.md").read_text(encoding="utf-8")


@pytest.fixture
def place(root, tmp_path, monkeypatch):
    for name in ("aldermoor/interview-03.vtt", "falkenrode/interview-02.txt"):
        (tmp_path / "corpus" / name).parent.mkdir(parents=True)
        shutil.copy(root / "corpus" / name, tmp_path / "corpus" / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edit(path):
    """Do what a person does between exporting a guide and giving it back."""
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('research_question: ""', "research_question: What hinders?"), encoding="utf-8")


def call(line, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", shlex.split(line))
    with pytest.raises(SystemExit) as left:
        main()
    said = capsys.readouterr()
    assert not left.value.code, (line, said.err)
    return said.out


def test_the_page_runs_from_top_to_bottom(page, place, monkeypatch, capsys):
    typed = iter(TYPED)
    monkeypatch.setattr(builtins, "input", lambda _prompt: next(typed))
    said = {}
    for kind, text in BLOCK.findall(page):
        if kind == "python":
            names = {}
            exec(compile(text, "mayring.md", "exec"), names)  # noqa: S102  the point of the test
            names["project"].close()
            said["python"] = capsys.readouterr().out
        for line in text.splitlines() if kind == "console" else ():
            if line.startswith("$ qda codebook use"):
                edit(place / "topics.yaml")
            said[line[2:].split(" study.qda")[0]] = call(line[2:], monkeypatch, capsys)
    assert len(said) == 13
    assert "merged" in said["python"]
    assert said["qda categories"].startswith("growth.csv: ")
    assert "research question" in said["qda codebook use"]
    assert {"growth.csv", "summary.xlsx", "summary.docx", "saturation.svg"} <= {path.name for path in place.iterdir()}
    with qda.Project.open("study.qda") as project:
        assert project.check().empty
        assert len(project.summaries) == 1
        assert set(project.codings["code"]) == {"money", "organisation"}


def test_the_head_of_a_codebook_is_read(page):
    head = next(text for kind, text in BLOCK.findall(page) if kind == "yaml")
    rest = "codebook: b\nmatrix: {rows: [v], cell: f}\naxes: [{id: v, codes: [{id: x}]}, {id: f, codes: [{id: y}]}]\n"
    book = parse_codebook(head + rest)
    assert book.abstraction.startswith("one step above")
    assert book.recording_unit == "the city"


def test_links_lead_somewhere_and_the_page_is_linked(root, page):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page):
        assert (root / "docs" / target).exists(), target
    assert "docs/mayring.md" in (root / "README.md").read_text(encoding="utf-8")
