"""Worked examples of the literature: every expected value is met to the digits that were printed, and none is passed over."""

import json
from math import isnan

import pandas as pd
import pytest

from qda.agreement import (
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    from_contingency,
    from_counts,
    gwet_ac1,
    holsti,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
)
from qda.agreement.unitizing import unitizing_alpha, unitizing_by_code

pytestmark = pytest.mark.shared


def alpha(level):
    return lambda ratings: krippendorff_alpha(ratings, level=level).value


def fleiss_chance(ratings):
    """Agreement by chance, which kappa and the observed agreement imply."""
    observed, kappa = percent_agreement(ratings).value, fleiss_kappa(ratings).value
    return (observed - kappa) / (1 - kappa)


def kappa_interval(ratings):
    kappa = cohen_kappa(ratings)
    assert kappa.interval == "Fleiss-Cohen-Everitt, 95 %"
    return [kappa.low, kappa.high]


COEFFICIENTS = {
    "ac1": lambda ratings: gwet_ac1(ratings).value,
    "alpha_interval": alpha("interval"),
    "alpha_nominal": alpha("nominal"),
    "alpha_ordinal": alpha("ordinal"),
    "alpha_ratio": alpha("ratio"),
    "bp": lambda ratings: brennan_prediger(ratings).value,
    "fleiss": lambda ratings: fleiss_kappa(ratings).value,
    "fleiss_pe": fleiss_chance,
    "fleiss_po": lambda ratings: percent_agreement(ratings).value,
    "holsti": lambda ratings: holsti(ratings).value,
    "kappa": lambda ratings: cohen_kappa(ratings).value,
    "kappa_ci_fce": kappa_interval,
    "percent": lambda ratings: percent_agreement(ratings).value,
    "pi": lambda ratings: scott_pi(ratings).value,
}
"""Key of the file -> function of a table of ratings."""


def continuum(data):
    """Spans and documents of a vector: its units are (coder, start, length, code)."""
    begin = data["begin"]
    rows = [("d", start - begin, start - begin + length, code, str(coder)) for coder, start, length, code in data["units"]]
    spans = pd.DataFrame(rows, columns=["doc_id", "start", "end", "code", "coder"])
    return spans, pd.DataFrame({"doc_id": ["d"], "length": [data["length"]]})


def of_code(column):
    return lambda data, code: unitizing_by_code(*continuum(data)).set_index("code").loc[code, column]


SPANS = {
    "De": of_code("expected"),
    "Do": of_code("observed"),
    "alpha_u_2004": lambda data, code: unitizing_alpha(*continuum(data), code=code or None).value,
}
"""Key of the file, without what stands in brackets -> function of (the data of the vector, the code in brackets or "")."""


def holsti_counts(counts):
    """Ratings of which M agree, N1 are of the first coder and N2 of the second."""
    alone = [("x", None)] * (counts["N1"] - counts["M"]) + [(None, "x")] * (counts["N2"] - counts["M"])
    return pd.DataFrame([("x", "x")] * counts["M"] + alone, columns=["first", "second"])


TABLES = {
    "coders_x_units": lambda data: pd.DataFrame(data).T,
    "counts": holsti_counts,
    "table_2_raters": from_contingency,
    "units_x_categories": from_counts,
}
"""Kind of data -> function that makes ratings of it."""


def reached(vector, key):
    if vector["kind"] == "spans":
        name, _, code = key.partition("[")
        return SPANS[name](vector["data"], code.rstrip("]"))
    return COEFFICIENTS[key](TABLES[vector["kind"]](vector["data"]))


@pytest.fixture(scope="module")
def vectors(shared):
    return json.loads((shared / "data" / "agreement" / "vectors.json").read_text(encoding="utf-8"))


def test_no_key_and_no_kind_is_passed_over(vectors):
    keys = {key.partition("[")[0] for vector in vectors if vector["kind"] == "spans" for key in vector["expected"]}
    assert keys == SPANS.keys()
    assert {key for vector in vectors if vector["kind"] != "spans" for key in vector["expected"]} == COEFFICIENTS.keys()
    assert {vector["kind"] for vector in vectors} == {*TABLES, "spans"}


def test_every_vector_is_met(vectors):
    strays = []
    for vector in vectors:
        for key, (expected, tolerance) in vector["expected"].items():
            value = reached(vector, key)
            met = isnan(value) if expected == "undefined" else value == pytest.approx(expected, abs=tolerance)
            if not met:
                strays.append((vector["id"], key, expected, value))
    assert not strays


def test_an_undefined_coefficient_says_why(vectors):
    (ratings,) = (TABLES[v["kind"]](v["data"]) for v in vectors if v["id"] == "degenerate_one_category")
    for coefficient in (krippendorff_alpha, cohen_kappa, scott_pi, fleiss_kappa, gwet_ac1, brennan_prediger):
        result = coefficient(ratings)
        assert isnan(result.value)
        assert "one category" in result.reason
