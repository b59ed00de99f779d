"""Tables of documents are read anew where somebody changed something in them, and only there."""

import pandas as pd
import pytest
from books import SMALL
from claims import coding, document, grid, rows, run, suggestion

from qda.codebook import parse_codebook
from qda.project import Project, pages
from qda.store import Store


@pytest.fixture
def project(tmp_path):
    with Store.create(tmp_path / "study.qda", book=parse_codebook(SMALL)) as store:
        store.add_documents([document(), document(doc_id="leeds/b")])
        store.set_segments(pd.concat([grid(), grid("leeds/b")]))
        store.add_codings(rows(coding(), coding(doc_id="leeds/b")), coder="AB")
    with Project.open(tmp_path / "study.qda") as opened:
        yield opened


@pytest.fixture
def read(project, monkeypatch):
    """The documents whose codings were read from the file, in order."""
    found = []
    codings = project._store.codings
    monkeypatch.setattr(project._store, "codings", lambda doc_id=None, **more: found.append(doc_id) or codings(doc_id, **more))
    return found


def test_a_document_that_nobody_touched_is_read_once(project, read):
    first = project.codings_in("leeds/a")
    first["code"] = "mine"
    again = project.codings_in("leeds/a")
    assert read == ["leeds/a"]
    assert again["code"].tolist() == ["trust"], "frames are the caller's own"
    assert again.equals(project.codings.query("doc_id == 'leeds/a'").reset_index(drop=True))


def test_only_what_an_act_touched_is_read_again(project, read):
    [old] = project.codings_in("leeds/a")["id"]
    project.codings_in("leeds/b")
    project.note(old, "why?", coder="CD")
    assert project.codings_in("leeds/a")["memo"].tolist() == ["why?"]
    project.recode([old], "boards", coder="AB")
    assert project.codings_in("leeds/a")["code"].tolist() == ["boards"]
    project.codings_in("leeds/b")
    assert read == ["leeds/a", "leeds/b", "leeds/a", "leeds/a"]
    project.undo("AB")
    assert project.codings_in("leeds/a")["code"].tolist() == ["trust"]


def test_acts_of_other_sessions_are_noticed(project, read):
    project.codings_in("leeds/a")
    assert len(project.readings_in("leeds/b")) == 1
    with Project.open(project.path) as other:
        other.add_codings(rows(coding(code="money", doc_id="leeds/b")), coder="CD")
        assert len(project.readings_in("leeds/b")) == 2
        project.codings_in("leeds/a")
        assert read == ["leeds/a"]
        run(other._store, suggestion())
    assert len(project.codings_in("leeds/a")) == 2
    assert read == ["leeds/a", "leeds/a"]


def test_a_unit_has_one_place(project):
    assert project.segments_in("leeds/b").equals(project.segments.query("doc_id == 'leeds/b'").reset_index(drop=True))
    project._store.set_segments(grid("leeds/b").iloc[:1])
    assert len(project.segments_in("leeds/b")) == 1


def test_some_columns_are_some_columns(project):
    found = project.codings_in("leeds/b", columns=["code", "start"])
    assert found.to_dict("list") == {"code": ["trust"], "start": [0]}
    assert project.codings_in("nowhere", columns=["code"]).columns.tolist() == ["code"]
    assert project.codings_in("nowhere", columns=["code"]).empty


def test_few_tables_are_kept(project, read, monkeypatch):
    monkeypatch.setattr(pages, "KEPT", 1)
    for doc_id in ("leeds/a", "leeds/b", "leeds/b", "leeds/a"):
        project.codings_in(doc_id)
    assert read == ["leeds/a", "leeds/b", "leeds/a"]
