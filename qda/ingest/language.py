"""The language of a text and of passages within it: by function words, which are hardly ever wrong; where they are silent, by py3langid if it is there."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec

from qda.model import Mark

_WORDS = {
    "en": "the of and to in that is was for it with as on be at by this had not are but from or have an they which you were there been their we our has "
    "what when who how can will would about if all some any more do does did so then because just like know think really very i my your its his her them",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei wir ich noch "
    "was wie wenn aber oder haben war sind kann man mir uns ihr ihre sein einen einer einem über so nur schon mal dann weil ja nein doch wo wer zum zur",
    "fr": "de la le et les des en un du une que est pour qui dans par plus pas au sur ne se ce il sont avec nous mais aux ont cette vous été elle "
    "je tu on ça c'est était être avoir où comment quand très bien tout tous leur leurs ses son sa ces même aussi donc alors fait faire peut d'un l'on",
    "it": "di e il la che in un a per è una sono con non si da del della le dei nel alla più anche come gli ma ha lo al noi delle questo abbiamo "
    "cosa quando chi dove perché molto bene tutto tutti loro suo sua io mi ti ci era essere avere fare può allora quindi dal dalla sul sulla degli nella ai",
    "pl": "i w na z się nie do to że jest o jak po co ale od za przez tak dla są tym już być oraz tego ich który także przy my może tylko "
    "ja mi mnie nam nas wam pan pani kiedy gdzie kto czy bardzo był była było będzie mamy mam ma jeszcze też tu tam więc bo która które jako jego jej",
    "sv": "och i att det som en på är av för med den till inte om de har ett var jag men vi så från kan när han ska också eller detta där alla "
    "vad hur vem varför mycket bra mig dig oss er hon man blir blev vara hade skulle nu då här bara väl ju nej deras sin sitt sina efter under mellan",
}
LANGUAGES = tuple(_WORDS)
_LISTS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SAMPLE = 40_000
_LEAST = 3
_LEAST_LETTERS = 25  # py3langid guesses at anything; below that it is often wrong
_PASSAGE = 60  # characters; shorter passages are taken to be in the language of their document
_SURE_WORDS = 5


def guess_language(text: str) -> str:
    """Return ``en``, ``de``, ``fr``, ``it``, ``pl``, ``sv``, or ``""`` where the text gives too little to tell.

    With the extra ``[langid]``, texts whose function words are silent are shown to py3langid, which knows a hundred languages.

    Examples
    --------
    >>> guess_language("Wir haben das mit dem Jobcenter und der Stadt besprochen.")
    'de'
    >>> guess_language("42")
    ''
    """
    best, _, clear = _by_words(text[:_SAMPLE])
    if clear:
        return best
    enough = sum(map(str.isalpha, text[:_SAMPLE])) >= _LEAST_LETTERS
    return _by_letters(text[:_SAMPLE]) if enough and _has_langid() else ""


def with_languages(text: str, marks: Sequence[Mark], language: str) -> tuple[Mark, ...]:
    """Return marks in which turns and paragraphs that are plainly in another language than their document say so.

    Parameters
    ----------
    text, marks
        The text and what is said about it.
    language
        That of the document; where it is not known, nothing is said.
    """
    if language not in LANGUAGES:
        return tuple(marks)
    return tuple(_told(text, mark, language) if mark.kind in ("turn", "paragraph") else mark for mark in marks)


def _told(text: str, mark: Mark, language: str) -> Mark:
    if mark.end - mark.start < _PASSAGE or "language" in mark.attributes:
        return mark
    best, words, clear = _by_words(text[mark.start : min(mark.end, mark.start + _SAMPLE)])
    if best == language or not clear or words[best] < max(_SURE_WORDS, 3 * words[language]):
        return mark
    return replace(mark, attributes={**mark.attributes, "language": best})


def _by_words(text: str) -> tuple[str, dict[str, int], bool]:
    """Return the likeliest language, how many of its words each has, and whether it is clear."""
    counts = Counter(_TOKEN.findall(text.casefold().replace("’", "'")))
    total = sum(counts.values())
    scores = {language: _hits(counts, words) for language, words in _LISTS.items()}
    best, second = sorted(scores, key=lambda language: -scores[language])[:2]
    return best, scores, scores[best] >= max(_LEAST, 0.15 * total) and scores[best] >= 1.3 * scores[second]


def _hits(counts: Counter[str], words: Iterable[str]) -> int:
    return sum(counts[word] for word in words)


@cache
def _has_langid() -> bool:
    return find_spec("py3langid") is not None


def _by_letters(text: str) -> str:
    import py3langid

    return str(py3langid.classify(text)[0])
