"""Who asks, and which question an answer belongs to."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from qda.model import Mark

INTERVIEWER = "interviewer"
_CODES = frozenset({"I", "INT", "M", "F", "MOD", "L", "Q"})
_HINT = re.compile(
    r"^(?:interview|moderat|enquêt|enquet|intervist|wywiad|badacz|intervju|forskar|researcher|forscher|chercheu|ricercat|facilitator)",
    re.IGNORECASE,
)
_CODE = re.compile(r"^(I|INT|M|F|MOD|L|Q)\d{0,2}\.?$", re.IGNORECASE)
_LEAST_WORDS = 4

Said = Sequence[tuple[str, str]]


def interviewers(turns: Said, roles: Mapping[str, str] | None = None) -> frozenset[str]:
    """Return the labels of those who ask.

    Parameters
    ----------
    turns
        (label, speech) in order.
    roles
        Label -> role, where the study knows it; it outranks every guess.

    Examples
    --------
    >>> sorted(interviewers([("Kim", "What do you do?"), ("Lee", "I run the office."), ("Kim", "Since when?"), ("Lee", "Since May.")]))
    ['Kim']
    """
    labels = dict.fromkeys(label for label, _ in turns)
    known = {label: role.strip().casefold() for label, role in (roles or {}).items() if label in labels and role.strip()}
    if INTERVIEWER in known.values() or (known and len(known) == len(labels)):
        return frozenset(label for label, role in known.items() if role == INTERVIEWER)
    free = [label for label in labels if label not in known]
    hinted = frozenset(label for label in free if _HINT.match(label))
    if hinted and len(hinted) < len(labels):
        return hinted
    coded = frozenset(label for label in free if _CODE.match(label) and len(labels) > 1)
    if coded and len(coded) < len(labels) and any("?" in speech for label, speech in turns if label in coded):
        return (
            frozenset(sorted(coded, key=lambda c: (c.upper()[0] != "I", c))[:1])
            if len(coded) == len(labels)
            else _first_kind(coded)
        )
    return _who_asks(turns, free)


def _first_kind(coded: Collection[str]) -> frozenset[str]:
    """Where several codes could ask, `I` asks before the others, as a moderator does before an `F`."""
    for letter in "IMQLF":
        kind = frozenset(c for c in coded if c.upper().startswith(letter))
        if kind:
            return kind
    return frozenset(coded)


def _who_asks(turns: Said, labels: Sequence[str]) -> frozenset[str]:
    """Return the one whose turns end in a question far more often than anybody else's, and who says less."""
    asked: dict[str, list[bool]] = {}
    words: dict[str, int] = {}
    for label, speech in turns:
        asked.setdefault(label, []).append(speech.rstrip("\"'”’» ").endswith("?"))
        words[label] = words.get(label, 0) + len(speech.split())
    if len(asked) < 2:
        return frozenset()
    share = {label: sum(asked[label]) / len(asked[label]) for label in labels}
    best = max(share, key=lambda label: (share[label], -words[label]), default="")
    others = max((sum(a) / len(a) for label, a in asked.items() if label != best), default=0.0)
    mean = {label: words[label] / len(asked[label]) for label in asked}
    less = best and mean[best] <= max(mean.values()) and mean[best] < max(m for label, m in mean.items() if label != best)
    return frozenset({best}) if best and share[best] >= 0.3 and share[best] >= 2 * others and less else frozenset()


def with_questions(text: str, marks: Sequence[Mark], roles: Mapping[str, str] | None = None) -> tuple[Mark, ...]:
    """Return marks with the role of those who ask, and a `question` mark over every answer that holds the question before it.

    Questions in a row count as one; a mere sign of listening (fewer than four words, no question mark) changes nothing.
    """
    turns = sorted((m for m in marks if m.kind == "turn"), key=lambda m: m.start)
    if not turns:
        return tuple(marks)
    askers = interviewers([(m.value, text[m.start : m.end]) for m in turns], roles)
    kept = [_with_role(m, askers) if m.kind == "turn" else m for m in marks if m.kind != "question" or not askers]
    question, asking, found = "", False, []
    for turn in turns:
        said = text[turn.start : turn.end]
        if turn.value in askers:
            if "?" in said or len(said.split()) >= _LEAST_WORDS:
                question = f"{question} {said}" if asking else said
                asking = True
        elif askers:
            asking = False
            if question:
                found.append(Mark(kind="question", start=turn.start, end=turn.end, value=question))
    return tuple(sorted([*kept, *found], key=lambda m: (m.start, -m.end)))


def _with_role(mark: Mark, askers: Collection[str]) -> Mark:
    rest = {k: v for k, v in mark.attributes.items() if k != "role" or v != INTERVIEWER}
    return replace(mark, attributes={**rest, "role": INTERVIEWER} if mark.value in askers else rest)
