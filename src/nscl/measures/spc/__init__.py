"""Statistical process control: the constants, the charts of measured values and of counts, the charts with
memory, the rules for patterns, run lengths, run charts, and what a process is capable of.
"""

from nscl.measures.spc.capability import Capability, capability
from nscl.measures.spc.capability_summary import CapabilitySummary, capability_summary
from nscl.measures.spc.charts import chart
from nscl.measures.spc.constants import Constants, c4, chart_constants, d2, d3, d4
from nscl.measures.spc.drawing import Chart, Dispersion
from nscl.measures.spc.registry import NELSON, WESTERN_ELECTRIC, Rule, RuleSignals, rules
from nscl.measures.spc.run_charts import RunChart, run_chart
from nscl.measures.spc.run_length import RunLength, arl
from nscl.measures.spc.tolerance import ToleranceFactor, tolerance_factor

__all__ = [
    "NELSON",
    "WESTERN_ELECTRIC",
    "Capability",
    "CapabilitySummary",
    "Chart",
    "Constants",
    "Dispersion",
    "Rule",
    "RuleSignals",
    "RunChart",
    "RunLength",
    "ToleranceFactor",
    "arl",
    "c4",
    "capability",
    "capability_summary",
    "chart",
    "chart_constants",
    "d2",
    "d3",
    "d4",
    "rules",
    "run_chart",
    "tolerance_factor",
]
