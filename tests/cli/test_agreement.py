"""``qda agreement``."""

import shutil
from pathlib import Path

import pytest
from compared import BOOK, grid

from qda import Project

HEAD = "doc_id,start,end,axis,code\n"
A = HEAD + "d,0,16,factor,trust\nd,16,32,factor,money\nd,0,16,valence,barrier\n"
B = HEAD + "d,0,16,factor,trust\nd,16,32,factor,boards\nd,0,16,valence,barrier\n"


@pytest.fixture
def study(tmp_path, once):
    return Path(shutil.copytree(once("coded-twice", make), tmp_path, dirs_exist_ok=True))


def make(folder):
    folder.mkdir()
    grid().to_csv(folder / "segments.csv", index=False)
    for name, text in (("AB", A), ("CD", B), ("EF", A)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    with Project.create(folder / "s.qda", BOOK) as project:
        for name in ("AB", "CD"):
            project.import_tables(folder / "segments.csv", folder / f"{name}.csv", coder=name)


@pytest.fixture
def tables(study):
    return [
        "--segments",
        study / "segments.csv",
        "--codings",
        study / "AB.csv",
        "--codings",
        study / "CD.csv",
        "--codebook",
        "integration",
    ]


def test_the_reading_and_a_table_per_axis_are_printed(call, study):
    done = call("agreement", study / "s.qda", "--times", "0")
    assert done.status == 0
    assert done.out.startswith("AB and CD are compared on 4 units of 1 document.")
    assert "\nfactor\n" in done.out
    assert "Krippendorff's alpha for multi-valued data" in done.out
    assert [line.split()[:5] for line in done.out.splitlines() if line.startswith("trust ")] == [["trust", "4", "1", "0", "0"]]


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.html", "a.csv", "folder"])
def test_it_writes_what_the_suffix_says(call, study, name):
    done = call("agreement", study / "s.qda", "--times", "0", "--out", study / name)
    assert done.status == 0
    assert (study / name).exists()
    assert done.out.startswith(str(study / name))
    assert "are compared" not in done.out


def test_free_spans_whatever_the_units(call, study):
    done = call("agreement", study / "s.qda", "--spans", "--documents", "d", "--times", "0")
    assert done.status == 0
    assert "Alpha for unitizing" in done.out
    assert "overlap" in done.out


def test_a_third_person_must_be_told_apart(call, study):
    with Project.open(study / "s.qda") as project:
        project.import_tables(study / "segments.csv", study / "EF.csv", coder="EF")
    done = call("agreement", study / "s.qda")
    assert done.status == 1
    assert done.err == f"qda: {study / 's.qda'}: who is to be compared? Name two coders or more; there is AB, CD, EF\n"
    assert call("agreement", study / "s.qda", "--coders", "AB,EF", "--times", "0").status == 0


def test_who_did_not_code_is_named(call, study):
    done = call("agreement", study / "s.qda", "--coders", "AB,XY")
    assert done.status == 1
    assert "nobody called 'XY' coded anything here" in done.err


@pytest.mark.parametrize(
    "words",
    [
        ["agreement"],
        ["agreement", "s.qda", "--segments", "segments.csv"],
        ["agreement", "s.qda", "--codebook", "integration"],
        ["agreement", "--segments", "segments.csv", "--codebook", "integration"],
        ["agreement", "--segments", "segments.csv", "--codings", "AB.csv"],
        ["agreement", "s.qda", "--basis", "all"],
        ["agreement", "s.qda", "--by", "coders"],
        ["agreement", "s.qda", "--times", "-1"],
    ],
)
def test_called_wrongly(call, study, monkeypatch, words):
    monkeypatch.chdir(study)
    assert call(*words).status == 2


def test_codes_of_tables_are_those_of_the_codebook(call, tables):
    done = call("agreement", *tables)
    assert done.status == 1
    assert "AB.csv: " in done.err
    assert "'trust'" in done.err


def test_tables_need_no_project(call, study, tables):
    for name in ("AB", "CD"):
        file = study / f"{name}.csv"
        text = (
            file.read_text(encoding="utf-8")
            .replace("trust", "trust_relations")
            .replace("money", "resources")
            .replace("boards", "silo")
        )
        file.write_text(text, encoding="utf-8")
    done = call("agreement", *tables, "--times", "0", "--out", study / "a.xlsx")
    assert done.status == 0
    assert (study / "a.xlsx").exists()
    assert call("agreement", *tables[:4], *tables[6:]).status == 1  # one coder only
