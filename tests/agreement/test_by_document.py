"""The bootstrap of documents, and where it is not offered."""

import numpy as np
import pandas as pd
import pytest
from continua import documents_of, spans_of

from qda.agreement.by_document import document_weights, with_interval
from qda.agreement.family import alpha_binary, alpha_codes, alpha_coding, alpha_continuum
from qda.agreement.result import Coefficient
from qda.agreement.unitizing import unitizing_alpha
from qda.errors import BadInput

COEFFICIENTS = [unitizing_alpha, alpha_binary, alpha_continuum, alpha_coding]


def many(documents, seed=3):
    rng = np.random.default_rng(seed)
    tables = []
    for n in range(documents):
        rows = [(c, s, s + int(rng.integers(4, 15)), "xy"[int(rng.integers(2))]) for c in "AB" for s in range(0, 80, 20)]
        tables.append(spans_of(rows, f"d{n:02}"))
    return pd.concat(tables), documents_of(**{f"d{n:02}": 100 for n in range(documents)})


def test_weights_draw_as_many_documents_as_there_are():
    weights = document_weights(12, 50, seed=4)
    assert weights.shape == (51, 12)
    assert (weights[0] == 1).all()
    assert (weights.sum(axis=1) == 12).all()
    assert (document_weights(12, 50, seed=4) == weights).all()
    assert document_weights(1, 50, seed=4).shape == document_weights(1, 0, seed=4).shape == (1, 1)


@pytest.mark.parametrize("coefficient", COEFFICIENTS)
def test_twelve_documents_have_an_interval(coefficient):
    found = coefficient(*many(12), times=200, seed=2)
    assert found.low < found.value < found.high
    assert found.interval == "bootstrap of documents (percentile, 200 times, seed 2)"
    assert found.reason == ""
    assert coefficient(*many(12), times=200, seed=2) == found
    wide = coefficient(*many(12), times=200, seed=2, confidence=0.99)
    assert wide.low < found.low
    assert coefficient(*many(12), times=0).value == pytest.approx(found.value, abs=1e-12)


@pytest.mark.parametrize("coefficient", COEFFICIENTS)
def test_below_ten_documents_it_comes_with_a_warning(coefficient):
    found = coefficient(*many(4), times=100)
    assert found.low <= found.value <= found.high
    assert found.reason == "4 documents: below 10 an interval by document is no more than a hint"


@pytest.mark.parametrize("coefficient", COEFFICIENTS)
def test_one_document_has_none(coefficient):
    found = coefficient(*many(1))
    assert np.isnan(found.low)
    assert (found.interval, found.reason) == ("", "no interval: one document only")


def test_every_code_has_its_own():
    found = alpha_codes(*many(12), times=100)
    assert all(c.low < c.value < c.high for c in found.values())


def test_resamples_without_a_value_are_counted():
    """Only one of eleven documents holds anything: about a third of the resamples miss it."""
    spans = spans_of([("A", 0, 4, "x"), ("B", 1, 5, "x")], "d00")
    found = alpha_binary(spans, documents_of(**{f"d{n:02}": 20 for n in range(11)}), times=100)
    assert "resamples without a value are left out" in found.reason
    assert not np.isnan(found.low)


def test_without_a_value_there_is_no_interval():
    nothing = Coefficient(name="x", value=float("nan"), reason="why")
    assert with_interval(nothing, np.array([np.nan, 0.5]), documents=20, seed=1, confidence=0.95) is nothing


def test_wrong_options_are_told_in_one_line():
    with pytest.raises(BadInput, match="times=-1"):
        unitizing_alpha(*many(2), times=-1)
    with pytest.raises(BadInput, match="confidence=95"):
        unitizing_alpha(*many(2), confidence=95)
