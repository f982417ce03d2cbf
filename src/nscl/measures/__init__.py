"""Productivity, growth accounting, frontiers, quality tools: plain numbers in, a frozen result out.

No Django, no files, no clock, no random numbers but from a given seed. Every public method is a function
whose keyword names are the keys of its JSON form (`nscl measure METHOD`), which states formula, units,
source and traps in its docstring, returns a `Result` with its assumptions, warnings and trace, and refuses
impossible input with a `MeasureError` that names the field.

The rooms: `macro` (labour productivity, capital, growth accounting, bands), `firm` (statements, ratios,
benchmarks), `frontier` (DEA, Malmquist), `spc` (charts, rules, run lengths, capability), `msa` (measurement
systems), `quality` (seven tools, six sigma, FMEA), `lean` (OEE, line balance, value stream, layout, 5S),
`mfca` (material flow costs), `techlevel` (technology level).

    from nscl.measures.lean import oee
    from nscl.measures.spc import chart
"""

from nscl.measures.errors import MeasureError
from nscl.measures.result import Assumption, Caution, Result, Step

__all__ = ["Assumption", "Caution", "MeasureError", "Result", "Step"]
