"""A transcript becomes a draft: turns with speaker and time, questions over answers, the rest kept apart."""

from collections.abc import Sequence
from dataclasses import replace

from qda.ingest.draft import Builder, Draft, Span
from qda.ingest.forms import one_form
from qda.ingest.questions import with_questions
from qda.ingest.talk import Paragraph, Talk, Turn
from qda.ingest.times import cut_times
from qda.model import canonical

KIND = "interview"


def transcript(talk: Talk) -> Draft:
    """Write a talk into a text: labels and times become marks, preamble and trailer are never speech.

    Every time mark says when its stretch begins, and its ``t1`` when it ends; see `begun` for files that write ends only. A turn of which only
    the end is known has an empty mark there.
    """
    builder = Builder()
    for paragraph in talk.preamble:
        _before(builder, paragraph)
    forms = one_form(turn.speaker for turn in talk.turns)
    turns = begun(talk.turns)
    for turn, after in zip(turns, [*turns[1:], None], strict=True):
        _write(builder, turn, after, forms[turn.speaker])
    for text in talk.trailer:
        builder.aside("note", text, what="trailer")
    draft = builder.draft(kind=KIND, attributes={"layout": talk.layout} if talk.layout else {})
    return replace(draft, marks=with_questions(draft.text, draft.marks))


def begun(turns: Sequence[Turn]) -> list[Turn]:
    """Give turns whose times stand at their end (f4) the time they begin: where the one before ends, the first at 0.

    The same holds for the paragraphs of a turn. A paragraph after one without a time begins nobody knows when;
    a turn after one without begins at the last end that is known. Where the clock goes back, a second recording begins at 0.

    Parameters
    ----------
    turns
        Turns with the times of their ends where `Turn.at_end`; others come back as they are.

    Examples
    --------
    >>> turns = [Turn(speaker=s, parts=((said, ms),), at_end=True) for s, said, ms in [("I", "How?", 5100), ("B", "Well.", 62300)]]
    >>> [(turn.t0, turn.t1) for turn in begun(turns)]
    [(0, 5100), (5100, 62300)]
    """
    out: list[Turn] = []
    last = 0
    for turn in turns:
        ends = [at for _, at in turn.parts]
        known = [at for at in ends if at is not None]
        if not turn.at_end or not known:
            out.append(turn)
            last = turn.t1 or turn.t0 or last
            continue
        first = last if last <= known[0] else 0
        parts = tuple((text, at) for (text, _), at in zip(turn.parts, [first, *ends[:-1]], strict=True))
        out.append(replace(turn, parts=parts, t0=first, t1=known[-1], at_end=False))
        last = known[-1]
    return out


def _before(builder: Builder, paragraph: Paragraph) -> None:
    """Write a paragraph that stands before the first turn: a heading, or preamble."""
    if paragraph.level:
        builder.heading(paragraph.text, paragraph.level)
        return
    span = builder.block(paragraph.text)
    if span[0] < span[1]:
        builder.mark("preamble", span)


def _write(builder: Builder, turn: Turn, after: Turn | None, speaker: str) -> None:
    """Write one turn, its paragraphs one below the other, or the heading that stands in its place."""
    if turn.level:
        builder.heading(turn.parts[0][0], turn.level)
        return
    pieces = [(*cut_times(canonical(text).strip()), at) for text, at in turn.parts if text.strip()]
    spans: list[Span] = []
    for text, inner, at in pieces:
        span = builder.paragraph(text, gap="\n" if spans else "\n\n")
        spans.append(span)
        _stamp(builder, span, sorted([*inner, *turn.stamps]))
        if at is not None and len(pieces) > 1:
            builder.time(span, at)
    if not spans or spans[0][0] == spans[-1][1]:
        return
    whole = (spans[0][0], spans[-1][1])
    builder.mark("turn", whole, speaker, **({} if speaker == turn.speaker else {"label": turn.speaker}))
    if turn.t0 is not None:
        builder.time(whole, turn.t0, _until(turn, after))
    elif turn.t1 is not None:
        builder.time((whole[1], whole[1]), turn.t1)


def _stamp(builder: Builder, span: Span, stamps: Sequence[tuple[int, int]]) -> None:
    """Mark the stretches of a paragraph between the times within it."""
    ends = [offset for offset, _ in stamps[1:]]
    for (offset, clock), end in zip(stamps, [*ends, span[1] - span[0]], strict=False):
        builder.time((min(span[0] + offset, span[1]), min(span[0] + end, span[1])), clock)


def _until(turn: Turn, after: Turn | None) -> int | None:
    """Return where a turn ends: as the file says, else where the next begins."""
    if turn.t1 is not None:
        return turn.t1
    return after.t0 if after is not None and after.t0 is not None and turn.t0 is not None and after.t0 > turn.t0 else None
