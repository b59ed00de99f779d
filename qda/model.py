"""The records: frozen, keyword-only values that the tables are made of.

A text never changes, and every finding is a claim about a half-open span ``[start, end)`` of it, counted in Unicode code points.
"""

import hashlib
import re
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from qda.errors import OffsetError

AxisKind = Literal["single", "multi", "ordinal"]
Negation = Literal["keep", "drop", "flip"]
Origin = Literal["human", "rule", "model", "import", "settled"]
Status = Literal["suggested", "accepted", "rejected"]
MarkKind = Literal[
    "page",
    "heading",
    "paragraph",
    "turn",
    "time",
    "question",
    "cell",
    "note",
    "head",
    "foot",
    "caption",
    "preamble",
    "needs_ocr",
    "change",
]

UNITS = ("turn", "paragraph", "sentence", "window")
MACHINES = ("model", "rule")
"""The origins of codings that no person made."""

ORIGINS: tuple[str, ...] = get_args(Origin)
STATUSES: tuple[str, ...] = get_args(Status)
MARK_KINDS: tuple[str, ...] = get_args(MarkKind)
MEMO_KINDS = ("project", "document", "case", "code", "segment", "coding")
"""What a memo may be on."""

SUMMARY_KINDS = ("paraphrase", "generalisation", "reduction")
"""The steps of a summary (Mayring), of a stretch of text and by a coder."""

# control characters but tab and line end, halves of surrogates, soft hyphens, byte order marks, what is no character
_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u00ad\ufeff\ufffe\uffff]")
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "qda:coding")


def canonical(text: str) -> str:
    r"""Bring a text into the form that documents keep: NFC, ``\n`` only, no soft hyphens, no control characters.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        The canonical text; canonical texts come back unchanged.

    Examples
    --------
    >>> canonical("Mu\u0308n\u00adchen\r\n")
    'München\n'
    """
    if text.isascii() and text.isprintable():
        return str(text)
    text = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n\n")
        .replace("\x85", "\n")
        .replace("\x0b", "\n")
        .replace("\x0c", "\n")
    )
    return unicodedata.normalize("NFC", _NOT_TEXT.sub("", text))


