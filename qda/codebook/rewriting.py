"""A codebook file is changed where its values change; comments and layout of all the rest stay as they are, byte for byte."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml

from qda.codebook.dumping import dump, dump_entry
from qda.codebook.load import FASTEST, load_yaml
from qda.errors import CodebookError


def rewritten(text: str, data: Mapping[str, Any]) -> str:
    r"""Return a file's text with other values.

    Comments stand above what they explain, and go with it where it moves; they are lost with what is taken out, and within a value that changes. A file that
    uses anchors and aliases of YAML is written anew, without comments.

    Parameters
    ----------
    text
        The file as it is.
    data
        What it shall say.

    Examples
    --------
    >>> print(rewritten("# mine\ncodebook: b\ntitle: Old  # so far\n", {"codebook": "b", "title": "New"}))
    # mine
    codebook: b
    title: New  # so far
    <BLANKLINE>
    """
    wanted = dict(data)
    old = load_yaml(text, "codebook").data
    if _same(old, wanted):
        return text
    kept = None if _has_aliases(text) else _kept(text, old, wanted)
    return dump(wanted) + "\n" if kept is None else kept


def _kept(text: str, old: Mapping[str, Any], wanted: Mapping[str, Any]) -> str | None:
    """Return the changed file; None where it would say something else than it shall."""
    node = yaml.compose(text, Loader=FASTEST)
    writer = _Rewriter(text)
    made = writer.value(node, old, wanted) if node is not None else None
    if node is None or made is None:
        return None
    whole = text[: writer.start(node)] + made + text[writer.end(node) :]
    try:
        return whole if _same(load_yaml(whole, "codebook").data, wanted) else None
    except CodebookError:
        return None


def _has_aliases(text: str) -> bool:
    return any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=FASTEST))


def _same(a: Any, b: Any) -> bool:
    return json.dumps(a, sort_keys=True) == json.dumps(b, sort_keys=True)


_COMMENT = re.compile(r"[^\S\n]*(?:#[^\n]*)?\n")


@dataclass(frozen=True, slots=True)
class _Piece:
    """An entry of a block: the comments above it, itself, and what follows in its last line."""

    above: str
    body: str
    after: str = ""


class _Rewriter:
    def __init__(self, text: str) -> None:
        self._text = text

    def end(self, node: yaml.Node) -> int:
        """Return where a value really ends: a block's own mark stands behind the comments that follow it."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end(last[1] if isinstance(last, tuple) else last)
        found = int(node.end_mark.index)
        while found > node.start_mark.index and self._text[found - 1] in " \t\n":
            found -= 1
        return found

    def start(self, node: yaml.Node) -> int:
        """Return where a value begins with the comments above it: at a line, if it does not stand in that of its key."""
        found = int(node.start_mark.index)
        begin = self._text.rfind("\n", 0, found) + 1
        if not isinstance(node, yaml.CollectionNode) or node.flow_style or self._text[begin:found].strip():
            return found
        while begin:
            above = self._text.rfind("\n", 0, begin - 1) + 1
            if not _COMMENT.fullmatch(self._text, above, begin):
                break
            begin = above
        return begin

    def value(self, node: yaml.Node, old: Any, new: Any) -> str | None:
        """Return the text of a value between its start and its end; None where it must be written anew with its key."""
        start = self.start(node)
        if _same(old, new):
            return self._text[start : self.end(node)]
        if not isinstance(node, yaml.CollectionNode) or node.flow_style or not new or type(old) is not type(new):
            return None
        pieces = self._entries(node, old, new) if isinstance(node, yaml.MappingNode) else self._items(node, old, new)
        joined = "\n".join((piece.above or " " * node.start_mark.column) + piece.body + piece.after for piece in pieces)
        return joined.lstrip(" ") if start == node.start_mark.index else joined

    def _entries(self, node: yaml.CollectionNode, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[_Piece]:
        column = node.start_mark.column
        starts = [key.start_mark.index for key, _ in node.value]
        ends = [self.end(value) for _, value in node.value]
        kept: dict[str, _Piece] = {}
        for (key, value), piece in zip(node.value, self._pieces(node, starts, ends), strict=True):
            name = str(key.value)
            if name in new:
                kept[name] = replace(piece, body=self._entry(key, value, old[name], new[name], column))
        order = list(kept)
        for before, name in zip([None, *new], new, strict=False):
            if name not in kept:
                order.insert(order.index(before) + 1 if before else 0, name)
                kept[name] = _Piece(" " * column, dump_entry(name, new[name], column=column))
        return [kept[name] for name in order]

    def _entry(self, key: yaml.Node, value: yaml.Node, old: Any, new: Any, column: int) -> str:
        inner = self.value(value, old, new)
        if inner is None:
            return dump_entry(str(key.value), new, column=column)
        return self._text[key.start_mark.index : self.start(value)] + inner

    def _items(self, node: yaml.CollectionNode, old: Sequence[Any], new: Sequence[Any]) -> list[_Piece]:
        column = node.start_mark.column
        starts = self._dashes(node)
        pieces = self._pieces(node, starts, [self.end(item) for item in node.value])
        made = []
        for wanted, at in zip(new, _partners(old, new), strict=True):
            if at is None:
                made.append(_Piece(" " * column, "- " + dump(wanted, column=column + 2)))
                continue
            inner = self.value(node.value[at], old[at], wanted)
            dash = self._text[starts[at] : self.start(node.value[at])]
            body = "- " + dump(wanted, column=column + 2) if inner is None else dash + inner
            made.append(replace(pieces[at], body=body))
        return made

    def _dashes(self, node: yaml.CollectionNode) -> list[int]:
        dash = re.compile(rf"^ {{{node.start_mark.column}}}(-)(?=\s)", re.MULTILINE)
        found = [node.start_mark.index]
        for item in node.value[:-1]:
            after = dash.search(self._text, self.end(item))
            found.append(after.start(1) if after else self.end(item))
        return found

    def _pieces(self, node: yaml.CollectionNode, starts: Sequence[int], ends: Sequence[int]) -> list[_Piece]:
        """Cut a block into its entries; what stands between two of them belongs to the first up to the end of its line, then to the second."""
        made = []
        above = self._text[self.start(node) : starts[0]]
        for start, end, following in zip(starts, ends, [*starts[1:], None], strict=True):
            between = "" if following is None else self._text[end:following]
            after, _, rest = between.partition("\n")
            made.append(_Piece(above, self._text[start:end], after))
            above = rest
        return made


def _partners(old: Sequence[Any], new: Sequence[Any]) -> list[int | None]:
    """Return for each wanted item which old one it is: the same, else the one of the same id, else the one in its place."""
    free = dict(enumerate(old))
    found: list[int | None] = [None] * len(new)
    for alike in (_same, _same_id):
        for i, wanted in enumerate(new):
            if found[i] is None:
                at = next((at for at, item in free.items() if alike(item, wanted)), None)
                if at is not None:
                    found[i] = at
                    del free[at]
    for i, known in enumerate(found):
        if known is None and i in free:
            found[i] = i
            del free[i]
    return found


def _same_id(a: Any, b: Any) -> bool:
    return isinstance(a, dict) and isinstance(b, dict) and "id" in a and a["id"] == b.get("id")
