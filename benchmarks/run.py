"""Time the main job on the four reports (where they lie beside the checkout) and on the sample study; print ratios measured in the same run.

    python benchmarks/run.py [--repeat 3]

Seconds are medians over the repeats, of one process on this machine; only the ratios carry over to another.
"""

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import pandas as pd

import qda
from qda import _shipped
from qda.frames import cases_of, empty, read_csv
from qda.project import run_study
from qda.rules import context_codes
from qda.statements import cross

Result = TypeVar("Result")
Texts = Sequence[tuple[str, str]]
ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
WORDS_A_MINUTE = 150
STEPS = ("read", "segment", "tag", "cross", "matrix", "whole job")


@dataclass
class Timed:
    """Seconds of each step of a study, one value a repeat."""

    name: str
    words: int = 0
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def add(self, step: str, work: Callable[[], Result]) -> Result:
        """Run a step and keep how long it took."""
        start = time.perf_counter()
        result = work()
        self.seconds.setdefault(step, []).append(time.perf_counter() - start)
        return result

    def median(self, step: str) -> float:
        """Return the median of a step."""
        return statistics.median(self.seconds[step])


def time_study(name: str, corpus: Path, cases: Path | None, repeat: int) -> Timed:
    """Time every step of a study on its own, and the whole job."""
    timed = Timed(name)
    for _ in range(repeat):
        time_once(timed, corpus, cases)
    return timed


def time_once(timed: Timed, corpus: Path, cases: Path | None) -> None:
    """Time every step once."""
    book = qda.read_codebook("integration")
    documents = timed.add("read", lambda: qda.read_folder(corpus)).documents
    grid = timed.add("segment", lambda: pd.concat([qda.segments(d, book.unit) for d in documents], ignore_index=True))
    tagger = qda.RuleTagger(book)
    codings = timed.add("tag", lambda: tagger.tag(grid))
    table = read_csv(cases, "cases", rename={"case": "id"}) if cases else empty("cases")
    statements = timed.add("cross", lambda: cross(codings, grid, context_codes(book, grid), book, cases=cases_of(table)))
    timed.add("matrix", lambda: qda.build_matrix(statements, book))
    with tempfile.TemporaryDirectory() as out:
        timed.add("whole job", lambda: run_study(corpus, codebook=book, out=out, cases=cases))
    timed.words = sum(len(d.text.split()) for d in documents)


def tokenizer_ratio(texts: Texts, repeat: int) -> tuple[float, float]:
    """Return the time of `RuleTagger` over that of spaCy's bare tokenizer on the same texts: no word seen before, and all read once before.

    Each repeat is a process of its own, so that nothing is remembered. Compiling the codebook and loading the dictionaries are paid once a process and not
    counted; the tokenizer is built beforehand too.
    """
    fresh = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"), max_tasks_per_child=1)
    with fresh:
        ratios = [fresh.submit(ratio_once, texts).result() for _ in range(repeat)]
    cold, warm = zip(*ratios, strict=True)
    return statistics.median(cold), statistics.median(warm)


def ratio_once(texts: Texts) -> tuple[float, float]:
    """Compare twice in this process: the first time no word has been seen."""
    import spacy

    tagger = qda.RuleTagger(qda.read_codebook("integration"))
    bare = {lang: spacy.blank(lang).tokenizer for lang in {lang for lang, _ in texts}}
    for lang in bare:
        tagger.tag(pd.DataFrame([{"doc_id": "x", "start": 0, "end": 1, "text": "x", "language": lang}]))
    grid = pd.DataFrame(
        [{"doc_id": str(i), "start": 0, "end": len(text), "text": text, "language": lang} for i, (lang, text) in enumerate(texts)]
    )
    return _compared(tagger, grid, bare, texts), _compared(tagger, grid, bare, texts)


def _compared(tagger: qda.RuleTagger, grid: pd.DataFrame, bare: Mapping[str, Callable[[str], object]], texts: Texts) -> float:
    start = time.perf_counter()
    for lang, text in texts:
        bare[lang](text)
    middle = time.perf_counter()
    tagger.tag(grid)
    return (time.perf_counter() - middle) / (middle - start)


def pdf_ratio(path: Path, repeat: int) -> float:
    """Return the time of `pdfplumber` over ours on a PDF."""
    import pdfplumber

    ratios = []
    for _ in range(repeat):
        start = time.perf_counter()
        qda.read(path)
        middle = time.perf_counter()
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                page.extract_text()
                page.close()
        ratios.append((time.perf_counter() - middle) / (middle - start))
    return statistics.median(ratios)


def peak_megabytes() -> float:
    """Return the largest memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def studies() -> list[tuple[str, Path, Path | None]]:
    """Return the studies there are: name, corpus, cases."""
    reports = [
        (p.name, p / "corpus", p / "cases.csv") for p in sorted((SHARED / "localise").glob("*/")) if (p / "corpus").is_dir()
    ]
    return [*reports, ("sample", _shipped.corpus(), None)]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3)
    repeat = parser.parse_args().repeat
    print(f"{'study':10s}{'words':>8s}" + "".join(f"{s + ' s':>13s}" for s in STEPS) + f"{'words/s':>10s}{'x aloud':>10s}")
    texts: list[tuple[str, str]] = []
    for name, corpus, cases in studies():
        timed = time_study(name, corpus, cases, repeat)
        job = timed.median("whole job")
        aloud = timed.words / WORDS_A_MINUTE * 60 / job
        print(
            f"{name:10s}{timed.words:8d}"
            + "".join(f"{timed.median(s):13.3f}" for s in STEPS)
            + f"{timed.words / job:10.0f}{aloud:10.0f}"
        )
        for document in qda.read_folder(corpus).documents:
            texts += [(document.language or "en", text) for text in qda.segments(document, "paragraph")["text"]]
    cold, warm = tokenizer_ratio(texts, repeat)
    print(
        f"\nRuleTagger / bare spaCy tokenizer, same {len(texts)} paragraphs: cold {cold:.2f} (at most 4), read before {warm:.2f}"
    )
    small = sorted(_shipped.corpus().rglob("strategy.pdf"))
    for path in sorted((SHARED / "ingest").glob("*gdpr*.pdf")) + sorted((SHARED / "ingest").glob("*GeoTopo*.pdf")) + small:
        print(f"pdfplumber extract_text / our reading of {path.name}: {pdf_ratio(path, repeat):.1f} (at least 4)")
    print(f"peak memory of this process: {peak_megabytes():.0f} MB")


if __name__ == "__main__":
    main()
