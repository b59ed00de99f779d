"""Turns that begin with a label and a colon: labels that take turns are speakers, whatever they are called."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from qda.ingest.forms import key
from qda.ingest.lines import closes, runs_on
from qda.ingest.questions import names_interviewer
from qda.ingest.talk import Paragraph, Talk, Turn
from qda.ingest.times import has_f4, ms, time_at_end, time_at_start

_OPEN, _SHUT = r"[\[(<*_]{0,3}", r"[\])>*_]{0,3}"
_LABEL = re.compile(
    rf"^(?:\d{{1,4}}\s+)?{_OPEN}(?P<label>[^\W_][^:\n\t]{{0,62}}?){_SHUT}\s*:[*_]{{0,2}}(?:\s+(?P<speech>\S.*))?$", re.DOTALL
)
_CODE = re.compile(r"^(?:[A-ZÄÖÜ]{1,3}\d{0,2}|[A-Z][a-z]?\d{1,2}|(?:[Ss](?:peaker|precher|PEAKER)[ _]?\d{1,2}))$")
_REMARK = re.compile(r"\s*[(\[][^()\[\]]*[)\]]$")  # B1 (w)
_TIMED = re.compile(
    r"^\s*(?P<label>[^\W_][^:\n\t]{0,62}?)\s*[(\[](?P<time>(?:\d{1,2}:)?\d{1,2}:[0-5]\d(?:[.,]\d{1,3})?)[)\]]\s*:(?P<speech>\s.*)?$",
    re.DOTALL,
)  # what Rev and others write: Ana (00:05):
_NOT_IN_LABEL = re.compile(r"[!?;\"“”„»«/]|\.\s+[a-z]|https?|\d{3}")
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
_NEARLY_ALL = 0.8
_LONGEST_CODE = 4


def labelled(paragraphs: Sequence[Paragraph], *, sure: bool = False) -> Talk | None:
    """Read `I:` / `B1:` / `Interviewer:` / `Name:` at the beginning of paragraphs, with times at their end or beginning.

    Where it is `sure` that this is a talk, every name before a colon is a speaker, even if it comes but once.
    Where only one speaker has a label, nobody knows who says what has none: those are turns without a speaker, and nothing is preamble.
    """
    speakers = _all_speakers(paragraphs) if sure else _speakers(paragraphs)
    if not speakers:
        return None
    preamble: list[Paragraph] = []
    turns: list[Turn] = []
    clock: int | None = None
    for text, level in _with_labels_first(paragraphs, speakers):
        bare, start = _time_first(text)
        match = _split(bare)
        if start is not None and not bare:
            clock = start
        elif level and turns:
            turns.append(Turn(speaker="", parts=((text, None),), level=level))
        elif match is not None and match[0] in speakers:
            turns.append(_turn(match[0], match[1], start if start is not None else clock))
            clock = None
        elif len(speakers) == 1 and not level:
            _add_unnamed(turns, text)
        elif turns:
            _continue(turns, text)
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


def _continue(turns: list[Turn], text: str) -> None:
    """Add a paragraph without a label to the turn before it, over a heading if one stands between."""
    part = time_at_end(text)
    if not turns[-1].level:
        turns[-1] = replace(turns[-1], parts=(*turns[-1].parts, part))
        return
    last = next(t for t in reversed(turns) if not t.level)
    turns.append(Turn(speaker=last.speaker, parts=(part,), t0=part[1], at_end=last.at_end))


def _add_unnamed(turns: list[Turn], text: str) -> None:
    """Add a paragraph of somebody who has no label, unless a sentence of the one who has runs on into it."""
    part = time_at_end(text)
    if turns and not turns[-1].level and (not turns[-1].speaker or runs_on(turns[-1].parts[-1][0], text)):
        turns[-1] = replace(turns[-1], parts=(*turns[-1].parts, part))
    else:
        turns.append(Turn(speaker="", parts=(part,), t0=part[1], at_end=True))


def _turn(speaker: str, speech: str, start: int | None) -> Turn:
    body, at = time_at_end(speech)
    if start is not None and at is not None and at >= start and has_f4(speech):
        return Turn(speaker=speaker, parts=((body, None),), t0=start, t1=at)
    if start is None:
        body, start = time_at_start(body) if speech else (body, None)
    return Turn(speaker=speaker, parts=((body, at),), t0=start if start is not None else at, at_end=start is None)


def _with_labels_first(paragraphs: Sequence[Paragraph], speakers: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Cut paragraphs whose later lines begin with a speaker's label: their unit is the line."""
    for paragraph in paragraphs:
        rest: list[str] = []
        for line in paragraph.text.split("\n"):
            match = _split(_time_first(line)[0])
            if match is not None and match[0] in speakers and rest:
                yield "\n".join(rest), 0
                rest = []
            rest.append(line)
        yield "\n".join(rest), paragraph.level


def _split(text: str) -> tuple[str, str] | None:
    match = _LABEL.match(text.strip())
    if match is None or len(match["label"].split()) > 6 or no_label(match["label"]):
        return None
    label = match["label"].strip()
    shut = next((b for a, b in ("()", "[]") if label.count(a) > label.count(b)), "")
    return label + shut, match["speech"] or ""


