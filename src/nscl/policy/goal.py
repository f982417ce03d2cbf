"""From the printed form of a target to the numbers that decide it."""

from dataclasses import dataclass
from decimal import Decimal

from nscl.policy.terms import TargetTerms
from nscl.policy.verdicts import Position


@dataclass(frozen=True)
class Goal:
    """The span of a target. `bar` is the side that must be reached; `strict` asks for more than it."""

    low: Decimal | None
    high: Decimal | None
    strict: bool = False
    decreasing: bool = False

    @property
    def bar(self) -> Decimal | None:
        return self.high if self.decreasing else self.low

    def surely(self, least: Decimal, most: Decimal | None, bar: Decimal, strict: bool = False) -> bool:
        """Whether every value from `least` to `most` is at least as good as `bar`."""
        if not self.decreasing:
            return least > bar if strict else least >= bar
        if most is None:
            return False
        return most < bar if strict else most <= bar

    def possibly(self, least: Decimal, most: Decimal | None, bar: Decimal, strict: bool = False) -> bool:
        """Whether some value from `least` to `most` is at least as good as `bar`."""
        if self.decreasing:
            return least < bar if strict else least <= bar
        if most is None:
            return True
        return most > bar if strict else most >= bar

    def position(self, least: Decimal, most: Decimal | None) -> Position | None:
        """Where the number lies against the printed span, None when that is not known.

        >>> Goal(Decimal(20), Decimal(30)).position(Decimal(31), None)
        'above'
        """
        if self.high is not None and self._over_high(least):
            return "above"
        if self.low is not None and most is not None and self._under_low(most):
            return "below"
        low_held = self.low is None or not self._under_low(least)
        high_held = self.high is None or (most is not None and not self._over_high(most))
        return "within" if low_held and high_held else None

    def _under_low(self, number: Decimal) -> bool:
        assert self.low is not None
        return number < self.low or (self.strict and not self.decreasing and number == self.low)

    def _over_high(self, number: Decimal) -> bool:
        assert self.high is not None
        return number > self.high or (self.strict and self.decreasing and number == self.high)


def goal_of(terms: TargetTerms) -> Goal:
    """The span that `terms` asks for; decision 0003 explains `eq` and `approx`.

    >>> goal_of(TargetTerms(id="T", kind="count", op="approx", value=Decimal(20), deadline=2025)).low
    Decimal('19')
    """
    # "Giảm 10 %" is judged as a reduction of 10, so a decreasing growth is an ordinary rising number.
    decreasing = terms.decreasing and terms.kind != "growth_rate"
    if terms.op is None:
        return Goal(None, None, decreasing=decreasing)
    if terms.op in ("range", "ge_range"):
        return Goal(terms.low, terms.high, decreasing=decreasing)
    value = terms.value
    assert value is not None
    margin = abs(value) * terms.tolerance_pct / 100
    match terms.op:
        case "approx":
            return Goal(value - margin, value + margin, decreasing=decreasing)
        case "approx_gt":
            return Goal(None, value + margin, decreasing=True) if decreasing else Goal(value - margin, None)
        case "ge" | "gt":
            strict = terms.op == "gt"
            if decreasing:
                return Goal(None, value, strict=strict, decreasing=True)
            return Goal(value, None, strict=strict)
        case _:
            return Goal(value, value, decreasing=decreasing)
