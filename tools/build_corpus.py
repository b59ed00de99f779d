"""Render the sample study: from plain sources to the files that transcription programs write.

The sources in ``tools/corpus/<case>/`` hold one turn a line; ``tools/corpus/study.toml`` says in which layout each is written and who speaks.
The same sources give the same bytes. Run it from anywhere::

    python tools/build_corpus.py [FOLDER]
"""

import csv
import io
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from study_layouts import LAYOUTS
from study_sources import Interview, read_study

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


def table(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Write rows as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def documents_csv(interviews: Iterable[Interview], policies: Iterable[Mapping[str, str]]) -> bytes:
    """List every document, cases in order of the alphabet."""
    rows: list[dict[str, object]] = [
        {
            "file": i.file,
            "title": i.title,
            "kind": "interview",
            "language": i.language,
            "date": i.date,
            "mode": i.mode,
            "minutes": i.minutes,
        }
        for i in interviews
    ]
    rows += [{**policy, "kind": "policy"} for policy in policies]
    for row in rows:
        row["case"] = str(row["file"]).split("/", 1)[0]
    columns = ("file", "case", "title", "kind", "language", "date", "mode", "minutes")
    return table(columns, sorted(rows, key=lambda row: str(row["file"])))


def speakers_csv(interviews: Iterable[Interview]) -> bytes:
    """List who speaks in which file, under which label."""
    columns = ("file", "speaker", "role", "organisation", "organisation_kind")
    rows = (
        {"file": i.file, "speaker": s["shown"], **{k: s[k] for k in columns[2:]}} for i in interviews for s in i.speakers.values()
    )
    return table(columns, rows)


def build() -> dict[str, bytes]:
    """Return every file that the sources make, by its name in the corpus."""
    interviews, policies = read_study()
    files = {i.file: LAYOUTS[i.layout](i) for i in interviews}
    return {**files, "documents.csv": documents_csv(interviews, policies), "speakers.csv": speakers_csv(interviews)}


def main(folder: Path) -> None:
    """Write the corpus into a folder."""
    for name, content in build().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS)
