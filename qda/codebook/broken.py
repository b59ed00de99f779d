"""The patterns of a codebook file that cannot be read: where they stand and why."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qda.codebook.load import Place
from qda.codebook.patterns import Broken, check_flip, check_place, parse
from qda.codebook.schema import AxisFile, BookFile, CodeFile
from qda.errors import CodebookError


def broken_patterns(raw: BookFile) -> dict[Place, str]:
    """Return the patterns that cannot be read: place in the file -> the code it belongs to, and what is wrong."""
    return {
        place: f"{axis.id}/{code.id}: {reason}"
        for i, axis in enumerate(raw.axes)
        for j, code in enumerate(axis.codes)
        for place, pattern in _of_code(code, ("axes", i, "codes", j))
        if (reason := _reason(pattern, axis, in_context="context" in place))
    }


def within(place: Place, broken: Mapping[Place, str]) -> dict[Place, str]:
    """Return what is broken within a place, each with the rest of its way."""
    size = len(place)
    return {rest[size:]: reason for rest, reason in broken.items() if rest[:size] == place}


def left_out(found: Sequence[Any], place: Place, broken: Mapping[Place, str]) -> tuple[Any, ...]:
    """Return the patterns of a list, those that cannot be read marked as such in their places."""
    here = [(pattern, broken.get((*place, k), "")) for k, pattern in enumerate(found)]
    return tuple(Broken(pattern, reason) if reason else pattern for pattern, reason in here)


def _of_code(code: CodeFile, where: Place) -> Iterator[tuple[Place, Any]]:
    lists: list[tuple[Place, Mapping[str, list[Any]]]] = [((*where, "patterns"), code.patterns)]
    lists += [((*where, "context", source), found) for source, found in code.context.items()]
    for place, by_language in lists:
        for language, patterns in by_language.items():
            yield from (((*place, language, k), pattern) for k, pattern in enumerate(patterns))


def _reason(raw: Any, axis: AxisFile, *, in_context: bool) -> str:
    """Return why a pattern cannot be used, or nothing. In a heading or a question a negation drops nothing, so nothing flips there."""
    try:
        pattern = parse(raw)
        if in_context:
            check_place(pattern)
        check_flip(pattern, axis.negation if not in_context else "keep", len(axis.codes))
    except CodebookError as error:
        return str(error)
    return ""
