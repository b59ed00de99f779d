import pandas as pd
import pytest
from books import SMALL

from qda.codebook import parse_codebook
from qda.errors import BadInput, BadTable, FileNotThere
from qda.project.namesakes import alike
from qda.project.project import Project

TALK = """\
Interviewer: How do you work together?

B: I trust the board. There is no budget, though 😀.

Interviewer: Since when?

B: For some years.

Interviewer: And now?

B: The same.
"""


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "study.qda", parse_codebook(SMALL)) as made:
        yield made


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    for case in ("leeds", "york"):
        (folder / case).mkdir(parents=True)
        (folder / case / "talk.txt").write_text(TALK.replace("board", f"{case} board"), encoding="utf-8")
    (folder / "cases.csv").write_text("case,aliases,population\nleeds,Leodis,800000\nyork,,200000\n", encoding="utf-8")
    (folder / "speakers.csv").write_text(
        "file,speaker,role\n" + "".join(f"{c}/talk.txt,{s},{r}\n" for c in ("leeds", "york") for s, r in (("B", "mayor"),)),
        encoding="utf-8",
    )
    return folder


def add_codings(corpus, project, *rows):
    """Write a codings.csv; a row names the words that are coded."""
    text = dict(project.documents[["id", "text"]].itertuples(index=False, name=None))
    lines = ["doc_id,start,end,axis,code,quote"]
    for doc_id, words, axis, code in rows:
        start = text.get(doc_id, words).index(words)
        lines.append(f"{doc_id},{start},{start + len(words)},{axis},{code},{words}")
    (corpus / "codings.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_folder_comes_with_its_tables(project, corpus):
    seen = []
    report = project.add(corpus, coder="AB", progress=lambda done, total, name: seen.append((done, total, name)))
    assert report.added == ("leeds/talk", "york/talk")
    assert (report.changed, report.problems) == ((), ())
    assert project.cases["id"].tolist() == ["leeds", "york"]
    assert set(project.speakers["role"]) == {"mayor"}
    assert project.documents["case"].tolist() == ["leeds", "york"]
    assert {"turn", "question"} <= set(project.marks["kind"])
    assert seen[-1][:2] == (2, 2)
    assert set(project.journal["coder"]) == {"", "AB"}


def test_adding_again_changes_nothing(project, corpus):
    project.add(corpus)
    before = len(project.journal)
    report = project.add(corpus)
    assert (report.added, report.changed, len(project.journal)) == ((), (), before)


def test_a_file_that_was_renamed_is_told(project, corpus):
    project.add(corpus)
    (corpus / "york" / "talk.txt").rename(corpus / "york" / "talk, final.txt")
    text = (corpus / "speakers.csv").read_text(encoding="utf-8")
    (corpus / "speakers.csv").write_text(text.replace("york/talk.txt", '"york/talk, final.txt"'), encoding="utf-8")
    report = project.add(corpus)
    assert report.added == ("york/talk, final",)
    assert report.warnings == ("york/talk, final: says what york/talk says, which is in the project already; both count",)
    assert project.add(corpus).warnings == ()


def test_a_single_file_is_doubted_as_one_in_a_folder(project, tmp_path):
    path = tmp_path / "talk.txt"
    path.write_bytes("Самое большое препятствие".encode("cp1251"))
    (warning,) = project.add(path).warnings
    assert "hardly fits" in warning
    with pytest.raises(FileNotThere, match="no such file or folder"):
        project.add(tmp_path / "tlak.txt")


def test_a_changed_file_is_a_new_text_of_the_same_document(project, corpus):
    project.add(corpus)
    add_codings(corpus, project, ("leeds/talk", "I trust the leeds board.", "factor", "trust"))
    assert project.add(corpus).codings == 1
    talk = corpus / "leeds" / "talk.txt"
    talk.write_text(talk.read_text(encoding="utf-8").replace("B: I", "B: Well. I"), encoding="utf-8")
    (corpus / "codings.csv").unlink()
    report = project.add(corpus)
    assert report.changed == ("leeds/talk",)
    assert "leeds/talk: its text changed; 1 coding of people: 1 moved; segment" in report.warnings[-1]
    assert project.codings["quote"].tolist() == ["I trust the leeds board."]


def test_every_coding_of_a_changed_file_that_moved_was_healed_or_is_orphaned_is_told_of(project, corpus):
    project.add(corpus)
    told = ["How do you work together?", "I trust the leeds board.", "There is no budget", "For some years."]
    add_codings(corpus, project, *(("leeds/talk", words, "factor", "trust") for words in told))
    project.add(corpus)
    (corpus / "codings.csv").unlink()
    talk = corpus / "leeds" / "talk.txt"
    text = (
        talk.read_text(encoding="utf-8")
        .replace("leeds board.", "Leeds\u00a0board.")
        .replace("B: For some years.", "B: Ages ago.")
    )
    talk.write_text(text, encoding="utf-8")
    report = project.add(corpus)
    (line,) = [line for line in report.warnings if line.startswith("leeds/talk:")]
    assert "4 codings of people: 2 stay where they were, 1 healed (the quote reads differently now), 1 orphaned" in line
    assert report.moved["how"].tolist() == ["folded", "orphaned"]
    assert set(report.moved["doc_id"]) == {"leeds/talk"}
    assert project.codings["quote"].tolist()[1] == "I trust the Leeds\u00a0board."
    assert project.add(corpus).moved.empty


def test_an_unknown_case_is_refused_and_the_rest_is_done(project, corpus):
    (corpus / "leds").mkdir()
    (corpus / "leds" / "more.txt").write_text("We trust them.", encoding="utf-8")
    report = project.add(corpus)
    assert report.added == ("leeds/talk", "york/talk")
    assert report.problems == (
        "leds/more.txt: case 'leds' is not in the table of cases (did you mean 'leeds'? Allowed: 'leeds', 'york')",
    )


def test_without_a_table_of_cases_every_case_is_new(project, corpus):
    (corpus / "cases.csv").unlink()
    assert len(project.add(corpus).added) == 2


def test_cases_that_are_given_come_first(project, corpus, tmp_path):
    given = tmp_path / "mine.csv"
    given.write_text("case,label\nleeds,Leeds\n", encoding="utf-8")
    report = project.add(corpus, cases=given)
    assert project.cases[["id", "label"]].to_numpy().tolist() == [["leeds", "Leeds"]]
    assert "case 'york' is not in the table of cases" in report.problems[0]


def test_one_bad_file_does_not_hinder_the_others(project, corpus):
    (corpus / "york" / "broken.docx").write_bytes(b"PK\x03\x04 nonsense")
    report = project.add(corpus)
    assert len(report.added) == 2
    assert len(report.problems) == 1
    assert "york/broken.docx" in report.problems[0]


def test_a_single_file(project, corpus):
    report = project.add(corpus / "leeds" / "talk.txt")
    assert report.added == ("talk",)
    assert project.document("talk").case == ""


def test_a_single_file_that_cannot_be_read(project, tmp_path):
    bad = tmp_path / "x.docx"
    bad.write_bytes(b"PK\x03\x04 nonsense")
    report = project.add(bad)
    assert report.added == ()
    assert str(bad) in report.problems[0]


def test_nothing_there(project, tmp_path):
    with pytest.raises(FileNotThere):
        project.add(tmp_path / "nowhere")


def test_codings_of_the_folder_are_imported_and_are_no_acts_of_people(project, corpus):
    project.add(corpus)
    add_codings(
        corpus,
        project,
        ("leeds/talk", "I trust the leeds board.", "factor", "trust"),
        ("york/talk", "no budget", "factor", "money"),
    )
    report = project.add(corpus)
    assert report.codings == 2
    assert project.codings[["coder", "origin", "quote"]].to_numpy().tolist() == [
        ["imported", "import", "I trust the leeds board."],
        ["imported", "import", "no budget"],
    ]
    assert project.human_acts() == 0
    assert project.add(corpus).codings == 0


def test_codings_of_documents_that_are_not_there_are_named(project, corpus):
    project.add(corpus)
    add_codings(corpus, project, ("leeds/talk", "budget", "factor", "money"), ("leeds/walk", "budget", "factor", "money"))
    report = project.add(corpus)
    assert report.codings == 1
    assert "no document 'leeds/walk' in this project; 1 coding left out (did you mean 'leeds/talk'" in report.problems[0]


def test_wrong_rows_are_refused_and_the_rest_is_added(project, corpus):
    project.add(corpus)
    rows = [("leeds/talk", "budget", "factor", "money"), ("york/talk", "budget", "factor", "monney")]
    rows += [("york/talk", "board", "phase", "development"), ("york/talk", "board", "phase", "implementation")]
    add_codings(corpus, project, *rows)
    with (corpus / "codings.csv").open("a", encoding="utf-8") as file:
        file.write("york/talk,0,4,factor,trust,Nope\nyork/talk,0,4000,factor,trust,\n")
    (corpus / "york" / "second.txt").write_text("A second talk.", encoding="utf-8")
    report = project.add(corpus)
    assert (report.added, report.codings) == (("york/second",), 2)
    assert project.codings["code"].tolist() == ["money", "development"]
    assert [line.removeprefix(f"{corpus / 'codings.csv'}: ")[:5] for line in report.problems] == [
        "row 2",
        "row 4",
        "row 5",
        "row 6",
    ]
    for line, said in zip(
        report.problems, ("no code 'monney'; did you mean 'money'", "allowed: one code", "not 'Nope'", "no span"), strict=True
    ):
        assert said in line
    assert project.add(corpus).codings == 0


def test_of_many_wrong_rows_the_first_are_shown(project, corpus):
    project.add(corpus)
    add_codings(corpus, project, *[("leeds/talk", "budget", "factor", f"no{n}") for n in range(25)])
    problems = project.add(corpus).problems
    assert len(problems) == 21
    assert problems[19].startswith(f"{corpus / 'codings.csv'}: row 20: ")
    assert problems[20].endswith("... and 5 more")


def test_rows_that_are_wrong_alike_are_one_line(project, corpus):
    project.add(corpus)
    rows = [("leeds/talk", "budget", "topic", "money"), ("york/talk", "budget", "factor", "money")]
    add_codings(corpus, project, *rows, *[("leeds/talk", "budget", "topic", f"no{n}") for n in range(25)])
    (line,) = project.add(corpus).problems
    assert ": row 1 and 25 other rows: " in line
    assert "has no axis 'topic'" in line
    assert project.codings["code"].tolist() == ["money"]


def test_rows_without_a_quote_are_not_placed_in_a_changed_text(project, corpus):
    project.add(corpus)
    table = corpus / "codings.csv"
    table.write_text("doc_id,start,end,axis,code\nleeds/talk,41,65,factor,trust\n", encoding="utf-8")
    assert project.add(corpus).codings == 1
    talk = corpus / "leeds" / "talk.txt"
    talk.write_text(talk.read_text(encoding="utf-8").replace("Interviewer: How", "Interviewer: So how"), encoding="utf-8")
    with table.open("a", encoding="utf-8") as file:
        file.write("leeds/talk,0,5,factor,money\n")
    for _ in range(2):
        report = project.add(corpus)
        assert report.codings == 0
        assert [line.split(": ", 1)[1] for line in report.problems] == [
            "row 2: leeds/talk [0, 5): its text has changed; only rows with a quote can be placed in it"
        ]
        assert project.codings["code"].tolist() == ["trust"]


def test_two_files_of_one_name_from_different_folders(project, corpus, tmp_path):
    one, two = corpus / "leeds" / "talk.txt", corpus / "york" / "talk.txt"
    assert project.add(one, case="leeds").added == ("talk",)
    report = project.add(two)
    assert (report.added, report.changed) == ((), ())
    assert len(report.problems) == 1
    assert report.problems[0].startswith("./corpus/york/talk.txt: document 'talk' is ./corpus/leeds/talk.txt already")
    assert "leeds board" in project.document("talk").text
    assert project.add(two, doc_id="york/talk", case="york").added == ("york/talk",)
    assert project.documents["case"].tolist() == ["leeds", "york"]
    one.write_text("Another talk.", encoding="utf-8")
    assert project.add(one).changed == ("talk",)
    assert project.add(two, doc_id="talk").changed == ("talk",)
    added = project.add(corpus)
    assert (added.known, added.changed) == (("york/talk",), ())
    assert added.problems == ()


def test_a_file_whose_name_is_taken_does_not_hinder_the_folder(project, corpus, tmp_path):
    (tmp_path / "b.txt").write_text("One.", encoding="utf-8")
    (corpus / "b.txt").write_text("Two.", encoding="utf-8")
    project.add(tmp_path / "b.txt")
    report = project.add(corpus)
    assert report.added == ("leeds/talk", "york/talk")
    assert [line.split(" (")[0] for line in report.problems] == ["b.txt: document 'b' is ./b.txt already"]
    assert project.document("b").text == "One."


def countries(tmp_path):
    """Make two folders in which files of the same names say something else, or nearly the same."""
    for country, who in (("UK", "mayor"), ("Germany", "Landrat")):
        folder = tmp_path / country / "corpus"
        folder.mkdir(parents=True)
        words = " ".join(f"The {who}{n} spoke of {who}{n + 1}." for n in range(40))
        (folder / "report.txt").write_text(f"Report of {country}. {words}\n", encoding="utf-8")
        (folder / f"{country}.txt").write_text(f"We are {country}.\n", encoding="utf-8")
    return tmp_path / "UK" / "corpus", tmp_path / "Germany" / "corpus"


def test_a_file_of_another_folder_does_not_take_the_place_of_its_namesake(project, tmp_path):
    uk, germany = countries(tmp_path)
    (germany / "codings.csv").write_text(
        "doc_id,start,end,axis,code\nreport,0,6,factor,trust\nGermany,0,6,factor,trust\nreport,0,9,factor,trust\n",
        encoding="utf-8",
    )
    (germany / "speakers.csv").write_text("file,speaker,role\nreport.txt,B,mayor\n", encoding="utf-8")
    project.add(uk)
    report = project.add(germany)
    assert (report.added, report.changed, report.codings) == (("Germany",), (), 1)
    assert report.problems[0].startswith(
        "report.txt: document 'report' is ./UK/corpus/report.txt already (add it alone by --doc-id (doc_id): "
    )
    assert "begin with the folder above both" in report.problems[0]
    assert report.problems[1].endswith("codings.csv: row 1: the file of 'report' was refused; 2 codings left out")
    assert len(report.problems) == 2
    assert project.document("report").text.startswith("Report of UK")
    assert project.speakers.empty
    assert project.codings["doc_id"].tolist() == ["Germany"]


def test_what_a_refused_namesake_is_advised_to_do_helps(project, tmp_path):
    uk, germany = countries(tmp_path)
    project.add(uk)
    assert project.add(germany / "report.txt", doc_id="german-report").added == ("german-report",)
    assert project.add(germany / "report.txt", doc_id="report").changed == ("report",)
    with Project.create(tmp_path / "both.qda", project.book) as both:
        above = tmp_path / "above"
        above.mkdir()
        for folder in (uk, germany):
            folder.parent.rename(above / folder.parent.name)
        assert len(both.add(above).added) == 4


def test_a_corpus_that_was_moved_as_a_whole_is_the_same_corpus(project, corpus, tmp_path):
    (corpus / "speakers.csv").unlink()
    project.add(corpus)
    moved = corpus.rename(tmp_path / "elsewhere")
    assert project.add(moved).known == ("leeds/talk", "york/talk")
    talk = moved / "leeds" / "talk.txt"
    talk.write_text(talk.read_text(encoding="utf-8").replace("For some years", "Since the spring of that year"), encoding="utf-8")
    report = project.add(moved)
    assert (report.changed, report.problems) == (("leeds/talk",), ())
    talk.write_text("Something else altogether.\n", encoding="utf-8")  # it lies where the document came from by now
    assert project.add(moved).changed == ("leeds/talk",)


def test_without_a_known_place_the_texts_decide(project, tmp_path, monkeypatch):
    uk, germany = countries(tmp_path)
    monkeypatch.setattr("qda.project.adding.folder_of", lambda *_: "")
    project.add(uk)
    assert project.add(uk).problems == ()
    assert [line.split(" (")[0] for line in project.add(germany).problems] == [
        "report.txt: document 'report' is another report.txt already"
    ]
    assert project.add(uk).problems == ()


def test_a_file_that_came_alone_is_known_in_its_folder_and_the_other_way_round(project, tmp_path):
    uk, germany = countries(tmp_path)
    project.add(uk / "report.txt")
    acts = len(project.journal)
    (uk / "UK.txt").unlink()
    report = project.add(uk)
    assert (report.known, report.changed, len(project.journal)) == (("report",), (), acts)
    assert str(report) == "0 documents added, 0 changed, 1 known already, 0 refused"
    project.add(germany)
    assert project.add(germany / "Germany.txt").known == ("Germany",)


def test_a_copy_of_a_file_that_came_alone_is_the_same_document(project, tmp_path):
    uk, _ = countries(tmp_path)
    (tmp_path / "report.txt").write_bytes((uk / "report.txt").read_bytes())
    project.add(tmp_path / "report.txt")
    assert project.add(uk).problems == ()


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("", "", True),
        ("One.", "Two.", False),
        ("We trust the board.", "we trust, the BOARD", True),
        ("a b c d e f", "f e d c b a", False),
    ],
)
def test_alike(one, other, said):
    assert alike(one, other) is said
    assert alike(other, one) is said


def test_another_suffix_in_a_folder_is_the_same_document(project, corpus):
    (corpus / "speakers.csv").unlink()
    project.add(corpus)
    talk = corpus / "leeds" / "talk.txt"
    talk.rename(talk.with_suffix(".md"))
    report = project.add(corpus)
    assert (report.changed, report.problems) == (("leeds/talk",), ())


def test_case_and_name_are_of_single_files(project, corpus):
    with pytest.raises(BadInput, match=r"said of a single file; in a folder, documents.csv"):
        project.add(corpus, case="leeds")


def test_documents_whose_case_a_later_table_does_not_know_are_named(project, corpus):
    project.add(corpus / "leeds" / "talk.txt", case="leads")
    report = project.add(corpus)
    assert (
        report.warnings[-1]
        == "talk: its case 'leads' is not in the table of cases; did you mean 'leeds'? Allowed: 'leeds', 'york'"
    )


def test_a_table_of_cases_that_does_not_fit_is_refused_before_anything_is_done(project, corpus):
    with pytest.raises(BadTable, match="'id' is missing"):
        project.add(corpus, cases=pd.DataFrame({"city": ["leeds"]}))
    assert project.documents.empty
