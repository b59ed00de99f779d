import numpy as np
import pandas as pd
import pytest
from books import SMALL

import qda
from qda.codebook import parse_codebook
from qda.errors import BadInput
from qda.frames import check
from qda.learn import LearnedTagger
from qda.learn.bootstrap import Counts, draw, ends
from qda.learn.evaluating import evaluate
from qda.learn.predicting import at_its_cuts, fresh, predict
from qda.learn.splitting import folds_by, groups_by

BOOK = parse_codebook(SMALL)
SAYING = {
    "trust": "People here know and trust each other very much",
    "money": "There is never enough money for the work",
    "": "The weather was fine on that day",
}


def material(documents=6, each=12, shift=0):
    """Return segments and codings: sentences that say what their code is, and others."""
    units, codings = [], []
    for d in range(documents):
        at = 0
        for n in range(each):
            code = list(SAYING)[(n + d) % 3]
            text = f"{SAYING[code]} number {n + shift} of {d}."
            span = {"doc_id": f"d{d}", "start": at, "end": at + len(text)}
            units.append({**span, "text": text, "language": "en", "case": f"c{d % 3}"})
            codings.append({**span, "axis": "factor", "code": code, "coder": "AB", "origin": "human"})
            at += len(text) + 1
    return check("segments", pd.DataFrame(units)), check("codings", pd.DataFrame(codings))


@pytest.fixture(scope="module")
def found():
    return evaluate(LearnedTagger(BOOK), *material(), book=BOOK, curve=(12, 10_000))


def test_a_learner_is_judged_on_documents_it_did_not_learn_from(found):
    assert found.groups == 6
    assert found.segments == 72
    assert found.of == "LearnedTagger, trained anew for each of 5 parts"
    assert set(found.codes["code"]) >= {"trust", "money"}
    best = found.codes.set_index("code").loc["trust"]
    assert best["n"] == 24
    assert best["both"] <= min(best["n"], best["suggested"])
    assert best["low"] <= best["f1"] <= best["high"]
    assert 0 < best["threshold"] < 1


def test_it_learns_nothing_from_the_part_it_is_judged_on(monkeypatch):
    units, codings = material()
    learnt, judged = [], []
    fit, scored = LearnedTagger.fit, LearnedTagger.scored
    monkeypatch.setattr(LearnedTagger, "fit", lambda self, u, *a: learnt.append(set(u["doc_id"])) or fit(self, u, *a))
    monkeypatch.setattr(LearnedTagger, "scored", lambda self, u: judged.append(set(u["doc_id"])) or scored(self, u))
    evaluate(LearnedTagger(BOOK), units, codings, book=BOOK, folds=3)
    assert len(learnt) == len(judged) == 3
    assert not any(a & b for a, b in zip(learnt, judged, strict=True))
    assert set().union(*judged) == set(units["doc_id"])


def test_by_case_whole_cases_are_left_out(monkeypatch):
    judged = []
    scored = LearnedTagger.scored
    monkeypatch.setattr(LearnedTagger, "scored", lambda self, u: judged.append(set(u["case"])) or scored(self, u))
    found = evaluate(LearnedTagger(BOOK), *material(), book=BOOK, by="case", folds=3)
    assert found.groups == 3
    assert sorted(map(len, judged)) == [1, 1, 1]


def test_the_curve_tells_sizes_that_exist(found):
    assert found.curve["segments"].unique().tolist() == [12]
    assert found.curve["micro_f1"].between(0, 1).all()


def test_figures_follow_from_what_is_suggested(found):
    row = found.axes.set_index("axis").loc["factor"]
    codes = found.codes[found.codes["axis"] == "factor"]
    both, wrong, missed = codes["both"].sum(), (codes["suggested"] - codes["both"]).sum(), (codes["n"] - codes["both"]).sum()
    assert row["micro_f1"] == pytest.approx(2 * both / (2 * both + wrong + missed))
    assert row["macro_f1"] == pytest.approx(codes[codes["n"] >= 10]["f1"].mean())
    assert found.reliability["n"].sum() == 72 * 3
    assert len(found.errors) == wrong + missed


def test_errors_come_with_their_text_the_worst_first(found):
    errors = found.errors
    weight = np.where(errors["error"] == "wrong", errors["score"], 1 - errors["score"])
    assert (np.diff(weight) <= 1e-6).all()
    assert errors["text"].ne("").all()


def test_it_reads_the_figures_out(found):
    said = str(found)
    assert "factor: macro F1" in said
    assert "Intervals rest on 6 documents" in said
    assert "What heading or question say" in said


def test_a_tagger_that_does_not_learn_is_judged_as_it_is():
    found = evaluate(qda.RuleTagger(BOOK), *material(), book=BOOK)
    trust = found.codes.set_index("code").loc["trust"]
    assert (trust["n"], trust["both"], trust["f1"]) == (24, 24, 1)
    assert "as it is" in str(found)


