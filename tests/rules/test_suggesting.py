"""Terms that tell the accepted codings of a code from the rest."""

from math import log, sqrt

import pandas as pd
import pytest

from qda.codebook import parse_codebook
from qda.codebook.patterns import parse
from qda.errors import BadInput, UnknownName
from qda.rules import RuleTagger, suggest_terms
from qda.rules.suggesting import COLUMNS, LEAST, PRIOR, log_odds
from qda.rules.terms import terms_of

BOOK = """
codebook: small
languages: [en, de]
axes:
  - {id: v, kind: single, codes: [{id: x}]}
  - id: factor
    negation: keep
    codes:
      - id: trust
        patterns: {en: [PATTERN], de: [vertrauen]}
      - id: money
"""
TRUST = ["The lenders quarrelled about mutual suspicion.", "Mutual suspicion, everywhere.", "Suspicion among the offices."]
REST = [
    "The offices have money.",
    "The lenders have money and rooms.",
    "Rooms and offices.",
    "Everywhere they have rooms.",
    "Large rooms cost honest money, small rooms cost honest money.",
]


def book(pattern="elephant"):
    return parse_codebook(BOOK.replace("PATTERN", pattern))


def tables(coded=TRUST, rest=REST, language="en", **columns):
    rows, at = [], 0
    for text in (*coded, *rest):
        rows.append({"doc_id": "d", "start": at, "end": at + len(text), "text": text, "language": language})
        at += len(text) + 1
    segments = pd.DataFrame(rows)
    codings = segments.head(len(coded))[["doc_id", "start", "end"]].assign(axis="factor", code="trust", coder="AB", **columns)
    return segments, codings


def test_terms_stand_with_their_counts_and_places():
    segments, codings = tables()
    found = suggest_terms(book(), segments, codings)
    assert list(found.columns) == list(COLUMNS)
    best = found.iloc[0].to_dict()
    expected = {"axis": "factor", "code": "trust", "language": "en", "term": "suspicion", "n_in": 3, "n_out": 0, "documents": 1}
    assert {name: best[name] for name in expected} == expected
    assert (best["line"], best["covered"], best["rule"]) == ("- suspicion", 0.0, "")
    whole = " ".join(segments["text"])
    assert whole[best["start"] : best["end"]] == "suspicion"
    assert set(found["term"]) == {"suspicion", "mutual suspicion", "mutual"}
    assert found["z"].is_monotonic_decreasing
    assert not {"lender", "office", "the"} & set(found["term"]), "what stands elsewhere as well tells nothing"


def test_the_figure_is_that_of_the_paper():
    y, n, x, m, a = 10, 100, 10, 900, 10.0
    prior = (a, PRIOR)
    first = log((y + a) / (n + PRIOR - y - a)) - log((x + a) / (m + PRIOR - x - a))
    assert log_odds((y, n), (x, m), prior) == pytest.approx((first, first / sqrt(1 / (y + a) + 1 / (x + a))))
    assert log_odds((5, 100), (5, 100), (3.0, 50.0))[1] == pytest.approx(0)
    assert log_odds((9, 100), (1, 100), (3.0, 50.0))[1] == pytest.approx(-log_odds((1, 100), (9, 100), (3.0, 50.0))[1])


def test_what_a_pattern_finds_already_is_said_and_the_example_is_a_place_it_does_not_find():
    segments, codings = tables()
    found = suggest_terms(book("mutual suspicion"), segments, codings).set_index("term")
    assert (found.loc["mutual suspicion", "covered"], found.loc["mutual suspicion", "rule"]) == (1.0, "factor/trust#1")
    assert found.loc["suspicion", "covered"] == pytest.approx(2 / 3, abs=1e-3)
    assert found.loc["suspicion", "start"] == len(" ".join(TRUST[:2])) + 1


def test_only_accepted_codings_of_the_coders_asked_for_count():
    segments, codings = tables()
    with pytest.raises(BadInput, match="no accepted codings to take terms from"):
        suggest_terms(book(), segments, codings.assign(status="suggested"))
    with pytest.raises(BadInput, match="no accepted codings of CD"):
        suggest_terms(book(), segments, codings, coders=["CD"])
    assert len(suggest_terms(book(), segments, codings, coders=["AB", "CD"]))
    with pytest.raises(UnknownName, match="did you mean 'trust'"):
        suggest_terms(book(), segments, codings, code="trustt")
    assert suggest_terms(book(), segments, codings, code="money").empty


def test_a_span_of_any_length_takes_the_segments_it_touches():
    segments, codings = tables()
    one = codings.head(1).assign(start=3, end=int(codings["end"].max()) - 3)
    assert suggest_terms(book(), segments, one)["n_in"].tolist() == suggest_terms(book(), segments, codings)["n_in"].tolist()


def test_documents_that_nobody_coded_are_not_compared_with():
    segments, codings = tables()
    other = segments.assign(doc_id="e", text="suspicion")
    found = suggest_terms(book(), pd.concat([segments, other]), codings)
    assert found.iloc[0]["n_out"] == 0


def test_languages_are_kept_apart_and_rare_terms_left_out():
    german = tables(
        ["Das Misstrauen der Ämter wuchs.", "Nur Misstrauen, einmalig."], ["Die Ämter haben Räume.", "Räume und Geld."], "de"
    )
    found = suggest_terms(book(), *german)
    assert found[["language", "term"]].to_numpy().tolist() == [["de", "misstrauen"]]
    assert (found["n_in"] >= LEAST).all()


def test_every_term_is_a_pattern_that_finds_its_place():
    segments, codings = tables()
    for term in suggest_terms(book(), segments, codings).to_dict("records"):
        assert parse(term["line"].removeprefix("- ")).any
        text = " ".join(segments["text"])[term["start"] : term["end"]]
        assert RuleTagger(book(term["term"])).match(text), term["term"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The boards, data files", ["board", "data", "data file", "file"]),
        ("en", "of it 12 up", []),
        ("de", "Die Zuständigkeiten der Ämter", ["zuständigkeit", "amt"]),
        ("en", "", []),
    ],
)
def test_terms_are_dictionary_forms_without_function_words(language, text, expected):
    assert [term.text for term in terms_of(text, language)] == expected
