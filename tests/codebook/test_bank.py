"""The example bank: what a line may say, what is refused and how, and the tables it gives."""

import json
import random
import shutil

import pytest
from books import SMALL
from hypothesis import given
from hypothesis import strategies as st

import qda
from qda.codebook import parse_codebook
from qda.codebook.bank import Bank, append_examples, bank_and_book, bank_for, bank_path, look_at_bank, read_bank, write_bank
from qda.codebook.bank_lines import LabelledExample, codes_of, folded, line_of, parse_line
from qda.errors import BadInput, FileNotThere, OutputError, UnknownName, UnreadableFile
from qda.frames import TABLES
from qda.model import canonical

BOOK = parse_codebook(SMALL)
GOOD = {
    "text": "We trust the board.",
    "language": "en",
    "voice": "interview",
    "codes": {"valence": ["enabler"], "factor": ["trust"], "phase": []},
    "near": {"factor": ["boards"]},
    "heading": "Delivery",
    "question": "What helps?",
}


def bank_file(folder, *lines):
    path = folder / "small.examples.jsonl"
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), encoding="utf-8")
    return path


def problems(line):
    return parse_line(line if isinstance(line, str) else json.dumps(line), BOOK)[1]


def test_a_line_says_an_example(tmp_path):
    bank = read_bank(bank_file(tmp_path, GOOD, {"text": "Es ist Mai.", "language": "de", "codes": {}}), BOOK)
    assert len(bank) == 2
    first, second = bank
    assert first.codes == {"valence": ("enabler",), "factor": ("trust",), "phase": ()}
    assert (first.near, first.heading, first.question) == ({"factor": ("boards",)}, "Delivery", "What helps?")
    assert (second.voice, second.codes, second.near) == ("", {}, {})
    assert bank.example(2) is second
    with pytest.raises(UnknownName, match=r"no example 3; there are 1 to 2"):
        bank.example(3)


def test_the_tables_hold_every_column_and_what_was_read_and_is_empty(tmp_path):
    bank = read_bank(bank_file(tmp_path, GOOD))
    segments, codings, near = bank.segments(), bank.codings(), bank.near()
    assert list(segments.columns) == TABLES["segments"].names
    assert list(codings.columns) == list(near.columns) == TABLES["codings"].names
    assert segments[["doc_id", "start", "end", "heading", "question", "language", "text"]].values.tolist() == [
        ["examples/1", 0, 19, "Delivery", "What helps?", "en", "We trust the board."]
    ]
    assert codings[["axis", "code"]].values.tolist() == [["valence", "enabler"], ["factor", "trust"], ["phase", ""]]
    assert set(codings["coder"]) == {"examples"}
    assert set(codings["status"]) == {"accepted"}
    assert near[["axis", "code", "status"]].values.tolist() == [["factor", "boards", "rejected"]]
    for name in ("segments", "codings", "near"):
        assert list(getattr(Bank(), name)().columns) == TABLES["segments" if name == "segments" else "codings"].names


def test_a_tagger_and_the_statements_run_on_it(tmp_path):
    from qda.rules import context_codes
    from qda.statements import cross

    both = GOOD | {"text": "Trust helps, the budget hinders.", "codes": {"valence": ["enabler", "barrier"], "factor": ["trust"]}}
    bank = read_bank(bank_file(tmp_path, GOOD, both), BOOK)
    found = qda.RuleTagger(BOOK).tag(bank.segments())
    assert ("examples/1", "trust") in set(zip(found["doc_id"], found["code"], strict=True))
    statements = cross(bank.codings(), bank.segments(), context_codes(BOOK, bank.segments()), BOOK)
    assert sorted(statements["valence"]) == ["barrier", "enabler", "enabler"]


