import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda.codebook.patterns import DEFAULT_SCORE, KEYS, Pattern, parse
from qda.codebook.phrases import Word, fold, phrase
from qda.errors import CodebookError


def words(raw):
    return [[(w.text, w.kind) for w in variant] for variant in phrase(raw).variants]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Data Sharing", [[("data", "word"), ("sharing", "word")]]),
        ("integrat*", [[("integrat", "stem")]]),
        ("*ination", [[("ination", "ending")]]),
        ("*kooperation*", [[("kooperation", "inside")]]),
        ("co-operat* body", [[("co", "word"), ("operat", "stem"), ("body", "word")], [("cooperat", "stem"), ("body", "word")]]),
        ("decision-making", [[("decision", "word"), ("making", "word")], [("decisionmaking", "word")]]),
        ("Arbeits- und Sozialpolitik", [[("arbeits", "word"), ("und", "word"), ("sozialpolitik", "word")]]),
        ("and/or", [[("and", "word"), ("or", "word")]]),
        ("city's board", [[("city", "word"), ("board", "word")]]),
        ("don’t share", [[("do", "word"), ("n't", "word"), ("share", "word")]]),
        ("cannot", [[("can", "word"), ("not", "word")]]),
        ("l’échange", [[("l", "word"), ("échange", "word")]]),
        ("Straße", [[("strasse", "word")]]),
        ("§ 16 SGB II", [[("16", "word"), ("sgb", "word"), ("ii", "word")]]),
    ],
)
def test_a_phrase_is_cut_as_texts_are(raw, expected):
    assert words(raw) == expected


def test_a_phrase_alone_is_any_of_one():
    assert parse("data sharing") == Pattern(any=(phrase("data sharing"),)) == parse({"phrase": "data sharing"})


def test_every_key_is_read():
    found = parse(
        {
            "all": ["lack*", "fund*"],
            "within": 6,
            "in_order": True,
            "score": 1,
            "negation": "keep",
            "near": ["city"],
            "unless": ["trust fund"],
        }
    )
    assert [p.text for p in found.all] == ["lack*", "fund*"]
    assert (found.within, found.in_order, found.score, found.negation) == (6, True, 1.0, "keep")
    assert [p.text for p in (*found.near, *found.unless)] == ["city", "trust fund"]


def test_defaults():
    found = parse({"any": ["board"]})
    assert (found.within, found.in_order, found.score, found.negation) == (None, False, DEFAULT_SCORE, None)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (None, "must be quoted"),
        ("", "empty"),
        ("  ", "empty"),
        (5, "put it in quotes"),
        (True, "put it in quotes"),
        ("- /", "holds no word"),
        ("lack, or", "',' cannot be matched"),
        ("in*te", "a star stands at the beginning or the end"),
        ("**x", "a star stands"),
        ("*", "a star stands"),
        ("silo-*", "a star stands"),
        ("a*", "at least two letters"),
        ({}, "one of `phrase`, `any`, `all`; found none"),
        ({"near": ["a"], "within": 3}, "found none"),
        ({"phrase": "a", "all": ["b", "c"]}, "found both `phrase` and `all`"),
        ({"any": ["a"], "all": ["b", "c"]}, "found both `any` and `all`"),
        ({"phras": "a"}, "did you mean 'phrase'?"),
        ({"phrase": "a", "within": 3}, "`within` needs `all`, `near` or `unless`"),
        ({"phrase": "a", "near": ["b"]}, "`near` needs `within`"),
        ({"phrase": "a", "in_order": True}, "`in_order` needs `all`"),
        ({"any": "board"}, "takes a list"),
        ({"any": []}, "empty list"),
        ({"any": [None]}, "must be quoted"),
        ({"any": ["ok", ""]}, "empty"),
        ({"all": ["one"]}, "two to 5 phrases; found 1"),
        ({"all": ["a", "b", "c", "d", "e", "f"]}, "found 6"),
        ({"all": ["a", "b"], "within": 0}, "from 1 on; found 0"),
        ({"all": ["a", "b"], "within": True}, "from 1 on"),
        ({"all": ["a", "b"], "within": "6"}, "from 1 on"),
        ({"all": ["a", "b"], "in_order": "yes"}, "true or false"),
        ({"phrase": "a", "score": 0}, "above 0"),
        ({"phrase": "a", "score": 1.1}, "at most 1"),
        ({"phrase": "a", "score": "high"}, "at most 1"),
        ({"phrase": "a", "negation": "kep"}, "did you mean 'keep'?"),
        ({"phrase": "a", 3: "b"}, "unknown key '3'"),
        ([1, 2], "put it in quotes"),
    ],
)
def test_what_is_no_pattern_says_why(raw, reason):
    with pytest.raises(CodebookError) as error:
        parse(raw)
    assert reason in str(error.value)
    assert "\n" not in str(error.value)


def test_fold_makes_words_comparable():
    assert fold("STRASSE") == fold("Straße") == "strasse"
    assert fold("Cafe\u0301") == "café"


plain = st.text(alphabet="abcdeéüßж", min_size=2, max_size=8)


@given(st.lists(plain, min_size=1, max_size=5))
def test_plain_words_come_back_folded(parts):
    assert [w.text for w in phrase(" ".join(parts)).variants[0]] == [fold(p) for p in parts]


@given(
    st.text(max_size=20)
    | st.none()
    | st.integers()
    | st.dictionaries(st.sampled_from(KEYS), st.text(max_size=5) | st.integers() | st.lists(st.text(max_size=5)))
)
def test_anything_is_a_pattern_or_a_codebook_error(raw):
    try:
        found = parse(raw)
    except CodebookError:
        return
    assert all(isinstance(w, Word) and w.text for p in (*found.any, *found.all) for variant in p.variants for w in variant)
