"""Hyphens at line ends, by the document's own words."""

import pytest

from qda.ingest.pdf.hyphens import Vocabulary
from qda.ingest.pdf.records import HYPHEN

ENGLISH = (
    "the board and the plan of technologically minded people, decision-making, a household of the town, long-term aims, the term"
)
GERMAN = "der Plan und die Stadt, die Arbeit der Nehmer und die Jugend"


@pytest.mark.parametrize(
    ("document", "line", "following", "joined"),
    [
        (ENGLISH, "technolo" + HYPHEN, "gically neutral", "technologically neutral"),
        (ENGLISH, "decision" + HYPHEN, "making is", "decision-making is"),
        (ENGLISH, "the house-", "hold has", "the household has"),
        (ENGLISH, "of a fixed-", "term post", "of a fixed-term post"),
        (ENGLISH, "people in govern-", "ment posts", "people in government posts"),
        (ENGLISH, "are self-", "employed", "are self-employed"),
        (ENGLISH, "short-", "and long-term", "short- and long-term"),
        (ENGLISH, "in 2019-", "2021 it", "in 2019-2021 it"),
        (ENGLISH, "see https://www.", "example.org", "see https://www.example.org"),
        (ENGLISH, "see https://", "example.org", "see https://example.org"),
        (ENGLISH, "pages 737–", "8 of", "pages 737–8 of"),
        (ENGLISH, "one –", "two", "one – two"),
        (ENGLISH, "no hyphen", "here", "no hyphen here"),
        (GERMAN, "Schwarz-", "Weiß-Schema", "Schwarz-Weiß-Schema"),
        (GERMAN, "Arbeit-", "nehmer", "Arbeitnehmer"),
        (GERMAN, "Sozial-", "und Jugendhilfe", "Sozial- und Jugendhilfe"),
        (GERMAN, "Maßnah-", "men", "Maßnahmen"),
        (GERMAN, "EINGLIEDE-", "RUNG", "EINGLIEDERUNG"),
    ],
)
def test_line_ends(document, line, following, joined):
    assert Vocabulary([document]).join(line, following) + following == joined


def test_a_word_that_is_broken_itself_tells_nothing():
    words = Vocabulary(["a cross-", "cut of the plan"])
    assert words.count("cross") == words.count("cut") == 0


def test_the_more_frequent_spelling_wins():
    words = Vocabulary(["co-operation and cooperation", "co-operation"])
    assert words.join("in co-", "operation") == "in co-"
