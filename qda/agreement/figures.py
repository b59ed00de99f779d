"""Which coefficients are told of an axis, and how its answers become ratings."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from qda.agreement.alpha import krippendorff_alpha
from qda.agreement.gwet import gwet_ac1, gwet_ac2
from qda.agreement.kappas import cohen_kappa, scott_pi
from qda.agreement.many import brennan_prediger, fleiss_kappa
from qda.agreement.resampling import bootstrap
from qda.agreement.result import Coefficient
from qda.agreement.sets import alpha_masi, alpha_multi_valued
from qda.agreement.shares import percent_agreement
from qda.errors import BadInput
from qda.frames import Frame
from qda.model import Axis

Figure = Callable[[Frame], Coefficient]
NOTHING = "(none)"
"""The category of a unit that was read, and to which nothing was given."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Resampling:
    """How intervals are found that no formula gives.

    Attributes
    ----------
    times, seed
        How often it is drawn again, and from which seed; 0 times: no such intervals.
    by
        ``units``, or ``documents``: segments of one interview are not independent of each other.
    confidence
        The share of resamples the interval holds.
    """

    times: int = 1000
    seed: int = 1
    by: str = "units"
    confidence: float = 0.95

    def __post_init__(self) -> None:
        if self.by not in {"units", "documents"}:
            raise BadInput(f"by={self.by!r}: intervals are drawn by 'units' or by 'documents'")

    def around(self, ratings: Frame, figure: Figure) -> Coefficient:
        """Return a coefficient with its interval: the one its formula gives, else the resampled one."""
        found = figure(ratings)
        if found.value != found.value or not self.times or (found.interval and self.by == "units"):
            return found
        documents = list(ratings.index.get_level_values("doc_id")) if self.by == "documents" else None
        return bootstrap(ratings, figure, times=self.times, seed=self.seed, documents=documents, confidence=self.confidence)


def figures_of(axis: Axis, said: Frame) -> Iterator[tuple[Frame, Figure]]:
    """Yield the coefficients that suit an axis, each with the ratings it takes; the one that speaks for the axis first."""
    kind, main = main_figure(axis)
    yield ratings_as(kind, said, axis), main
    if axis.kind == "multi":
        yield from ((said, figure) for figure in (alpha_masi, percent_agreement))
        return
    if axis.kind == "ordinal":
        levels, order = ratings_as("level", said, axis), scale(axis)
        if said.shape[1] == 2:
            yield levels, partial(cohen_kappa, weights="quadratic", order=order)
        yield levels, partial(gwet_ac2, weights="ordinal", order=order)
    categories = ratings_as("category", said, axis)
    yield from ((categories, figure) for figure in nominal(categories, (*axis.code_ids, NOTHING)) if figure is not main)


def main_figure(axis: Axis) -> tuple[str, Figure]:
    """Return the coefficient that speaks for an axis, Krippendorff's alpha in the form that suits its kind, and which ratings it takes."""
    if axis.kind == "multi":
        return "sets", alpha_multi_valued
    if axis.kind == "single":
        return "category", krippendorff_alpha
    return "level", partial(krippendorff_alpha, level="ordinal", order=scale(axis))


def nominal(ratings: Frame, among: Sequence[object]) -> list[Figure]:
    """Return the coefficients for categories without order; `among` are those that coders could choose."""
    pairwise: list[Figure] = [cohen_kappa, scott_pi] if ratings.shape[1] == 2 else [fleiss_kappa]
    seen = {category for name in ratings for category in ratings[name].dropna()}
    categories = [*among, *sorted(seen.difference(among), key=str)]
    open_to = [partial(gwet_ac1, categories=categories), partial(brennan_prediger, categories=categories)]
    return [krippendorff_alpha, *pairwise, *open_to, percent_agreement]


def scale(axis: Axis) -> list[str]:
    """Return the levels of an ordinal axis in order, without the residual one."""
    return [code for code in axis.code_ids if code != axis.residual]


def ratings_as(kind: str, said: Frame, axis: Axis) -> Frame:
    """Return sets of codes as the ratings that a coefficient takes.

    ``sets`` as they are; ``category``: the code, several joined by `` + ``, none as `NOTHING`; ``level``: the level of the scale, missing where there is none,
    the residual one, or several.
    """
    if kind == "sets":
        return said
    order = {code: i for i, code in enumerate(axis.code_ids)}
    names: dict[frozenset[str], str | None] = {found: _category(found, order) for found in _distinct(said)}
    if kind == "level":
        levels = set(scale(axis))
        names = {found: name if name in levels else None for found, name in names.items()}
    return said.map(lambda found: names.get(found) if found is not None else None).astype(object)


def _category(found: frozenset[str], order: dict[str, int]) -> str:
    return " + ".join(sorted(found, key=lambda code: order.get(code, len(order)))) or NOTHING


def _distinct(said: Frame) -> set[frozenset[str]]:
    return {found for name in said for found in said[name] if found is not None}


def presence(said: Frame, code: str) -> Frame:
    """Return the ratings of one code: present, or not; missing stays missing."""
    return said.map(lambda found: None if found is None else code in found).astype(object)


def several(said: Frame) -> int:
    """Count the units to which somebody gave several codes."""
    return int(said.map(lambda found: found is not None and len(found) > 1).any(axis=1).sum())
