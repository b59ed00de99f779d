"""A small study for taggers that learn: sentences on two factors of the small codebook, in three documents."""

import numpy as np
import pandas as pd

from qda.frames import check

WORDS = {
    "trust": ["reliance", "confidence", "faith", "goodwill", "friendship", "candour"],
    "boards": ["panel", "chamber", "round table", "assembly", "forum", "council"],
}
VERDICTS = {"barrier": ["spoils", "blocks", "slows"], "enabler": ["eases", "speeds", "carries"]}
SENTENCES = [
    (f"The {word} {verb} the work of number {n}.", valence, factor)
    for factor, words in WORDS.items()
    for n, word in enumerate(words)
    for valence, verbs in VERDICTS.items()
    for verb in verbs
]


def study(documents=3, every=1, coder="AB"):
    """Return segments and codings: the sentences above, and as many that say nothing."""
    units, codings = [], []
    for n, (text, valence, factor) in enumerate(SENTENCES[::every]):
        doc_id = f"d{n % documents}"
        for start, words in ((1000 * n, text), (1000 * n + 500, f"Lunch was served at {n} in the garden room.")):
            units.append({"doc_id": doc_id, "start": start, "end": start + len(words), "text": words, "language": "en"})
        place = {"doc_id": doc_id, "start": 1000 * n, "end": 1000 * n + len(text), "coder": coder, "origin": "human"}
        codings += [{**place, "axis": "valence", "code": valence}, {**place, "axis": "factor", "code": factor}]
    return check("segments", pd.DataFrame(units)), check("codings", pd.DataFrame(codings))


def letters(texts):
    """Return vectors of texts: how often each letter stands in them."""
    return np.array([[text.lower().count(chr(97 + n)) for n in range(26)] for text in texts], np.float32)
