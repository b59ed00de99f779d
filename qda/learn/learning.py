"""From coded segments and an example bank to what is learnt.

Two models of texts, one of the bank and one of the study, give each segment a score per code; what the scores of unseen segments are worth beside rules and
context is then learnt for each axis, from the study and, with less weight the more is coded, from the bank.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from qda.codebook import Codebook
from qda.learn.across import Across, fit_across
from qda.learn.cuts import cuts_of
from qda.learn.labels import Bools, Labels, slices
from qda.learn.material import Encoder, Ints, Material, folds_of, vectors_of
from qda.learn.pooled import FOLDS, Pairs, Tempered, fit_tempered
from qda.learn.ridge import Linear, fit_ridge
from qda.learn.signals import Numbers, Signals, pairs
from qda.learn.texts import Counted, Floats, Terms, features, rarity

HALF = 400
"""With so many coded segments a sentence of the bank counts half as much as a coded segment does; with none, the same."""

CUT_HALF = 20
"""With so many positives in the study its own cut counts as much as that of the bank."""

MEANING = 10.0
"""How much vectors of meaning count against their penalty."""

LEAST_POSITIVES = 3
"""A code that was given less often is not learnt."""


@dataclass(frozen=True, kw_only=True)
class TextModel:
    """Scores texts by their words and pieces, and by their meaning where there is an encoder."""

    terms: Terms
    rare: Floats
    linear: Linear
    meaning: Linear | None = None

    def features(self, counted: Counted) -> Any:
        """Return the terms it knows of texts, weighed, a row per text."""
        return features(counted.under(self.terms), self.rare)

    def scores(self, counted: Counted, vectors: Floats | None, name: str) -> dict[str, Numbers]:
        """Return source -> scores."""
        return self.scores_of(self.features(counted), vectors, name)

    def scores_of(self, found: Any, vectors: Floats | None, name: str) -> dict[str, Numbers]:
        """Return source -> scores of texts whose features are known."""
        out = {name: self.linear.scores(found)}
        if self.meaning is not None and vectors is not None:
            out[f"{name}_meaning"] = self.meaning.scores(MEANING**0.5 * vectors)
        return out


def fit_texts(material: Material, book: Codebook, name: str) -> tuple[TextModel, dict[str, Numbers]]:
    """Learn from texts; return the model with the scores that each group of segments gets from the others."""
    counted = material.counted
    terms = counted.terms()
    parts = counted.under(terms)
    rare, axes = rarity(parts), tuple(slices(book).values())
    linear, unseen = fit_ridge(features(parts, rare), material.labels, material.groups, axes)
    out, meaning = {name: unseen}, None
    if material.vectors is not None:
        meaning, out[f"{name}_meaning"] = fit_ridge(MEANING**0.5 * material.vectors, material.labels, material.groups, axes)
    return TextModel(terms=terms, rare=rare, linear=linear, meaning=meaning), out


@dataclass(frozen=True, kw_only=True)
class LearntBank:
    """An example bank, learnt."""

    material: Material
    texts: TextModel
    unseen: Mapping[str, Numbers]


def learn_bank(material: Material, book: Codebook) -> LearntBank:
    """Learn from the texts of an example bank: once for each bank, whatever is coded."""
    texts, unseen = fit_texts(material, book, "bank")
    return LearntBank(material=material, texts=texts, unseen=unseen)


@dataclass(frozen=True, kw_only=True)
class AxisModel:
    """What was learnt of an axis: what the signals count, and the cut of each code."""

    pooled: Tempered
    cuts: Numbers


@dataclass(frozen=True, kw_only=True)
class Read:
    """What models of texts see: the features of each source, and its scores."""

    features: Mapping[str, Any]
    scores: Mapping[str, Numbers]


@dataclass(frozen=True, kw_only=True)
class Learnt:
    """What a tagger learnt.

    Attributes
    ----------
    texts
        Source (``bank``, ``study``) -> its model of texts.
    across
        What the codes of all axes say about each code, without the rules and with them.
    axes
        Axis -> what was learnt of it; axes without enough positives are missing.
    codes
        Which codes of the codebook were learnt.
    unseen
        Axis -> probabilities of the study's segments by models that have not seen their document; empty where nothing is coded.
    """

    texts: Mapping[str, TextModel]
    across: tuple[Across, ...]
    axes: Mapping[str, AxisModel]
    codes: Bools
    languages: tuple[str, ...] = ()
    unseen: Mapping[str, Numbers] = field(default_factory=dict, repr=False)

    def read(self, texts: Sequence[str], encode: Encoder | None) -> "Read":
        """Return what the models of texts see in texts."""
        counted, vectors = Counted(texts), vectors_of(texts, encode)
        found = {name: model.features(counted) for name, model in self.texts.items()}
        scores: dict[str, Numbers] = {}
        for name, model in self.texts.items():
            scores |= model.scores_of(found[name], vectors, name)
        return Read(features=found, scores=scores)

    def probabilities(self, signals: Signals, book: Codebook) -> Mapping[str, Numbers]:
        """Return axis -> a probability per segment and code."""
        where = slices(book)
        for across in self.across:
            signals = across.added_to(signals)
        out = {}
        for axis, model in self.axes.items():
            names, values = pairs(signals, where[axis], where.get(book.split))
            out[axis] = model.pooled.probabilities(names, values, len(book.axis(axis).codes))
        return out


def learn_from(book: Codebook, bank: LearntBank | None, study: Material | None) -> Learnt:
    """Learn from a bank, from coded segments, or from both."""
    texts: dict[str, TextModel] = {} if bank is None else {"bank": bank.texts}
    seen_by_bank = {} if bank is None or study is None else bank.texts.scores(study.counted, study.vectors, "bank")
    parts: list[tuple[Material, Signals]] = []
    if study is not None:
        texts["study"], own = fit_texts(study, book, "study")
        parts.append((study, Signals(texts=seen_by_bank | own, rules=study.rules, context=study.context)))
    if bank is not None:
        other = {} if study is None else texts["study"].scores(bank.material.counted, bank.material.vectors, "study")
        material = bank.material
        parts.append((material, Signals(texts={**bank.unseen, **other}, rules=material.rules, context=material.context)))
    codes = sum((m.labels.given & m.labels.judged).sum(axis=0) for m, _ in parts) >= LEAST_POSITIVES
    n = 0 if study is None else len(study.segments)
    across, parts = _look_across(parts, n)
    axes, unseen = {}, {}
    for axis, where in slices(book).items():
        if codes[where].any():
            axes[axis], unseen[axis] = _learn_axis(parts, where, slices(book).get(book.split), n)
    return Learnt(
        texts=texts, across=tuple(across), axes=axes, codes=codes, languages=_languages(parts), unseen=unseen if n else {}
    )


def _look_across(parts: list[tuple[Material, Signals]], n: int) -> tuple[list[Across], list[tuple[Material, Signals]]]:
    """Learn what the codes of all axes say about each code; return each part with these scores among its signals."""
    labels = [material.labels for material, _ in parts]
    folds = [folds_of(material.groups, FOLDS) for material, _ in parts]
    weights = [_weight(number, n) for number in range(len(parts))]
    signals = [part for _, part in parts]
    out = []
    for rules in (False, True) if signals[0].rules is not None else (False,):
        across, signals = fit_across(signals, labels, folds, weights, rules=rules)
        out.append(across)
    return out, [(material, part) for (material, _), part in zip(parts, signals, strict=True)]


def _languages(parts: list[tuple[Material, Signals]]) -> tuple[str, ...]:
    return tuple(sorted({language for material, _ in parts for language in material.segments["language"]}))


def _learn_axis(parts: list[tuple[Material, Signals]], axis: slice, split: slice | None, n: int) -> tuple[AxisModel, Numbers]:
    """Learn what signals count on an axis; return it with the probabilities of the first part by models that have not seen it."""
    names: tuple[str, ...] = ()
    blocks: list[tuple[Any, ...]] = []
    for number, (material, signals) in enumerate(parts):
        names, values = pairs(signals, axis, split)
        blocks.append((values, *_flat(material.labels, axis), _folds(material.groups, axis), _weight(number, n)))
    kept = [judged for _, _, judged, _, _ in blocks]
    data = Pairs(
        features=np.vstack([values[judged] for values, _, judged, _, _ in blocks]),
        given=np.concatenate([given[judged] for _, given, judged, _, _ in blocks]),
        weight=np.concatenate([np.full(int(judged.sum()), weight) for _, _, judged, _, weight in blocks]),
        fold=np.concatenate([fold[judged] for _, _, judged, fold, _ in blocks]),
    )
    pooled, unseen = fit_tempered(names, data)
    each = _apart(unseen, kept, axis.stop - axis.start)
    return AxisModel(pooled=pooled, cuts=_cuts([m.labels for m, _ in parts], each, axis)), each[0]


def _weight(part: int, n: int) -> float:
    """Return what a sentence of a part counts: the first counts in full, a bank beside `n` coded segments less."""
    return 1.0 if part == 0 else HALF / (HALF + n)


def _flat(labels: Labels, axis: slice) -> tuple[Bools, Bools]:
    return labels.given[:, axis].ravel(), labels.judged[:, axis].ravel()


def _folds(groups: Ints, axis: slice) -> Ints:
    return np.repeat(folds_of(groups, FOLDS), axis.stop - axis.start)


def _apart(unseen: Numbers, kept: list[Bools], codes: int) -> list[Numbers]:
    """Return the probabilities of each part as a table again; 0 where nothing is known."""
    out, at = [], 0
    for judged in kept:
        table = np.zeros(len(judged))
        table[judged] = unseen[at : at + int(judged.sum())]
        at += int(judged.sum())
        out.append(table.reshape(-1, codes))
    return out


def _cuts(labels: list[Labels], unseen: list[Numbers], axis: slice) -> Numbers:
    """Return the cuts that the study shows, drawn towards those of the bank where few codes were given."""
    found = [
        (cuts_of(scores, said.given[:, axis], said.judged[:, axis]), int((said.given & said.judged)[:, axis].sum()))
        for said, scores in zip(labels, unseen, strict=True)
    ]
    known = [(cut, n) for cut, n in found if cut is not None]
    (first, n), (last, _) = known[0], known[-1]
    share = n / (n + CUT_HALF)
    return share * first + (1 - share) * last