def revision_of(text: str) -> str:
    """Return the sha256 of a text, as hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """What the file said about a stretch of text.

    Attributes
    ----------
    kind
        One of `MARK_KINDS`. ``head``, ``foot``, ``note`` and ``change`` are side records: what they hold was taken out of the text
        (or altered in it) at `start`.
    start, end
        The stretch, in code points; side records may be empty stretches.
    value
        page: the printed label; heading: its text; turn: the speaker's label; time: ``t0`` in ms; question: its text; cell: its address ``row,column``;
        note, head, foot: the text taken out.
    attributes
        page: ``number`` (from 1); heading: ``level`` (from 1); time: ``t1`` in ms; turn: ``role``, and ``label`` where the file
        writes the speaker in another form; turn and paragraph: ``language`` where it is another than the document's.
    """

    kind: MarkKind
    start: int
    end: int
    value: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A text with what is known about it.

    Attributes
    ----------
    id
        Its name, unique in a project: the path in the corpus without suffix (``leeds/interview-03``).
    case
        The case it belongs to, or ``""`` where one document treats several.
    kind
        ``interview``, ``policy``, ``report``, ``answers`` ...
    text
        Canonical text, see `canonical`.
    marks
        Page, heading, paragraph, turn ... beside the text.
    """

    id: str
    text: str
    case: str = ""
    title: str = ""
    kind: str = ""
    language: str = ""
    source: str = ""
    marks: tuple[Mark, ...] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        size = len(self.text)
        for mark in self.marks:
            if not 0 <= mark.start <= mark.end <= size:
                raise OffsetError(
                    f"{self.id}: mark {mark.kind} [{mark.start}, {mark.end}) lies outside the text of {size} characters"
                )

    @property
    def revision(self) -> str:
        """The sha256 of the text."""
        return revision_of(self.text)

    def quote(self, start: int, end: int) -> str:
        """Return the text of a span, refusing spans that leave the text."""
        if not 0 <= start < end <= len(self.text):
            raise OffsetError(f"{self.id}: [{start}, {end}) is no span of a text of {len(self.text)} characters")
        return self.text[start:end]

    def of_kind(self, kind: MarkKind) -> tuple[Mark, ...]:
        """Return the marks of one kind, in order."""
        return tuple(sorted((m for m in self.marks if m.kind == kind), key=lambda m: (m.start, m.end)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """A unit of the grid that taggers and agreement use; `context_start` and `context_end` delimit its context unit."""

    doc_id: str
    start: int
    end: int
    unit: str
    context_start: int
    context_end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AnchorExample:
    """A passage that shows what a category means; `document` and `start` say where it stands, if anywhere."""

    quote: str
    document: str = ""
    start: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A sentence on which the patterns of a code are run: `hit` says whether they must match."""

    text: str
    hit: bool
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Code:
    """A category of the coding guide: definition, anchor examples, coding rule, and what a machine can make of the rule.

    Attributes
    ----------
    patterns
        Per language, the patterns as the codebook file writes them (a phrase, or a mapping).
    context
        Per source (``heading``, ``question``) and language, the patterns that are looked for there.
    implies
        Per other axis, the codes this one makes likely where that axis shows nothing of its own.
    line
        Where the code begins in its file; 0 if it came from elsewhere.
    """

    id: str
    axis: str
    parent: str = ""
    label: str = ""
    definition: str = ""
    anchor_examples: tuple[AnchorExample, ...] = ()
    rule: str = ""
    patterns: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    context: Mapping[str, Mapping[str, tuple[Any, ...]]] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    implies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Axis:
    """A facet of the codebook with its codes.

    Attributes
    ----------
    kind
        ``single`` (one code a statement), ``multi``, or ``ordinal`` (one level a statement; the order of `codes` is the scale).
    inherit
        Where a missing value may be taken from, in order: ``heading``, ``question``.
    negation
        What a negation in scope does to a hit: ``keep`` it, ``drop`` it, or ``flip`` it to the axis' other code.
    residual
        The level of an ordinal axis that stands beside the scale, or ``""``.
    least
        The least score at which a code is worth a person's look.
    """

    id: str
    label: str = ""
    kind: AxisKind = "multi"
    inherit: tuple[str, ...] = ()
    negation: Negation = "drop"
    residual: str = ""
    least: float = 0.2
    codes: tuple[Code, ...] = ()

    @property
    def code_ids(self) -> tuple[str, ...]:
        """The ids of the codes, in the order of the file."""
        return tuple(code.id for code in self.codes)


@dataclass(frozen=True, kw_only=True, slots=True)
class Coding:
    """One code on one span by one coder; see the table ``codings`` in `qda.frames`."""

    id: str
    doc_id: str
    start: int
    end: int
    statement: str
    axis: str
    code: str
    coder: str
    round: int = 1
    origin: Origin = "human"
    score: float | None = None
    certainty: int | None = None
    status: Status = "accepted"
    quote: str = ""
    memo: str = ""
    evidence: str = ""
    codebook_version: str = ""
    created: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """What is compared: a city, an office, a programme."""

    id: str
    label: str = ""
    aliases: tuple[str, ...] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict)


def machine_id(
    *, doc_id: str, start: int, end: int, axis: str, code: str, statement: str, coder: str, round_: int, codebook_version: str
) -> str:
    """Return the id of a machine's coding: the same claim has the same id on every run."""
    key = "\x1f".join((doc_id, str(start), str(end), axis, code, statement, coder, str(round_), codebook_version))
    digest = bytearray(hashlib.sha1(_NAMESPACE.bytes + key.encode(), usedforsecurity=False).digest()[:16])
    digest[6], digest[8] = (
        digest[6] & 0x0F | 0x50,
        digest[8] & 0x3F | 0x80,
    )  # version 5, variant of RFC 4122: what uuid.uuid5 gives, twice as fast
    name = digest.hex()
    return f"{name[:8]}-{name[8:12]}-{name[12:16]}-{name[16:20]}-{name[20:]}"


def statement_id(*, doc_id: str, start: int, end: int, coder: str, round_: int, split: str = "") -> str:
    """Return the default id of a statement: what one coder says in one round about one span, per valence (or other splitting code).

    Examples
    --------
    >>> statement_id(doc_id="leeds/a", start=3, end=9, coder="AB", round_=1, split="barrier")
    'leeds/a:3-9:AB:1:barrier'
    """
    return f"{doc_id}:{start}-{end}:{coder}:{round_}" + (f":{split}" if split else "")
