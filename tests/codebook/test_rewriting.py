"""A codebook file is changed where its values change, and nowhere else."""

import copy
import difflib

import pytest
from books import SMALL
from hypothesis import given
from hypothesis import strategies as st

from qda.codebook.dumping import dump, in_a_line
from qda.codebook.load import load_yaml
from qda.codebook.rewriting import rewritten

COMMENTED = """\
# whose book this is
codebook: b  # its name

# the axes
axes:
  # what hinders
  - id: a  # the first
    codes:
      # about trust
      - id: trust
        definition: >-
          People rely
          on each other.   # no comment, but text

        rule: |
          One.
            Two.
        patterns:
          en:
            # strong
            - trust*   # near certain
            # weak
            - {any: [rely,
                 faith], score: 0.3}
      # about money
      - {id: money, label: "Money"}
  # the end
title: Last  # of all
# good bye
"""


def data():
    return copy.deepcopy(load_yaml(COMMENTED, "b").data)


def changed(wanted):
    """Return the lines that were taken out and put in."""
    made = rewritten(COMMENTED, wanted)
    assert load_yaml(made, "b").data == wanted
    lines = difflib.ndiff(COMMENTED.splitlines(), made.splitlines())
    return [line for line in lines if line[:1] in "+-"]


def test_the_same_values_are_the_same_bytes():
    assert rewritten(COMMENTED, data()) == COMMENTED


def test_one_value_changes_its_own_line_and_keeps_the_comment_in_it():
    wanted = data() | {"title": "First"}
    assert changed(wanted) == ["- title: Last  # of all", "+ title: First  # of all"]


def test_a_pattern_is_added_below_the_others():
    wanted = data()
    wanted["axes"][0]["codes"][0]["patterns"]["en"].append("on my word")
    assert changed(wanted) == ["+             - on my word"]


def test_a_pattern_that_changes_leaves_the_comments_of_the_others():
    wanted = data()
    wanted["axes"][0]["codes"][0]["patterns"]["en"][1]["score"] = 0.2
    assert changed(wanted) == [
        "-             - {any: [rely,",
        "-                  faith], score: 0.3}",
        "+             - {any: [rely, faith], score: 0.2}",
    ]


def test_a_new_key_stands_behind_the_one_that_comes_before_it():
    wanted = data()
    first = wanted["axes"][0]["codes"][0]
    wanted["axes"][0]["codes"][0] = {"id": "trust", "label": "Trust", **{k: v for k, v in first.items() if k != "id"}}
    assert changed(wanted) == ["+         label: Trust"]


def test_codes_that_change_places_take_their_comments_along():
    wanted = data()
    wanted["axes"][0]["codes"].reverse()
    made = rewritten(COMMENTED, wanted)
    assert load_yaml(made, "b").data == wanted
    assert made.index("# about money") < made.index("id: money") < made.index("# about trust") < made.index("id: trust")
    assert sorted(made.split()) == sorted(COMMENTED.split())


def test_a_code_that_is_taken_out_leaves_the_rest_untouched():
    wanted = data()
    del wanted["axes"][0]["codes"][1]
    assert changed(wanted) == ["-       # about money", '-       - {id: money, label: "Money"}']


def test_an_entry_in_one_line_is_written_anew():
    wanted = data()
    wanted["axes"][0]["codes"][1]["label"] = "Cash"
    assert changed(wanted) == ['-       - {id: money, label: "Money"}', "+       - id: money", "+         label: Cash"]


def test_a_file_with_aliases_is_written_anew():
    text = "codebook: b\nx: &x [1]\ny: *x\n"
    wanted = load_yaml(text, "b").data | {"x": [2]}
    assert load_yaml(rewritten(text, wanted), "b").data == {"codebook": "b", "x": [2], "y": [1]}


@pytest.mark.parametrize(
    "value",
    ["no", "1e5", "0o17", "~", "12", "2012-05-01", " a", "a ", "a: b", "- a", "#", "", "a\u2028b", "x\x85", "\ta", "a\n\nb"],
)
def test_texts_that_look_like_something_else_stay_texts(value):
    assert load_yaml(dump({"codebook": value}), "b").data == {"codebook": value}
    assert load_yaml(f"codebook: [{in_a_line({'any': [value]})}]", "b").data == {"codebook": [{"any": [value]}]}


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff"), max_size=90
) | st.sampled_from(["no", "1", "two\nlines\n", " x ", "a " * 70])
VALUES = st.recursive(
    TEXTS | st.integers(-99, 99) | st.booleans() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["id", "any", "near", "label", "rule"]), inner, max_size=3)
    ),
    max_leaves=12,
)
BOOKS = st.dictionaries(st.sampled_from(["codebook", "title", "axes", "codes", "id", "languages"]), VALUES, min_size=1)


@given(BOOKS)
def test_what_is_written_reads_back_equal(book):
    assert load_yaml(dump(book) + "\n", "b").data == book


@given(BOOKS, BOOKS)
def test_any_file_takes_any_values(before, after):
    assert load_yaml(rewritten(dump(before) + "\n", after), "b").data == after


@given(st.data())
def test_a_real_file_takes_any_values_anywhere(chosen):
    wanted = copy.deepcopy(load_yaml(SMALL, "b").data)
    axis = chosen.draw(st.sampled_from(wanted["axes"]))
    code = chosen.draw(st.sampled_from(axis["codes"]))
    code[chosen.draw(st.sampled_from(["label", "rule", "patterns", "new"]))] = chosen.draw(VALUES)
    axis["codes"] = chosen.draw(st.permutations(axis["codes"]))
    made = rewritten(SMALL, wanted)
    assert load_yaml(made, "b").data == wanted
