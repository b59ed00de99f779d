"""oTranscribe (.otr): JSON around html, in which every time is a span of its own."""

import re
from pathlib import Path

from qda.errors import UnreadableFile
from qda.ingest.draft import Draft
from qda.ingest.jsons import loaded
from qda.ingest.markup import walk
from qda.ingest.plain import from_text
from qda.ingest.speech import recognise
from qda.ingest.talk import Paragraph, Talk, Turn
from qda.ingest.times import UnalignedTimes, cut_times, ms
from qda.ingest.transcript import transcript

_BLOCKS = frozenset({"p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "blockquote"})
_SECONDS = re.compile(r"^\d{1,7}(?:\.\d{1,20})?$")


class _Parser:
    """Collects lines; times are written into them in one form, `[0:01:01.200]`."""

    def __init__(self) -> None:
        self.lines: list[str] = [""]
        self.times = 0
        self._clock: str | None = None
        self._seconds = ""

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        """Begin a line or a time."""
        if tag in _BLOCKS:
            self.lines.append("")
        elif tag == "span" and "timestamp" in (attrib.get("class") or "").split():
            self._clock, self._seconds = "", attrib.get("data-timestamp") or ""

    def end(self, tag: str) -> None:
        """End a line or a time."""
        if tag in _BLOCKS:
            self.lines.append("")
        elif tag == "span" and self._clock is not None:
            self.lines[-1] += f" {_bracketed(self._clock.strip(), self._seconds)} "
            self._clock = None
            self.times += 1

    def data(self, data: str) -> None:
        """Add text to the line or to the time that is open."""
        if self._clock is None:
            self.lines[-1] += data.replace("\n", " ")
        else:
            self._clock += data

    def close(self) -> None:
        """Keep a time that was left open."""
        if self._clock is not None:
            self.end("span")


def read(path: Path, data: bytes) -> Draft:
    """Read a transcript of oTranscribe."""
    value, noted = loaded(path, data)
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise UnreadableFile(path, "this is no file of oTranscribe: it has no 'text'", "export it again")
    parser = _Parser()
    walk(value["text"], parser)
    lines = [" ".join(line.split()) for line in parser.lines]
    paragraphs = [Paragraph(text=line) for line in lines if line]
    talk = recognise(paragraphs)
    if talk is None and parser.times:
        talk = Talk(turns=tuple(_turn(p.text) for p in paragraphs))
    media = {"media": value["media"]} if isinstance(value.get("media"), str) and value["media"] else {}
    return (from_text("\n".join(lines)) if talk is None else transcript(talk)).noted(**noted, **media)


def _turn(text: str) -> Turn:
    """Return a paragraph that nobody is named for; its first time is that of its beginning if nothing stands before it."""
    bare, inner = cut_times(text)
    begins = inner[0][1] if inner and inner[0][0] == 0 else None
    return Turn(speaker="", parts=((bare.strip(), None),), t0=begins, stamps=tuple(inner[1:] if begins is not None else inner))


def _bracketed(clock: str, seconds: str) -> str:
    """Write a time in one form: by its seconds, in old files by what the span shows."""
    if _SECONDS.match(seconds):
        thousandths = round(float(seconds) * 1000)
    else:
        try:
            thousandths = ms(clock)
        except ValueError:
            raise UnalignedTimes(f"{clock[:40]!r} is no time") from None
    whole, rest = divmod(thousandths, 1000)
    return f"[{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}.{rest:03d}]"
