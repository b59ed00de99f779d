"""OpenDocument texts."""

import io
import zipfile
from pathlib import Path

import pytest
from transcripts import odt, paragraphs

from qda.errors import HostileFile, PasswordRequired, UnreadableFile
from qda.ingest.opendoc import read

HERE = Path("a.odt")
META = (
    '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<office:meta><dc:title>A plan</dc:title></office:meta></office:document-meta>"
)


def spans(draft, kind):
    return [(m.value, draft.text[m.start : m.end]) for m in draft.marks if m.kind == kind]


def test_headings_lists_and_tables():
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    body = (
        '<text:h text:outline-level="2">Goals</text:h><text:section><text:p>More work.</text:p></text:section>'
        "<text:list><text:list-item><text:p>First</text:p></text:list-item><text:list-item><text:p>Second</text:p></text:list-item></text:list>"
        f"<table:table><table:table-row>{cell.format('Courses')}{cell.format('Forty')}</table:table-row></table:table>"
    )
    draft = read(HERE, odt(body, **{"meta.xml": META}))
    assert draft.text == "Goals\n\nMore work.\n\nFirst\n\nSecond\n\nCourses\nForty"
    assert [(m.value, m.attributes["level"]) for m in draft.marks if m.kind == "heading"] == [("Goals", 2)]
    assert spans(draft, "cell") == [("1,1", "Courses"), ("1,2", "Forty")]
    assert draft.title == "A plan"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("one\n   two<text:s text:c='3'/>three", "one two   three"),
        ("a<text:tab/>b<text:line-break/>c", "a\tb\nc"),
        ("<text:span>Do</text:span><text:span>brze</text:span>", "Dobrze"),
        ("<text:a>a <text:span>link</text:span></text:a> here", "a link here"),
        ("a <text:span> b</text:span>", "a b"),
        ("<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>kept", "kept"),
        ("before<text:soft-page-break/> after", "before after"),
    ],
)
def test_what_a_reader_sees(inside, text):
    assert read(HERE, odt(paragraphs(inside))).text == text


def test_notes_and_remarks_are_kept_beside_the_text():
    body = paragraphs(
        "Money<text:note text:note-class='endnote'><text:note-citation>i</text:note-citation><text:note-body><text:p>In euro.</text:p>"
        "</text:note-body></text:note> is short<office:annotation><text:p>Really?</text:p></office:annotation>."
    )
    draft = read(HERE, odt(body))
    assert draft.text == "Money is short."
    assert [(m.value, m.start, m.attributes["what"]) for m in draft.marks if m.kind == "note"] == [
        ("In euro.", 5, "endnote"),
        ("Really?", 14, "comment"),
    ]


def test_deleted_passages_are_no_text():
    change = "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    assert read(HERE, odt(change + paragraphs("Kept."))).text == "Kept."


def test_broken_and_hostile_files():
    whole = odt(paragraphs("Text."))
    with pytest.raises(UnreadableFile):
        read(HERE, whole[: len(whole) // 2])
    with pytest.raises(UnreadableFile, match="damaged"):
        read(HERE, odt("<text:p>"))
    with pytest.raises(PasswordRequired):
        read(HERE, odt(paragraphs("x"), **{"META-INF/manifest.xml": "<m><encryption-data/></m>"}))
    with pytest.raises(HostileFile, match="DOCTYPE"):
        read(HERE, odt(paragraphs("x"), **{"styles.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}))
    with pytest.raises(HostileFile, match="points outside"):
        read(HERE, odt(paragraphs("x"), **{"../a.xml": "<a/>"}))
    with pytest.raises(HostileFile, match="times its size"):
        read(HERE, _bomb())
    with pytest.raises(UnreadableFile, match="nested too deeply"):
        read(HERE, odt("<text:p>" + "<text:span>" * 5000 + "x" + "</text:span>" * 5000 + "</text:p>"))


def _bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", " " * 20_000_000)
    return stream.getvalue()


def test_shapes_and_boxes_within_boxes_are_read_once():
    inner = "<draw:frame><draw:text-box><text:p>Inner.</text:p></draw:text-box></draw:frame>"
    body = f"<text:p>Before.<draw:frame><draw:text-box><text:p>Outer.{inner}</text:p></draw:text-box></draw:frame></text:p>"
    body += "<text:p>After.<draw:g><draw:custom-shape><text:p>Shape.</text:p></draw:custom-shape></draw:g></text:p>"
    body = f'<text:section xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0">{body}</text:section>'
    assert read(HERE, odt(body)).text == "Before.\n\nOuter.\n\nInner.\n\nAfter.\n\nShape."


def test_heads_and_feet_of_the_pages_are_kept_beside_the_text():
    names = 'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    head = "<style:header><text:p>Annual report</text:p></style:header><style:header-left><text:p>The town</text:p></style:header-left>"
    foot = "<style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer><style:header-style/>"
    draft = read(HERE, odt(paragraphs("Text."), **{"styles.xml": f"<a {names}>{head}{foot}{head}</a>"}))
    assert draft.text == "Text."
    found = [(m.kind, m.start, m.value) for m in draft.marks if m.kind != "paragraph"]
    assert found == [("head", 0, "Annual report"), ("head", 0, "The town"), ("foot", 0, "Page 1")]
