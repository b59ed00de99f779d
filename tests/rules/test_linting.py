"""Rules are run on their own examples, on their neighbours' anchor examples, on labelled sentences and on material; each finding tells line and remedy."""

import pandas as pd
import pytest

from qda.codebook import parse_codebook
from qda.codebook.linting import lint
from qda.frames import check
from qda.rules import RuleTagger, lint_material, lint_patterns, rule_figures

BOOK = """\
codebook: b
languages: [en, de]
matrix: {rows: [phase], cell: factor}
axes:
  - id: phase
    kind: single
    inherit: [question]
    codes:
      - id: design
        context: {question: {en: [planning], de: [planung]}}
        patterns: {en: [plan], de: [planung]}
      - id: delivery
        context: {question: {en: [delivery], de: [umsetzung]}}
        patterns: {en: [deliver*], de: [umsetz*]}
  - id: factor
    codes:
      - id: trust
        anchor_examples: ["We trust the board."]
        patterns:
          en:
            - trust*
            - {any: [rely], near: [on them], within: 4}
          de: [vertrauen*]
        examples: {hit: ["We trust them."], miss: ["They left."]}
      - id: boards
        anchor_examples: ["The committee meets on Monday."]
        patterns: {en: [board, committee], de: [gremium]}
"""

WORDS = "add the words people use, or take out what nobody says"
WRITE = "write them, or take 'de' out of the languages"


def tagger(*changes):
    text = BOOK
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return RuleTagger(parse_codebook(text, file="b.yaml"))


def told(findings):
    return [str(finding) for finding in findings]


def segments(*texts, language="en", question=""):
    rows = [
        {"doc_id": f"d/{n}", "start": 0, "end": len(t), "text": t, "language": language, "question": question}
        for n, t in enumerate(texts)
    ]
    return check("segments", pd.DataFrame(rows))


def codings(texts, *labels):
    """Return labels of the axis factor, of the texts in order; none: the text was not read."""
    rows = [
        {"doc_id": f"d/{n}", "start": 0, "end": int(texts["end"][n]), "axis": "factor", "code": code}
        for n, codes in enumerate(labels)
        if codes is not None
        for code in codes or ("",)
    ]
    return check("codings", pd.DataFrame(rows))


def test_a_code_that_fires_on_a_neighbours_anchor_example_is_told_with_the_line_of_its_rule():
    (finding,) = told(lint_patterns(tagger()))
    assert finding == (
        "b.yaml:27: warning: factor/boards: also fires (en factor/boards#1) on the anchor example of factor/trust “We trust the board.”:"
        " narrow it with `unless` or `near`, or say in the coding rule that both are coded"
    )


def test_a_passage_that_is_an_anchor_example_of_both_is_no_finding():
    both = ('["The committee meets on Monday."]', '["The committee meets on Monday.", "We trust the board."]')
    assert all("factor/boards: also" not in line for line in told(lint_patterns(tagger(both))))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'hit: ["We trust them."]',
            'hit: ["We like them."]',
            "b.yaml:24: warning: factor/trust: no pattern matches its example “We like them.” (en): mend",
        ),
        (
            'miss: ["They left."]',
            'miss: ["They trust."]',
            "factor/trust: a pattern matches its counter-example “They trust.” (en): mend",
        ),
        (
            '["The committee meets on Monday."]',
            '["Nobody comes."]',
            "b.yaml:27: warning: factor/boards: its patterns do not match its own example: write",
        ),
        (
            "- trust*",
            "- {phrase: trust, unless: [trust]}",
            "b.yaml:21: warning: factor/trust: pattern 1 in 'en' can never match: what it asks for, it also excludes",
        ),
        ("within: 4}", "within: 4, unless: [rely on]}", ""),
        ("within: 4}", "within: 4, unless: [rely]}", "b.yaml:22: warning: factor/trust: pattern 2 in 'en' can never match"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old, new, said):
    found = told(lint_patterns(tagger((old, new))))
    assert any(said in line for line in found)
    assert sum("can never match" in line for line in found) == ("can never match" in said)


def test_codes_that_only_ask_for_what_stands_around_are_not_tried_on_their_own_words():
    found = told(lint_patterns(tagger(("- trust*", "- {phrase: trust, question: [planning], score: 0.5}"))))
    assert not [line for line in found if "can never match" in line]


def test_rules_that_match_nothing_in_the_material_are_told_language_by_language():
    found = told(lint_material(tagger(), segments("We trust it.", "A plan.", "They deliver."), what="corpus"))
    assert found == [
        f"b.yaml:22: warning: factor/trust: pattern 2 of 2 in 'en' never matches in 3 passages of the corpus: {WORDS}",
        f"b.yaml:27: warning: factor/boards: none of its 2 patterns in 'en' matches in 3 passages of the corpus: {WORDS}",
    ]


