"""Stores to test with."""

import pytest
from books import SMALL
from claims import document, grid

from qda.codebook import parse_codebook
from qda.store import Store


@pytest.fixture(scope="session")
def book():
    return parse_codebook(SMALL)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "study.qda"


@pytest.fixture
def store(path, book):
    with Store.create(path, book=book) as made:
        yield made


@pytest.fixture
def filled(store):
    """A store with one document, cut into three units."""
    store.add_documents([document()])
    store.set_segments(grid())
    return store
