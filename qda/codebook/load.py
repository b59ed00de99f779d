"""YAML -> plain values, with the line of every value: plain data only, within limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from qda.errors import CodebookError

MAX_BYTES = 5_000_000
MAX_DEPTH = 30
MAX_VALUES = 200_000
PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "seq", "map")}


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A parsed file: plain values, and the round-trip tree that knows the lines."""

    data: dict[str, Any]
    tree: Any
    file: str

    def line(self, where: Sequence[str | int]) -> int:
        """Return the line (from 1) of the value at a path of keys and positions, or of the nearest value that contains it."""
        node, line = self.tree, 1
        for step in where:
            try:
                line = (node.lc.key(step) if isinstance(step, str) else node.lc.item(step))[0] + 1
                node = node[step]
            except (KeyError, IndexError, AttributeError, TypeError):
                break
        return int(line)

    def problem(self, where: Sequence[str | int], message: str) -> str:
        """Return one line that names the file, the line and the place."""
        place = ".".join(map(str, where))
        return f"{self.file}:{self.line(where)}: {place + ': ' if place else ''}{message}"


def load_yaml(text: str, file: str) -> Loaded:
    """Parse a codebook file.

    Raises
    ------
    CodebookError
        Not YAML, a key twice, a tag, or beyond the limits; the message names file and line.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if len(text.encode("utf-8")) > MAX_BYTES:
        raise CodebookError(f"{file}:1: larger than {MAX_BYTES // 1_000_000} MB; a codebook is a text that people read")
    try:
        tree = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise CodebookError(f"{file}:{mark.line + 1 if mark else 1}: {_reason(error)}") from None
    except (YAMLError, ValueError) as error:
        raise CodebookError(f"{file}:1: not YAML: {' '.join(str(error).split())}") from None
    except RecursionError:
        raise CodebookError(f"{file}:1: deeper than {MAX_DEPTH} levels") from None
    if not isinstance(tree, dict):
        raise CodebookError(f"{file}:1: a codebook is a mapping that begins with `codebook: <id>`; found {type(tree).__name__}")
    return Loaded(data=_Plain(file).mapping(tree), tree=tree, file=file)


def _reason(error: Any) -> str:
    reason = " ".join(str(error.problem or error.context).split())
    if "undefined alias" in reason or "expected alphabetic or numeric" in reason:
        return f'{reason}; a pattern that begins with `*` must be quoted: "*ination"'
    if "duplicate key" in reason:
        return reason.split(" with value")[0] + ": a key may stand once"
    return f"not YAML: {reason}"


class _Plain:
    """Copies a tree into plain values, within limits: an alias copies its values again, so their number is counted."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._values = 0

    def mapping(self, tree: Any) -> dict[str, Any]:
        """Return the plain values of a whole file."""
        return {str(k): self._value(v, tree, k, 1) for k, v in tree.items()}

    def _value(self, node: Any, parent: Any, key: Any, depth: int) -> Any:
        self._values += 1
        if depth > MAX_DEPTH or self._values > MAX_VALUES:
            self._refuse(parent, key, f"deeper than {MAX_DEPTH} levels, or more than {MAX_VALUES} values with its aliases")
        tag = str(getattr(getattr(node, "tag", None), "value", None) or "")
        if tag and tag not in PLAIN_TAGS:
            self._refuse(parent, key, f"the tag {tag} is not allowed; a codebook is plain data")
        if isinstance(node, dict):
            return {str(k): self._value(v, node, k, depth + 1) for k, v in node.items()}
        if isinstance(node, list):
            return [self._value(v, node, i, depth + 1) for i, v in enumerate(node)]
        return _scalar(node)

    def _refuse(self, parent: Any, key: Any, reason: str) -> NoReturn:
        from ruamel.yaml.comments import CommentedSeq

        find = parent.lc.item if isinstance(parent, CommentedSeq) else parent.lc.key
        raise CodebookError(f"{self._file}:{find(key)[0] + 1}: {reason}")


def _scalar(node: Any) -> Any:
    if node is None or isinstance(node, bool):
        return node
    for kind in (int, float):
        if isinstance(node, kind):
            return kind(node)
    return str(node)
