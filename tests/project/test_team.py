import json
import shutil
from datetime import UTC, datetime

import pandas as pd
import pytest
from books import SMALL
from hypothesis import given, settings
from hypothesis import strategies as st

from qda.codebook import parse_codebook
from qda.errors import BadInput, BadTable, UnknownName
from qda.project.project import Project
from qda.project.sampling import allot, draw, size
from qda.project.trail import moment
from qda.rules import RuleTagger

TALKS = {
    "leeds-1": "We trust the board. The budget is short. It rains. Nobody says why. The ministry helps us a lot. So it goes.",
    "leeds-2": "The committee helps. Trust is rare. Funding hinders delivery.",
    "york-1": "The department lacks a budget. They trust the ministry.",
}


@pytest.fixture
def project(tmp_path, once):
    shutil.copytree(once("talks", make), tmp_path, dirs_exist_ok=True)
    with Project.open(tmp_path / "study.qda") as made:
        yield made


def make(folder):
    folder.mkdir()
    for name, text in TALKS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with Project.create(folder / "study.qda", parse_codebook(SMALL)) as made:
        for name in TALKS:
            made.add(folder / f"{name}.txt", case=name.split("-")[0])
        made.segment()


def unit(project, i, **more):
    row = project.segments.iloc[i]
    return {"doc_id": row["doc_id"], "start": row["start"], "end": row["end"], **more}


def code(project, coder, i, code="trust", axis="factor", **more):
    return project.add_codings(pd.DataFrame([unit(project, i, axis=axis, code=code, **more)]), coder=coder).ids[0]


# ---------------------------------------------------------------- memos


def test_memos_by_keyword_and_as_before(project):
    assert project.memos_about("x").columns.tolist() == project.memos.columns.tolist()
    id_ = code(project, "AB", 0)
    project.note("the whole study", coder="AB")
    project.note("Größe des Vertrauens", coder="CD", code="factor:trust")
    project.note("a stretch", coder="AB", segment=("leeds-1", 0, 8))
    project.note(id_, "as before", coder="AB")
    assert project.memos["kind"].tolist() == ["project", "code", "segment", "coding"]
    assert project.codings["memo"].tolist() == ["as before"]
    assert project.memos_about("GROSSE")["coder"].tolist() == ["CD"]
    assert project.memos_about("we trust")["kind"].tolist() == ["segment", "coding"]
    assert project.memos_about("factor:tr")["kind"].tolist() == ["code"]
    assert project.memos_about("", kind="project")["text"].tolist() == ["the whole study"]
    with pytest.raises(BadInput, match="named are document and case"):
        project.note("t", coder="AB", document="leeds-1", case="leeds")
    with pytest.raises(BadInput, match="memos on 'codings'; did you mean 'coding'"):
        project.memos_about("x", kind="codings")


# ---------------------------------------------------------------- samples

UNITS = [(f"d{n % 4}", n, n + 1) for n in range(40)]


@settings(deadline=None, max_examples=25)
@given(st.permutations(UNITS), st.integers(1, 40), st.integers(0, 99))
def test_a_sample_depends_on_the_seed_alone(order, n, seed):
    drawn = draw(order, n, seed=seed)
    assert len(drawn) == n == len(set(drawn))
    assert set(drawn) == set(draw(UNITS, n, seed=seed))
    assert [u for u in order if u in set(drawn)] == drawn
    assert set(draw(UNITS, max(1, n - 1), seed=seed)) <= set(drawn)


def test_the_draw_is_the_same_on_every_machine():
    assert draw(UNITS, 3, seed=7) == [("d3", 3, 4), ("d0", 12, 13), ("d1", 13, 14)]


@settings(deadline=None, max_examples=25)
@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 50), min_size=1), st.data())
def test_strata_share_by_size(sizes, data):
    n = data.draw(st.integers(1, sum(sizes.values())))
    parts = allot(sizes, n)
    assert sum(parts.values()) == n
    assert all(abs(parts[s] - n * sizes[s] / sum(sizes.values())) < 1 for s in sizes)
    assert all(parts[s] <= sizes[s] for s in sizes)


@pytest.mark.parametrize("sample", [0, 11, -1, 0.0, 1.5])
def test_samples_that_make_no_sense(sample):
    with pytest.raises(BadInput, match="a sample of"):
        size(10, sample)


# ---------------------------------------------------------------- assignments


