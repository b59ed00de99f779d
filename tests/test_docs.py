"""What the documents promise: their commands and scripts run, their links lead somewhere, the docstrings' examples hold."""

import doctest
import importlib
import inspect
import pkgutil
import re
import shlex
import shutil
import sys
from pathlib import Path

import pandas as pd
import pytest

import qda

BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
MODULES = sorted(m.name for m in pkgutil.walk_packages(qda.__path__, "qda.") if not m.name.endswith("__main__"))


def blocks(root: Path, language: str) -> list[str]:
    return [text for found, text in BLOCK.findall((root / "README.md").read_text(encoding="utf-8")) if found == language]


def commands(root: Path) -> list[str]:
    return [line[2:] for block in blocks(root, "console") for line in block.splitlines() if line.startswith("$ ")]


@pytest.fixture(scope="module")
def place(root, tmp_path_factory):
    """Make a folder in which the README's `corpus/` is two interviews and a policy document of the sample study."""
    folder = tmp_path_factory.mktemp("readme")
    for name in ("aldermoor/interview-03.vtt", "falkenrode/interview-02.txt", "brackwater/action-plan.pdf"):
        (folder / "corpus" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / "corpus" / name, folder / "corpus" / name)
    return folder


def coded_twice(study: Path) -> None:
    """Have AB code in a project, and CD in a copy of it."""
    other = study.with_name("study-CD.qda")
    shutil.copy(study, other)
    for path, coder, code in ((study, "AB", "resources"), (other, "CD", "silo")):
        with qda.Project.open(path) as project:
            units = project.segments.head(4)[["doc_id", "start", "end"]]
            rows = [units.assign(axis="factor", code=code), units.assign(axis="valence", code="barrier")]
            project.add_codings(pd.concat(rows), coder=coder)


def test_the_commands_of_the_readme_run(root, place, monkeypatch, capsys):
    from qda.cli import main

    monkeypatch.chdir(place)
    said = commands(root)
    assert len(said) >= 10
    for line in said:
        if line.startswith("qda merge"):
            coded_twice(place / "study.qda")
        monkeypatch.setattr(sys, "argv", shlex.split(line))
        with pytest.raises(SystemExit) as left:
            main()
        assert not left.value.code, (line, capsys.readouterr().err)
    assert {p.name for p in (place / "results").iterdir()} >= {
        "matrix.xlsx",
        "matrix.csv",
        "report.html",
        "codings.csv",
        "segments.csv",
    }


def test_the_scripts_of_the_readme_run(root, place, monkeypatch, capsys):
    monkeypatch.chdir(place)
    (place / "study.qda").unlink(missing_ok=True)
    first, second = blocks(root, "python")
    names: dict[str, object] = {}
    exec(compile(first, "README.md", "exec"), names)  # noqa: S102  the point of the test
    assert "factor" in capsys.readouterr().out
    assert (place / "matrix.xlsx").stat().st_size > 10_000
    names["project"].close()
    exec(compile(second, "README.md", "exec"), names)  # noqa: S102  the point of the test
    assert "coded" in capsys.readouterr().out
    with names["project"] as project:
        done = project.assignments
        assert done["units"].sum() == done["read"].sum() > done["coded"].sum() > 0
        assert project.history(kind="code")["added"].item() >= 2


def test_the_two_commands_of_the_readme_are_what_ci_calls(root):
    (shell,) = blocks(root, "sh")
    targets = re.findall(r"^make (\w+)", shell, re.MULTILINE)
    assert targets == ["demo", "test"]
    ci = (root / ".ci/run").read_text(encoding="utf-8")
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    for target in targets:
        assert re.search(rf"^make {target}$", ci, re.MULTILINE), target
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "docs/decisions.md", "corpus/README.md"])
def test_links_within_the_project_lead_somewhere(root, name):
    path = root / name
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_docstrings_hold(name):
    found = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    assert found.failed == 0


def test_the_example_of_the_package_holds():
    assert doctest.testmod(qda).attempted >= 3
    assert doctest.testmod(qda).failed == 0


def test_every_public_name_is_documented():
    bare = []
    for name in MODULES:
        module = importlib.import_module(name)
        for label, thing in vars(module).items():
            if label.startswith("_") or getattr(thing, "__module__", None) != name:
                continue
            if (inspect.isclass(thing) or inspect.isfunction(thing)) and not inspect.getdoc(thing):
                bare.append(f"{name}.{label}")
    assert not bare


def test_every_command_is_named_in_readme_or_changelog(root):
    from qda.cli.app import app

    text = (root / "README.md").read_text(encoding="utf-8") + (root / "CHANGELOG.md").read_text(encoding="utf-8")
    names = [c.name or c.callback.__name__ for c in app.registered_commands]
    assert len(names) >= 10
    assert [n for n in names if f"qda {n}" not in text] == []
