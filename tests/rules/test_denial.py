"""What denies and softens, in six languages: scope, groups, and what a negation does to a hit."""

import pytest

from qda.codebook.phrases import phrase
from qda.errors import CodebookError
from qda.model import Axis, Code
from qda.rules.cues import CUES
from qda.rules.engine import HEDGE_FACTOR, Engine
from qda.rules.rule import rules_of
from qda.rules.scope import AGREEING, HEDGE, REACH_AFTER

GOOD = {
    "en": ["cooperat*", "exchange", "shar*", "trust*", "works"],
    "de": ["zusammenarbeit", "austausch", "vertrauen", "ausgetauscht", "kooperation"],
    "fr": ["coopération", "échange*", "confiance"],
    "it": ["collaborazione", "scambi*", "fiducia"],
    "pl": ["współprac*", "wymian*", "zaufani*"],
    "sv": ["samarbete", "samverkan", "förtroende"],
}
BAD = {
    "en": ["barrier", "problem*", "conflict*", "lack of", "hinder*", "obstacle*"],
    "de": ["hindernis", "problem*", "mangelnd*", "konflikt*"],
    "fr": ["obstacle*", "problème*"],
    "it": ["ostacol*", "problem*"],
    "pl": ["barier*", "problem*"],
    "sv": ["hinder", "problem*"],
}


def engine(language, negation="flip", good=(), bad=()):
    codes = (Code(id="barrier", axis="valence"), Code(id="enabler", axis="valence"))
    axis = Axis(id="valence", kind="single", negation=negation, codes=codes)
    lists = (bad or BAD[language], good or GOOD[language])
    return Engine([rule for code, raws in zip(codes, lists, strict=True) for rule in rules_of(axis, code, raws)], language)


def read(text, language="en", **options):
    return [(" ".join(h.tokens).lower(), h.code, h.effect) for h in engine(language, **options).find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There is no longer a barrier.", [("barrier", "enabler", "flipped")]),
        ("There is hardly any exchange of client data.", [("exchange", "barrier", "flipped")]),
        ("They work without trust.", [("trust", "barrier", "flipped")]),
        ("They don't share anything.", [("share", "barrier", "flipped")]),
        ("They don’t share anything.", [("share", "barrier", "flipped")]),
        ("They cannot cooperate.", [("cooperate", "barrier", "flipped")]),
        ("Cooperation does not happen.", [("cooperation", "barrier", "flipped")]),
        ("Not only cooperation counts.", [("cooperation", "enabler", "")]),
        ("Nonetheless they cooperate.", [("cooperate", "enabler", "")]),
        ("It is not easy, trust helps.", [("trust", "enabler", "")]),
        ("It is not easy but trust helps.", [("trust", "enabler", "")]),
        ("Nobody in the eleven offices that they have visited last year thought of trust.", [("trust", "enabler", "")]),
        ("They overcame the obstacles.", [("obstacles", "enabler", "flipped")]),
        ("It runs not without problems.", [("problems", "barrier", "")]),
        # a hit that holds the cue is not touched by it, and a word of lack agrees with what speaks against something
        ("There is a lack of trust.", [("lack of", "barrier", ""), ("trust", "barrier", "flipped")]),
        ("There is no lack of trust.", [("lack of", "enabler", "flipped"), ("trust", "enabler", "")]),
        ("Poor trust.", [("trust", "barrier", "flipped")]),
        ("This hinders cooperation.", [("hinders", "barrier", ""), ("cooperation", "barrier", "flipped")]),
        ("This hinders problem solving.", [("problem", "barrier", ""), ("hinders", "barrier", "")]),
    ],
)
def test_english(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Das ist nicht mehr ein Hindernis.", [("hindernis", "enabler", "flipped")]),
        ("de", "Es gibt kaum Austausch.", [("austausch", "barrier", "flipped")]),
        ("de", "Daten werden nicht ausgetauscht.", [("ausgetauscht", "barrier", "flipped")]),
        ("de", "Die Zusammenarbeit funktioniert nicht.", [("zusammenarbeit", "barrier", "flipped")]),
        ("de", "Mangelnde Kooperation.", [("mangelnde", "barrier", ""), ("kooperation", "barrier", "flipped")]),
        ("de", "Nicht nur Vertrauen zählt.", [("vertrauen", "enabler", "")]),
        ("de", "Es ist nicht leicht, aber das Vertrauen trägt.", [("vertrauen", "enabler", "")]),
        ("fr", "Il n'y a pas de coopération.", [("coopération", "barrier", "flipped")]),
        ("fr", "Ce n'est plus un obstacle.", [("obstacle", "enabler", "flipped")]),
        ("fr", "sans confiance", [("confiance", "barrier", "flipped")]),
        ("fr", "Le manque de confiance.", [("confiance", "barrier", "flipped")]),
        ("fr", "Non seulement la confiance compte.", [("confiance", "enabler", "")]),
        ("it", "Non c'è nessuna collaborazione.", [("collaborazione", "barrier", "flipped")]),
        ("it", "La collaborazione non funziona.", [("collaborazione", "barrier", "flipped")]),
        ("it", "senza fiducia", [("fiducia", "barrier", "flipped")]),
        ("it", "Non solo la fiducia conta.", [("fiducia", "enabler", "")]),
        ("pl", "Nie ma żadnej współpracy.", [("współpracy", "barrier", "flipped")]),
        ("pl", "Brak zaufania.", [("zaufania", "barrier", "flipped")]),
        ("pl", "Nie tylko zaufanie się liczy.", [("zaufanie", "enabler", "")]),
        ("sv", "Det finns inget samarbete.", [("samarbete", "barrier", "flipped")]),
        ("sv", "Samverkan saknas.", [("samverkan", "barrier", "flipped")]),
        ("sv", "Inte bara förtroende räknas.", [("förtroende", "enabler", "")]),
    ],
)
def test_other_languages(language, text, expected):
    assert read(text, language) == expected


