"""The sums of the running text, and its figures against those of the appendix."""

from __future__ import annotations

from decimal import Decimal

from nscl.plandoc.budget.breakdown import source_rows
from nscl.plandoc.budget.equations import CellKey, Equation, cells_of
from nscl.plandoc.budget.facts import Facts, TableFacts
from nscl.plandoc.budget.render import accepted_total, grand_split, phase_nodes


def text_sums(facts: Facts) -> list[Equation]:
    """Sources, phases and years of the text against its total, and all of them against the table."""
    return _TextSums(facts).run()


class _TextSums:
    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.prose = facts.prose
        self.found: list[Equation] = []
        total = facts.prose.total
        accepted = accepted_total(facts)[0] if facts.prose.total_words else None
        self.total = facts.in_unit(accepted or total.vnd) if total else None
        self.span = (total.start, total.end) if total else (0, 0)

    def run(self) -> list[Equation]:
        self._sources()
        self._phases()
        self._years()
        self._against_table()
        return self.found

    def _add(
        self,
        check: str,
        label: str,
        whole: CellKey,
        printed: Decimal,
        parts: dict[CellKey, Decimal],
        depth: int = 0,
    ) -> None:
        ancestors = () if whole[0] == "text" else ("text",)
        computed = sum(parts.values(), Decimal(0))
        self.found.append(
            Equation(
                check,
                f"{label or 'plan'}",
                whole[0],
                label,
                whole,
                tuple(parts),
                printed,
                computed,
                self._slack(parts),
                depth,
                ancestors,
                *self.span,
            )  # fmt: skip
        )

    def _slack(self, parts: dict[CellKey, Decimal]) -> Decimal:
        """Amounts with decimals (17,8 tỷ) are rounded; whole ones in running text are exact."""
        amounts = [*self.prose.amounts]
        coarse = max(
            (Decimal(10) ** _last_place(a.number) * a.unit.factor for a in amounts), default=Decimal(0)
        )
        if all(a.number == a.number.to_integral_value() for a in amounts):
            return Decimal(0)
        return coarse / self.facts.factor * Decimal(len(parts)) / 2

    def _sources(self) -> None:
        told = {s.code: self.facts.in_unit(s.amount.vnd) for s in self.prose.sources if s.amount}
        if self.total is None or len(told) < 1:
            return
        open_ended = any(s.amount is None for s in self.prose.sources)
        together = sum(told.values(), Decimal(0))
        if together > self.total or (len(told) > 1 and not open_ended) or together == self.total:
            parts = {("text", f"source:{code}"): value for code, value in told.items()}
            self._add("sum_sources_equals_total", "", ("text", "total"), self.total, parts)

    def _phases(self) -> None:
        totals = {}
        for order, phase in enumerate(self.prose.phases, start=1):
            place = f"text/phase{order}"
            if phase.total is None:
                continue
            total = self.facts.in_unit(phase.total)
            totals[(place, "total")] = total
            parts = {(place, f"source:{c}"): self.facts.in_unit(v) for c, v in phase.by_source.items()}
            if len(parts) > 1:
                label = (
                    f"giai đoạn {phase.years[0]}-{phase.years[1]}" if phase.years else f"giai đoạn {order}"
                )
                self._add("line_sources_equal_total", label, (place, "total"), total, parts, 1)
        if self.total is not None and len(totals) > 1:
            self._add("sum_phases_equals_total", "", ("text", "total"), self.total, totals)
        self._sources_of_phases()

    def _sources_of_phases(self) -> None:
        for source in self.prose.sources:
            parts = {
                (f"text/phase{order}", f"source:{source.code}"): self.facts.in_unit(
                    phase.by_source[source.code]
                )
                for order, phase in enumerate(self.prose.phases, start=1)
                if source.code in phase.by_source
            }
            if source.amount and len(parts) == len(self.prose.phases) > 1:
                whole = ("text", f"source:{source.code}")
                printed = self.facts.in_unit(source.amount.vnd)
                self._add("sum_phases_equals_total", source.name, whole, printed, parts)

    def _years(self) -> None:
        years = self.prose.by_year
        if self.total is None or len(years) < 2:
            return
        expected = sum(phase.last - phase.first + 1 for phase in self.facts.phases)
        together = self.facts.in_unit(sum(years.values()))
        if together > self.total or len(years) == expected:
            parts = {("text", f"year:{year}"): self.facts.in_unit(vnd) for year, vnd in years.items()}
            self._add("sum_phases_equals_total", "", ("text", "total"), self.total, parts)

    def _against_table(self) -> None:
        """The same figure in the text and in the appendix."""
        if len(self.facts.tables) != 1:
            return
        split = grand_split(self.facts)
        table = self.facts.tables[0]
        place = "T0/total"
        if self.total is not None and split.total is not None:
            self._same("Tổng cộng", ("text", "total"), self.total, (place, "total"), split.total)
        for source in self.prose.sources:
            if source.amount and source.code in split.by_source:
                column = f"source:{source.code}"
                told = self.facts.in_unit(source.amount.vnd)
                self._same(source.name, ("text", column), told, (place, column), split.by_source[source.code])
        self._sources_against_rows(table)
        self._phases_against_table(table)

    def _sources_against_rows(self, table: TableFacts) -> None:
        """The sources of the text and the rows of a table that are sources."""
        for order, (code, row) in enumerate(source_rows(table).items(), start=1):
            printed = table.split(row).total
            for source in self.prose.sources:
                if source.code == code and source.amount and printed is not None:
                    told, key = self.facts.in_unit(source.amount.vnd), ("text", f"source:{code}")
                    self._same(source.name, key, told, (f"T0/{order}", "total"), printed)

    def _phases_against_table(self, table: TableFacts) -> None:
        root = table.tree.root
        for order, phase in enumerate(self.prose.phases, start=1):
            for n, node in enumerate(phase_nodes(table), start=1):
                same = node.years == phase.years if node.years and phase.years else n == order
                if not same or node not in root.children:
                    continue
                key = f"T0/{root.children.index(node) + 1}"
                split = table.split(node)
                told = {f"source:{c}": self.facts.in_unit(v) for c, v in phase.by_source.items()}
                if phase.total is not None:
                    told["total"] = self.facts.in_unit(phase.total)
                for column, value in told.items():
                    printed = cells_of(split).get(column)
                    if printed is not None:
                        self._same(
                            node.name, (f"text/phase{order}", column), value, (key, column), printed, 1
                        )

    def _same(
        self, label: str, told: CellKey, value: Decimal, printed_at: CellKey, printed: Decimal, depth: int = 0
    ) -> None:
        self._add("same_figure", label, told, value, {printed_at: printed}, depth)


def _last_place(value: Decimal) -> int:
    """The power of ten of the last printed digit."""
    exponent = value.as_tuple().exponent
    return int(exponent) if isinstance(exponent, int) else 0
