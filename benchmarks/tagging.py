"""Taggers that learn, measured on what they have not seen.

    python benchmarks/tagging.py [--part localise] [--part eu] [--part curves] [--part queue] [--held-back] [--json FILE]

localise: sentences of national reports, each country predicted by taggers trained on the other three, both of a pair scored once; beside rules alone,
taggers that learnt from nothing but rules and example bank (cold), and a plain TF-IDF with logistic regression (floor). eu: sentences of EU law with 13
codes, in the folds of the data set; it has no rules and no bank. curves: with 50, 100, 200, 500 and all coded segments. queue: which share must be read to
find 95 % of a code.

Rules were written on UK and Germany. Italy and France are held back and measured only with `--held-back`: whoever reports a figure says how often they were
measured until then. Every tagger runs in a process of its own, on one thread; seconds are of the processor, vectors of meaning are taken from their cache.
"""

import argparse
import gzip
import json
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from published import SHARED
from threadpoolctl import threadpool_limits

from qda import HybridTagger, LearnedTagger, RuleTagger, read_codebook
from qda.codebook import Codebook, parse_codebook
from qda.frames import Frame, check, read_csv
from qda.learn.bootstrap import f_of
from qda.learn.embedding import Embedder
from qda.learn.figures import calibration_error
from qda.learn.labels import labels_of, slices
from qda.learn.predicting import Scored, predict
from qda.project.hybrid import bank_beside
from qda.rules import context_codes
from qda.statements import inherit
from qda.tagger import LearningTagger, Tagger

COUNTRIES = ("UK", "Germany", "Italy", "France")
PAIRS = {"seen": ("UK", "Germany"), "held back": ("Italy", "France")}
AXES = ("aspect", "valence", "factor", "strength", "dimension", "phase")
CALIBRATED = ("aspect", "valence", "factor")
SIZES = (50, 100, 200, 500, 10_000)
ENOUGH = 30
"""A code enters the mean of what must be read from so many positives on."""

STEP = 0.1
"""So much of the material is read before a tagger learns again."""

Row = dict[str, Any]


# ------------------------------------------------------------------------------------------------------------------------ taggers


class Floor:
    """TF-IDF of words and pairs of words, and a logistic regression per code, at even odds."""

    coder = "floor"

    def __init__(self, book: Codebook) -> None:
        self.book = book

    def fit(self, segments: Frame, codings: Frame, readings: Frame | None = None) -> "Floor":
        """Learn a regression for every code that was given."""
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        labels = labels_of(segments, codings, self.book, readings)
        self._terms = TfidfVectorizer(ngram_range=(1, 2))
        features = self._terms.fit_transform(segments["text"])
        self._models = {
            n: LogisticRegression(C=10, class_weight="balanced", solver="liblinear", random_state=0).fit(features, given)
            for n, given in enumerate(labels.given.T)
            if given.any() and not given.all()
        }
        return self

    def scored(self, segments: Frame) -> Scored:
        """Return the probabilities."""
        features = self._terms.transform(segments["text"])
        scores = np.zeros((len(segments), len(list(self.book.codes()))))
        for n, model in self._models.items():
            scores[:, n] = model.predict_proba(features)[:, 1]
        return Scored(scores=scores, kept=scores >= 0.5, least=np.full(scores.shape, 0.5))

    def tag(self, segments: Frame) -> Frame:
        """Return what is likelier than not."""
        return as_codings(self.scored(segments), segments, self.book, self.coder)


def as_codings(found: Scored, segments: Frame, book: Codebook, coder: str) -> Frame:
    """Return what is suggested as the table ``codings``."""
    codes, places = list(book.codes()), segments[["doc_id", "start", "end"]].to_numpy().tolist()
    rows = [(*places[r], codes[c].axis, codes[c].id, found.scores[r, c]) for r, c in np.argwhere(found.kept)]
    frame = pd.DataFrame(rows, columns=["doc_id", "start", "end", "axis", "code", "score"])
    return check("codings", frame.assign(coder=coder, origin="model", status="suggested"))


def _rules(book: Codebook) -> Tagger:
    return RuleTagger(book, threshold=None)


def _learned(book: Codebook, *, bank: bool = False, meaning: bool = False) -> Tagger:
    return LearnedTagger(book, bank=bank_beside(book) if bank else None, threshold=None, encode=Embedder() if meaning else None)


def _hybrid(book: Codebook, *, bank: bool = True, meaning: bool = False) -> Tagger:
    return HybridTagger(book, bank=bank, threshold=None, encode=Embedder() if meaning else None)


