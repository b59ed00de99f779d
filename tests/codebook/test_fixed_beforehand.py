"""What Mayring has fixed before the first passage is coded stands in the codebook and in all that is printed of it."""

from books import SMALL

from qda.codebook import parse_codebook
from qda.codebook.pilot import pilot_text
from qda.codebook.telling import about

SAID = {
    "Research question": ("research_question", "What hinders joint work?"),
    "Technique": ("technique", "inductive category formation"),
    "Selection criterion": ("selection_criterion", "what people say hinders them"),
    "Level of abstraction": ("abstraction", "one step above the words"),
    "Context unit": ("context_unit", "the answer"),
    "Recording unit": ("recording_unit", "the city"),
}
FIXED = parse_codebook("".join(f"{key}: {text}\n" for key, text in SAID.values()) + SMALL)


def test_all_that_is_fixed_is_told():
    assert {topic: text for topic, text in about(FIXED) if topic in SAID} == {topic: text for topic, (_, text) in SAID.items()}


def test_what_is_left_open_is_not_told_and_changes_no_hash():
    assert not SAID.keys() & {topic for topic, _ in about(parse_codebook(SMALL))}
    assert parse_codebook(SMALL).codebook_version == "small@1.0+" + parse_codebook(SMALL).hash[:12]
    assert parse_codebook(SMALL).hash != FIXED.hash


def test_a_change_of_it_is_a_change_of_the_codebook():
    changes = parse_codebook(SMALL).diff(FIXED).changes
    assert {change.field for change in changes} == {key for key, _ in SAID.values()}


def test_a_new_codebook_has_a_place_for_it():
    text = pilot_text("study")
    assert all(f"\n{key}:" in text for key, _ in SAID.values())
    assert parse_codebook(text).recording_unit == ""


def test_a_guide_that_is_mailed_shows_it(tmp_path):
    from qda.codebook.read_sheet import read_sheet
    from qda.export import write_codebook

    write_codebook(tmp_path / "guide.xlsx", FIXED)
    assert read_sheet(tmp_path / "guide.xlsx", base=FIXED).book.hash == FIXED.hash
    write_codebook(tmp_path / "guide.html", FIXED)
    page = (tmp_path / "guide.html").read_text(encoding="utf-8")
    assert all(topic in page and text in page for topic, (_, text) in SAID.items())
