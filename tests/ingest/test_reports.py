"""The four extracted reports, against their cleaned sentences."""

import pytest
from measure_reports import shares


@pytest.mark.shared
@pytest.mark.parametrize(("country", "least"), [("UK", 0.95), ("Germany", 0.99), ("Italy", 0.95), ("France", 0.95)])
def test_sentences_stand_in_one_paragraph_under_their_heading(shared, country, least):
    inside, placed, lost = shares(shared / "data" / "localise" / country)
    assert placed >= least, lost[:5]
    assert inside >= placed
