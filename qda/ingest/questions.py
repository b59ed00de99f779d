"""Who asks, and which question an answer belongs to."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from qda.model import Mark

INTERVIEWER = "interviewer"
_HINT = re.compile(
    r"^(?:interviewer|interviewend|intervieweu|intervieweri|moderat|enquêt(?:eu|ri)|intervistat(?:ore|rice)|prowadz|badacz|"
    r"intervjuare|forskare|researcher|forscher|chercheu|ricercat|facilitator)",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"^(?:interviewee|interviewte|interviewpartner|interviewé|intervistat[oa]$|intervjuperson|respondent|participant|partecipante|"
    r"befragte|teilnehmer|teilnehmende|rozmówc|(?:B|IP|TN|P|R)\d{0,3}$)",
    re.IGNORECASE,
)
_SURE = re.compile(r"^(?:I|INT|IV)\d{0,2}\.?$")
_CODE = re.compile(r"^(M|F|MOD|L|Q)\d{0,2}\.?$", re.IGNORECASE)
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
    hinted = frozenset(label for label in free if names_interviewer(label))
    if hinted and len(hinted) < len(labels):
        return hinted
    share = _shares(turns)
    coded = _first_kind([label for label in free if _CODE.match(label)])
    rest = [share[label] for label in labels if label not in coded]
    if coded and rest and max(share[label] for label in coded) > max(rest):
        return coded
    others = [label for label in labels if not _ANSWERS.match(label)]
    if len(others) == 1 < len(labels) and others[0] in free and share[others[0]] >= max(share.values()):
        return frozenset(others)
    return _who_asks(turns, share, [label for label in free if not _ANSWERS.match(label)])


def names_interviewer(label: str) -> bool:
    """Say whether a label is a usual one of those who ask: `I`, `INT`, `Interviewerin`, `Moderator` ..."""
    return bool(_HINT.match(label) or _SURE.match(label))


def _first_kind(coded: Collection[str]) -> frozenset[str]:
    """Where several codes could ask, a moderator asks before an `F`."""
    for letter in "MQLF":
        kind = frozenset(c for c in coded if c.upper().startswith(letter))
        if kind:
            return kind
    return frozenset()


def _shares(turns: Said) -> dict[str, float]:
    """Return the share of each speaker's turns that hold a question."""
    asked: dict[str, list[bool]] = {}
    for label, speech in turns:
        asked.setdefault(label, []).append("?" in speech)
    return {label: sum(a) / len(a) for label, a in asked.items()}


def _who_asks(turns: Said, share: Mapping[str, float], labels: Sequence[str]) -> frozenset[str]:
    """Return the one whose turns hold a question far more often than anybody else's, unless that one does the talking."""
    if len(share) < 2 or not labels:
        return frozenset()
    best = max(labels, key=lambda label: share[label])
    words = Counter[str]()
    for label, speech in turns:
        words[label] += len(speech.split())
    others = [label for label in share if label != best]
    asks = share[best] >= 0.3 and share[best] >= 2 * max(share[label] for label in others)
    return frozenset({best}) if asks and words[best] <= 1.5 * max(words[label] for label in others) else frozenset()


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
