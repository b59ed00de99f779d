"""The main job on real reports: its matrices against the published tables: of one country with every run, of all with `make soak`."""

import json
from statistics import mean

import pytest
from published import COUNTRIES, figures

pytestmark = pytest.mark.shared


FAST = "Germany"
"""The country that is measured with every run of the tests; `make soak` measures all."""


def write(country, out):
    out.mkdir()
    (out / "figures.json").write_text(json.dumps(figures(country, out / "run")), encoding="utf-8")


@pytest.fixture(scope="module")
def measured(once):
    def of(country):
        folder = once(f"published-{country}", lambda out: write(country, out))
        return json.loads((folder / "figures.json").read_text(encoding="utf-8"))

    return of


@pytest.mark.parametrize("country", [pytest.param(c, marks=[] if c == FAST else pytest.mark.soak) for c in COUNTRIES])
def test_rules_alone_beat_the_floor(measured, country):
    found = measured(country)
    assert found["ap"] > found["floor_ap"]
    assert found["best_f1"] > found["floor_best_f1"]


@pytest.mark.soak
@pytest.mark.parametrize(("figure", "least"), [("ap", 0.22), ("best_f1", 0.37), ("f1", 0.33)])
def test_the_means_reach_what_was_asked(measured, figure, least):
    assert mean(measured(country)[figure] for country in COUNTRIES) >= least
