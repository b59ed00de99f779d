"""Write two reports of agreement: of two coders on units, and, as a test of the tool, on free spans against a simulated second coder.

    python benchmarks/agreement_reports.py OUT [--shared ../shared] [--seed 1] [--times 1000]

OUT/localise: the two coders of the national reports, all axes. OUT/taguette: the highlights of published interviews against a second coder who is made up from
them: ends moved by 0 to 30 characters, one in ten dropped. The second says how the tool behaves, and nothing of people.
"""

import argparse
import html
import json
import re
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

import qda
from qda.agreement import Resampling, SpanAgreement, compare_spans
from qda.codebook import Codebook, parse_codebook
from qda.project.comparisons import export_comparison

COUNTRIES = ("UK", "Germany", "France", "Italy")
MOVED = 30
"""Characters by which an end of a span is moved at most."""
DROPPED = 0.1
"""The share of spans that the simulated coder does not make."""
AXIS = "tag"


def main() -> None:
    """Write both reports and print their readings."""
    options = _options()
    for name, write in (("localise", localise), ("taguette", taguette)):
        begun = time.perf_counter()
        print(f"# {name}\n\n{write(options)}\n\n({time.perf_counter() - begun:.0f} s)\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="folder for the reports")
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=1000)
    return parser.parse_args()


def localise(options: argparse.Namespace) -> str:
    """Compare the two coders of the national reports."""
    options.out.mkdir(parents=True, exist_ok=True)
    file = options.out / "localise.qda"
    file.unlink(missing_ok=True)
    with qda.Project.create(file, qda.read_codebook("integration")) as project:
        for country in COUNTRIES:
            folder = options.shared / "data" / "localise" / country
            for who in "ab":
                project.import_tables(folder / "segments.csv", folder / f"coder_{who}.csv", coder=who.upper())
        found = project.agreement("A", "B", times=options.times, seed=options.seed)
        project.export(options.out / "localise", found)
    return str(found)


def taguette(options: argparse.Namespace) -> str:
    """Compare the published highlights with a coder simulated from them."""
    highlights = read_highlights(options.shared / "data" / "taguette")
    second = simulated(highlights.spans, highlights.texts, seed=options.seed)
    drawn = Resampling(times=options.times, seed=options.seed, by="documents")
    found = compared(highlights, second, drawn)
    note = f"{highlights.placed} {simulation_in_words(options.seed)}"
    options.out.mkdir(parents=True, exist_ok=True)
    export_comparison(options.out / "taguette", found, book=highlights.book, texts=highlights.texts, note=note)
    return f"{note}\n\n{found}"


def compared(highlights: "Highlights", second: pd.DataFrame, drawn: Resampling) -> SpanAgreement:
    """Compare the highlights with a second coder's."""
    both = pd.concat([highlights.spans.assign(coder="published"), second.assign(coder="simulated")], ignore_index=True)
    codings = both.assign(axis=AXIS, round=1, status="accepted", evidence="", origin="human")
    lengths = pd.DataFrame({"doc_id": list(highlights.texts), "length": [len(text) for text in highlights.texts.values()]})
    return compare_spans(codings, codings, lengths, coders=["published", "simulated"], resampling=drawn)


def simulation_in_words(seed: int) -> str:
    """Say what the second coder is."""
    return (
        f"The second coder is simulated from the first: every end moved by 0 to {MOVED} characters, {DROPPED:.0%} of the spans dropped (seed {seed})."
        " This is a test of the tool, and says nothing of people."
    )


# ---------------------------------------------------------------- highlights


@dataclass(frozen=True, kw_only=True)
class Highlights:
    """Published highlights, anchored in the texts they come from.

    Attributes
    ----------
    spans
        ``doc_id, start, end, code``.
    texts
        Document id -> text.
    placed
        In words, how many could be placed.
    """

    spans: pd.DataFrame
    texts: dict[str, str]
    book: Codebook
    placed: str


def read_highlights(folder: Path) -> Highlights:
    """Read texts and highlights; one counts where the text at its offsets is what the project quotes."""
    held = json.loads((folder / "documents.json").read_text(encoding="utf-8"))
    names = {one["id"]: one["name"] for one in held["documents"]}
    texts = {one["name"]: text_of(one["html"]) for one in held["documents"]}
    encoded = {name: text.encode("utf-8") for name, text in texts.items()}
    tags = {one["id"]: one["path"] for one in held["tags"]}
    ids = {tag: "_".join("".join(c if c.isalnum() else " " for c in tag.lower()).split()) for tag in tags.values()}
    marked = {one["id"]: one for one in held["highlights"]}
    rows = []
    for highlight, tag in held["highlight_tags"]:
        one = marked[highlight]
        name = names[one["document_id"]]
        start, end = (len(encoded[name][: one[side]].decode("utf-8", errors="ignore")) for side in ("start", "end"))
        if texts[name][start:end].split() == text_of(one["snippet"].replace("</p>", " ")).split():
            rows.append((name, start, end, ids[tags[tag]]))
    spans = pd.DataFrame(rows, columns=["doc_id", "start", "end", "code"]).drop_duplicates(ignore_index=True)
    total = len(held["highlight_tags"])
    placed = f"{len(rows):,} of {total:,} published tags of highlights stand where the project says, word for word; {total - len(rows):,} are left out."
    return Highlights(spans=spans, texts=texts, book=book_of(ids), placed=placed)


def book_of(ids: dict[str, str]) -> Codebook:
    """Return a codebook of the tags; a codebook has an axis of each kind, so that there is something to cross."""
    codes = "\n".join(f"      - {{id: {ids[tag]}, label: {json.dumps(tag)}}}" for tag in ids)
    head = f'codebook: taguette\ntitle: Tags of the published project\nversion: "1"\naxes:\n  - id: {AXIS}\n    label: Tag\n    kind: multi\n'
    other = "  - {id: place, label: Place, kind: single, codes: [{id: marked, label: Marked}]}"
    return parse_codebook(f"{head}    codes:\n{codes}\n{other}\n")


def text_of(page: str) -> str:
    """Return the text of a page as Taguette counts it: without marks, every blank kept."""
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def simulated(spans: pd.DataFrame, texts: dict[str, str], *, seed: int) -> pd.DataFrame:
    """Return spans as another might have drawn them: ends moved, some dropped; none is left empty or reaches beyond its document."""
    random = np.random.default_rng(seed)
    kept = spans[random.random(len(spans)) >= DROPPED].reset_index(drop=True)
    start, end = (kept[name].to_numpy() + random.integers(-MOVED, MOVED + 1, len(kept)) for name in ("start", "end"))
    length = kept["doc_id"].map(lambda doc_id: len(texts[doc_id])).to_numpy()
    start = np.clip(start, 0, length - 1)
    return kept.assign(start=start, end=np.clip(np.maximum(end, start + 1), 1, length))


if __name__ == "__main__":
    main()
