"""Fixtures every test may use."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def pytest_collection_modifyitems(config, items):
    """Skip tests that read the measured material where it is absent; in CI its absence is a failure."""
    if SHARED.is_dir():
        return
    if os.environ.get("CI"):
        pytest.exit(f"{SHARED} is absent, and CI must have it", returncode=1)
    for item in items:
        if "shared" in item.keywords:
            item.add_marker(pytest.mark.skip(reason=f"{SHARED} is not there"))


@pytest.fixture(scope="session")
def shared() -> Path:
    return SHARED


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT
