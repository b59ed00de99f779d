"""New versions of a codebook with a category founded, several merged, or one split: the file keeps its comments and layout."""

import copy
import re
from collections.abc import Mapping, Sequence
from typing import Any

from qda.codebook import Codebook, parse_codebook
from qda.codebook.rewriting import rewritten
from qda.errors import BadInput, UnknownName, nearest

_NUMBER = re.compile(r"\d+(?!.*\d)")

Entry = dict[str, Any]


def next_version(version: str) -> str:
    """Return the number after a version: its last figure counted up.

    Examples
    --------
    >>> [next_version(version) for version in ("0.1", "1.9", "2", "draft")]
    ['0.2', '1.10', '3', 'draft.1']
    """
    found = _NUMBER.search(version)
    return f"{version[: found.start()]}{int(found[0]) + 1}{version[found.end() :]}" if found else f"{version}.1"


def with_category(book: Codebook, axis: str, entry: Mapping[str, Any]) -> Codebook:
    """Return the next version, a pilot, with another category at the end of an axis.

    Raises
    ------
    BadInput, CodebookError
        There is such a category, or its id is none.
    """
    book.axis(axis)
    if entry["id"] in book.axis(axis).code_ids:
        raise BadInput(
            f"{axis}/{entry['id']} is there already; subsume the passage under it, or give the new category another id"
        )
    data = _data(book)
    _codes(data, axis).append({key: value for key, value in entry.items() if value})
    return _parsed(book, data)


def with_merged(book: Codebook, axis: str, codes: Sequence[str], into: str, entry: Mapping[str, Any]) -> Codebook:
    """Return the next version, a pilot, in which one category stands for several: it keeps their anchor examples, patterns and sentences.

    Parameters
    ----------
    codes
        Those that become one.
    into
        Its id: one of them, or a new one, which takes the place of the first.
    entry
        What it shall say otherwise: ``label``, ``definition``, ``rule`` ...
    """
    gone = [book.code(axis, code).id for code in dict.fromkeys(codes) if code != into]
    if not gone or len({*codes, into}) < 2:
        raise BadInput("merging takes two categories at least")
    data = _data(book)
    listed = _codes(data, axis)
    old = [one for one in listed if one["id"] in {*gone, into}]
    kept = next((one for one in old if one["id"] == into), None) or {**old[0], "id": into, "label": ""}
    made = _joined(kept, [one for one in old if one["id"] != kept["id"]]) | {k: v for k, v in entry.items() if v}
    at = listed.index(kept if kept in listed else old[0])
    listed[at] = {key: value for key, value in made.items() if value not in ("", [], {})}
    listed[:] = [one for one in listed if one["id"] not in gone]
    _renamed_within(data, axis, dict.fromkeys(gone, into))
    return _parsed(book, data)


def with_split(book: Codebook, axis: str, code: str, entries: Sequence[Mapping[str, Any]], *, keep: bool) -> Codebook:
    """Return the next version, a pilot, with several categories in place of one, or beside it."""
    book.code(axis, code)
    known = book.axis(axis).code_ids
    if len(entries) + keep < 2:
        raise BadInput(f"splitting {axis}/{code} takes two categories at least")
    data = _data(book)
    listed = _codes(data, axis)
    at = next(i for i, one in enumerate(listed) if one["id"] == code)
    parent = {"parent": listed[at]["parent"]} if listed[at].get("parent") else {}
    made = [{**parent, **{k: v for k, v in entry.items() if v}} for entry in entries if entry["id"] not in known]
    listed[at + 1 : at + 1] = made
    if not keep:
        del listed[at]
        first = str(entries[0]["id"])
        _renamed_within(data, axis, {code: first})
    return _parsed(book, data)


def _data(book: Codebook) -> dict[str, Any]:
    data = copy.deepcopy(dict(book.data))
    return {**data, "version": next_version(book.version), "state": "pilot"}


def _codes(data: Mapping[str, Any], axis: str) -> list[Entry]:
    found: list[Entry] = next(one["codes"] for one in data["axes"] if one["id"] == axis)
    return found


def _parsed(book: Codebook, data: Mapping[str, Any]) -> Codebook:
    return parse_codebook(rewritten(book.text, data), file=book.file or book.id, lenient=True)


def _joined(kept: Entry, others: Sequence[Entry]) -> Entry:
    """Return a category with what others have beside its own words: anchor examples, patterns, contexts, sentences, implications."""
    made = dict(kept)
    for other in others:
        for key in ("anchor_examples", "patterns", "context", "examples", "implies"):
            made[key] = _both(made.get(key), other.get(key))
    return made


def _both(one: Any, two: Any) -> Any:
    if not one or not two:
        return one or two or []
    if isinstance(one, dict):
        return {key: _both(one.get(key), two.get(key)) for key in dict.fromkeys((*one, *two))}
    return [*one, *(value for value in two if value not in one)]


def _renamed_within(data: Mapping[str, Any], axis: str, names: Mapping[str, str]) -> None:
    """Let what names categories that went name those that came of them: parents, the residual, implications of other axes."""
    for one in data["axes"]:
        if one["id"] == axis and one.get("residual") in names:
            one["residual"] = names[one["residual"]]
        for code in one["codes"]:
            if one["id"] == axis and code.get("parent") in names:
                new = names[code["parent"]]
                code["parent"] = new if new != code["id"] else ""
            implied = code.get("implies", {}).get(axis)
            if implied:
                code["implies"] = {**code["implies"], axis: list(dict.fromkeys(names.get(name, name) for name in implied))}


def require_axis(book: Codebook, axis: str) -> str:
    """Return the axis that is meant: the one that is named, or the only one.

    Raises
    ------
    BadInput, UnknownName
        Nothing is named where there are several, or there is no such axis.
    """
    if not axis and len(book.axes) == 1:
        return book.axes[0].id
    if not axis:
        raise BadInput(f"on which axis? {nearest('', book.axis_ids)}")
    if axis not in book.axis_ids:
        raise UnknownName(f"codebook {book.id!r} has no axis {axis!r}; {nearest(axis, book.axis_ids)}")
    return axis
