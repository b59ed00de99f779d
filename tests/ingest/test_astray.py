"""Times that are there but cannot be brought together with the text: a refusal with its reason, never untimed prose."""

import pytest
from transcripts import word

from qda.errors import UnreadableFile
from qda.ingest import read


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("I: How? #00:61:75-3#\n\nB: Well. #00:62:00-0#", "'#00:61:75-3#' is left over"),
        ("First this. #0:99:05-1#\nThen that.\nAnd more.\nAnd more.", "'#0:99:05-1#' is left over"),
        ("0:0:5.100 --> 0:0:78.250\nKim\nYes.\n0:0:79.0 --> 0:0:80.0\nAna\nNo.", "'0:0:5.100 --> 0:0:78.250' is left over"),
        ("[0:05:00] First this.\n[0:09:00] Then that.\n[0:02:00] And this.", "the time at '\\[0:02:00\\] And this.' goes back"),
    ],
)
def test_times_that_cannot_be_aligned(text, reason, tmp_path):
    (tmp_path / "a.txt").write_text(text)
    with pytest.raises(UnreadableFile, match=rf"its times cannot be aligned: {reason} \(mend the time, or take all times out\)"):
        read(tmp_path / "a.txt")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (
            [["0:01", "Yes."], ["0:05", "No."], ["0:09", "So."], ["0:12", "Well."], ["later", "Still."]],
            "'later' in the column of times is no time",
        ),
        ([["0:01", "Yes."], ["0:09", "No."], ["0:05", "So."]], "the time '0:05' goes back"),
    ],
)
def test_tables_whose_times_cannot_be_aligned(rows, reason, tmp_path):
    (tmp_path / "a.docx").write_bytes(word(rows))
    with pytest.raises(UnreadableFile, match=f"its times cannot be aligned: {reason}"):
        read(tmp_path / "a.docx")


def test_a_second_recording_in_one_file_begins_anew(tmp_path):
    (tmp_path / "a.txt").write_text("[0:05:00] First this.\n[0:09:00] Then that.\n[0:00:02] And this.")
    assert [int(m.value) for m in read(tmp_path / "a.txt").of_kind("time")] == [300000, 540000, 2000]


@pytest.mark.parametrize(
    "rows",
    [
        [["09:00", "Welcome"], ["10:30", "Coffee"], ["12:00", "Lunch"]],
        [["Year", "What happened"], ["1999", "The office opened."], ["2003", "It closed."]],
        [["1", "First goal"], ["2", "Second goal"], ["3", "Third goal"]],
        [["Course", "Places"], ["German", "40"], ["Polish", "25"]],
    ],
)
def test_tables_that_are_no_talk(rows, tmp_path):
    (tmp_path / "a.docx").write_bytes(word("A plan", rows))
    document = read(tmp_path / "a.docx")
    assert (document.of_kind("turn"), len(document.of_kind("cell"))) == ((), sum(map(len, rows)))


@pytest.mark.parametrize(
    "text",
    [
        "The bus leaves at 9:00 and at 10:30.\nIt comes back at 12:15.",
        "9:00 Welcome\n10:30 Coffee\n12:00 Lunch",
        "1 First goal\n2 Second goal\n3 Third goal\n4 Fourth goal\n5 Fifth goal",
        "1999\tThe office opened.\n2003\tIt closed.\n2011\tIt opened again.",
        "#1: more work, #2: less rent.",
    ],
)
def test_texts_with_numbers_that_are_no_talk(text, tmp_path):
    (tmp_path / "a.txt").write_text(text)
    document = read(tmp_path / "a.txt")
    assert document.of_kind("turn") == ()
    assert "".join(document.text.split()) == "".join(text.split())


@pytest.mark.parametrize(
    "answer", ["The money. (0:02:10)", "The money (0:02:10)", "Nobody has any (2:10)", "Nobody, says Kim Lee (0:02:10)"]
)
def test_a_clock_in_brackets_at_the_end_of_an_answer_is_no_head_of_otter(answer, tmp_path):
    (tmp_path / "a.docx").write_bytes(
        word("I: What is hard? (0:02:01)", f"B: {answer}", "I: Why? (0:02:20)", "B: Nobody helps (0:02:30)", answer)
    )
    document = read(tmp_path / "a.docx")
    assert document.attributes["layout"] == "labelled"
    assert [m.value for m in document.of_kind("turn")] == ["I", "B", "I", "B"]
