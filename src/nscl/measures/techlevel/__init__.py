"""The technology level of a firm under a versioned scoring scheme (Circular 17/2019/TT-BKHCN built in).

`level` scores a questionnaire into points by group, a synchronisation coefficient and a class, with a range
instead of a class while criteria are unanswered; `scheme_table` prints or checks a scheme. What nobody has
held against the circular's text is data, and marked unverified in every result.
"""

from nscl.measures.techlevel.level import GroupScore, TechnologyLevel, level
from nscl.measures.techlevel.scheme import Scheme, SchemeTable, scheme_table

__all__ = ["GroupScore", "Scheme", "SchemeTable", "TechnologyLevel", "level", "scheme_table"]