def _time_first(text: str) -> tuple[str, int | None]:
    """Cut off the time that stands before a label, or between the label and its colon."""
    timed = _TIMED.match(text)
    if timed is None:
        return time_at_start(text)
    return f"{timed['label']}:{timed['speech'] or ''}", ms(timed["time"])


def _all_speakers(paragraphs: Sequence[Paragraph]) -> frozenset[str]:
    found = [row[0] for p in paragraphs for line in p.text.split("\n") if (row := label_and_speech(line))]
    counts = Counter(label for label in found if not _is_furniture(label))
    return frozenset(label for label, n in counts.items() if n > 1 or is_code(label) or is_name(label))


def _speakers(paragraphs: Sequence[Paragraph]) -> frozenset[str]:
    """Return the labels that are speakers: short codes or names that come again and take turns."""
    rows = [label_and_speech(line) for p in paragraphs for line in p.text.split("\n") if line.strip()]
    labels = [row[0] for row in rows if row and not _is_furniture(row[0])]
    counts = Counter(labels)
    again = {label for label, n in counts.items() if n > 1 or is_code(label)}
    spoken = sum(counts[label] for label in again)
    if spoken < 2 or len(again) > _MOST_SPEAKERS or _is_form(labels, again):
        return frozenset()
    starts = sum(1 for p in paragraphs if (row := _split(_time_first(p.text)[0])) and row[0] in again)
    share = max(spoken / len(rows), starts / max(1, len(paragraphs)))
    if share < _least_share([label for label in labels if label in again]):
        return frozenset()
    again -= _fields(rows, counts)
    kin = {key(label) for label in again} | {_stem(label) for label in again if label[-1].isdigit()}
    speakers = again | _named(rows, again) | {label for label in counts if key(label) in kin or _stem(label) in kin}
    return frozenset(speakers - _fields(rows, counts))


def _fields(rows: Sequence[tuple[str, str] | None], counts: Mapping[str, int]) -> set[str]:
    """Return the labels above a talk that tell about it (`Date:`, `Place:`): two or more that come but once, most of them without a sentence."""
    found = [row for row in takewhile(lambda row: row is None or counts[row[0]] < 2, rows) if row]
    rest = sum(n for n in counts.values()) - len(found)
    sentences = sum(closes(speech) for _, speech in found)
    return {label for label, _ in found} if len(found) > 1 and 2 * sentences <= len(found) and rest > 1 else set()


def _stem(label: str) -> str:
    """Return a label without the number at its end: `Interviewer 2` speaks where `Interviewer 1` does."""
    return key(label.rstrip("0123456789 ")) + "#" if label[-1].isdigit() and label.rstrip("0123456789 ") else key(label)


def _is_furniture(label: str) -> bool:
    return label.casefold().rstrip("0123456789. ") in _FURNITURE


def _named(rows: Sequence[tuple[str, str] | None], again: set[str]) -> set[str]:
    """Return the names that come but once, where nearly every line from the first speaker on begins with a name or a known label."""
    first = next(i for i, row in enumerate(rows) if row and row[0] in again)
    begun = [row[0] if row and not _is_furniture(row[0]) else "" for row in rows[first:]]
    named = {label for label in begun if label and is_name(label)}
    return named if sum(label in named | again for label in begun) >= _NEARLY_ALL * len(begun) else set()


def _least_share(order: Sequence[str]) -> float:
    """Return which share of the lines must bear a speaker's label: the plainer the labels take turns, the fewer will do."""
    speakers = set(order)
    plain = all(is_code(label) for label in speakers) or any(names_interviewer(label) for label in speakers)
    if len(speakers) == 1 and len(order) >= _CYCLE and all(len(s) > _LONGEST_CODE and names_interviewer(s) for s in speakers):
        return 0.01  # a moderator who hardly speaks, and one person without a label who does
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
    if size < _CYCLE or len(order) < 2 * size or any(is_code(label) for label in known):
        return False
    return all(order[i] == order[i + size] for i in range(len(order) - size))


def is_name(label: str) -> bool:
    """Say whether a label looks like a name: at most four words, each with a capital, no digits."""
    words = label.split()
    return len(words) <= 4 and all(word[0].isupper() for word in words) and not any(char.isdigit() for char in label)


def begins_with_speaker(text: str) -> bool:
    """Say whether a text begins with a name or code before a colon."""
    found = label_and_speech(text)
    return found is not None and not _is_furniture(found[0]) and (is_name(found[0]) or is_code(found[0]))


def is_code(label: str) -> bool:
    """Say whether a label is a short code: `I`, `B1`, `Kw2`, `SPEAKER_00`."""
    return _CODE.match(_REMARK.sub("", label)) is not None


def no_label(text: str) -> bool:
    """Say whether a text holds what no label does: the end of a sentence, an address, a year."""
    return _NOT_IN_LABEL.search(text) is not None


def label_and_speech(line: str) -> tuple[str, str] | None:
    """Return what stands before and after the colon of a line that may begin a turn, its time cut off; ``None`` where nothing is like a label."""
    return _split(_time_first(line)[0])
