"""Pages made for the purpose: every word of the truth is known."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate
from sheets import HEIGHT, LEAD, SIZE, WIDTH, Sheet, texts

from qda.ingest.pdf.parse import parse

LEFT = [
    "The council and its partners plan the ser-",
    "vices of the town together. Decision-mak-",
    "ing rests with a board of twelve, and its",
]
RIGHT = [
    "decision-making is open to all. The second",
    "column goes on with long and level lines",
    "that are as wide as those of the first one.",
]


NAMES = ["Our", "The", "This", "That", "One", "Any"]


def two_columns(sheet, head, number):
    sheet.lines(60, 790, [head], size=8)
    sheet.canvas.line(60, 785, 535, 785)
    sheet.lines(290, 40, [str(number)], size=8)
    sheet.lines(60, 740, [NAMES[number % 6] + LEFT[0][3:], *LEFT[1:]], width=220)
    sheet.lines(315, 740, RIGHT, width=220)
    sheet.page()


def test_columns_are_read_one_after_the_other_and_hyphens_follow_the_document():
    sheet = Sheet()
    two_columns(sheet, "Left head", 1)
    assert texts(sheet.reading())[-1].startswith(
        "The council and its partners plan the services of the town together. Decision-making rests with a board of twelve, "
        "and its decision-making is open to all. The second column goes on"
    )


def test_heads_of_odd_and_even_pages_and_page_numbers_become_side_records():
    sheet = Sheet()
    for number in range(7, 13):
        two_columns(sheet, "Odd head" if number % 2 else "Even head", number)
    reading = sheet.reading()
    assert [s.label for s in reading.sheets] == [str(n) for n in range(7, 13)]
    assert [dict(s.taken) for s in reading.sheets[:2]] == [{"head": "Odd head", "foot": "7"}, {"head": "Even head", "foot": "8"}]
    assert not any("head" in text for text in texts(reading))


def test_a_sentence_runs_on_over_column_page_footnote_and_head():
    sheet = Sheet()
    bodies = [
        [
            "The plan was made by five departments who",
            "had never before sat at one table, and who",
            "found it hard to agree on what to do next",
        ],
        [
            "which nobody had thought of when the whole",
            "programme began, so that in the third year",
            "the county asked for a report on all of it",
        ],
        [
            "from which it took the figures of each town",
            "and of each month, and put them in a table",
            "that was never read by those who needed it",
        ],
    ]
    ends = [
        ["and then went on in the second column to a", "place where the page ends within a sentence"],
        ["while the others went their own ways again,", "as they had always done until that very day"],
        ["because " * 4 + "it", "was so."],
    ]
    for number, (body, end) in enumerate(zip(bodies, ends, strict=True), 1):
        sheet.lines(60, 790, [f"Annual report {number}"], size=8)
        sheet.lines(60, 740, body, width=220)
        if number == 1:
            sheet.raised(60 + 220 + 1, 740 - 2 * LEAD, "1")
            sheet.canvas.line(60, 130, 120, 130)
            sheet.raised(60, 118, "1", 8)
            sheet.lines(65, 118, ["A note that stands below the text."], size=8)
        sheet.lines(315, 740, end, width=220)
        sheet.page()
    reading = sheet.reading()
    (block,) = reading.blocks
    assert block.text == " ".join(" ".join([*body, *end]) for body, end in zip(bodies, ends, strict=True))
    assert [page for _, page in block.pages] == [1, 2, 3]
    assert [block.text[at : at + 8] for at, _ in block.pages] == ["The plan", "which no", "from whi"]
    assert [(s.value, s.label, block.text[: s.at].endswith("next")) for s in block.sides] == [
        ("A note that stands below the text.", "1", True)
    ]


@pytest.mark.parametrize(("sides", "down"), [(True, True), (False, True), (True, False)], ids=["grid", "open sides", "rows only"])
def test_ruled_tables_give_their_cells(sides, down):
    rows = [
        ["Action", "Lead", "Budget"],
        ["Navigators", "City", "640"],
        ["Skills", "College", "1,010"],
        ["Outreach", "City", "420"],
    ]
    sheet = Sheet()
    sheet.lines(60, 760, ["A line of text that stands above the table and is no part of it at all."])
    sheet.grid(60, 700, rows, [150, 120, 100], sides=sides, down=down)
    reading = sheet.reading()
    cells = {(b.row, b.column): b.text for b in reading.blocks if b.kind == "cell"}
    assert cells == {(r, c): text for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1)}
    assert texts(reading, "paragraph") == ["A line of text that stands above the table and is no part of it at all."]


def test_a_box_around_a_paragraph_is_no_table():
    sheet = Sheet()
    sheet.canvas.rect(55, 690, 300, 60)
    sheet.lines(60, 730, ["Boxed text goes on in two lines which are", "read as one paragraph."])
    assert texts(sheet.reading()) == ["Boxed text goes on in two lines which are read as one paragraph."]


def test_headings_have_levels_by_size_and_weight():
    sheet = Sheet()
    sheet.lines(60, 760, ["The title"], size=20, font="Helvetica-Bold")
    sheet.lines(60, 720, ["A section"], size=14, font="Helvetica-Bold")
    sheet.lines(60, 695, ["A part of it"], size=SIZE, font="Helvetica-Bold")
    sheet.lines(60, 680, ["Text that fills its line and goes on to the next", "one, where it ends."])
    found = [(b.level, b.text) for b in sheet.reading().blocks]
    assert found == [
        (1, "The title"),
        (2, "A section"),
        (3, "A part of it"),
        (0, "Text that fills its line and goes on to the next one, where it ends."),
    ]


def test_lists_keep_their_items_apart():
    sheet = Sheet()
    sheet.lines(60, 760, ["The aims are these and no others in this plan:"])
    sheet.lines(
        60, 760 - LEAD, ["•  to raise the share of people who are in work", "    all the year round;", "•  to keep them there."]
    )
    assert texts(sheet.reading()) == [
        "The aims are these and no others in this plan:",
        "• to raise the share of people who are in work all the year round;",
        "• to keep them there.",
    ]


def test_doubled_letters_of_a_false_bold_are_read_once():
    sheet = Sheet()
    for x in (60.0, 60.3):
        sheet.lines(x, 700, ["Bold by printing twice"], font="Helvetica")
    for i, letter in enumerate("Committee"):
        for shift in (0.0, 0.3):
            sheet.lines(60 + 7 * i + shift, 660, [letter], font="Courier")
    assert texts(sheet.reading()) == ["Bold by printing twice", "Committee"]


def test_ligatures_are_spelt_out(tmp_path):
    from qda.ingest.pdf.words import _LIGATURE, _LIGATURES

    assert _LIGATURE.sub(lambda m: _LIGATURES[ord(m[0])], "eﬃcient oﬀer ﬁnds ﬂow") == "efficient offer finds flow"


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_pages_drawn_sideways_are_read_upright(turned):
    sheet = Sheet()
    sheet.canvas.translate(WIDTH / 2, HEIGHT / 2)
    sheet.canvas.rotate(turned)
    sheet.lines(-200, 100, ["The first line of the page is read first and", "the second line after it."])
    assert texts(sheet.reading()) == ["The first line of the page is read first and the second line after it."]


def test_a_page_with_a_rotate_entry_is_read_upright():
    sheet = Sheet()
    sheet.canvas.setPageRotation(90)
    sheet.lines(60, 700, ["The first line of the page is read first and", "the second line after it."])
    assert texts(sheet.reading()) == ["The first line of the page is read first and the second line after it."]


def test_the_size_is_right_where_the_font_size_says_one():
    sheet = Sheet()
    sheet.canvas.saveState()
    sheet.canvas.scale(12, 12)
    sheet.lines(5, 60, ["Scaled heading"], size=1, font="Helvetica-Bold")
    sheet.canvas.restoreState()
    sheet.lines(60, 690, ["Text of ten points that goes on for the whole line and ends."])
    first = sheet.reading().blocks[0]
    assert (first.level, first.text) == (1, "Scaled heading")


def test_line_numbers_in_the_margin_become_side_records():
    sheet = Sheet()
    words = [
        "when we began there was",
        "no board at all, and the",
        "county did not call us",
        "until the spring came,",
        "and then it did so",
        "every single week.",
    ]
    for i, line in enumerate(words):
        sheet.lines(40, 700 - i * LEAD, [str(i + 11)])
        sheet.lines(80, 700 - i * LEAD, [line])
    (block,) = sheet.reading().blocks
    assert block.text == " ".join(words)
    assert [(s.kind, s.value) for s in block.sides] == [("change", str(i + 11)) for i in range(6)]


def test_table_between_two_halves_of_a_sentence_stays_outside_it():
    sheet = Sheet()
    sheet.lines(
        60, 760, ["All of these lines are long and are set to one", "width, so that the sentence which begins here"], width=0
    )
    sheet.grid(60, 700, [["Year", "Share"], ["2021", "4"], ["2022", "5"]], [100, 100])
    sheet.lines(60, 600, ["goes on below the table."])
    assert (
        "All of these lines are long and are set to one width, so that the sentence which begins here goes on below the table."
        in texts(sheet.reading())
    )


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.lists(st.text("abcdefghijklmnoprstuvwäöüß", min_size=2, max_size=11), min_size=12, max_size=60), min_size=1, max_size=6
    )
)
def test_paragraphs_come_back_as_they_were_set(paragraphs):
    truth = [" ".join(words).capitalize() + "." for words in paragraphs]
    style = ParagraphStyle("x", fontName="Times-Roman", fontSize=10, leading=12, spaceAfter=8, alignment=4, splitLongWords=0)
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4, invariant=1).build([Paragraph(text, style) for text in truth])
    assert texts(parse("made.pdf", buffer.getvalue())) == truth
