"""What must be said of the targets of the five plans, day by day. Each row cites plan and target id."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from nscl.policy.targets import Base, Observation, ParentOutcome, Period, TargetTerms, decide
from tests.policy.plan_targets import lists, shares, states, terms_of, values


def _day(year: int, month: int = 12, day: int = 31) -> date:
    return date(year, month, day)


LAST_DAY, DAY_AFTER = _day(2025), _day(2026, 1, 1)
MID_2023, END_2023 = _day(2023, 6, 30), _day(2023)
AFTER_2030 = _day(2031, 1, 1)


@dataclass(frozen=True)
class Case:
    """One judgement: on `as_of`, these observations of target `id` give this state."""

    id: str
    says: str
    observations: tuple[Observation, ...]
    as_of: date
    state: str
    position: str | None = None
    achieved: str | None = None
    expected: str | None = None
    reasons: tuple[str, ...] = ()
    base: Base | None = None
    parent: ParentOutcome | None = None
    change: tuple[tuple[str, Any], ...] = ()

    @property
    def terms(self) -> TargetTerms:
        terms = terms_of(self.id)
        if self.base is not None:
            terms = decide(terms, self.base, by="lãnh đạo Sở")
        return replace(terms, **dict(self.change))


COUNTS = (
    Case("LD-Tb1", "nothing reported", (), END_2023, "undetermined", reasons=("no_observation",)),
    Case("LD-Tb1", "drafts do not count", (Observation("x", 2021, Decimal(25)),), _day(2021), "undetermined",
         reasons=("no_observation", "not_approved")),
    Case("LD-Tb1", "on the line", values(5, 5, 5), END_2023, "on_track", "below", "15", "15"),
    Case("LD-Tb1", "one below the line", values(5, 5, 4), END_2023, "behind", "below", "14", "15"),
    Case("LD-Tb1", "30 December asks only two years", values(5, 5, 0), _day(2023, 12, 30), "on_track",
         "below", "10", "10"),
    Case("LD-Tb1", "reached years early", values(15, 10, 0), END_2023, "met", "within", "25", "15"),
    Case("LD-Tb1", "exceeded", values(15, 11), MID_2023, "met", "above", "26", reasons=("exceeded",)),
    Case("LD-Tb1", "last day, one short", values(5, 5, 5, 5, 4), LAST_DAY, "behind", "below", "24", "25"),
    Case("LD-Tb1", "day after, one short", values(5, 5, 5, 5, 4), DAY_AFTER, "not_met", "below", "24"),
    Case("LD-Tb1", "day after, exact", values(5, 5, 5, 5, 5), DAY_AFTER, "met", "within", "25"),
    Case("LD-Tb1", "missing year hides the rest", values(5, 5, 5, 5), DAY_AFTER, "undetermined",
         None, "20", reasons=("missing_years",)),
    Case("LD-Tb1", "missing year does not matter once reached", values(10, 10, 5), DAY_AFTER, "met",
         None, "25", reasons=("missing_years",)),
    Case("LD-Tb1", "null reported is not zero", values(5, 5, 5, 5, None), DAY_AFTER, "undetermined",
         None, "20", reasons=("missing_years",)),
    Case("LD-Tb1", "zero reported is known", values(5, 5, 5, 5, 0), DAY_AFTER, "not_met", "below", "20"),
    Case("LD-Tb1", "only zeros are behind, not unknown", values(0, 0), _day(2022), "behind", "below", "0"),
    Case("LD-Tb1", "year after the deadline does not count", values(5, 5, 5, 5, 4, 9), _day(2027, 3, 1),
         "not_met", "below", "24", reasons=("outside_period",)),
    Case("LD-Tb1", "negative figure", values(5, -1), _day(2022), "undetermined", reasons=("negative_value",)),
    Case("LD-Tb1", "approved correction replaces",
         (*values(5, 5, 4), Observation("c", 2023, Decimal(5), approved=True, supersedes="v2023")),
         END_2023, "on_track", "below", "15"),
    Case("LD-Tb1", "draft correction changes nothing",
         (*values(5, 5, 4), Observation("c", 2023, Decimal(5), supersedes="v2023")),
         END_2023, "behind", "below", "14", reasons=("not_approved",)),
    Case("LD-Tb1", "correction to unknown takes the figure away",
         (*values(5, 5, 5), Observation("c", 2023, None, approved=True, supersedes="v2023")),
         END_2023, "undetermined", None, "10", reasons=("missing_years",)),
    Case("LD-Tb1", "stated path replaces the line", values(2, 2), _day(2022), "on_track", "below", "4", "4",
         change=(("path", {2021: Decimal(1), 2022: Decimal(4), 2025: Decimal(25)}),)),
    Case("LD-Tb1", "before the first year of the path nothing is asked", values(0), MID_2023, "on_track",
         None, "0", "0", reasons=("missing_years",), change=(("path", {2024: Decimal(10)}),)),
    Case("LD-Tb2", "whole things: three fifths of three is one", values(1, 0, 0), END_2023, "on_track",
         "below", "1", "1"),
    Case("LD-Td", "turns repeat", values(9, 9, 9, 9, 9), DAY_AFTER, "met", "within", "45"),
    Case("LS-T2", "exactly on the floor", lists("a", "b", "c", "", ""), DAY_AFTER, "met", "within", "3"),
    Case("LS-T2", "above a floor is within", lists("ab", "cd", "", "", ""), DAY_AFTER, "met", "within", "4"),
    Case("LS-T2", "a returning organisation counts once", lists("ab", "ab", "a", "b", "a"), DAY_AFTER,
         "not_met", "below", "2"),
    Case("LS-T2", "over nothing is not asked of the first months", lists(""), date(2021, 3, 1), "on_track",
         "below", "0", "0", change=(("op", "gt"),)),
    Case("LS-T5", "one is expected only at the end", lists("", "", "", ""), _day(2024), "on_track", "below",
         "0", "0"),
    Case("LS-T5", "one on the last day", lists("", "", "", "", ""), LAST_DAY, "behind", "below", "0", "1"),
    Case("LD-Tg", "no list, one year reaches it", values(10), _day(2021), "met", None, "10"),
    Case("LD-Tg", "no list, sum would reach but may repeat", values(5, 5, 0, 0, 0), DAY_AFTER,
         "undetermined", None, "5", reasons=("subjects_missing",)),
    Case("LD-Tg", "no list, even all new is too few", values(5, 4, 0, 0, 0), DAY_AFTER, "not_met", "below",
         reasons=("subjects_missing",)),
    Case("LD-Tg", "list and bare figure together", (*lists("abcdefgh"), *values(2, first=2022)), _day(2022),
         "on_track", None, "8", "4", reasons=("subjects_missing",)),
    Case("LC-30-5", "next phase has not begun", (), END_2023, "undetermined", reasons=("not_started",)),
    Case("LC-30-5", "earlier phase is not counted", lists("abcdefghij", "klmnopqrst", first=2024),
         _day(2026), "undetermined", reasons=("no_observation",)),
    Case("LC-30-5", "next phase on the line", lists("abcd", "efgh", first=2026), _day(2027), "on_track",
         "below", "8", "8"),
    Case("LC-25-4a", "deadline only, counted from the start of the plan", lists("ab", "cd", "ef"), END_2023,
         "on_track", "below", "6", "6"),
    Case("LC-25-4a", "without a known start nothing is expected", lists("ab", "cd"), MID_2023,
         "undetermined", "below", "4", reasons=("start_undecided",), change=(("period", None),)),
    Case("LC-25-4a", "without a known start reached is reached", lists("abcde", "fghij"), MID_2023, "met",
         "within", "10", change=(("period", None),)),
)  # fmt: skip

RANGES = (
    Case("ND-25-4", "just below the floor", lists("abcdefghi", "jklmnopqrs", "", first=2023), DAY_AFTER,
         "not_met", "below", "19"),
    Case("ND-25-4", "on the floor", lists("abcdefghij", "klmnopqrst", "", first=2023), DAY_AFTER, "met",
         "within", "20"),
    Case("ND-25-4", "on the ceiling", lists("abcdefghijklmno", "ABCDEFGHIJKLMNO", "", first=2023), DAY_AFTER,
         "met", "within", "30"),
    Case("ND-25-4", "above the ceiling", lists("abcdefghijklmno", "ABCDEFGHIJKLMNOP", "", first=2023),
         DAY_AFTER, "met", "above", "31", reasons=("exceeded",)),
    Case("ND-25-4", "below on the last day", lists("abcdefghi", "", "", first=2023), LAST_DAY, "behind",
         "below", "9", "20"),
    Case("ND-25-4", "floor held while a year is missing", lists("abcdefghij", "klmnopqrst", first=2023),
         DAY_AFTER, "met", None, "20", reasons=("missing_years",)),
    Case("HY-T4", "within", values(1, 1, 0, 0, 0), DAY_AFTER, "met", "within", "2"),
    Case("HY-T4", "above", values(2, 2, 1, 0, 0), DAY_AFTER, "met", "above", "5", reasons=("exceeded",)),
    Case("HY-T1a", "conditional target, condition shown", lists("", "", "", "", ""), DAY_AFTER, "not_met",
         "below", "0", reasons=("condition",)),
    Case("LS-T3", "floor reached", lists("abc", "", "", "", ""), DAY_AFTER, "met", "within", "3"),
    Case("LS-T3", "just below the floor", lists("ab", "", "", "", ""), DAY_AFTER, "not_met", "below", "2"),
    Case("LS-T3", "stretch reached", lists("abc", "de", "", "", ""), DAY_AFTER, "met", "within", "5",
         reasons=("stretch_reached",)),
    Case("HY-T3", "about 20: the printed number", values(4, 4, 4, 4, 4), DAY_AFTER, "met", "within", "20"),
    Case("HY-T3", "about 20: nineteen is within tolerance", values(4, 4, 4, 4, 3), DAY_AFTER, "met",
         "within", "19", reasons=("within_tolerance",)),
    Case("HY-T3", "about 20: eighteen is not", values(4, 4, 4, 4, 2), DAY_AFTER, "not_met", "below", "18"),
    Case("HY-T3", "about 20: above tolerance", values(5, 5, 5, 5, 2), DAY_AFTER, "met", "above", "22"),
    Case("HY-T3", "no tolerance when set to zero", values(4, 4, 4, 4, 3), DAY_AFTER, "not_met", "below",
         "19", change=(("tolerance_pct", Decimal(0)),)),
    Case("LS-T4", "about over 100: ninety-five", values(19, 19, 19, 19, 19), DAY_AFTER, "met", "within",
         "95", reasons=("within_tolerance",)),
    Case("LS-T4", "about over 100: ninety-four", values(19, 19, 19, 19, 18), DAY_AFTER, "not_met", "below"),
    Case("LS-T4", "about over 100: far over is no fault", values(100, 100), MID_2023, "met", "within", "200"),
)  # fmt: skip

PER_YEAR = (
    Case("LC-25-9", "every year holds", values(2, 3, 2, 2, 2), DAY_AFTER, "met", "within", "2"),
    Case("LC-25-9", "a strong year does not make up for a weak one", values(2, 9, 1, 2, 2), DAY_AFTER,
         "not_met", "below", "1", reasons=("year_missed",)),
    Case("LC-25-9", "missed year before the deadline", values(2, 1, 2), END_2023, "behind", "below", "1",
         reasons=("year_missed",)),
    Case("LC-25-9", "so far so good", values(2, 2, 2), END_2023, "on_track", "within", "2", "2"),
    Case("LC-25-9", "the running year is not judged", values(2, 2, 1), MID_2023, "on_track", "within"),
    Case("LC-25-9", "missing year withholds", values(2, 2, 2, 2), DAY_AFTER, "undetermined",
         reasons=("missing_years",)),
    Case("LC-25-9", "a missed year decides although another is missing", values(1, 2, 2, 2), DAY_AFTER,
         "not_met", "below", reasons=("year_missed", "missing_years")),
    Case("LC-25-9", "null is not zero", values(2, None, 2, 2, 2), DAY_AFTER, "undetermined",
         reasons=("missing_years",)),
    Case("LC-25-9", "last year reached before its end", values(2, 2, 2, 2, 2), _day(2025, 10, 1), "met"),
    Case("LC-25-2c", "range each year", lists("a", "ab", "a", "b", "ab"), DAY_AFTER, "met", "within", "1",
         reasons=("soft",)),
    Case("LC-25-2c", "the same enterprise counts again in another year", lists("a", "a", "a", "a", "a"),
         DAY_AFTER, "met", "within"),
    Case("LC-25-2c", "above in one year", lists("abc", "a", "a", "a", "a"), DAY_AFTER, "met", "above"),
    Case("LC-25-2c", "none in one year", lists("a", "a", "", "a", "a"), DAY_AFTER, "not_met", "below", "0",
         reasons=("year_missed",)),
    Case("LC-25-7b", "nothing reported", (), _day(2021, 5, 1), "undetermined", reasons=("no_observation",)),
    Case("LC-25-7b", "held each year", values(1, 1, 1, 1, 1), DAY_AFTER, "met"),
    Case("HY-T6", "one year without measurement", values(1, 0), _day(2022), "behind",
         reasons=("year_missed",)),
)  # fmt: skip

_PARENT_3A = ParentOutcome("LC-25-3a", Decimal(60), Decimal(60), Decimal(100))
_PARENT_2A = ParentOutcome("LC-30-2a", Decimal(100), Decimal(90), Decimal(100))

PERCENTAGES = (
    Case("LC-25-2a", "exactly the share", shares((30, 50), first=2025), DAY_AFTER, "met", "within", "60"),
    Case("LC-25-2a", "just below", shares((599, 1000), first=2025), DAY_AFTER, "not_met", "below", "59.9"),
    Case("LC-25-2a", "above", shares((31, 50), first=2025), DAY_AFTER, "met", "above", "62",
         reasons=("exceeded",)),
    Case("LC-25-2a", "level reached early must be held", shares((0, 50), (30, 50)), _day(2022), "on_track",
         "within", "60", "24", reasons=("reached_early",)),
    Case("LC-25-2a", "on the line", shares((12, 100), (24, 100)), _day(2022), "on_track", "below", "24", "24"),
    Case("LC-25-2a", "below the line", shares((12, 100), (23, 100)), _day(2022), "behind", "below", "23"),
    Case("LC-25-2a", "an old level says nothing of the deadline", shares((70, 100), first=2024), DAY_AFTER,
         "undetermined", None, "70", reasons=("missing_years",)),
    Case("LC-25-2a", "numerator only", shares((30, None), first=2025), DAY_AFTER, "undetermined",
         reasons=("parts_missing",)),
    Case("LC-25-2a", "denominator from the register edition", shares((30, None), first=2025), DAY_AFTER,
         "met", "within", "60", base=Base("register", value=Decimal(50), label="danh mục 2025")),
    Case("LC-25-2a", "empty register", shares((0, 0), first=2025), DAY_AFTER, "undetermined",
         reasons=("denominator_zero",)),
    Case("LC-25-2a", "zero of fifty is known", shares((0, 50), first=2025), DAY_AFTER, "not_met", "below", "0"),
    Case("LC-25-2a", "more than all", shares((51, 50), first=2025), DAY_AFTER, "undetermined", None, "102",
         reasons=("above_base",)),
    Case("LC-25-2a", "finished share without parts", values(60, first=2025), DAY_AFTER, "met", "within", "60"),
    Case("LC-25-2a", "finished share above 100", values(104, first=2025), DAY_AFTER, "undetermined",
         reasons=("above_base",)),
    Case("LC-25-2a", "two reports of one year are added part by part",
         (*shares((20, 40), first=2025), Observation("q", 2025, numerator=Decimal(16),
          denominator=Decimal(20), approved=True)), DAY_AFTER, "met", "within", "60"),
    Case("LC-25-5", "all", shares((40, 40), first=2025), DAY_AFTER, "met", "within", "100"),
    Case("LC-25-5", "all but one", shares((39, 40), first=2025), DAY_AFTER, "not_met", "below", "97.5"),
    Case("LD-Th1", "scope not decided", shares((7, 10)), _day(2021), "undetermined",
         reasons=("base_undecided",)),
    Case("LD-Th1", "parts are added over the years", shares((9, 10), (5, 10), (0, 0), (0, 0), (0, 0)),
         DAY_AFTER, "met", "within", "70", base=Base("register", label="doanh nghiệp mục c-g")),
    Case("LD-Th1", "mean of shares would mislead", shares((1, 1), (4, 9), (0, 0), (0, 0), (0, 0)), DAY_AFTER,
         "not_met", "below", "50", base=Base("register")),
    Case("LD-Th1", "a missing year", shares((7, 10)), _day(2022), "undetermined", None, "70",
         reasons=("missing_years",), base=Base("register")),
    Case("LC-25-3b", "nested, base not decided", shares((40, 100), first=2025), DAY_AFTER, "undetermined",
         reasons=("base_undecided",), parent=_PARENT_3A),
    Case("LC-25-3b", "nested on what the parent reached", shares((30, 100), first=2025), DAY_AFTER, "met",
         "within", "50", base=Base("parent"), parent=_PARENT_3A),
    Case("LC-25-3b", "nested on the whole list", shares((30, 100), first=2025), DAY_AFTER, "not_met",
         "below", "30", base=Base("register"), parent=_PARENT_3A),
    Case("LC-25-3b", "whole list taken from the parent", shares((50, None), first=2025), DAY_AFTER, "met",
         "within", "50", base=Base("register"), parent=_PARENT_3A),
    Case("LC-25-3b", "more than the parent reached", shares((61, 100), first=2025), DAY_AFTER,
         "undetermined", reasons=("above_base",), base=Base("parent"), parent=_PARENT_3A),
    Case("LC-25-3b", "parent unknown", shares((30, 100), first=2025), DAY_AFTER, "undetermined",
         reasons=("parent_missing",), base=Base("parent")),
    Case("LC-30-2b", "parent is 100 %: both readings agree", shares((80, 100), first=2030), AFTER_2030,
         "met", "within", "80", reasons=("base_harmless",), parent=_PARENT_2A),
    Case("LC-30-2b", "parent not at hand: cannot be called harmless", shares((80, 100), first=2030),
         AFTER_2030, "undetermined", reasons=("base_undecided",)),
    Case("LD-G1", "mean of the years, within tolerance", values(43, 42, 44, 43, 43), DAY_AFTER, "met",
         "within", "43", reasons=("within_tolerance", "contributory")),
    Case("LD-G1", "mean below tolerance", values(42, 42, 42, 42, 42), DAY_AFTER, "not_met", "below", "42",
         reasons=("contributory",)),
    Case("LD-G1", "parts weigh the years", shares((4, 8), (3, 8)), _day(2022), "on_track", "within", "43.75"),
    Case("LD-G1", "a year missing in the mean", values(45, 45), END_2023, "undetermined", None, "45",
         reasons=("missing_years",)),
    Case("ND-25-2", "share of growth of the deadline year", values(40, first=2025), DAY_AFTER, "met",
         "within", "40", reasons=("contributory",)),
    Case("ND-25-2", "a yearly share has no line from zero", values(20, first=2023), END_2023, "behind",
         "below", "20", "40"),
    Case("ND-25-2", "two different approved figures", (*values(40, first=2025), Observation(
         "w", 2025, Decimal(38), approved=True)), DAY_AFTER, "undetermined", reasons=("two_values_one_year",)),
)  # fmt: skip

_BEFORE = Base("previous_year", value=Decimal(100))

GROWTH = (
    Case("LS-T1", "no base, no verdict", values(110, 121), _day(2022), "undetermined",
         reasons=("base_undecided",)),
    Case("LS-T1", "every year within", values(110, 124, 138, 156, 175), DAY_AFTER, "met", "within", "10",
         base=_BEFORE),
    Case("LS-T1", "one year just below", values(110, 120, 138, 156, 175), DAY_AFTER, "not_met", "below",
         base=_BEFORE, reasons=("year_missed",)),
    Case("LS-T1", "above in one year", values(116, 128, 142, 157, 173), DAY_AFTER, "met", "above",
         base=_BEFORE),
    Case("LS-T1", "exactly on the ceiling", values(115), _day(2021), "on_track", "within", "15",
         base=_BEFORE),
    Case("LS-T1", "mean of an earlier period as base", values(66, first=2021), _day(2021), "on_track",
         "within", "10", base=Base("period", period=Period(2012, 2020), value=Decimal(60), label="2012-2020")),
    Case("LS-T1", "base year observed", values(100, 110, first=2020), _day(2021), "on_track", "within", "10",
         base=Base("year", year=2020)),
    Case("LS-T1", "base decided, value unknown", values(110), _day(2021), "undetermined",
         reasons=("base_value_missing",), base=Base("year", year=2020)),
    Case("LS-T1", "base of zero", values(110), _day(2021), "undetermined", reasons=("base_not_positive",),
         base=Base("given", value=Decimal(0))),
    Case("LS-T1", "a gap hides two growths", values(110, None, 138), END_2023, "undetermined", None, "10",
         reasons=("missing_years",), base=_BEFORE),
    Case("LD-G2", "geometric mean over the line", values(100, 107, 115, 124, 133, 143, first=2020),
         DAY_AFTER, "met", "within"),
    Case("LD-G2", "exactly 7 is not over 7", values(100, 107, first=2020), _day(2021), "behind", "below", "7"),
    Case("LD-G2", "exactly 7 after the deadline", shares(*[(107, 100)] * 5), DAY_AFTER, "not_met", "below"),
    Case("LD-G2", "just over 7", values(100, 107.01, first=2020), _day(2021), "on_track", "within", "7.01",
         reasons=("reached_early",)),
    Case("LD-G2", "only the ends are needed", values(100, first=2020) + values(143, first=2025), DAY_AFTER,
         "met", "within"),
    Case("LD-G2", "no base year", values(107, 115), _day(2022), "undetermined",
         reasons=("base_value_missing",)),
    Case("LD-G2", "published yearly pairs need no base", shares((108, 100), (108, 100)), _day(2022),
         "on_track", "within", "8"),
    Case("LD-G2", "a missing last year", values(100, 108, first=2020), _day(2022), "undetermined",
         reasons=("missing_years",)),
    Case("LD-G2", "first year not over", values(100, first=2020), _day(2021, 5, 1), "undetermined",
         reasons=("no_observation",)),
    Case("ND-25-1", "from the first year of the plan", values(100, 108, first=2022), END_2023, "on_track",
         "within", "8", reasons=("contributory",)),
    Case("ND-30-1", "own phase only", values(100, 107.6, first=2025), _day(2026), "on_track", "within", "7.6"),
    Case("ND-30-1", "7,5 exactly", values(100, 107.5, first=2025), _day(2026), "behind", "below", "7.5"),
    Case("LC-25-4b", "component growth without base", values(120), _day(2021), "undetermined",
         reasons=("base_undecided",)),
    Case("LC-25-4b", "on the line", values(100, 107, 114, first=2020), _day(2022), "on_track", "below", "14",
         "14", base=Base("year", year=2020)),
    Case("LC-25-4b", "below the line", values(100, 107, 113, first=2020), _day(2022), "behind", "below", "13",
         base=Base("year", year=2020)),
    Case("LC-25-4b", "reached at the deadline", values(135, first=2025), DAY_AFTER, "met", "within", "35",
         base=Base("given", value=Decimal(100))),
    Case("LC-25-4b", "growth over nothing", values(135, first=2025), DAY_AFTER, "undetermined",
         reasons=("base_not_positive",), base=Base("given", value=Decimal(0))),
    Case("LC-25-4b", "every component", (*values(140, first=2025, component="lao_dong"),
         *(replace(o, id="k") for o in values(136, first=2025, component="von"))), DAY_AFTER, "met", "above",
         "36", base=Base("given", value=Decimal(100)), change=(("composition", {"lao_dong": 1, "von": 1}),)),
    Case("LC-25-4b", "one component short", (*values(140, first=2025, component="lao_dong"),
         *(replace(o, id="k") for o in values(134, first=2025, component="von"))), DAY_AFTER, "not_met",
         "below", "34", base=Base("given", value=Decimal(100)),
         change=(("composition", {"lao_dong": 1, "von": 1}),)),
    Case("LC-25-4b", "one component silent", values(140, first=2025, component="lao_dong"), DAY_AFTER,
         "undetermined", base=Base("given", value=Decimal(100)), reasons=("no_observation",),
         change=(("composition", {"lao_dong": 1, "von": 1}),)),
    Case("LC-30-2c", "against the sum of the earlier phase", values(20, 20, 20, 20, 20, 26, 26, 26, 26, 26),
         AFTER_2030, "met", "within", "30"),
    Case("LC-30-2c", "one certificate short", values(20, 20, 20, 20, 20, 26, 26, 26, 26, 25), AFTER_2030,
         "not_met", "below", "29"),
    Case("LC-30-2c", "half way the line runs over the sums", values(20, 20, 20, 20, 20, 26, 26), _day(2027),
         "on_track", "below", "-48", "-48", reasons=("phase_unfinished",)),
    Case("LC-30-2c", "half way below", values(20, 20, 20, 20, 20, 26, 25), _day(2027), "behind", "below"),
    Case("LC-30-2c", "base phase incomplete", values(20, 20, 20, 20, None, 26), _day(2026), "undetermined",
         reasons=("base_value_missing",)),
    Case("LC-30-2c", "year missing, goal reached anyway", values(20, 20, 20, 20, 20, 65, 65), AFTER_2030,
         "met", "within", "30", reasons=("missing_years",)),
    Case("LC-30-2c", "averages compared", values(20, 20, 20, 20, 20, 26, 26), _day(2027), "on_track",
         "within", "30", "30", change=(("rollup", "average"),)),
)  # fmt: skip

_FULL = "abcdefghij"

COMPOSITES = (
    Case("LD-Tc", "all three parts", (*lists(_FULL, component="mgmt_system"),
         *lists(_FULL, component="improvement_tool"), *lists(_FULL, component="traceability")), _day(2021),
         "met", "within", "10"),
    Case("LD-Tc", "parts in different years", (*lists("abcde", "fghij", component="mgmt_system"),
         *lists("", _FULL, component="improvement_tool"), *lists(_FULL, "", component="traceability")),
         _day(2022), "met", "within", "10"),
    Case("LD-Tc", "one model lacks its last part", (*lists(_FULL, "", "", "", "", component="mgmt_system"),
         *lists(_FULL, component="improvement_tool"), *lists(_FULL[:9], component="traceability")), DAY_AFTER,
         "not_met", "below", "9"),
    Case("LD-Tc", "parts without subjects cannot be joined", (*values(10, 0, 0, 0, 0, component="mgmt_system"),
         *(replace(o, id="t") for o in values(10, component="improvement_tool")),
         *(replace(o, id="x") for o in values(10, component="traceability"))), DAY_AFTER, "undetermined",
         None, "0", reasons=("components_unlinked",)),
    Case("LD-Tc", "parts without subjects, surely too few", (*values(10, 0, 0, 0, 0, component="mgmt_system"),
         *(replace(o, id="t") for o in values(10, component="improvement_tool")),
         *(replace(o, id="x") for o in values(9, component="traceability"))), DAY_AFTER, "not_met", "below"),
    Case("LD-Tc", "a part nobody reported is not zero", (*lists(_FULL, "", "", "", "", component="mgmt_system"),
         *lists(_FULL, component="improvement_tool")), DAY_AFTER, "undetermined", None, "0",
         reasons=("component_missing",)),
    Case("LD-Tc", "whole models declared", lists("abcde", "fghij"), _day(2022), "met", "within", "10"),
)  # fmt: skip

STATES = (
    Case("LC-25-1a", "no statement", (), _day(2022, 1, 1), "undetermined", reasons=("no_observation",)),
    Case("LC-25-1a", "done in time", states((2021, True)), _day(2022, 1, 1), "met", "within"),
    Case("LC-25-1a", "not done on the last day", states((2021, False)), _day(2021), "on_track"),
    Case("LC-25-1a", "not done the day after", states((2021, False)), _day(2022, 1, 1), "not_met"),
    Case("LC-25-1a", "done late stays not met", states((2021, False), (2022, True)), _day(2022), "not_met",
         reasons=("done_late",)),
    Case("LC-25-1a", "late, and nothing was said in time", states((2023, True)), _day(2024), "not_met",
         reasons=("done_late",)),
    Case("LC-25-1a", "without evidence there is no state", states((2021, True), has_evidence=False),
         _day(2022, 1, 1), "undetermined", reasons=("no_observation", "evidence_missing")),
    Case("LC-25-8a", "portal running", states((2022, True)), _day(2023), "met", "within", "1"),
    Case("LC-25-8a", "counted instead of stated", values(0, 1), _day(2023), "met", "within", "1"),
    Case("LC-25-8a", "not yet, deadline ahead", states((2021, False)), _day(2022, 6, 1), "on_track", "below",
         "0"),
    Case("LC-25-8a", "last word is older than the deadline", states((2021, False)), _day(2023),
         "undetermined", "below", "0", reasons=("missing_years",)),
    Case("LC-25-8a", "no longer running at the deadline", states((2021, True), (2022, False)), _day(2023),
         "not_met", "below", "0"),
    Case("LC-25-8a", "finished a year late", states((2022, False), (2023, True)), _day(2024), "not_met",
         "below", "0", reasons=("done_late",)),
    Case("HY-T10", "qualitative over a period, confirmed", states((2023, True)), MID_2023, "met", "within"),
    Case("HY-T10", "qualitative, contradictory", (*states((2023, True)), Observation(
         "z", 2023, done=False, approved=True)), END_2023, "undetermined", reasons=("two_values_one_year",)),
)  # fmt: skip

_CUMULATIVE = Base("period", period=Period(2023, 2030), label="lũy kế")
_ADDITIONAL = Base("year", year=2025, label="tính thêm sau 2025")

ADDITIONAL = (
    Case("ND-30-3", "cumulative or additional not decided", lists("abcde", first=2024), _day(2027),
         "undetermined", reasons=("base_undecided",)),
    Case("ND-30-3", "cumulative counts the earlier phase",
         lists("ab", "c", "", "d", "e", "", "", "", first=2023), AFTER_2030, "met", "within", "5",
         base=_CUMULATIVE),
    Case("ND-30-3", "additional does not", lists("ab", "c", "", "d", "e", "", "", "", first=2023), AFTER_2030,
         "not_met", "below", "2", base=_ADDITIONAL),
    Case("ND-30-3", "additional has not begun", lists("ab", first=2023), LAST_DAY, "undetermined",
         reasons=("not_started",), base=_ADDITIONAL),
    Case("ND-30-3", "stock given", lists("", "", "", "ab", "", "", "", "", first=2023), AFTER_2030, "met",
         "within", "5", base=Base("given", value=Decimal(3), label="đã có")),
    Case("ND-30-7a", "said to be on top of the earlier phase",
         values(25, 25, 10, 10, 10, 10, 10, first=2024), AFTER_2030, "met", "within", "50"),
    Case("ND-30-7a", "the earlier phase alone does not count", values(50, 0, 10, first=2024), _day(2026),
         "on_track", "below", "10", "10"),
    Case("ND-30-7a", "additional without a known phase", values(50, first=2024), _day(2026), "undetermined",
         reasons=("start_undecided",), change=(("period", None),)),
    Case("ND-25-7a", "first phase", values(17, 17, 16, first=2023), DAY_AFTER, "met", "within", "50"),
)  # fmt: skip

_FALL = (("decreasing", True),)

DECREASING = (
    Case("LC-25-2a", "falling share on the line", shares((84, 100), first=2022), _day(2022), "on_track",
         "above", "84", "84", base=Base("register"), change=(*_FALL, ("base", Base(
             "year", year=2020, value=Decimal(100))))),
    Case("LC-25-2a", "falling share above the line", shares((85, 100), first=2022), _day(2022), "behind",
         "above", "85", "84", change=(*_FALL, ("base", Base("year", year=2020, value=Decimal(100))))),
    Case("LC-25-2a", "fallen far enough", shares((59, 100), first=2025), DAY_AFTER, "met", "below", "59",
         change=_FALL),
    Case("LC-25-2a", "not fallen enough", shares((61, 100), first=2025), DAY_AFTER, "not_met", "above", "61",
         change=_FALL),
    Case("LC-25-2a", "a fall without a start has no line", shares((80, 100), first=2022), _day(2022),
         "undetermined", "above", "80", reasons=("start_value_missing",), change=_FALL),
    Case("LD-Tb1", "a limit is not met by an early zero", values(0), _day(2021), "on_track", "below", "0",
         change=_FALL),
    Case("LD-Tb1", "a limit broken stays broken", values(20, 6), _day(2022), "behind", "above", "26",
         change=_FALL),
    Case("LD-Tb1", "a limit kept", values(5, 5, 5, 5, 5), DAY_AFTER, "met", "within", "25", change=_FALL),
    Case("LD-Tb1", "a limit with a missing year", values(5, 5, 5, 5), DAY_AFTER, "undetermined", None, "20",
         reasons=("missing_years",), change=_FALL),
    Case("LC-25-4b", "a reduction of 35 %", values(65, first=2025), DAY_AFTER, "met", "within", "35",
         base=Base("given", value=Decimal(100)), change=_FALL),
    Case("LC-25-4b", "a rise is no reduction", values(135, first=2025), DAY_AFTER, "not_met", "below", "-35",
         base=Base("given", value=Decimal(100)), change=_FALL),
)  # fmt: skip

CASES = (
    *COUNTS, *RANGES, *PER_YEAR, *PERCENTAGES, *GROWTH, *COMPOSITES, *STATES, *ADDITIONAL, *DECREASING,
)  # fmt: skip
