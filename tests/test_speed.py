"""The benchmark of the rules, run small: what it measures grows as it should."""

import re

import pytest
import speed


@pytest.fixture(scope="module")
def texts():
    return speed.paragraphs()[:60]


def test_books_of_any_size_hold_so_many_rules():
    for number in speed.RULES:
        book = speed.book_of(number)
        assert sum(len(code.patterns["en"]) for code in book.codes()) == number


def test_a_larger_book_is_whole_patterns_with_their_words_exchanged():
    patterns = [raw for code in speed.book_of(2000).codes() for raw in code.patterns["en"]]
    assert {"any", "near", "unless", "within"} <= {key for raw in patterns for key in raw}
    assert len({str(raw) for raw in patterns}) > 0.95 * len(patterns)
    near = {"any": ["trust", "lack of trust"], "near": ["grow*"], "within": 5}
    others = {"trust": "plan", "grow*": "end*"}
    assert speed.exchanged(near, others) == {"any": ["plan", "lack of plan"], "near": ["end*"], "within": 5}


def test_made_texts_have_so_many_words_in_chunks_that_are_bounded(texts):
    parts = list(speed.chunks(texts, 3000))
    assert 3000 <= sum(len(text.split()) for part in parts for _, text in part) < 3100
    assert all(len(part) <= speed.CHUNK for part in parts)
    assert parts == list(speed.chunks(texts, 3000))


def test_time_is_close_to_linear_in_words_and_well_below_linear_in_rules(texts):
    few, many = (speed.with_rules([("en", text) for _, text in texts], number) for number in (100, 2000))
    assert many.codings > few.codings
    assert many.seconds < 8 * few.seconds
    speed.with_words(texts, 2000)
    short, long = (speed.with_words(texts, number) for number in (2000, 16_000))
    assert long.seconds / long.size < 2 * short.seconds / short.size


def test_the_report_has_its_three_parts(texts, monkeypatch):
    monkeypatch.setattr(speed, "fresh", lambda work, *given: work(*given))
    monkeypatch.setattr(speed, "RULES", (10, 20))
    said = "\n".join(speed.report(texts[:20], most=1000, repeat=1))
    ratio = re.search(r"no word seen before (\d+\.\d+) \(at most 3\)", said)
    assert ratio
    assert float(ratio.group(1)) > 0
    assert re.search(r"^ +10 .*\n +20 ", said, re.MULTILINE)
    assert re.search(r"^ +10\d\d ", said, re.MULTILINE)
