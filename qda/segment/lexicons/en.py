"""English."""

from qda.segment.lexicon import Lexicon, words

LEXICON = Lexicon(
    closed=words("""
        mr mrs ms mx dr prof rev hon messrs gen sgt capt cpt lt maj cmdr gov sen rep pres supt insp e.g eg i.e ie cf viz vs v approx esp
        incl excl resp ibid op.cit loc.cit c.f n.b
    """),
    open=words("""
        st mt ft ave blvd rd jr sr inc ltd co corp plc bros llc dept assoc univ inst min max est govt a.m p.m am.pm ph.d m.a b.a m.sc
        b.sc ll.b d.phil u.s u.k u.n e.u u.s.a d.c a.d b.c b.c.e c.e al jan feb apr jun jul aug sept sep oct nov dec tel ext ref trans
        repr
    """),
    number=words("""
        no nos vol vols p pp fig figs ch chap chs sec sect sects art arts para paras pt pts col cols ed eds eq eqs app tab ver c ca
        circa n nn l ll ln
    """),
    starters=words("""
        the a an this that these those it its he she we they you his her our their your my there here one some many most all both each
        every any no none several few another other others such what who when where why how which whose if because although though while
        whereas since unless until once as at by for from in into of on over under to with without within after before during between
        among against about across along through and but or nor so yet then thus hence therefore however moreover furthermore
        nevertheless nonetheless instead otherwise meanwhile also even only again still just now today yesterday tomorrow later finally
        first firstly second secondly third thirdly last lastly next perhaps maybe indeed overall similarly likewise conversely
        consequently accordingly additionally besides despite given according unlike like due not nothing nobody everyone everybody
        everything someone something anyone is are was were do does did has have had can could will would should may might must yes yeah
        well okay ok right sure please thanks thank let don' didn' isn' can' won' couldn' wouldn' haven' that' it' there' what' who' we'
        they' he' she' you' i i' on' people everywhere sometimes often usually generally recently currently previously unfortunately
        fortunately whether whatever whenever
    """),
)
