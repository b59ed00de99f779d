import json

import pytest

from qda import Project

LINE = {"text": "We trust the board.", "language": "en", "voice": "interview", "codes": {"factor": ["trust"], "phase": []}}


@pytest.fixture
def bank(study):
    path = study / "small.examples.jsonl"
    path.write_text(json.dumps(LINE) + "\n", encoding="utf-8")
    return path


def test_a_sentence_is_added_and_shown(study, bank, call):
    added = call(
        "codebook", "examples", "add", study / "small.yaml", "--text", "Der Ausschuss tagt.", "--language", "de", "--voice", "report",
        "--codes", "factor=boards,valence=", "--near", "factor=trust", "--question", "Wer tagt?",
    )  # fmt: skip
    assert (added.status, added.out) == (0, f"{bank}: added as line 2\n")
    shown = call("codebook", "examples", "show", bank, "--language", "de").out
    assert shown == (
        "2 [de report] Der Ausschuss tagt.\n    question: Wer tagt?\n    factor=boards; valence=-  (near: factor=trust)\n"
        f"{bank}: 1 example\n"
    )
    assert call("codebook", "examples", "show", bank, "--code", "trust").out.startswith("1 [en interview] We trust the board.")
    assert call("codebook", "examples", "show", bank, "--code", "trust", "--near").out.startswith("2 [de report]")
    assert call("codebook", "examples", "show", bank, "--voice", "document").out == f"{bank}: 0 examples\n"
    assert "did you mean 'trust'" in call("codebook", "examples", "show", bank, "--code", "thrust").err


def test_check_counts_and_names_every_problem(bank, call):
    good = call("codebook", "examples", "check", bank)
    assert good.status == 0
    assert "factor     trust              1     0     1   1          0       0" in good.out
    assert f"{bank}: no example carries valence/barrier\n" in good.out
    assert good.out.endswith(f"{bank}: 1 example, 0 problems, 0 contradictions\n")
    wrong = [LINE | {"voice": "x"}, LINE | {"text": "Other.", "codes": {"factor": ["thrust"]}}]
    with bank.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in wrong)
    bad = call("codebook", "examples", "check", bank)
    assert bad.status == 1
    assert [line.split(": ")[0] for line in bad.out.splitlines()[:2]] == [f"{bank}:2", f"{bank}:3"]
    assert "did you mean 'trust'" in bad.out
    assert bad.out.endswith(f"{bank}: 1 example, 2 problems, 0 contradictions\n")


def test_a_bank_elsewhere_names_its_codebook(study, bank, call):
    moved = bank.rename(study / "corpus" / "mine.jsonl")
    assert "no codebook mine.yaml" in call("codebook", "examples", "check", moved).err
    assert call("codebook", "examples", "check", moved, "--codebook", study / "small.yaml").status == 0


def test_what_was_coded_is_added_when_it_may_leave(out, study, bank, call):
    file = out / "project.qda"
    with Project.open(file) as project:
        unit = project.segments.query("text.str.startswith('The lack')").iloc[0]
        row = {name: unit[name] for name in ("doc_id", "start", "end")} | {"axis": "factor", "code": "trust"}
        project.add_codings([row], coder="AB")
    asked = call("codebook", "examples", "add", bank, "--project", file, "--coders", "AB", "--code", "trust")
    assert (asked.status, "--yes" in asked.err) == (1, True)
    done = call("codebook", "examples", "add", bank, "--project", file, "--coders", "AB", "--code", "trust", "--yes")
    assert done.out == f"{bank}: 1 added as lines 2 to 2, 0 known already, 0 left out as disputed\n"
    shown = call("codebook", "examples", "show", bank).out
    assert "2 [en interview] The lack of trust between the ministry and the board hinders us." in shown


def test_wrong_calls(bank, call):
    assert call("codebook", "examples", "add", bank).status == 2
    assert call("codebook", "examples", "add", bank, "--text", "x y", "--project", bank).status == 2
    assert "write axis=code" in call("codebook", "examples", "add", bank, "--text", "x y", "--codes", "factor").err
    assert (
        "stands in line 1 already"
        in call("codebook", "examples", "add", bank, "--text", "We trust, the board", "--codes", "").err
    )
