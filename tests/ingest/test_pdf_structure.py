"""What a page's order tells beyond its lines: columns known from other pages, rules, entries of a table of contents, levels that are named."""

import pytest
from sheets import LEAD, Sheet, texts

from qda.ingest.pdf.narrow import NARROW, without_narrow
from qda.ingest.pdf.outline import Item, label_of, outlined
from qda.ingest.pdf.records import Page, Run

WORDS = ["board", "county", "school", "winter", "letter", "harbour", "market", "bridge", "garden", "record", "signal", "copper"]


def column(number, part):
    """Return three lines of one width that no other page has."""
    own = WORDS[3 * number - 3 : 3 * number]
    return [f"The {word} of the {own[i - 1]} and its {part}, which go on" for i, word in enumerate(own)]


def columns(sheet, number):
    sheet.lines(60, 740, column(number, "left side"), width=220)
    sheet.lines(315, 740, column(number, "right side"), width=220)
    sheet.page()


def test_two_lines_beside_each_other_are_columns_where_other_pages_have_them():
    sheet = Sheet()
    for number in range(1, 5):
        columns(sheet, number)
    sheet.canvas.rect(60, 300, 475, 400)
    sheet.lines(60, 250, ["(4) In the chapter on the town,", "put in place of the first paragraph"])
    sheet.lines(315, 250, ["a paragraph with the figures that", "stand above this text."])
    assert texts(sheet.reading())[-1] == (
        "(4) In the chapter on the town, put in place of the first paragraph a paragraph with the figures that stand above this text."
    )


def test_what_stands_above_a_rule_across_the_page_is_read_before_all_columns():
    sheet = Sheet()
    for number in range(1, 4):
        columns(sheet, number)
    sheet.lines(60, 745, ["Proposals of the council"], size=16)
    sheet.lines(315, 750, ["The gazette of the town", "Number twelve of the year"], size=8)
    sheet.canvas.line(60, 725, 535, 725)
    sheet.lines(
        60, 700, ["The council asks all of its people and its", "guests what they think of it, for which it needs"], width=220
    )
    sheet.lines(
        315,
        700,
        [
            "an office that writes down what they say",
            "and someone who reads what was written",
            "before the council meets again in May.",
        ],
        width=220,
    )
    found = "\n".join(texts(sheet.reading()))
    assert "for which it needs an office that writes down" in found
    assert found.index("Proposals of the council") < found.index("The gazette of the town") < found.index("The council asks")


def test_entries_of_a_table_of_contents_stay_apart_and_one_that_wraps_stays_whole():
    sheet = Sheet()
    sheet.lines(60, 700, [
        "1 Groundwork 2", "1.1 The town " + ". " * 60 + "2", "1.2 The county and what it has to do with", "the town " + ". " * 60 + "12",
        "2 The plan 14", "2.1 Aims " + ". " * 60 + "14",
    ])  # fmt: skip
    found = [text.split(" .")[0] for text in texts(sheet.reading())]
    assert found == [
        "1 Groundwork 2", "1.1 The town", "1.2 The county and what it has to do with the town", "2 The plan 14", "2.1 Aims",
    ]  # fmt: skip


def test_a_hanging_indent_keeps_its_lines_and_the_next_entry_begins_anew():
    sheet = Sheet()
    sheet.lines(60, 720, ["PRESENT IN MAY"])
    sheet.lines(60, 690, ["ANNA BERG, of the county office for work and for housing, for the"])
    sheet.lines(80, 690 - LEAD, ["county and its towns."])
    sheet.lines(60, 690 - 2 * LEAD, ["CARLA DORN, of the college, on behalf of those who teach at it and"])
    sheet.lines(80, 690 - 3 * LEAD, ["of its pupils."])
    assert texts(sheet.reading())[-2:] == [
        "ANNA BERG, of the county office for work and for housing, for the county and its towns.",
        "CARLA DORN, of the college, on behalf of those who teach at it and of its pupils.",
    ]


