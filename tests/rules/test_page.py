"""What docs/rules.md shows is what happens: each example of its tables is run."""

import re

import pytest
import yaml

from qda.codebook.patterns import KEYS
from qda.codebook.phrases import fold
from qda.model import Axis, Code
from qda.rules import Around, index
from qda.rules.around import TURN_GLUE
from qda.rules.cues import CUES
from qda.rules.engine import Engine
from qda.rules.rule import rules_of

EXAMPLE = re.compile(r"“([^”]*)”(?: \((role|heading|question|turn): ([^)]*)\))?")
TWO = (Code(id="c", axis="a"), Code(id="other", axis="a"))


def rows(root, *titles):
    """Return the rows of the tables whose titles begin so, as lists of cells."""
    found, reading = [], False
    for line in (root / "docs" / "rules.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if not line.startswith("|"):
            reading = False
        elif reading and not line.startswith("|---"):
            found.append(cells)
        elif cells[: len(titles)] == list(titles):
            reading = True
    return found


def engine(cell, language="en", negation="keep"):
    raw = yaml.safe_load(f"- {cell.strip('`')}")[0]
    axis = Axis(id="a", negation=negation, codes=TWO)
    return Engine(rules_of(axis, TWO[0], [raw]), language)


def examples(cell):
    for text, key, value in EXAMPLE.findall(cell):
        if key == "turn":
            yield text, Around(turn=f"{text}{TURN_GLUE}{value}")
        else:
            yield text, Around(**({key: value} if key else {}))


@pytest.fixture(scope="module")
def operators(root):
    found = [*rows(root, "pattern", "finds"), *rows(root, "pattern", "holds")]
    assert len(found) >= 20
    return found


def test_what_matches_and_what_must_not(operators):
    for pattern, _, matches, others in operators:
        rules = engine(pattern)
        for cell, expected in ((matches, True), (others, False)):
            assert list(examples(cell)), pattern
            for text, around in examples(cell):
                assert bool(rules.find(text, around)) == expected, (pattern, text)


def test_every_key_of_the_language_has_an_example(root, operators):
    shown = " ".join(row[0] for row in [*operators, *rows(root, "pattern", "says")])
    assert [key for key in KEYS if f"{key}:" not in shown] == ["score", "negation"]


@pytest.fixture
def without_dictionaries(monkeypatch):
    """Let words be found as they are written: six dictionaries take as long to load as all other tests of the rules together, and no row needs one."""
    monkeypatch.setattr(index, "lemmatizer", lambda _: lambda word: (fold(word).replace("’", "'"),))


@pytest.mark.usefixtures("without_dictionaries")
def test_what_denies_and_softens_in_six_languages(root):
    found = rows(root, "language", "pattern")
    assert {row[0] for row in found} == set(CUES)
    for language, pattern, denied, others, softened in found:
        rules = engine(pattern, language, "drop")
        for cell, expected in ((denied, ["dropped"]), (others, [""]), (softened, [""])):
            for text, _ in examples(cell):
                assert [hit.effect for hit in rules.find(text)] == expected, (language, text)
        assert all(rules.find(text)[0].hedged for text, _ in examples(softened))
        assert not any(hit.hedged for text, _ in examples(denied + others) for hit in rules.find(text))


def test_what_turns_round(root):
    for pattern, _, matches, turned in rows(root, "pattern", "says"):
        for cell, code in ((matches, "c"), (turned, "other")):
            for text, _ in examples(cell):
                assert [hit.code for hit in engine(pattern).find(text)] == [code], text
