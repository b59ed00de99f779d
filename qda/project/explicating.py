"""Explication of a passage of a project: its narrow and its broad context, as a table and as a text to be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Any

import pandas as pd

from qda.errors import ProjectError
from qda.formation.explicating import broad_context, narrow_context, telling_words
from qda.frames import Frame
from qda.project.memoing import Place
from qda.project.vocabulary import lemmas

if TYPE_CHECKING:
    from qda.project.tables import Tables

SHOWN = 8


@dataclass(frozen=True, kw_only=True)
class Explication:
    """What helps to understand a passage.

    Attributes
    ----------
    doc_id, start, end, quote
        The passage.
    speaker, heading, question
        What it stands under; empty where there is none.
    turn
        The whole turn, or paragraph, it stands in: its context unit.
    words
        Its telling words, the rarest first.
    narrow, broad
        Tables with the columns of `qda.formation.explicating`.
    """

    doc_id: str
    start: int
    end: int
    quote: str
    speaker: str
    heading: str
    question: str
    turn: str
    words: tuple[str, ...]
    narrow: Frame
    broad: Frame

    @property
    def frame(self) -> Frame:
        """Narrow and broad context as one table."""
        parts = [part for part in (self.narrow, self.broad) if len(part)]
        return pd.concat(parts, ignore_index=True) if parts else self.narrow

    def __str__(self) -> str:
        lines = [f"{self.doc_id} [{self.start}, {self.end}): “{_one_line(self.quote)}”"]
        above = (("Heading", self.heading), ("Question", self.question), ("Speaker", self.speaker))
        lines += [f"{topic}: {text}" for topic, text in above if text]
        lines += ["", "Narrow context"]
        lines += [_entry(f"{row['relation']:>9}", str(row["text"])) for row in self.narrow.to_dict("records")]
        lines += ["", f"Broad context: other places with {', '.join(self.words[:SHOWN]) or 'its words (none of them is rare)'}"]
        for row in self.broad.to_dict("records"):
            lines.append(f"  {_where(row)} · {', '.join(row['words'])}")
            lines.append(_entry("", str(row["text"])))
        return "\n".join(lines if len(self.broad) else [*lines, "  nowhere else"])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _entry(head: str, text: str) -> str:
    return fill(
        _one_line(text),
        width=110,
        initial_indent=f"  {head}  " if head else "    ",
        subsequent_indent=" " * 13 if head else "    ",
    )


def _where(row: Mapping[Any, Any]) -> str:
    from qda.export.labels import clock

    page, time, speaker = str(row["page"]), clock(float(str(row["time"]))), str(row["speaker"])
    return ", ".join(filter(None, (str(row["doc_id"]), f"p. {page}" if page else "", time, speaker)))


def explicate(project: "Tables", place: Place, *, around: int, most: int) -> Explication:
    """Return the contexts of a passage; see `qda.Project.explicate`."""
    doc_id, start, end = place
    document = project.document(doc_id)
    quote = document.quote(start, end)
    units = project.segments
    own = units[units["doc_id"] == document.id]
    if own.empty:
        raise ProjectError(f"{project.name}: {doc_id!r} has no units yet; `segment` first")
    narrow = narrow_context(own, start, end, around=around)
    first = own[(own["end"] > start) & (own["start"] < end)].head(1).to_dict("records")
    under = {str(name): value for name, value in first[0].items()} if first else {"context_start": -1}
    words = [lemmas(text, language) for text, language in zip(units["text"], units["language"], strict=True)]
    telling = telling_words(lemmas(quote, document.language), words)
    near = (units["doc_id"] == document.id) & (units["end"] > narrow["start"].min()) & (units["start"] < narrow["end"].max())
    elsewhere = [list(w) for w, skip in zip(words, near, strict=True) if not skip]
    turn = document.text[under["context_start"] : under["context_end"]] if under["context_start"] >= 0 else quote
    return Explication(
        doc_id=document.id,
        start=start,
        end=end,
        quote=quote,
        turn=turn,
        words=tuple(telling),
        narrow=narrow.reset_index(drop=True),
        broad=broad_context(units[~near], elsewhere, telling, most=most),
        **{name: str(under.get(name, "")) for name in ("speaker", "heading", "question")},
    )
