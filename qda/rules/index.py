"""Where the phrases of many patterns occur in a text, found in one pass.

Each distinct word of the texts is looked at once: which words of which phrases can it be, and which phrases can it begin? After that, a phrase is only looked
for where one of its first words stands, so the time hardly depends on the number of patterns.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import get_args

from qda.codebook.phrases import LEAST, Phrase, Word, WordKind
from qda.rules.words import CLAUSE_GAP, NO_GAP, Words, lemmatizer

Slot = int
Occurrences = defaultdict[int, list[tuple[int, int]]]
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


_NOTHING = Entry(frozenset(), (), {})


class PhraseIndex:
    """All phrases of a language, found together.

    Parameters
    ----------
    phrases
        Phrases whose words match any form of a word.
    language
        Whose dictionary forms are looked up.
    written
        Phrases that match words only as they are written.

    Attributes
    ----------
    ids, written_ids
        The number of each phrase, of those and of these.
    """

    def __init__(self, phrases: Iterable[Phrase], language: str, *, written: Iterable[Phrase] = ()) -> None:
        self.ids: dict[Phrase, int] = {}
        self.written_ids: dict[Phrase, int] = {}
        self._begins: defaultdict[Slot, list[tuple[int, tuple[Slot, ...]]]] = defaultdict(list)
        self._slots = self._added(phrases, self.ids, 0)
        self._any_form = _Vocabulary(self._slots)
        self._as_written = _Vocabulary(self._added(written, self.written_ids, len(self._slots)))
        self._forms = lemmatizer(language)
        self._of_slots = cache(self._begun)
        self._entry = cache(self._read)

    def _added(self, phrases: Iterable[Phrase], ids: dict[Phrase, int], taken: Slot) -> dict[Word, Slot]:
        """Return the slots of the words of phrases, counted on from those taken, and number the phrases."""
        slots: dict[Word, Slot] = {}
        for phrase in dict.fromkeys(phrases):
            ids[phrase] = len(self.ids) + len(self.written_ids)
            for words in phrase.variants:
                first, *rest = (slots.setdefault(word, taken + len(slots)) for word in words)
                self._begins[first].append((ids[phrase], tuple(rest)))
        return slots

    def _read(self, written: str) -> Entry:
        """Return what a word can be."""
        forms = self._forms(written)
        slots = {*self._as_written.of(forms[0]), *[slot for form in forms for slot in self._any_form.of(form)]}
        if not slots:
            return _NOTHING
        return self._of_slots(frozenset(slots))

    def _begun(self, slots: frozenset[Slot]) -> Entry:
        """Return what a word can be that matches these words of phrases."""
        alone: list[int] = []
        rests: defaultdict[Slot, list[tuple[int, tuple[Slot, ...]]]] = defaultdict(list)
        for slot in slots:
            for phrase, rest in self._begins.get(slot, ()):
                if rest:
                    rests[rest[0]].append((phrase, rest[1:]))
                else:
                    alone.append(phrase)
        return Entry(slots, tuple(dict.fromkeys(alone)), {slot: tuple(after) for slot, after in rests.items()})

    def present(self, words: Words) -> frozenset[Word]:
        """Return the words of phrases that occur, whatever stands around them."""
        runs = [form for joined in words.joined.values() for _, form in joined]
        slots = frozenset(slot for form in (*words.forms, *runs) for slot in self._entry(form).slots)
        return frozenset(word for word, slot in self._slots.items() if slot in slots)

    def find(self, words: Words) -> Occurrences:
        """Return where each phrase occurs: phrase -> (first word, word after the last)."""
        entry_of = self._entry
        entries = [entry_of(form) for form in words.forms]
        joined = {i: [(n, entry_of(form)) for n, form in runs] for i, runs in words.joined.items()}
        text = _Text(entries, words.gaps, joined)
        following = [*[entry.slots for entry in entries[1:]], _NOTHING.slots]
        found: Occurrences = defaultdict(list)
        for i, entry in enumerate(entries):
            if entry is not _NOTHING:
                for phrase in entry.alone:
                    found[phrase].append((i, i + 1))
                if entry.begins and (joined or not following[i].isdisjoint(entry.begins)):
                    text.go_on(entry.begins, i, i + 1, found)
        for i, runs in joined.items():
            for size, entry in runs:
                for phrase in entry.alone:
                    found[phrase].append((i, i + size))
                text.go_on(entry.begins, i, i + size, found)
        return found


class _Vocabulary:
    """Words of phrases, looked up by a form of a word."""

    def __init__(self, slots: Mapping[Word, Slot]) -> None:
        by_kind: dict[WordKind, dict[str, Slot]] = {kind: {} for kind in get_args(WordKind)}
        for word, slot in slots.items():
            by_kind[word.kind][word.text] = slot
        self._words, stems, endings, self._insides = (by_kind[kind] for kind in get_args(WordKind))
        self._stems = _Beginnings(stems)
        self._endings = _Beginnings({text[::-1]: slot for text, slot in endings.items()}) if endings else None

    def of(self, form: str) -> list[Slot]:
        """Return the slots that a form fits."""
        slots = self._stems.of(form)
        if self._endings:
            slots += self._endings.of(form[::-1])
        if self._insides:
            slots += [slot for part, slot in self._insides.items() if part in form]
        if (slot := self._words.get(form)) is not None:
            slots.append(slot)
        return slots


class _Beginnings:
    """What words can begin with, looked up by length: two flat tables, since thousands of small ones would be walked by each full garbage collection."""

    def __init__(self, texts: Mapping[str, Slot]) -> None:
        self._texts = texts
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for text in texts:
            lengths[text[:LEAST]].add(len(text))
        self._lengths = {start: tuple(sorted(found)) for start, found in lengths.items()}

    def of(self, form: str) -> list[Slot]:
        """Return the slots of the texts that a word begins with."""
        found: list[Slot] = []
        for length in self._lengths.get(form[:LEAST], ()):
            if length > len(form):
                break
            if (slot := self._texts.get(form[:length])) is not None:
                found.append(slot)
        return found


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as the index sees it."""

    entries: list[Entry]
    gaps: list[int]
    joined: dict[int, list[tuple[int, Entry]]]

    def go_on(self, begins: Rests, first: int, at: int, found: Occurrences) -> None:
        """Record the phrases that began at `first` and go on at `at`."""
        if at < len(self.entries) and self.gaps[at] == NO_GAP:
            for slot in self.entries[at].slots:
                if slot in begins:
                    self._note(begins[slot], first, at + 1, found)
            for size, entry in self.joined.get(at, ()):
                for slot in entry.slots & begins.keys():
                    self._note(begins[slot], first, at + size, found)

    def _note(self, rests: tuple[tuple[int, tuple[Slot, ...]], ...], first: int, at: int, found: Occurrences) -> None:
        for phrase, rest in rests:
            if not rest:
                found[phrase].append((first, at))
            else:
                found_ends = list(self._ends(rest, at))
                if found_ends:
                    found[phrase].extend([(first, end) for end in found_ends])

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
