"""The line a result prints."""

from math import nan

import pytest

from qda.agreement import Coefficient


@pytest.mark.parametrize(
    ("result", "line"),
    [
        (
            Coefficient(name="x", value=0.25, variant="ordinal metric", n_units=1200, n_coders=3),
            "x, ordinal metric 0.250 (1,200 units, 3 coders)",
        ),
        (Coefficient(name="x", value=nan, reason="one category"), "x undefined (0 units, 0 coders): one category"),
        (
            Coefficient(name="x", value=1.0, low=0.5, high=1.0, n_units=2, n_coders=2),
            "x 1.000 [0.500, 1.000] (2 units, 2 coders)",
        ),
    ],
)
def test_it_reads_as_a_line(result, line):
    assert str(result) == line
