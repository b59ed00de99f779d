import pandas as pd
import pytest
from books import SMALL
from typer.testing import CliRunner

from qda.cli.app import app

SAID = {"trust": "People here trust each other very much", "": "The weather was fine on that day"}


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """Return the options that name tables of four documents and their codings."""
    folder = tmp_path_factory.mktemp("tables")
    units, codings = [], []
    for d in range(4):
        at = 0
        for n in range(10):
            code = list(SAID)[n % 2]
            text = f"{SAID[code]} number {n} of {d}."
            span = {"doc_id": f"d{d}", "start": at, "end": at + len(text)}
            units.append({**span, "text": text, "language": "en", "case": f"c{d}"})
            codings += [{**span, "axis": "factor", "code": code, "coder": "AB"}] if d < 3 else []
            at += len(text) + 1
    pd.DataFrame(units).to_csv(folder / "segments.csv", index=False)
    pd.DataFrame(codings).to_csv(folder / "codings.csv", index=False)
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    return ["--segments", folder / "segments.csv", "--codings", folder / "codings.csv", "--codebook", folder / "small.yaml"]


def call(*words):
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, done.output


def test_evaluate_reads_the_figures_out_and_writes_them(tables, tmp_path):
    files = [tmp_path / f"figures.{kind}" for kind in ("csv", "xlsx", "svg")]
    status, said = call(
        "evaluate", *tables, "--tagger", "learned", "--by", "case", *(word for file in files for word in ("--out", file))
    )
    assert status == 0, said
    assert "LearnedTagger, trained anew for each of 4 parts" in said
    assert "factor: macro F1" in said
    assert all(file.stat().st_size for file in files)
    assert "trust" in files[0].read_text()


def test_a_model_is_not_judged_on_what_it_was_trained_on(tables, tmp_path):
    assert call("train", *tables, "--no-bank", "--out", tmp_path / "a.model")[0] == 0
    done = CliRunner().invoke(app, [str(word) for word in ("evaluate", *tables, "--model", tmp_path / "a.model")])
    assert "segments belong to what this model was trained on" in str(done.exception)


def test_queue_says_what_to_read_and_why(tables):
    status, said = call("queue", *tables, "--by", "likely", "--code", "trust", "--n", "3")
    assert status == 0, said
    assert said.count("trust is likely") == 3
    assert "d3" in said


def test_queue_without_codings_starts_from_nothing(tables, tmp_path):
    status, said = call("queue", *tables[:2], *tables[4:], "--by", "audit", "--out", tmp_path / "next.csv")
    assert status == 0, said
    assert len(pd.read_csv(tmp_path / "next.csv")) == 40


def test_queue_says_how_much_is_left(tables):
    status, said = call("queue", *tables, "--stop", "--code", "trust")
    assert status == 0, said
    assert {"unseen", "to_read", "trust"} <= set(said.split())


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("evaluate",), "give either"),
        (("evaluate", "a.qda", "--codebook", "x"), "go with --segments"),
        (("evaluate", "--segments", "a.csv"), "needs --codebook"),
        (("queue", "--segments", "a.csv"), "needs --codebook"),
    ],
)
def test_what_does_not_go_together_is_usage(words, message):
    status, said = call(*words)
    assert status == 2
    assert message in " ".join(said.split()).replace("│ ", "")
