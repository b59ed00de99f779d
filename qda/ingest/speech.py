"""Speech recognised by its structure: labels that take turns, or heads of a name and a time. Words of a language are hints only."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qda.ingest.lines import closes
from qda.ingest.questions import names_interviewer
from qda.ingest.times import has_f4, ms, time_at_end, time_at_start

_OPEN, _SHUT = r"[\[(<*_]{0,3}", r"[\])>*_]{0,3}"
_LABEL = re.compile(
    rf"^(?:\d{{1,4}}\s+)?{_OPEN}(?P<label>[^\W_][^:\n\t]{{0,62}}?){_SHUT}\s*:[*_]{{0,2}}(?:\s+(?P<speech>\S.*))?$", re.DOTALL
)
_CODE = re.compile(r"^(?:[A-ZÄÖÜ]{1,3}\d{0,2}|[A-Z][a-z]?\d{1,2}|(?:[Ss](?:peaker|precher|PEAKER)[ _]?\d{1,2}))$")
_HEADED = re.compile(
    r"^(?P<label>\S.{0,62}?)(?:\s{2,}|\t\s*|\s+(?=[\[(]))[\[(]?(?P<time>(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?)[\])]?\s*$"
)
_ARROW = re.compile(r"^(\d{1,2}:\d{1,2}:\d{1,2}[.,]\d{1,3})\s*-->\s*(\d{1,2}:\d{1,2}:\d{1,2}[.,]\d{1,3})$")
_NOT_IN_LABEL = re.compile(r"[!?;\"“”„»«/]|\.\s+[a-z]|https?|\d{1,2}$(?<=\s\d)|\d{4}")
_ADDRESS = re.compile(r"https?://\S+$")
_LONGEST_HEAD = 100
# what stands before a colon under tables and figures, and never speaks
_FURNITURE = frozenset(
    {
        "source",
        "note",
        "notes",
        "figure",
        "table",
        "box",
        "quelle",
        "anmerkung",
        "hinweis",
        "abbildung",
        "tabelle",
        "fonte",
        "nota",
    }
)
_MOST_SPEAKERS = 40
_CYCLE = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """A paragraph of a file that may be a transcript: its text with line breaks, and its level where it is a heading."""

    text: str
    level: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    """A line, whether a paragraph begins with it, and its level where it is a heading."""

    text: str
    begins: bool
    level: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """What one speaker says until the next one begins; `parts` are its paragraphs with the time of each, if any.

    `stamps` are (offset, ms) within a turn of one part. Where `at_end`, the times of the parts are those of
    their ends (f4), and `transcript.begun` turns them into those of their beginnings. A heading between turns
    has a `level` and no speaker.
    """

    speaker: str
    parts: tuple[tuple[str, int | None], ...]
    t0: int | None = None
    t1: int | None = None
    at_end: bool = False
    level: int = 0
    stamps: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Talk:
    """A transcript: what stands before the first turn, the turns, and lines after the last that are no speech."""

    turns: tuple[Turn, ...]
    preamble: tuple[Paragraph, ...] = ()
    trailer: tuple[str, ...] = ()


def recognise(paragraphs: Sequence[Paragraph]) -> Talk | None:
    """Find the turns of a transcript, the most specific layout first; ``None`` where the paragraphs are no transcript."""
    return arrowed(paragraphs) or headed(paragraphs) or labelled(paragraphs)


def begins_turn(line: str, speakers: Collection[str]) -> bool:
    """Say whether a line begins a turn of one of the speakers: with a label, a head of name and time, or a name alone.

    >>> begins_turn("I: Mhm", {"I"}), begins_turn("Interview 3", {"I"})
    (True, False)
    """
    found = _split(time_at_start(line)[0]) or _head(line)
    return line in speakers or _ARROW.match(line) is not None or (found is not None and found[0] in speakers)


def arrowed(paragraphs: Sequence[Paragraph]) -> Talk | None:
    """Read `0:0:5.100 --> 0:0:8.250`, the name, the speech, line by line, as Teams once wrote it."""
    rows = [line.strip() for p in paragraphs for line in p.text.split("\n") if line.strip()]
    heads = [i for i, line in enumerate(rows) if _ARROW.match(line)]
    if len(heads) < 2 or heads[0] > 8:
        return None
    turns: list[Turn] = []
    trailer: tuple[str, ...] = ()
    for i, end in zip(heads, [*heads[1:], len(rows)], strict=True):
        match = _ARROW.match(rows[i])
        if match is None or end - i < 2:
            continue
        name, said = rows[i + 1], rows[i + 2 : end]
        if end == len(rows) and len(said) > 1 and any(said[-1].startswith(f"{n} ") for n in {name, *(t.speaker for t in turns)}):
            said, trailer = said[:-1], (said[-1],)
        turns = joined(turns, Turn(speaker=name, parts=((" ".join(said), None),), t0=ms(match[1]), t1=ms(match[2])))
    return Talk(turns=tuple(turns), preamble=tuple(Paragraph(text=line) for line in rows[: heads[0]]), trailer=trailer)


def joined(turns: list[Turn], turn: Turn) -> list[Turn]:
    """Add a turn, to the one before it where the same speaker goes on: cues are cut by time, not by sense."""
    if not turns or turns[-1].speaker != turn.speaker:
        return [*turns, turn]
    last = turns[-1]
    before, added = last.parts[0][0], turn.parts[0][0]
    stamp = ((len(before) + 1, turn.t0),) if turn.t0 is not None else ()
    return [*turns[:-1], replace(last, parts=((f"{before} {added}", None),), t1=turn.t1, stamps=(*last.stamps, *stamp))]


def headed(paragraphs: Sequence[Paragraph]) -> Talk | None:
    r"""Read `Name   0:04` above or before its speech, as Otter and Teams write it.

    >>> talk = headed([Paragraph(text="Ana  0:04\nHello."), Paragraph(text="Ben  0:09\nHi. Shall we?")])
    >>> [(t.speaker, t.t0, t.parts[0][0]) for t in talk.turns]
    [('Ana', 4000, 'Hello.'), ('Ben', 9000, 'Hi. Shall we?')]
    """
    rows = [row for p in paragraphs for row in _rows(p)]
    heads = [(i, head) for i, row in enumerate(rows) if (head := _head(row.text)) is not None]
    starts = [i for i, _ in heads]
    if len(heads) < 2 or (3 * len(heads) < len(rows) and starts[0] > 8) or _is_timetable(heads, len(rows)):
        return None
    turns: list[Turn] = []
    for (i, (label, clock)), end in zip(heads, [*starts[1:], len(rows)], strict=True):
        turns += _under(label, clock, rows[i + 1 : end])
    if not turns:
        return None
    last, trailer = _trailer(rows[-1], turns)
    preamble = tuple(Paragraph(text=row.text, level=row.level) for row in rows[: starts[0]])
    return Talk(turns=tuple(_sentences_whole(t) for t in [*turns[:-1], last]), preamble=preamble, trailer=trailer)


def _rows(paragraph: Paragraph) -> Iterator[_Row]:
    """Cut a paragraph into its lines; a heading is one."""
    lines = [paragraph.text] if paragraph.level else paragraph.text.split("\n")
    for number, line in enumerate(lines):
        if line.strip():
            yield _Row(text=line.strip(), begins=number == 0, level=paragraph.level)


def _under(label: str, clock: int, rows: Sequence[_Row]) -> Iterator[Turn]:
    """Yield what stands under a head: the turn, and headings with what goes on below them. Captions of one paragraph are joined."""
    parts: list[str] = []
    start: int | None = clock
    for row in rows:
        if row.level:
            if parts:
                yield Turn(speaker=label, parts=tuple((text, None) for text in parts), t0=start)
                start = None
            yield Turn(speaker="", parts=((row.text, None),), level=row.level)
            parts = []
        elif parts and not row.begins:
            parts[-1] = f"{parts[-1]} {row.text}"
        else:
            parts.append(row.text)
    if parts:
        yield Turn(speaker=label, parts=tuple((text, None) for text in parts), t0=start)


def _head(line: str) -> tuple[str, int] | None:
    match = _HEADED.match(line) if len(line) <= _LONGEST_HEAD else None
    if match is None or _NOT_IN_LABEL.search(match["label"]) or not re.search(r"[^\W\d_]", match["label"]):
        return None
    return match["label"].strip(" :,-–"), ms(match["time"])


def _is_timetable(heads: Sequence[tuple[int, tuple[str, int]]], size: int) -> bool:
    """Say whether heads stand one below the other, or none comes again: a programme of a day, not a talk."""
    ends = [i for i, _ in heads[1:]]
    bare = sum(end == i + 1 for (i, _), end in zip(heads, [*ends, size], strict=True))
    names = {label for _, (label, _) in heads}
    return 2 * bare > len(heads) or (len(heads) > 3 and len(names) == len(heads))


def _sentences_whole(turn: Turn) -> Turn:
    """Join lines that end within a sentence to the next: such programs break lines where somebody breathes."""
    texts: list[str] = []
    for text, _ in turn.parts:
        if texts and not closes(texts[-1]):
            texts[-1] = f"{texts[-1]} {text}"
        else:
            texts.append(text)
    return replace(turn, parts=tuple((text, None) for text in texts))


def _trailer(row: _Row, turns: Sequence[Turn]) -> tuple[Turn, tuple[str, ...]]:
    """Cut off a last paragraph that is no speech: a speaker's name and "stopped transcription", or the program's address."""
    last, text = turns[-1], row.text
    named = any(text.startswith(f"{turn.speaker} ") for turn in turns if turn.speaker)
    about = named or (_ADDRESS.search(text) is not None and not closes(text))
    if about and row.begins and len(last.parts) > 1 and last.parts[-1][0] == text and len(text) <= 160:
        return replace(last, parts=last.parts[:-1]), (text,)
    return last, ()


def labelled(paragraphs: Sequence[Paragraph]) -> Talk | None:
    """Read `I:` / `B1:` / `Interviewer:` / `Name:` at the beginning of paragraphs, with times at their end or beginning."""
    speakers = _speakers(paragraphs)
    if not speakers:
        return None
    preamble: list[Paragraph] = []
    turns: list[Turn] = []
    clock: int | None = None
    for text, level in _with_labels_first(paragraphs, speakers):
        bare, start = time_at_start(text)
        match = _split(bare)
        if start is not None and not bare:
            clock = start
        elif level and turns:
            turns.append(Turn(speaker="", parts=((text, None),), level=level))
        elif match is not None and match[0] in speakers:
            turns.append(_turn(match[0], match[1], start if start is not None else clock))
            clock = None
        elif turns:
            turns = _continued(turns, text)
        else:
            preamble.append(Paragraph(text=text, level=level))
    said = tuple(t for t in turns if any(p for p, _ in t.parts))
    if _lone_end(said) and not any(has_f4(p.text) for p in paragraphs):
        said = tuple(_ended(t) if t.at_end else t for t in said)
    return Talk(turns=said, preamble=tuple(preamble)) if said else None


def _lone_end(turns: Sequence[Turn]) -> bool:
    """Say whether one time at the end of a paragraph is all that is known: it tells nothing of where the turn began."""
    ends = [at for turn in turns for _, at in turn.parts if at is not None]
    return len(ends) == 1 and all(turn.t0 is None or turn.t0 == ends[0] for turn in turns)


def _ended(turn: Turn) -> Turn:
    """Return a turn of which nobody knows when it began: a paragraph begins where the one before ends."""
    ends = [at for _, at in turn.parts]
    parts = tuple((text, at) for (text, _), at in zip(turn.parts, [None, *ends[:-1]], strict=True))
    return replace(turn, parts=parts, t0=None, t1=ends[-1], at_end=False)


def _continued(turns: list[Turn], text: str) -> list[Turn]:
    """Add a paragraph without a label to the turn before it, over a heading if one stands between."""
    part = time_at_end(text)
    if not turns[-1].level:
        return [*turns[:-1], replace(turns[-1], parts=(*turns[-1].parts, part))]
    last = next(t for t in reversed(turns) if not t.level)
    return [*turns, Turn(speaker=last.speaker, parts=(part,), t0=part[1], at_end=last.at_end)]


def _turn(speaker: str, speech: str, start: int | None) -> Turn:
    body, at = time_at_end(speech)
    if start is None:
        body, start = time_at_start(body) if speech else (body, None)
    return Turn(speaker=speaker, parts=((body, at),), t0=start if start is not None else at, at_end=start is None)


def _with_labels_first(paragraphs: Sequence[Paragraph], speakers: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Cut paragraphs whose later lines begin with a speaker's label: their unit is the line."""
    for paragraph in paragraphs:
        rest: list[str] = []
        for line in paragraph.text.split("\n"):
            match = _split(time_at_start(line)[0])
            if match is not None and match[0] in speakers and rest:
                yield "\n".join(rest), 0
                rest = []
            rest.append(line)
        yield "\n".join(rest), paragraph.level


