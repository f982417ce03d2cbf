"""Numbers as Vietnamese documents print them: dot between thousands, comma before decimals.

A form that another country's habit reads differently is never guessed but shown back with its readings.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

from nscl.vietnamese.errors import AmbiguousNumber, UnreadableNumber, quoted

Style = Literal["plain", "vietnamese", "foreign"]

_LONGEST = 40  # characters; no figure of any province's plan comes near it
_SIGN = r"(?P<sign>[-+\u2212]?)"
_VIETNAMESE = re.compile(
    _SIGN + r"(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,(?P<fraction>[0-9]+))?"
)
_FOREIGN = re.compile(_SIGN + r"(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.(?P<fraction>[0-9]+))?")


@dataclass(frozen=True)
class NumberReading:
    """What a printed number says. `value` is None while `ambiguous`; `readings` holds every possible value,
    the Vietnamese one first."""

    value: Decimal | None
    printed: str
    style: Style
    ambiguous: bool
    readings: tuple[Decimal, ...]


def _value(match: re.Match[str]) -> Decimal:
    digits = match["whole"].replace(".", "").replace(",", "")
    sign = "-" if match["sign"] in ("-", "\u2212") else ""
    return (
        Decimal(f"{sign}{digits}.{match['fraction'] or '0'}") if match["fraction"] else Decimal(sign + digits)
    )


def read_number(text: str) -> NumberReading:
    """The reading of one printed number, unit and percent sign already taken off.

    `35.100` is thirty-five thousand one hundred: groups of three after a dot are the official form. Ambiguous
    stay a foreign form (`1,234.5`, `1.5`) and one comma before exactly three digits (`1,234`), which is a
    Vietnamese decimal or a foreign thousand. Raises `UnreadableNumber` for the rest (`1.23.456`, `1 000`).

    >>> read_number("35.100,5").value
    Decimal('35100.5')
    >>> read_number("1,234").readings
    (Decimal('1.234'), Decimal('1234'))
    """
    printed = text.strip()
    vietnamese, foreign = _VIETNAMESE.fullmatch(printed), _FOREIGN.fullmatch(printed)
    if (vietnamese is None and foreign is None) or len(printed) > _LONGEST:
        raise UnreadableNumber(f"Không đọc được số {quoted(text)}; hãy viết như 35.100 hoặc 7,5.")
    readings = tuple(dict.fromkeys(_value(match) for match in (vietnamese, foreign) if match))
    if vietnamese is None:
        return NumberReading(None, printed, "foreign", True, readings)
    style: Style = "vietnamese" if "." in printed or "," in printed else "plain"
    if len(readings) > 1 and "," in printed:
        return NumberReading(None, printed, style, True, readings)
    return NumberReading(readings[0], printed, style, False, readings[:1])


def parse_number(text: str) -> Decimal:
    """The value of a number in Vietnamese form.

    Raises `AmbiguousNumber` where `read_number` finds several readings or a foreign form, with the proper
    spelling in the sentence; `UnreadableNumber` where there is no number.

    >>> parse_number("17.825"), parse_number("7,5"), parse_number("05")
    (Decimal('17825'), Decimal('7.5'), Decimal('5'))
    >>> parse_number("1,234.5")
    Traceback (most recent call last):
    ...
    nscl.vietnamese.errors.AmbiguousNumber: Số “1,234.5” chưa rõ; nếu là 1.234,5 thì hãy viết “1.234,5”.
    """
    reading = read_number(text)
    if reading.value is None:
        raise ambiguous_number(reading)
    return reading.value


def ambiguous_number(reading: NumberReading) -> AmbiguousNumber:
    """The refusal that shows an ambiguous number back, with the proper spelling of each of its readings."""
    spellings = [_unmistakable(value) for value in reading.readings]
    if len(spellings) == 1:
        advice = f"nếu là {spellings[0]} thì hãy viết “{spellings[0]}”"
    else:
        advice = f"hãy viết “{spellings[0]}” hoặc “{spellings[1]}”"
    return AmbiguousNumber(f"Số “{reading.printed}” chưa rõ; {advice}.")


def _unmistakable(value: Decimal) -> str:
    """A spelling that `read_number` reads in one way: `1,234` gets one more zero."""
    spelling = format_number(value)
    return spelling + "0" if read_number(spelling).ambiguous else spelling


def format_number(value: int | Decimal | float, places: int | None = None) -> str:
    """The number in Vietnamese form, exact, or with `places` decimals rounded half away from zero.

    >>> format_number(Decimal("35100.5")), format_number(17825000000), format_number(Decimal("7.125"), 2)
    ('35.100,5', '17.825.000.000', '7,13')
    """
    number = Decimal(str(value))
    if not number.is_finite():
        raise UnreadableNumber(f"Không viết được giá trị “{value}” thành số.")
    if places is not None:
        number = _round(number, places)
    whole, _, fraction = f"{number.copy_abs():f}".partition(".")
    if places is None:
        fraction = fraction.rstrip("0")
    sign = "-" if number < 0 else ""
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{sign}{grouped},{fraction}" if fraction else f"{sign}{grouped}"


def _round(number: Decimal, places: int) -> Decimal:
    """Half away from zero, with as many digits as the number needs."""
    enough = Context(prec=abs(number.adjusted()) + abs(places) + len(number.as_tuple().digits) + 2)
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=enough)
