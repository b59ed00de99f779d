import numpy as np
import pandas as pd
import pytest
from books import SMALL
from hypothesis import given
from hypothesis import strategies as st

from qda.codebook import parse_codebook
from qda.errors import BadInput
from qda.frames import check
from qda.learn.labels import Labels
from qda.learn.predicting import Scored
from qda.learn.queueing import WAYS, Waiting, audit_order, columns_asked, queue
from qda.learn.stopping import Past, audit_sample, stopping

BOOK = parse_codebook(SMALL)
CODES = [code.id for code in BOOK.codes()]
TRUST = CODES.index("trust")


def units(n=20):
    rows = [
        {"doc_id": f"d{i % 3}", "start": i * 10, "end": i * 10 + 9, "text": f"sentence {i}", "language": "en"} for i in range(n)
    ]
    return check("segments", pd.DataFrame(rows))


def waiting(scores, *, unread=None, rules=None, code=None, cut=0.5):
    segments = units(len(scores))
    table = np.zeros((len(scores), len(CODES)))
    table[:, TRUST] = scores
    least = np.full(table.shape, cut)
    said = np.zeros(table.shape, bool)
    if rules is not None:
        said[:, TRUST] = rules
    return Waiting(
        book=BOOK,
        segments=segments,
        unread=np.ones(len(scores), bool) if unread is None else np.array(unread),
        found=Scored(scores=table, kept=table >= least, least=least),
        rules=None if rules is None else Scored(scores=said.astype(float), kept=said, least=least),
        codes=columns_asked(BOOK, code),
    )


def test_the_likeliest_come_first_and_what_was_read_does_not_come():
    found = queue(waiting([0.2, 0.9, 0.6, 0.95], unread=[True, True, True, False]), by="likely", n=2)
    assert found["start"].tolist() == [10, 20]
    assert found["code"].tolist() == ["trust", "trust"]
    assert found["reason"].tolist() == ["trust is likely (0.90)", "trust is likely (0.60)"]


def test_the_least_sure_come_first():
    found = queue(waiting([0.02, 0.52, 0.99, 0.3]), by="uncertainty")
    assert found["start"].tolist() == [10, 30, 0, 20]
    assert "0.52, and suggestions begin at 0.50" in found["reason"][0]


def test_where_rules_and_model_differ_comes_with_who_says_what():
    found = queue(waiting([0.9, 0.1, 0.9, 0.4], rules=[False, True, True, False]), by="disagreement")
    assert found["start"].tolist() == [0, 10]
    assert found["reason"][0].startswith("the model would suggest trust, the rules would not")
    assert found["reason"][1].startswith("the rules would suggest trust, the model would not")


def test_mixed_takes_of_each_in_turn_and_nothing_twice():
    found = queue(waiting(np.linspace(0.05, 0.95, 20), rules=[True] * 5 + [False] * 15), by="mixed", n=20)
    assert found["by"].tolist()[:4] == ["likely", "uncertainty", "disagreement", "audit"]
    assert not found.duplicated(["doc_id", "start"]).any()
    assert len(found) == 20


def test_one_code_may_be_asked_for():
    assert set(queue(waiting([0.9, 0.8], code="factor/trust"), by="likely")["code"]) == {"trust"}
    assert queue(waiting([0.9, 0.8], code="money"), by="likely").empty


@pytest.mark.parametrize(("options", "message"), [({"by": "mixd"}, "did you mean 'mixed'"), ({"n": 0}, "at least one segment")])
def test_what_is_asked_wrongly_is_refused(options, message):
    with pytest.raises(BadInput, match=message):
        queue(waiting([0.5]), **options)


def test_an_unknown_code_is_refused_with_the_nearest():
    with pytest.raises(BadInput, match="did you mean 'trust'"):
        columns_asked(BOOK, "trst")


@pytest.mark.parametrize("by", WAYS)
def test_when_all_is_read_nothing_comes(by):
    assert queue(waiting([0.5, 0.6], unread=[False, False], rules=[True, False]), by=by).empty


