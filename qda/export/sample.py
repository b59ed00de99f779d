"""The sample: which kinds of organisation were heard in which case, and which documents were read."""

from collections.abc import Iterable
from dataclasses import dataclass

from qda.export.labels import Labels
from qda.export.tables import CASE, Tables
from qda.frames import Frame

UNKNOWN = "not recorded"
NO_CASE = "several cases"


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Counts by kind and case.

    Attributes
    ----------
    cases
        The columns: labels of the cases.
    interviews
        Kind of organisation -> (interviews, organisations) per case and, last, in all.
    documents
        Kind of document -> documents per case and, last, in all.
    """

    cases: tuple[str, ...]
    interviews: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]
    documents: tuple[tuple[str, tuple[int, ...]], ...]


ANY = "All"


def draw_sample(tables: Tables) -> Sample:
    """Count interviews, organisations and documents.

    An interview is a document with a speaker who is no interviewer (``skip_roles`` of the codebook). It counts once under every kind of organisation that
    speaks in it and once in the total, so totals are not sums. Organisations without a name count as one per interview.
    """
    documents = tables.documents[["id", "case", "kind"]].assign(kind=lambda d: d["kind"].mask(d["kind"] == "", UNKNOWN))
    known = [c for c in tables.cases["id"] if c in set(documents["case"])]
    cases = [*known, *sorted(set(documents["case"]) - set(known) - {""}), *([""] if (documents["case"] == "").any() else [])]
    labels = Labels(tables)
    return Sample(
        cases=tuple(labels.of(CASE, c) if c else NO_CASE for c in cases),
        interviews=tuple(_interviews(_heard(tables, documents), cases)),
        documents=tuple(_documents(documents, cases)),
    )


def _heard(tables: Tables, documents: Frame) -> Frame:
    """Return a row per interview and organisation that speaks in it."""
    speakers = tables.speakers[~tables.speakers["role"].isin(tables.codebook.skip_roles)]
    heard = speakers.merge(documents[["id", "case"]], left_on="doc_id", right_on="id")
    kind = heard["organisation_kind"].mask(heard["organisation_kind"] == "", UNKNOWN)
    name = heard["organisation"].mask(heard["organisation"] == "", heard["doc_id"])
    return heard.assign(organisation_kind=kind, organisation=name)


def _interviews(heard: Frame, cases: Iterable[str]) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    kinds = sorted(set(heard["organisation_kind"]), key=lambda k: (k == UNKNOWN, k))
    out = []
    for kind in [*kinds, ANY] if kinds else []:
        mine = heard if kind == ANY else heard[heard["organisation_kind"] == kind]
        parts = [*(mine[mine["case"] == case] for case in cases), mine]
        out.append((kind, tuple((int(p["doc_id"].nunique()), int(p["organisation"].nunique())) for p in parts)))
    return out


def _documents(documents: Frame, cases: Iterable[str]) -> list[tuple[str, tuple[int, ...]]]:
    kinds = sorted(set(documents["kind"]), key=lambda k: (k == UNKNOWN, k))
    out = []
    for kind in [*kinds, ANY] if kinds else []:
        mine = documents if kind == ANY else documents[documents["kind"] == kind]
        out.append((kind, (*(int((mine["case"] == case).sum()) for case in cases), len(mine))))
    return out
