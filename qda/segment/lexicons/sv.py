"""Swedish."""

from qda.segment.lexicon import Lexicon, words

LEXICON = Lexicon(
    closed=words("""
        dr prof doc fil kand lic jur tekn civ ing hr fr frk s:t s:ta t.ex tex bl.a bla d.v.s dvs s.k sk fr.o.m from t.o.m f.d fd p.g.a
        pga ca c:a resp jfr jmf ev inkl exkl ang enl vs i.e e.g p.s n.b m.a.o mao t.v f.n fn f.ö s.a.s å.s v.g u.p.a e.o h.k.h
    """),
    open=words("""
        m.m mm m.fl mfl o.s.v osv o.d od o.dyl etc e.d e.kr f.kr d.y d.ä jr sr kr milj mkr mdkr tkr tim min sek ohörb ff f aug sept okt
        nov dec jan feb inc ltd bl hb a.b u.a i.u al st
    """),
    number=words("""
        nr kap kl sid s p st bil tab fig art mom prop par avs tel vol bd § n:o no
    """),
    starters=words("""
        en ett den det de detta denna dessa han hon hen vi ni jag du man min mitt vår vårt våra er deras dess hans hennes sin vem vad
        vilken vilket vilka var när hur varför vart om eftersom därför medan innan sedan då fast även trots genom enligt utan och men
        eller för så samt dock emellertid däremot dessutom också ändå alltså nämligen således följaktligen i på av till från med hos vid
        under över efter före mellan mot bland utom inom kring via alla allt många några någon något ingen inget inga varje båda vissa
        andra annan flera flest här där nu idag igår imorgon senare tidigare först sist slutligen samtidigt ofta ibland alltid aldrig
        kanske naturligtvis självklart tyvärr inte nej ja jo just bara redan fortfarande är har hade kan kunde ska skulle blir blev
        finns fanns måste får fick nja okej precis exempelvis generellt sammanfattningsvis likaså annars dels
    """),
)