def test_what_a_negation_does_is_the_axis_matter_and_the_patterns():
    text = "There is no trust."
    assert read(text, negation="keep") == [("trust", "enabler", "kept")]
    assert read(text, negation="drop") == [("trust", "enabler", "dropped")]
    assert read(text, negation="drop", good=[{"phrase": "trust", "negation": "keep"}]) == [("trust", "enabler", "kept")]
    assert read(text, negation="keep", good=[{"phrase": "trust", "negation": "flip"}]) == [("trust", "barrier", "flipped")]


def test_evidence_tells_of_negation_and_hedge():
    (hit,) = engine("en").find("There might be no trust.")
    assert hit.evidence == "valence/enabler#4 “trust” [18-23]; negated, flipped; hedged"
    assert hit.cues == ("no",)
    assert hit.score == pytest.approx(0.6 * HEDGE_FACTOR)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Trust might help."),
        ("de", "Vertrauen könnte helfen."),
        ("fr", "La confiance pourrait aider."),
        ("it", "La fiducia potrebbe aiutare."),
        ("pl", "Może zaufanie."),
        ("sv", "Förtroende kanske."),
    ],
)
def test_a_hedge_keeps_the_hit_and_lowers_it(language, text):
    (hit,) = engine(language).find(text)
    assert (hit.code, hit.effect, hit.hedged) == ("enabler", "", True)
    assert hit.score == pytest.approx(0.6 * HEDGE_FACTOR)


def test_flip_needs_two_codes():
    axis = Axis(id="factor", negation="keep", codes=tuple(Code(id=c, axis="factor") for c in "abc"))
    with pytest.raises(
        CodebookError,
        match=r"factor/a#1: `negation: flip` needs an axis of two codes, and this one has 3; allowed here: keep, drop",
    ):
        rules_of(axis, axis.codes[0], [{"phrase": "x", "negation": "flip"}])


@pytest.mark.parametrize("language", sorted(CUES))
def test_cues_are_phrases_of_known_groups(language):
    cues = CUES[language]
    assert set(cues.denies) | set(cues.denied) <= set(REACH_AFTER) - {HEDGE}
    assert set(REACH_AFTER) >= AGREEING
    for words in (*cues.denies.values(), *cues.denied.values(), cues.hedges, cues.innocent):
        assert words
        assert len(set(words)) == len(words)
        assert all(phrase(w).variants for w in words)
    assert all(" " not in word for word in cues.ends)
    groups = [set(words) for words in cues.denies.values()]
    assert sum(map(len, groups)) == len(set().union(*groups)), "a cue stands in one group"


def test_a_language_without_cues_denies_nothing():
    assert [h.effect for h in engine("es", good=["confianza"], bad=["problema"]).find("no hay confianza")] == [""]