def test_whole_documents_and_progress(project):
    assert project.assign("AB", ["leeds-2", "york-1"], blind=False, assigned_by="PI") == 2
    assert project.assign("AB", ["leeds-2"], blind=False) == 0
    code(project, "AB", 6)
    project.add_codings(pd.DataFrame([unit(project, 7, axis="", code="")]), coder="AB")
    found = project.assignments.set_index("doc_id")
    assert found[["units", "read", "coded", "blind", "by"]].to_numpy().tolist() == [
        [3, 2, 1, 0, "document"],
        [2, 0, 0, 0, "document"],
    ]
    assert project.history(kind="assign")["coder"].tolist() == ["PI"]
    assert project.history(kind="assign")["documents"].tolist() == ["leeds-2; york-1"]


def test_two_coders_get_the_same_sample_and_a_third_later(project):
    project.assign(["AB", "CD"], sample=4, seed=3)
    project.assign("EF", sample=4, seed=3)
    drawn = [project.assigned(coder)[["doc_id", "start", "end"]].to_numpy().tolist() for coder in ("AB", "CD", "EF")]
    assert drawn[0] == drawn[1] == drawn[2]
    assert len(drawn[0]) == 4
    assert project.assignments["drawn"].unique().tolist() == ["sample of 4 from 11 segments, seed 3"]
    assert project.assignments["units"].sum() == 12


def test_samples_by_case_and_by_document_and_within(project):
    project.assign("AB", sample=0.5, stratify=True)
    assert len(project.assigned("AB")) == 6
    assert (project.assigned("AB")["doc_id"] == "york-1").sum() == 1
    project.assign("CD", sample=1, by="document", seed=5)
    assert project.assignments.query("coder == 'CD'")["by"].tolist() == ["document"]
    project.assign("EF", ["york-1"], sample=2)
    assert project.assigned("EF")["doc_id"].unique().tolist() == ["york-1"]
    with pytest.raises(BadInput, match="a sample of 3 from 2"):
        project.assign("EF", ["york-1"], sample=3)
    with pytest.raises(BadInput, match="Name documents, or a sample"):
        project.assign("EF")
    with pytest.raises(UnknownName, match="no document 'york-2'"):
        project.assign("EF", ["york-2"])
    with pytest.raises(BadInput, match="name of a machine"):
        project.assign("rules", ["york-1"])


def test_a_second_round_of_what_was_read(project):
    code(project, "AB", 0)
    code(project, "AB", 9)
    project.assign("AB", sample=1.0, read_by="AB", round_=2)
    assert project.assigned("AB", 2)["doc_id"].tolist() == ["leeds-1", "york-1"]
    assert not project.assigned("AB", 2)["read"].any()


def test_one_person_has_one_name_wherever_it_is_asked(project):
    code(project, "AB", 0)
    project.assign(" AB", sample=1.0, read_by="AB  ", round_=2)
    assert len(project.assigned("  AB ", 2)) == 1
    assert project.view("AB ", 2).coder == "AB"
    assert project.history(coder=" AB")["kind"].tolist() == ["code"]
    assert project.undo(" AB ") == "undo: 1 coding added, 1 reading"


def test_an_assignment_can_be_undone_by_name(project):
    project.assign("AB", ["york-1"], assigned_by="PI")
    project.undo("PI")
    assert project.assignments.empty


# ---------------------------------------------------------------- blind views


@pytest.fixture
def coded_by_all(project):
    """Two coders, a machine, memos of all on everything, and a settled coding."""
    mine = code(project, "AB", 0, memo="my own")
    other = code(project, "CD", 0, "boards")
    project.tag(RuleTagger(project.book))
    project.note("CD saw it", coder="CD", document="leeds-1")
    project.note("CD on AB", coder="CD", coding=mine)
    project.note("AB early", coder="AB", document="leeds-1")
    project.settle([mine, other], "boards", coder="AB", reason="after the talk")
    return project


def everything(view):
    frames = (
        view.documents.drop(columns="text"),
        view.segments,
        view.assigned,
        view.codings,
        view.readings,
        view.memos,
        view.journal,
    )
    return " ".join(frame.drop(columns="text", errors="ignore").to_json() for frame in frames)


def test_an_open_view_shows_all(coded_by_all):
    view = coded_by_all.view("AB")
    assert not view.blind
    assert set(view.codings["coder"]) == {"AB", "CD", "rules"}
    assert len(view.memos) == len(coded_by_all.memos)


