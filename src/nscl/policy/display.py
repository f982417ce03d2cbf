"""How numbers, money and years are written in the sentences and steps of a decision."""

from decimal import Decimal

from nscl.vietnamese import format_number


def written(number: Decimal, places: int = 2) -> str:
    """Rounded half away from zero to `places`, in Vietnamese form, idle zeros dropped.

    >>> written(Decimal("1234567.5")), written(Decimal("14.005"))
    ('1.234.567,5', '14,01')
    """
    text = format_number(number, places)
    return text.rstrip("0").rstrip(",") if "," in text else text


def written_vnd(amount: int) -> str:
    """An amount of money in whole đồng.

    >>> written_vnd(250_000_000)
    '250.000.000 đồng'
    """
    return f"{written(Decimal(amount), 0)} đồng"


def written_years(years: tuple[int, ...]) -> str:
    """Years in a sentence: runs of three or more are folded.

    >>> written_years((2021, 2022, 2023, 2025))
    '2021–2023, 2025'
    """
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    parts = [f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return ", ".join(parts)
