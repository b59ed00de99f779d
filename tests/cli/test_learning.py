import pandas as pd
import pytest
import taught
from books import SMALL

import qda


@pytest.fixture
def tables(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    units, said = taught.study()
    units.to_csv("s.csv", index=False)
    said.to_csv("c.csv", index=False)
    return units, said


TRAIN = ("train", "--segments", "s.csv", "--codings", "c.csv", "--codebook", "small.yaml", "--out", "m.model", "--no-embed")


def test_a_model_is_trained_shown_and_used(tables, call):
    assert call(*TRAIN).status == 0
    assert "No text of the study" in call("model", "show", "m.model").out
    said = call("tag", "--segments", "s.csv", "--codebook", "small.yaml", "--model", "m.model", "--out", "out.csv")
    assert said.status == 0
    found = pd.read_csv("out.csv")
    assert set(found["origin"]) == {"model"}
    assert found.loc[found["code"] == "trust", "evidence"].str.contains("speak").any()
    assert len(found[["start", "end"]].drop_duplicates()) == len(tables[0])


def test_several_tables_are_one_training_set(tables, call):
    units, said = tables
    for name, frame in (("s", units), ("c", said)):
        frame[frame["doc_id"] == "d0"].to_csv(f"{name}0.csv", index=False)
        frame[frame["doc_id"] != "d0"].to_csv(f"{name}1.csv", index=False)
    call(*TRAIN)
    parts = ("--segments", "s1.csv", "--segments", "s0.csv", "--codings", "c0.csv", "--codings", "c1.csv")
    assert call("train", *parts, "--codebook", "small.yaml", "--out", "n.model", "--no-embed").status == 0
    one, two = (qda.project.model_card(name) for name in ("m.model", "n.model"))
    assert one == two


def test_codings_of_what_is_not_there_are_refused(tables, call):
    pd.DataFrame([{"doc_id": "elsewhere", "start": 0, "end": 4, "axis": "factor", "code": "trust"}]).to_csv("c.csv", index=False)
    said = call(*TRAIN)
    assert (said.status, said.err.count("\n")) == (1, 1)
    assert "c.csv: line 2: document 'elsewhere'" in said.err


@pytest.mark.parametrize(
    "words",
    [
        ("train", "--out", "m.model"),
        ("train", "a.qda", "--segments", "s.csv", "--out", "m.model"),
        ("train", "--segments", "s.csv", "--out", "m.model"),
        ("train", "a.qda"),
        ("train", "a.qda", "--codebook", "small.yaml", "--out", "m.model"),
    ],
)
def test_what_does_not_go_together_is_a_matter_of_usage(tables, call, words):
    assert call(*words).status == 2


def test_a_project_is_trained_from_and_tagged(study, tables, call):
    with qda.Project.create("a.qda", qda.read_codebook("small.yaml")) as project:
        project.import_tables("s.csv", "c.csv", coder="AB")
    assert call("train", "a.qda", "--out", "m.model", "--no-embed").status == 0
    assert "suggestions" in call("tag", "a.qda", "--model", "m.model").out
    with qda.Project.open("a.qda") as project:
        mine = project.codings.query("coder == 'hybrid'")
        assert set(mine["origin"]) == {"model"}
        assert project.check().empty
    assert call("train", "a.qda", "--coder", "CD", "--out", "m.model").err.startswith("qda: no codings of coder 'CD'")


def test_a_run_uses_a_model(study, tables, call):
    call(*TRAIN)
    said = call("run", "corpus", "--codebook", "small.yaml", "--out", "out", "--model", "m.model")
    assert said.status == 0
    assert set(pd.read_csv("out/codings.csv")["coder"].dropna()) == {"hybrid"}


def test_a_run_with_a_model_of_another_codebook_leaves_nothing_behind(study, tables, call):
    call(*TRAIN)
    (study / "small.yaml").write_text(SMALL.replace("budget]", "budget, purse]"), encoding="utf-8")
    said = call("run", "corpus", "--codebook", str(study / "small.yaml"), "--out", "fresh", "--model", "m.model")
    assert said.status == 1
    assert "made for the codebook small@" in said.err
    assert not (study / "fresh").exists()
