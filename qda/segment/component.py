"""The sentence splitter as a component of a spaCy pipeline."""

from typing import Any

from qda.segment.sentences import split

_NAME = "qda_sentences"


def add_sentences(nlp: Any) -> Any:
    """Let a spaCy pipeline cut sentences the way `split` does, in the language of the pipeline.

    Parameters
    ----------
    nlp
        A ``spacy.Language``, blank or trained.

    Returns
    -------
    spacy.Language
        The same pipeline, the component first in it.

    Examples
    --------
    >>> import spacy
    >>> doc = add_sentences(spacy.blank("de"))("Am 3. Mai kam Dr. Weiß. Das war neu.")
    >>> [sentence.text for sentence in doc.sents]
    ['Am 3. Mai kam Dr. Weiß.', 'Das war neu.']
    """
    from spacy.language import Language

    if not Language.has_factory(_NAME):
        Language.factory(_NAME, assigns=["token.is_sent_start"], func=_make)
    nlp.add_pipe(_NAME, first=True)
    return nlp


def _make(nlp: Any, name: str) -> "_Component":
    return _Component(name, nlp.lang)


class _Component:
    def __init__(self, name: str, language: str) -> None:
        self.name = name
        self.language = language

    def __call__(self, doc: Any) -> Any:
        """Set the sentence starts of a ``spacy.tokens.Doc``; a sentence that starts inside a token starts at the next one."""
        starts = [start for start, _ in split(doc.text, self.language)]
        following = 0
        for token in doc:
            begins = following < len(starts) and starts[following] <= token.idx
            while following < len(starts) and starts[following] <= token.idx:
                following += 1
            token.is_sent_start = begins or token.i == 0
        return doc
