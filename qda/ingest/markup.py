"""Html, walked tag by tag by libxml2: it never slows down, whatever is left open, and knows which tags close by themselves."""

from typing import Any, Protocol


class Walker(Protocol):
    """What is told of a page, in order."""

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        """Tell that a tag opens."""

    def end(self, tag: str) -> None:
        """Tell that a tag closes."""

    def data(self, data: str) -> None:
        """Tell text."""

    def close(self) -> None:
        """Tell the end."""


def walk(text: str, walker: Walker) -> None:
    """Walk a page; nothing is fetched, entities that it declares itself are not known, and halves of characters are no text."""
    from lxml import etree

    parser: Any = etree.HTMLParser(target=walker, encoding="utf-8", huge_tree=True, no_network=True)
    parser.feed(text.replace("\x00", "").encode("utf-8", "ignore") or b" ")
    parser.close()
