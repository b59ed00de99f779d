"""French."""

from qda.segment.lexicon import Lexicon, words

LEXICON = Lexicon(
    closed=words("""
        m mm mme mmes mlle mlles dr drs pr me mgr st ste cf p.ex ex par.ex c.-à-d c.à.d i.e e.g env éd dir coord trad av bd boul fg pl
        rte vs resp notam n.b n.d.l.r n.d.t sq
    """),
    open=words("""
        j.-c j-c av.j.-c ap.j.-c s.a s.a.r.l s.n.c cie al hab janv févr fév avr juil sept oct nov déc tél apr suiv u.e o.n.u é.-u e.-u
        inaud ibid op.cit
    """),
    number=words("""
        no nos art al p pp n vol t chap fig tab ann sect par §
    """),
    starters=words("""
        le la les l' un une des du de d' ce cet cette ces c' ça cela ceci celui celle ceux il elle ils elles on nous vous je j' tu mon
        ma mes ton ta tes son sa ses notre nos votre vos leur leurs qui que qu' quoi quel quelle quels quelles où quand comment pourquoi
        combien si s' comme lorsque lorsqu' puisque puisqu' quoique bien parce pendant tandis dès et mais ou donc or ni car ainsi alors
        aussi puis ensuite enfin d'abord cependant pourtant toutefois néanmoins en effet au aux à avec sans sous sur dans par pour vers
        chez entre contre depuis avant après malgré selon outre hors jusque jusqu' grâce lors face faute quant plusieurs certains
        certaines chaque tout toute tous toutes aucun aucune autre autres beaucoup peu trop rien personne ne n' pas non oui voilà voici
        aujourd'hui hier demain maintenant ici là parfois souvent toujours jamais peut-être peut finalement surtout notamment même seul
        seule seuls ailleurs est sont était y n'y premièrement deuxièmement d'une d'autre autrement globalement actuellement désormais
        certes tel telle euh ben bon bref
    """),
)
