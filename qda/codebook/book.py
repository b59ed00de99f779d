"""The codebook as a value."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from qda.errors import UnknownName, nearest
from qda.frames import Frame, check
from qda.model import Axis, Code

if TYPE_CHECKING:
    from qda.codebook.diff import BookDiff


def version_of(id_: str, version: str, hash_: str) -> str:
    """Return the name of a version of a codebook, as codings and the journal carry it."""
    return f"{id_}@{version}+{hash_[:12]}"


@dataclass(frozen=True, kw_only=True)
class Codebook:
    """An immutable version of a coding guide.

    Attributes
    ----------
    state
        ``pilot``, ``revised`` or ``final``.
    research_question, technique
        What the material is asked, and by which of Mayring's techniques.
    selection_criterion, abstraction
        Of inductive category formation: what in the material counts, and how general categories are to be. Fixed before the first passage is read.
    context_unit, recording_unit
        What may be consulted to code a passage, and what the category system is run over (Mayring's *Auswertungseinheit*): a document, a case.
    languages
        The languages its patterns are written in; the first is the language of what names none.
    unit
        The coding unit of the grid: ``sentence``, ``turn``, ``paragraph`` or ``window``.
    axes
        The facets, each a closed set of codes.
    matrix
        The default crossing: ``rows`` (axes), ``columns`` (``case`` or an axis), ``cell`` (an axis).
    split
        The axis whose codes split a span into statements of their own, or ``""``.
    skip_roles
        Speaker roles whose turns are never tagged.
    data
        What the file said, as plain values; the hash is taken over it.
    text
        The file itself, so that a project can keep it.
    file
        Where it was read from.
    broken
        What a lenient reading left out: a line for each pattern that cannot be read, with file and line.
    """

    id: str
    title: str = ""
    version: str = "0.1"
    state: str = "pilot"
    research_question: str = ""
    technique: str = ""
    selection_criterion: str = ""
    abstraction: str = ""
    languages: tuple[str, ...] = ("en",)
    unit: str = "sentence"
    context_unit: str = ""
    recording_unit: str = ""
    axes: tuple[Axis, ...] = ()
    matrix: Mapping[str, Any] = field(default_factory=dict)
    split: str = ""
    skip_roles: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict, repr=False)
    text: str = field(default="", repr=False)
    file: str = ""
    broken: tuple[str, ...] = ()

    @cached_property
    def hash(self) -> str:
        """The sha256 of the content; comments and layout of the file do not count."""
        return hashlib.sha256(json.dumps(self.data, sort_keys=True, ensure_ascii=False).encode("utf-8")).hexdigest()

    @property
    def codebook_version(self) -> str:
        """The name of this version, as every coding made under it carries it."""
        return version_of(self.id, self.version, self.hash)

    @property
    def axis_ids(self) -> tuple[str, ...]:
        """The ids of the axes, in order."""
        return tuple(a.id for a in self.axes)

    def axis(self, axis_id: str) -> Axis:
        """Return an axis by its id.

        Raises
        ------
        UnknownName
            There is no such axis.
        """
        for axis in self.axes:
            if axis.id == axis_id:
                return axis
        raise UnknownName(f"codebook {self.id!r} has no axis {axis_id!r}; {nearest(axis_id, self.axis_ids)}")

    def code(self, axis_id: str, code_id: str) -> Code:
        """Return a code by axis and id.

        Raises
        ------
        UnknownName
            There is no such code on the axis.
        """
        axis = self.axis(axis_id)
        for code in axis.codes:
            if code.id == code_id:
                return code
        raise UnknownName(f"axis {axis_id!r} of codebook {self.id!r} has no code {code_id!r}; {nearest(code_id, axis.code_ids)}")

    def codes(self) -> Iterator[Code]:
        """Yield every code, axis by axis."""
        for axis in self.axes:
            yield from axis.codes

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the axes, each folding out to its coding guide."""
        from qda.codebook.telling import folded_guide

        return folded_guide(self)

    def diff(self, other: "Codebook") -> "BookDiff":
        """Return what `other`, a later version, says otherwise: per axis, category and field, in words and as a table."""
        from qda.codebook.diff import compare_books

        return compare_books(self, other)

    def codes_frame(self) -> Frame:
        """Return the table ``codes``: a row per category with definition, anchor examples and coding rule."""
        import pandas as pd

        rows = [
            {
                "axis": code.axis,
                "id": code.id,
                "parent": code.parent,
                "label": code.label,
                "definition": code.definition,
                "anchor_example": "\n".join(a.quote + (f" ({a.document})" if a.document else "") for a in code.anchor_examples),
                "rule": code.rule,
            }
            for code in self.codes()
        ]
        return check("codes", pd.DataFrame(rows))
