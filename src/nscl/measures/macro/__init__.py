"""Labour productivity, capital, growth accounting and its uncertainty, for a province or a country.

`productivity.*` measures output per worker, its growth across years and breaks of series, and where it comes
from; `capital.pim` accumulates investment; `growth.*` splits growth into capital, labour and total factor
productivity with the labour share said, and gives the band that its assumptions allow. Growth rates are in
percent, shares between 0 and 1, log growth in natural-log units.
"""

from nscl.measures.macro.band import GrowthBand, band
from nscl.measures.macro.capital import CapitalStock, pim
from nscl.measures.macro.decompose import ProductivityIndices, decompose
from nscl.measures.macro.gso import GsoGrowth, gso
from nscl.measures.macro.labour_share import LabourShare, labour_share
from nscl.measures.macro.ols import OlsGrowth, ols
from nscl.measures.macro.period import PeriodGrowth, period
from nscl.measures.macro.productivity import ProductivityGrowth, ProductivityLevel, growth, level
from nscl.measures.macro.sectors import SectorGrowth, sectors
from nscl.measures.macro.series_band import SeriesBand, series_band
from nscl.measures.macro.shift_share import ShiftShare, shift_share
from nscl.measures.macro.tornqvist import TornqvistGrowth, tornqvist

__all__ = [
    "CapitalStock",
    "GrowthBand",
    "GsoGrowth",
    "LabourShare",
    "OlsGrowth",
    "PeriodGrowth",
    "ProductivityGrowth",
    "ProductivityIndices",
    "ProductivityLevel",
    "SectorGrowth",
    "SeriesBand",
    "ShiftShare",
    "TornqvistGrowth",
    "band",
    "decompose",
    "growth",
    "gso",
    "labour_share",
    "level",
    "ols",
    "period",
    "pim",
    "sectors",
    "series_band",
    "shift_share",
    "tornqvist",
]
