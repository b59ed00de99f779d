"""Time the rules: against spaCy's bare tokenizer, against the number of rules, and against the number of words. Ratios are measured in one run.

    python benchmarks/speed.py [--most 10000000] [--repeat 3]

Times are CPU seconds of fresh processes (nothing is remembered from one figure to the next); compiling a codebook and loading dictionaries are paid once a
process and not counted. Only the ratios carry over to another machine.
"""

import argparse
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

import qda
from qda import _shipped
from qda.codebook.patterns import parse
from qda.model import Axis, Code

Result = TypeVar("Result")
Texts = list[tuple[str, str]]
ROOT = Path(__file__).resolve().parent.parent
SEEN = [ROOT.parent / "shared" / "data" / "localise" / country / "corpus" for country in ("UK", "Germany")]
RULES = (100, 500, 2000)
WORDED = frozenset({"phrase", "any", "all", "near", "unless", "heading", "question"})
"""The keys of a pattern that hold phrases."""

CHUNK = 5000
"""Segments that are tagged in one go; what is found in a chunk is counted and let go, as a project writes it down."""

NEW_WORD = 0.01
"""How many words of a made text were never seen before, as in a growing corpus."""


@dataclass(frozen=True)
class Measured:
    """One figure: what was read, in how many seconds, with how many codings, and the most memory the process held."""

    size: int
    seconds: float
    codings: int
    megabytes: float


def paragraphs() -> Texts:
    """Return language and text of the paragraphs of the sample corpus, and of two reports where they lie beside the checkout."""
    folders = [_shipped.corpus(), *(folder for folder in SEEN if folder.is_dir())]
    documents = [document for folder in folders for document in qda.read_folder(folder).documents]
    return [(d.language or "en", text) for d in documents for text in qda.segments(d, "paragraph")["text"]]