def test_nothing_leaks_into_a_blind_first_round(coded_by_all):
    project = coded_by_all
    project.assign("AB", ["leeds-1"])
    project.note("AB since", coder="AB", segment=("leeds-1", 0, 8))
    view = project.view("AB")
    assert view.blind
    assert view.documents["id"].tolist() == ["leeds-1"] == view.segments["doc_id"].unique().tolist()
    assert view.codings[["coder", "origin", "memo"]].to_numpy().tolist() == [["AB", "human", "my own"]]
    assert view.readings["origin"].unique().tolist() == ["human"]
    assert sorted(view.memos["text"]) == ["AB since", "my own"]
    assert view.journal["kind"].tolist() == ["memo"]
    seen = everything(view)
    for secret in ("CD", "rules", "boards", "settled", "suggest", "AB early"):
        assert secret not in seen, secret
    assert view.statements()["coder"].tolist() == ["AB"]
    assert view.matrix().statements["coder"].unique().tolist() == ["AB"]


def test_nothing_of_the_first_round_leaks_into_the_second(coded_by_all):
    project = coded_by_all
    project.assign("AB", sample=1.0, read_by="AB", round_=2)
    view = project.view("AB", 2)
    assert view.codings.empty
    assert view.readings.empty
    assert view.memos.empty
    assert view.journal.empty
    assert len(view.assigned) == 1
    assert not view.assigned[["read", "coded"]].to_numpy().any()
    assert view.statements().empty
    code(project, "AB", 0, "money", round=2)
    view = project.view("AB", 2)
    assert view.codings["code"].tolist() == ["money"]
    assert view.assigned["coded"].tolist() == [True]


def test_a_slip_of_the_pen_does_not_lift_blindness(coded_by_all):
    coded_by_all.assign("AB", ["leeds-1"])
    with pytest.raises(UnknownName, match="nothing is assigned to 'ab', but to 'AB'; is this the same person"):
        coded_by_all.view("ab")
    with pytest.raises(BadInput, match="Name a coder"):
        coded_by_all.view(" ")


@pytest.mark.parametrize("name", ["A,B", "AB#2", "A\x00B", "A\u200bB"])
def test_names_that_lists_and_eyes_cannot_tell_apart_are_refused(coded_by_all, name):
    with pytest.raises(BadInput, match="a name of a person holds no"):
        coded_by_all.note("a memo", coder=name)


def test_blindness_without_an_assignment(coded_by_all):
    assert set(coded_by_all.view("CD", blind=True).codings["coder"]) == {"CD"}
    assert coded_by_all.view("CD", 2, blind=True).memos.empty


# ---------------------------------------------------------------- settling


def test_settling_by_ids_and_by_place(project):
    ids = [code(project, "AB", 0), code(project, "CD", 0, "boards")]
    project.settle(ids, "trust", coder="AB", reason="r")
    project.settle(("leeds-1", 0, 8), ["barrier"], coder="AB", reason="r", axis="valence")
    assert project.settlements["original"].tolist() == sorted(ids)
    with pytest.raises(BadInput, match="on which axis"):
        project.settle(("leeds-1", 0, 8), "trust", coder="AB", reason="r")
    with pytest.raises(BadInput, match="these codings are on factor, valence"):
        project.settle([ids[0], code(project, "AB", 0, "barrier", "valence")], "trust", coder="AB", reason="r")


def filled_in(project, tmp_path, *rows, name="list.csv"):
    frame = pd.DataFrame(
        [{**unit(project, 0), "axis": "factor", "AB": "trust", "settled": "", "reason": "", **row} for row in rows]
    )
    path = tmp_path / name
    if path.suffix == ".csv":
        frame.to_csv(path, index=False)
    else:
        with pd.ExcelWriter(path, engine="openpyxl") as book:
            pd.DataFrame({"x": ["cover"]}).to_excel(book, sheet_name="Cover", index=False)
            frame.to_excel(book, sheet_name="List", index=False, startrow=3)
    return path


