"""A folder becomes a corpus; one bad file never hides the others."""

import io
import os
from pathlib import Path

import docx
import pytest

from qda.errors import BadTable, FileNotThere, UnreadableFile
from qda.ingest import formats, read, read_folder

TALK = "I: What is hard?\n\nB: The money, and the time.\n\nI: Why?\n\nB: Nobody has any."


@pytest.fixture
def corpus(tmp_path):
    def make(**files):
        for name, content in {"leeds/a.txt": TALK, "york/b.txt": "The plan is not what it was for the city.", **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return make


def test_files_become_documents_named_by_their_path(corpus):
    found = read_folder(corpus())
    assert [(d.id, d.case, d.kind, d.language, d.source) for d in found.documents] == [
        ("leeds/a", "leeds", "interview", "en", "leeds/a.txt"),
        ("york/b", "york", "", "en", "york/b.txt"),
    ]
    assert found.refused.empty
    assert list(found.refused.columns) == ["file", "reason", "remedy"]
    assert (found.warnings, found.cases, found.speakers, found.codings) == ((), None, None, None)
    assert found.documents[0].attributes["importer"] == "txt"


def test_folders_in_folders_and_names_as_people_give_them(corpus):
    found = read_folder(
        corpus(**{"leeds/round2/x.txt": TALK, "leeds/a/b/c/d.txt": "A plan.", "Köln Süd/Gespräch (2) ü.txt": "Ein Satz"})
    )
    assert [(d.id, d.case) for d in found.documents] == [
        ("Köln Süd/Gespräch (2) ü", "Köln Süd"),
        ("leeds/a", "leeds"),
        ("leeds/a/b/c/d", "leeds"),
        ("leeds/round2/x", "leeds"),
        ("york/b", "york"),
    ]
    assert found.documents[0].text == "Ein Satz"


def test_files_without_text_are_listed_with_their_reason(corpus):
    stream = io.BytesIO()
    docx.Document().save(stream)
    blank = {"a.txt": "", "b.txt": " \n\n\t", "c.txt": b"\xef\xbb\xbf", "d.docx": stream.getvalue(), "e.txt": "\x0c\x0c"}
    found = read_folder(corpus(**blank))
    assert len(found.documents) == 2
    assert list(found.refused["file"]) == sorted(blank)
    assert list(found.refused["reason"]) == ["the file is empty", *["it holds no text"] * 4]


def test_the_same_folder_gives_the_same_documents(corpus):
    folder = corpus()
    assert read_folder(folder).documents == read_folder(folder).documents


def test_bad_files_are_listed_and_the_rest_is_read(corpus):
    found = read_folder(corpus(**{"leeds/c.xyz": "?", "leeds/d.docx": b"PK no", "e.txt": "", "f.txt": b"\x00\x01\x02"}))
    assert [d.id for d in found.documents] == ["leeds/a", "york/b"]
    assert list(found.refused["file"]) == ["e.txt", "f.txt", "leeds/c.xyz", "leeds/d.docx"]
    assert found.refused["reason"].str.len().min() > 0


def test_a_file_that_the_system_refuses(corpus, monkeypatch):
    whole = Path.read_bytes

    def refuse(path):
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    found = read_folder(corpus())
    assert found.refused.to_dict("records") == [
        {"file": "leeds/a.txt", "reason": "Permission denied", "remedy": "check its permissions"}
    ]


def test_hidden_files_and_lock_files_are_passed_over(corpus):
    found = read_folder(corpus(**{"leeds/~$a.docx": "x", ".hidden/c.txt": "x", "leeds/.d.txt": "x", "Thumbs.db": "x"}))
    assert len(found.documents) == 2
    assert found.refused.empty


def test_documents_csv_tells_about_files(corpus):
    listed = "file,case,title,kind,language,date,organisation\nleeds/a.txt,,An interview,talk,de,2023-01-02,Works\nyork\\b.txt,york,B,plan,,,\n"
    found = read_folder(corpus(**{"documents.csv": listed}))
    first, second = found.documents
    assert (first.title, first.kind, first.language, first.case) == ("An interview", "talk", "de", "leeds")
    assert (first.attributes["date"], first.attributes["organisation"]) == ("2023-01-02", "Works")
    assert "date" not in second.attributes
    assert found.warnings == ()


def test_a_file_that_is_not_listed_is_read_and_named(corpus):
    found = read_folder(corpus(**{"documents.csv": "file,title\nleeds/a.txt,A\n"}))
    assert len(found.documents) == 2
    assert found.warnings[0].startswith("york/b.txt: not listed")


def test_many_files_that_are_not_listed_are_one_warning_without_those_that_cannot_be_read(corpus):
    many = {f"york/{n}.txt": f"Plan number {n}." if n else "" for n in range(9)}
    found = read_folder(corpus(**many, **{"documents.csv": "file,title\nleeds/a.txt,A\n"}))
    (warning,) = found.warnings
    assert warning.startswith("york/1.txt, york/2.txt, york/3.txt, york/4.txt, york/5.txt and 4 more: not listed")


def test_a_folder_that_the_system_refuses_is_named_and_the_others_are_read(corpus, monkeypatch):
    folder = corpus(**{"shut/c.txt": "A plan."})
    listing = Path.iterdir

    def refuse(path):
        if path.name == "shut":
            raise PermissionError(13, "Permission denied")
        return listing(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    found = read_folder(folder)
    assert len(found.documents) == 2
    assert found.refused.to_numpy().tolist() == [["shut/", "Permission denied", "check its permissions"]]


def test_a_file_in_a_folder_that_the_system_refuses_is_refused(tmp_path, monkeypatch):
    def refuse(_path, **_more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", refuse)
    with pytest.raises(UnreadableFile, match="Permission denied"):
        read(tmp_path / "a.txt")


def test_a_name_that_is_no_text_is_refused_and_the_others_are_read(corpus):
    folder = corpus()
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/leeds/\xfcber.txt")).write_text("A plan.")
    except OSError:
        pytest.skip("this file system takes no such names")
    found = read_folder(folder)
    assert len(found.documents) == 2
    assert found.refused.to_dict("records") == [
        {
            "file": "leeds/\\xfcber.txt",
            "reason": "its name is no text in UTF-8",
            "remedy": "rename the file, or the folder it lies in",
        }
    ]


@pytest.mark.parametrize(
    ("listed", "message"),
    [
        ("file,case\nleeds/aa.txt,leeds\n", r"line 2: file 'leeds/aa.txt' is not in the folder; did you mean 'leeds/a.txt'\?"),
        ("file,case\nleeds/a.txt,york\n", "has case 'york' here but lies in the folder of case 'leeds'"),
        ("file,case\nleeds/a.txt,leeds\nleeds/a.txt,leeds\n", "listed twice"),
        ("name,case\nx,y\n", "column 'file' is missing"),
    ],
)
def test_wrong_rows_of_documents_csv(corpus, listed, message):
    with pytest.raises(BadTable, match=message):
        read_folder(corpus(**{"documents.csv": listed}))


def test_speakers_csv_names_who_asks(corpus):
    rows = "file,speaker,role,organisation,organisation_kind\nleeds/a.txt,B,interviewer,,\nleeds/a.txt,I,official,City,public\nleeds/a.txt,C,official,,\n"
    found = read_folder(corpus(**{"speakers.csv": rows}))
    assert list(found.speakers.columns) == ["doc_id", "speaker", "role", "organisation", "organisation_kind"]
    assert list(found.speakers["doc_id"]) == ["leeds/a"] * 3
    questions = found.documents[0].of_kind("question")
    assert [m.value for m in questions] == ["The money, and the time."]
    assert "'C' does not speak in leeds/a" in found.warnings[0]


def test_speakers_of_a_file_that_is_not_there(corpus):
    with pytest.raises(BadTable, match=r"line 2: file 'leeds/x.txt' is not in the folder"):
        read_folder(corpus(**{"speakers.csv": "file,speaker\nleeds/x.txt,B\n"}))


def test_cases_and_codings(corpus):
    codings = "doc_id,start,end,axis,code\nleeds/a,0,4,valence,barrier\n"
    found = read_folder(corpus(**{"cases.csv": "case,label\nleeds,Leeds\nyork,York\n", "codings.csv": codings}))
    assert list(found.cases["id"]) == ["leeds", "york"]
    assert list(found.codings["code"]) == ["barrier"]


@pytest.mark.parametrize(
    "name", ["README.md", "readme", "Readme.rst", "LICENSE", "LICENCE.txt", "license.md", "SOURCE.md", "SOURCES.txt", "sources"]
)
def test_what_describes_the_folder_is_passed_over_at_the_top(corpus, name):
    found = read_folder(corpus(**{name: "About the study."}))
    assert len(found.documents) == 2
    assert found.refused.empty
    assert found.warnings == ()


@pytest.mark.parametrize(
    "name",
    [
        "york/README.md",
        "york/source.txt",
        "Sourcebook.md",
        "source material.txt",
        "licensees.txt",
        "sources-leeds.txt",
        "license-office-interview.txt",
        "sources.leeds.txt",
        "readme-first.md",
    ],
)
def test_elsewhere_and_under_other_names_it_is_a_file_like_any(corpus, name):
    found = read_folder(corpus(**{name: "About the study."}))
    assert name in [d.source for d in found.documents]


def test_results_among_the_documents_are_passed_over(corpus):
    results = {f"{out}/{name}": "x" for out in ("out", "york/out") for name in ("project.qda", "codings.csv", "report.html")}
    found = read_folder(corpus(**results))
    assert [d.id for d in found.documents] == ["leeds/a", "york/b"]
    assert found.refused.empty
    assert found.warnings == ()


def test_backups_of_a_project_among_the_documents_are_passed_over(corpus):
    found = read_folder(corpus(**{"study.qda.backups/2026-11-21T21-50-03.qda": "x"}))
    assert [d.id for d in found.documents] == ["leeds/a", "york/b"]
    assert found.refused.empty


def test_a_folder_called_like_results_is_read(corpus):
    found = read_folder(corpus(**{"out/c.txt": TALK + " Once more."}))
    assert [d.id for d in found.documents] == ["leeds/a", "out/c", "york/b"]


def test_below_the_top_a_file_without_a_reader_is_refused(corpus):
    assert list(read_folder(corpus(**{"york/LICENSE": "Free."})).refused["file"]) == ["york/LICENSE"]


def test_a_readme_is_read_if_listed(corpus):
    corpus(**{"README.md": "About the study."})
    listed = read_folder(corpus(**{"documents.csv": "file\nREADME.md\nleeds/a.txt\nyork/b.txt\n"}))
    assert [d.id for d in listed.documents] == ["README", "leeds/a", "york/b"]
    assert listed.warnings == ()


def test_the_same_content_twice_is_read_twice_and_named(corpus):
    found = read_folder(corpus(**{"york/c.txt": TALK}))
    assert len(found.documents) == 3
    assert found.warnings == ("leeds/a.txt, york/c.txt: the same content; all of them are read",)


def test_two_files_of_one_name_that_say_different_things(corpus):
    found = read_folder(corpus(**{"leeds/a.srt": "1\n00:00:01,000 --> 00:00:02,000\nThe bridge was closed.\n"}))
    assert [(d.id, d.source) for d in found.documents] == [("leeds/a", "leeds/a.srt"), ("york/b", "york/b.txt")]
    assert found.refused.to_dict("records") == [
        {
            "file": "leeds/a.txt",
            "reason": "it would be document 'leeds/a', as leeds/a.srt is, and says something else",
            "remedy": "rename one of them",
        }
    ]


VTT = "WEBVTT\n\n" + "\n\n".join(
    f"00:0{i}.000 --> 00:0{i + 1}.000\n<v {line[0]}>{line[3:]}" for i, line in enumerate(TALK.split("\n\n"))
)
PAGE = "<html><body>" + "".join(f"<p>{line}</p>" for line in TALK.split("\n\n")) + "</body></html>"


def test_one_talk_in_several_formats_is_one_document_and_the_others_are_named(corpus):
    found = read_folder(corpus(**{"leeds/a.vtt": VTT, "leeds/a.html": PAGE}))
    assert [(d.id, d.source) for d in found.documents] == [("leeds/a", "leeds/a.html"), ("york/b", "york/b.txt")]
    assert found.refused.empty
    assert found.warnings == (
        "leeds/a.vtt: says what leeds/a.html says, which is read; list it in documents.csv to have it read instead",
        "leeds/a.txt: says what leeds/a.html says, which is read; list it in documents.csv to have it read instead",
    )


def test_of_several_formats_the_one_that_is_listed_is_read(corpus):
    found = read_folder(
        corpus(**{"leeds/a.vtt": VTT, "leeds/a.html": PAGE, "documents.csv": "file,title\nleeds/a.vtt,A\nyork/b.txt,B\n"})
    )
    assert [(d.title, d.source) for d in found.documents] == [("A", "leeds/a.vtt"), ("B", "york/b.txt")]
    assert [warning.split(":")[0] for warning in found.warnings] == ["leeds/a.html", "leeds/a.txt"]


def test_where_the_best_format_is_broken_the_next_is_read(corpus):
    found = read_folder(corpus(**{"leeds/a.docx": b"PK no"}))
    assert [d.source for d in found.documents] == ["leeds/a.txt", "york/b.txt"]
    assert list(found.refused["file"]) == ["leeds/a.docx"]


@pytest.mark.shared
def test_the_interview_that_noscribe_wrote_three_times(shared, tmp_path):
    for suffix in ("html", "vtt", "txt"):
        (tmp_path / f"talk.{suffix}").write_bytes((shared / "data" / "ingest" / f"noscribe_interview.{suffix}").read_bytes())
    found = read_folder(tmp_path)
    assert [d.attributes["importer"] for d in found.documents] == ["noscribe"]
    assert [warning.split(":")[0] for warning in found.warnings] == ["talk.vtt", "talk.txt"]


def test_reserved_names_count_at_the_top_only(corpus):
    found = read_folder(corpus(**{"york/cases.csv": "id,answer\n1,Yes.\n"}))
    assert [d.id for d in found.documents] == ["leeds/a", "york/b", "york/cases"]


def test_no_folder_an_empty_one_and_a_file(tmp_path):
    with pytest.raises(FileNotThere):
        read_folder(tmp_path / "none")
    (tmp_path / "cases.csv").write_text("case\n")
    with pytest.raises(UnreadableFile, match="holds no documents"):
        read_folder(tmp_path)
    with pytest.raises(UnreadableFile, match="not a folder"):
        read_folder(tmp_path / "cases.csv")


def test_progress(corpus):
    calls = []
    read_folder(corpus(), progress=lambda *call: calls.append(call))
    assert calls == [(0, 2, "leeds/a.txt"), (1, 2, "york/b.txt"), (2, 2, "")]


def test_reading_one_file(corpus):
    folder = corpus(**{"survey.csv": "Q;Ort\nZu teuer.;Leeds\n"})
    document = read(folder / "survey.csv", doc_id="s", case="x", columns={"text": "Q"}, attributes={"wave": 2})
    assert (document.id, document.case, document.text, document.kind) == ("s", "x", "Zu teuer.", "answers")
    assert (document.attributes["wave"], document.attributes["importer"]) == (2, "csv")
    with pytest.raises(FileNotThere):
        read(folder / "none.txt")


def test_formats():
    table = formats()
    assert {"pdf", "docx", "rtf", "vtt", "srt", "csv", "xlsx", "txt", "markdown"} <= set(table["name"])
    assert (table["what"].str.len() > 10).all()


@pytest.mark.shared
def test_the_reports(shared):
    for country in ("UK", "Germany"):
        found = read_folder(shared / "data" / "localise" / country / "corpus")
        assert [(d.id, d.case, d.kind, d.language) for d in found.documents] == [("report", "", "report", "en")]
        assert found.warnings == ()


def test_wrong_rows_of_codings_are_told_one_by_one(corpus):
    rows = [
        "doc_id,start,end,axis,code",
        "leeds/a,0,4,valence,barrier",
        "leeds/a,zero,4,valence,barrier",
        "york/b,5,2,valence,enabler",
    ]
    found = read_folder(corpus(**{"codings.csv": "\n".join([*rows, *["york/b,0,4,valence,enabler"] * 3])}))
    assert list(found.codings["doc_id"]) == ["leeds/a", *["york/b"] * 3]
    assert list(found.refused["file"]) == ["codings.csv"] * 2
    assert found.refused["reason"].str.startswith(("line 3: start", "line 4: ")).all()
    with pytest.raises(BadTable, match="column 'start' is missing"):
        read_folder(corpus(**{"codings.csv": "doc_id,end,axis,code\nleeds/a,4,valence,barrier\n"}))


def test_the_same_text_in_another_file_is_named(corpus):
    stream = io.BytesIO()
    document = docx.Document()
    for paragraph in TALK.split("\n\n"):
        document.add_paragraph(paragraph.replace(",", "  –"))
    document.save(stream)
    found = read_folder(corpus(**{"york/c.docx": stream.getvalue(), "york/d.txt": TALK}))
    assert len(found.documents) == 4
    assert found.warnings == (
        "leeds/a.txt, york/d.txt: the same content; all of them are read",
        "leeds/a.txt, york/c.docx, york/d.txt: the same text in different files; all of them are read",
    )
