"""A model as one file: plain arrays and a card of JSON, kept by skops; what is read is checked before anything is made of it."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from qda.errors import FileNotThere, UnreadableFile
from qda.learn.across import NAMES, Across
from qda.learn.learning import AxisModel, Learnt, TextModel
from qda.learn.pooled import Pooled, Tempered
from qda.learn.ridge import Linear
from qda.learn.texts import Terms

FORMAT = 1
SEAL = "SHA256"
"""The part of the file that holds the digest of all others."""

LARGEST = 2**31
"""A file that unpacks to more bytes is none of ours."""

_EARLY = (1980, 1, 1, 0, 0, 0)
_NUMBERED = re.compile(r"\b\d{6,}\b")


def model_bytes(learnt: Learnt, card: Mapping[str, Any]) -> bytes:
    """Return the file of a model; the same model gives the same bytes."""
    import skops.io

    plain = {"card": json.dumps(card, ensure_ascii=False, indent=1), **_arrays(learnt)}
    return _sealed(skops.io.dumps(plain))


def read_model(path: str | Path) -> tuple[Learnt, dict[str, Any]]:
    """Read a model; return what it learnt, and its card.

    Raises
    ------
    FileNotThere, UnreadableFile
        There is no such file, it is no model, it was changed after it was written, or it holds anything but numbers and texts.
    """
    import skops.io

    data = _checked(Path(path))
    try:
        strange = skops.io.get_untrusted_types(data=data)
        if strange:
            raise UnreadableFile(
                path, f"holds what no model of ours holds ({', '.join(sorted(strange)[:3])})", "do not trust this file"
            )
        plain = skops.io.loads(data)
        card = json.loads(plain["card"])
        if card["format"] != FORMAT:
            raise UnreadableFile(path, f"a model of format {card['format']}, and this version reads format {FORMAT}")
        return _learnt(plain, card), card
    except (KeyError, TypeError, AttributeError, IndexError, zipfile.BadZipFile, json.JSONDecodeError) as error:
        raise UnreadableFile(path, "this is no model of ours", "make one with `qda train`") from error


def _checked(path: Path) -> bytes:
    """Return the bytes of a file whose seal holds."""
    if not path.is_file():
        raise FileNotThere(path, "no such file", "a model is made by `qda train`")
    try:
        data = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if SEAL not in parts.namelist() or sum(part.file_size for part in parts.infolist()) > LARGEST:
                raise UnreadableFile(path, "this is no model of ours", "make one with `qda train`")
            sound = parts.read(SEAL).decode("ascii", "replace") == _digest(
                {n: parts.read(n) for n in parts.namelist() if n != SEAL}
            )
    except OSError as error:
        raise UnreadableFile(path, error.strerror or "the system refuses to read it") from None
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableFile(path, "this is no model, or it is damaged", "make one with `qda train`") from error
    if not sound:
        raise UnreadableFile(path, "was changed after it was written: its sha256 does not fit", "train the model anew")
    return data


def _digest(entries: Mapping[str, bytes]) -> str:
    found = hashlib.sha256()
    for name in sorted(entries):
        found.update(f"{name}\n{len(entries[name])}\n".encode())
        found.update(entries[name])
    return found.hexdigest()


def _sealed(data: bytes) -> bytes:
    """Pack a file anew so that neither the hour nor the place of an array in memory shows, and seal it."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        schema = parts.read("schema.json").decode("utf-8")
        numbers = {number: str(n) for n, number in enumerate(dict.fromkeys(_NUMBERED.findall(schema)), start=1)}
        entries = {"schema.json": _NUMBERED.sub(lambda m: numbers[m[0]], schema).encode("utf-8")}
        entries |= {
            f"{numbers[name.removesuffix('.npy')]}.npy": parts.read(name) for name in parts.namelist() if name.endswith(".npy")
        }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name in sorted(entries):
            out.writestr(zipfile.ZipInfo(name, _EARLY), entries[name], zipfile.ZIP_DEFLATED)
        out.writestr(zipfile.ZipInfo(SEAL, _EARLY), _digest(entries))
    return packed.getvalue()


