"""Plain values -> YAML as people write codebooks: long texts folded, patterns in a line of their own, and read back as the same values."""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from qda.codebook.load import plain
from qda.codebook.patterns import HEADS

WIDTH = 130
_LONG = 80
_SHORT = 100
_PHRASE = 60
_RAW_BREAKS = re.compile("[\x85\u2028\u2029\t]")


def dump(value: Any, *, column: int = 0) -> str:
    r"""Return a value as YAML without a line end; lines after the first are indented by `column`.

    Examples
    --------
    >>> print(dump({"id": "trust", "rule": "no", "patterns": {"en": ["trust*", {"all": ["lack", "trust"], "within": 3}]}}))
    id: trust
    rule: 'no'
    patterns:
      en:
        - trust*
        - {all: [lack, trust], within: 3}
    """
    text = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH - column, default_flow_style=False)
    lines = text.removesuffix("\n").removesuffix("\n...").split("\n")
    return "\n".join([lines[0], *(" " * column + line if line else "" for line in lines[1:])])


def dump_entry(key: str, value: Any, *, column: int = 0) -> str:
    """Return a key with its value as YAML, as an entry of a block that stands at `column`."""
    return dump(_Block({key: value}), column=column)


def in_a_line(value: Any) -> str:
    """Return a pattern in one line: a phrase as it is, all else as YAML.

    Examples
    --------
    >>> in_a_line("data sharing"), in_a_line({"any": ["board", "committee"], "score": 0.3})
    ('data sharing', '{any: [board, committee], score: 0.3}')
    """
    if isinstance(value, str) and value == value.strip() and value[:1] not in {"", "{", "[", '"'} and value.isprintable():
        return value
    style = '"' if isinstance(value, str) else None
    text = yaml.dump(
        value,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=float("inf"),
        default_flow_style=True,
        default_style=style,
    )
    return text.removesuffix("\n").removesuffix("\n...")


class _Block(dict[str, Any]):
    """A mapping that never stands in one line."""


class _Dumper(yaml.SafeDumper):
    """Writes what our reader reads: YAML 1.2 scalars, no aliases."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  PyYAML's signature
        """Indent lists below their key."""
        super().increase_indent(flow, False)  # noqa: FBT003


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    style = None
    if plain(value) != value or _RAW_BREAKS.search(value):
        style = '"'
    elif len(value) > _LONG or "\n" in value:
        style = ">"
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _mapping(dumper: yaml.SafeDumper, value: Mapping[str, Any]) -> yaml.Node:
    pattern = any(head in value for head in HEADS)
    whole = isinstance(value, _Block) or "id" in value or "codebook" in value
    flow = not whole and (pattern or _size(value) <= _SHORT)
    return dumper.represent_mapping("tag:yaml.org,2002:map", value, flow_style=flow)


def _sequence(dumper: yaml.SafeDumper, value: list[Any]) -> yaml.Node:
    flow = all(not isinstance(item, str) or len(item) <= _PHRASE for item in value) and not any(
        isinstance(item, dict) for item in value
    )
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=flow)


def _size(value: Any) -> int:
    """Return about how many characters a value takes; much for what must not stand in a line."""
    if isinstance(value, Mapping):
        return sum(len(key) + 4 + _size(inner) for key, inner in value.items())
    if isinstance(value, list):
        return 2 + sum(2 + (2 * _SHORT if isinstance(item, Mapping) else _size(item)) for item in value)
    return len(str(value))


_Dumper.add_representer(str, _text)
_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(_Block, _mapping)
_Dumper.add_representer(list, _sequence)
