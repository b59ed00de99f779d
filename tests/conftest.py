"""Fixtures every test may use."""

import fcntl
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# how many examples: `make soak` takes the long profile; how long one takes is the machine's affair
settings.register_profile("short", max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", settings.get_profile("short"), max_examples=500)
settings.load_profile("short")

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


@pytest.fixture(scope="session")
def once(tmp_path_factory):
    """Return a function that has a folder made once for all processes that run the tests, and returns it; tests change copies of it only."""
    base = tmp_path_factory.getbasetemp()
    common = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder(name, make) -> Path:
        made = common / f"once-{name}"
        with (common / f"once-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                half = tmp_path_factory.mktemp(name) / "made"
                make(half)
                half.rename(made)
        return made

    return folder
