"""Web pages (html): headings, paragraphs, items and cells; what is no text of the page is passed over."""

import re
from pathlib import Path

from qda.errors import HostileFile
from qda.ingest.draft import Draft
from qda.ingest.items import Item, Passage, draft_of
from qda.ingest.markup import walk
from qda.ingest.plain import text_of
from qda.ingest.webnotes import EDGE, Block, Link, squeezed, with_notes

_ENTITIES = re.compile(r"<!ENTITY|<!DOCTYPE[^>\[]{0,1000}\[", re.IGNORECASE)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SILENT = frozenset(
    {"script", "style", "template", "noscript", "svg", "math", "object", "iframe", "select", "textarea", "button"}
)
_INLINE = frozenset(
    [
        *(
            "a",
            "abbr",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
            "i",
            "img",
            "input",
            "ins",
            "kbd",
        ),
        *(
            "label",
            "mark",
            "o:p",
            "q",
            "rp",
            "rt",
            "ruby",
            "s",
            "samp",
            "small",
            "span",
            "strike",
            "strong",
            "sub",
            "sup",
            "time",
            "tt",
        ),
        *("u", "var", "wbr"),
    ]
)


class _Parser:
    """Collects the blocks of a page."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.title = ""
        self._pieces: list[str] = []
        self._level = 0
        self._silent = ""
        self._in_title = False
        self._preformatted = False
        self._tables: list[tuple[int, int, int]] = []
        self._counted = 0
        self._open: list[str] = []
        self._links: list[Link] = []
        self._in_link = False

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        """Begin a block, a cell, a link, or break a line."""
        if self._silent:
            return
        if tag == "a" and (attrib.get("href") or "").startswith("#"):
            names = {*self._open, attrib.get("id") or "", attrib.get("name") or ""} - {""}
            self._links.append(Link(target=attrib["href"][1:], names=frozenset(names)))
            self._pieces.append(EDGE)
            self._in_link = True
        if tag in _SILENT:
            self._silent = tag
        elif tag == "title":
            self._in_title = True
        elif tag == "br":
            self._pieces.append("\n")
        elif tag not in _INLINE:
            self.flush()
            self._level = _HEADINGS.get(tag, 0)
            self._preformatted = tag == "pre" or self._preformatted
            self._move(tag)
        self._open.append(attrib.get("id") or "")

    def _move(self, tag: str) -> None:
        """Keep count of tables, rows and cells."""
        if tag == "table":
            self._counted += 1
            self._tables.append((self._counted, 0, 0))
        elif self._tables and tag == "tr":
            table, row, _ = self._tables[-1]
            self._tables[-1] = (table, row + 1, 0)
        elif self._tables and tag in ("td", "th"):
            table, row, column = self._tables[-1]
            self._tables[-1] = (table, max(row, 1), column + 1)

    def end(self, tag: str) -> None:
        """Close a block."""
        if self._silent:
            self._silent = "" if tag == self._silent else self._silent
        elif tag == "title":
            self._in_title = False
        elif tag == "a":
            self._unlink()
        elif tag not in _INLINE and tag != "br":
            self.flush()
            self._level = 0
            self._preformatted = self._preformatted and tag != "pre"
            if tag == "table" and self._tables:
                self._tables.pop()
        if self._open and not self._silent:
            self._open.pop()

    def _unlink(self) -> None:
        """Close the link that is open."""
        if self._in_link:
            self._pieces.append(EDGE)
            self._in_link = False

    def data(self, data: str) -> None:
        """Add text; line ends of the source are blanks."""
        if self._in_title:
            self.title += data
        elif not self._silent:
            self._pieces.append(data if self._preformatted else re.sub(r"[\t\n\r\f ]+", " ", data))

    def close(self) -> None:
        """Close the last block."""
        self.flush()

    def flush(self) -> None:
        """Close the block that is open, and the link that is open in it."""
        self._unlink()
        text = squeezed("".join(self._pieces), preformatted=self._preformatted)
        links, self._links, self._pieces = tuple(self._links), [], []
        if text:
            table, row, column = self._tables[-1] if self._tables else (0, 0, 0)
            in_cell = table if column else 0
            level = 0 if in_cell else self._level
            item = Item(passage=Passage(text=text), level=level, table=in_cell, row=row, column=column)
            self.blocks.append(
                Block(item=item, links=links, within=frozenset(filter(None, self._open)), preformatted=self._preformatted)
            )


def read(path: Path, data: bytes) -> Draft:
    """Read a web page."""
    text, noted = text_of(path, data)
    if _ENTITIES.search(text[:10_000]):
        raise HostileFile(path, "its DOCTYPE declares entities, which no page does", "save it again as html")
    parser = _Parser()
    walk(text, parser)
    return draft_of(with_notes(parser.blocks), " ".join(parser.title.split())).noted(**noted)
