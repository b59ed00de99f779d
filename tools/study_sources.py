"""The sources of the sample study: one turn a line, and ``study.toml`` with what they do not say about themselves."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SOURCES = Path(__file__).resolve().parent / "corpus"
SECONDS_A_WORD = 60 / 150


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """What one person says in one go; `start` and `end` in seconds, `end` being the start of the next turn."""

    label: str
    start: float
    end: float
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Interview:
    """A source with what ``study.toml`` says about it; `speakers` maps the source's label to what the file shows."""

    file: str
    layout: str
    title: str
    date: str
    language: str
    mode: str
    speakers: Mapping[str, Mapping[str, str]]
    turns: tuple[Turn, ...]
    preamble: tuple[str, ...] = ()
    headings: tuple[Mapping[str, Any], ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def minutes(self) -> int:
        """The length of the recording, in whole minutes."""
        return round(self.turns[-1].end / 60)

    def shown(self, label: str) -> str:
        """Return the label as the file shows it."""
        return self.speakers[label]["shown"]


def seconds(clock: str) -> int:
    """Return the seconds of a clock time.

    Examples
    --------
    >>> seconds("00:01:02")
    62
    """
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(rest)


def read_turns(text: str) -> tuple[Turn, ...]:
    """Read the turns of a source; the end of the last is estimated from its words."""
    rows = [line.split(" ", 2) for line in text.splitlines() if line and not line.startswith("#")]
    starts = [float(seconds(clock)) for _, clock, _ in rows]
    ends = [*starts[1:], starts[-1] + max(1.0, len(rows[-1][2].split()) * SECONDS_A_WORD)]
    return tuple(Turn(label=row[0], start=a, end=b, text=row[2]) for row, a, b in zip(rows, starts, ends, strict=True))


def read_head(text: str) -> dict[str, str]:
    """Read the ``# key: value`` lines of a source."""
    return {m[1]: m[2] for m in re.finditer(r"^# (\w+): (.+)$", text, re.MULTILINE)}


def read_interview(entry: Mapping[str, Any]) -> Interview:
    """Read one interview of ``study.toml`` with its source."""
    text = (SOURCES / entry["file"]).with_suffix(".txt").read_text(encoding="utf-8")
    head = read_head(text)
    return Interview(
        title=head["title"],
        date=head["date"],
        turns=read_turns(text),
        preamble=tuple(entry.get("preamble", ())),
        headings=tuple(entry.get("headings", ())),
        options={key: entry[key] for key in ("encoding", "escapes") if key in entry},
        **{key: entry[key] for key in ("file", "layout", "language", "mode", "speakers")},
    )


def read_study() -> tuple[list[Interview], list[dict[str, str]]]:
    """Return the interviews and the policy documents (file, title, language, date)."""
    study = tomllib.loads((SOURCES / "study.toml").read_text(encoding="utf-8"))
    policies = []
    for entry in study["policy"]:
        first = (SOURCES / entry["source"]).read_text(encoding="utf-8").split("\n", 1)[0]
        policies.append({"title": first.removeprefix("# "), **{k: entry[k] for k in ("file", "language", "date")}})
    return [read_interview(entry) for entry in study["interview"]], policies
