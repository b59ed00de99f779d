import pandas as pd
import pytest
from books import SMALL

from qda.codebook import parse_codebook
from qda.errors import BadInput, ProjectError
from qda.frames import check, empty
from qda.model import statement_id
from qda.project.project import Project
from qda.rules import RuleTagger

TALK = """\
Interviewer: Do you trust them?

B: We trust the board 😀. There is no budget. It is raining.

Interviewer: Since when?

B: For some years.

Interviewer: And now?

B: The same.
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    (tmp_path / "second.txt").write_text("The committee helps. Nobody says why.", encoding="utf-8")
    with Project.create(tmp_path / "study.qda", parse_codebook(SMALL)) as made:
        for name in ("talk.txt", "second.txt"):
            made.add(tmp_path / name)
        yield made


class Finder:
    """A tagger that codes every unit in which a word stands."""

    coder, round = "finder", 1

    def __init__(self, word="board", code="boards", **more):
        self.word, self.code, self.more = word, code, more

    def tag(self, segments):
        mine = segments[segments["text"].str.contains(self.word)]
        if mine.empty:
            return empty("codings")
        made = {"axis": "factor", "code": self.code, "coder": self.coder, "origin": "rule", "status": "suggested", "score": 0.5}
        return check("codings", mine[["doc_id", "start", "end"]].assign(**made, evidence=f"word {self.word}", **self.more))


def test_segment_takes_the_unit_of_the_codebook(project):
    assert project.segment() == len(project.segments) == 10
    assert project.segments["unit"].unique().tolist() == ["sentence"]
    assert project.segment("turn") == len(project.segments)
    with pytest.raises(BadInput, match="did you mean 'turn'"):
        project.segment("turns")


def test_segment_and_tag_need_something_to_work_on(tmp_path):
    with Project.create(tmp_path / "a.qda", parse_codebook(SMALL)) as fresh:
        with pytest.raises(ProjectError, match="holds no documents yet"):
            fresh.segment()
        with pytest.raises(ProjectError, match="holds no units to read yet"):
            fresh.tag(Finder())


def test_tagging_reads_all_but_the_roles_that_are_skipped(project):
    project.segment()
    seen = []
    assert project.tag(Finder(), progress=lambda done, total: seen.append((done, total))) == 1
    assert seen == [(0, 2), (1, 2), (2, 2)]
    assert project.codings["quote"].tolist() == ["We trust the board 😀."]
    assert project.codings["codebook_version"].tolist() == [project.book.codebook_version]
    read = project.readings[["doc_id", "start"]].drop_duplicates()
    spoken = project.segments.query("role != 'interviewer'")
    assert read.to_numpy().tolist() == spoken[["doc_id", "start"]].to_numpy().tolist()
    assert len(read) == 7
    assert set(project.readings["axis"]) == set(project.book.axis_ids)


def test_the_taggers_of_the_library_fit(project):
    project.segment()
    n = project.tag(RuleTagger(project.book))
    assert n == len(project.codings) > 0
    before = project.codings
    assert project.tag(RuleTagger(project.book)) == n
    assert project.codings.equals(before)


def test_a_tagger_with_another_codebook_is_refused(project):
    project.segment()
    other = parse_codebook(SMALL.replace('version: "1.0"', 'version: "1.1"'))
    with pytest.raises(ProjectError, match=r"coded by small@1.0\+\w+, the tagger by small@1.1"):
        project.tag(RuleTagger(other))
    with pytest.raises(ProjectError, match="the tagger by elsewhere@2"):
        project.tag(Finder(codebook_version="elsewhere@2"))
    assert project.codings.empty


def test_a_machine_never_overwrites_a_person(project):
    project.segment()
    project.tag(Finder())
    unit = project.codings[["doc_id", "start", "end"]].iloc[:1]
    project.add_codings(unit.assign(axis="factor", code="trust"), coder="AB")
    project.tag(Finder("budget", "money"))
    assert project.codings[["coder", "code"]].to_numpy().tolist() == [["AB", "trust"], ["finder", "money"]]


def test_a_whole_session(project, tmp_path):
    project.segment()
    project.tag(Finder())
    suggestion = project.codings["id"].iloc[0]
    (own,) = project.accept([suggestion], coder="AB", certainty=2)
    project.note(own, "ask again", coder="AB")
    project.reject([suggestion], coder="CD")
    assert project.human_acts() == 4  # a rerun has no other tagger than the rules
    assert project.undo("CD").startswith("undo: 1 suggestion rejected")
    assert project.redo("CD").startswith("redo: 1 suggestion rejected")
    project.retract([own], coder="AB")
    assert set(project.codings["coder"]) == {"CD", "finder"}
    copy = project.backup(tmp_path / "copy.qda")
    assert project.check().empty
    journal = project.journal["kind"].tolist()
    project.close()
    with Project.open(copy) as again:
        assert again.journal["kind"].tolist() == journal
        assert again.book == parse_codebook(SMALL, file="copy.qda: codebook")
        assert again.path == copy


def test_accepted_codes_of_one_statement_stay_together(project):
    project.segment()
    project.tag(RuleTagger(project.book))
    codings = project.codings
    project.accept(codings[codings["quote"] == "We trust the board 😀."]["id"].tolist(), coder="AB")
    own = project.codings.query("coder == 'AB'")
    place = {name: own[name].iloc[0] for name in ("doc_id", "start", "end")}
    assert len(own) > 1
    assert all(s.startswith(statement_id(**place, coder="AB", round_=1)) for s in own["statement"])


def test_a_project_is_replaced_only_when_told(project, tmp_path):
    project.close()
    with pytest.raises(ProjectError, match="exists already"):
        Project.create(project.path, project_book := parse_codebook(SMALL))
    with Project.create(project.path, project_book, overwrite=True) as fresh:
        assert fresh.documents.empty


def test_a_document_comes_with_its_marks(project):
    document = project.document("talk")
    assert [m.value for m in document.of_kind("turn")] == ["Interviewer", "B"] * 3
    assert document.quote(*_place(document.text, "no budget")) == "no budget"


def _place(text, words):
    return text.index(words), text.index(words) + len(words)


def test_frames_are_values(project):
    project.segment()
    frame = project.segments
    frame["text"] = ""
    assert (project.segments["text"] != "").all()
    assert isinstance(project.mentions, pd.DataFrame)
