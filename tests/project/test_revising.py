"""The codebook of a project goes from version to version, and codings with it."""

import pandas as pd
import pytest
from books import SMALL

from qda.codebook import parse_codebook
from qda.codebook.dumping import dump
from qda.codebook.load import load_yaml
from qda.errors import BadInput, ProjectError, UnknownName
from qda.project.project import Project
from qda.rules import RuleTagger

TALK = "We trust the board. The budget is short. It rains. The committee helps. Trust is rare."
NEXT = SMALL.replace('version: "1.0"', 'version: "1.1"')
OTHER_RULE = NEXT.replace("Count personal relations.", "Count personal relations and favours.")
MERGED = NEXT.replace("      - {id: boards, label: Boards, patterns: {en: [board, committee]}}\n", "")


def complete(text, state):
    """Return a guide in which every category says what a state beyond the pilot asks of it."""
    data = load_yaml(text, "small").data
    said = {"definition": "What it is.", "anchor_examples": ["We do."], "rule": "Count it."}
    axes = [{**axis, "codes": [said | one for one in axis["codes"]]} for axis in data["axes"]]
    return parse_codebook(dump({**data, "axes": axes, "state": state}))


INDUCTIVE = "technique: inductive category formation\n"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    with Project.create(tmp_path / "study.qda", parse_codebook(SMALL)) as made:
        made.add(tmp_path / "talk.txt")
        made.segment()
        yield made


def code(project, i, code, coder="AB", **more):
    unit = project.segments.iloc[i][["doc_id", "start", "end"]].to_dict()
    return project.add_codings([{**unit, "axis": "factor", "code": code, **more}], coder=coder).ids


def codes(project):
    frame = project.codings
    return sorted(zip(frame["quote"].str[:8], frame["code"], frame["coder"], strict=True))


def test_every_coding_names_the_version_it_was_made_under(project):
    code(project, 0, "trust")
    project.use(parse_codebook(NEXT), coder="AB")
    code(project, 4, "trust")
    assert project.book.version == "1.1"
    assert project.codings["codebook_version"].str.extract(r"@(.*)\+")[0].tolist() == ["1.0", "1.1"]
    assert project.readings["codebook_version"].nunique() == 2
    assert project.journal["kind"].tolist()[-2:] == ["codebook", "code"]
    assert project.check().empty


def test_a_change_of_the_guide_lists_what_was_coded_by_the_older_text(project):
    (first,) = code(project, 0, "trust")
    code(project, 1, "money")
    assert project.outdated().empty
    assert "why" in project.outdated().columns
    report = project.use(parse_codebook(OTHER_RULE), coder="AB")
    assert report.again["id"].tolist() == [first] == project.outdated()["id"].tolist()
    assert "favours" in report.again["why"].item()
    assert report.again["codebook_version"].item() == parse_codebook(SMALL).codebook_version
    assert (report.round, report.warnings) == (0, ())
    assert "1 coding made under an older text to look at again" in str(report)


def test_after_final_a_change_opens_a_round_for_those_who_coded(project):
    final = complete(SMALL, "final")
    project.use(final, coder="AB")
    code(project, 0, "trust")
    code(project, 4, "trust", coder="CD")
    code(project, 1, "money", coder="CD")
    report = project.use(complete(OTHER_RULE, "final"), coder="AB")
    assert report.round == 2
    asked = project.assignments[["coder", "round", "units", "read", "blind"]]
    assert asked.to_numpy().tolist() == [["AB", 2, 1, 0, 0], ["CD", 2, 1, 0, 0]]
    assert project.assigned("AB", 2)["text"].tolist() == ["We trust the board."]
    code(project, 0, "trust", round=2)
    assert project.outdated()["coder"].tolist() == ["CD"], "AB has looked again"
    project.undo(act=project.history(kind="code").iloc[-1]["id"])
    project.undo(act=project.history(kind="codebook").iloc[-1]["id"])
    assert project.assignments.empty
    assert project.book.hash == final.hash


def test_a_version_may_be_used_again_and_undone(project):
    old, new = parse_codebook(SMALL), parse_codebook(NEXT)
    for book in (new, old, new):
        project.use(book, coder="AB")
        assert project.book.hash == book.hash
    assert [project.undo("AB") and project.book.version for _ in range(3)] == ["1.0", "1.1", "1.0"]
    project.redo("AB")
    assert project.book.version == "1.1"
    assert project.codebooks["codebook_version"].is_unique
    project.use(old, coder="AB")
    assert project.codebooks["codebook_version"].iloc[-1] == old.codebook_version


def test_whoever_has_it_open_meanwhile_codes_by_the_new_version(project):
    with Project.open(project.path, backups=False) as other:
        assert other.book.version == "1.0"
        project.use(parse_codebook(NEXT), coder="AB")
        assert other.book.version == "1.1"


