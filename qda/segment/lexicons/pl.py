"""Polish; ``r.`` (year) and ``w.`` (century) stand at the end of a sentence as often as inside one."""

from qda.segment.lexicon import Lexicon, words

LEXICON = Lexicon(
    closed=words("""
        dr prof mgr inż lek hab doc red ks bp abp o św bł płk ppłk gen kpt por mjr sierż insp adw mec np m.in tzn tj tzw t.j t.zw zob ul
        pt ds ps woj pow gm m.st dot ang niem franc łac wyd oprac tłum jw j.w ww w.w wg przyp
    """),
    open=words("""
        itd itp i.t.d i.t.p n.e p.n.e br ub tys mln mld min max godz sek inc sp z.o.o s.a nast in kom stycz lut kwiet czerw lip sierp
        wrz paźdz listop grudz niezr niewyr tel im ok al pl os
    """),
    number=words("""
        nr nry art ust pkt lit par poz str s t rozdz rys tab zał dz rok z zesz cz § tys
    """),
    late=words("""
        r w rr ww
    """),
    starters=words("""
        w we na do z ze od po przed przy pod nad za o u dla bez przez między oprócz mimo podczas według wobec dzięki zamiast około poza
        ku i a ale lecz oraz lub albo więc zatem jednak natomiast jednakże także też również ponadto dlatego bo ponieważ gdyż skoro choć
        chociaż jeśli jeżeli gdy kiedy kiedyś jak że żeby aby by to ten ta te ci tego tej tym tych tam tu tutaj teraz wtedy potem
        później wcześniej najpierw następnie wreszcie dziś dzisiaj wczoraj jutro obecnie on ona ono oni one my wy ja ty nas nam nasz
        nasza nasze nasi jego jej ich mój moja moje swój pan pani państwo kto co czy który która które którzy gdzie skąd dokąd dlaczego
        czemu ile jaki jaka jakie każdy każda każde wszyscy wszystko wszystkie wiele wielu kilka niektóre niektórzy inni inne inny żaden
        żadna nikt nic ktoś coś oba obie nie tak tylko nawet już jeszcze może chyba właśnie zresztą przecież oczywiście niestety
        szczęście często czasem czasami zawsze nigdy jest są był była było byli będzie mamy mają ma można trzeba należy dodatkowo
        ogólnie podobnie inaczej pierwszy drugi no dobrze
    """),
)
