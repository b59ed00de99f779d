"""Italian."""

from qda.segment.lexicon import Lexicon, words

LEXICON = Lexicon(
    closed=words("""
        sig sigg sig.ra sig.re sig.na sigra dott dott.ssa dr dr.ssa prof prof.ssa proff avv ing arch geom rag on sen min cav comm mons s
        ss es p.es ad.es cfr cf v vd vedi c.d cd cosid ca circa gent egr spett i.e e.g c.so p.zza p.le v.le f.lli ca.mo
    """),
    open=words("""
        a.c d.c s.p.a spa s.r.l srl s.n.c s.a.s soc coop ecc.mo al tel gen feb mar apr mag giu lug ago sett set ott nov dic u.e u.s.a
        o.n.u inc ltd segg sgg incompr
    """),
    number=words("""
        n nn num nr no art artt pag pagg p pp vol voll cap capp fig figg tab tabb co c comma lett par sez l d.l d.lgs d.p.r l.r all col
    """),
    starters=words("""
        il lo la i gli le l' un uno una un' questo questa questi queste quest' quello quella quelli quelle quel quei ciò esso essa essi
        esse lui lei loro noi voi io tu egli ella mio mia suo sua suoi sue nostro nostra nostri vostro che chi cui quale quali quando
        dove come perché quanto quanti se mentre poiché siccome benché sebbene affinché e ed ma o oppure però quindi dunque perciò così
        anche inoltre infatti infine poi allora ancora tuttavia comunque invece anzi pure in nel nello nella nei negli nelle nell' a al
        allo alla ai agli alle all' di del dello della dei degli delle dell' da dal dallo dalla dai dalle dall' su sul sulla sui sulle
        con per tra fra senza sotto sopra dopo prima durante contro secondo oltre verso attraverso presso grazie malgrado nonostante
        rispetto non no sì nessuno nessuna niente nulla tutto tutti tutte tutta ogni alcuni alcune molti molte molto pochi poco altri
        altre altro altra entrambi ciascuno qualcuno oggi ieri domani ora adesso qui qua là lì c'è c' ci vi si mi ti è sono era erano ha
        hanno spesso talvolta sempre mai forse solo soltanto soprattutto finalmente
    """),
)
