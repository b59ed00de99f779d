"""``qda rules``: trying rules and finding words for new ones."""

import pandas as pd
import pytest
from typer.testing import CliRunner

from qda.cli.app import app
from qda.codebook import read_codebook
from qda.project import Project

BOOK = """codebook: small
languages: [en]
skip_roles: [interviewer]
axes:
  - id: valence
    kind: single
    negation: flip
    codes: [{id: barrier, patterns: {en: [problem]}}, {id: enabler}]
  - id: factor
    codes: [{id: trust, patterns: {en: [trust, {all: [lack*, fund*], within: 2}, {phrase: board, question: [steering]}]}}]
"""


@pytest.fixture
def book(tmp_path):
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    return tmp_path / "book.yaml"


def called(*words, status=0):
    result = CliRunner().invoke(app, ["rules", *map(str, words)])
    assert result.exit_code == status, result.output
    return result


def test_try_says_what_matches_and_what_does_not(book):
    said = called("try", "It is no problem that they trust the lack of any funds.", "-c", book).stdout
    assert "0.60  valence/enabler" in said
    assert "valence/barrier#1 flipped “problem” [9-16] 0.60: “no” turns it round: counts for enabler" in said
    assert (
        "factor/trust#2 missed: “lack” … “funds” are 3 words apart; `within` is 2\n    {all: [lack*, fund*], within: 2}" in said
    )


def test_try_takes_question_code_and_role(book):
    text = "The board meets."
    assert "no code is suggested" in called("try", text, "-c", book).stdout
    assert "0.60  factor/trust" in called("try", text, "-c", book, "--question", "Who is steering?").stdout
    assert "interviewer' are skipped" in called("try", text, "-c", book, "--role", "interviewer").stdout
    assert called("try", text, "-c", book, "--code", "trust", "--n", 1).stdout.endswith("... and 2 more, by --n or --csv\n")


def test_try_says_in_which_language_nothing_was_found(book):
    assert called("try", "Nichts.", "-c", book).stdout == "no code is suggested\n"
    assert "no patterns in 'sv'; its languages: en" in called("try", "Inget.", "-c", book, "--language", "sv").stdout
    book.write_text(BOOK.replace("[en]", "[en, de]"), encoding="utf-8")
    assert "read in 'en', and --language reads in another: de" in called("try", "Nichts.", "-c", book).stdout


def test_try_writes_the_whole_table(book, tmp_path):
    called("try", "trust", "-c", book, "--code", "factor/trust", "--csv", tmp_path / "t.csv")
    assert pd.read_csv(tmp_path / "t.csv")["outcome"].tolist() == ["matched", "missed", "missed"]


def test_try_with_a_broken_rule_goes_on_and_says_so(book):
    book.write_text(BOOK.replace("[problem]", "[problem, 12]"), encoding="utf-8")
    result = called("try", "trust", "-c", book, status=1)
    assert "factor/trust#1 matched" in result.stdout
    assert "12 is not text" in result.stderr


@pytest.fixture
def study(book, tmp_path):
    texts = ["Mutual suspicion rules.", "Suspicion again.", "They have rooms.", "Rooms, many rooms."]
    (tmp_path / "a.txt").write_text("\n\n".join(texts), encoding="utf-8")
    with Project.create(tmp_path / "s.qda", read_codebook(book)) as project:
        project.add(tmp_path / "a.txt")
        project.segment("paragraph")
        units = project.segments[["doc_id", "start", "end"]]
        project.add_codings(units.head(2).assign(axis="factor", code="trust"), coder="AB")
        project.segments.to_csv(tmp_path / "segments.csv", index=False)
        project.codings.to_csv(tmp_path / "codings.csv", index=False)
    return tmp_path


def test_suggest_prints_lines_to_paste(study, book):
    said = called("suggest", study / "s.qda").stdout
    assert said.startswith("factor/trust  patterns: en:\n  - suspicion ")
    assert "# 2 in 1 document, 0 elsewhere, z 1." in said
    assert "; found by no pattern; a [7-16]" in said
    tables = called(
        "suggest", "--segments", study / "segments.csv", "--codings", study / "codings.csv", "-c", book, "--coders", "AB, CD"
    )
    assert tables.stdout == said


def test_suggest_says_what_it_lacks(study):
    assert "no accepted codings of CD" in str(called("suggest", study / "s.qda", "--coders", "CD", status=1).exception)
    called("suggest", study / "s.qda", "--segments", study / "segments.csv", status=2)
    called("suggest", "--segments", study / "segments.csv", status=2)
    called("suggest", status=2)
