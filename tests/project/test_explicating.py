"""Narrow and broad context of a passage, as tables and as a text."""

import pytest
from books import SMALL

from qda.codebook import parse_codebook
from qda.errors import OffsetError, ProjectError, UnknownName
from qda.project.project import Project

TALK = """\
I: What hinders joint work?
B: We founded an alliance. It met twice. The mayor was never there. Then it ended.
I: And now?
B: Now we wait.
"""
PLAN = "# Alliances\n\nThe alliances of cities are led by a mayor.\n\nDelivery is slow. Mayors change.\n"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    (tmp_path / "plan.md").write_text(PLAN, encoding="utf-8")
    with Project.create(tmp_path / "study.qda", parse_codebook(SMALL)) as made:
        made.add(tmp_path / "talk.txt")
        made.add(tmp_path / "plan.md")
        made.segment()
        yield made


def place(project, words, doc_id="talk"):
    start = project.document(doc_id).text.index(words)
    return doc_id, start, start + len(words)


def test_the_narrow_context_with_what_the_passage_stands_under(project):
    found = project.explicate(*place(project, "It met twice."), around=1)
    assert found.narrow["text"].tolist() == ["We founded an alliance.", "It met twice.", "The mayor was never there."]
    assert found.speaker == "B"
    assert found.turn.strip().startswith("We founded an alliance. It met twice.")
    assert found.quote == "It met twice."
    assert project.explicate(*place(project, "Delivery is slow.", "plan")).heading == "Alliances"


def test_the_broad_context_finds_other_forms_of_rare_words_elsewhere(project):
    found = project.explicate(*place(project, "We founded an alliance."), around=0)
    assert "alliance" in found.words
    texts = found.broad["text"].tolist()
    assert "The alliances of cities are led by a mayor." in texts
    assert "We founded an alliance." not in texts
    assert all("alliance" in words for words in found.broad["words"])
    found = project.explicate(*place(project, "The mayor was never there."), around=1)
    assert found.broad["doc_id"].tolist() == ["plan", "plan"], "what is near is no broad context"
    assert found.broad["score"].is_monotonic_decreasing
    assert set(found.frame["context"]) == {"narrow", "broad"}


def test_it_is_a_text_to_be_read(project):
    told = str(project.explicate(*place(project, "We founded an alliance."), around=1))
    assert told.startswith("talk [")
    assert "Speaker: B" in told
    assert " 1 after  It met twice." in told
    assert "plan · alliance" in told
    assert "nowhere else" in str(project.explicate(*place(project, "Now we wait.")))


def test_what_is_not_there_is_refused(project, tmp_path):
    with pytest.raises(UnknownName, match="did you mean 'talk'"):
        project.explicate("tlk", 0, 3)
    with pytest.raises(OffsetError):
        project.explicate("talk", 0, 4000)
    (tmp_path / "late.txt").write_text("Nothing is cut here.", encoding="utf-8")
    project.add(tmp_path / "late.txt")
    with pytest.raises(ProjectError, match="'late' has no units yet"):
        project.explicate("late", 0, 7)
