"""The five plans: numbers, units, dates, amounts, standards and agencies as issued, wording our own.

The contradictions of the originals are kept, because finding them is what the system is for.
"""

from demo.plans.hung_yen import HUNG_YEN
from demo.plans.lam_dong import LAM_DONG
from demo.plans.lang_son import LANG_SON
from demo.plans.lao_cai import LAO_CAI
from demo.plans.nam_dinh import NAM_DINH

PLANS = {
    "lao-cai": LAO_CAI,
    "lam-dong": LAM_DONG,
    "nam-dinh": NAM_DINH,
    "lang-son": LANG_SON,
    "hung-yen": HUNG_YEN,
}

__all__ = ["HUNG_YEN", "LAM_DONG", "LANG_SON", "LAO_CAI", "NAM_DINH", "PLANS"]
