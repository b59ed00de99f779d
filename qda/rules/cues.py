"""Words that deny or soften what stands near them, per language: data, and nothing else.

Denying cues stand in groups:

- ``not``: plain negators (*no longer*, *hardly*),
- ``without``: prepositions of absence (*without*, *instead of*),
- ``lack``: words of absence and scarcity (*lack of*, *weak*),
- ``spoil``: verbs that spoil what they govern (*hinder*, *fail to*),
- ``undo``: verbs that end what they govern (*overcome*, *reduce*).

Cues of one group count once in a clause (*nie ma żadnej* denies once), cues of two groups cancel out (*not without*, *no lack of*). Words of ``lack`` and
``spoil`` speak against something themselves, so they deny what speaks for it and agree with what speaks against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class Cues:
    """The cues of a language; each is a phrase of the rule language, matched as it is written.

    Attributes
    ----------
    denies
        Group -> cues that deny what follows.
    denied
        Group -> cues that deny what goes before.
    hedges
        Cues that soften what follows or goes before.
    innocent
        Phrases that hold a cue and neither deny nor soften.
    ends
        Words that end the scope of every cue: conjunctions and relative pronouns.
    """

    denies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    denied: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hedges: tuple[str, ...] = ()
    innocent: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


def _list(text: str) -> tuple[str, ...]:
    """Return the phrases of a list that commas part."""
    return tuple(" ".join(part.split()) for part in text.split(",") if part.strip())


CUES: Mapping[str, Cues] = {
    "en": Cues(
        denies={
            "not": _list(
                """
                not, n't, no, no longer, never, neither, nor, none, nobody, nothing, nowhere, hardly, scarcely, barely, rarely,
                seldom
                """
            ),
            "without": _list("without, devoid of, far from, instead of, rather than"),
            "lack": _list(
                """
                lack of, lacks, lacked, lacking, lack, absence of, shortage of, short of, deficit of, absent, missing, loss of,
                want of, little, few, fewer, less, insufficient, insufficiently, inadequate, inadequately, poor, poorly, weak,
                weakly, limited
                """
            ),
            "spoil": _list(
                """
                prevent*, hinder*, hamper*, imped*, obstruct*, undermin*, inhibit*, block, blocks, blocked, blocking, fail to,
                fails to, failed to, failing to, failure to, failure of, unable to, inability to, diminish*, weaken*, difficult
                to, hard to, impossible to, impossibility of, limit, limits, limiting, lose, loses, lost, losing, refus*
                """
            ),
            "undo": _list(
                """
                overcome*, overcame, avoid*, reduc*, remov*, eliminat*, end of, end to, solv*, resolv*, mitigat*, counter, tackl*,
                lower, lowered, lowers
                """
            ),
        },
        denied={
            "not": _list(
                """
                is not, is never, is no longer, are not, are never, are no longer, was not, was never, was no longer, were not,
                were never, were no longer, has not, has never, has no longer, have not, have never, have no longer, had not, had
                never, had no longer, does not, does never, does no longer, do not, do never, do no longer, did not, did never,
                did no longer, could not, could never, could no longer, can not, can never, can no longer, would not, would never,
                would no longer, will not, will never, will no longer, isn't, aren't, wasn't, weren't, hasn't, haven't, hadn't,
                doesn't, don't, didn't, couldn't, can't, wouldn't, won't
                """
            ),
            "lack": _list(
                """
                lacking, absent, missing, is lacking, was lacking, be weak, is weak, are weak, was weak, were weak, is limited,
                are limited, was limited, remains weak, remains limited, is poor, was poor
                """
            ),
            "spoil": _list("fail, fails, failed, collaps*, prevented, hindered, hampered, impeded, undermined, broke down"),
            "undo": _list("overcome, removed, avoided, resolved, solved, disappear*, vanish*"),
        },
        hedges=_list(
            """
            may, might, could, would, perhaps, maybe, possibly, probably, potentially, potential, apparently, presumably, seem*,
            appear, appears, appeared, likely, sometimes, partly, partially, somewhat, to some extent, to a certain extent,
            suggest, suggests, suggested, if, whether, should, supposed to, expected to, hope to, intended to, aim to, aims to,
            aimed to
            """
        ),
        innocent=_list(
            """
            nothing short of, not only, not just, not merely, not simply, not least, not to mention, no doubt, no less, no
            matter, no later than, a little, a few, quite a few, nothing but, no more than, in no small part, nonetheless,
            nevertheless, more or less, less than, lower tier*, lower level*, lower house, at the end of, by the end of, until
            the end of, towards the end of, or not, whether or not
            """
        ),
        ends=_list(
            """
            but, however, although, though, whereas, while, because, since, as, so, therefore, yet, which, who, where, when, and,
            despite, due, except, thus, hence, whose
            """
        ),
    ),
    "de": Cues(
        denies={
            "not": _list(
                """
                nicht, nicht mehr, kein, keine, keinen, keinem, keiner, keines, keinerlei, nie, niemals, niemand, nirgends,
                nichts, weder, kaum, selten, nich, nix, net, ned
                """
            ),
            "without": _list("ohne, anstatt, statt, anstelle"),
            "lack": _list(
                """
                mangel an, mangelnd*, fehlend*, fehlt, fehlen, fehlte, fehlten, mangelt, mangelte, das fehlen, abwesenheit, wenig,
                wenige, weniger, zu wenig, unzureichend*, ungenügend*, schwach*, gering*, begrenzt*, schlecht*
                """
            ),
            "spoil": _list(
                """
                verhinder*, behinder*, hinder*, erschwer*, blockier*, unterlauf*, verlust, scheitern, unfähigkeit, schwierig,
                schwer, unmöglich
                """
            ),
            "undo": _list("überwind*, überwunden*, vermeid*, vermied*, abgebaut*, beseitig*"),
        },
        denied={
            "not": _list("nicht, nicht mehr, nie, kaum, nirgends, nich, net, ned"),
            "lack": _list(
                """
                fehlt, fehlen, fehlte, fehlten, gefehlt, mangelt, mangelte, ausgeblieben, bleibt aus, blieb aus
                """
            ),
            "spoil": _list("gescheitert, scheitert, scheiterte, scheiterten, verhindert, behindert, erschwert, blockiert"),
            "undo": _list("überwunden, vermieden, abgebaut, beseitigt, weggefallen, entfallen"),
        },
        hedges=_list(
            """
            könnte, könnten, dürfte, dürften, möglicherweise, vielleicht, eventuell, wahrscheinlich, vermutlich, wohl, scheint,
            scheinen, anscheinend, angeblich, teilweise, zum teil, manchmal, gelegentlich, in gewisser weise, einigermaßen,
            sollte, sollten, würde, würden, wäre, wären, ob, falls
            """
        ),
        innocent=_list(
            """
            nicht nur, nich nur, net nur, nicht allein, nicht zuletzt, nicht bloß, nicht minder, nicht selten, ein wenig, mehr
            oder weniger, nicht weniger, ohne weiteres, ohne zweifel, ohnehin, keine frage, so gut wie, bei weitem,
            nichtsdestotrotz, nichtsdestoweniger
            """
        ),
        ends=_list(
            """
            aber, sondern, jedoch, doch, obwohl, obgleich, während, weil, da, denn, dass, daß, sodass, damit, wenn, wobei,
            wodurch, und, trotz, außer
            """
        ),
    ),
    "fr": Cues(
        denies={
            "not": _list("ne, n, pas, pas de, jamais, aucun, aucune, nul, nulle, ni, guère, rarement"),
            "without": _list("sans, au lieu de, au lieu d, plutôt que"),
            "lack": _list(
                """
                manque de, manque d, manquent de, manque, absence de, absence d, défaut de, défaut d, pénurie de, pénurie d,
                carence, peu, peu de, insuffisant*, faible, faibles, limité*, mauvais*
                """
            ),
            "spoil": _list(
                """
                empêch*, entrav*, frein*, bloqu*, échec de, échoue*, échoué*, incapacité à, incapable de, difficile de, impossible
                de, perte de, perte d, affaibli*
                """
            ),
            "undo": _list("évit*, surmont*, supprim*, réduit, réduire, lever les"),
        },
        denied={
            "not": _list("ne, n"),
            "lack": _list("manque, manquent, fait défaut, font défaut, absent, absente, absents, absentes"),
            "spoil": _list("échoue, échouent, a échoué, ont échoué, empêché*, entravé*, freiné*, bloqué*"),
            "undo": _list("surmonté*, évité*, disparaît, disparaissent, disparu"),
        },
        hedges=_list(
            """
            peut-être, pourrait, pourraient, peut, peuvent, semble, semblent, sans doute, probablement, éventuellement, parfois,
            partiellement, en partie, devrait, devraient, serait, seraient, aurait, auraient, il se peut, apparemment, dans une
            certaine mesure, si
            """
        ),
        innocent=_list(
            """
            non seulement, pas seulement, sans doute, n est pas seulement, un peu, un peu de, sans cesse, à peu près, peu à peu,
            depuis peu, ni plus ni moins, pas moins
            """
        ),
        ends=_list(
            """
            mais, cependant, toutefois, pourtant, quoique, alors, tandis, parce, car, puisque, qui, dont, où, quand, lorsque,
            donc, et, malgré
            """
        ),
    ),
    "it": Cues(
        denies={
            "not": _list("non, mai, nessun, nessuno, nessuna, né, niente, nulla, raramente, difficilmente"),
            "without": _list("senza, privo di, priva di, privi di, anziché, invece di, piuttosto che"),
            "lack": _list(
                """
                mancanza di, mancanza d, assenza di, carenza di, manca, mancano, mancata, mancato, difetto di, mancante, mancanti,
                poco, poca, pochi, poche, scars*, insufficient*, debole, deboli, limitat*
                """
            ),
            "spoil": _list(
                """
                impedi*, ostacola*, blocc*, fren*, incapacità di, incapace di, fallimento di, fallimento del, perdita di,
                difficile, impossibile, indebol*
                """
            ),
            "undo": _list("evita*, supera, superano, superare, superat*, riduc*, ridotto, elimina*"),
        },
        denied={
            "not": _list("non"),
            "lack": _list("manca, mancano, mancava, mancavano, assente, assenti, carente, carenti"),
            "spoil": _list("fallit*, fallisce, falliscono, impedit*, ostacolat*, bloccat*"),
            "undo": _list("superat*, evitat*, scompars*"),
        },
        hedges=_list(
            """
            forse, potrebbe, potrebbero, può, possono, sembra, sembrano, probabilmente, eventualmente, talvolta, a volte,
            parzialmente, in parte, dovrebbe, dovrebbero, sarebbe, sarebbero, apparentemente, in qualche misura, se
            """
        ),
        innocent=_list(
            """
            non solo, non soltanto, non solamente, un poco, senza dubbio, senz altro, non a caso, poco a poco, né più né meno
            """
        ),
        ends=_list(
            """
            ma, però, tuttavia, sebbene, benché, mentre, perché, poiché, che, dove, quando, quindi, anche, e, nonostante, cui
            """
        ),
    ),
    "pl": Cues(
        denies={
            "not": _list(
                """
                nie, nigdy, żaden, żadna, żadne, żadnej, żadnego, żadnych, żadnym, nikt, nikogo, nic, ani, ledwo, ledwie, rzadko
                """
            ),
            "without": _list("bez, zamiast"),
            "lack": _list(
                """
                brak, braku, brakiem, braki, brakuje, brakowało, nieobecność, niedobór, niedoboru, niedostatek, niedostatku,
                deficyt, niewiele, niewielu, mało, niewystarczając*, niedostateczn*, słab*, ograniczon*
                """
            ),
            "spoil": _list(
                """
                uniemożliwi*, utrudni*, blokuj*, hamuj*, ogranicza*, niezdolność do, niemożność, niemożliw*, trudno, utrata,
                utraty
                """
            ),
            "undo": _list("zapobieg*, uniknąć, unika*, pokona*, przezwycięż*, likwid*"),
        },
        denied={
            "not": _list("nie, nigdy"),
            "lack": _list("brakuje, brakowało, brak"),
            "spoil": _list("zawiódł, zawiodł*, uniemożliwion*, utrudnion*, zablokowan*"),
            "undo": _list("pokonan*, przezwyciężon*, zanik*"),
        },
        hedges=_list(
            """
            może, mogą, mógłby, mogłaby, mogłoby, mogliby, mogłyby, być może, prawdopodobnie, chyba, zapewne, wydaje się, czasami,
            czasem, niekiedy, częściowo, do pewnego stopnia, powinien, powinna, powinno, powinny, ewentualnie, podobno, czy, jeśli
            """
        ),
        innocent=_list(
            """
            nie tylko, nie tyle, nie wspominając, co najmniej, mniej więcej, bez wątpienia, nie mniej, nie bez znaczenia, nie ma
            wątpliwości
            """
        ),
        ends=_list(
            """
            ale, lecz, jednak, jednakże, chociaż, choć, mimo, natomiast, podczas, ponieważ, bo, gdyż, że, który, która, które,
            którzy, gdzie, gdy, więc, i, oraz, a
            """
        ),
    ),
    "sv": Cues(
        denies={
            "not": _list(
                """
                inte, ej, icke, aldrig, ingen, inget, inga, ingenting, ingalunda, varken, knappt, knappast, sällan
                """
            ),
            "without": _list("utan, i stället för, istället för"),
            "lack": _list(
                """
                brist på, brister i, bristen på, bristande, avsaknad av, avsaknaden av, saknar, saknas, saknade, saknades,
                frånvaro av, underskott på, lite, otillräcklig*, svag, svaga, svagt, begränsad*, begränsat, bristfällig*, dålig*
                """
            ),
            "spoil": _list(
                """
                hindr*, förhindr*, försvår*, blocker*, motverk*, misslyck*, oförmåga att, svårt att, omöjligt att, förlust av
                """
            ),
            "undo": _list("undvik*, övervinn*, övervann, övervunn*, minska, minskar, minskade, undanröj*, avskaff*"),
        },
        denied={
            "not": _list("inte, ej, aldrig, knappast"),
            "lack": _list("saknas, saknades, fattas, fattades, brister, uteblir, uteblev"),
            "spoil": _list("misslyckas, misslyckades, hindras, hindrades, försvåras, försvårades"),
            "undo": _list("undvikits, övervunnits, försvinner, försvann"),
        },
        hedges=_list(
            """
            kanske, kan, kunde, skulle, möjligen, möjligtvis, eventuellt, troligen, troligtvis, förmodligen, antagligen, verkar,
            tycks, ibland, delvis, till viss del, i viss mån, bör, borde, om
            """
        ),
        innocent=_list(
            """
            inte bara, inte enbart, inte minst, inte sällan, utan även, utan också, utan snarare, utan tvekan, en liten, få till
            stånd, ett fåtal
            """
        ),
        ends=_list("men, dock, emellertid, fast, fastän, medan, eftersom, därför, att, som, där, när, så, och, trots"),
    ),
}
