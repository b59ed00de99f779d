"""Diseases within the line, each with its look-alike that is healthy."""

import pytest

from qda.ingest.heal import mend, mend_line
from qda.ingest.lines import lines_of


@pytest.mark.parametrize(
    ("ill", "well"),
    [
        ("Regional!government! 7! 5! 9!", "Regional government 7 5 9"),
        ("Found%in%the%corridor%", "Found in the corridor"),
        ("Joint$boards$of$the$county$", "Joint boards of the county"),
        ("Who'pays'for'the'bus'", "Who pays for the bus"),
        ("They!shout!stop!!", "They shout stop!"),
        ("the NUTS-‐3 regions and inter-‐city trains", "the NUTS-3 regions and inter-city trains"),
    ],
)
def test_ill_lines_are_mended(ill, well):
    assert mend_line(ill) == well


@pytest.mark.parametrize(
    "line",
    [
        "Stop! Now! Please!",
        "Yes!",
        "l'impiego dell'anno e l'altro",
        "d'aujourd'hui",
        "It's the city's, isn't it?",
        "the boys' and girls' clubs'",
        "It cost 50% of 20% more, or 5%.",
        "from US$5 to US$7 each",
        "Quoi ! Vraiment !",
        "a well‐known town",
        "‚Halt!‘ rief er. ‚Nein!‘",
    ],
)
def test_healthy_lines_stay(line):
    assert mend_line(line) == line


def healed(text):
    lines, _ = mend(lines_of(text))
    return [line.text for line in lines]


def test_hyphens_that_became_a_capital_d():
    assert healed("A multiDlevel board.\nThe crossDparty talks.") == ["A multi-level board.", "The cross-party talks."]
    assert healed("Our coDoperation.\nThis co-operation works.") == ["Our co-operation.", "This co-operation works."]


def test_names_with_a_capital_d_stay():
    text = "Mr MacDonald met Ms LaDuke and the iDrive people."
    assert healed(text) == [text]


def test_what_a_line_was_is_kept():
    lines, blanks = mend(lines_of("One!two!three!\nFour five six."))
    assert [line.was for line in lines] == ["One!two!three!", ""]
    assert blanks == 0


def test_tabs_and_no_break_spaces_between_all_words():
    odd = "The\t \u00a0board\t \u00a0met\u00a0 in\t \u00a0May."
    lines, blanks = mend(lines_of(f"{odd}\n{odd}"))
    assert [line.text for line in lines] == ["The board met in May."] * 2
    assert blanks == 2


def test_no_break_spaces_of_french_punctuation_stay():
    text = "Il a dit\u00a0: «\u202foui\u202f» et puis il est parti avec les autres de la ville et du pays."
    assert healed(text) == [text]


def test_runs_of_blanks():
    ill = "\n".join("Work" + " " * 183 + "and welfare" + " " * 9 + "meet" for _ in range(3))
    assert healed(ill) == ["Work and welfare meet"] * 3
