"""The policy documents of the sample study: their Markdown source, as far as it uses Markdown."""

import re
from dataclasses import dataclass
from pathlib import Path

_NOTE = re.compile(r"^\[\^(\d+)\]:\s*(.*)$")
_CALL = re.compile(r"\[\^(\d+)\]")


@dataclass(frozen=True)
class Item:
    """A heading (`level` from 1), paragraph, list item, caption or table of a source."""

    kind: str
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def plain(self) -> str:
        """The text as a reader of the printed document has it: without signs of footnotes and emphasis."""
        return _CALL.sub("", self.text).replace("*", "")

    @property
    def calls(self) -> list[str]:
        """The footnotes that are called in the text, in order."""
        return _CALL.findall(self.text)


def read_source(path: Path) -> tuple[list[Item], dict[str, str]]:
    """Return the items of a source in order, and its footnotes by number."""
    items: list[Item] = []
    notes: dict[str, str] = {}
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip()):
        lines = block.strip().split("\n")
        for line in lines:
            note = _NOTE.match(line)
            if note:
                notes[note[1]] = note[2]
        if not _NOTE.match(lines[0]):
            items += _items(lines)
    return items, notes


def _items(lines: list[str]) -> list[Item]:
    first = lines[0]
    if first.startswith("#"):
        marks, text = first.split(" ", 1)
        return [Item("heading", text.strip(), level=len(marks))]
    if first.startswith("|"):
        cells = [tuple(c.strip() for c in line.strip().strip("|").split("|")) for line in lines]
        return [Item("table", rows=(cells[0], *cells[2:]))]
    if first.startswith("- "):
        return [Item("item", line[2:].strip()) for line in lines]
    if first.startswith("*") and first.endswith("*"):
        return [Item("caption", " ".join(lines))]
    return [Item("paragraph", " ".join(lines))]
