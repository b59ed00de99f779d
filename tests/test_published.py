"""The main job on real reports: its matrices against the published tables."""

from statistics import mean

import pytest
from published import COUNTRIES, figures

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    return {country: figures(country, tmp_path_factory.mktemp(country)) for country in COUNTRIES}


@pytest.mark.parametrize("country", COUNTRIES)
def test_rules_alone_beat_the_floor(measured, country):
    found = measured[country]
    assert found["ap"] > found["floor_ap"]
    assert found["best_f1"] > found["floor_best_f1"]


@pytest.mark.parametrize(("figure", "least"), [("ap", 0.22), ("best_f1", 0.37), ("f1", 0.33)])
def test_the_means_reach_what_was_asked(measured, figure, least):
    assert mean(found[figure] for found in measured.values()) >= least
