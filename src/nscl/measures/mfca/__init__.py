"""Material flow cost accounting (ISO 14051): quantity centres, the network between them, and its report."""

from nscl.measures.mfca.costs import Costs
from nscl.measures.mfca.network import CentreResult, NetworkResult, network
from nscl.measures.mfca.report import ComparisonResult, MatrixResult, compare, matrix

__all__ = [
    "CentreResult",
    "ComparisonResult",
    "Costs",
    "MatrixResult",
    "NetworkResult",
    "compare",
    "matrix",
    "network",
]
