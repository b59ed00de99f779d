"""Evidence points to the text: over random texts in six languages, with umlauts, emoji and combining marks, whatever the operator."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda.codebook import parse_codebook
from qda.rules import RuleTagger, explain
from qda.rules.around import Around, Unit, surroundings

WORDS = {
    "en": ["trust", "Trusted", "data-sharing", "board’s", "not", "lack of", "might", "don’t"],
    "de": ["Vertrauen", "Zuständigkeit", "Maßnahme", "kein", "mangelnde", "vielleicht", "Arbeits- und"],
    "fr": ["confiance", "l’échange", "n’est pas", "manque de", "peut-être", "État"],
    "it": ["fiducia", "dell’ente", "non", "mancanza di", "forse", "città"],
    "pl": ["zaufanie", "współpraca", "nie", "brak", "może", "Łódź"],
    "sv": ["förtroende", "samverkan", "inte", "brist på", "kanske", "Åmål"],
}
STRANGE = [
    "🙂",
    "👩‍👧",
    "cafe\u0301",
    "Zu\u0308ge",
    "e\u0301",
    "\u0301",
    ".",
    ",",
    "—",
    "(",
    ")",
    "\n\n",
    "\u00a0",
    "…",
    "ß",
    "İ",
    "ﬁ",
    "١٢",
]
BOOK = """
codebook: every_operator
languages: [en, de, fr, it, pl, sv]
split: v
matrix: {rows: [v], columns: case, cell: f}
axes:
  - id: v
    kind: single
    negation: flip
    codes:
      - {id: barrier, patterns: {LANGUAGE: [LACK, {phrase: SECOND, flip: [FIRST]}]}}
      - {id: enabler, patterns: {LANGUAGE: [FIRST]}}
  - id: f
    negation: keep
    codes:
      - id: one
        patterns:
          LANGUAGE:
            - FIRST
            - {all: [FIRST, SECOND], within: 4}
            - {all: [[FIRST, SECOND], LACK], in_order: true, scope: sentence}
            - {phrase: FIRST, near: [SECOND], scope: turn}
      - id: two
        patterns:
          LANGUAGE: [{phrase: SECOND, unless: [FIRST], within: 2}, "*üg*", café, {any: [FIRST, SECOND], near: [LACK], within: 3}, {phrase: FIRST, role: [x]}]
"""
KEYS = {
    "en": ("trust*", "data sharing", "lack of"),
    "de": ("vertrauen", "zuständigkeit", "mangelnd*"),
    "fr": ("confiance", "échange", "manque de"),
    "it": ("fiducia", "ente", "mancanza di"),
    "pl": ("zaufanie", "współprac*", "brak"),
    "sv": ("förtroende", "samverkan", "brist på"),
}


def tagger(language):
    text = BOOK.replace("LANGUAGE", language)
    for name, phrase in zip(("FIRST", "SECOND", "LACK"), KEYS[language], strict=True):
        text = text.replace(name, phrase)
    return RuleTagger(parse_codebook(text), threshold=0)


TAGGERS = {language: tagger(language) for language in WORDS}


@st.composite
def turns(draw):
    """Return a language and the segments of one speaker after the other."""
    language = draw(st.sampled_from(sorted(WORDS)))
    pieces = st.sampled_from(WORDS[language] + STRANGE) | st.text(max_size=3)
    texts = draw(st.lists(st.lists(pieces, max_size=9).map(" ".join), min_size=1, max_size=4))
    speakers = draw(st.lists(st.sampled_from(["", "A", "B"]), min_size=len(texts), max_size=len(texts)))
    return language, list(zip(speakers, texts, strict=True))


def units_of(language, said):
    at, units = 0, []
    for speaker, text in said:
        units.append(Unit("d", at, at + len(text) + 1, speaker, "x" if speaker == "A" else "", "", "", language, text))
        at += len(text) + 2
    return units


@given(turns())
def test_every_token_is_the_text_at_its_offsets_and_lies_in_its_segment(given_turns):
    language, said = given_turns
    units = units_of(language, said)
    for unit, around in zip(units, surroundings(units), strict=True):
        if around.turn:
            assert around.turn[around.at : around.at + len(unit.text)] == unit.text
        for hit in TAGGERS[language].explain(unit.text, language, around):
            assert hit.tokens == tuple(unit.text[a:b] for a, b in hit.spans)
            assert all(0 <= a < b <= len(unit.text) for a, b in hit.spans)
            assert all(b <= c for (_, b), (c, _) in zip(hit.spans, hit.spans[1:], strict=False))
            assert all(part in around.turn for part in hit.beyond)
            assert f"[{hit.start}-{hit.end}]" in hit.evidence
            assert "\n" not in hit.evidence


@given(turns())
def test_codings_carry_their_segment_as_quote_and_are_the_same_on_every_run(given_turns):
    language, said = given_turns
    units = units_of(language, [(speaker, text) for speaker, text in said if text])
    if units:
        table = pd.DataFrame(units)
        found = TAGGERS[language].tag(table)
        texts = {(u.start, u.end): u.text for u in units}
        assert all(
            texts[start, end] == quote for start, end, quote in zip(found["start"], found["end"], found["quote"], strict=True)
        )
        assert found["score"].between(0, 1).all()
        pd.testing.assert_frame_equal(found, tagger(language).tag(table))


@given(turns())
def test_explaining_agrees_with_matching(given_turns):
    language, said = given_turns
    for _, text in said:
        found = explain(TAGGERS[language].book, text, language=language, around=Around(role="x"))
        hits = TAGGERS[language].explain(text, language, Around(role="x"))
        rows = found[found["outcome"] != "missed"]
        assert rows["rule"].tolist() == [hit.rule for hit in hits]
        assert rows[["start", "end"]].to_numpy().tolist() == [[hit.start, hit.end] for hit in hits]


@pytest.mark.parametrize("language", sorted(WORDS))
def test_the_rules_of_the_test_are_found_in_each_language(language):
    a, b, lack = (key.rstrip("*") for key in KEYS[language])
    found = {hit.rule for hit in TAGGERS[language].explain(f"{a} x {b} {lack}. {a}", language, Around(role="x"))}
    assert found >= {"v/enabler#1", "f/one#1", "f/one#2", "f/one#3", "f/two#5"}