def test_beyond_the_numbered_lines_of_a_record_stands_its_furniture():
    sheet = Sheet()
    sheet.lines(200, 800, ["Subject to review"], size=8)
    said = ["The board met at one in the old hall.", "It heard two speakers."]
    for i in range(25):
        sheet.lines(40, 770 - 2 * i * LEAD, [str(i + 1)])
        if i < len(said):
            sheet.lines(80, 770 - 2 * i * LEAD, [said[i]])
    sheet.lines(200, 770 - 52 * LEAD, ["Reporters of the Town"], size=8)
    reading = sheet.reading()
    assert reading.sheets[0].taken == (("head", "Subject to review"), ("foot", "Reporters of the Town"))
    assert " ".join(texts(reading)) == " ".join(said)


def test_a_line_in_the_middle_above_a_table_is_its_title():
    sheet = Sheet()
    sheet.lines(60, 760, ["The figures of the plan are these, and they have not changed since the last year:"])
    sheet.lines(130, 712, ["ESTIMATED COSTS"], size=9)
    sheet.grid(60, 700, [["Year", "Share"], ["2021", "4"], ["2022", "5"]], [110, 110])
    assert texts(sheet.reading(), "caption") == ["ESTIMATED COSTS"]


def test_names_of_axes_that_two_figures_share_are_no_feet_and_a_mark_on_every_page_is_one():
    sheet = Sheet()
    for number in range(1, 5):
        for text, x in (("printed by the town office", 570), *((("share of people", 20),) if number < 3 else ())):
            sheet.canvas.saveState()
            sheet.canvas.translate(x, 300)
            sheet.canvas.rotate(90)
            sheet.lines(0, 0, [text], size=6)
            sheet.canvas.restoreState()
        columns(sheet, number)
    reading = sheet.reading()
    assert [s.taken for s in reading.sheets] == [(("foot", "printed by the town office"),)] * 4
    assert texts(reading).count("share of people") == 2


def run(text, raised=()):
    return Run(text, 0.0, 100.0, 50.0, 10.0, 0.0, 0.0, raised)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        (f"of personal dat{NARROW}a", "of personal data"),
        (f"S{NARROW}tatus of the office", "Status of the office"),
        (f"the{NARROW}data", "the data"),
        (f"no. 5{NARROW}a", "no. 5 a"),
    ],
)
def test_a_narrow_blank_is_closed_where_the_document_writes_one_word(text, mended):
    page = Page(1, "", 600, 800, (run("the data and the status of data"), run(text)), (), (), (), pictured=False)
    assert without_narrow([page])[0].runs[1].text == mended


def test_what_stands_raised_moves_with_the_text():
    page = Page(1, "", 600, 800, (run("data"), run(f"dat{NARROW}a1", ((5, 6),))), (), (), (), pictured=False)
    mended = without_narrow([page])[0].runs[1]
    assert (mended.text, mended.raised) == ("data1", ((4, 5),))


def test_levels_follow_what_headings_name_and_titles_go_with_them():
    looks = [
        ("Act of the town", 1, 18), ("Chapter I", 5, 9), ("Aims", 4, 10), ("Article 1", 5, 9), ("Scope", 3, 10), ("Text.", 0, 10),
        ("Section 2", 4, 9), ("Money", 3, 10), ("Article 2", 5, 9), ("Terms", 3, 10), ("A note", 6, 9), ("Annex", 1, 18),
    ]  # fmt: skip
    levels = outlined([Item(*look) for look in looks])
    assert levels == [1, 2, 2, 4, 4, 0, 3, 3, 4, 4, 5, 2]


def test_one_or_two_such_headings_change_nothing():
    items = [Item("Section 1", 3, 10), Item("Aims", 2, 10), Item("Section 2", 3, 10)]
    assert outlined(items) == [3, 2, 3]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("CHAPTER IV", 3),
        ("Abschnitt 2", 4),
        ("Titre II", 2),
        ("Articolo 12", 6),
        ("Section of the office", 0),
        ("Article 5 applies", 0),
    ],
)
def test_labels_are_known_in_several_languages(text, kind):
    assert label_of(text) == kind