@pytest.mark.parametrize(("name", "first"), [("list.csv", 2), ("list.xlsx", 5)])
def test_a_filled_in_list_comes_back(project, tmp_path, name, first):
    path = filled_in(
        project,
        tmp_path,
        {"settled": "trust; money", "reason": "both"},
        {"axis": "phase", "settled": "none", "reason": "says nothing of it"},
        {"settled": ""},
        {"settled": "trusst", "reason": "r"},
        {"settled": "trust"},
        {"start": "x", "settled": "trust", "reason": "r"},
        {"doc_id": "leeds-9", "settled": "trust", "reason": "r"},
        name=name,
    )
    report = project.settle_list(path, coder="AB")
    assert str(report) == "2 settled, 0 already, 1 open, 4 wrong"
    for number, (problem, message) in enumerate(
        zip(
            report.problems,
            ("did you mean 'trust'", "no reason is given", "start 'x' is not a whole number", "no document 'leeds-9'"),
            strict=True,
        )
    ):
        assert problem.startswith(f"{path}: line {first + 3 + number}: ")
        assert message in problem
    assert sorted(project.codings["code"]) == ["money", "trust"]
    assert project.history(kind="settle")["what"].tolist() == ["2 disagreements settled"]
    again = project.settle_list(path, coder="AB")
    assert str(again) == "0 settled, 2 already, 1 open, 4 wrong"
    assert len(project.codings) == 2
    assert len(project.history(kind="settle")) == 1


def test_rows_of_a_list_that_contradict_each_other_are_named(project, tmp_path):
    again = {"settled": "trust", "reason": "r"}
    report = project.settle_list(filled_in(project, tmp_path, again, {"settled": "money", "reason": "r"}, again), coder="AB")
    assert str(report) == "1 settled, 1 already, 0 open, 1 wrong"
    assert "line 3: line 2 settles the same place and axis otherwise" in report.problems[0]
    assert project.codings["code"].tolist() == ["trust"]


def test_a_list_that_is_none(project, tmp_path):
    (tmp_path / "a.csv").write_text("doc_id,start,end,axis,settled\n", encoding="utf-8")
    with pytest.raises(BadTable, match="column 'reason' is missing"):
        project.settle_list(tmp_path / "a.csv", coder="AB")
    (tmp_path / "a.xlsx").write_text("no workbook", encoding="utf-8")
    for name in ("a.xlsx", "b.xlsx", "b.csv", "c.docx"):
        with pytest.raises(ValueError, match=name):
            project.settle_list(tmp_path / name, coder="AB")


def test_settled_codings_count_in_the_matrix_axis_by_axis(project):
    for coder, factor in (("AB", "trust"), ("CD", "boards")):
        for axis, own in (("factor", factor), ("valence", "enabler"), ("dimension", "multi_level"), ("phase", "development")):
            code(project, coder, 0, own, axis)
    place = tuple(project.segments.loc[0, ["doc_id", "start", "end"]])
    place = (place[0], int(place[1]), int(place[2]))
    assert project.matrix().frame["factor"].tolist() == ["trust"]
    project.settle(place, "money", axis="factor", coder="EF", reason="r")
    assert project.matrix().frame[["factor", "n_statements"]].to_numpy().tolist() == [["money", 1]]
    project.settle(place, [], axis="factor", coder="EF", reason="none")
    assert project.matrix().frame.empty
    project.undo("EF")
    project.settle(place, {"factor": "boards", "valence": "barrier"}, coder="EF", reason="full")
    found = project.statements()
    assert found[["coder", "factor", "valence"]].to_numpy().tolist() == [["EF", ("boards",), "barrier"]]


# ---------------------------------------------------------------- the journal

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", ""),
        ("90m", "2026-03-10T10:30:00.000Z"),
        ("2w", "2026-02-24T12:00:00.000Z"),
        ("2026-03-01", "2026-03-01T00:00:00.000Z"),
        ("2026-03-01T10:00+01:00", "2026-03-01T09:00:00.000Z"),
        (datetime(2026, 3, 1, tzinfo=UTC), "2026-03-01T00:00:00.000Z"),
    ],
)
def test_moments(said, expected):
    assert moment(said, now=NOW) == expected


def test_a_moment_nobody_understands():
    with pytest.raises(BadInput, match="time 'last week'; allowed: a day"):
        moment("last week", now=NOW)


def test_json_lines(project):
    code(project, "AB", 0)
    lines = [json.loads(line) for line in project.history_lines(coder="AB", since="1d")]
    assert [line["kind"] for line in lines] == ["code"]
    assert {row["table"] for row in lines[0]["rows_added"]} == {"codings", "readings"}
    assert "We trust" not in json.dumps(lines)
    assert "We trust" in next(iter(project.history_lines(kind="code", text=True)))
