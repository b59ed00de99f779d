import subprocess
import sys

import numpy as np
import pytest

from qda.errors import BadInput, FileNotThere
from qda.learn import embedding
from qda.learn.embedding import Embedder
from qda.learn.remembering import Remembered, user_folder
from qda.learn.vocabulary import read_vocabulary

TEXTS = ["The budget was cut.", "Funding is scarce.", "The cat sleeps on the mat.", "", "Ё̈ 🚲 Zürich"]


@pytest.fixture(scope="module")
def encode():
    pytest.importorskip("onnxruntime")
    return Embedder(cache=None)


def test_like_texts_lie_nearer_than_others(encode):
    money, funds, cat, *_ = np.asarray(encode(TEXTS), float)
    assert money @ funds > 0.4 > money @ cat


def test_vectors_have_length_one_and_do_not_depend_on_their_neighbours(encode):
    alone = np.concatenate([Embedder(cache=None)([text]) for text in TEXTS[:3]])
    together = encode(TEXTS)
    assert np.array_equal(alone, together[:3])
    assert np.linalg.norm(together.astype(float), axis=1) == pytest.approx(1, abs=2e-3)


def test_the_vectors_are_those_of_the_known_model(encode):
    first = encode(["This is an example sentence"])[0].astype(float)
    assert first[:3] == pytest.approx(KNOWN, abs=5e-3)


KNOWN = [0.0677, 0.0635, 0.0487]
"""The first numbers that the card of all-MiniLM-L6-v2 shows for "This is an example sentence"."""


def test_long_texts_are_cut(encode):
    long = "word " * 2000
    assert np.array_equal(encode([long])[0], encode([long + "and more"])[0])


def test_what_was_read_once_is_taken_from_the_file_that_holds_no_text(tmp_path, monkeypatch):
    pytest.importorskip("onnxruntime")
    text = "The Zanzibar budget was cut."
    first = Embedder(cache=tmp_path)([text])
    (file,) = tmp_path.iterdir()
    assert b"Zanzibar" not in file.read_bytes()
    again = Embedder(cache=tmp_path)
    monkeypatch.setattr(Embedder, "_vector", lambda *_: pytest.fail("read again"))
    assert np.array_equal(again([text, text])[1], first[0])


def test_nothing_is_kept_without_a_cache(tmp_path, monkeypatch, encode):
    monkeypatch.setenv("QDA_CACHE", str(tmp_path))
    assert user_folder() == tmp_path
    encode(["Nobody keeps this."])
    assert not list(tmp_path.iterdir())


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(embedding, "find_spec", lambda _: None)
    with pytest.raises(BadInput, match=r"onnxruntime and tokenizers .*qda-coding\[embed\]"):
        Embedder()


def test_a_model_that_was_tampered_with_is_refused(monkeypatch):
    pytest.importorskip("onnxruntime")
    monkeypatch.setattr(embedding, "MODEL_SHA256", "0" * 64)
    with pytest.raises(BadInput, match="sha256"):
        Embedder()


def test_a_folder_without_a_model_is_named(tmp_path):
    pytest.importorskip("onnxruntime")
    with pytest.raises(FileNotThere, match=r"model\.onnx"):
        Embedder(tmp_path)


def test_a_folder_of_ones_own_serves_as_well(tmp_path, encode):
    (tmp_path / "onnx").mkdir()
    (tmp_path / "onnx" / "model.onnx").symlink_to(encode._model)
    encode._tokenizer.save(str(tmp_path / "tokenizer.json"))
    assert np.array_equal(Embedder(tmp_path, cache=None)(TEXTS[:2]), encode(TEXTS[:2]))


@pytest.mark.parametrize("broken", ["model.onnx", "tokenizer.json"])
def test_files_that_are_something_else_are_refused_in_a_line(tmp_path, encode, broken):
    (tmp_path / "model.onnx").write_bytes(encode._model.read_bytes())
    encode._tokenizer.save(str(tmp_path / "tokenizer.json"))
    (tmp_path / broken).write_bytes(b"no such thing")
    with pytest.raises(BadInput, match=broken) as refused:
        Embedder(tmp_path, cache=None)(["A text."])
    assert "\n" not in str(refused.value)


def test_the_list_of_word_pieces_must_be_the_known_one(tmp_path):
    (tmp_path / "list.i2w").write_bytes(b"something else")
    with pytest.raises(BadInput, match=r"list\.i2w"):
        read_vocabulary(tmp_path / "list.i2w")


@pytest.mark.parametrize("content", [b"", b"qda-vec1", b"other", b"qda-vec1\x02\x00\x00\x00" + b"x" * 21])
def test_a_broken_cache_is_as_good_as_none(tmp_path, content):
    path = tmp_path / "vectors.bin"
    path.write_bytes(content)
    kept = Remembered(path)
    key = kept.key("a text")
    assert key not in kept
    kept.keep({key: np.array([0.5, 1], np.float16)})
    assert Remembered(path)[key].tolist() == [0.5, 1]


def test_two_who_write_lose_nothing_of_each_other(tmp_path):
    one, two = Remembered(tmp_path / "v.bin"), Remembered(tmp_path / "v.bin")
    one.keep({one.key("one"): np.zeros(2, np.float16)})
    two.keep({two.key("two"): np.ones(2, np.float16)})
    assert one.key("one") in Remembered(tmp_path / "v.bin")


def test_a_cache_that_cannot_be_written_stops_nobody(tmp_path):
    (tmp_path / "file").touch()
    kept = Remembered(tmp_path / "file" / "vectors.bin")
    kept.keep({kept.key("a"): np.zeros(2, np.float16)})
    assert kept.key("a") in kept


def test_nothing_of_the_network_is_loaded(encode):
    lines = ["import sys", "from qda.learn.embedding import Embedder", "Embedder(cache=None)(['x'])"]
    code = "; ".join([*lines, "print(sorted({'blingfire', 'huggingface_hub', 'requests', 'httpx'} & set(sys.modules)))"])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
