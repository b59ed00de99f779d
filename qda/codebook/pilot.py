"""A new codebook: a pilot with comments that say what goes where."""

import json
import re
from collections.abc import Sequence

from qda.codebook.sheet import id_of
from qda.errors import CodebookError

_ID = re.compile(r"[a-z][a-z0-9_]{0,79}")

_PILOT = """\
# A coding guide. A pilot begins without anchor examples and rules; a final guide has them all (`qda codebook lint` tells what is missing).
# Lines that begin with # are comments; they stay when the codebook is edited as a workbook and read back.
{head}# its id: small letters, digits and _
title: {title}
version: "0.1"                 # in quotes; raise it when the guide changes
state: pilot                   # pilot, then revised (after a part of the material), then final
research_question: ""          # what the material is asked
technique: ""                  # Mayring's technique, in words: structuring, inductive category formation ...
selection_criterion: ""        # of inductive category formation: what in the material counts ...
abstraction: ""                # ... and how general its categories are to be
{spoken}# the languages of the patterns; the first is that of what names none
unit: sentence                 # the smallest passage that may be coded: sentence, turn, paragraph or window
context_unit: ""               # what may be consulted to code it
recording_unit: ""             # what the category system is run over: a document, a case
split: valence                 # a passage that carries both codes of this axis is two statements
skip_roles: [interviewer]      # whose turns are not coded
matrix: {{rows: [valence], columns: case, cell: topic}}    # the table that is made by default
axes:
  - id: topic
    label: Topic
    kind: multi                # multi: several codes a statement; single: one; ordinal: one level of a scale
    negation: keep             # "no landlord" still speaks of landlords; drop: what is denied does not count
    codes:
      - id: first_topic
        label: First topic
        definition: ""         # what belongs under it
        anchor_examples: []    # passages that show it: - {{quote: "...", document: leeds/interview-01}}
        rule: ""               # the border to its neighbours. Count: ... Not: ... (other_code)
        patterns:              # what a coder would go by; see docs/rules.md
{patterns}
        # examples:            # sentences that the patterns must and must not match; `qda codebook lint` runs them
        #   hit: ["..."]
        #   miss: ["..."]
  - id: valence
    label: Barrier or enabler
    kind: single
    negation: flip             # "no longer a barrier" is an enabler
    codes:
      - id: barrier
        label: Barrier
        definition: ""
        patterns:
{barrier}
      - id: enabler
        label: Enabler
        definition: ""
        patterns:
{enabler}
"""

_WORDS = {"en": (["hinder*", "obstacle"], ["help*", "enable*"]), "de": (["hinder*", "hindernis"], ["hilf*", "ermöglich*"])}


def pilot_text(name: str, *, title: str = "", languages: Sequence[str] = ("en",)) -> str:
    """Return the text of a new codebook: a topic to be named, and barrier and enabler beside it.

    Parameters
    ----------
    name
        Its id.
    title
        Its title; by default the name.
    languages
        The languages of its patterns.

    Raises
    ------
    CodebookError
        The name is no id.
    """
    if not _ID.fullmatch(name):
        better = f"; write {id_of(name)!r}" if id_of(name) else ""
        raise CodebookError(f"{name!r} is no id of a codebook: an id holds a-z, 0-9 and _ and begins with a letter{better}")
    return _PILOT.format(
        head=f"codebook: {name} ".ljust(31),
        title=json.dumps(title, ensure_ascii=False) if title else name,
        spoken=f"languages: [{', '.join(languages)}] ".ljust(31),
        patterns=_patterns(languages, None),
        barrier=_patterns(languages, 0),
        enabler=_patterns(languages, 1),
    )


def _patterns(languages: Sequence[str], side: int | None) -> str:
    found = {language: [] if side is None else _WORDS.get(language, ([], []))[side] for language in languages}
    return "\n".join(f"          {language}: [{', '.join(words)}]" for language, words in found.items())
