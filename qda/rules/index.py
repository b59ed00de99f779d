"""Where the phrases of many patterns occur in a text, found in one pass.

Each distinct word of the texts is looked at once: which words of which phrases can it be, and which phrases can it begin? After that, a phrase is only looked
for where one of its first words stands, so the time hardly depends on the number of patterns.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

from qda.codebook.patterns import Phrase, Word, WordKind, fold
from qda.rules.words import CLAUSE_GAP, Words, lemmatizer

Slot = int
Occurrences = dict[int, list[tuple[int, int]]]


Rests = dict[Slot, tuple[tuple[int, tuple[Slot, ...]], ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a distinct word of the texts can be.

    Attributes
    ----------
    slots
        The words of phrases that it matches.
    alone
        The phrases of one word that it is.
    begins
        For the phrases it can begin: the word that must follow -> the phrases, with the words after that.
    """

    slots: frozenset[Slot]
    alone: tuple[int, ...]
    begins: Rests


class PhraseIndex:
    """All phrases of a language; `exact` ones match words as they are written, without dictionary forms."""

    def __init__(self, phrases: Iterable[Phrase], language: str, *, exact: bool = False) -> None:
        self.ids: dict[Phrase, int] = {}
        self._forms: Callable[[str], tuple[str, ...]] = (lambda word: (fold(word),)) if exact else lemmatizer(language)
        self._slots: dict[Word, Slot] = {}
        self._begins: defaultdict[Slot, list[tuple[int, tuple[Slot, ...]]]] = defaultdict(list)
        self._entries: dict[str, Entry] = {}
        for phrase in phrases:
            self._add(phrase)
        by_kind: dict[WordKind, dict[str, Slot]] = {kind: {} for kind in get_args(WordKind)}
        for word, slot in self._slots.items():
            by_kind[word.kind][word.text] = slot
        self._words, self._stems, self._endings, self._insides = (by_kind[kind] for kind in get_args(WordKind))
        self._stem_sizes = sorted({len(text) for text in self._stems})
        self._ending_sizes = sorted({len(text) for text in self._endings})

    def _add(self, phrase: Phrase) -> None:
        if phrase in self.ids:
            return
        self.ids[phrase] = len(self.ids)
        for words in phrase.variants:
            first, *rest = (self._slots.setdefault(word, len(self._slots)) for word in words)
            self._begins[first].append((self.ids[phrase], tuple(rest)))

    def entry(self, written: str) -> Entry:
        """Return what a word can be."""
        found = self._entries.get(written)
        if found is None:
            slots = frozenset(slot for form in self._forms(written) for slot in self._slots_of(form))
            rests: defaultdict[Slot, list[tuple[int, tuple[Slot, ...]]]] = defaultdict(list)
            for phrase, rest in (b for slot in sorted(slots) for b in self._begins.get(slot, ()) if b[1]):
                rests[rest[0]].append((phrase, rest[1:]))
            alone = tuple(phrase for slot in sorted(slots) for phrase, rest in self._begins.get(slot, ()) if not rest)
            found = self._entries[written] = Entry(slots, alone, {slot: tuple(after) for slot, after in rests.items()})
        return found

    def _slots_of(self, form: str) -> Iterator[Slot]:
        if (slot := self._words.get(form)) is not None:
            yield slot
        for size in self._stem_sizes:
            if (slot := self._stems.get(form[:size])) is not None and len(form) >= size:
                yield slot
        for size in self._ending_sizes:
            if (slot := self._endings.get(form[-size:])) is not None and len(form) >= size:
                yield slot
        yield from (slot for part, slot in self._insides.items() if part in form)

    def find(self, words: Words) -> Occurrences:
        """Return where each phrase occurs: phrase -> (first word, word after the last)."""
        entries = [self.entry(form) for form in words.forms]
        joined = {i: [(n, self.entry(form)) for n, form in runs] for i, runs in words.joined.items()}
        text = _Text(entries, words.gaps, joined)
        found: Occurrences = {}
        for i, entry in enumerate(entries):
            if entry.alone or entry.begins:
                text.note(entry, i, i + 1, found)
        for i, runs in joined.items():
            for size, entry in runs:
                text.note(entry, i, i + size, found)
        return found


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as the index sees it."""

    entries: list[Entry]
    gaps: list[int]
    joined: dict[int, list[tuple[int, Entry]]]

    def note(self, entry: Entry, first: int, at: int, found: Occurrences) -> None:
        """Record the phrases that begin with an entry at `first` and go on at `at`."""
        for phrase in entry.alone:
            found.setdefault(phrase, []).append((first, at))
        if entry.begins:
            for size, following in self._at(at):
                for slot in following.slots:
                    for phrase, rest in entry.begins.get(slot, ()):
                        for end in self._ends(rest, at + size):
                            found.setdefault(phrase, []).append((first, end))

    def _at(self, at: int) -> tuple[tuple[int, Entry], ...]:
        """Return what may go on at a word: the word itself, and the joined words that begin there."""
        if at >= len(self.entries) or self.gaps[at] == CLAUSE_GAP:
            return ()
        return ((1, self.entries[at]), *self.joined.get(at, ()))

    def _ends(self, rest: tuple[Slot, ...], at: int) -> Iterator[int]:
        if not rest:
            yield at
            return
        for size, entry in self._at(at):
            if rest[0] in entry.slots:
                yield from self._ends(rest[1:], at + size)
