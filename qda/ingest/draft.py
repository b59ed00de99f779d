r"""What a reader hands over: a text put together piece by piece, with marks that never shift.

>>> builder = Builder()
>>> builder.heading("Policy development", level=2)
(0, 18)
>>> builder.turn("We meet every month.", "B1", time=(62300, None))
(20, 40)
>>> draft = builder.draft(kind="interview")
>>> [(m.kind, draft.text[m.start:m.end]) for m in draft.marks][-1]
('time', 'We meet every month.')
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from qda.model import Mark, MarkKind, canonical

Span = tuple[int, int]
Time = tuple[int, int | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A text as its reader found it, before it gets its place in a corpus.

    Attributes
    ----------
    text, marks
        Canonical text and what the file said about it.
    title, kind, language
        What the file itself tells, else ``""``.
    attributes
        Further facts of the file: its encoding, its date, the pages that need OCR ...
    importer, version, options
        Who read it and how: the same bytes with the same three give the same text.
    parts
        The drafts of the documents of a file that holds several; it has no text of its own then.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    title: str = ""
    kind: str = ""
    language: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    importer: str = ""
    version: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    parts: tuple["Draft", ...] = ()

    def by(self, importer: str, version: str) -> "Draft":
        """Return the draft signed by its importer."""
        parts = tuple(part.by(importer, version) for part in self.parts)
        return replace(self, importer=importer, version=version, parts=parts)

    def noted(self, **attributes: object) -> "Draft":
        """Return the draft with further attributes."""
        parts = tuple(part.noted(**attributes) for part in self.parts)
        return replace(self, attributes={**self.attributes, **attributes}, parts=parts)


class Builder:
    """A text that grows at its end only.

    Every piece is made canonical before it is appended, so a span that was handed out stays true.
    Spans are ``(start, end)`` in code points.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0
        self._marks: list[Mark] = []

    @property
    def position(self) -> int:
        """Where the next piece written with `write` will start."""
        return self._size

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    def write(self, text: str) -> Span:
        """Append a piece as it is, without any separation.

        A piece that begins with a combining mark composes with the character before it and is one shorter.
        """
        return self._append(canonical(text))

    def _append(self, piece: str) -> Span:
        tail = "" if piece[:1].isascii() else self._tail()  # no ASCII character ever combines with what stands before it
        if tail and not unicodedata.is_normalized("NFC", tail + piece[:8]):
            self._parts[-1] = self._parts[-1][: -len(tail)] + unicodedata.normalize("NFC", tail + piece)
            start, self._size = self._size, sum(map(len, self._parts))
            return min(start, self._size), self._size
        start = self._size
        if self._parts and unicodedata.combining(piece[:1] or " "):  # a mark stays in one part with what it belongs to
            self._parts[-1] += piece
        elif piece:
            self._parts.append(piece)
        self._size += len(piece)
        return start, self._size

    def _tail(self) -> str:
        """Return the last character that stands on its own and what combines with it."""
        last = self._parts[-1] if self._parts else ""
        at = len(last) - 1
        while at > 0 and unicodedata.combining(last[at]):
            at -= 1
        return last[max(at, 0) :]

    def block(self, text: str, *, gap: str = "\n\n") -> Span:
        r"""Append a block, stripped of white space at its ends and set off from what stands before by `gap`; return its span.

        An empty block appends nothing and returns an empty span.
        """
        piece = canonical(text).strip()
        if not piece:
            return self._size, self._size
        if self._size:
            self._append(gap)
        return self._append(piece)

    def mark(self, kind: MarkKind, span: Span, value: str = "", **attributes: object) -> None:
        """Say something about a stretch of the text that stands already."""
        self._marks.append(Mark(kind=kind, start=span[0], end=span[1], value=canonical(value), attributes=attributes))

    def paragraph(self, text: str, *, gap: str = "\n\n") -> Span:
        """Append a paragraph with its mark."""
        return self._marked("paragraph", text, gap)

    def heading(self, text: str, level: int = 1, *, gap: str = "\n\n") -> Span:
        """Append a heading with its mark; `level` counts from 1."""
        span = self.block(text, gap=gap)
        if span[0] < span[1]:
            self.mark("heading", span, self.text_of(span), level=level)
        return span

    def turn(self, text: str, speaker: str, *, time: Time | None = None, gap: str = "\n\n") -> Span:
        """Append a turn of speech with its speaker and, where known, its ``(t0, t1)`` in milliseconds."""
        span = self.block(text, gap=gap)
        if span[0] < span[1]:
            self.mark("turn", span, speaker)
            if time is not None:
                self.time(span, *time)
        return span

    def time(self, span: Span, t0: int, t1: int | None = None) -> None:
        """Say when a stretch was spoken, in milliseconds from the beginning."""
        self.mark("time", span, str(t0), **({} if t1 is None else {"t1": t1}))

    def page(self, span: Span, number: int, label: str = "") -> None:
        """Say on which page a stretch stands: `number` counts from 1, `label` is what is printed."""
        self.mark("page", span, label or str(number), number=number)

    def aside(self, kind: MarkKind, value: str, *, at: int | None = None, **attributes: object) -> None:
        """Keep what is no part of the text (note, head, foot ...) in a side record at `at`, by default at the end so far."""
        place = self._size if at is None else at
        self.mark(kind, (place, place), value, **attributes)

    def text_of(self, span: Span) -> str:
        """Return the text of a span."""
        return self.text[span[0] : span[1]]

    def draft(
        self,
        *,
        title: str = "",
        kind: str = "",
        language: str = "",
        attributes: Mapping[str, Any] | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> Draft:
        """Close the text and return it with its marks in order of place."""
        marks = tuple(sorted(self._marks, key=lambda m: (m.start, -m.end)))
        return Draft(
            text=self.text,
            marks=marks,
            title=canonical(title).strip(),
            kind=kind,
            language=language,
            attributes=dict(attributes or {}),
            options=dict(options or {}),
        )

    def _marked(self, kind: MarkKind, text: str, gap: str) -> Span:
        span = self.block(text, gap=gap)
        if span[0] < span[1]:
            self.mark(kind, span)
        return span
