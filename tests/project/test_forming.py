"""Inductive category formation: read, subsume or found, merge and split, with history."""

import pytest

from qda.codebook import parse_codebook
from qda.errors import BadInput, CodebookError, ProjectError, UnknownName
from qda.project.project import Project
from qda.project.reshaping import with_merged, with_split

BOOK = """\
# what hinders joint work
codebook: seeds
version: "0.1"
technique: inductive category formation
languages: [en]
matrix: {rows: [valence], columns: case, cell: topic}
axes:
  - id: valence
    kind: single
    codes: [{id: barrier}, {id: enabler}]
  - id: topic
    kind: multi
    codes:
      # the first of all
      - id: trust
        definition: People rely on each other.
        patterns: {en: [trust*]}
"""
TALK = "We trust the board. Money is short. It rains. The budget is short of money. They rely on the board. Nobody trusts us."


@pytest.fixture
def project(tmp_path):
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    (tmp_path / "zoo.txt").write_text("Money helps. The board meets.", encoding="utf-8")
    with Project.create(tmp_path / "study.qda", parse_codebook(BOOK)) as made:
        made.add(tmp_path / "talk.txt")
        made.add(tmp_path / "zoo.txt")
        made.segment()
        yield made


def test_a_walk_through_the_material(project):
    forming = project.form("topic", coder="AB")
    passage = forming.next()
    assert (passage.number, passage.of, passage.text) == (1, 8, "We trust the board.")
    assert [near.code for near in passage.near] == ["trust"]
    passage = forming.subsume("trust")
    assert (passage.text, passage.near) == ("Money is short.", ())
    passage = forming.found("money", label="Scarce money", definition="There is too little of it.")
    assert passage.text == "It rains."
    passage = forming.pass_on()
    assert dict(passage.near[0].words)["money"] in {"definition", "anchor example"}
    assert forming.progress == (3, 8)
    founded = project.book.code("topic", "money")
    assert (founded.label, founded.anchor_examples[0].quote, founded.anchor_examples[0].start) == (
        "Scarce money",
        "Money is short.",
        20,
    )
    assert (project.book.version, project.book.state) == ("0.2", "pilot")
    assert "# the first of all" in project.book.text
    assert project.codings["codebook_version"].str.extract(r"@(.*)\+")[0].tolist() == ["0.1", "0.2"]
    assert project.check().empty


def test_founding_is_one_act(project):
    forming = project.form("topic", coder="AB")
    forming.found("boards")
    assert project.journal["what"].iloc[-1].startswith("codebook seeds@0.1")
    assert "founded topic/boards" in project.journal["what"].iloc[-1]
    project.undo("AB")
    assert (project.book.version, len(project.codings), forming.progress) == ("0.1", 0, (0, 8))
    assert forming.next().number == 1


def test_who_goes_on_later_begins_where_they_stopped(project):
    project.form("topic", coder="AB").pass_on()
    assert project.form("topic", coder="AB").next().number == 2
    assert project.form("topic", coder="CD").next().number == 1
    assert project.form("topic", coder="AB", round_=2).next().number == 1
    assert project.form("valence", coder="AB").next().number == 1
    assert project.form("topic", coder="AB", documents=["zoo", "talk"]).next().doc_id == "zoo"


def test_when_all_is_read_there_is_no_next(project):
    forming = project.form("topic", coder="AB", documents=["zoo"])
    assert forming.subsume(["trust"]).text == "The board meets."
    assert forming.pass_on() is None
    with pytest.raises(BadInput, match="every passage is read"):
        forming.pass_on()


def test_what_is_wrong_is_said(project, tmp_path):
    forming = project.form("topic", coder="AB")
    with pytest.raises(BadInput, match="topic/trust is there already"):
        forming.found("trust")
    with pytest.raises(CodebookError, match="is not an id"):
        forming.found("Scarce money")
    with pytest.raises(UnknownName, match="no code 'trusst'; did you mean 'trust'"):
        forming.subsume("trusst")
    with pytest.raises(BadInput, match="under which category"):
        forming.subsume([])
    with pytest.raises(BadInput, match="on which axis"):
        project.form(coder="AB")
    with pytest.raises(UnknownName, match="no axis 'topics'; did you mean"):
        project.form("topics", coder="AB")
    with pytest.raises(BadInput):
        project.form("topic", coder="rules")
    with Project.create(tmp_path / "bare.qda", parse_codebook(BOOK)) as bare, pytest.raises(ProjectError, match="no units"):
        bare.form("topic", coder="AB")
    assert len(project.codings) == 0


def test_the_growth_curve(project):
    forming = project.form("topic", coder="AB")
    forming.subsume("trust")
    forming.found("money")
    forming.pass_on()
    forming.subsume("money")
    curve = forming.growth
    assert curve["n_new"].tolist() == [1, 1, 0, 0]
    assert curve["new"].tolist() == [("trust",), ("money",), (), ()]
    assert curve["read"].iloc[-1] == pytest.approx(sum(map(len, project.segments["text"][:4])) / (len(TALK) + 29))
    assert project.growth("topic", coder="CD").empty
    assert project.growth("topic")["categories"].max() == 2


