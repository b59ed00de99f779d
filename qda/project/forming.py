"""Inductive category formation (Mayring): passage by passage, what is read is subsumed under a category, founds one, or says nothing to the question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qda.errors import BadInput, ProjectError
from qda.formation.growth import growth
from qda.formation.nearness import Near, nearest, rarity
from qda.frames import Frame
from qda.project import reshaping
from qda.project.revising import BookReport, revise
from qda.project.vocabulary import lemmas
from qda.statements.stretches import covered, merged

if TYPE_CHECKING:
    from qda.project.procedure import Procedure
    from qda.store import Store

PLACE = ["doc_id", "start", "end"]


@dataclass(frozen=True, kw_only=True)
class Passage:
    """The next passage to read.

    Attributes
    ----------
    number, of
        Which passage it is, of how many there are.
    context
        The text of its context unit.
    near
        The nearest categories there are, best first, each with the words that say so.
    """

    doc_id: str
    start: int
    end: int
    text: str
    number: int
    of: int
    context: str = ""
    page: str = ""
    speaker: str = ""
    heading: str = ""
    question: str = ""
    near: tuple[Near, ...] = field(default=())

    def __str__(self) -> str:
        place = " · ".join(
            filter(None, (self.doc_id, self.page and f"p. {self.page}", self.speaker, self.heading, self.question))
        )
        lines = [f"[{self.number}/{self.of}] {place}", self.text.strip()]
        lines += [f"  {number}  {near}" for number, near in enumerate(self.near, start=1)]
        return "\n".join(lines)


class Formation:
    """Walks a coder through the material on one axis; every step is an act of the project that `undo` takes back.

    Parameters
    ----------
    project, store
        The project with its units; what was read on the axis in this round is passed over.
    axis, coder, round_
        Whose categories are formed, by whom, in which round.
    documents
        The documents in the order in which they are to be read; by default all, in the project's order.
    """

    def __init__(
        self, project: "Procedure", store: "Store", *, axis: str, coder: str, documents: Sequence[str] | None, round_: int
    ) -> None:
        self._project, self._store = project, store
        self.axis, self.coder, self.round = reshaping.require_axis(project.book, axis), coder, round_
        self._units = _units(project, documents)
        self._words = [
            lemmas(text, language) for text, language in zip(self._units["text"], self._units["language"], strict=True)
        ]
        self._weights = rarity(self._words)
        self._order = list(dict.fromkeys(self._units["doc_id"]))

    def next(self) -> Passage | None:
        """Return the first passage that this coder has not read on the axis, with the nearest categories; None when all is read."""
        at = self._next()
        if at is None:
            return None
        row = {str(key): value for key, value in self._units.iloc[at].items()}
        text = self._project.document(row["doc_id"]).text
        near = nearest(self._words[at], self._categories(), self._weights)
        said = {name: row[name] for name in (*PLACE, "text", "page", "speaker", "heading", "question")}
        context = text[row["context_start"] : row["context_end"]] if row["context_start"] >= 0 else row["text"]
        return Passage(**said, context=context, number=at + 1, of=len(self._units), near=tuple(near))

    def subsume(self, codes: str | Sequence[str], *, memo: str = "") -> Passage | None:
        """Put the passage under a category, or several; return the next.

        Raises
        ------
        BadInput, UnknownName
            No category is named, or one that there is not; every passage is read.
        """
        given = [codes] if isinstance(codes, str) else codes
        if not given:
            raise BadInput("under which category? To say that the passage holds nothing that counts, pass on")
        place = self._here()
        self._store.add_codings(
            _codings([{**place, "axis": self.axis, "code": c, "memo": memo} for c in given], self), coder=self.coder
        )
        return self.next()

    def found(self, code: str, *, label: str = "", definition: str = "", rule: str = "", parent: str = "") -> Passage | None:
        """Found a category with this passage as its anchor example: a new pilot version of the codebook and the coding, in one act; return the next.

        Raises
        ------
        BadInput, CodebookError
            There is such a category; its id is none (small letters, digits and _).
        """
        place, project = self._here(), self._project
        quote = project.document(place["doc_id"]).text[place["start"] : place["end"]]
        anchor = {"quote": quote, "document": place["doc_id"], "start": place["start"]}
        entry = {
            "id": code,
            "label": label,
            "parent": parent,
            "definition": definition,
            "anchor_examples": [anchor],
            "rule": rule,
        }
        book = reshaping.with_category(project.book, self.axis, entry)
        revise(
            project,
            self._store,
            book,
            coder=self.coder,
            codings=_codings([{**place, "axis": self.axis, "code": code}], self),
            came_from={f"{self.axis}/{code}": ()},
            shape="founded",
            what=f"founded {self.axis}/{code}",
        )
        return self.next()

    def pass_on(self) -> Passage | None:
        """Say that the passage was read and holds nothing that counts; return the next."""
        self._store.add_codings(_codings([{**self._here(), "axis": self.axis, "code": ""}], self), coder=self.coder)
        return self.next()

    def merge(self, codes: Sequence[str], into: str, *, label: str = "", definition: str = "", rule: str = "") -> BookReport:
        """Let one category stand for several, which keeps their anchor examples and patterns; all their codings go on under it."""
        project, entry = self._project, {"label": label, "definition": definition, "rule": rule}
        book = reshaping.with_merged(project.book, self.axis, codes, into, entry)
        gone = [code for code in dict.fromkeys(codes) if code != into]
        return revise(
            project,
            self._store,
            book,
            coder=self.coder,
            became={f"{self.axis}/{code}": into for code in gone},
            came_from={f"{self.axis}/{into}": tuple(dict.fromkeys(codes))},
            shape="merged",
            what=f"merged {self.axis}/{', '.join(dict.fromkeys(codes))} into {into}",
        )

    def split(
        self, code: str, into: Mapping[str, Sequence[str]], *, definitions: Mapping[str, str] | None = None, keep: bool = False
    ) -> BookReport:
        """Make several categories of one.

        Parameters
        ----------
        into
            The id of each category -> the ids of the codings that go on under it.
        definitions
            The id of a category -> what belongs under it.
        keep
            Whether the old category stays for the codings that are not named; else every coding of it must be.

        Raises
        ------
        BadInput, UnknownName
            A coding does not carry the category, or is to go on under two; or not every coding is named, and the category does not stay.
        """
        project, defined = self._project, definitions or {}
        quotes = self._carrying(code, [id_ for ids in into.values() for id_ in ids])
        entries = [
            {
                "id": new,
                "definition": defined.get(new, ""),
                "anchor_examples": [quotes[id_] for id_ in ids[:1]],
            }
            for new, ids in into.items()
        ]
        book = reshaping.with_split(project.book, self.axis, code, entries, keep=keep)
        return revise(
            project,
            self._store,
            book,
            coder=self.coder,
            given={id_: new for new, ids in into.items() for id_ in ids},
            came_from={f"{self.axis}/{new}": (code,) for new in into},
            shape="split",
            what=f"split {self.axis}/{code} into {', '.join(into)}",
        )

    def _carrying(self, code: str, ids: Sequence[str]) -> dict[str, str]:
        """Return the quotes of codings that carry a category; refuse others, and one that is named twice."""
        codings = self._project.codings
        own = codings[(codings["axis"] == self.axis) & (codings["code"] == code)]
        quotes = dict(zip(own["id"], own["quote"].astype(str), strict=True))
        for id_ in ids:
            if id_ not in quotes:
                raise BadInput(f"coding {id_!r}: no such coding of {self.axis}/{code} in this project")
            if ids.count(id_) > 1:
                raise BadInput(f"coding {id_!r} stands twice; it goes on under one category")
        return quotes

    def undo(self) -> str:
        """Undo this coder's last act in this session; return what was undone."""
        return self._project.undo(self.coder)

    @property
    def progress(self) -> tuple[int, int]:
        """How many passages are read, and how many there are."""
        return sum(self._read()), len(self._units)

    @property
    def growth(self) -> Frame:
        """The growth curve of this coder's categories, see `qda.formation.growth`."""
        return growth_of(self._project, self.axis, self.coder)

    def _here(self) -> dict[str, Any]:
        at = self._next()
        if at is None:
            raise BadInput("every passage is read")
        doc_id, start, end = self._units[PLACE].iloc[at]
        return {"doc_id": str(doc_id), "start": int(start), "end": int(end), "round": self.round}

    def _next(self) -> int | None:
        return next((at for at, read in enumerate(self._read()) if not read), None)

    def _read(self) -> list[bool]:
        readings = self._project.readings
        mine = readings[(readings["coder"] == self.coder) & (readings["axis"] == self.axis) & (readings["round"] == self.round)]
        spans = {
            str(doc_id): merged(rows[["start", "end"]].itertuples(index=False, name=None))
            for doc_id, rows in mine.groupby("doc_id")
        }
        return [covered(spans.get(d, ()), s, e) for d, s, e in self._units[PLACE].itertuples(index=False, name=None)]

    def _categories(self) -> dict[str, dict[str, list[list[str]]]]:
        """Return what is said of each category: its own words, anchor examples, and what this coder put under it."""
        book, codings = self._project.book, self._project.codings
        language = book.languages[0]
        mine = codings[(codings["axis"] == self.axis) & (codings["coder"] == self.coder) & (codings["status"] == "accepted")]
        spoken = dict(self._units.drop_duplicates("doc_id")[["doc_id", "language"]].itertuples(index=False, name=None))
        coded: dict[str, list[list[str]]] = {}
        for doc_id, code, quote in mine[["doc_id", "code", "quote"]].itertuples(index=False, name=None):
            coded.setdefault(code, []).append(lemmas(quote, spoken.get(doc_id, language)))
        return {
            code.id: {
                "definition": [lemmas(f"{code.label.replace('_', ' ')}. {code.definition} {code.rule}", language)],
                "anchor example": [
                    lemmas(anchor.quote, spoken.get(anchor.document, language)) for anchor in code.anchor_examples
                ],
                "coded passage": coded.get(code.id, []),
            }
            for code in book.axis(self.axis).codes
        }