# ---------------------------------------------------------------------------------------------------------------- what is learnt, as arrays


def _arrays(learnt: Learnt) -> dict[str, Any]:
    out: dict[str, Any] = {"codes": learnt.codes, "languages": _packed(learnt.languages)}
    for source, model in learnt.texts.items():
        out |= {
            f"{source}/words": _packed(model.terms.words),
            f"{source}/pieces": _packed(model.terms.pieces),
            f"{source}/rare": model.rare,
        }
        out |= _of_linear(f"{source}/terms", model.linear)
        out |= {} if model.meaning is None else _of_linear(f"{source}/meaning", model.meaning)
    for across in learnt.across:
        name = NAMES[across.rules]
        out |= {f"{name}/weights": across.weights, f"{name}/center": across.center, f"{name}/scale": across.scale}
    for axis, axis_model in learnt.axes.items():
        out |= {f"axis/{axis}/cuts": axis_model.cuts, **_of_pooled(f"axis/{axis}/full", axis_model.pooled.full)}
        out |= {} if axis_model.pooled.plain is None else _of_pooled(f"axis/{axis}/plain", axis_model.pooled.plain)
    return out


def _of_linear(name: str, linear: Linear) -> dict[str, Any]:
    return {f"{name}/weights": linear.weights.astype(np.float16), f"{name}/shift": linear.shift, f"{name}/scale": linear.scale}


def _of_pooled(name: str, pooled: Pooled) -> dict[str, Any]:
    return {f"{name}/names": _packed(pooled.names), f"{name}/weights": pooled.weights, f"{name}/bias": np.array([pooled.bias])}


def _packed(names: tuple[str, ...]) -> Any:
    return np.frombuffer("\n".join(names).encode("utf-8"), np.uint8)


def _learnt(plain: Mapping[str, Any], card: Mapping[str, Any]) -> Learnt:
    return Learnt(
        texts={source: _text_model(plain, source) for source in card["sources"]},
        across=tuple(_across(plain, name, rules=rules) for rules, name in enumerate(NAMES) if f"{name}/weights" in plain),
        axes={axis: _axis_model(plain, f"axis/{axis}") for axis in card["axes"]},
        codes=plain["codes"],
        languages=_unpacked(plain["languages"]),
    )


def _text_model(plain: Mapping[str, Any], source: str) -> TextModel:
    return TextModel(
        terms=Terms(_unpacked(plain[f"{source}/words"]), _unpacked(plain[f"{source}/pieces"])),
        rare=plain[f"{source}/rare"],
        linear=_linear(plain, f"{source}/terms"),
        meaning=_linear(plain, f"{source}/meaning") if f"{source}/meaning/weights" in plain else None,
    )


def _linear(plain: Mapping[str, Any], name: str) -> Linear:
    weights = plain[f"{name}/weights"].astype(np.float32)
    return Linear(weights=weights, shift=plain[f"{name}/shift"], scale=plain[f"{name}/scale"])


def _across(plain: Mapping[str, Any], name: str, *, rules: int) -> Across:
    return Across(
        weights=plain[f"{name}/weights"], center=plain[f"{name}/center"], scale=plain[f"{name}/scale"], rules=bool(rules)
    )


def _axis_model(plain: Mapping[str, Any], name: str) -> AxisModel:
    rulefree = _pooled(plain, f"{name}/plain") if f"{name}/plain/weights" in plain else None
    return AxisModel(pooled=Tempered(full=_pooled(plain, f"{name}/full"), plain=rulefree), cuts=plain[f"{name}/cuts"])


def _pooled(plain: Mapping[str, Any], name: str) -> Pooled:
    return Pooled(names=_unpacked(plain[f"{name}/names"]), weights=plain[f"{name}/weights"], bias=float(plain[f"{name}/bias"][0]))


def _unpacked(data: Any) -> tuple[str, ...]:
    text = bytes(data).decode("utf-8")
    return tuple(text.split("\n")) if text else ()
