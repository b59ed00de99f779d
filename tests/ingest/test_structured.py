"""Structured text of MAXQDA: several documents in one file."""

import pytest
from transcripts import lines, odt, paragraphs, rtf, word

from qda.errors import UnreadableFile
from qda.ingest import read, read_all, read_folder

TEXT = (
    "#TEXT Frau Jäger",
    "I: Was hilft?",
    "#CODE Bus",
    "B: Der Bus. #00:00:05-1#",
    "#ENDCODE",
    "I: Und sonst?",
    "B: Nichts. #00:00:09-0#",
    "#TEXTŁukasz",
    "The office is closed 🙂.",
    "#TEXT Frau Jäger",
    "It opens at 9:00.",
)
FILES = {"a.txt": lines(*TEXT), "a.docx": word(*TEXT), "a.rtf": rtf(*TEXT), "a.odt": odt(paragraphs(*TEXT))}


@pytest.mark.parametrize("name", FILES)
def test_each_document_is_read_by_itself(name, tmp_path):
    (tmp_path / name).write_bytes(FILES[name])
    first, second, third = read_all(tmp_path / name, case="leeds")
    assert [d.id for d in (first, second, third)] == ["a#Frau Jäger", "a#Łukasz", "a#Frau Jäger (2)"]
    assert [(d.title, d.case, d.attributes["layout"]) for d in (first, second)] == [
        ("Frau Jäger", "leeds", "maxqda-structured"),
        ("Łukasz", "leeds", "maxqda-structured"),
    ]
    assert [(m.value, first.text[m.start : m.end]) for m in first.of_kind("turn")] == [
        ("I", "Was hilft?"),
        ("B", "Der Bus."),
        ("I", "Und sonst?"),
        ("B", "Nichts."),
    ]
    assert (second.text, third.text) == ("The office is closed 🙂.", "It opens at 9:00.")


def test_codes_are_kept_beside_the_text(tmp_path):
    (tmp_path / "a.txt").write_bytes(FILES["a.txt"])
    document = read_all(tmp_path / "a.txt")[0]
    assert [(m.value, document.text[m.start :][:8]) for m in document.of_kind("note")] == [
        ("#CODE Bus", "Der Bus."),
        ("#ENDCODE", "Und sons"),
    ]


def test_one_document_is_no_trouble_and_several_are_refused_with_the_way_out(tmp_path):
    path = tmp_path / "one.txt"
    path.write_bytes(lines(*TEXT[:7]))
    assert read(path).id == "one"
    assert read(path) == read_all(path)[0]
    path.write_bytes(lines(*TEXT))
    with pytest.raises(
        UnreadableFile, match=r"it holds 3 documents \('Frau Jäger', 'Łukasz', 'Frau Jäger \(2\)'\) \(read it with qda.read_all"
    ):
        read(path)


def test_a_folder_holds_all_of_them_with_their_speakers(tmp_path):
    (tmp_path / "a.txt").write_bytes(FILES["a.txt"])
    (tmp_path / "speakers.csv").write_text("doc_id,speaker,role\na#Frau Jäger,B,interviewer\na#Frau Jäger,I,official\n", "utf-8")
    found = read_folder(tmp_path)
    assert [(d.id, d.source) for d in found.documents] == [
        ("a#Frau Jäger", "a.txt"),
        ("a#Łukasz", "a.txt"),
        ("a#Frau Jäger (2)", "a.txt"),
    ]
    assert {m.value for m in found.documents[0].of_kind("turn") if m.attributes.get("role")} == {"B"}
    assert found.warnings == ()


@pytest.mark.parametrize(
    "text", ["The sign #TEXT begins a document.", "#TEXTUREN und mehr", "# TEXT a", "#text a", "a\n" * 9 + "#TEXT b"]
)
def test_what_is_no_structured_text(text, tmp_path):
    (tmp_path / "a.txt").write_text(text)
    assert read(tmp_path / "a.txt").attributes.get("layout") is None
