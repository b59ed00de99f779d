"""German: nouns have capitals, and a number with a full stop is an ordinal number."""

from qda.segment.lexicon import Lexicon, words

LEXICON = Lexicon(
    closed=words("""
        dr prof hr hrn fr frl dipl ing med phil jur rer nat h.c ppa dkfm lic z.b zb d.h dh i.d.r idr i.e i.s i.s.d i.s.v i.a i.allg
        i.e.s m.e m.a.w m.w u.u v.a vgl bzw bspw evtl ggf gegebenenf ca cca zzgl zzt zt z.t z.zt z.hd inkl exkl einschl insb insbes sog
        bzgl betr lt gem entspr geb gest verh ev kath st o.g u.e a.a.o ebd hrsg hg red übers s.o s.u p.a e.v.a d.i a.d.h gen stv stellv
        ehem vorm nachm tägl jährl monatl wöchentl mind max min durchschn überw vorauss allg
    """),
    open=words("""
        usw usf etc u.a u.ä u.ä.m u.v.m uvm u.dgl udgl u.dgl.m o.ä o.dgl o.j o.o u.s.w ff f e.v a.d i.r i.v i.h.v v.chr n.chr chr jr jun
        sen jh jhd jhdt str pl mio mrd tsd std sek unv unverst anm d.j d.ä v.u.z m.b.h a.g co jan feb apr jul aug sept okt nov dez forts
        al mag
    """),
    number=words("""
        nr nrn art abs abb abschn bd bde kap s sp tab ziff zif lfd par rn rdnr rz az tel u-abs buchst lit hs bl fn fußn anl anh vers v
        nos no p pp vol fig
    """),
    starters=words("""
        der die das den dem des ein eine einen einem einer eines er sie es wir ihr ich du man wer was wie wo wann warum wieso weshalb
        woher wohin welche welcher welches dies diese dieser dieses diesen diesem jene jener jenes jede jeder jedes jeden jedem alle
        alles viele vieles einige manche mancher mehrere beide solche andere anderes mein meine unser unsere euer eure sein seine ihre
        ihren ihrem ihrer kein keine keiner keinen niemand jemand etwas nichts irgendwie irgendwann und aber oder denn doch sondern
        sowie wenn weil dass ob als da damit obwohl während bevor nachdem bis seit sobald solange falls sofern indem in im ins am an ans
        auf aus bei beim mit nach neben ohne über um unter von vom vor wegen zu zum zur zwischen durch für gegen gegenüber trotz laut
        gemäß statt anstatt innerhalb außerhalb dann dort hier jetzt nun heute gestern morgen damals früher später zuerst zunächst
        schließlich danach davor dazu dabei dadurch dafür dagegen daher darum darüber deshalb deswegen daran darauf darin davon also so
        auch nur noch schon sogar eben eigentlich allerdings jedoch dennoch trotzdem außerdem zudem ferner weiterhin insgesamt
        insbesondere vielmehr hingegen nicht nein ja genau gut okay ok naja tja ach ah oh hm mhm äh ähm bitte danke vielleicht natürlich
        sicher sicherlich leider hoffentlich wahrscheinlich vermutlich manchmal oft immer nie meist meistens ist sind war waren hat
        haben hatte hatten kann können wird werden wurde wurden soll sollte muss müssen gibt gab erst erstens zweitens drittens
        weder entweder je anders ebenso ähnlich darunter ansonsten sonst inzwischen mittlerweile anschließend entsprechend somit
        folglich demnach überall einerseits andererseits zwar wobei wodurch worauf
    """),
    endings=("str",),
    nouns=True,
    ordinals=True,
    counts=words("""
        haben hatten sind waren kommen kamen bleiben blieben brauchen kapitel punkt nummer seite artikel paragraf paragraph abschnitt tabelle abbildung
        jahr rund etwa circa ungefähr fast knapp mindestens höchstens maximal insgesamt plus minus
    """),
)
