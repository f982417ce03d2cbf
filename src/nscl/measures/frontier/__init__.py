"""Frontiers: how far each firm stands behind the best (DEA), at what cost, at what scale, and how the best
and the distance to them move over time (Malmquist)."""

from nscl.measures.frontier.cost import CostResult, RevenueResult, cost, revenue
from nscl.measures.frontier.malmquist import MalmquistResult, malmquist
from nscl.measures.frontier.scale import ScaleResult, scale
from nscl.measures.frontier.scores import ScoresResult, scores

__all__ = [
    "CostResult",
    "MalmquistResult",
    "RevenueResult",
    "ScaleResult",
    "ScoresResult",
    "cost",
    "malmquist",
    "revenue",
    "scale",
    "scores",
]
