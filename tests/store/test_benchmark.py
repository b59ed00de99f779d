"""The benchmark of the store asks and acts; small here."""

import importlib.util

import pytest


@pytest.fixture
def benchmark(root):
    spec = importlib.util.spec_from_file_location("store_benchmark", root / "benchmarks" / "store.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_it_asks_and_acts(benchmark, capsys):
    benchmark.main(["--documents", "20", "--codings", "400", "--acts", "2", "--repeat", "1"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("20 documents, 430 codings")
    named = [line[:36].strip() for line in lines]
    acts = ["code", "accept", "reject", "memo on a coding", "recode", "undo", "code, while the backup is made"]
    assert named[1:12] == ["act", *acts, "question", "open and close", "open, read the codebook, close"]
    for line in lines[2:9]:
        median, late, processor = map(float, line[36:].split())
        assert 0 < median <= late
        assert processor > 0


def test_the_plain_reads_read_the_same(benchmark, tmp_path):
    path = tmp_path / "study.qda"
    benchmark.made(path, 20, 400)
    with benchmark.Store.open(path) as store:
        codings, segments = store.codings(), store.segments()
    plain = benchmark.plain(path, benchmark.PLAIN_CODINGS)
    assert sorted(row[5] for row in plain) == sorted(codings["id"])
    assert {row[:5] for row in plain} == set(
        codings[["doc_id", "start", "end", "axis", "code"]].itertuples(index=False, name=None)
    )
    read = benchmark.plain(path, benchmark.PLAIN_SEGMENTS + benchmark.IN_ORDER)
    assert [row[:3] for row in read] == list(segments[["doc_id", "start", "end"]].itertuples(index=False, name=None))
    assert [row[-1] for row in read] == segments["text"].tolist()
