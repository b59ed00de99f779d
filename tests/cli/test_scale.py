"""The main job on many documents: the short form runs with the tests, the long form with `make soak`."""

import pandas as pd
import pytest

from qda import Project

TURNS = [
    ("I", "Let us talk about policy making. What hinders it?"),
    ("B", "The lack of trust between the ministry and the board hinders us. It rained in Łódź 🌧."),
    ("I", "And then?"),
    ("B", "The committee helps the department. Nobody funds it."),
]


def write_corpus(folder, documents, turns):
    for n in range(documents):
        path = folder / f"case-{n % 7}" / f"interview-{n:04}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        said = [f"{who}: {text} Number {n}, {i}." for i in range(turns) for who, text in TURNS]
        path.write_text("\n".join(said) + "\n", encoding="utf-8")


@pytest.mark.parametrize(("documents", "turns"), [(8, 3), pytest.param(300, 10, marks=pytest.mark.soak)])
def test_every_document_is_read_coded_and_counted(study, run_study, documents, turns):
    write_corpus(study / "many", documents, turns)
    assert run_study(corpus="many").status == 0
    first = (study / "out/matrix.csv").read_bytes(), (study / "out/codings.csv").read_bytes()
    matrix = pd.read_csv(study / "out/matrix.csv")
    trust = matrix[(matrix["factor"] == "trust") & (matrix["phase"] == "development") & (matrix["valence"] == "barrier")]
    assert trust["n_documents"].sum() == documents
    assert trust["n_statements"].sum() == documents * turns
    with Project.open(study / "out/project.qda") as project:
        assert project.check().empty
    assert run_study(corpus="many").status == 0
    assert ((study / "out/matrix.csv").read_bytes(), (study / "out/codings.csv").read_bytes()) == first
