"""The html of noScribe: every segment is an anchor ``ts_<ms0>_<ms1>_<speaker>``."""

import re
from dataclasses import replace
from pathlib import Path

from qda.errors import UnreadableFile
from qda.ingest.draft import Draft
from qda.ingest.markup import walk
from qda.ingest.plain import text_of
from qda.ingest.talk import Paragraph, Talk, Turn
from qda.ingest.transcript import transcript

_ANCHOR = re.compile(r"^ts_(\d+)_(\d+)_(.*)$")
_BLOCKS = frozenset({"p", "div", "li", "td", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})
_CLOCK = re.compile(r"\[\d{1,2}:\d{2}:\d{2}\]\s*")


class _Parser:
    """Collects paragraphs as (text, first anchor, last end)."""

    def __init__(self) -> None:
        self.paragraphs: list[tuple[str, str, tuple[int, int] | None]] = []
        self._text = ""
        self._speaker = ""
        self._time: tuple[int, int] | None = None
        self._within = False

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        """Begin the text or a paragraph, note an anchor, or break a line."""
        if tag == "body":
            self._within = True
        elif tag in _BLOCKS:
            self._flush()
        elif tag == "br":
            self._text += "\n"
        elif tag == "a" and (match := _ANCHOR.match(attrib.get("name") or "")):
            begin = self._time[0] if self._time else int(match[1])
            self._time = (begin, int(match[2]))
            self._speaker = self._speaker or match[3]

    def end(self, tag: str) -> None:
        """Close a paragraph."""
        if tag in _BLOCKS:
            self._flush()

    def _flush(self) -> None:
        """Close the paragraph that is open; somebody may have written outside of all."""
        if self._text.strip() or self._time is not None:
            self.paragraphs.append((self._text.strip(), self._speaker, self._time))
        self._text, self._speaker, self._time = "", "", None

    def data(self, data: str) -> None:
        """Add text."""
        if self._within:
            self._text += data

    def close(self) -> None:
        """Close the last paragraph."""
        self._flush()


def read(path: Path, data: bytes) -> Draft:
    """Read a transcript of noScribe."""
    text, noted = text_of(path, data)
    parser = _Parser()
    walk(text, parser)
    preamble: list[Paragraph] = []
    turns: list[Turn] = []
    for said, speaker, time in parser.paragraphs:
        if time is None or not speaker:
            if not turns:
                preamble.append(Paragraph(text=said))
            elif said:
                turns[-1] = replace(turns[-1], parts=(*turns[-1].parts, (said, None)))
            continue
        bare = _CLOCK.sub("", said.removeprefix(f"{speaker}:").strip())
        turns.append(Turn(speaker=speaker, parts=((bare, None),), t0=time[0], t1=time[1]))
    if not turns:
        raise UnreadableFile(path, "it holds no speech of noScribe")
    return transcript(Talk(turns=tuple(turns), preamble=tuple(preamble))).noted(**noted)
