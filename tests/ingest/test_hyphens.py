"""Hyphens at line ends."""

import pytest

from qda.ingest.hyphens import Vocabulary


@pytest.mark.parametrize(
    ("known", "before", "after", "between"),
    [
        ("organisation", "the organi-", "sation of work", ""),
        ("decision-making", "of decision-", "making", "-"),
        ("nothing", "a technolo-", "gically new", ""),
        ("nothing", "a multi-", "dimensional plan", "-"),
        ("nothing", "die Sozial-", "und Jugendhilfe", "- "),
        ("nothing", "in Schwarz-", "Weiß", "-"),
        ("nothing", "from 2008-", "2010", "-"),
        ("case worker", "each case-", "worker said", "-"),
        ("in", "the in-", "tegration", ""),
        ("nothing", "so -", "he said", "- "),
    ],
)
def test_what_stands_between(known, before, after, between):
    assert Vocabulary([known, before, after]).join(before, after) == between


def test_the_document_outranks_the_list():
    assert Vocabulary(["the multilevel plan"]).join("a multi-", "level plan") == ""
