"""Real files, against a reading of their own that shares nothing with the readers: at least 99 of 100 turns with speaker and time."""

import csv
import html
import json
import re
from collections import Counter

import pytest

from qda.ingest import read

pytestmark = pytest.mark.shared
CUE = re.compile(r"(\d\d):(\d\d):(\d\d)\.(\d{3}) --> (\d\d):(\d\d):(\d\d)\.(\d{3})\n(?:<v (?://)?(\w+)>)?(.*)", re.DOTALL)


def turns(document):
    times = {(m.start, m.end): m for m in reversed(document.of_kind("time"))}
    for turn in document.of_kind("turn"):
        time = times[turn.start, turn.end]
        yield turn.value, int(time.value), time.attributes.get("t1"), "".join(document.text[turn.start : turn.end].split())


def milliseconds(hours, minutes, seconds, thousandths=0):
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)


def share(expected, found):
    return sum((Counter(expected) & Counter(found)).values()) / max(len(expected), len(found))


def test_noscribe_html(shared):
    path = shared / "data" / "ingest" / "noscribe_interview.html"
    paragraphs = re.findall(r"<p[^>]*>(.*?)</p>", path.read_text("utf-8"), re.DOTALL)
    anchors = [re.findall(r'<a name="ts_(\d+)_(\d+)_([^"]*)"', p) for p in paragraphs]
    expected = [(a[0][2], int(a[0][0]), int(a[-1][1])) for a in anchors if a and a[0][2]]
    assert share(expected, [turn[:3] for turn in turns(read(path))]) >= 0.99


def test_noscribe_txt(shared):
    path = shared / "data" / "ingest" / "noscribe_interview.txt"
    heads = re.findall(r"^(S\d\d): \[(\d\d):(\d\d):(\d\d)\]", path.read_text("utf-8"), re.MULTILINE)
    assert share([(who, milliseconds(*clock)) for who, *clock in heads], [turn[:2] for turn in turns(read(path))]) >= 0.99


def test_noscribe_vtt(shared):
    path = shared / "data" / "ingest" / "noscribe_interview.vtt"
    expected = []
    for block in path.read_text("utf-8").split("\n\n"):
        if (cue := CUE.search(block)) is None:
            continue
        who, begin, end, said = (
            cue[9] or "",
            milliseconds(*cue.groups()[:4]),
            milliseconds(*cue.groups()[4:8]),
            "".join(cue[10].split()),
        )
        if expected and expected[-1][0] == who:
            expected[-1] = (who, expected[-1][1], end, expected[-1][3] + said)
        else:
            expected.append((who, begin, end, said))
    expected = [(who, begin, end if end >= begin else None, said) for who, begin, end, said in expected]
    assert len(expected) > 50
    assert share(expected, list(turns(read(path)))) >= 0.99


def test_interviews_of_taguette(shared, tmp_path):
    wrong, total = [], 0
    for one in json.loads((shared / "data" / "taguette" / "documents.json").read_text("utf-8"))["documents"]:
        path = tmp_path / f"{one['id']}.html"
        path.write_text(one["html"], encoding="utf-8")
        document = read(path)
        place = 0
        for paragraph in re.findall(r"<p>(.*?)</p>", one["html"], re.DOTALL):
            said = " ".join(html.unescape(re.sub(r"<[^>]+>", "", paragraph)).split())
            label = re.match(r"MODERATOR\s*:\s*", said)
            said = said[label.end() :] if label else said
            place = document.text.index(said, place)
            speakers = [m.value for m in document.of_kind("turn") if m.start <= place < m.end] or [""]
            total += bool(said)
            wrong += [said] if said and speakers != ["MODERATOR" if label else ""] else []
    assert total > 2900
    assert len(wrong) <= 0.01 * total


def test_answers_of_experts(shared):
    path = shared / "data" / "expert_interviews" / "transcripts.csv"
    with path.open(encoding="cp1252", newline="") as stream:
        rows = list(csv.DictReader(stream))
    expected = [
        (row["Name"], q, "".join(row[q].split())) for row in rows for q in ("Q1", "Q2", "Q3", "Q4", "Q5") if row[q].strip()
    ]
    document = read(path)
    questions = {(m.start, m.end): m.value for m in document.of_kind("question")}
    found = [
        (m.value, questions[m.start, m.end], "".join(document.text[m.start : m.end].split())) for m in document.of_kind("turn")
    ]
    assert share(expected, found) == 1
