"""What changed between two versions of a codebook, per axis, category and field, in words."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from qda._wording import many
from qda.codebook.book import Codebook
from qda.codebook.dumping import in_a_line
from qda.codebook.sheet import anchor_line
from qda.frames import Frame
from qda.model import Axis, Code

What = Literal["added", "taken out", "renamed", "changed", "moved"]

BOOK_FIELDS = (
    "title",
    "version",
    "state",
    "research_question",
    "technique",
    "selection_criterion",
    "abstraction",
    "languages",
    "unit",
    "context_unit",
    "recording_unit",
    "split",
    "skip_roles",
    "matrix",
)
AXIS_FIELDS = ("label", "kind", "inherit", "negation", "residual", "least")
CODE_FIELDS = ("label", "parent", "definition", "anchor_examples", "rule", "implies", "patterns", "context", "examples")
MEANING = ("label", "parent", "definition", "anchor_examples", "rule")
"""What a person codes by; a change of the rest changes only what is suggested."""

COLUMNS = ("what", "axis", "code", "field", "before", "after", "in_words")
_ALIKE = 0.75
_LONG = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One thing that is otherwise in the new version.

    Attributes
    ----------
    axis, code
        What it is about; both empty for the codebook itself, `code` empty for an axis. The new names, or the old ones of what was taken out.
    field
        What of it: ``definition``, ``patterns.en`` ...; empty where it was added, taken out, renamed or moved as a whole.
    before, after
        The texts.
    """

    what: What
    axis: str = ""
    code: str = ""
    field: str = ""
    before: str = ""
    after: str = ""

    @property
    def subject(self) -> str:
        """What it is about, by its ids."""
        return "/".join(filter(None, (self.axis, self.code))) or "codebook"

    @property
    def in_words(self) -> str:
        """The change in a sentence; of long texts, what was taken out and put in.

        Examples
        --------
        >>> Change(what="changed", axis="factor", code="trust", field="rule", before="Count personal ties.", after="Count personal relations.").in_words
        'factor/trust: rule changed from “Count personal ties.” to “Count personal relations.”'
        """
        if not self.field:
            return f"{self.subject}: {self._whole()}"
        name = self.field.replace("_", " ")
        if not self.before or not self.after:
            lines = (self.after or self.before).split("\n")
            return f"{self.subject}: {name} {'added' if self.after else 'taken out'}: {'; '.join(map(_in_marks, lines))}"
        if "\n" in self.before + self.after or "." in self.field:
            return f"{self.subject}: {name}: {_lines_in_words(self.before, self.after)}"
        if max(len(self.before), len(self.after)) <= _LONG:
            return f"{self.subject}: {name} changed from “{self.before}” to “{self.after}”"
        return f"{self.subject}: {name} changed: {_words_in_words(self.before, self.after)}"

    def _whole(self) -> str:
        if self.what == "renamed":
            return f"was {self.before}"
        return f"moved from place {self.before} to {self.after}" if self.what == "moved" else self.what


@dataclass(frozen=True, kw_only=True)
class BookDiff:
    """The difference of two versions.

    Attributes
    ----------
    old, new
        The versions.
    changes
        Every change: of the codebook, then axis by axis and category by category.
    """

    old: Codebook
    new: Codebook
    changes: tuple[Change, ...]

    @property
    def frame(self) -> Frame:
        """A row per change: ``what, axis, code, field, before, after, in_words``."""
        import pandas as pd

        return pd.DataFrame(
            [[getattr(change, name) for name in COLUMNS] for change in self.changes], columns=list(COLUMNS)
        ).astype("str")

    @property
    def codes(self) -> Mapping[tuple[str, str], tuple[Change, ...]]:
        """The changes of each category by its old name: those that bear on what people coded (`MEANING`), or took it out or renamed it."""
        found: dict[tuple[str, str], list[Change]] = {}
        for change in self.changes:
            if change.code and (change.field in MEANING or change.what in {"taken out", "renamed"}):
                name = (change.axis, change.code)
                was = self.renamed.get(name, name)
                found.setdefault(was, []).append(change)
        return {name: tuple(changes) for name, changes in found.items()}

    @property
    def renamed(self) -> Mapping[tuple[str, str], tuple[str, str]]:
        """New name of a category -> its old one."""
        return {(c.axis, c.code): _pair(c.before) for c in self.changes if c.what == "renamed" and c.code}

    def __str__(self) -> str:
        if not self.changes:
            return f"{self.old.codebook_version} and {self.new.codebook_version} say the same"
        head = f"{self.old.codebook_version} -> {self.new.codebook_version}: {many(len(self.changes), 'change')}"
        return "\n".join([head, *(change.in_words for change in self.changes)])


def compare_books(old: Codebook, new: Codebook) -> BookDiff:
    r"""Return what changed from one version of a codebook to another.

    A category is the same where axis and id are; one that lost its id and says nearly the same under a new one was renamed.

    Examples
    --------
    >>> from qda.codebook import parse_codebook
    >>> text = "codebook: b\nmatrix: {rows: [v], cell: f}\naxes: [{id: v, codes: [{id: x}]}, {id: f, codes: [{id: y, rule: Count.}]}]"
    >>> for change in parse_codebook(text).diff(parse_codebook(text.replace("Count.", "Do not count."))).changes:
    ...     print(change.in_words)
    f/y: rule changed from “Count.” to “Do not count.”
    """
    return BookDiff(old=old, new=new, changes=tuple(_changes(old, new)))


