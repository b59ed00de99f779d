"""The page about formats says what the readers say, and what it promises holds."""

import html
import re

import pytest

from qda.errors import UnsupportedFormat
from qda.ingest import answers, formats, limits, read
from qda.ingest.pdf import pages


@pytest.fixture(scope="module")
def page(root):
    return (root / "docs" / "formats.md").read_text(encoding="utf-8")


def rows(page, heading):
    table = re.search(rf"^\| {heading} \|.*\n\|[-|]+\n((?:\|.*\n)+)", page, re.MULTILINE)[1]
    cells = [re.split(r"(?<!\\)\|", line)[1:-1] for line in table.splitlines()]
    return [[html.unescape(cell.strip().strip("`")) for cell in line] for line in cells]


def test_the_page_lists_what_the_command_lists(page):
    table = formats()
    told = table[["name", "suffixes", "what", "recognised"]].to_numpy().tolist()
    readers = int((table["version"] != "").sum())
    assert rows(page, "format") == told[:readers]
    assert rows(page, "layout") == told[readers:]


def test_the_transcript_on_the_page_is_read_as_it_says(page, tmp_path):
    path = tmp_path / "talk.txt"
    path.write_text(re.search(r"```text\n(.*?)```", page, re.DOTALL)[1], encoding="utf-8")
    document = read(path)
    assert [(m.value, m.attributes.get("role", "")) for m in document.of_kind("turn")] == [("I", "interviewer"), ("B1", "")] * 2
    assert [document.text[m.start : m.end] for m in document.of_kind("preamble")] == ["Interview 7, 12 May"]


def test_the_marks_on_the_page_are_those_there_are(page):
    from qda.model import MARK_KINDS

    told = [kind for row in rows(page, "mark") for kind in re.findall(r"\w+", row[0])]
    assert sorted(told) == sorted(MARK_KINDS)


def test_the_limits_on_the_page_are_those_that_hold(page):
    told = [int(number.replace(",", "")) for number in re.search(r"more than ([^|]*) \|", page)[1].split() if number[0].isdigit()]
    assert told == [limits.MOST_BYTES // limits.MB, pages.MAX_PAGES, limits.MOST_TAGS, answers._MOST_ROWS]
    assert f"{limits.MOST_RATIO} times its size, or to more than {limits.MOST_INFLATED // limits.MB} MB" in page


@pytest.mark.parametrize(
    ("name", "remedy"), [("a.doc", "save it as docx"), ("a.zip", "unpack"), ("a.mp3", "transcribe"), ("a.xyz", "read are .csv")]
)
def test_files_without_a_reader_are_refused_with_what_to_do(tmp_path, name, remedy):
    (tmp_path / name).write_bytes(b"MZ\x90")
    with pytest.raises(UnsupportedFormat, match=remedy):
        read(tmp_path / name)