def formed(project):
    forming = project.form("topic", coder="AB", documents=["talk"])
    forming.subsume("trust")
    forming.found("money", definition="Too little money.")
    forming.pass_on()
    forming.found("budget", definition="The budget is short.")
    forming.subsume(["trust", "money"])
    return forming


def test_merging_keeps_codings_anchors_and_history(project):
    forming = formed(project)
    report = forming.merge(["money", "budget"], "resources", label="Resources")
    assert report.recoded == 3
    assert project.book.axis("topic").code_ids == ("trust", "resources")
    assert [a.quote for a in project.book.code("topic", "resources").anchor_examples] == [
        "Money is short.",
        "The budget is short of money.",
    ]
    assert sorted(project.codings["code"]) == ["resources"] * 3 + ["trust"] * 2
    history = project.category_history("topic")
    assert history["what"].tolist()[:3] == ["founded", "founded", "merged"]
    (merged,) = history.query("what == 'merged'").to_dict("records")
    assert (merged["code"], merged["came_from"], merged["coder"]) == ("resources", ("money", "budget"), "AB")
    assert history.query("code == 'money'")["what"].tolist() == ["founded", "taken out"]
    assert project.growth("topic")["categories"].iloc[-1] == 2
    project.undo("AB")
    assert project.book.axis("topic").code_ids == ("trust", "money", "budget")
    assert project.category_history()["what"].tolist() == ["founded", "founded"]
    assert project.check().empty


def test_splitting_sends_each_coding_where_it_is_told(project):
    forming = formed(project)
    first, second = project.codings.query("code == 'trust'")["id"]
    with pytest.raises(BadInput, match="1 coding of people carry topic/trust"):
        forming.split("trust", {"personal": [first], "formal": []})
    report = forming.split("trust", {"personal": [first], "formal": [second]}, definitions={"formal": "Bodies."})
    assert report.recoded == 2
    assert project.book.axis("topic").code_ids == ("personal", "formal", "money", "budget")
    assert project.book.code("topic", "formal").definition == "Bodies."
    assert sorted(project.codings["code"]) == ["budget", "formal", "money", "money", "personal"]
    history = project.category_history().query("what == 'split'")
    assert dict(zip(history["code"], history["came_from"], strict=True)) == {"personal": ("trust",), "formal": ("trust",)}
    project.undo("AB")
    assert sorted(project.codings["code"]) == ["budget", "money", "money", "trust", "trust"]


def test_splitting_takes_codings_of_the_category_alone_and_each_once(project):
    forming = formed(project)
    first, second = project.codings.query("code == 'trust'")["id"]
    other = project.codings.query("code == 'money'")["id"].iloc[0]
    before, acts = project.codings, len(project.journal)
    for into in ({"personal": [first, other], "formal": [second]}, {"personal": [first], "formal": ["none"]}):
        with pytest.raises(BadInput, match="no such coding of topic/trust"):
            forming.split("trust", into)
    with pytest.raises(BadInput, match="stands twice"):
        forming.split("trust", {"personal": [first, second], "formal": [second]})
    assert project.codings.equals(before)
    assert len(project.journal) == acts


def test_a_category_may_stay_beside_what_was_split_off(project):
    forming = formed(project)
    first = project.codings.query("code == 'trust'")["id"].iloc[0]
    forming.split("trust", {"personal": [first]}, keep=True)
    assert project.book.axis("topic").code_ids == ("trust", "personal", "money", "budget")
    assert sorted(project.codings["code"]) == ["budget", "money", "money", "personal", "trust"]


def test_what_names_a_category_that_went_names_its_heir():
    text = BOOK.replace("codes: [{id: barrier}, {id: enabler}]", "codes: [{id: barrier, implies: {topic: [a]}}, {id: enabler}]")
    text += "      - {id: a, patterns: {en: [x]}, examples: {hit: [an x]}}\n      - {id: b, parent: a, patterns: {en: [x, y]}}\n"
    book = with_merged(parse_codebook(text), "topic", ["a", "trust"], "a", {})
    assert book.code("valence", "barrier").implies == {"topic": ("a",)}
    assert book.code("topic", "a").patterns["en"] == ("x", "trust*")
    book = with_merged(parse_codebook(text), "topic", ["a", "b"], "c", {"rule": "Count both."})
    assert book.code("valence", "barrier").implies == {"topic": ("c",)}
    assert (book.code("topic", "c").patterns["en"], book.code("topic", "c").rule) == (("x", "y"), "Count both.")
    book = with_split(parse_codebook(text), "topic", "a", [{"id": "d"}, {"id": "e"}], keep=False)
    assert book.code("topic", "b").parent == "d"
    for wrong in (["a"], []):
        with pytest.raises(BadInput, match="two categories at least"):
            with_merged(parse_codebook(text), "topic", wrong, "a", {})
    with pytest.raises(BadInput, match="two categories at least"):
        with_split(parse_codebook(text), "topic", "a", [{"id": "d"}], keep=False)
