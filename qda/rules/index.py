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


@dataclass(frozen=True, slots=True)
class Entry:
    """What a distinct word of the texts can be: the words of phrases it matches, and the phrases it can begin with the slots that must follow."""

    slots: frozenset[Slot]
    begins: tuple[tuple[int, tuple[Slot, ...]], ...]


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
        self._longest = max((len(text) for text in (*self._stems, *self._endings)), default=0)

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
            found = Entry(slots, tuple(b for slot in sorted(slots) for b in self._begins.get(slot, ())))
            self._entries[written] = found
        return found

    def _slots_of(self, form: str) -> Iterator[Slot]:
        if (slot := self._words.get(form)) is not None:
            yield slot
        for n in range(2, min(len(form), self._longest) + 1):
            if (slot := self._stems.get(form[:n])) is not None:
                yield slot
            if (slot := self._endings.get(form[-n:])) is not None:
                yield slot
        yield from (slot for part, slot in self._insides.items() if part in form)

    def find(self, words: Words) -> Occurrences:
        """Return where each phrase occurs: phrase -> (first word, word after the last)."""
        entries = [self.entry(form) for form in words.forms]
        joined = {i: [(n, self.entry(form)) for n, form in runs] for i, runs in words.joined.items()}
        text = _Text(entries, words.gaps, joined)
        found: Occurrences = {}
        for i, entry in enumerate(entries):
            for phrase, rest in entry.begins:
                text.note(phrase, rest, i, i + 1, found)
        for i, size, entry in ((i, size, entry) for i, runs in joined.items() for size, entry in runs):
            for phrase, rest in entry.begins:
                text.note(phrase, rest, i, i + size, found)
        return found


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as the index sees it."""

    entries: list[Entry]
    gaps: list[int]
    joined: dict[int, list[tuple[int, Entry]]]

    def note(self, phrase: int, rest: tuple[Slot, ...], first: int, at: int, found: Occurrences) -> None:
        """Record a phrase that begins at `first` if the rest of its words follow from `at` on."""
        if not rest:
            found.setdefault(phrase, []).append((first, at))
        elif at < len(self.entries) and self.gaps[at] != CLAUSE_GAP and (rest[0] in self.entries[at].slots or at in self.joined):
            for end in self._ends(rest, at):
                found.setdefault(phrase, []).append((first, end))

    def _ends(self, rest: tuple[Slot, ...], at: int) -> Iterator[int]:
        if not rest:
            yield at
        elif at < len(self.entries) and self.gaps[at] != CLAUSE_GAP:
            for size, entry in ((1, self.entries[at]), *self.joined.get(at, ())):
                if rest[0] in entry.slots:
                    yield from self._ends(rest[1:], at + size)
