"""The rows of a coding guide -> the values of a codebook file: what was not edited stays as the file had it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qda.codebook import sheet as form
from qda.codebook.book import Codebook
from qda.errors import CodebookError, nearest
from qda.model import Code

Raw = dict[str, Any]

_SECOND_AXIS = (
    "the sheet holds one axis, and a matrix crosses two: barrier and enabler stand beside it; put your own in their place"
)

ORDER = ("id", "label", "parent", "definition", "anchor_examples", "rule", "implies", "patterns", "context", "examples")
"""The keys of a category in the order in which they are written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A row of the sheet: its number, field -> text, how messages call the sheet and its columns."""

    row: int
    cells: Mapping[str, str]
    where: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    def problem(self, field_: str, what: str) -> str:
        """Return one line that names sheet, row and column."""
        return f"{self.where}, row {self.row}{self.columns.get(field_, '')}: {what}"


@dataclass(frozen=True, kw_only=True)
class Made:
    """The values of a codebook file, and which row each category came from: by its place in the file, and by its names."""

    data: Raw
    rows: Mapping[tuple[int, int], int]
    named: Mapping[tuple[str, str], int]
    notes: tuple[str, ...] = ()


def data_of(lines: Sequence[Line], about: Mapping[str, str], *, base: Codebook | None, name: str, problems: list[str]) -> Made:
    """Return what a codebook file shall say.

    Parameters
    ----------
    lines, about
        What the sheets say.
    base
        The codebook they were made of, if any.
    name
        What a codebook without a base is called after.
    problems
        Takes what is wrong, a line each.
    """
    work = _Work(base, problems)
    placed = [(line, axis, work.code(line, axis)) for line, axis in _axes(lines, base, problems)]
    order = list(base.axis_ids) if base else list(dict.fromkeys(axis for _, axis, _ in placed))
    codes = {axis: [(line, raw) for line, found, raw in placed if found == axis] for axis in order}
    rows = {(i, j): line.row for i, axis in enumerate(order) for j, (line, _) in enumerate(codes[axis])}
    named = {(axis, str(raw.get("id", ""))): line.row for line, axis, raw in placed}
    made = {axis: [raw for _, raw in found] for axis, found in codes.items()}
    data = _changed(base, made, about, work) if base else _founded(made, about, lines, name)
    notes = [*work.notes(), *(_SECOND_AXIS for axis in data["axes"] if axis["id"] not in made)]
    problems += [f"{lines[0].where if lines else name}: axis {axis!r} has no category left" for axis in order if not made[axis]]
    if not lines:
        problems.append(f"{name}: the sheet holds no category")
    return Made(data=data, rows=rows, named=named, notes=tuple(notes))


def _axes(lines: Sequence[Line], base: Codebook | None, problems: list[str]) -> Iterator[tuple[Line, str]]:
    """Yield the axis of every row: its own, by id or label; an empty cell repeats the one above."""
    known = {} if base is None else {name.casefold(): axis.id for axis in base.axes for name in (axis.label, axis.id)}
    last = base.axis_ids[0] if base and len(base.axes) == 1 else ""
    for line in lines:
        said = line.cells.get(form.AXIS, "") or line.cells.get(form.KEY, "").split("/")[0] or last
        axis = known.get(said.casefold(), "") if base else form.id_of(said) or "category"
        if not axis:
            allowed = base.axis_ids if base else ()
            problems.append(
                line.problem(
                    form.AXIS,
                    f"{said!r} is no axis of the codebook; {nearest(said, allowed)}"
                    if said
                    else f"names no axis; {nearest('', allowed)}",
                )
            )
            continue
        last = said
        yield line, axis


class _Work:
    """Makes categories of rows, and remembers which of the base it has met."""

    def __init__(self, base: Codebook | None, problems: list[str]) -> None:
        self._base = base
        self._problems = problems
        self._codes = {} if base is None else {f"{code.axis}/{code.id}": code for code in base.codes()}
        self._raw: dict[str, Raw] = {}
        if base is not None:
            self._raw = {f"{axis['id']}/{code['id']}": code for axis in base.data["axes"] for code in axis["codes"]}
        self.renamed: dict[str, tuple[str, str]] = {}

    def code(self, line: Line, axis: str) -> Raw:
        """Return the values of a category."""
        cells = _with_label(line.cells)
        id_ = cells.get(form.ID, "") or (form.id_of(cells.get(form.LABEL, "")) if not cells.get(form.KEY) else "")
        known = self._known(cells.get(form.KEY, ""), f"{axis}/{id_}")
        was = self._codes.get(known)
        if not id_ and was is not None and form.ID not in cells:
            id_ = was.id
        if not id_:
            self._problems.append(
                line.problem(form.ID if form.ID in cells else form.LABEL, "the category has no id; an id holds a-z, 0-9 and _")
            )
        if known:
            self.renamed[known] = (axis, id_)
        raw = dict(self._raw.get(known, {})) | {"id": id_}
        for field_, text in cells.items():
            self._take(raw, line, field_, text, was)
        return {key: raw[key] for key in sorted(raw, key=lambda k: ORDER.index(k) if k in ORDER else len(ORDER))}

    def _known(self, key: str, name: str) -> str:
        """Return which category of the base a row is: by its key, else by its name; a copied row is a new one."""
        return next((found for found in (key, name) if found in self._codes and found not in self.renamed), "")

    def _take(self, raw: Raw, line: Line, field_: str, text: str, was: Code | None) -> None:
        """Put the text of a cell into the values, unless it says what it said before."""
        if field_ in {form.KEY, form.AXIS, form.ID}:
            return
        there = {} if was is None else form.cells_of(was, list(was.patterns))
        if form.tidy(there.get(field_, "")) == text:
            return
        key, _, language = field_.partition(".")
        try:
            value = _value(key, text, there.get(field_, ""), raw.get(key, {}).get(language, []) if language else raw.get(key))
        except CodebookError as error:
            self._problems.append(line.problem(field_, str(error)))
            return
        if language:
            raw[key] = {k: v for k, v in {**raw.get(key, {}), language: value}.items() if v}
        elif value:
            raw[key] = value
        if not (raw.get(key) if language else value):
            raw.pop(key, None)

    def notes(self) -> Iterator[str]:
        """Yield what a reader should know of categories that were renamed or taken out."""
        for known, (axis, id_) in self.renamed.items():
            if known != f"{axis}/{id_}":
                yield f"{known} is now {axis}/{id_}"
        for known in self._codes:
            if known not in self.renamed:
                yield f"{known} was taken out"


def _with_label(cells: Mapping[str, str]) -> Mapping[str, str]:
    """Take names that are no ids for labels, where a sheet has only one column of names."""
    name = cells.get(form.ID, "")
    if form.LABEL in cells or form.KEY in cells or name == form.id_of(name):
        return cells
    return {**cells, form.LABEL: name, form.ID: form.id_of(name)}


def _value(key: str, text: str, before: str, there: Any) -> Any:
    if key == form.ANCHORS:
        return form.anchors_in(text, form.known_lines(before, there or []))
    return form.patterns_in(text, form.known_lines(before, there or [])) if key == form.PATTERNS else text


def _changed(base: Codebook, codes: Mapping[str, list[Raw]], about: Mapping[str, str], work: _Work) -> Raw:
    """Return the values of the base with other categories; what names a category follows its new id."""
    axes = [{**axis, "codes": [_following(raw, axis["id"], work) for raw in codes[axis["id"]]]} for axis in base.data["axes"]]
    for axis in axes:
        if axis.get("residual"):
            axis["residual"] = work.renamed.get(f"{axis['id']}/{axis['residual']}", ("", axis["residual"]))[1]
    before = form.about_of(base)
    about = {key: text.casefold() if key == "state" else text for key, text in about.items()}
    said = {key: text for key, text in about.items() if text != form.tidy(before[key])}
    return {**base.data, **said, "axes": axes}


def _following(raw: Raw, axis: str, work: _Work) -> Raw:
    """Let what a category names follow the new ids: its parent, and the codes it implies."""
    new = dict(raw)
    if raw.get("parent"):
        new["parent"] = work.renamed.get(f"{axis}/{raw['parent']}", ("", raw["parent"]))[1]
    if raw.get("implies"):
        new["implies"] = {
            other: [work.renamed.get(f"{other}/{id_}", ("", id_))[1] for id_ in ids] for other, ids in raw["implies"].items()
        }
    return new


def _founded(codes: Mapping[str, list[Raw]], about: Mapping[str, str], lines: Sequence[Line], name: str) -> Raw:
    """Return the values of a new codebook: a pilot."""
    languages = dict.fromkeys(f.partition(".")[2] for line in lines for f in line.cells if f.startswith(f"{form.PATTERNS}."))
    labels = {form.id_of(label): label for label in dict.fromkeys(line.cells.get(form.AXIS, "") for line in lines) if label}
    axes = [
        {"id": axis, "label": labels.get(axis, axis.capitalize()), "kind": "multi", "codes": found}
        for axis, found in codes.items()
    ]
    known = {key: text for key, text in about.items() if text}
    first = {"codebook": form.id_of(name) or "codebook", "title": name, "version": "0.1", "state": "pilot"}
    head = first | known | {"languages": list(languages) or ["en"]}
    if len(axes) == 1:
        axes.append(_second_axis("valence" if "valence" not in codes else "kind"))
    return head | {"matrix": _crossing([str(axis["id"]) for axis in axes]), "axes": axes}


def _second_axis(id_: str) -> Raw:
    codes = [{"id": "barrier", "label": "Barrier"}, {"id": "enabler", "label": "Enabler"}]
    return {"id": id_, "label": id_.capitalize(), "kind": "single", "negation": "flip", "codes": codes}


def _crossing(axes: Sequence[str]) -> Raw:
    """Return a crossing of the first axis by the others."""
    return {"rows": list(axes[1:]), "columns": "case", "cell": axes[0] if axes else ""}