def test_what_a_model_was_trained_on_is_refused():
    units, codings = material()
    learnt = LearnedTagger(BOOK).fit(units, codings)
    with pytest.raises(BadInput, match=r"72 of 72 segments belong to what this model was trained on \(first: d0 \[0-"):
        evaluate(learnt, units, codings, book=BOOK, retrain=False)
    renamed = units.assign(doc_id="other " + units["doc_id"])
    with pytest.raises(BadInput, match="trained on"):
        evaluate(learnt, renamed, codings.assign(doc_id="other " + codings["doc_id"]), book=BOOK, retrain=False)


def test_a_model_is_judged_on_other_texts_with_what_it_learnt():
    learnt = LearnedTagger(BOOK).fit(*material())
    found = evaluate(learnt, *material(shift=100), book=BOOK, retrain=False)
    assert found.axes.set_index("axis").loc["factor", "micro_f1"] > 0.8
    assert found.of == "LearnedTagger, as it is"


def test_people_stand_beside():
    people = pd.DataFrame([{"axis": "factor", "code": "trust", "both": 8, "only_a": 2, "only_b": 2}])
    found = evaluate(qda.RuleTagger(BOOK), *material(), book=BOOK, people=people)
    assert found.axes.set_index("axis").loc["factor", "people_micro_f1"] == pytest.approx(0.8)
    assert found.codes.set_index("code").loc["trust", "people_f1"] == pytest.approx(0.8)
    assert "between people 0.80" in str(found)


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        ({"doc_id": "d0"}, {}, "one document only"),
        ({"case": ""}, {"by": "case"}, "has no case"),
        ({}, {"by": "segment"}, "never parted"),
        ({}, {"folds": 1}, "at least 2"),
    ],
)
def test_what_cannot_be_split_is_refused(change, options, message):
    units, codings = material(documents=3)
    if "doc_id" in change:
        units, codings = units[units["doc_id"] == "d0"], codings[codings["doc_id"] == "d0"]
    with pytest.raises(BadInput, match=message):
        evaluate(LearnedTagger(BOOK), units.assign(**change), codings, book=BOOK, **options)


def test_without_codings_there_is_nothing_to_judge_by():
    units, codings = material()
    with pytest.raises(BadInput, match="nobody coded"):
        evaluate(LearnedTagger(BOOK), units, codings.iloc[:0], book=BOOK)


def test_neighbours_that_stand_for_each_other_are_counted():
    units, codings = material()
    swapped = codings.assign(code=codings["code"].map({"trust": "boards", "money": "money", "": ""}))
    found = evaluate(qda.RuleTagger(BOOK), units, swapped, book=BOOK).confusion
    assert found[["code", "instead", "n"]].to_numpy().tolist()[0] == ["boards", "trust", 24]


def test_drawing_documents_again_knows_that_they_differ():
    alike = Counts(both=np.full((8, 1), 5.0), wrong=np.zeros((8, 1)), missed=np.full((8, 1), 5.0))
    differ = Counts(
        both=np.repeat([[10.0], [0.0]], 4, axis=0), wrong=np.zeros((8, 1)), missed=np.repeat([[0.0], [10.0]], 4, axis=0)
    )
    widths = [np.subtract(*ends(draw(counts, np.ones(1, bool), 500, 1).micro)[::-1]) for counts in (alike, differ)]
    assert widths[0] == pytest.approx(0)
    assert widths[1] > 0.3


def test_a_fresh_copy_has_the_same_arguments_and_has_learnt_nothing():
    learnt = LearnedTagger(BOOK, coder="M", threshold=0.3).fit(*material())
    copy = fresh(learnt, threshold=None)
    assert (copy.coder, copy.threshold, copy.learnt_) == ("M", None, None)
    assert at_its_cuts(learnt).learnt_ is learnt.learnt_


def test_scores_come_in_the_order_of_the_segments_and_single_axes_keep_one_code():
    units = material()[0]
    learnt = LearnedTagger(BOOK).fit(*material())
    one, other = predict(learnt, units, BOOK), predict(learnt, units.iloc[::-1], BOOK)
    assert np.allclose(one.scores, other.scores[::-1])
    assert (one.kept == other.kept[::-1]).all()
    phase = [n for n, code in enumerate(BOOK.codes()) if code.axis == "phase"]
    assert (one.kept[:, phase].sum(axis=1) <= 1).all()


def test_groups_are_dealt_whole():
    units = material()[0]
    groups, names = groups_by(units, "document")
    parts = folds_by(groups, 4)
    assert len(names) == 6
    assert all(len(set(parts[groups == g])) == 1 for g in range(6))
