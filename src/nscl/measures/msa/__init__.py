"""Measurement systems: gauge repeatability and reproducibility, bias and linearity, attribute agreement.

A measured figure is the thing plus the gauge; these methods say how much of what one sees is the gauge, for
readings (crossed and nested studies, bias, linearity) and for judgements (kappas, concordance).
"""

from nscl.measures.msa.agreement import Agreement, Matched, Together, agreement
from nscl.measures.msa.bias import Bias, bias
from nscl.measures.msa.gauge import GaugeStudy, gauge_rr
from nscl.measures.msa.kappa import CohenKappa, FleissKappa, Kappa, cohen_kappa, fleiss_kappa
from nscl.measures.msa.kendall import Concordance, kendall
from nscl.measures.msa.linearity import Linearity, linearity
from nscl.measures.msa.nested import NestedStudy, nested

__all__ = [
    "Agreement",
    "Bias",
    "CohenKappa",
    "Concordance",
    "FleissKappa",
    "GaugeStudy",
    "Kappa",
    "Linearity",
    "Matched",
    "NestedStudy",
    "Together",
    "agreement",
    "bias",
    "cohen_kappa",
    "fleiss_kappa",
    "gauge_rr",
    "kendall",
    "linearity",
    "nested",
]