def _changes(old: Codebook, new: Codebook) -> Iterator[Change]:
    for field in BOOK_FIELDS:
        before, after = (_shown(field, getattr(book, field)) for book in (old, new))
        if before != after:
            yield Change(what="changed", field=field, before=before, after=after)
    axes = {axis.id: axis for axis in old.axes}
    for axis in new.axes:
        if axis.id in axes:
            yield from _axis_changes(axes[axis.id], axis)
        else:
            yield Change(what="added", axis=axis.id)
    yield from (Change(what="taken out", axis=axis.id) for axis in old.axes if axis.id not in new.axis_ids)


def _axis_changes(old: Axis, new: Axis) -> Iterator[Change]:
    for field in AXIS_FIELDS:
        before, after = (_shown(field, getattr(axis, field)) for axis in (old, new))
        if before != after:
            yield Change(what="changed", axis=new.id, field=field, before=before, after=after)
    was = {code.id: code for code in old.codes}
    lost = [code for code in old.codes if code.id not in new.code_ids]
    for code in new.codes:
        before_ = was.get(code.id) or _renamed(code, lost)
        if before_ is None:
            yield Change(what="added", axis=new.id, code=code.id)
            continue
        if before_.id != code.id:
            lost.remove(before_)
            yield Change(what="renamed", axis=new.id, code=code.id, before=f"{old.id}/{before_.id}", after=f"{new.id}/{code.id}")
        yield from _code_changes(before_, code)
    yield from (Change(what="taken out", axis=old.id, code=code.id) for code in lost)
    yield from _moves(old, new)


def _moves(old: Axis, new: Axis) -> Iterator[Change]:
    """Yield the levels that stand elsewhere on a scale; on other axes the order says nothing."""
    if new.kind != "ordinal":
        return
    kept = [id_ for id_ in new.code_ids if id_ in old.code_ids]
    there = [id_ for id_ in old.code_ids if id_ in kept]
    for place, id_ in enumerate(kept):
        if there.index(id_) != place:
            yield Change(what="moved", axis=new.id, code=id_, before=str(there.index(id_) + 1), after=str(place + 1))


def _renamed(code: Code, lost: Sequence[Code]) -> Code | None:
    scored = [(_likeness(code, one), one) for one in lost]
    likeness, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best if likeness >= _ALIKE else None


def _likeness(a: Code, b: Code) -> float:
    old, new = (f"{code.definition} {code.rule} {' '.join(x.quote for x in code.anchor_examples)}".split() for code in (a, b))
    if not old or not new:
        return float(a.label == b.label and a.label != a.id)
    return difflib.SequenceMatcher(None, old, new, autojunk=False).ratio()


def _code_changes(old: Code, new: Code) -> Iterator[Change]:
    for field in CODE_FIELDS:
        before, after = (_parts(field, code) for code in (old, new))
        for part in dict.fromkeys((*before, *after)):
            if before.get(part, "") != after.get(part, ""):
                yield Change(
                    what="changed", axis=new.axis, code=new.id, field=part, before=before.get(part, ""), after=after.get(part, "")
                )


def _parts(field: str, code: Code) -> dict[str, str]:
    """Return what a field of a category says, by language and source where it has them."""
    value = getattr(code, field)
    if field == "label":
        return {field: "" if value == code.id else value}
    if field == "patterns":
        return {f"{field}.{language}": _listed(found) for language, found in value.items()}
    if field == "context":
        return {f"{field}.{source}.{language}": _listed(found) for source, by in value.items() for language, found in by.items()}
    if field == "implies":
        return {f"{field}.{axis}": ", ".join(codes) for axis, codes in value.items()}
    if field == "examples":
        return {
            f"{field}.{name}": "\n".join(e.text for e in value if e.hit is hit) for name, hit in (("hit", True), ("miss", False))
        }
    return {field: "\n".join(map(anchor_line, value)) if field == "anchor_examples" else value}


def _listed(patterns: Sequence[Any]) -> str:
    return "\n".join(map(in_a_line, patterns))


def _shown(field: str, value: Any) -> str:
    if field == "matrix":
        return in_a_line(dict(value))
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _pair(name: str) -> tuple[str, str]:
    axis, _, code = name.partition("/")
    return axis, code


def _lines_in_words(before: str, after: str) -> str:
    """Return which lines of a list went and came."""
    old, new = before.split("\n"), after.split("\n")
    parts = [("without", [x for x in old if x not in new]), ("new", [x for x in new if x not in old])]
    said = [f"{word} {'; '.join(map(_in_marks, lines))}" for word, lines in parts if lines]
    return ", ".join(said) or "in another order"


def _in_marks(line: str) -> str:
    """Return a line in quotation marks; an anchor example has its own."""
    return line if line.startswith("“") else f"“{line}”"


def _words_in_words(before: str, after: str) -> str:
    """Return the new text with what was taken out in ``[-...-]`` and what was put in in ``{+...+}``."""
    old, new = (re.findall(r"\S+", text) for text in (before, after))
    out: list[str] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            words = old[a:b]
            out += words if len(words) <= 12 else [*words[:5], "…", *words[-5:]]
            continue
        out += [f"[-{' '.join(old[a:b])}-]"] if b > a else []
        out += [f"{{+{' '.join(new[c:d])}+}}"] if d > c else []
    return " ".join(out)