Make = Callable[[Codebook], Tagger]
TAGGERS: Mapping[str, Make] = {
    "floor": Floor,
    "rules": _rules,
    "learned": _learned,
    "learned, bank": partial(_learned, bank=True),
    "learned, bank, embed": partial(_learned, bank=True, meaning=True),
    "hybrid, no bank": partial(_hybrid, bank=False),
    "hybrid": _hybrid,
    "hybrid, embed": partial(_hybrid, meaning=True),
    "cold": _hybrid,
    "cold, embed": partial(_hybrid, meaning=True),
}
FLAT: Mapping[str, Make] = {"floor": Floor, "learned": _learned, "learned, embed": partial(_learned, meaning=True)}


# ------------------------------------------------------------------------------------------------------------------------ localise


def country(name: str) -> tuple[Frame, Frame]:
    """Return segments and settled codings of a country."""
    data = SHARED / "data/localise" / name
    return read_csv(data / "segments.csv", "segments"), read_csv(data / "codings.csv", "codings")


def others(name: str) -> tuple[Frame, Frame]:
    """Return segments and codings of all other countries."""
    parts = [country(other) for other in COUNTRIES if other != name]
    units, codings = (pd.concat(frames, ignore_index=True) for frames in zip(*parts, strict=True))
    return units, codings


def taught(tagger: Tagger, units: Frame, codings: Frame, *, cold: bool = False) -> Tagger:
    """Return the tagger, which has learnt if it learns."""
    return tagger.fit(units, codings) if isinstance(tagger, LearningTagger) and not cold else tagger


def suggested(tagger: Tagger, units: Frame, book: Codebook) -> Frame:
    """Return what `qda tag --segments` writes: suggestions, what heading or question say, and a row for each segment without any."""
    own = tagger.tag(units)
    taken = inherit(own, units, context_codes(book, units), book, coder=tagger.coder)
    read = units[["doc_id", "start", "end"]].assign(axis="", code="")
    columns = ["doc_id", "start", "end", "axis", "code"]
    return pd.concat([frame[columns] for frame in (own, taken, read)], ignore_index=True)


def one_tagger(name: str, pair: Sequence[str]) -> Row:
    """Return the figures of a tagger on two countries, each predicted by what it learnt from the other three."""
    book = read_codebook("integration")
    began = time.process_time()
    tables, found = [], []
    with threadpool_limits(1):
        for target in pair:
            tagger = taught(TAGGERS[name](book), *others(target), cold=name.startswith("cold"))
            units, gold = country(target)
            tables.append(suggested(tagger, units, book))
            found.append((predict(tagger, units, book), labels_of(units, gold, book)))
    seconds = time.process_time() - began
    return {"tagger": name, **_scores(tables, pair), **_calibration(found, book), "seconds": seconds, "memory": memory()}


def _scores(tables: Sequence[Frame], pair: Sequence[str]) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("found.csv", "gold.csv", "a.csv", "b.csv")]
        pd.concat(tables).to_csv(paths[0], index=False)
        for path, name in zip(paths[1:], ("codings", "coder_a", "coder_b"), strict=True):
            pd.concat([read_csv(SHARED / f"data/localise/{c}/{name}.csv", "codings") for c in pair]).to_csv(path, index=False)
        words = [SHARED / "eval/score_tagging.py", *paths[:2], "--coders", *paths[2:], "--json"]
        done = subprocess.run([sys.executable, *map(str, words)], capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout)
    return {
        f"{axis}{end}": figures[axis][name]
        for axis in AXES
        for end, name in (("", "macro_f1"), (" micro", "micro_f1"), (" people", "people_macro_f1"))
        if axis in figures
    }


def _calibration(found: Sequence[tuple[Scored, Any]], book: Codebook) -> Row:
    out = {}
    for axis in CALIBRATED:
        where = slices(book)[axis]
        scores = np.concatenate([scored.scores[:, where].ravel() for scored, _ in found])
        out[f"{axis} ECE"] = calibration_error(scores, np.concatenate([labels.given[:, where].ravel() for _, labels in found]))
    return out


