"""Word documents: what a reader sees becomes text, in order; the rest is kept beside it."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from qda.errors import HostileFile, PasswordRequired, UnreadableFile
from qda.ingest.word import read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HERE = Path("a.docx")


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def of(*paragraphs):
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return document


def with_xml(*xml):
    document = docx.Document()
    for piece in xml:
        document.element.body.insert(0, parse_xml(f"<w:p {W}>{piece}</w:p>"))
    return document


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def spans(draft, kind):
    return [(m.value, draft.text[m.start : m.end]) for m in draft.marks if m.kind == kind]


def test_f4_dialogue():
    draft = read(
        HERE,
        saved(of("I: Wie läuft es? #00:00:05-1#", "B1: Gut. //mhm// Doch. #00:01:02-3#", "I: Und sonst?", "B1: (lacht) Nichts.")),
    )
    assert spans(draft, "turn")[1] == ("B1", "Gut. //mhm// Doch.")
    assert spans(draft, "time") == [("0", "Wie läuft es?"), ("5100", "Gut. //mhm// Doch.")]
    assert spans(draft, "question")[0] == ("Wie läuft es?", "Gut. //mhm// Doch.")


@pytest.mark.parametrize(
    ("answer", "times", "text"),
    [
        (["B: The money. [00:02:10]"], [("130000", "")], "The money."),
        (["B: The money. [00:02:10]", "And the time."], [("130000", "And the time.")], "The money.\nAnd the time."),
        (["B: The money.", "And the time. (0:02:10)"], [("130000", "")], "The money.\nAnd the time."),
        (["B: The money. #00:02:10-0#"], [("0", "The money.")], "The money."),
    ],
)
def test_one_time_at_the_end_of_an_answer_says_nothing_of_its_beginning(answer, times, text):
    draft = read(HERE, saved(of("I: What is hard?", *answer, "I: Why?", "B: Nobody has any.")))
    assert spans(draft, "time") == times
    assert ("B", text) in spans(draft, "turn")


def test_teams_writes_a_whole_turn_into_one_paragraph():
    document = docx.Document()
    document.add_paragraph("Meeting in May")
    for head, said in [
        ("Kim Lee   0:04", "How do you work?"),
        ("Osei, Margaret   0:09", "We meet. Often."),
        ("Kim Lee   1:02:03", "And?"),
    ]:
        paragraph = document.add_paragraph()
        paragraph.add_run(head).add_break()
        paragraph.add_run(said)
    document.add_paragraph("Kim Lee hat die Transkription beendet")
    draft = read(HERE, saved(document))
    assert draft.text == "Meeting in May\n\nHow do you work?\n\nWe meet. Often.\n\nAnd?"
    assert spans(draft, "turn") == [("Kim Lee", "How do you work?"), ("Osei, Margaret", "We meet. Often."), ("Kim Lee", "And?")]
    assert spans(draft, "time")[-1] == ("3723000", "And?")
    assert spans(draft, "note") == [("Kim Lee hat die Transkription beendet", "")]
    assert spans(draft, "preamble") == [("", "Meeting in May")]


def test_headings_by_style_and_tables_by_cell():
    document = docx.Document()
    document.add_heading("A plan", 0)
    document.add_heading("Goals", 2)
    document.add_paragraph("More work for all.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Courses", "Forty of them"
    document.add_paragraph("The end.")
    draft = read(HERE, saved(document))
    assert draft.text == "A plan\n\nGoals\n\nMore work for all.\n\nCourses\nForty of them\n\nThe end."
    assert [(m.value, m.attributes["level"]) for m in draft.marks if m.kind == "heading"] == [("A plan", 1), ("Goals", 2)]
    assert spans(draft, "cell") == [("1,1", "Courses"), ("1,2", "Forty of them")]
    assert draft.title == "A plan"


def test_a_style_takes_its_level_from_the_one_it_is_based_on():
    document = docx.Document()
    own = document.styles.add_style("Own", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = document.styles["Heading 3"]
    document.add_paragraph("Mine", style="Own")
    document.add_paragraph("Text.")
    draft = read(HERE, saved(document))
    assert [m.attributes["level"] for m in draft.marks if m.kind == "heading"] == [3]


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (f"{run('One ')}<w:ins>{run('two')}</w:ins>{run(' three.')}", "One two three."),
        (f"{run('One ')}<w:del><w:r><w:delText>two</w:delText></w:r></w:del>{run('three.')}", "One three."),
        (f"<w:moveFrom>{run('gone')}</w:moveFrom><w:moveTo>{run('here')}</w:moveTo>", "here"),
        (f"<w:sdt><w:sdtContent>{run('One')}</w:sdtContent></w:sdt>{run(' two')}", "One two"),
        (f"<w:smartTag>{run('Leeds')}</w:smartTag><w:fldSimple w:instr='X'>{run(' 7')}</w:fldSimple>", "Leeds 7"),
        (f"<w:hyperlink>{run('a link')}</w:hyperlink>", "a link"),
        (
            "<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t></w:r>",
            "co-op\ta\nbc",
        ),
        (f"<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText></w:r>{run('7')}", "7"),
    ],
)
def test_what_a_reader_sees(xml, text):
    assert read(HERE, saved(with_xml(xml))).text == text


def test_hidden_text_is_kept_beside_the_text():
    draft = read(HERE, saved(with_xml(f"{run('Seen ')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>not seen</w:t></w:r>{run('again.')}")))
    assert draft.text == "Seen again."
    assert [(m.value, m.attributes["what"], m.start) for m in draft.marks if m.kind == "note"] == [("not seen", "hidden", 5)]


def changed(data, **parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, None) or old.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
    return stream.getvalue()


def test_footnotes_and_comments_are_notes():
    body = f"{run('Money')}<w:r><w:footnoteReference w:id='2'/></w:r>{run(' is short')}<w:r><w:commentReference w:id='5'/></w:r>{run('.')}"
    notes = {
        "word/footnotes.xml": f"<w:footnotes {W}><w:footnote w:id='2'><w:p>{run('In euro.')}</w:p></w:footnote></w:footnotes>",
        "word/comments.xml": f"<w:comments {W}><w:comment w:id='5'><w:p>{run('Really?')}</w:p></w:comment></w:comments>",
    }
    draft = read(HERE, changed(saved(with_xml(body)), **notes))
    assert draft.text == "Money is short."
    assert [(m.value, m.start, m.attributes["what"]) for m in draft.marks if m.kind == "note"] == [
        ("In euro.", 5, "footnote"),
        ("Really?", 14, "comment"),
    ]


def test_comments_of_transcripts_keep_their_place():
    xml = [
        f"{run('B: Hardly')}<w:r><w:commentReference w:id='1'/></w:r>{run(' ever.')}",
        run("I: How often?"),
        run("B: We meet."),
        run("I: Who?"),
    ]
    note = f"<w:comments {W}><w:comment w:id='1'><w:p>{run('checked')}</w:p></w:comment></w:comments>"
    draft = read(HERE, changed(saved(with_xml(*xml)), **{"word/comments.xml": note}))
    note_mark = next(m for m in draft.marks if m.kind == "note")
    assert draft.text[: note_mark.start].endswith("Hardly")


def test_text_boxes_are_read_once():
    box = f"<w:txbxContent><w:p>{run('In a box.')}</w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    choices = f"<mc:AlternateContent {mc}><mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    draft = read(HERE, saved(with_xml(f"{run('Before.')}<w:r>{choices}</w:r>")))
    assert draft.text == "Before.\n\nIn a box."


def test_tables_within_tables():
    document = docx.Document()
    inner = document.add_table(1, 1).cell(0, 0).add_table(1, 1)
    inner.cell(0, 0).text = "deep"
    assert read(HERE, saved(document)).text == "deep"


def test_running_heads_are_kept_beside_the_text():
    document = of("Text.")
    document.sections[0].header.paragraphs[0].text = "City of Aldermoor"
    document.sections[0].footer.paragraphs[0].text = "page"
    draft = read(HERE, saved(document))
    assert draft.text == "Text."
    assert (spans(draft, "head"), spans(draft, "foot")) == ([("City of Aldermoor", "")], [("page", "")])


def test_a_table_of_two_columns_is_a_dialogue():
    document = docx.Document()
    table = document.add_table(4, 2)
    for i, (who, said) in enumerate([("I", "How?"), ("B1", "Well."), ("I", "Why?"), ("B1", "So.")]):
        table.cell(i, 0).text, table.cell(i, 1).text = who, said
    draft = read(HERE, saved(document))
    assert spans(draft, "turn") == [("I", "How?"), ("B1", "Well."), ("I", "Why?"), ("B1", "So.")]


def test_headings_in_a_transcript_are_no_speech():
    document = of("I: How?", "B: Well.")
    document.add_heading("Part two", 1)
    for text in ("B: As I said.", "I: Why?", "B: So."):
        document.add_paragraph(text)
    draft = read(HERE, saved(document))
    assert spans(draft, "heading") == [("Part two", "Part two")]
    assert "Part two" not in [said for _, said in spans(draft, "turn")]
    assert len(spans(draft, "turn")) == 5


def test_broken_and_hostile_files():
    whole = saved(of("Text."))
    with pytest.raises(UnreadableFile):
        read(HERE, whole[: len(whole) // 2])
    with pytest.raises(UnreadableFile):
        read(HERE, changed(whole, **{"word/document.xml": "<w:document"}))
    with pytest.raises(HostileFile):
        read(HERE, changed(whole, **{"word/document.xml": "<!DOCTYPE a []><a/>"}))
    with pytest.raises(PasswordRequired):
        read(HERE, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 999)


def test_a_table_in_a_text_box_is_read():
    cell = f"<w:tc><w:p>{run('Courses')}</w:p></w:tc><w:tc><w:p>{run('Forty')}</w:p></w:tc>"
    box = f"<w:txbxContent><w:tbl><w:tr>{cell}</w:tr></w:tbl></w:txbxContent>"
    box = f"<w:r><w:pict><v:shape xmlns:v='urn:v'><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>"
    assert read(HERE, saved(with_xml(run("Before.") + box))).text == "Before.\n\nCourses\n\nForty"


def test_a_formula_is_read():
    formula = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>a=b</m:t></m:r></m:oMath>'
    assert read(HERE, saved(with_xml(run("So ") + formula + run(" holds.")))).text == "So a=b holds."


def test_a_part_in_another_format_is_refused():
    document = of("Before.")
    document.element.body.insert(0, parse_xml(f"<w:altChunk {W}/>"))
    with pytest.raises(UnreadableFile, match="another format"):
        read(HERE, saved(document))


def test_a_note_whose_sign_is_nowhere_is_kept_and_one_that_was_deleted_is_not():
    deleted = "<w:del><w:r><w:footnoteReference w:id='3'/></w:r></w:del>"
    notes = "".join(f"<w:footnote w:id='{n}'><w:p>{run(text)}</w:p></w:footnote>" for n, text in ((2, "In euro."), (3, "Gone.")))
    parts = {"word/footnotes.xml": f"<w:footnotes {W}>{notes}</w:footnotes>"}
    draft = read(HERE, changed(saved(with_xml(run("Money is short.") + deleted)), **parts))
    assert [(m.value, m.start) for m in draft.marks if m.kind == "note"] == [("In euro.", len(draft.text))]
