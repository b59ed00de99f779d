import io
import json
import re
import zipfile

import numpy as np
import pandas as pd
import pytest
import skops.io
import taught
from books import SMALL

import qda
from qda.codebook import parse_codebook
from qda.errors import BadInput, FileNotThere, UnreadableFile
from qda.learn.files import SEAL, _digest, model_bytes
from qda.project import load_tagger, model_card, save_tagger

BOOK = parse_codebook(SMALL)


@pytest.fixture(scope="module")
def tagger():
    return qda.HybridTagger(BOOK, bank=None, threshold=None).fit(*taught.study())


@pytest.fixture
def model(tagger, tmp_path):
    return save_tagger(tmp_path / "small.model", tagger)


def repacked(path, change):
    """Write a model anew with a change to its parts, and a seal that fits."""
    with zipfile.ZipFile(path) as parts:
        entries = {name: parts.read(name) for name in parts.namelist() if name != SEAL}
    change(entries)
    with zipfile.ZipFile(path, "w") as out:
        for name, content in entries.items():
            out.writestr(name, content)
        out.writestr(SEAL, _digest(entries))


def test_a_model_that_was_kept_suggests_the_same(tagger, model):
    units, _ = taught.study()
    pd.testing.assert_frame_equal(load_tagger(model, BOOK, threshold=None).tag(units), tagger.tag(units))


def test_the_same_material_gives_the_same_bytes(tagger, model):
    again = qda.HybridTagger(BOOK, bank=None).fit(*taught.study())
    assert model_bytes(again.learnt_, again.card_) == model.read_bytes()


def test_it_holds_arrays_and_a_card_and_no_sentence(model):
    assert skops.io.get_untrusted_types(file=model) == []
    with zipfile.ZipFile(model) as parts:
        everything = b"\n".join(parts.read(name) for name in parts.namelist())
    assert not [text for text, *_ in taught.SENTENCES if text.encode() in everything]
    card = model_card(model)
    assert card["codebook_version"] == BOOK.codebook_version
    assert card["segments"] == 144
    assert card["coders"] == ["AB"]
    assert re.fullmatch("[0-9a-f]{64}", card["training_sha256"])
    assert {"numpy", "scikit-learn", "skops"} <= card["libraries"].keys()
    assert card["unseen"]["factor"]["codes"]["trust"]["f1"] > 0.5


def test_words_of_one_segment_only_are_not_in_it(tmp_path):
    units, said = taught.study()
    units.loc[0, "text"] = units["text"][0][:-2] + "Xanthippe7"
    units.loc[0, "end"] = units["start"][0] + len(units["text"][0])
    said.loc[said["start"] == units["start"][0], "end"] = units["end"][0]
    path = save_tagger(tmp_path / "m.model", qda.LearnedTagger(BOOK).fit(units, said))
    with zipfile.ZipFile(path) as parts:
        everything = b"\n".join(parts.read(name) for name in parts.namelist()).lower()
    assert b"xanthippe" not in everything
    assert b"reliance" in everything


def test_a_model_of_another_codebook_is_refused(model):
    other = parse_codebook(SMALL.replace("budget]", "budget, purse]"))
    with pytest.raises(BadInput, match="made for the codebook small@"):
        load_tagger(model, other)


def test_a_changed_file_is_refused(model):
    data = model.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(model, "w") as out:
        for name in parts.namelist():
            content = parts.read(name)
            out.writestr(name, content.replace(b"trust", b"boast") if name == "schema.json" else content)
    with pytest.raises(UnreadableFile, match="sha256 does not fit"):
        model_card(model)


def test_half_a_file_is_refused(model):
    model.write_bytes(model.read_bytes()[:-200])
    with pytest.raises(UnreadableFile, match="no model"):
        model_card(model)


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + bytes(18), b"not a model", b"\x00" * 5000])
def test_what_is_no_model_is_refused(tmp_path, content):
    (tmp_path / "m").write_bytes(content)
    with pytest.raises(UnreadableFile):
        model_card(tmp_path / "m")


def test_a_model_that_would_run_code_is_refused(model):
    def poison(entries):
        schema = json.loads(entries["schema.json"])
        schema["content"]["card"] = {
            "__class__": "system",
            "__module__": "os",
            "__loader__": "FunctionNode",
            "content": "os.system",
            "__id__": 1,
        }
        entries["schema.json"] = json.dumps(schema).encode()

    repacked(model, poison)
    with pytest.raises(UnreadableFile, match="no model of ours"):
        model_card(model)


def test_a_model_that_lacks_a_part_is_refused(model):
    def take_out(entries):
        schema = json.loads(entries["schema.json"])
        del schema["content"]["codes"]
        entries["schema.json"] = json.dumps(schema).encode()

    repacked(model, take_out)
    with pytest.raises(UnreadableFile, match="no model of ours"):
        load_tagger(model, BOOK)


def test_there_is_none(tmp_path):
    with pytest.raises(FileNotThere, match="qda train"):
        model_card(tmp_path / "m")


def test_a_tagger_that_learnt_nothing_is_not_kept(tmp_path):
    with pytest.raises(BadInput, match="learnt nothing"):
        save_tagger(tmp_path / "m", qda.LearnedTagger(BOOK))


def test_vectors_of_meaning_must_be_there_again(tmp_path):
    learned = qda.LearnedTagger(BOOK, encode=taught.letters).fit(*taught.study())
    path = save_tagger(tmp_path / "m", learned)
    with pytest.raises(BadInput, match="vectors of meaning"):
        load_tagger(path, BOOK)
    again = load_tagger(path, BOOK, encode=taught.letters)
    units, _ = taught.study()
    np.testing.assert_allclose(again.tag(units)["score"], learned.tag(units)["score"])
