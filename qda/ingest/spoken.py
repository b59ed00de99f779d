"""Cues become turns: programs cut speech by time, and what one speaker says belongs together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qda.ingest.lines import closes
from qda.ingest.talk import Turn
from qda.ingest.times import cut_times
from qda.model import canonical


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What one speaker says within a cue; without a name where the cue has none, without times where the file has none."""

    text: str
    speaker: str = ""
    t0: int | None = None
    t1: int | None = None


def turns_of(spoken: Iterable[Said]) -> tuple[Turn, ...]:
    """Join cues of one speaker in a row; where nobody has a name, cues are joined up to each that ends a sentence.

    >>> cues = [Said(text="The bus", speaker="Ana", t0=0, t1=900), Said(text="is late.", speaker="Ana", t0=900, t1=1500)]
    >>> [(t.speaker, t.parts[0][0], t.t0, t.t1, t.stamps) for t in turns_of(cues)]
    [('Ana', 'The bus is late.', 0, 1500, ((8, 900),))]
    """
    cues = [said for said in spoken if said.text.strip()]
    named = any(said.speaker for said in cues)
    groups: list[list[Said]] = []
    for said in cues:
        if groups and (groups[-1][-1].speaker == said.speaker if named else not closes(groups[-1][-1].text)):
            groups[-1].append(said)
        else:
            groups.append([said])
    return tuple(_turn(group) for group in groups)


def _turn(group: Sequence[Said]) -> Turn:
    """Join cues; times within their words are taken out of them before anything is counted."""
    stamps: list[tuple[int, int]] = []
    texts: list[str] = []
    place = 0
    for said in group:
        text, inner = cut_times(canonical(said.text).strip())
        if place and said.t0 is not None:
            stamps.append((place, said.t0))
        stamps += [(place + offset, clock) for offset, clock in inner]
        texts.append(text)
        place += len(text) + 1
    return Turn(speaker=group[0].speaker, parts=((" ".join(texts), None),), t0=group[0].t0, t1=group[-1].t1, stamps=tuple(stamps))