def test_codings_of_a_merged_category_go_on_with_their_coders(project):
    (first,) = code(project, 0, "boards", certainty=2, memo="sure?")
    code(project, 0, "trust")
    code(project, 3, "boards", coder="CD")
    project.note(first, "read on", coder="CD")
    before = codes(project)
    report = project.use(parse_codebook(MERGED), coder="EF", became={"factor/boards": "trust"})
    assert report.recoded == 2
    assert codes(project) == [("The comm", "trust", "CD"), ("We trust", "trust", "AB")]
    kept = project.codings.query("coder == 'CD'").iloc[0]
    assert kept["codebook_version"] == project.book.codebook_version
    assert project.journal["details"].iloc[-1]["became"] == {"factor/boards": "trust"}
    assert project.check().empty
    project.undo("EF")
    assert codes(project) == before
    assert project.codings.query("certainty == 2")["id"].tolist() == [first]


def test_memos_and_settlements_go_along(project):
    (one,) = code(project, 0, "boards", memo="a seat for all")
    (two,) = code(project, 0, "money", coder="CD")
    project.settle([one, two], "boards", coder="EF", reason="it is the board")
    project.use(parse_codebook(MERGED), coder="EF", became={"factor/boards": "trust"})
    settled = project.settlements
    assert set(settled["code"]) == {"trust"}
    assert set(settled["original_coder"]) == {"AB", "CD"}
    assert "a seat for all" in project.memos["text"].tolist()
    assert project.check().empty


def test_what_nobody_accounts_for_is_refused(project):
    code(project, 0, "boards")
    with pytest.raises(BadInput, match=r"1 coding of people carry factor/boards, which small@1\.1\+\w+ lacks"):
        project.use(parse_codebook(MERGED), coder="AB")
    assert project.book.version == "1.0"
    with pytest.raises(UnknownName, match="no code 'bords'; did you mean"):
        project.use(parse_codebook(MERGED), coder="AB", became={"factor/bords": "trust"})
    with pytest.raises(BadInput, match="name the axis, too"):
        project.use(parse_codebook(MERGED), coder="AB", became={"boards": "trust"})
    with pytest.raises(BadInput, match="already"):
        project.use(parse_codebook(SMALL), coder="AB")
    with pytest.raises(ProjectError, match="versions of the codebook 'small'; 'large' is another"):
        project.use(parse_codebook(NEXT.replace("codebook: small", "codebook: large")), coder="AB")
    with pytest.raises(BadInput):
        project.use(parse_codebook(NEXT), coder="rules")


def test_suggestions_of_a_category_that_went_are_taken_back(project):
    project.tag(RuleTagger(project.book))
    wrong = project.codings.query("code == 'boards'")
    report = project.use(parse_codebook(MERGED), coder="AB")
    assert report.taken_back == len(wrong) > 0
    assert "boards" not in set(project.codings["code"])
    assert project.check().empty
    project.undo("AB")
    assert set(project.codings.query("code == 'boards'")["id"]) == set(wrong["id"])


def test_a_version_that_was_coded_by_is_not_undone(project):
    more = NEXT.replace("      - {id: money", "      - {id: rain, label: Rain}\n      - {id: money")
    project.use(parse_codebook(more), coder="AB")
    code(project, 2, "rain", coder="CD")
    with pytest.raises(ProjectError, match=r"cannot be undone: act .*code by CD.* builds on it"):
        project.undo("AB")
    project.undo("CD")
    project.undo("AB")
    assert project.book.version == "1.0"


def test_renamings_are_found(project):
    code(project, 0, "trust")
    renamed = NEXT.replace("id: trust", "id: reliance")
    assert project.use(parse_codebook(renamed), coder="AB").recoded == 1
    assert project.codings["code"].tolist() == ["reliance"]


@pytest.mark.parametrize(
    ("technique", "state", "read", "warned"),
    [
        (INDUCTIVE, "revised", 0, True),
        (INDUCTIVE, "final", 0, True),
        (INDUCTIVE, "pilot", 0, False),
        (INDUCTIVE, "revised", 1, False),
        ("technique: structuring\n", "revised", 0, False),
        ("technique: induktive Kategorienbildung\n", "revised", 0, True),
    ],
)
def test_a_revision_before_a_tenth_of_the_material_is_warned_of(project, technique, state, read, warned):
    if read:
        code(project, 0, "trust")
    report = project.use(complete(technique + NEXT, state), coder="AB")
    assert bool(report.warnings) is warned
    assert report.share == (19 / len(TALK) if read else 0)
    if warned:
        assert f"{state} after 0.0 % of the material" in report.warnings[0]


def test_two_versions_of_one_number_are_told(project):
    (warning,) = project.use(parse_codebook(OTHER_RULE.replace("1.1", "1.0")), coder="AB").warnings
    assert "both versions are called 1.0" in warning


def test_copies_that_both_changed_the_guide_are_a_conflict(project, tmp_path):
    copy = Project.open(project.backup(tmp_path / "copy.qda"), backups=False)
    project.use(parse_codebook(NEXT), coder="AB")
    with copy:
        copy.use(parse_codebook(OTHER_RULE), coder="CD")
        rows = pd.DataFrame([{"doc_id": "talk", "start": 0, "end": 8, "axis": "factor", "code": "trust"}])
        copy.add_codings(rows, coder="CD")
    project.merge(tmp_path / "copy.qda", coder="AB")
    (kind,) = project.conflicts["kind"]
    assert kind == "codebook"
    project.use(project.book, coder="AB")
    assert project.conflicts.empty
    assert project.check().empty
