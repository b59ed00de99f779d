import pandas as pd
import pytest
import taught
from books import SMALL
from hypothesis import given
from hypothesis import strategies as st

import qda
from qda.codebook import parse_codebook
from qda.errors import BadInput
from qda.frames import check, empty

BOOK = parse_codebook(SMALL)


@pytest.fixture(scope="module")
def fitted():
    return qda.LearnedTagger(BOOK, threshold=None).fit(*taught.study())


def unit(text, **columns):
    return check(
        "segments", pd.DataFrame([{"doc_id": "n", "start": 0, "end": len(text), "text": text, "language": "en", **columns}])
    )


def codes(found, axis):
    return set(found.loc[found["axis"] == axis, "code"])


def test_it_learns_what_people_code(fitted):
    found = fitted.tag(unit("Their reliance blocks the work."))
    assert codes(found, "factor") == {"trust"}
    assert found.loc[found["axis"] == "valence", ["code", "statement"]].iloc[0].tolist() == ["barrier", "n:0-31:model:1:barrier"]


def test_it_says_which_words_speak_for_a_code(fitted):
    found = fitted.tag(unit("Their reliance blocks the work."))
    assert "'blocks'" in found.loc[found["code"] == "barrier", "evidence"].item()


def test_what_nobody_coded_is_never_suggested(fitted):
    found = (
        qda.LearnedTagger(BOOK, threshold=0.0)
        .fit(*taught.study())
        .tag(unit("The fund and the ministry lack a budget for their reliance."))
    )
    assert codes(found, "factor") <= {"trust", "boards"}
    assert codes(found, "dimension") == set()


def test_rules_still_suggest_what_nobody_coded():
    tagger = qda.HybridTagger(BOOK, bank=None).fit(*taught.study())
    found = tagger.tag(unit("The budget of the ministry blocks the work."))
    assert "money" in codes(found, "factor")
    assert "dimension/multi_level" in tagger.card_["not_learnt"]


@given(st.integers(0, 2**32 - 1))
def test_the_order_of_the_material_does_not_matter(seed):
    units, said = taught.study(every=2)
    mixed = units.sample(frac=1, random_state=seed), said.sample(frac=1, random_state=seed)
    one, two = (qda.LearnedTagger(BOOK).fit(*material).tag(units) for material in ((units, said), mixed))
    pd.testing.assert_frame_equal(one, two)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda units, said: (units.iloc[:0], said), "no segments"),
        (lambda units, said: (units, said.iloc[:0]), "nobody coded"),
        (lambda units, said: (units, said.assign(code="")), "nobody coded"),
        (lambda units, said: (units, said.assign(status="suggested", origin="rule")), "nobody coded"),
        (lambda units, said: (units.assign(role="interviewer"), said), "no segments"),
        (
            lambda units, said: (
                units[units["start"] % 1000 == 0],
                said[said["code"] == "barrier"].assign(code="trust", axis="factor"),
            ),
            "carries the same",
        ),
    ],
)
def test_nothing_to_learn_from_is_said_in_one_line(change, said):
    units, codings = taught.study()
    if said == "carries the same":
        units, codings = units[units["start"] % 1000 == 0], codings[codings["axis"] == "factor"].assign(code="trust")
    else:
        units, codings = change(units, codings)
    for tagger in (qda.LearnedTagger(BOOK), qda.HybridTagger(BOOK, bank=None)):
        with pytest.raises(BadInput, match=said):
            tagger.fit(units, codings)


def test_who_learnt_nothing_says_so():
    with pytest.raises(BadInput, match="call fit"):
        qda.LearnedTagger(BOOK).tag(unit("Their reliance blocks the work."))


def test_rejected_suggestions_teach_the_opposite():
    units, said = taught.study()
    lunch = units[units["text"].str.startswith("Lunch")]
    rejected = lunch[["doc_id", "start", "end"]].assign(
        axis="factor", code="boards", coder="AB", origin="human", status="rejected"
    )
    readings = check("readings", said[["doc_id", "start", "end", "axis", "coder"]].drop_duplicates().assign(origin="human"))
    without = qda.LearnedTagger(BOOK, threshold=0.0).fit(units, said, readings)
    with_them = qda.LearnedTagger(BOOK, threshold=0.0).fit(units, check("codings", pd.concat([said, rejected])), readings)
    new = unit("Lunch was served at 77 in the garden room.")
    before, after = (t.tag(new).query("code == 'boards'")["score"].max() for t in (without, with_them))
    assert after < before / 2


def test_a_code_that_does_not_hold_in_the_few_suggested_units_lowers_nothing_else(fitted):
    assert set(fitted.card_["unseen"]) == {"valence", "factor"}
    assert fitted.card_["unseen"]["valence"]["codes"]["barrier"]["n"] == 36


def test_scores_are_calibrated_on_what_was_not_seen(fitted):
    assert fitted.card_["unseen"]["factor"]["calibration_error"] < 0.1


def test_an_axis_that_inherits_leaves_the_word_to_the_heading():
    units, said = taught.study()
    codings = pd.concat(
        [said, units[["doc_id", "start", "end"]].assign(axis="phase", code="development", coder="AB", origin="human").iloc[::2]]
    )
    tagger = qda.HybridTagger(BOOK, bank=None, threshold=None).fit(units, check("codings", codings))
    text = "Their reliance blocks the work."
    assert codes(tagger.tag(unit(text, heading="Implementation")), "phase") == set()
    assert codes(tagger.tag(unit(text)), "phase") == {"development"}


def test_a_threshold_lies_between_0_and_1():
    with pytest.raises(BadInput, match=r"1\.5"):
        qda.LearnedTagger(BOOK, threshold=1.5)


def test_vectors_of_meaning_are_one_more_source():
    tagger = qda.LearnedTagger(BOOK, encode=taught.letters).fit(*taught.study())
    assert {"study", "study_meaning"} <= set(tagger.learnt_.axes["factor"].pooled.full.names)
    assert tagger.card_["meaning"]


def test_no_units_and_no_codings_stay_tables(fitted):
    assert fitted.tag(empty("segments")).empty
