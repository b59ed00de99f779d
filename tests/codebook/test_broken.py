"""A pattern that cannot be read: refused by a strict reading, left out and named by a lenient one."""

import pytest

from qda.codebook import parse_codebook
from qda.codebook.patterns import Broken
from qda.errors import CodebookError
from qda.rules import RuleTagger

BOOK = """codebook: small
languages: [en]
axes:
  - id: a
    negation: keep
    codes:
      - id: one
        patterns:
          en:
            - trust
            - BROKEN
            - board
      - id: two
      - id: three
        context:
          heading:
            en: [CONTEXT]
  - {id: s, kind: single, codes: [{id: x}]}
"""


def text(pattern="fine", context="fine"):
    return BOOK.replace("BROKEN", pattern).replace("CONTEXT", context)


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("*ination", 'must be quoted: "*ination"'),
        ("{any: [*ination]}", 'must be quoted: "*ination"'),
        ("{phrase: x, nearby: [y]}", "unknown key 'nearby' in a pattern; did you mean 'near'? Allowed: phrase, any, all"),
        (
            "{phrase: x, negation: flip}",
            "`negation: flip` needs an axis of two codes, and this one has 3; allowed here: keep, drop",
        ),
        ("{phrase: x, flip: [y]}", "`flip` needs an axis of two codes"),
        ("{phrase: x, near: [y], within: 0}", "from 1 on"),
        ("12", "put it in quotes"),
    ],
)
def test_it_is_named_with_file_line_code_and_remedy(pattern, reason):
    with pytest.raises(CodebookError) as refused:
        parse_codebook(text(pattern), file="small.yaml")
    book = parse_codebook(text(pattern), file="small.yaml", lenient=True)
    assert book.broken == (str(refused.value),)
    assert str(refused.value).startswith("small.yaml:11: axes.0.codes.0.patterns.en.1: a/one: ")
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("context", "reason"),
    [
        ("{phrase: x, role: [y]}", "`role` has no meaning under `context`"),
        ("{phrase: x, heading: [y]}", "`heading` has no meaning under `context`"),
        ("{phrase: x, near: [y], scope: turn}", "`scope: turn` has no meaning under `context`; allowed here: segment, sentence"),
    ],
)
def test_a_context_has_no_context(context, reason):
    (line,) = parse_codebook(text(context=context), lenient=True).broken
    assert reason in line
    assert line.startswith("codebook:17: axes.0.codes.2.context.heading.en.0: a/three: ")


def test_the_others_are_read_under_their_own_numbers():
    book = parse_codebook(text("*ination"), lenient=True)
    tagger = RuleTagger(book)
    assert [hit.rule for hit in tagger.match("The board coordinates: coordination is trust.")] == ["a/one#1", "a/one#3"]
    assert isinstance(book.code("a", "one").patterns["en"][1], Broken)


def test_a_whole_codebook_has_nothing_broken_and_the_same_hash_either_way():
    strict, lenient = parse_codebook(text()), parse_codebook(text(), lenient=True)
    assert strict.broken == lenient.broken == ()
    assert strict.hash == lenient.hash


@pytest.mark.parametrize(
    "broken", [text().replace("a\n    neg", "a\n    kind: tripple\n    neg"), text().replace("codebook: small\n", "title: *x\n")]
)
def test_what_is_no_pattern_is_refused_all_the_same(broken):
    with pytest.raises(CodebookError):
        parse_codebook(broken, lenient=True)
