"""Time the readers in one run, and measure how right the text of PDFs is.

    python benchmarks/ingest.py [--data FOLDER] [--truth FOLDER] [--repeat 3]

`--data` holds PDFs and transcripts (default: the measured material beside the checkout), `--truth` texts of single pages checked by hand,
`<name of the PDF>.<page>.txt`. PDFs are timed in CPU seconds of one process, best of the repeats, so that a busy machine disturbs little; only
the ratios carry over to another machine.
"""

import argparse
import gc
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ingest_truth import Page, by_hand, known

import qda
from qda.errors import ReadError
from qda.ingest.pdf.parse import parse

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data" / "ingest"
PAGES = 500
SMALL = 1_000
SAID = (
    "So the office moved into the old school, and people who had never come before came in.",
    "We meet every month, but nobody writes down what we agree on.",
    "That depends on who asks, and on the week of the month in which they ask.",
)
MEASURE = """
import resource, sys
from pathlib import Path
from qda.ingest.pdf.parse import parse
parse("made.pdf", Path(sys.argv[1]).read_bytes())
status = Path("/proc/self/status")  # what getrusage tells counts the process that started this one, too
lines = status.read_text().splitlines() if status.exists() else []
peak = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(peak // 1024)
"""


def pdfium_text(data: bytes) -> None:
    """Read plain text with pypdfium2."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    document.close()


def plumber(data: bytes, *, words: bool) -> None:
    """Read text, or words with their places and sizes, with pdfplumber."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            if words:
                page.extract_words(extra_attrs=["size", "fontname"])
            else:
                page.extract_text()
            page.close()


def seconds(work: Callable[[], object], repeat: int) -> float:
    """Return the CPU seconds of the best of some runs; as in the worker that reads PDFs, cycles are looked for between them only."""
    best = float("inf")
    for _ in range(repeat):
        gc.collect()
        gc.disable()
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
        gc.enable()
    return best


def show(row: Sequence[object], widths: Sequence[int]) -> None:
    """Print a row of a table."""
    first, *rest = (f"{cell:,.1f}" if isinstance(cell, float) else str(cell) for cell in row)
    print(first.ljust(widths[0]) + "".join(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)), flush=True)


def time_pdfs(folder: Path, repeat: int) -> None:
    """Print the pages a second of each reader on each PDF that can be read."""
    widths = (44, 7, 8, 11, 12, 12, 9)
    show(("pages a CPU second", "pages", "ours", "pypdfium2", "plumb.text", "plumb.words", "ours/w."), widths)
    for path in sorted(folder.glob("*.pdf")):
        data = path.read_bytes()
        try:
            pages = len(parse(path.name, data).sheets)
        except ReadError as error:
            show((path.name, type(error).__name__, "", "", "", "", ""), (*widths[:1], 18, 0, 8, 12, 12, 9))
            continue
        works: list[tuple[Callable[[], object], int]] = [
            (lambda data=data: parse("made.pdf", data), repeat),
            (lambda data=data: pdfium_text(data), repeat),
            (lambda data=data: plumber(data, words=False), 1),
            (lambda data=data: plumber(data, words=True), 1),
        ]
        speeds = [pages / seconds(work, times) for work, times in works]
        show((path.name, pages, *speeds, f"{speeds[0] / speeds[3]:.1f}x"), widths)


def measure_memory(folder: Path) -> None:
    """Print the memory that a process takes to read 500 pages put together from the longest PDF of the folder by turns."""
    import pypdfium2

    source = max((p for p in folder.glob("*.pdf") if _opens(p)), key=lambda p: p.stat().st_size)
    for path in dict.fromkeys([source, folder / "tika_gdpr-regulation.pdf"]):
        if not path.exists():
            continue
        given, made = pypdfium2.PdfDocument(path), pypdfium2.PdfDocument.new()
        while len(made) < PAGES:
            made.import_pages(given, list(range(min(len(given), PAGES - len(made)))))
        with tempfile.TemporaryDirectory() as place:
            target = Path(place) / "made.pdf"
            made.save(target)
            done = subprocess.run(
                [sys.executable, "-c", MEASURE, str(target)], capture_output=True, text=True, check=True, env=_environment()
            )
            print(f"{PAGES} pages of {path.name}: {done.stdout.strip()} MB at most, file of {target.stat().st_size / 1e6:.1f} MB")


