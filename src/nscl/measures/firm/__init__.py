"""The firm: from the lines of its statement to value added, ratios, growth and a place among its like.

`statement` reads the lines of a regime (Circulars 200 and 133, the 12-number form, household businesses) and
lints them; `value_added` walks both roads and reconciles them; `ratios`, `tfp`, `deflate`, `before_after` and
`benchmark` measure on what comes out. Money is in whole đồng once its unit is said.
"""

from nscl.measures.firm.before_after import BeforeAfter, before_after
from nscl.measures.firm.benchmark import Benchmark, Cell, benchmark
from nscl.measures.firm.deflate import Deflated, deflate
from nscl.measures.firm.household import Household, household
from nscl.measures.firm.ratios import Ratios, ratios
from nscl.measures.firm.statement import RegimeTable, Statement, regime_table, statement
from nscl.measures.firm.tfp import FirmTfp, tfp
from nscl.measures.firm.value_added import ValueAdded, value_added

__all__ = [
    "BeforeAfter",
    "Benchmark",
    "Cell",
    "Deflated",
    "FirmTfp",
    "Household",
    "Ratios",
    "RegimeTable",
    "Statement",
    "ValueAdded",
    "before_after",
    "benchmark",
    "deflate",
    "household",
    "ratios",
    "regime_table",
    "statement",
    "tfp",
    "value_added",
]