def test_context_rules_that_no_question_meets_are_told():
    found = told(lint_material(tagger(), segments("A plan.", question="And planning?"), what="corpus"))
    assert any(
        "phase/delivery: its only pattern for the question in 'en' is not reached in 1 question of the corpus" in line
        for line in found
    )
    assert not any("phase/design: none" in line for line in found)


SAME = ("en: [board, committee]", "en: [trust, committee]")


def test_two_codes_that_fire_on_the_same_words_are_told():
    texts = ["We trust it.", "They trust us.", "Trust is all.", "The committee meets."]
    (finding,) = [line for line in told(lint_material(tagger(SAME), segments(*texts))) if "same words" in line]
    assert (
        "b.yaml:19: warning: factor/trust: fires on the same words as factor/boards always in the material, as in “We trust it.”: "
        in finding
    )


def test_two_codes_on_other_words_of_the_same_passages_are_none():
    texts = ["We trust the board.", "They trust a committee.", "Trust in the board is all."]
    assert not [line for line in told(lint_material(tagger(), segments(*texts))) if "same words" in line]


def test_few_places_say_nothing_about_two_codes():
    assert not [
        line for line in told(lint_material(tagger(SAME), segments("We trust it.", "They trust us."))) if "same words" in line
    ]


def test_precision_and_recall_count_what_was_read():
    texts = segments("We trust it.", "They trust the board.", "We rely on them.", "Nothing here.", "Trust is not read.", "Ja.")
    found = rule_figures(tagger(), texts, codings(texts, ["trust"], ["boards"], ["trust"], [], None, []))
    shown = ["line", "texts", "labelled", "fired", "right", "precision", "recall", "f1"]
    rows = {(row["code"], row["rule"]): [round(float(row[name]), 3) for name in shown] for row in found.to_dict("records")}
    assert rows["trust", ""] == [17, 5, 2, 3, 2, 0.667, 1.0, 0.8]
    assert rows["trust", "factor/trust#1"] == [21, 5, 2, 2, 1, 0.5, 0.5, 0.5]
    assert rows["trust", "factor/trust#2"] == [22, 5, 2, 1, 1, 1.0, 0.5, 0.667]
    assert set(found["axis"]) == {"factor"}


def test_a_rule_that_never_fires_has_no_precision():
    found = rule_figures(tagger(), segments("Nothing."), codings(segments("Nothing."), ["trust"]))
    row = found[(found["level"] == "code") & (found["code"] == "trust")].iloc[0]
    assert row["fired"] == 0
    assert pd.isna(row["precision"])
    assert (row["recall"], row["f1"]) == (0.0, 0.0)


def test_what_a_question_says_counts_where_the_text_says_nothing():
    labels = check("codings", pd.DataFrame([{"doc_id": "d/0", "start": 0, "end": 9, "axis": "phase", "code": "design"}]))
    found = rule_figures(tagger(), segments("We met daily.", question="And planning?").assign(end=9, text="We met it"), labels)
    row = found[(found["level"] == "code") & (found["code"] == "design") & (found["language"] == "en")].iloc[0]
    assert row[["labelled", "fired", "right"]].tolist() == [1, 1, 1]


def test_context_rules_that_cannot_tell_two_codes_apart_are_told():
    found = told(lint(tagger(("en: [delivery], de: [umsetzung]", "en: [Planning], de: [umsetzung]")).book))
    assert any(
        "b.yaml:13: warning: phase/delivery: context.question “Planning” can never tell: design has it, too, and phase allows one"
        in line
        for line in found
    )


def test_a_language_without_patterns_is_told_for_text_and_context():
    found = told(lint(tagger((", de: [gremium]", ""), ("en: [planning], de: [planung]", "en: [planning]")).book))
    assert [line for line in found if "no patterns" in line] == [
        f"b.yaml:10: warning: phase/design: no patterns in the question in 'de': headings and questions in that language say nothing: {WRITE}",
        f"b.yaml:27: warning: factor/boards: no patterns in 'de': passages in that language are never suggested: {WRITE}",
    ]


def test_rules_that_ask_for_a_question_are_run_with_it():
    bound = tagger(("- trust*", "- {phrase: trust, question: [planning], score: 0.5}"))
    texts = segments("We trust it.", question="And planning?")
    assert not [line for line in told(lint_material(bound, texts)) if "factor/trust: pattern 1" in line]
    figures = rule_figures(bound, texts, codings(texts, ["trust"]))
    assert figures.set_index("rule").loc["factor/trust#1", "right"] == 1


def test_roles_that_are_not_coded_are_passed_over():
    silent = tagger(("languages:", "skip_roles: [interviewer]\nlanguages:"))
    assert lint_material(silent, segments("We trust it.").assign(role="interviewer")) == ()
