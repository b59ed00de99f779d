"""The contract of taggers: one suite of checks for every tagger, present and future."""

import inspect

import pandas as pd
import pytest
import taught
from books import SMALL

import qda
from qda import Bank
from qda.codebook import parse_codebook
from qda.codebook.bank import LabelledExample
from qda.errors import BadTable
from qda.frames import TABLES, check
from qda.tagger import Tagger

BOOK = parse_codebook(SMALL)
BANK = Bank(
    examples=tuple(
        LabelledExample(text=text, language="en", codes={"valence": (valence,), "factor": (factor,)})
        for text, valence, factor in taught.SENTENCES
    )
)
TAGGERS = {
    "rules": lambda: qda.RuleTagger(BOOK),
    "rules under another name": lambda: qda.RuleTagger(BOOK, coder="AB-rules", round=2),
    "learned": lambda: qda.LearnedTagger(BOOK).fit(*taught.study()),
    "learned from a bank alone": lambda: qda.LearnedTagger(BOOK, bank=BANK),
    "learned, with vectors": lambda: qda.LearnedTagger(BOOK, encode=taught.letters).fit(*taught.study()),
    "hybrid, nothing coded": lambda: qda.HybridTagger(BOOK),
    "hybrid with a bank, nothing coded": lambda: qda.HybridTagger(BOOK, bank=BANK),
    "hybrid": lambda: qda.HybridTagger(BOOK, bank=BANK, coder="AB-model", round=3).fit(*taught.study()),
    "hybrid at its cuts": lambda: qda.HybridTagger(BOOK, threshold=None).fit(*taught.study()),
}
TEXTS = [
    "The lack of trust between the ministry and the board hinders us.",
    "The weather is fine.",
    "In delivery the committee helps, but the budget hinders the department 🚲 in Zürich.",
    "",
    "Ё̈ combining, ﷽ and 👩‍👩‍👧 before trust in the ministry.",
    "TRUST\nhelps",
]


def segments(**columns):
    rows, at = [], 0
    for text in TEXTS:
        if text:
            rows.append({"doc_id": "d", "start": at, "end": at + len(text), "text": text, "language": "en"})
        at += len(text) + 2
    return check("segments", pd.DataFrame(rows).assign(**columns))


@pytest.fixture(params=TAGGERS)
def tagger(request):
    return TAGGERS[request.param]()


def test_it_follows_the_contract(tagger):
    assert isinstance(tagger, Tagger)
    assert tagger.coder


def test_init_only_keeps_its_arguments(tagger):
    for name in inspect.signature(type(tagger)).parameters:
        assert hasattr(tagger, name), name


def test_it_returns_the_table_codings(tagger):
    found = tagger.tag(segments())
    assert list(found.columns) == TABLES["codings"].names
    pd.testing.assert_frame_equal(check("codings", found), found)
    assert len(found)


def test_every_suggestion_is_scored_explained_and_open_to_judgement(tagger):
    found = tagger.tag(segments())
    assert found["score"].between(0, 1).all()
    assert (found["evidence"] != "").all()
    assert set(found["status"]) == {"suggested"}
    assert set(found["origin"]) <= {"rule", "model"}
    assert set(found["coder"]) == {tagger.coder}
    assert set(found["codebook_version"]) == {BOOK.codebook_version}
    assert (found["statement"] != "").all()


def test_it_suggests_only_codes_of_the_codebook_on_units_it_was_given(tagger):
    grid = segments()
    found = tagger.tag(grid)
    known = {(c.axis, c.id) for c in BOOK.codes()}
    assert set(zip(found["axis"], found["code"], strict=True)) <= known
    place = ["doc_id", "start", "end"]
    texts = grid.set_index(place)["text"].to_dict()
    for *key, quote in found[[*place, "quote"]].itertuples(index=False, name=None):
        assert texts[tuple(key)] == quote


def test_single_axes_have_one_code_in_a_statement(tagger):
    found = tagger.tag(segments())
    single = found[found["axis"].isin([a.id for a in BOOK.axes if a.kind != "multi"])]
    assert not single.duplicated(["statement", "axis"]).any()


def test_the_same_units_give_the_same_suggestions_in_any_order(tagger):
    grid = segments()
    key = ["start", "statement", "axis", "code"]
    one = tagger.tag(grid).sort_values(key, ignore_index=True)
    two = tagger.tag(grid.iloc[::-1]).sort_values(key, ignore_index=True)
    pd.testing.assert_frame_equal(one, two)
    assert one["id"].is_unique


def test_the_units_stay_as_they_were(tagger):
    grid = segments()
    before = grid.copy(deep=True)
    tagger.tag(grid)
    pd.testing.assert_frame_equal(grid, before)


def test_turns_of_interviewers_get_nothing(tagger):
    assert tagger.tag(segments(role="interviewer")).empty


def test_no_units_give_no_suggestions(tagger):
    assert tagger.tag(segments().iloc[:0]).empty


def test_a_language_without_patterns_gets_nothing(tagger):
    assert tagger.tag(segments(language="sv")).empty


def test_what_is_no_table_of_units_is_refused(tagger):
    with pytest.raises(BadTable, match="doc_id"):
        tagger.tag(pd.DataFrame({"text": ["x"]}))
