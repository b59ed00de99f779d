"""The splitter on hard cases in six languages, on real reports, and on anything hypothesis can think of."""

import csv
import itertools
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda.segment.lexicon import LANGUAGES
from qda.segment.sentences import split

CASES = Path(__file__).parent / "cases"
ENOUGH = {"en": 60, "de": 60, "fr": 20, "it": 20, "pl": 20, "sv": 20}

PIECES = [
    *(
        "z. B. ",
        "Dr. ",
        "e.g. ",
        "usw. ",
        "No. ",
        "3. ",
        "1. ",
        "(1) ",
        "(3)",
        "(lacht)",
        "//mhm//",
        "[…]",
        "(...)",
        "...",
        "…",
        ". ",
        "! ",
        "?",
        ".12 ",
        "“",
        "”",
        "»",
        "«",
    ),
    *(
        "The ",
        "Die ",
        "und ",
        "Politik",
        "W ",
        "r. ",
        "J. R. ",
        "\n",
        "\n\n",
        "\n• ",
        "\n- ",
        " ",
        "\u00a0",
        "🙂",
        "👩🏽‍🔬",
        "e\u0301",
        "\u0301",
        "ﬁ",
        "א. ב",
        "中文。",
        "\u200b",
        ".",
    ),
]


def cases(language):
    """Read the data table: text, and the places where a new sentence begins."""
    for line in (CASES / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, starts = "", set()
            for part in line.replace("\\n", "\n").split(" | "):
                text += " " if text and not text.endswith("\n") else ""
                starts |= {len(text)} if text else set()
                text += part
            yield text, starts


def sentences(text, language="en"):
    return [text[a:b] for a, b in split(text, language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_hard_cases(language):
    table = list(cases(language))
    found = [{start for start, _ in split(text, language)} - {0} for text, _ in table]
    true = sum(len(f & gold) for f, (_, gold) in zip(found, table, strict=True))
    wrong = [text for f, (text, gold) in zip(found, table, strict=True) if f != gold]
    assert len(table) >= ENOUGH[language]
    assert true / sum(map(len, found)) >= 0.97, wrong
    assert true / sum(len(gold) for _, gold in table) >= 0.97, wrong


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "", []),
        ("en", " \n\t ", []),
        ("en", "no stop at all", ["no stop at all"]),
        ("en", "...", ["..."]),
        ("en", "One.  Two.\n", ["One.", "Two."]),
        ("en", "It was lack of trust.The council left.", ["It was lack of trust.", "The council left."]),
        ("en", "Node.js and www.The-council.org are names.", ["Node.js and www.The-council.org are names."]),
        ("en", "It runs. (It does.) Then it stops.", ["It runs.", "(It does.)", "Then it stops."]),
        ("en", "He left (!) Newcastle and came (?) back.", ["He left (!) Newcastle and came (?) back."]),
        ("en", "Aims: 1. Jobs 2. Homes", ["Aims: 1. Jobs", "2. Homes"]),
        ("en", "It was 2. We lost 3. That was it.", ["It was 2.", "We lost 3.", "That was it."]),
        ("en", "Look at a) Jobs. b) Homes. c) Trust.", ["Look at a) Jobs.", "b) Homes.", "c) Trust."]),
        ("de", "Ja, genau. //S2: Ist das schön. // Ich kam dann.", ["Ja, genau. //S2: Ist das schön. //", "Ich kam dann."]),
        ("de", "Das war im Jahr 2019. Politik war anders.", ["Das war im Jahr 2019.", "Politik war anders."]),
        ("de", "Am 3. 5. 2020 kam er.", ["Am 3. 5. 2020 kam er."]),
        ("fr", "« C’est fini. » Puis il part.", ["« C’est fini. »", "Puis il part."]),
        ("xx", "Dr. Berg came. He left.", ["Dr. Berg came.", "He left."]),
    ],
)
def test_what_ends_a_sentence(language, text, expected):
    assert sentences(text, language) == expected


def test_a_language_changes_the_answer():
    text = "Das war am 3. Mai."
    assert sentences(text, "de") == [text]
    assert sentences(text, "en") == ["Das war am 3.", "Mai."]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)), st.sampled_from([*LANGUAGES, "", "xx"]))
def test_sentences_cover_everything_but_white_space(text, language):
    spans = split(text, language)
    bare = "".join(text.split())
    assert "".join("".join(text[a:b].split()) for a, b in spans) == bare
    assert all(0 <= a < b <= len(text) and text[a:b] == text[a:b].strip() for a, b in spans)
    assert all(before[1] <= behind[0] for before, behind in itertools.pairwise(spans))


@given(st.lists(st.sampled_from([piece for piece in PIECES if "\n" not in piece])).map("".join))
def test_every_sentence_of_a_line_but_the_last_says_something(text):
    assert all(any(c.isalnum() for c in sentence) for sentence in sentences(text, "de")[:-1])


@given(
    st.lists(
        st.sampled_from(["We met in May.", "They left early!", "Who pays for this?", "🙂 It works.", "Élan is all."]), min_size=1
    )
)
def test_plain_sentences_come_back(parts):
    assert sentences(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "unit",
    [
        "(",
        "((",
        "[",
        "! ",
        ". ",
        "…",
        ".",
        "a. ",
        "z. B. ",
        "1. ",
        "(1) ",
        "//a ",
        "“",
        ".” ",
        "\n",
        "\n ",
        " ",
        "(a. ",
        "A (b c. D",
        "x.12 ",
        ". (a) ",
        "-",
        "w",
    ],
)
def test_time_is_linear_in_hostile_text(unit):
    short, long = unit * (2_000 // len(unit)), unit * (32_000 // len(unit))
    assert _seconds(long) < 16 * 4 * max(_seconds(short), 0.005)


def _seconds(text):
    start = time.process_time()
    split(text, "de")
    return time.process_time() - start


@pytest.mark.shared
@pytest.mark.parametrize(
    ("country", "found", "invented"), [("UK", 0.98, 0.02), ("Germany", 0.98, 0.04), ("Italy", 0.98, 0.02), ("France", 0.98, 0.04)]
)
def test_sentences_of_the_reports(shared, country, found, invented):
    with (shared / f"data/localise/{country}/segments.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    hits = misses = extra = 0
    for _, group in itertools.groupby(rows, key=lambda row: row["heading"]):
        texts = [row["text"] for row in group]
        gold = set(itertools.accumulate(len(t) + 1 for t in texts[:-1]))
        got = {start for start, _ in split(" ".join(texts), rows[0]["language"])} - {0}
        hits, misses, extra = hits + len(got & gold), misses + len(gold - got), extra + len(got - gold)
    assert hits / (hits + misses) >= found
    assert extra / (hits + extra) <= invented


@pytest.mark.shared
def test_a_transcript_keeps_its_remarks_with_what_was_said(shared):
    text = (shared / "data/ingest/noscribe_interview.txt").read_text(encoding="utf-8")
    turns = [line.split("] ", 1)[1] for line in text.splitlines() if line.startswith("S0") and "] " in line]
    found = [sentence for turn in turns for sentence in sentences(turn, "de")]
    assert len(turns) > 20
    assert len(found) > 2 * len(turns)
    assert not [s for s in found if not any(c.isalnum() for c in s)]
    assert not [s for s in found if s.startswith(("(.)", "(..)", "(...)"))]
