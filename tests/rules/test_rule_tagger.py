import json

import pandas as pd
import pytest

from qda.codebook import parse_codebook
from qda.errors import BadInput, BadTable
from qda.frames import TABLES
from qda.model import machine_id
from qda.rules import RuleTagger
from qda.tagger import Tagger

BOOK = """
codebook: small
languages: [en, de]
split: valence
skip_roles: [interviewer]
matrix: {rows: [valence], columns: case, cell: factor}
axes:
  - id: valence
    kind: single
    negation: flip
    codes:
      - id: barrier
        patterns:
          en: [barrier, hamper*, {phrase: lack of, negation: keep}]
          de: [hindernis]
      - id: enabler
        patterns:
          en: [help, facilitat*, {phrase: cooperation, score: 0.5}]
  - id: factor
    negation: keep
    codes:
      - id: trust
        patterns: {en: [trust], de: [vertrauen]}
      - id: data
        implies: {valence: [barrier]}
        patterns: {en: [{all: [exchang*, data], within: 5}]}
"""


@pytest.fixture(scope="module")
def book():
    return parse_codebook(BOOK)


@pytest.fixture(scope="module")
def tagger(book):
    return RuleTagger(book)


def segments(*texts, **columns):
    rows, at = [], 0
    for i, text in enumerate(texts):
        rows.append(
            {"doc_id": "leeds/a", "start": at, "end": at + len(text), "text": text, **{k: v[i] for k, v in columns.items()}}
        )
        at += len(text) + 1
    return pd.DataFrame(rows)


def codes(frame):
    return list(zip(frame["axis"], frame["code"], strict=True))


def test_it_is_a_tagger(tagger):
    assert isinstance(tagger, Tagger)
    assert tagger.coder == "rules"


def test_rows_are_whole_codings(book):
    text = "There is hardly any trust 🙂 in cooperation."
    found = RuleTagger(book, coder="first rules", round=2).tag(segments("Hello.", text))
    assert list(found.columns) == TABLES["codings"].names
    row = found[found["code"] == "trust"].iloc[0].to_dict()
    expected = {
        "doc_id": "leeds/a",
        "start": 7,
        "end": 7 + len(text),
        "statement": f"leeds/a:7-{7 + len(text)}:first rules:2:barrier",
        "coder": "first rules",
        "round": 2,
        "origin": "rule",
        "status": "suggested",
        "quote": text,
        "evidence": "factor/trust#1 “trust” [20-25]; negated",
        "codebook_version": book.codebook_version,
    }
    assert {k: row[k] for k in expected} == expected
    key = {k: row[k] for k in ("doc_id", "start", "end", "axis", "code", "statement", "coder", "codebook_version")}
    assert row["id"] == machine_id(**key, round_=2)
    assert found["id"].is_unique


def test_two_valences_make_two_statements_each_with_its_factor(tagger):
    found = tagger.tag(segments("Lack of trust hampers us, but the exchange of data helps."))
    by = {s.rsplit(":", 1)[1]: set(codes(part)) for s, part in found.groupby("statement")}
    assert by == {
        "barrier": {("valence", "barrier"), ("factor", "trust")},
        "enabler": {("valence", "enabler"), ("factor", "data")},
    }


def test_the_interviewer_is_never_tagged(tagger):
    found = tagger.tag(segments("Is trust a barrier?", "Trust is a barrier.", role=["interviewer", "interviewee"]))
    assert set(found["start"]) == {20}


def test_the_language_of_the_segment_chooses_the_rules(tagger):
    texts = ("Vertrauen ist kein Hindernis, trust.", "trust and Vertrauen", "trust", "confianza trust")
    found = tagger.tag(segments(*texts, language=["de", "", "en-GB", "es"]))
    by = {text: codes(found[found["quote"] == text]) for text in texts}
    assert by[texts[0]] == [("valence", "enabler"), ("factor", "trust")]
    assert by[texts[1]] == by[texts[2]] == [("factor", "trust")]
    assert by[texts[3]] == [], "a language without patterns gets none"
    assert "“Vertrauen”" in found["evidence"].iloc[1]
    assert "“trust”" in found["evidence"].iloc[2]


def test_the_threshold_cuts_and_nothing_else(book):
    table = segments("Trust may be a barrier.", "We exchange data.", "Trust and exchange of data help.")
    everything = RuleTagger(book, threshold=0).tag(table)
    some = RuleTagger(book, threshold=0.4).tag(table)
    kept = everything[everything["score"] >= 0.4].reset_index(drop=True)
    pd.testing.assert_frame_equal(some, kept)
    assert 0 < len(some) < len(everything)
    assert ("valence", "barrier") in codes(everything[everything["evidence"] == "implied: factor/data"])


@pytest.mark.parametrize("threshold", [-0.1, 1.1])
def test_a_threshold_outside_the_unit_interval_is_refused(book, threshold):
    with pytest.raises(BadInput, match="outside"):
        RuleTagger(book, threshold=threshold)


def test_a_table_without_texts_or_with_wrong_columns(tagger):
    with pytest.raises(BadTable, match="'start' is missing"):
        tagger.tag(pd.DataFrame({"doc_id": ["a"]}))
    nothing = tagger.tag(segments("Good morning.", "…"))
    assert nothing.empty
    assert list(nothing.columns) == TABLES["codings"].names


def test_the_same_rows_on_every_run(book):
    table = segments("Lack of trust hampers us, but the exchange of data helps.", "Cooperation is a barrier.")
    first, second = RuleTagger(book), RuleTagger(book)
    pd.testing.assert_frame_equal(first.tag(table), second.tag(table))
    pd.testing.assert_frame_equal(first.tag(table), first.tag(table))
    alone = pd.concat([first.tag(table.iloc[[i]]) for i in range(2)], ignore_index=True)
    pd.testing.assert_frame_equal(first.tag(table), alone)


def test_match_finds_and_explain_also_shows_what_is_dropped():
    book = parse_codebook(
        "codebook: b\naxes: [{id: a, negation: drop, codes: [{id: c, patterns: {en: [trust]}}]}, {id: s, kind: single, codes: [{id: x}]}]\n"
    )
    tagger = RuleTagger(book)
    assert tagger.match("No trust.") == ()
    (hit,) = tagger.explain("No trust.", "en")
    assert (hit.effect, hit.cues, hit.evidence) == ("dropped", ("No",), "a/c#1 “trust” [3-8]; negated, dropped")


@pytest.mark.shared
def test_the_integration_codebook_beats_the_floor_on_the_example_bank(shared, root):
    """Rules on sentences written for the codebook: floors well below what they reach, so that only a broken engine falls through."""
    from qda.codebook import read_codebook

    lines = (shared / "data/examples/integration.en.jsonl").read_text(encoding="utf-8").splitlines()[::4]
    bank = [json.loads(line) for line in lines]
    found = RuleTagger(read_codebook(root / "codebooks/integration.yaml")).tag(segments(*(e["text"] for e in bank)))
    by = found.groupby(["start", "axis"])["code"].agg(set).to_dict()
    at, right, said, true = 0, 0, 0, 0
    for example in bank:
        guess, gold = by.get((at, "valence"), set()), {example["valence"]} - {""}
        right, said, true = right + len(guess & gold), said + len(guess), true + len(gold)
        at += len(example["text"]) + 1
    assert 2 * right / (said + true) > 0.7
