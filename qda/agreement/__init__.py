"""Agreement between coders: coefficients of tables of ratings, each from its published formula.

A table of ratings has a row per unit and a column per coder; a cell holds a category, or is missing where this coder did not rate this unit.
"""

from qda.agreement.alpha import krippendorff_alpha
from qda.agreement.comparing import Agreement, compare_coders
from qda.agreement.expand import from_contingency, from_counts
from qda.agreement.family import alpha_binary, alpha_codes, alpha_coding, alpha_continuum
from qda.agreement.figures import Resampling
from qda.agreement.gwet import gwet_ac1, gwet_ac2
from qda.agreement.kappas import cohen_kappa, scott_pi
from qda.agreement.many import brennan_prediger, fleiss_kappa
from qda.agreement.resampling import bootstrap
from qda.agreement.result import Coefficient
from qda.agreement.sets import alpha_masi, alpha_multi_valued
from qda.agreement.shares import holsti, percent_agreement
from qda.agreement.spanning import SpanAgreement, compare_spans
from qda.agreement.spans import span_scores
from qda.agreement.unitizing import unitizing_alpha, unitizing_by_code

__all__ = [
    "Agreement",
    "Coefficient",
    "Resampling",
    "SpanAgreement",
    "alpha_binary",
    "alpha_codes",
    "alpha_coding",
    "alpha_continuum",
    "alpha_masi",
    "alpha_multi_valued",
    "bootstrap",
    "brennan_prediger",
    "cohen_kappa",
    "compare_coders",
    "compare_spans",
    "fleiss_kappa",
    "from_contingency",
    "from_counts",
    "gwet_ac1",
    "gwet_ac2",
    "holsti",
    "krippendorff_alpha",
    "percent_agreement",
    "scott_pi",
    "span_scores",
    "unitizing_alpha",
    "unitizing_by_code",
]