def memory() -> float:
    """Return the most memory that this process took, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def localise(pairs: Sequence[str]) -> list[Row]:
    """Return a row per tagger and pair of countries."""
    rows = []
    for pair in pairs:
        for name in TAGGERS:
            rows.append({"pair": pair, **alone(one_tagger, name, PAIRS[pair])})
            print(
                line(rows[-1], ["pair", "tagger", *AXES, *(f"{axis} ECE" for axis in CALIBRATED), "seconds", "memory"]),
                flush=True,
            )
            print(line(rows[-1], ["", "micro", *(f"{axis} micro" for axis in AXES)]), flush=True)
        print(line({**rows[-1], "tagger": "coder B"}, ["pair", "tagger", *(f"{axis} people" for axis in AXES)]), flush=True)
    return rows


# ------------------------------------------------------------------------------------------------------------------------ EU law


def eu_delegation() -> tuple[Frame, Frame, np.ndarray, Codebook]:
    """Return segments, codings, folds, and a codebook of one axis; repeated sentences are one document."""
    with gzip.open(SHARED / "data/eu_delegation/sentences.jsonl.gz", "rt", encoding="utf-8") as file:
        data = [json.loads(row) for row in file]
    codes = sorted({code for row in data for code in row["labels"]})
    said = "\n".join(f"      - {{id: {code}, label: {code}, definition: One of thirteen.}}" for code in codes)
    book = parse_codebook(
        'codebook: eu\ntitle: EU law\nversion: "1.0"\nstate: pilot\nlanguages: [en]\nmatrix: {rows: [side], columns: case, cell: code}\naxes:\n'
        f"  - id: code\n    label: Code\n    kind: multi\n    codes:\n{said}\n"
        "  - id: side\n    label: A matrix needs it\n    kind: single\n    codes:\n      - {id: any, label: Any, definition: Never given.}\n"
    )
    units, codings = [], []
    for n, row in enumerate(data):
        place = {"doc_id": f"g{row['dup_group']}", "start": n * 10_000, "end": n * 10_000 + len(row["text"])}
        units.append({**place, "text": row["text"], "language": "en"})
        codings += [{**place, "axis": "code", "code": code} for code in row["labels"] or [""]]
    folds = np.array([row["fold"] for row in data])
    return check("segments", pd.DataFrame(units)), check("codings", pd.DataFrame(codings)), folds, book


def eu_tagger(name: str, size: int | None = None) -> Row:
    """Return the figures of a tagger on all folds, each predicted by what it learnt from the other three, or from so many segments of them."""
    units, codings, folds, book = eu_delegation()
    where = slices(book)["code"]
    given = labels_of(units, codings, book).given[:, where]
    began = time.process_time()
    scores, kept = np.zeros(given.shape), np.zeros(given.shape, bool)
    order = np.random.default_rng(1).permutation(len(units))
    with threadpool_limits(1):
        for fold in np.unique(folds):
            out, used = folds == fold, order[folds[order] != fold][:size]
            tagger = taught(FLAT[name](book), units.iloc[np.sort(used)].reset_index(drop=True), codings)
            part = predict(tagger, units[out].reset_index(drop=True), book)
            scores[out], kept[out] = part.scores[:, where], part.kept[:, where]
    seconds = time.process_time() - began
    rows = {"all folds": np.ones(len(units), bool), "folds 0-1": folds < 2, "folds 2-3": folds >= 2}
    figures = {f"macro, {which}": macro(kept[own], given[own]) for which, own in rows.items()}
    counts = [float(part.sum()) for part in (kept & given, kept & ~given, ~kept & given)]
    return {
        "tagger": name, **figures, "micro": float(f_of(*map(np.float64, counts))), "ECE": calibration_error(scores.ravel(), given.ravel()),
        "seconds": seconds, "memory": memory(),
    }  # fmt: skip


def macro(kept: np.ndarray, given: np.ndarray) -> float:
    """Return the mean F1 of the codes."""
    both, wrong, missed = ((part).sum(axis=0).astype(float) for part in (kept & given, kept & ~given, ~kept & given))
    return float(np.nan_to_num(f_of(both, wrong, missed)).mean())


def eu() -> list[Row]:
    """Return a row per tagger."""
    rows = []
    for name in FLAT:
        rows.append(alone(eu_tagger, name))
        print(line(rows[-1], list(rows[-1])), flush=True)
    return rows


# ------------------------------------------------------------------------------------------------------------------------ curves


def localise_at(name: str, size: int) -> Row:
    """Return macro F1 on UK and Germany, learnt from so many segments of the other countries, drawn at random."""
    book = read_codebook("integration")
    tables = []
    with threadpool_limits(1):
        for target in PAIRS["seen"]:
            units, codings = others(target)
            drawn = np.sort(np.random.default_rng(1).permutation(len(units))[:size])
            tables.append(
                suggested(
                    taught(TAGGERS[name](book), units.iloc[drawn].reset_index(drop=True), codings), country(target)[0], book
                )
            )
    return {"tagger": name, "segments": min(size, len(units)), **_scores(tables, PAIRS["seen"])}


def curves() -> list[Row]:
    """Return a row per tagger and number of coded segments."""
    rows = []
    for name in ("floor", "learned", "hybrid"):
        for size in SIZES:
            rows.append(alone(localise_at, name, size))
            print(line(rows[-1], ["tagger", "segments", *AXES[:4]]), flush=True)
    for name in ("floor", "learned"):
        for size in SIZES[:-1]:
            rows.append({"segments": size, **alone(eu_tagger, name, size)})
            print(line(rows[-1], ["tagger", "segments", "macro, all folds", "ECE"]), flush=True)
    return rows


# ------------------------------------------------------------------------------------------------------------------------ queue


def to_read(units: Frame, codings: Frame, code: int, book: Codebook, make: Make, *, start: int) -> float:
    """Return which share was read until 95 % of a code were found, the likeliest first, learning again after every tenth of the material.

    Parameters
    ----------
    start
        So many segments are read at random first; 0: the first order is that of a tagger that has seen no coded segment.
    """
    labels = labels_of(units, codings, book)
    given = labels.given[:, code]
    wanted, n = ceil(0.95 * given.sum()), len(units)
    read = list(np.random.default_rng(1).permutation(n)[:start])
    while given[read].sum() < wanted:
        tagger = make(book)
        if read and given[read].any():
            own = units.iloc[sorted(read)].reset_index(drop=True)
            tagger = taught(tagger, own, codings)
        scores = predict(tagger, units, book).scores[:, code].copy()
        scores[read] = -1
        read += [int(row) for row in np.argsort(-scores, kind="stable")[: ceil(STEP * n)] if scores[row] >= 0]
    return (int(np.flatnonzero(np.cumsum(given[read]) >= wanted)[0]) + 1) / n


def queue_of(which: str) -> Row:
    """Return which share must be read by the queue, in random order, and in a perfect one: means over the codes with enough positives."""
    if which == "eu_delegation":
        units, codings, _, book = eu_delegation()
        make, start = FLAT["learned"], 120
    else:
        parts = [country(name) for name in PAIRS[which]]
        units, codings = (pd.concat(frames, ignore_index=True) for frames in zip(*parts, strict=True))
        book, make, start = read_codebook("integration"), TAGGERS["hybrid"], 0
    given = labels_of(units, codings, book).given
    inherited = {axis.id for axis in book.axes if "heading" in axis.inherit}
    codes = [n for n, c in enumerate(book.codes()) if given[:, n].sum() >= ENOUGH and c.axis not in inherited]
    with threadpool_limits(1):
        shares = [to_read(units, codings, n, book, make, start=start) for n in codes]
    positives = given[:, codes].sum(axis=0)
    chance = [ceil(0.95 * p) * (len(units) + 1) / (p + 1) / len(units) for p in positives]
    return {
        "material": which, "segments": len(units), "codes": len(codes), "read": float(np.mean(shares)), "least": min(shares), "most": max(shares),
        "random": float(np.mean(chance)), "perfect": float(np.mean([ceil(0.95 * p) / len(units) for p in positives])),
        "each": {list(book.codes())[n].id: round(share, 3) for n, share in zip(codes, shares, strict=True)},
    }  # fmt: skip


def queues(pairs: Sequence[str]) -> list[Row]:
    """Return a row per collection."""
    rows = []
    for which in (*pairs, "eu_delegation"):
        rows.append(alone(queue_of, which))
        print(line(rows[-1], list(rows[-1])), flush=True)
    return rows


# ------------------------------------------------------------------------------------------------------------------------ printing


def alone(job: Callable[..., Row], *arguments: object) -> Row:
    """Run a job in a process of its own, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(job, *arguments).result()


def line(row: Row, names: Sequence[str]) -> str:
    """Return some figures of a row."""
    cells = [
        f"{name} {row[name]:.3f}" if isinstance(row.get(name), float) else f"{row.get(name, '')}" or name
        for name in names
        if name
    ]
    return "  ".join(cells)


def main() -> None:
    """Print the figures of the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = {"localise", "eu", "curves", "queue"}
    parser.add_argument("--part", action="append", choices=sorted(parts), help="all of them if none is named")
    parser.add_argument("--held-back", action="store_true", help="measure Italy and France too: seldom, and say how often")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    pairs = ["seen", *(["held back"] if options.held_back else [])]
    jobs: Mapping[str, Callable[[], list[Row]]] = {
        "localise": partial(localise, pairs), "eu": eu, "curves": curves, "queue": partial(queues, pairs),
    }  # fmt: skip
    found = {}
    for name, job in jobs.items():
        if name in (options.part or parts):
            print(f"# {name}", flush=True)
            found[name] = job()
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    if options.held_back:
        print("Held-back countries were measured: whoever reports these figures says how often that was done until now.")


if __name__ == "__main__":
    main()
