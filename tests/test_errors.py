"""Every exception is one line for users, survives the way between processes, and has its place in the tree."""

import inspect
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda import errors
from qda.errors import QdaError, ReadError, UnknownName, nearest

ALL = [c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, QdaError)]
READ_ERRORS = [c for c in ALL if issubclass(c, ReadError)]


def test_the_tree_at_the_top_of_the_module_names_every_exception():
    drawn = errors.__doc__.split("A message")[0]
    assert all(c.__name__ in drawn for c in ALL)
    assert len(ALL) == 1 + drawn.count("── ")


@pytest.mark.parametrize("kind", ALL)
def test_all_are_caught_by_the_root_and_as_value_errors(kind):
    assert issubclass(kind, QdaError)
    assert issubclass(kind, ValueError)
    assert kind.__doc__


@pytest.mark.parametrize("kind", READ_ERRORS)
def test_read_errors_tell_file_reason_and_remedy_and_come_back_from_a_worker(kind):
    error = kind("corpus/leeds/a.pdf", "it is encrypted", "save it without a password")
    assert str(error) == "corpus/leeds/a.pdf: it is encrypted (save it without a password)"
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  our own bytes
    assert type(again) is kind
    assert (again.path, again.reason, again.remedy, str(again)) == (
        Path("corpus/leeds/a.pdf"),
        error.reason,
        error.remedy,
        str(error),
    )


def test_without_a_remedy_there_are_no_brackets():
    assert str(ReadError(Path("a.txt"), "no such file")) == "a.txt: no such file"


def test_an_unknown_name_reads_like_any_other_error_although_it_is_a_key_error():
    error = UnknownName("no axis 'valense'; did you mean 'valence'?")
    assert isinstance(error, KeyError)
    assert str(error) == "no axis 'valense'; did you mean 'valence'?"
    assert str(UnknownName()) == ""
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301  our own bytes


def test_nearest_comes_first_and_everything_allowed_follows():
    assert nearest("barier", ["enabler", "barrier", "barrier"]) == "did you mean 'barrier'? Allowed: 'barrier', 'enabler'"
    assert nearest("xyz", ["enabler", "barrier"]) == "Allowed: 'barrier', 'enabler'"
    assert nearest("xyz", []) == "Allowed: none"


def test_long_lists_are_cut_and_say_so():
    assert nearest("zzz", [f"code{i:02}" for i in range(15)]).endswith("'code11' and 3 more")


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=20))
def test_nearest_is_one_line_whatever_the_names_are(name, allowed):
    said = nearest(name, allowed)
    assert len(said.splitlines()) == 1
    assert "Allowed: " in said