WRONG = {
    "not JSON": ("{text", "no JSON: "),
    "an empty line": ("", "an empty line"),
    "a list": ("[1]", "one JSON object"),
    "nested without end": ("[" * 100_000, "nested too deeply"),
    "a key twice": ('{"text": "a", "text": "b"}', "key 'text' stands twice"),
    "an axis twice": ('{"text": "a", "language": "en", "codes": {"factor": [], "factor": []}}', "key 'factor' stands twice"),
    "an unknown key": (GOOD | {"voise": ""}, "voise: unknown key; did you mean 'voice'"),
    "no text": ({k: v for k, v in GOOD.items() if k != "text"}, "text: is missing"),
    "no codes": ({k: v for k, v in GOOD.items() if k != "codes"}, "codes: is missing"),
    "a number as text": (GOOD | {"text": 7}, "text: 7 is not text"),
    "a text without words": (GOOD | {"text": "... !"}, "text: holds no word"),
    "blanks around": (GOOD | {"text": "We trust "}, "text: is not in the form"),
    "half a character": (GOOD | {"text": "We \ud800 trust"}, "holds half a character"),
    "half a character in a code": (GOOD | {"codes": {"phase": ["\ud800"]}}, "holds half a character"),
    "a control character": (GOOD | {"text": "We \x07 trust"}, "text: is not in the form"),
    "letters taken apart": (GOOD | {"text": "Mu\u0308nzen"}, "text: is not in the form"),
    "a language in words": (GOOD | {"language": "German"}, "language: 'German' is not a language"),
    "a voice that does not exist": (GOOD | {"voice": "reports"}, "voice: 'reports'; did you mean 'report'"),
    "codes as a list": (GOOD | {"codes": ["trust"]}, "codes: ['trust'] is no object of axes"),
    "a code alone": (GOOD | {"codes": {"factor": "trust"}}, "codes.factor: 'trust' is no list"),
    "a code twice": (GOOD | {"codes": {"factor": ["trust", "trust"]}}, "codes.factor: 'trust' stands twice"),
    "an unknown code": (GOOD | {"codes": {"factor": ["thrust"]}}, "did you mean 'trust'"),
    "an unknown axis": (GOOD | {"near": {"factors": ["trust"]}}, "near.factors: codebook 'small' has no axis 'factors'; did you"),
    "given and near": (GOOD | {"near": {"factor": ["trust"]}}, "near.factor: 'trust' stands in codes too"),
    "two phases": (GOOD | {"codes": {"phase": ["development", "implementation"]}}, "an axis of kind single takes one code"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said_with_its_field(what):
    line, said = WRONG[what]
    example, found = parse_line(line if isinstance(line, str) else json.dumps(line), BOOK)
    assert example is None
    assert any(said in problem for problem in found), found


def test_the_axis_that_splits_may_have_both_codes():
    assert not problems(GOOD | {"codes": {"valence": ["barrier", "enabler"]}})


def test_without_a_codebook_any_code_is_taken():
    assert parse_line(json.dumps(GOOD | {"codes": {"colour": ["red"]}}))[1] == []


def test_all_problems_are_told_at_once_with_file_and_line(tmp_path):
    path = bank_file(tmp_path, GOOD, GOOD | {"voice": "x", "language": "y!"}, GOOD | {"text": "WE trust; the board"}, "{")
    with pytest.raises(BadInput) as refused:
        read_bank(path, BOOK)
    said = str(refused.value).splitlines()
    assert [line.removeprefix(f"{path}:").split(": ")[0:2] for line in said] == [
        ["2", "language"],
        ["2", "voice"],
        ["3", "text"],
        ["4", "no JSON"],
    ]
    assert said[2].endswith("stands in line 1 already")
    bank, found = look_at_bank(path, BOOK)
    assert (len(bank), found) == (1, said)


def test_files_that_cannot_be_read_are_told(tmp_path):
    with pytest.raises(FileNotThere, match="no such file"):
        read_bank(tmp_path / "none.examples.jsonl")
    with pytest.raises(UnreadableFile, match="a folder"):
        read_bank(tmp_path)
    (tmp_path / "x").write_bytes(b'{"text": "\xff"}')
    with pytest.raises(UnreadableFile, match="byte 10 is not UTF-8"):
        read_bank(tmp_path / "x")


TEXTS = st.text(min_size=1).map(lambda t: canonical(t).strip()).filter(folded)
CODES = st.dictionaries(st.text(), st.lists(st.text(), unique=True).map(tuple))
EXAMPLES = st.builds(
    LabelledExample,
    text=TEXTS,
    language=st.sampled_from(["en", "de", "pol"]),
    voice=st.sampled_from(["", "report"]),
    codes=CODES.map(lambda c: {a.encode("utf-8", "replace").decode(): v for a, v in c.items()}),
    heading=TEXTS,
)


@given(EXAMPLES)
def test_what_is_written_is_read(example):
    assert parse_line(line_of(example)) == (example, [])


def test_a_bank_is_written_the_same_every_time_and_in_one_step(tmp_path, monkeypatch):
    source = bank_file(tmp_path, GOOD, GOOD | {"text": "Der Ausschuß\u2028tagt.".replace("\u2028", " "), "language": "de"})
    bank = read_bank(source)
    target = tmp_path / "copy.jsonl"
    write_bank(target, bank)
    once = target.read_bytes()
    assert read_bank(target).examples == bank.examples
    assert "Ausschuß".encode() in once
    write_bank(target, bank)
    assert target.read_bytes() == once
    monkeypatch.setattr("pathlib.Path.replace", _no_room)
    with pytest.raises(OutputError, match="untouched"):
        write_bank(target, ())
    assert target.read_bytes() == once
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy.jsonl", "small.examples.jsonl"]


def _no_room(*_):
    raise OSError(28, "No space left on device")


def test_carriage_returns_at_line_ends_and_a_byte_order_mark_do_not_matter(tmp_path):
    path = tmp_path / "bank.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\r\n")
    assert len(read_bank(path)) == 1


def test_the_bank_lies_beside_its_codebook(tmp_path):
    book = tmp_path / "small.yaml"
    book.write_text(SMALL, encoding="utf-8")
    assert bank_for(book) is None
    assert bank_path(book) == bank_file(tmp_path, GOOD)
    assert len(bank_for(book)) == 1
    bank_file(tmp_path, GOOD | {"codes": {"factor": ["thrust"]}})
    with pytest.raises(BadInput, match="did you mean 'trust'"):
        bank_for(book)


def test_the_shipped_bank_has_its_name_beside_the_shipped_codebook(root):
    assert bank_path("integration") == root / "codebooks" / "integration.examples.jsonl"


def test_reading_takes_time_in_proportion(tmp_path):
    import time

    words = [f"word{i}" for i in range(500)]
    rng = random.Random(1)  # noqa: S311  no secret
    lines = [GOOD | {"text": " ".join(rng.choices(words, k=20))} for _ in range(4000)]
    shutil.rmtree(tmp_path, ignore_errors=True)
    tmp_path.mkdir()

    def seconds(count):
        path = bank_file(tmp_path, *lines[:count])
        start = time.process_time()
        read_bank(path, BOOK)
        return time.process_time() - start

    seconds(500)
    assert seconds(4000) < 16 * max(seconds(1000), 0.005)


def test_what_is_added_stands_at_the_end_and_the_lines_before_stay(tmp_path):
    odd = '{"language":"en",  "codes": {}, "text": "Odd spacing, no line end."}'
    path = tmp_path / "small.examples.jsonl"
    path.write_text(odd, encoding="utf-8")
    new = LabelledExample(text="We rely on each other.", language="en", codes={"factor": ("trust",)})
    assert append_examples(path, [new], BOOK) == 2
    assert path.read_text(encoding="utf-8") == odd + "\n" + line_of(new) + "\n"
    before = path.read_bytes()
    for example, said in (
        (new, "stands in line 2 already"),
        (LabelledExample(text="Other.", language="en", codes={"factor": ("thrust",)}), "did you mean 'trust'"),
    ):
        with pytest.raises(BadInput, match=said):
            append_examples(path, [example], BOOK)
    assert path.read_bytes() == before
    assert append_examples(tmp_path / "new.examples.jsonl", [new]) == 1


def test_a_bank_finds_its_codebook_and_a_codebook_its_bank(tmp_path):
    book = tmp_path / "small.yaml"
    book.write_text(SMALL, encoding="utf-8")
    path = bank_file(tmp_path, GOOD)
    for name, codebook in ((book, ""), (path, ""), (path, str(book))):
        assert (bank_and_book(name, codebook)[0], bank_and_book(name, codebook)[1].id) == (path, "small")
    with pytest.raises(BadInput, match=r"no codebook other\.yaml lies beside"):
        bank_and_book(tmp_path / "other.examples.jsonl")
    with pytest.raises(FileNotThere):
        bank_and_book("integrations")


def test_codes_are_written_in_one_word():
    assert codes_of(" a=b , a=c,d= ,") == {"a": ("b", "c"), "d": ()}
    for wrong in ("a", "=b", "a=b,c"):
        with pytest.raises(BadInput, match="write axis=code"):
            codes_of(wrong)
