"""Which suggestions are worth a look: each axis says from which score on."""

import pandas as pd
import pytest

from qda.codebook import parse_codebook
from qda.errors import CodebookError
from qda.rules import RuleTagger

BOOK = """
codebook: small
matrix: {rows: [usual], columns: case, cell: firm}
axes:
  - id: firm
    least: 0.5
    codes: [{id: one, patterns: {en: [{phrase: board, score: SCORE}]}}]
  - id: usual
    codes: [{id: two, patterns: {en: [{phrase: board, score: SCORE}]}}]
"""
ONE = pd.DataFrame([{"doc_id": "leeds/a", "start": 0, "end": 10, "text": "The board."}])


def codes(score, threshold):
    return set(RuleTagger(parse_codebook(BOOK.replace("SCORE", str(score))), threshold=threshold).tag(ONE)["code"])


@pytest.mark.parametrize(("score", "found"), [(0.1, set()), (0.21, {"two"}), (0.49, {"two"}), (0.5, {"one", "two"})])
def test_each_axis_says_what_is_worth_a_look(score, found):
    assert codes(score, None) == found


def test_a_threshold_holds_for_all_axes_alike():
    assert codes(0.1, 0.05) == {"one", "two"}
    assert codes(0.3, 0.4) == set()


@pytest.mark.parametrize("least", ["1.5", "-0.1", "much"])
def test_a_least_score_lies_between_0_and_1(least):
    with pytest.raises(CodebookError, match=r"codebook:6: axes\.0\.least"):
        parse_codebook(BOOK.replace("0.5", least))
