"""The card of a model: what it learnt from, how good it was on what it had not seen, and what is in the file."""

import hashlib
import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

import numpy as np

from qda.codebook import Codebook
from qda.frames import Frame
from qda.learn.figures import unseen_figures
from qda.learn.labels import Labels
from qda.learn.learning import Learnt
from qda.learn.material import Encoder, Material
from qda.learn.seen import row_hashes

LIBRARIES = ("numpy", "pandas", "scikit-learn", "scipy", "skops", "spacy")
INSIDE = (
    "No text of the study is in this file, but the words, runs of up to four words and pieces of words "
    "that two or more of its segments have, and what they count."
)


def card_of(book: Codebook, learnt: Learnt, study: Material, said: Frame) -> dict[str, Any]:
    """Return the card of a model, as plain values.

    Parameters
    ----------
    said
        The codings it learnt from.
    """
    from qda.learn.files import FORMAT

    judged = study.labels.given & study.labels.judged
    return {
        "format": FORMAT,
        "codebook_version": book.codebook_version,
        "codebook_hash": book.hash,
        "training_sha256": training_hash(study.segments, study.labels),
        "rows": row_hashes(study.segments),
        "segments": len(study.segments),
        "documents": int(study.segments["doc_id"].nunique()),
        "coders": sorted(set(said["coder"]) - {""}),
        "languages": list(learnt.languages),
        "positives": {f"{c.axis}/{c.id}": int(n) for c, n in zip(book.codes(), judged.sum(axis=0), strict=True)},
        "not_learnt": [f"{c.axis}/{c.id}" for c, known in zip(book.codes(), learnt.codes, strict=True) if not known],
        "left_out_by": "document"
        if len(np.unique(study.groups)) == study.segments["doc_id"].nunique()
        else "stretch of a document",
        "unseen": unseen_figures(learnt, study.labels, book),
        "sources": list(learnt.texts),
        "axes": list(learnt.axes),
        "meaning": encoder_name(study.encode),
        "terms": {name: len(model.terms.words) + len(model.terms.pieces) for name, model in learnt.texts.items()},
        "libraries": {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}},
        "inside": INSIDE,
    }


def encoder_name(encode: Encoder | None) -> str:
    """Return what tells an encoder of texts from others; empty without one."""
    return "" if encode is None else str(getattr(encode, "name", "") or "one of the user's own")


def training_hash(segments: Frame, labels: Labels) -> str:
    """Return the sha256 of what was learnt from: places, texts and what was said of them."""
    found = hashlib.sha256()
    columns = ["doc_id", "start", "end", "language", "heading", "question", "text"]
    for row in segments[columns].itertuples(index=False, name=None):
        found.update("\x1f".join(map(str, row)).encode("utf-8", "surrogatepass") + b"\x1e")
    found.update(np.packbits(labels.given).tobytes() + np.packbits(labels.judged).tobytes())
    return found.hexdigest()


def card_lines(card: Mapping[str, Any]) -> Iterator[str]:
    """Yield a card as lines to be read."""
    yield f"A {card['tagger']} for the codebook {card['codebook_version']}"
    coders = f" by {', '.join(card['coders'])}" if card["coders"] else ""
    yield f"learnt from {card['segments']} segments of {card['documents']} documents, coded{coders} (languages: {', '.join(card['languages'])})"
    yield f"training set sha256 {card['training_sha256']}, seed {card['seed']}"
    sources = [f"{name} ({card['terms'][name]} words and pieces)" for name in card["sources"]]
    yield f"sources: {', '.join(sources)}"
    if card["meaning"]:
        yield f"vectors of meaning by {card['meaning']}"
    if card["not_learnt"]:
        yield f"too few positives, left to the rules: {', '.join(card['not_learnt'])}"
    yield f"On segments not seen in training (left out by {card['left_out_by']}):"
    for axis, figures in card["unseen"].items():
        macro = "-" if figures["macro_f1"] is None else f"{figures['macro_f1']:.3f}"
        yield f"  {axis}: macro F1 {macro}, micro F1 {figures['micro_f1']:.3f}, calibration error {figures['calibration_error']:.3f}"
        for code, f in figures["codes"].items():
            if f["n"]:
                yield f"    {code}: n {f['n']}, precision {f['precision']:.2f}, recall {f['recall']:.2f}, F1 {f['f1']:.2f}, cut {f['cut']:.2f}"
    yield "made with " + ", ".join(f"{name} {number}" for name, number in card["libraries"].items())
    yield card["inside"]
