"""Fixtures every test may use."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


POSTGRES = "QDA_TEST_POSTGRES"


def pytest_collection_modifyitems(config, items):
    """Skip tests whose material or server is absent; in CI its absence is a failure."""
    if not SHARED.is_dir():
        _without("shared", f"{SHARED} is not there", items)
    if not os.environ.get(POSTGRES):
        _without("postgres", f"{POSTGRES} names no server", items)


def _without(mark, why, items):
    if os.environ.get("CI"):
        pytest.exit(f"{why}, and CI must have it", returncode=1)
    for item in items:
        if mark in item.keywords:
            item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture(scope="session")
def shared() -> Path:
    return SHARED


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT
