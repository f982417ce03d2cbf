"""Lean and layout: equipment effectiveness, takt, line balance, value stream, changeover, 5S, and plant
layout (flow × distance, quadratic assignment, closeness ratings). Searches are deterministic, stopped by
counts of steps and never by the clock, and say whether their answer is proven."""

from nscl.measures.lean.closeness import ClosenessResult, closeness
from nscl.measures.lean.five_s import FiveSResult, five_s
from nscl.measures.lean.flow_distance import FlowDistanceResult, flow_distance
from nscl.measures.lean.line_balance import LineBalanceResult, line_balance
from nscl.measures.lean.oee import OeeResult, oee
from nscl.measures.lean.qap import QapResult, qap
from nscl.measures.lean.smed import SmedResult, smed
from nscl.measures.lean.takt import TaktResult, takt
from nscl.measures.lean.vsm import VsmResult, vsm
from nscl.measures.lean.yamazumi import YamazumiResult, yamazumi

__all__ = [
    "ClosenessResult",
    "FiveSResult",
    "FlowDistanceResult",
    "LineBalanceResult",
    "OeeResult",
    "QapResult",
    "SmedResult",
    "TaktResult",
    "VsmResult",
    "YamazumiResult",
    "closeness",
    "five_s",
    "flow_distance",
    "line_balance",
    "oee",
    "qap",
    "smed",
    "takt",
    "vsm",
    "yamazumi",
]