def _opens(path: Path) -> bool:
    import pypdfium2

    try:
        pypdfium2.PdfDocument(path).close()
    except pypdfium2.PdfiumError:
        return False
    return True


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def turns(count: int) -> list[tuple[str, str]]:
    """Return a made interview of so many turns."""
    return [(("I", "B1", "B2")[i % 3], " ".join(SAID[(i + k) % 3] for k in range(1 + i % 5))) for i in range(count)]


def write_all(folder: Path, said: Sequence[tuple[str, str]]) -> dict[str, Path]:
    """Write an interview as text, f4, WebVTT, JSON of Whisper and docx."""
    import json

    import docx

    clock = [f"{i // 360:02}:{i // 6 % 60:02}:{i % 6 * 10:02}" for i in range(len(said) + 1)]
    texts = {
        "txt": "\n".join(f"{who}: {what}" for who, what in said),
        "f4.txt": "\n".join(f"{who}: {what} #{clock[i]}-0#" for i, (who, what) in enumerate(said)),
        "vtt": "WEBVTT\n\n"
        + "\n\n".join(f"{clock[i]}.000 --> {clock[i + 1]}.000\n<v {who}>{what}</v>" for i, (who, what) in enumerate(said)),
        "json": json.dumps(
            {"segments": [{"start": 10 * i, "end": 10 * i + 10, "text": t, "speaker": s} for i, (s, t) in enumerate(said)]}
        ),
    }
    paths = {}
    for suffix, text in texts.items():
        paths[suffix] = folder / f"talk.{suffix}"
        paths[suffix].write_text(text, encoding="utf-8")
    document = docx.Document()
    for who, what in said:
        document.add_paragraph(f"{who}: {what}")
    paths["docx"] = folder / "talk.docx"
    document.save(str(paths["docx"]))
    return paths


def time_transcripts(repeat: int) -> None:
    """Print the MB of file, and of text, that are read in a CPU second."""
    with tempfile.TemporaryDirectory() as place:
        for kind, path in write_all(Path(place), turns(4_000)).items():
            best = seconds(lambda path=path: qda.read(path), repeat)
            size, text = path.stat().st_size / 1e6, len(qda.read(path).text) / 1e6
            print(f"{kind:8} {size:6.2f} MB, {text:5.2f} MB of text: {size / best:6.1f} and {text / best:6.1f} MB/s")


def time_small_files() -> None:
    """Print how long a folder of 1,000 small files takes from end to end, PDFs among them."""
    from reportlab.pdfgen.canvas import Canvas

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for number in range(SMALL // 5):
            own = folder / f"case{number % 20:02}" / f"talk{number:03}"
            own.mkdir(parents=True)
            for kind, path in write_all(own, turns(12 + number % 9)).items():
                if kind != "json":
                    path.rename(own / f"{number:03}-{kind.replace('.', '-')}.{kind.rsplit('.', 1)[-1]}")
            (own / "talk.json").unlink()
            canvas = Canvas(str(own / "report.pdf"), invariant=1)
            for i, (_, text) in enumerate(turns(20)):
                canvas.drawString(60, 780 - 15 * i, f"{number}. {text}"[:90])
            canvas.save()
        start = time.perf_counter()
        corpus = qda.read_folder(folder)
        wall = time.perf_counter() - start
        print(
            f"{len(corpus.documents):,} small files, {len(corpus.refused)} refused: {wall:.1f} s, {len(corpus.documents) / wall:.0f} a second"
        )


def show_rates(pages: Sequence[Page]) -> None:
    """Print the character error rates of the readers side by side."""
    widths = (52, 9, 10, 12, 12)
    show(("character error rate of the running text, %", "signs", "ours", "pypdfium2", "pdfplumber"), widths)
    for page in pages:
        rates = page.rates()
        show(
            (page.name, len(page.truth), *(f"{100 * rates[reader]:.2f}" for reader in ("ours", "pypdfium2", "pdfplumber"))),
            widths,
        )


def main() -> None:
    """Run everything."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=SHARED)
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    if options.data.is_dir():
        time_pdfs(options.data, options.repeat)
        measure_memory(options.data)
    time_transcripts(options.repeat)
    time_small_files()
    show_rates([*known(), *(by_hand(options.data, options.truth) if options.truth else ())])


if __name__ == "__main__":
    main()
