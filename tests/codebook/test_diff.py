"""What changed between two versions, in words; and which categories mean something else now."""

import pytest
from books import SMALL

from qda.codebook import parse_codebook

OLD = parse_codebook(SMALL)


def diff(*changes):
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return OLD.diff(parse_codebook(text))


def words(*changes):
    return [change.in_words for change in diff(*changes).changes]


def test_the_same_book_has_no_difference():
    assert diff().changes == ()
    assert str(diff()).endswith("say the same")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('version: "1.0"', 'version: "1.1"', "codebook: version changed from “1.0” to “1.1”"),
        ("negation: flip", "negation: keep", "valence: negation changed from “flip” to “keep”"),
        ("label: Trust", "label: Confidence", "factor/trust: label changed from “Trust” to “Confidence”"),
        (
            "        rule: Count personal relations. Not formal bodies (boards).\n",
            "",
            "factor/trust: rule taken out: “Count personal relations. Not formal bodies (boards).”",
        ),
        ("en: [trust]", "en: [trust, rely]", "factor/trust: patterns.en: new “rely”"),
        ("en: [board, committee]", "en: [committee]", "factor/boards: patterns.en: without “board”"),
        ("en: [board, committee]", "en: [committee, board]", "factor/boards: patterns.en: in another order"),
        (
            "implies: {valence: [barrier]}",
            "implies: {valence: [enabler]}",
            "factor/money: implies.valence: without “barrier”, new “enabler”",
        ),
        (
            "label: Boards, ",
            "label: Boards, anchor_examples: [We meet., {quote: They met., document: a/b}], ",
            "factor/boards: anchor examples added: “We meet.”; “They met.” (a/b)",
        ),
        ("      - {id: boards, label: Boards, patterns: {en: [board, committee]}}\n", "", "factor/boards: taken out"),
        ("      - {id: boards", "      - {id: laws}\n      - {id: boards", "factor/laws: added"),
        ("{id: boards, label: Boards", "{id: bodies, label: Boards", "factor/bodies: was factor/boards"),
    ],
)
def test_a_change_is_told_in_words(old, new, said):
    assert words((old, new)) == [said]


def test_of_a_long_text_the_words_are_told_that_went_and_came():
    long = "Count personal relations that have grown over many years of work together in the same town and office."
    before = parse_codebook(SMALL.replace("Count personal relations.", long))
    after = parse_codebook(SMALL.replace("Count personal relations.", long.replace("town", "city")))
    (change,) = before.diff(after).changes
    assert "[-town-] {+city+}" in change.in_words
    assert "…" in change.in_words


def test_only_what_people_code_by_makes_a_category_another():
    found = diff(("definition: People rely on each other.", "definition: Faith."), ("en: [board, committee]", "en: [board]"))
    assert list(found.codes) == [("factor", "trust")]


def test_a_renamed_category_is_known_by_its_old_name():
    found = diff(("- id: trust\n        label: Trust", "- id: faith\n        label: Trust"))
    assert [c.what for c in found.changes] == ["renamed"]
    assert list(found.codes) == [("factor", "trust")]


def test_levels_of_a_scale_that_move_are_told():
    scale = "codebook: s\nmatrix: {rows: [o], cell: f}\naxes:\n  - {id: o, kind: ordinal, codes: [{id: a}, {id: b}, {id: c}]}\n  - {id: f, codes: [{id: x}]}\n"
    found = parse_codebook(scale).diff(parse_codebook(scale.replace("{id: b}, {id: c}", "{id: c}, {id: b}")))
    assert [c.in_words for c in found.changes] == ["o/c: moved from place 3 to 2", "o/b: moved from place 2 to 3"]


def test_the_table_has_a_row_per_change():
    frame = diff(("label: Trust", "label: Confidence"), ('version: "1.0"', 'version: "1.1"')).frame
    assert frame[["what", "axis", "code", "field", "before", "after"]].to_numpy().tolist() == [
        ["changed", "", "", "version", "1.0", "1.1"],
        ["changed", "factor", "trust", "label", "Trust", "Confidence"],
    ]