def _codings(rows: Sequence[Mapping[str, Any]], formation: Formation) -> Frame:
    import pandas as pd

    return pd.DataFrame([{**row, "coder": formation.coder} for row in rows]).assign(origin="human")


def _units(project: "Procedure", documents: Sequence[str] | None) -> Frame:
    """Return the units to be read, in order."""
    units = project.segments
    if units.empty:
        raise ProjectError(f"{project.name}: there are no units yet; `segment` first")
    units = units[~units["role"].isin(project.book.skip_roles)]
    if documents is not None:
        place = {project.document(doc_id).id: number for number, doc_id in enumerate(documents)}
        units = units[units["doc_id"].isin(place)]
        units = units.assign(at=units["doc_id"].map(place)).sort_values(["at", "start", "end"], kind="stable").drop(columns="at")
    return units.reset_index(drop=True)


def growth_of(project: "Procedure", axis: str, coder: str = "", documents: Sequence[str] = ()) -> Frame:
    """Return the growth curve of a project's categories on an axis: of one coder, or of all people."""
    from qda.model import MACHINES

    readings, codings = project.readings, project.codings
    readings = readings[(readings["axis"] == axis) & ~readings["origin"].isin(MACHINES)]
    codings = codings[(codings["axis"] == axis) & (codings["status"] == "accepted") & ~codings["origin"].isin(MACHINES)]
    if coder:
        readings, codings = readings[readings["coder"] == coder], codings[codings["coder"] == coder]
    found = project.documents
    sizes = dict(zip(found["id"], found["text"].str.len(), strict=True))
    return growth(readings, codings, sizes=sizes, order=documents)


def history_of(project: "Procedure", axis: str = "") -> Frame:
    """Return what became of categories, act by act: ``time, coder, act, version, what, axis, code, came_from``."""
    import pandas as pd

    names = ["time", "coder", "act", "version", "what", "axis", "code", "came_from"]
    journal = project.journal
    acts = journal[(journal["kind"] == "codebook") & (journal["undone_by"] == "")]
    rows = [
        (
            act["time"],
            act["coder"],
            act["id"],
            act["details"]["after"],
            step["what"],
            step["axis"],
            step["code"],
            tuple(step["came_from"]),
        )
        for act in acts.to_dict("records")
        for step in act["details"].get("categories", [])
        if axis in {"", step["axis"]}
    ]
    return pd.DataFrame(rows, columns=names)
