"""Measured values in one unit per kind of quantity, so that values in different units can be compared.

Source: UN/ECE Recommendation 20 (codes and conversion factors of units of measure). A unit that does not
stand here is compared only with itself.
"""

from __future__ import annotations

# Unit → the unit it is told in, its factor, and what is added afterwards.
_UNITS: dict[str, tuple[str, float, float]] = {
    "KEL": ("KEL", 1, 0), "CEL": ("KEL", 1, 273.15), "FAH": ("KEL", 5 / 9, 459.67 * 5 / 9),
    "KGM": ("KGM", 1, 0), "GRM": ("KGM", 1e-3, 0), "MGM": ("KGM", 1e-6, 0), "MC": ("KGM", 1e-9, 0),
    "TNE": ("KGM", 1e3, 0), "DTN": ("KGM", 100, 0), "LBR": ("KGM", 0.45359237, 0),
    "ONZ": ("KGM", 0.028349523125, 0),
    "MTR": ("MTR", 1, 0), "DMT": ("MTR", 0.1, 0), "CMT": ("MTR", 0.01, 0), "MMT": ("MTR", 1e-3, 0),
    "4H": ("MTR", 1e-6, 0), "KMT": ("MTR", 1e3, 0), "INH": ("MTR", 0.0254, 0), "FOT": ("MTR", 0.3048, 0),
    "LTR": ("LTR", 1, 0), "HLT": ("LTR", 100, 0), "DLT": ("LTR", 0.1, 0), "CLT": ("LTR", 0.01, 0),
    "MLT": ("LTR", 1e-3, 0), "MTQ": ("LTR", 1e3, 0), "DMQ": ("LTR", 1, 0), "CMQ": ("LTR", 1e-3, 0),
    "MTK": ("MTK", 1, 0), "CMK": ("MTK", 1e-4, 0), "KMK": ("MTK", 1e6, 0), "HAR": ("MTK", 1e4, 0),
    "SEC": ("SEC", 1, 0), "MIN": ("SEC", 60, 0), "HUR": ("SEC", 3600, 0), "DAY": ("SEC", 86400, 0),
    "C26": ("SEC", 1e-3, 0),
    "PAL": ("PAL", 1, 0), "A97": ("PAL", 100, 0), "KPA": ("PAL", 1e3, 0), "MPA": ("PAL", 1e6, 0),
    "MBR": ("PAL", 100, 0), "BAR": ("PAL", 1e5, 0),
    "MTS": ("MTS", 1, 0), "KMH": ("MTS", 1 / 3.6, 0),
    "HTZ": ("HTZ", 1, 0), "KHZ": ("HTZ", 1e3, 0), "MHZ": ("HTZ", 1e6, 0),
    "JOU": ("JOU", 1, 0), "KJO": ("JOU", 1e3, 0), "WTT": ("WTT", 1, 0), "KWT": ("WTT", 1e3, 0),
    "VLT": ("VLT", 1, 0), "2Z": ("VLT", 1e-3, 0), "AMP": ("AMP", 1, 0), "4K": ("AMP", 1e-3, 0),
}  # fmt: skip
_DIGITS = 12  # of a converted value; beyond them 100 °C and 212 °F would differ


def base_unit(unit: str) -> str:
    """The unit in which values of this unit are compared.

    >>> base_unit("FAH"), base_unit("XYZ")
    ('KEL', 'XYZ')
    """
    return _UNITS.get(unit, (unit, 1.0, 0.0))[0]


def converted(value: float, unit: str, *, is_difference: bool = False) -> float:
    """The value in the base unit; a difference (a deviation) is not moved by the zero of its scale.

    >>> converted(100, "CEL") == converted(212, "FAH"), converted(9, "FAH", is_difference=True)
    (True, 5.0)
    """
    _base, factor, zero = _UNITS.get(unit, (unit, 1.0, 0.0))
    return float(f"{value * factor + (0.0 if is_difference else zero):.{_DIGITS}g}")


def units_like(unit: str) -> list[str]:
    """All units that values of this unit can be compared with, itself included.

    >>> units_like("CEL"), units_like("XYZ")
    (['KEL', 'CEL', 'FAH'], ['XYZ'])
    """
    base = base_unit(unit)
    return [one for one, (told_in, *_rest) in _UNITS.items() if told_in == base] or [unit]


def from_base(value: float, unit: str) -> float:
    """A value of the base unit in another unit of its kind.

    >>> from_base(373.15, "FAH")
    212.0
    """
    _base, factor, zero = _UNITS.get(unit, (unit, 1.0, 0.0))
    return float(f"{(value - zero) / factor:.{_DIGITS}g}")