@given(order=st.permutations(range(20)), seed=st.integers(0, 5))
def test_the_draw_does_not_depend_on_the_order_of_the_table(order, seed):
    segments = units()
    mixed = segments.iloc[list(order)].reset_index(drop=True)
    one = segments.iloc[audit_order(segments, seed)]["start"].tolist()
    assert mixed.iloc[audit_order(mixed, seed)]["start"].tolist() == one
    assert sorted(one) == segments["start"].tolist()


def test_another_seed_gives_another_draw():
    assert audit_order(units(), 1) != audit_order(units(), 2)


def test_the_audit_goes_on_where_it_stopped():
    first = queue(waiting([0.1] * 20), by="audit", n=5, seed=3)["start"].tolist()
    unread = ~units()["start"].isin(first).to_numpy()
    after = queue(waiting([0.1] * 20, unread=unread), by="audit", n=5, seed=3)["start"].tolist()
    assert queue(waiting([0.1] * 20), by="audit", n=10, seed=3)["start"].tolist() == first + after


# ------------------------------------------------------------------------------------------------------------------------ when to stop


def past(given_, read, expected):
    given_table, judged, table = (np.zeros((len(read), len(CODES)), kind) for kind in (bool, bool, float))
    given_table[:, TRUST], judged[:, TRUST], table[:, TRUST] = given_, read, expected
    return Past(labels=Labels(given=given_table, judged=judged), expected=table)


def stop(scores, read, given_, seed=1):
    read = np.array(read, bool)
    asked = waiting(scores, unread=~read, code="trust")
    return stopping(asked, past(np.array(given_, bool) & read, read, np.array(scores)), seed=seed).iloc[0]


def test_what_is_unseen_is_what_the_scores_add_up_to():
    scores = [0.5] * 10 + [0.2] * 10
    row = stop(scores, [True] * 10 + [False] * 10, [True, False] * 5 + [False] * 10)
    assert (row["found"], row["read"], row["unread"]) == (5, 10, 10)
    assert row["unseen"] == pytest.approx(2.0)
    assert row["low"] <= 2 <= row["high"]


def test_more_is_unseen_where_more_was_found_than_expected():
    scores = [0.2] * 20
    few, many = (stop(scores, [True] * 10 + [False] * 10, [n < found for n in range(20)])["unseen"] for found in (1, 8))
    assert few < 2 < many


def test_how_much_to_read_follows_from_the_order_by_score():
    scores = [0.5] * 4 + [0.9] * 5 + [0.01] * 11
    row = stop(scores, [True] * 4 + [False] * 16, [True, True] + [False] * 18)
    assert 5 <= row["to_read"] <= 6
    assert stop([0.5] * 20, [True] * 20, [True] * 20)["to_read"] == 0


def test_the_random_sample_is_the_beginning_of_the_draw():
    segments = units()
    order = audit_order(segments, 1)
    unread = np.ones(20, bool)
    unread[[*order[:6], *order[9:]]] = False
    assert audit_sample(segments, unread, 1).tolist() == order[:6]
    assert len(audit_sample(segments, np.zeros(20, bool), 1)) == 20


def test_the_sample_corrects_a_model_that_sees_nothing():
    segments = units(200)
    order = audit_order(segments, 1)
    read = np.zeros(200, bool)
    read[order[:80]] = True
    given_ = np.zeros(200, bool)
    given_[order[::2]] = True
    asked = waiting([0.0] * 200, unread=~read, code="trust")
    row = stopping(asked, past(given_ & read, read, np.zeros(200)), seed=1).iloc[0]
    assert (row["audit_read"], row["audit_found"]) == (80, 40)
    assert row["audit_low"] < 60 < row["audit_high"]
    assert "trust the sample" in row["remark"]


def test_without_a_sample_it_says_so():
    assert "no random sample was read" in stop([0.5] * 20, [False] * 20, [False] * 20)["remark"]
