"""Stores to test with."""

import functools
import shutil
from contextlib import contextmanager

import pytest
from books import SMALL
from claims import document, grid
from killing import Workshop

from qda.codebook import parse_codebook
from qda.store import Store
from qda.store.databases import server

OF_FILES = {"path", "tmp_path", "tmp_path_factory"}
MODULES = {f"test_{name}" for name in ("audit", "changing", "codings", "documents", "judging", "lookups", "machine", "memos")}
MODULES |= {"test_settling", "test_staging", "test_undo"}


def pytest_generate_tests(metafunc):
    """Run what concerns questions and acts on both kinds of databases; what names a file is about files."""
    served = metafunc.module.__name__.rpartition(".")[2] in MODULES
    if served and {"store", "filled"} & {*metafunc.fixturenames} and not OF_FILES & _named(metafunc):
        metafunc.parametrize("backend", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)


def _named(metafunc):
    """Return the fixtures that a test asks for, also through fixtures of its own module."""
    made = metafunc.definition._fixtureinfo.name2fixturedefs
    own = [made[name][-1] for name in metafunc.fixturenames if name in made and name not in {"store", "filled"}]
    return {*metafunc.definition._fixtureinfo.argnames, *(n for f in own if f.baseid.endswith(".py") for n in f.argnames)}


@pytest.fixture(scope="session")
def book():
    return parse_codebook(SMALL)


@pytest.fixture(scope="session")
def workshop(root):
    made = Workshop(root)
    yield made
    made.close()


@pytest.fixture
def backend(request):
    return getattr(request, "param", "sqlite")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "study.qda"


@pytest.fixture(scope="session")
def prepared_database(book):
    from servers import Prepared, empty_database

    with empty_database() as address, pytest.MonkeyPatch.context() as patch:
        # an engine remembers how questions are put to the server, which takes longer to work out than the answers
        patch.setattr(server, "engine_for", functools.cache(server.engine_for))
        prepared = Prepared(address, book)
        yield prepared
        prepared.close()


@pytest.fixture
def address():
    """The address of a database with nothing in it."""
    from servers import empty_database

    with empty_database() as made:
        yield made


@pytest.fixture
def store(backend, book, once, request):
    """An empty project; in a file, or on a server."""
    if backend == "sqlite":
        with opened(once("empty", lambda folder: make(folder, book)), request.getfixturevalue("path"), book) as made:
            yield made
        return
    database = request.getfixturevalue("prepared_database")
    database.begin_again()
    with Store.open(database.address) as made:
        yield made


@pytest.fixture
def filled(backend, book, once, request):
    """A project with one document, cut into three units."""
    if backend == "sqlite":
        made = once("filled", lambda folder: make(folder, book, filling=fill))
        with opened(made, request.getfixturevalue("path"), book) as store:
            yield store
    else:
        store = request.getfixturevalue("store")
        fill(store)
        yield store


def make(folder, book, *, filling=lambda _: None):
    folder.mkdir()
    with Store.create(folder / "study.qda", book=book) as store:
        filling(store)


def fill(store):
    store.add_documents([document()])
    store.set_segments(grid())


@contextmanager
def opened(folder, path, book):
    """Open a copy of what was made once."""
    shutil.copy(folder / "study.qda", path)
    with Store.open(path) as store:
        store.__dict__["book"] = book  # as one that was created knows it
        yield store
