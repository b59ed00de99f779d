import pytest
from books import SMALL

from qda.codebook import parse_codebook
from qda.errors import BadInput, OutputError, UnknownName
from qda.project.project import Project
from qda.project.saturating import write_saturation

CODES = {"a": ["trust"], "b": ["boards", "trust"], "c": [], "d": ["trust"], "e": ["money"], "f": [], "g": []}


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "study.qda", parse_codebook(SMALL)) as made:
        for name, codes in CODES.items():
            (tmp_path / f"{name}.txt").write_text("One. Two.", encoding="utf-8")
            made.add(tmp_path / f"{name}.txt", case="leeds" if name < "d" else "york")
            rows = [{"doc_id": name, "start": 0, "end": 4, "axis": "factor", "code": code} for code in codes or [""]]
            made.add_codings(rows, coder="AB")
        (tmp_path / "unread.txt").write_text("Three.", encoding="utf-8")
        made.add(tmp_path / "unread.txt")
        yield made


def test_documents_count_as_they_were_read(project):
    found = project.saturation("factor", base=2, run=2)
    assert found.documents["document"].tolist() == list(CODES)
    assert found.documents["new"].tolist() == [("trust",), ("boards",), (), (), ("money",), (), ()]
    assert found.notation == "2+2"
    assert project.saturation("factor").notation == "5+2"
    assert project.saturation("factor", base=5, run=3).notation == ""
    assert project.saturation("factor", order=["e", "a", "b"]).documents["n_new"].tolist() == [1, 1, 1]


def test_cases_may_count_instead(project):
    found = project.saturation("factor", by="case", base=1, run=1, threshold=0.5)
    assert found.documents[["document", "n_new"]].to_numpy().tolist() == [["leeds", 2], ["york", 1]]
    assert str(found).startswith("2 cases, 3 categories")


def test_machines_and_others_do_not_count(project):
    assert project.saturation("factor", coder="CD").documents.empty
    assert project.saturation("valence").documents.empty


def test_what_is_wrong_is_said(project, tmp_path):
    with pytest.raises(UnknownName, match="document 'unread' was not read on axis 'factor'"):
        project.saturation("factor", order=["unread"])
    with pytest.raises(BadInput, match="stands twice"):
        project.saturation("factor", order=["a", "a"])
    with pytest.raises(BadInput, match="saturation by 'city'"):
        project.saturation("factor", by="city")
    found = project.saturation("factor")
    with pytest.raises(BadInput, match="no figure of kind 'gif'"):
        write_saturation(tmp_path / "fig.gif", found)
    with pytest.raises(OutputError):
        write_saturation(tmp_path / "nowhere" / "fig.svg", found)
    write_saturation(tmp_path / "fig.svg", found)
    assert (tmp_path / "fig.svg").read_bytes().startswith(b"<?xml")
