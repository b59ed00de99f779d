"""Words that say a finding holds for every case, by language."""

import re

_ALL = {
    "en": r"all (?:of )?(?:the )?(?:(?:two|three|four|five|six|\d) )?(?:cities|cases|municipalities|towns|case studies|localities|local cases)"
    r"|(?:both|the (?:two|three|four|five|six)) (?:cities|cases|municipalities|towns|case studies)|each (?:city|case|municipality)"
    r"|every (?:city|municipality|town)"
    r"|across (?:the )?(?:cities|cases|municipalities)",
    "de": r"(?:in )?allen? (?:(?:zwei|drei|vier|fünf|\d) )?(?:untersuchten )?(?:Städten?|Fällen?|Kommunen|Fallstudien)|beiden? (?:Städten?|Fällen?|Kommunen)"
    r"|(?:die|den) (?:drei|vier|fünf) (?:Städten?|Fällen?|Kommunen)|jeder (?:Stadt|Kommune)",
    "fr": r"(?:toutes les|les (?:deux|trois|quatre)) (?:villes|communes|municipalités)|tous les cas|chaque (?:ville|commune)",
    "it": r"tutt[ei] (?:e (?:due|tre|quattro) )?(?:le|i) (?:città|casi|comuni)|(?:le|i) (?:due|tre|quattro) (?:città|casi|comuni)|ogni (?:città|comune)",
    "pl": r"wszystki(?:e|ch) (?:\w+ )?(?:miasta|miast|miastach|gminach|przypadkach)|(?:trzech|trzy) (?:miasta|miastach)|każd(?:e|ym) (?:miasto|mieście)",
    "sv": r"(?:alla|de) (?:två|tre|fyra) (?:städerna|fallen|kommunerna)|samtliga (?:städer|kommuner|fall)|varje (?:stad|kommun)",
}
EVERY_CASE = {language: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for language, words in _ALL.items()}
