"""A broken rule never stops a run: it is named and left out, and the exit status is 1."""

import pytest
from typer.testing import CliRunner

from qda.cli.app import app
from qda.codebook import read_codebook
from qda.project import Project

BOOK = """codebook: small
languages: [en]
axes:
  - id: valence
    kind: single
    codes:
      - id: barrier
        patterns: {en: [problem, {phrase: x, nearby: [y]}]}
      - id: enabler
  - id: factor
    codes:
      - id: trust
        patterns: {en: [*ination, trust]}
"""


@pytest.fixture
def study(tmp_path):
    (tmp_path / "corpus" / "leeds").mkdir(parents=True)
    (tmp_path / "corpus" / "leeds" / "a.txt").write_text("Trust is a problem here.\n", encoding="utf-8")
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    return tmp_path


def called(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_run_and_tag_name_it_leave_it_out_and_end_with_1(study):
    out, book = study / "out", study / "book.yaml"
    ran = called("run", study / "corpus", "--codebook", book, "--out", out)
    again = called("tag", out / "project.qda")
    table = called("tag", "--segments", out / "segments.csv", "--codebook", book, "--out", study / "s.csv")
    for result in (ran, again, table):
        assert result.exit_code == 1
        assert result.stderr.count("\n") == 2
        assert "valence/barrier: unknown key 'nearby'" in result.stderr
        assert 'factor/trust: a pattern that begins with `*` must be quoted: "*ination"' in result.stderr
    assert f"{book}:8: " in ran.stderr
    assert "factor,trust" in (study / "s.csv").read_text(encoding="utf-8")
    with Project.open(out / "project.qda") as project:
        assert set(project.codings["code"]) == {"barrier", "trust"}
    assert called("check", out / "project.qda").exit_code == 0


def test_reading_for_its_own_sake_refuses(study):
    with pytest.raises(ValueError, match="nearby"):
        read_codebook(study / "book.yaml")
    assert called("codebook", "lint", study / "book.yaml").exit_code == 1
