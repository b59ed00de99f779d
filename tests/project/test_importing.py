import pandas as pd
import pytest
from books import SMALL
from hypothesis import given
from hypothesis import strategies as st

from qda.codebook import parse_codebook, read_codebook
from qda.errors import BadTable, OffsetError, UnknownName
from qda.frames import check, csv_text
from qda.model import canonical
from qda.project.importing import document_of
from qda.project.project import Project
from qda.project.running import run_study
from qda.rules import RuleTagger

SEGMENTS = """\
doc_id,start,end,text,heading,question,speaker,role,language
a,0,14,We trust them.,Talk > Trust,,,,en
a,15,33,There is no budget,Talk > Money,,,,en
b,3,8,Yes 😀,,Do you agree?,B,mayor,de
"""
CODINGS = """\
doc_id,start,end,axis,code
a,0,14,factor,trust
a,15,33,factor,
b,3,8,valence,enabler
"""


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "study.qda", parse_codebook(SMALL)) as made:
        yield made


@pytest.fixture
def tables(tmp_path):
    def write(segments=SEGMENTS, codings=CODINGS, **more):
        paths = {}
        for name, text in ({"segments": segments, "codings": codings} | more).items():
            paths[name] = tmp_path / f"{name}.csv"
            paths[name].write_text(text, encoding="utf-8")
        return paths

    return write


def test_tables_become_documents_units_and_codings(project, tables):
    report = project.import_tables(**tables(), coder="AB")
    assert str(report) == "2 documents, 3 segments, 2 codings added, 3 readings"
    assert project.document("a").text == "We trust them. There is no budget"
    assert project.document("b").text == "   Yes 😀"
    assert project.documents["language"].tolist() == ["en", "de"]
    assert project.segments["question"].tolist() == ["", "", "Do you agree?"]
    assert project.codings[["coder", "quote", "origin"]].to_numpy().tolist() == [
        ["AB", "We trust them.", "import"],
        ["AB", "Yes 😀", "import"],
    ]
    assert project.human_acts() == 3
    assert project.check().empty


def test_importing_again_adds_nothing(project, tables):
    project.import_tables(**tables())
    before = len(project.journal)
    assert project.import_tables(**tables()).codings.known == 2
    assert len(project.journal) == before
    assert set(project.codings["coder"]) == {"imported"}


def test_what_was_looked_up_is_there_for_another_grid(project, tables):
    project.import_tables(**tables())
    assert project.segment("sentence") == 3
    found = project.segments
    assert found["heading"].tolist() == ["Talk > Trust", "Talk > Money", ""]
    assert found["question"].tolist() == ["", "", "Do you agree?"]
    assert found["speaker"].tolist() == ["", "", "B"]
    assert found["role"].tolist() == ["", "", "mayor"]


def test_cases_and_mentions(project, tables):
    paths = tables(
        segments="doc_id,start,end,text,case\na,0,2,Oh,leeds\na,3,5,Ah,york\nb,0,2,Hm,york\n",
        codings="doc_id,start,end,axis,code\n",
        cases="case,label\nleeds,Leeds\nyork,York\n",
        mentions="doc_id,start,end,case\nb,0,2,ALL\n",
    )
    report = project.import_tables(**paths)
    assert (report.cases, report.mentions) == (2, 3)
    assert project.documents["case"].tolist() == ["", "york"]
    assert project.mentions[["doc_id", "case"]].to_numpy().tolist() == [["a", "leeds"], ["a", "york"], ["b", "ALL"]]


def test_a_case_that_the_table_does_not_know(project, tables):
    paths = tables(segments="doc_id,start,end,text,case\na,0,2,Oh,leds\n", cases="case\nleeds\n")
    with pytest.raises(UnknownName, match=r"segments.csv: case 'leds' is not in the table of cases; did you mean 'leeds'"):
        project.import_tables(**paths)


def test_what_leaves_a_project_comes_back(project, tables, tmp_path):
    project.import_tables(**tables())
    project.tag(RuleTagger(project.book))
    assert {"rules", "imported"} == set(project.codings["coder"])
    read = project.readings[["doc_id", "start", "end", "coder", "round", "codebook_version"]].query("coder == 'rules'")
    empty = read.drop_duplicates().assign(axis="", code="", origin="rule")
    written = {"segments": project.segments, "codings": pd.concat([project.codings, empty])}
    paths = tables(**{name: csv_text(frame, list(frame)) for name, frame in written.items()})
    with Project.create(tmp_path / "again.qda", project.book) as again:
        again.import_tables(**paths)
        for name in ("codings", "readings", "segments"):
            ours, theirs = getattr(project, name), getattr(again, name)
            columns = [c for c in ours if c != "created"]
            if name == "readings":
                ours, theirs = (frame.query("coder == 'rules'").reset_index(drop=True) for frame in (ours, theirs))
            pd.testing.assert_frame_equal(ours[columns], theirs[columns])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a,0,3,Oh", r"a \[0, 3\): the text has 2 characters, its span 3"),
        ("a,0,2,Oh\na,1,3,xx", r"a \[1, 3\): at 1 stands 'x', another segment says 'h'"),
        ("a,0,3,u\u0308o", r"not in canonical form"),
    ],
)
def test_texts_that_cannot_be(project, tables, line, said):
    with pytest.raises(OffsetError, match=said):
        project.import_tables(**tables(segments=f"doc_id,start,end,text\n{line}\n"))
    assert project.documents.empty


