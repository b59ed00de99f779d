"""``qda formats``."""

import pytest
from typer.testing import CliRunner

from qda.cli.app import app
from qda.ingest import formats


@pytest.fixture(scope="module")
def printed():
    result = CliRunner().invoke(app, ["formats"])
    assert result.exit_code == 0
    return result.stdout


def test_every_format_stands_in_a_line_with_how_it_is_recognised(printed):
    lines = [line.split("  ")[0] for line in printed.splitlines()]
    assert lines == ["name", *formats()["name"]]
    assert "begins with WEBVTT" in printed
    assert "Name and time alone on a line" in printed
