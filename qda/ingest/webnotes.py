"""Footnotes of web pages: two links that lead to each other, the sign in the text and the note below it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qda.ingest.items import Item, Note, Passage

_BLANKS = re.compile(" {2,}")
_LONGEST_SIGN = 6
EDGE = "\x00"  # where a link begins and ends in the text of a block; no text holds it, see `markup.walk`


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link within the page: where it leads, and the names under which other links lead to it."""

    target: str
    names: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A paragraph, heading or cell with an `EDGE` on both sides of each of its links, and the names of what encloses it."""

    item: Item
    links: tuple[Link, ...] = ()
    within: frozenset[str] = frozenset()
    preformatted: bool = False


def squeezed(text: str, *, preformatted: bool = False) -> str:
    """Return a text as a browser shows it: runs of blanks are one, and none stands at the ends of a line."""
    lines = text.split("\n")
    return "\n".join(line.rstrip() if preformatted else _BLANKS.sub(" ", line).strip() for line in lines).strip()


def with_notes(blocks: Sequence[Block]) -> list[Item]:
    """Return the items of a page, its notes taken out of the text and put where their signs stand."""
    signs = dict(_pairs(blocks))
    notes: dict[Link, str] = {}
    taken: set[int] = set()
    for sign, (number, back) in signs.items():
        own = [i for i, block in enumerate(blocks) if i == number or sign.target in block.within]
        notes[sign] = "\n".join(text for i in own if (text := _bare(blocks[i], {back: ""}).passage.text))
        taken |= set(own)
    return [_bare(block, notes) for i, block in enumerate(blocks) if i not in taken]


def _pairs(blocks: Sequence[Block]) -> Iterator[tuple[Link, tuple[int, Link]]]:
    """Yield each sign with the number of the block that holds its note, and the link that leads back from there."""
    named: dict[str, tuple[int, Link]] = {}
    for i, block in enumerate(blocks):
        for link in block.links:
            for name in link.names:
                named.setdefault(name, (i, link))
    for i, block in enumerate(blocks):
        for link, shown in zip(block.links, block.item.passage.text.split(EDGE)[1::2], strict=False):
            number, back = named.get(link.target, (i, link))
            sign = len(shown.strip()) <= _LONGEST_SIGN and not blocks[number].item.level  # else it is a table of contents
            if number > i and sign and back.target in link.names:
                yield link, (number, back)


def _bare(block: Block, notes: Mapping[Link, str]) -> Item:
    """Return a block without the edges of its links, the signs of notes taken out of it."""
    if not block.links:
        return block.item
    text = ""
    found: list[Note] = []
    for number, piece in enumerate(block.item.passage.text.split(EDGE)):
        link = block.links[number // 2] if number % 2 else None
        if link is None or link not in notes:
            text += piece
        elif notes[link]:
            found.append(Note(at=len(squeezed(text, preformatted=block.preformatted)), text=notes[link], what="footnote"))
    return replace(block.item, passage=Passage(text=squeezed(text, preformatted=block.preformatted), notes=tuple(found)))