def frame(texts: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """Return texts as a table of segments."""
    rows = [{"doc_id": str(i), "start": 0, "end": len(t), "text": t, "language": lang} for i, (lang, t) in enumerate(texts)]
    return pd.DataFrame(rows)


def warmed(tagger: qda.RuleTagger) -> qda.RuleTagger:
    """Return a tagger that has compiled its rules and loaded its dictionaries."""
    tagger.tag(frame([("en", "x"), ("de", "x")]))
    return tagger


def against_tokenizer(texts: Texts) -> tuple[float, float]:
    """Return the time of the integration codebook over that of the bare tokenizers on the same texts: no word seen before, and all read once before."""
    import spacy

    tagger = warmed(qda.RuleTagger(qda.read_codebook("integration")))
    bare = {lang: spacy.blank(lang).tokenizer for lang in sorted({lang for lang, _ in texts})}
    grid = frame(texts)
    ratios: list[float] = []
    for _ in range(2):
        start = time.process_time()
        for lang, text in texts:
            bare[lang](text)
        middle = time.process_time()
        tagger.tag(grid)
        ratios.append((time.process_time() - middle) / (middle - start))
    return ratios[0], ratios[1]


def with_rules(texts: Texts, number: int) -> Measured:
    """Time a codebook of so many rules, each a whole pattern as the integration codebook has them."""
    tagger = warmed(qda.RuleTagger(book_of(number)))
    return timed(tagger, [texts])


def book_of(number: int) -> qda.Codebook:
    """Return a codebook of so many English rules: whole patterns of the integration codebook, with all that narrows them, in an order that chance decided.

    Where they do not suffice they come again with their words exchanged: each word that makes a phrase by itself for another such word, so that the copies
    find as much as the patterns do.
    """
    book = qda.read_codebook("integration")
    chance = random.Random(1)  # noqa: S311  chance for a benchmark
    raws = [raw for code in book.codes() for raw in code.patterns.get("en", ()) if not parse(raw).flip]
    chance.shuffle(raws)
    rules = list(raws)
    alone = sorted({phrase.text for raw in raws for phrase in parse(raw).any if phrase.text.strip("*").isalpha()})
    while len(rules) < number:
        others = dict(zip(alone, chance.sample(alone, len(alone)), strict=True))
        rules += [exchanged(raw, others) for raw in raws]
    codes = tuple(Code(id=f"c{n}", axis="a", patterns={"en": tuple(map(kept, rules[n:number:20]))}) for n in range(20))
    return replace(book, axes=(Axis(id="a", kind="multi", codes=codes),), split="", matrix={})


def exchanged(raw: Any, others: Mapping[str, str]) -> Any:
    """Return a pattern with its words exchanged."""
    if isinstance(raw, str):
        return " ".join(others.get(word, word) for word in raw.split())
    if isinstance(raw, list):
        return [exchanged(part, others) for part in raw]
    return (
        {key: exchanged(part, others) if key in WORDED else part for key, part in raw.items()} if isinstance(raw, dict) else raw
    )


def kept(raw: Any) -> Any:
    """Return a pattern as an axis of twenty codes can hold it: there is no other code to flip to."""
    return {key: part for key, part in raw.items() if (key, part) != ("negation", "flip")} if isinstance(raw, dict) else raw


def with_words(texts: Texts, number: int) -> Measured:
    """Time the integration codebook on a made text of so many words, chunk by chunk."""
    tagger = warmed(qda.RuleTagger(qda.read_codebook("integration")))
    return timed(tagger, chunks(texts, number))


def chunks(texts: Texts, number: int) -> Iterator[Texts]:
    """Yield sentences of the paragraphs at random, until there are so many words; now and then a word is one never seen before."""
    chance = random.Random(1)  # noqa: S311  chance for a benchmark
    sentences = [(lang, part) for lang, text in texts for part in text.split(". ") if part]
    read, chunk = 0, Texts()
    while read < number:
        lang, text = chance.choice(sentences)
        words = [word if chance.random() > NEW_WORD else f"{word}{_letters(chance)}" for word in text.split()]
        chunk.append((lang, " ".join(words)))
        read += len(words)
        if len(chunk) == CHUNK or read >= number:
            yield chunk
            chunk = []


def _letters(chance: random.Random) -> str:
    return "".join(chance.choice("aeioklmnrst") for _ in range(4))


def timed(tagger: qda.RuleTagger, parts: Any) -> Measured:
    """Tag chunk after chunk and time nothing else."""
    words, seconds, codings = 0, 0.0, 0
    for texts in parts:
        grid = frame(texts)
        start = time.process_time()
        codings += len(tagger.tag(grid))
        seconds += time.process_time() - start
        words += sum(len(text.split()) for _, text in texts)
    return Measured(words, seconds, codings, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def fresh(work: Callable[..., Result], *given: Any) -> Result:
    """Run in a process of its own, so that nothing is remembered."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as process:
        return process.submit(work, *given).result()


def sizes(most: int) -> list[int]:
    """Return 10^4, 10^5 ... up to the most."""
    return [10**n for n in range(4, 12) if 10**n <= most] or [most]


def report(texts: Texts, *, most: int, repeat: int) -> Iterator[str]:
    """Yield the lines of the tables."""
    ratios = [fresh(against_tokenizer, texts) for _ in range(repeat)]
    cold, warm = (statistics.median(column) for column in zip(*ratios, strict=True))
    words = sum(len(text.split()) for _, text in texts)
    yield f"integration codebook / bare spaCy tokenizer, {len(texts)} paragraphs, {words} words in {len({lang for lang, _ in texts})} languages:"
    yield f"  no word seen before {cold:.2f} (at most 3), all read before {warm:.2f}"
    english = [(lang, text) for lang, text in texts if lang == "en"]
    yield f"\n{'rules':>10s}{'s':>10s}{'codings':>10s}{'time x':>10s}{'rules x':>10s}"
    first: Measured | None = None
    for number in RULES:
        found = min((fresh(with_rules, english, number) for _ in range(repeat)), key=lambda m: m.seconds)
        first = first or found
        times = found.seconds / first.seconds
        yield f"{number:10d}{found.seconds:10.3f}{found.codings:10d}{times:10.2f}{number / RULES[0]:10.0f}"
    yield f"\n{'words':>10s}{'s':>10s}{'codings':>10s}{'µs/word':>10s}{'MB':>10s}"
    for number in sizes(most):
        found = fresh(with_words, texts, number)
        yield f"{found.size:10d}{found.seconds:10.2f}{found.codings:10d}{found.seconds / found.size * 1e6:10.1f}{found.megabytes:10.0f}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=10_000_000, help="the most words that are read")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    for line in report(paragraphs(), most=options.most, repeat=options.repeat):
        print(line, flush=True)


if __name__ == "__main__":
    main()
