"""The language of a text and of passages within it: by function words, which are hardly ever wrong; where they are silent, by py3langid if it is there."""

import re
from collections.abc import Sequence
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
_SPOKEN_IN = {
    word: tuple(language for language in LANGUAGES if word in _WORDS[language].split())
    for words in _WORDS.values()
    for word in words.split()
}
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
    best, _, clear = _by_words(_tokens(text[:_SAMPLE]))
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
    other = _Others(text, language)
    return tuple(_told(mark, other) if mark.kind in ("turn", "paragraph") else mark for mark in marks)


class _Others:
    """Finds passages in another language; a turn and its only paragraph are one passage."""

    def __init__(self, text: str, language: str) -> None:
        self._text = text
        self._language = language
        self._words = frozenset(_WORDS[language].split())
        self._last: tuple[int, int, str] = (0, 0, "")

    def language_of(self, start: int, end: int) -> str:
        """Return the language of a passage where it is plainly another than that of the document, else ``""``."""
        if self._last[:2] != (start, end):
            self._last = (start, end, self._other(_tokens(self._text[start : min(end, start + _SAMPLE)])))
        return self._last[2]

    def _other(self, tokens: Sequence[str]) -> str:
        own = sum(map(self._words.__contains__, tokens))
        if max(_SURE_WORDS, 3 * own) > len(tokens):
            return ""  # however the other words are shared out, no language can have that many
        best, words, clear = _by_words(tokens)
        return best if clear and best != self._language and words[best] >= max(_SURE_WORDS, 3 * own) else ""


def _told(mark: Mark, other: _Others) -> Mark:
    if mark.end - mark.start < _PASSAGE or "language" in mark.attributes:
        return mark
    language = other.language_of(mark.start, mark.end)
    return replace(mark, attributes={**mark.attributes, "language": language}) if language else mark


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.casefold().replace("’", "'"))


def _by_words(tokens: Sequence[str]) -> tuple[str, dict[str, int], bool]:
    """Return the likeliest language, how many of its words each has, and whether it is clear."""
    scores = dict.fromkeys(LANGUAGES, 0)
    for token in tokens:
        for language in _SPOKEN_IN.get(token, ()):
            scores[language] += 1
    best, second = sorted(scores, key=lambda language: -scores[language])[:2]
    return best, scores, scores[best] >= max(_LEAST, 0.15 * len(tokens)) and scores[best] >= 1.3 * scores[second]


@cache
def _has_langid() -> bool:
    return find_spec("py3langid") is not None


def _by_letters(text: str) -> str:
    import py3langid

    return str(py3langid.classify(text)[0])
