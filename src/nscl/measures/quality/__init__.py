"""The seven tools and their kin: Pareto, check sheet, histogram, scatter, stratification, cause and effect,
FMEA, six-sigma yields and the scorecard. Each function takes plain values, refuses what it cannot use with
the path of the field, and returns a frozen result that states its conventions."""

from nscl.measures.quality.cause_effect import CauseEffectResult, cause_effect
from nscl.measures.quality.check_sheet import CheckSheetResult, check_sheet
from nscl.measures.quality.fmea import FmeaResult, fmea
from nscl.measures.quality.histogram import HistogramResult, histogram
from nscl.measures.quality.pareto import ParetoResult, pareto
from nscl.measures.quality.scatter import ScatterResult, scatter
from nscl.measures.quality.scorecard import ScorecardResult, scorecard
from nscl.measures.quality.sixsigma import SigmaLevelResult, SixSigmaResult, sigma_level, sixsigma
from nscl.measures.quality.stratify import StratifyResult, stratify

__all__ = [
    "CauseEffectResult",
    "CheckSheetResult",
    "FmeaResult",
    "HistogramResult",
    "ParetoResult",
    "ScatterResult",
    "ScorecardResult",
    "SigmaLevelResult",
    "SixSigmaResult",
    "StratifyResult",
    "cause_effect",
    "check_sheet",
    "fmea",
    "histogram",
    "pareto",
    "scatter",
    "scorecard",
    "sigma_level",
    "sixsigma",
    "stratify",
]
