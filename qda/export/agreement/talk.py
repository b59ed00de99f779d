"""The list of disagreements as it is read in a talk: document by document, unit by unit, the axes of a unit together."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from qda.export.agreement.record import Comparison
from qda.export.agreement.sheets import place_of

NOTHING = "–"


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """An axis on which coders differ, and what each of them said."""

    axis: str
    said: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """A unit of text with the points in dispute."""

    number: int
    place: str
    question: str
    text: str
    points: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A document with its units in dispute."""

    document: str
    units: tuple[Unit, ...]


def parts(comparison: Comparison) -> list[Part]:
    """Return the list of disagreements, document by document."""
    rows = [{str(k): v for k, v in row.items()} for row in comparison.disagreements.to_dict("records")]
    numbers = iter(range(1, len(rows) + 1))
    found = []
    for document, own in groupby(rows, key=lambda row: str(row["doc_id"])):
        units = groupby(own, key=lambda row: (row["start"], row["end"]))
        found.append(Part(document=document, units=tuple(_unit(comparison, list(same), next(numbers)) for _, same in units)))
    return found


def _unit(comparison: Comparison, rows: list[dict[str, Any]], number: int) -> Unit:
    first = rows[0]
    place = place_of(first) or f"characters {first['start']:,} to {first['end']:,}"
    return Unit(
        number=number,
        place=place,
        question=str(first.get("question") or ""),
        text=str(first["text"]),
        points=tuple(_points(comparison, rows)),
    )


def _points(comparison: Comparison, rows: list[dict[str, Any]]) -> Iterator[Point]:
    for row in rows:
        axis = str(row["axis"])
        told = [str(row[column]) for column in comparison.coders.values()]
        said = told if comparison.of_spans else [comparison.named(axis, codes) for codes in told]
        yield Point(axis=comparison.axis_label(axis), said=tuple(one or NOTHING for one in said))