def _split(text: str) -> tuple[str, str] | None:
    match = _LABEL.match(text.strip())
    if match is None or len(match["label"].split()) > 6 or _NOT_IN_LABEL.search(match["label"]):
        return None
    return match["label"].strip(), match["speech"] or ""


def _speakers(paragraphs: Sequence[Paragraph]) -> frozenset[str]:
    """Return the labels that are speakers: short codes or names that come again and take turns."""
    rows = [_split(time_at_start(line)[0]) for p in paragraphs for line in p.text.split("\n") if line.strip()]
    labels = [row[0] for row in rows if row and row[0].casefold() not in _FURNITURE]
    counts = Counter(labels)
    again = {label for label, n in counts.items() if n > 1 or _CODE.match(label)}
    spoken = sum(counts[label] for label in again)
    if spoken < 2 or len(again) > _MOST_SPEAKERS or _is_form(labels, again):
        return frozenset()
    starts = sum(1 for p in paragraphs if (row := _split(time_at_start(p.text)[0])) and row[0] in again)
    share = max(spoken / len(rows), starts / max(1, len(paragraphs)))
    if share < _least_share([label for label in labels if label in again]):
        return frozenset()
    begun = labels[next(i for i, label in enumerate(labels) if label in again) :]
    named = {label for label in begun if _is_name(label)} if share >= 0.8 else set()
    return frozenset(again | named)


def _least_share(order: Sequence[str]) -> float:
    """Return which share of the lines must bear a speaker's label: the plainer the labels take turns, the fewer will do."""
    speakers = set(order)
    plain = all(_CODE.match(label) for label in speakers) or any(names_interviewer(label) for label in speakers)
    if plain:
        return 0.05 if len(order) >= 4 else 0.3
    changes = sum(a != b for a, b in pairwise(order)) / max(1, len(order) - 1)
    if len(speakers) < 2:
        return 2.0
    return 0.1 if len(order) >= 8 and len(speakers) <= 6 and changes >= 0.8 else 0.3


def _is_form(labels: Sequence[str], again: Iterable[str]) -> bool:
    """Say whether labels follow each other in a fixed order of three or more, as the fields of a form do and speakers do not."""
    known = set(again)
    order = [label for label in labels if label in known]
    size = len(known)
    if size < _CYCLE or len(order) < 2 * size or any(_CODE.match(label) for label in known):
        return False
    return all(order[i] == order[i + size] for i in range(len(order) - size))


def _is_name(label: str) -> bool:
    words = label.split()
    return len(words) <= 4 and all(word[0].isupper() for word in words) and not any(char.isdigit() for char in label)