def test_a_unit_occurs_once(project, tables):
    with pytest.raises(BadTable, match="occurs twice"):
        project.import_tables(**tables(segments="doc_id,start,end,text\na,0,2,Oh\na,0,2,Oh\n"))


def test_a_wrong_code_names_file_and_place(project, tables):
    with pytest.raises(UnknownName, match=r"codings.csv: a \[0, 14\): axis 'factor' .* did you mean 'trust'"):
        project.import_tables(**tables(codings=CODINGS.replace("trust", "truss")))


def test_a_mention_of_a_case_that_the_table_does_not_know(project, tables):
    said = "doc_id,start,end,case\na,0,14,ALL\na,0,14,leds\n"
    paths = tables(cases="case\nleeds\n", mentions=said)
    with pytest.raises(UnknownName, match=r"mentions.csv: case 'leds' .*; did you mean 'leeds'\? Allowed: 'ALL', 'leeds'"):
        project.import_tables(**paths)
    assert project.documents.empty
    assert project.cases.empty
    project.import_tables(**tables(cases="case\nleeds\n", mentions=said.replace("leds", "leeds")))
    assert project.mentions["case"].tolist() == ["ALL", "leeds"]


def test_a_document_has_a_case_if_all_its_units_have_it(project, tables):
    segments = "doc_id,start,end,text,case\na,0,2,Oh,leeds\na,3,5,Ah,\nb,0,2,Hm,york\nb,3,5,Ha,york\n"
    project.import_tables(**tables(segments=segments, codings="doc_id,start,end,axis,code\n"))
    assert project.documents["case"].tolist() == ["", "york"]
    assert project.mentions.to_numpy().tolist() == [["a", 0, 2, "leeds"]]


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text("We trust them.\n\nThere is no budget.\n", encoding="utf-8")
    (folder / "codings.csv").write_text("doc_id,start,end,axis,code,coder\na,0,14,factor,trust,CD\n", encoding="utf-8")
    return folder


def test_what_a_person_imports_into_the_results_survives_another_run(tmp_path, corpus, tables):
    book, out = parse_codebook(SMALL), tmp_path / "out"
    run_study(corpus, codebook=book, out=out)
    with Project.open(out / "project.qda") as project:
        assert project.human_acts() == 0
        text, codings = project.document("a"), "doc_id,start,end,axis,code\na,16,35,factor,money\n"
        project.import_tables(**tables(csv_text(project.segments, list(project.segments)), codings), coder="AB")
        assert project.document("a") == text
        (folders,) = project.codings.query("coder == 'CD'")["id"]
        project.retract([folders], coder="AB")
    for _ in range(2):
        run_study(corpus, codebook=book, out=out)
        with Project.open(out / "project.qda") as project:
            people = project.codings[project.codings["origin"] == "import"]
            assert people[["coder", "code", "quote"]].to_numpy().tolist() == [["AB", "money", "There is no budget."]]


@given(
    texts=st.lists(st.text(alphabet="aé漢😀 .", min_size=1, max_size=6), min_size=1, max_size=6),
    gaps=st.lists(st.integers(0, 3), min_size=6, max_size=6),
)
def test_a_text_holds_its_segments_where_they_say(texts, gaps):
    rows, end = [], 0
    for text, gap in zip(texts, gaps, strict=False):
        given_text = canonical(text)
        rows.append({"doc_id": "a", "start": end + gap, "end": end + gap + len(given_text), "text": given_text})
        end = rows[-1]["end"]
    document = document_of("a", check("segments", pd.DataFrame(rows)), "s.csv")
    assert len(document.text) == end
    for row in rows:
        assert document.text[row["start"] : row["end"]] == row["text"]
    inside = {i for row in rows for i in range(row["start"], row["end"])}
    assert all(document.text[i] == " " for i in range(end) if i not in inside)


@pytest.mark.shared
def test_a_double_coded_report(tmp_path, shared):
    base = shared / "data" / "localise" / "UK"
    with Project.create(tmp_path / "uk.qda", read_codebook("integration")) as project:
        found = project.import_tables(
            base / "segments.csv", base / "codings.csv", cases=base / "cases.csv", mentions=base / "case_mentions.csv"
        )
        assert found.codings.added == len(project.codings) > 1000
        assert project.segments["text"].tolist() == pd.read_csv(base / "segments.csv", keep_default_na=False)["text"].tolist()
        assert project.check().empty
