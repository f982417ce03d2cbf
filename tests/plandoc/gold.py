"""Compares a reading with a checked one and prints a scoreboard.

    python -m tests.plandoc.gold            # the five real plans beside the checkout
    python -m tests.plandoc.gold lao-cai -v # one plan, every difference

`compare(reading, gold)` gives a `Score`; tests ask it for what must hold.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
PLANS = ("lang-son", "lam-dong", "lao-cai", "nam-dinh", "hung-yen")
STRICT_CODES = frozenset(
    {
        "sum_mismatch",
        "words_mismatch",
        "number_mismatch",
        "date_mismatch",
        "target_conflict",
        "blank_number",
        "missing_appendix",
    }
)
NUMBERS = ("op", "value", "min", "max")
METADATA = (
    "number",
    "number_printed",
    "number_in_appendix",
    "date",
    "date_printed",
    "date_partial",
    "place",
    "issuer",
    "title",
    "title_inferred",
    "signer",
    "horizon",
    "replaces",
    "archive_code",
    "recipients",
    "province_at_issue",
    "province_now",
    "completeness",
)
_FACTOR = {"vnd": 1, "thousand_vnd": 10**3, "million_vnd": 10**6, "billion_vnd": 10**9}

Item = dict[str, Any]


def fold(text: str | None) -> str:
    """NFC, white space and ``*`` folded away, for comparing quotes."""
    text = unicodedata.normalize("NFC", text or "").replace("*", "")
    return re.sub(r"\s+", " ", text).strip()


def load_gold(name: str, folder: Path = SHARED / "plans" / "gold") -> Item:
    """The checked reading of a plan."""
    with (folder / f"{name}.yaml").open(encoding="utf-8") as file:
        gold: Item = yaml.safe_load(file)
    return gold


def load_text(name: str) -> bytes:
    """The file of a real plan as it stands."""
    return (SHARED / "plans" / f"{name}.txt").read_bytes()


def read(name: str) -> Item:
    """Our reading of a real plan."""
    from nscl import plandoc

    return plandoc.read(load_text(name), filename=f"{name}.txt").plan


@dataclass
class Pair:
    """A gold target, the one of the reading that states it, and what differs."""

    gold: Item
    found: Item | None
    faults: list[str] = field(default_factory=list)


@dataclass
class Score:
    """How a reading compares with the checked one."""

    name: str
    targets: list[Pair] = field(default_factory=list)
    extra_targets: list[Item] = field(default_factory=list)
    metadata: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    amounts: tuple[list[Any], list[Any]] = ((), ())  # type: ignore[assignment]
    missed_findings: list[Item] = field(default_factory=list)
    found_findings: list[Item] = field(default_factory=list)
    false_findings: list[Item] = field(default_factory=list)
    lists: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)

    @property
    def wrong_targets(self) -> list[Pair]:
        """Gold targets that are missing or read differently in form, numbers, unit or time."""
        return [p for p in self.targets if p.found is None or p.faults]

    @property
    def wrong_metadata(self) -> dict[str, tuple[Any, Any]]:
        """Metadata fields that differ: expected, found."""
        return {k: v for k, v in self.metadata.items() if v[0] != v[1]}

    @property
    def strict_misses(self) -> list[Item]:
        """Gold findings of the arithmetic, words, number and conflict codes that were not found."""
        return [f for f in self.missed_findings if f["code"] in STRICT_CODES]

    @property
    def false_alarms(self) -> list[Item]:
        """Findings of those codes that the gold does not have."""
        return [f for f in self.false_findings if f["code"] in STRICT_CODES]


def compare(reading: Item, gold: Item, name: str = "") -> Score:
    """Score one reading against its checked one."""
    score = Score(name or gold["plan"]["id"])
    score.targets, score.extra_targets = match_targets(reading["targets"], gold["targets"])
    score.metadata = {key: _metadata_pair(key, gold["plan"], reading["plan"]) for key in METADATA}
    score.amounts = (amounts(gold["budget"]), amounts(reading["budget"]))
    ids = {p.gold["id"]: p.found["id"] for p in score.targets if p.found}
    found, missed, false = match_findings(reading["inconsistencies"], gold["inconsistencies"], ids)
    score.found_findings, score.missed_findings, score.false_findings = found, missed, false
    score.lists = {key: (_names(key, gold), _names(key, reading)) for key in _LISTS}
    return score


# Targets ------------------------------------------------------------------------------------------


def overlap(a: str, b: str) -> float:
    """The longest common run of two quotes as a share of the shorter one."""
    a, b = fold(a).lower().rstrip(".;,: "), fold(b).lower().rstrip(".;,: ")
    if not a or not b:
        return 0.0
    if a in b or b in a:
        return 1.0
    words_a, words_b = a.split(), b.split()
    best = 0
    previous = [0] * (len(words_b) + 1)
    for word in words_a:
        row = [0] * (len(words_b) + 1)
        for j, other in enumerate(words_b, 1):
            if word == other:
                row[j] = previous[j - 1] + 1
                best = max(best, row[j])
        previous = row
    return best / min(len(words_a), len(words_b))


def _numbers(target: Item) -> tuple[Any, ...]:
    return tuple(target[k] for k in NUMBERS)


def match_targets(found: list[Item], gold: list[Item]) -> tuple[list[Pair], list[Item]]:
    """Pairs in document order: equal numbers first, then the best overlap of quotes."""
    left = list(found)
    pairs = {}
    for exact in (True, False):
        for i, wanted in enumerate(gold):
            if i in pairs:
                continue
            fitting = [
                t
                for t in left
                if overlap(t["quote"], wanted["quote"]) >= 0.5
                and (not exact or (_numbers(t) == _numbers(wanted) and not _when_fault(t, wanted)))
            ]
            if fitting:
                best = max(fitting, key=lambda t: (overlap(t["quote"], wanted["quote"]), -left.index(t)))
                pairs[i] = best
                left.remove(best)
    result = []
    for i, wanted in enumerate(gold):
        pair = Pair(wanted, pairs.get(i))
        if pair.found:
            pair.faults = target_faults(pair.found, wanted)
        result.append(pair)
    return result, left


def _when_fault(found: Item, wanted: Item) -> bool:
    return (found["period"], found["deadline"]) != (wanted["period"], wanted["deadline"])


def target_faults(found: Item, wanted: Item) -> list[str]:
    """What differs in form, operator, numbers, unit, deadline or period."""
    keys = ("kind", "op", "value", "min", "max", "unit", "period", "deadline")
    return [f"{k}: {found[k]!r} for {wanted[k]!r}" for k in keys if found[k] != wanted[k]]


# Metadata -----------------------------------------------------------------------------------------


def _metadata_pair(key: str, gold: Item, found: Item) -> tuple[Any, Any]:
    def value(plan: Item) -> Any:
        if key == "completeness":
            return plan["text"]["completeness"]
        raw = plan[key]
        if key == "number_printed":
            return re.sub(r"\s", "", fold(raw)) or None
        if key == "province_now":
            return {k: v for k, v in raw.items() if k != "note"} | {"merged_with": sorted(raw["merged_with"])}
        if key == "replaces":
            return [(r["number"], r["date"]) for r in raw]
        return fold(raw) if isinstance(raw, str) else raw

    return value(gold), value(found)


# Money --------------------------------------------------------------------------------------------


def amounts(budget: Item) -> list[Any]:
    """Every amount of a budget in order, in đồng: totals, sources, phases, groups, lines."""
    factor = _FACTOR[budget["amount_unit"]]

    def vnd(amount: float | None) -> int | None:
        return None if amount is None else round(amount * factor)

    def split(part: Item) -> tuple[Any, ...]:
        sources = tuple(sorted((k, vnd(v)) for k, v in part["by_source"].items()))
        years = tuple(sorted((str(k), vnd(v)) for k, v in part["by_year"].items()))
        return vnd(part["total"]), sources, years

    result: list[Any] = [("printed", budget["total_printed_vnd"]), ("words", budget["total_words_vnd"])]
    result += [("accepted", budget["total_accepted_vnd"])]
    result += [("source", s["code"], vnd(s["amount"])) for s in budget["sources"]]
    result += [("phase", p["from"], p["to"], *split(p)) for p in budget["phases"]]
    for group in budget["groups"]:
        result.append(("group", *split(group)))
        result += [("line", line["qty"], *split(line)) for line in group["lines"]]
    return result


# Findings -----------------------------------------------------------------------------------------


def match_findings(
    found: list[Item], gold: list[Item], ids: dict[str, str]
) -> tuple[list[Item], list[Item], list[Item]]:
    """Gold findings met, gold findings missed, findings without a gold one."""
    left = list(found)
    met, missed = [], []
    for wanted in gold:
        refs = {ids.get(r, r) for r in wanted["refs"]}
        hit = next((f for f in left if f["code"] == wanted["code"] and _same_fault(f, wanted, refs)), None)
        if hit is None:
            missed.append(wanted)
        else:
            met.append(wanted)
            left.remove(hit)
    return met, missed, left


def _same_fault(found: Item, wanted: Item, refs: set[str]) -> bool:
    values = {str(v) for v in wanted.get("values", [])}
    if values and values == {str(v) for v in found.get("values", [])}:
        return True
    if refs & set(found["refs"]):
        return True
    if any(overlap(a, b) >= 0.7 for a in found["quotes"] for b in wanted["quotes"]):
        return True
    return found["kind"] == wanted["kind"]


# Lists --------------------------------------------------------------------------------------------

_LISTS = (
    "legal_bases",
    "general_goals",
    "tasks",
    "support_contents",
    "rules",
    "workflow_bodies",
    "catalogue",
    "awards_named",
    "system_demand",
    "responsibilities",
    "reporting",
    "annual_cycle",
    "baseline",
    "beneficiary_types",
)


def _names(key: str, plan: Item) -> list[str]:
    if key == "catalogue":
        named = plan["catalogue_named"]
        groups = ("management_systems", "practices", "sustainability_and_market", "tools", "other")
        return [fold(n).lower() for g in groups for n in named[g]]
    if key == "beneficiary_types":
        return [fold(t).lower() for t in plan["beneficiaries"]["types"]]
    label = {
        "legal_bases": lambda x: f"{x['ref']} {x['date']} {x['role']}",
        "general_goals": lambda x: fold(x["quote"])[:60],
        "tasks": lambda x: fold(x["title"])[:40],
        "support_contents": lambda x: x["code"],
        "rules": lambda x: x["kind"],
        "system_demand": lambda x: x["what"],
        "responsibilities": lambda x: x["role"] + ": " + ", ".join(x["agencies"]).lower(),
        "reporting": lambda x: x["every"] + ": " + x["who"],
        "annual_cycle": lambda x: x["who"],
        "baseline": lambda x: f"{x['indicator']} {x['value']}",
    }.get(key, lambda x: fold(x).lower())
    return [label(x) for x in plan[key]]


# Printing -----------------------------------------------------------------------------------------


def _share(expected: Iterable[Any], found: Iterable[Any]) -> str:
    wanted, got = Counter(map(str, expected)), Counter(map(str, found))
    return f"{sum((wanted & got).values())}/{sum(wanted.values())} (+{sum((got - wanted).values())})"


def lines_of(score: Score, verbose: bool = False) -> list[str]:
    """The scoreboard of one plan as lines of text."""
    right = sum(1 for p in score.targets if p.found and not p.faults)
    out = [
        f"== {score.name}",
        f"   targets      {right}/{len(score.targets)} right, {len(score.extra_targets)} extra",
        f"   metadata     {len(score.metadata) - len(score.wrong_metadata)}/{len(score.metadata)}",
        f"   amounts      {_share(*score.amounts)} in order: {score.amounts[0] == score.amounts[1]}",
        f"   findings     {len(score.found_findings)} met; strict missed {len(score.strict_misses)}, "
        f"strict false {len(score.false_alarms)}; other missed "
        f"{len(score.missed_findings) - len(score.strict_misses)}, other extra "
        f"{len(score.false_findings) - len(score.false_alarms)}",
        "   lists        " + ", ".join(f"{k} {_share(a, b)}" for k, (a, b) in score.lists.items()),
    ]
    for pair in score.wrong_targets:
        got = "not found" if pair.found is None else "; ".join(pair.faults)
        out.append(f"   T- {pair.gold['id']}: {got} | {fold(pair.gold['quote'])[:70]}")
    out += [f"   M- {k}: {got!r} for {want!r}" for k, (want, got) in score.wrong_metadata.items()]
    out += [f"   F- missed {f['id']} {f['code']}/{f['kind']}" for f in score.strict_misses]
    out += [f"   F+ false {f['code']}/{f['kind']}: {f['detail'][:90]}" for f in score.false_alarms]
    if not verbose:
        return out
    out += [
        f"   T+ {t['id']} {t['kind']} {_numbers(t)}: {fold(t['quote'])[:90]}" for t in score.extra_targets
    ]
    for pair in score.targets:
        if pair.found and pair.found["indicator"] != pair.gold["indicator"]:
            out.append(f"   i  {pair.gold['id']}: {pair.found['indicator']} for {pair.gold['indicator']}")
        for key in ("parent", "additional", "contributory", "soft", "aggregation", "base_status", "base_period",
                    "condition", "composition", "of", "ambiguity", "priority"):  # fmt: skip
            if pair.found and bool(pair.found.get(key)) != bool(pair.gold.get(key)):
                out.append(
                    f"   o  {pair.gold['id']} {key}: {pair.found.get(key)!r} for {pair.gold.get(key)!r}"
                )
    out += [f"   f- {f['id']} {f['code']}/{f['kind']}" for f in score.missed_findings]
    out += [f"   f+ {f['code']}/{f['kind']}: {f['detail'][:100]}" for f in score.false_findings]
    for key, (want, got) in score.lists.items():
        wanted, have = Counter(want), Counter(got)
        out += [f"   l- {key}: {x}" for x in wanted - have] + [f"   l+ {key}: {x}" for x in have - wanted]
    if score.amounts[0] != score.amounts[1]:
        wanted, have = Counter(map(str, score.amounts[0])), Counter(map(str, score.amounts[1]))
        out += [f"   b- {x}" for x in wanted - have] + [f"   b+ {x}" for x in have - wanted]
    return out


def main(argv: list[str] | None = None) -> int:
    """Print the scoreboard; exit 1 when a gold target, amount or strict finding is not met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plans", nargs="*", default=list(PLANS))
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args(argv)
    clean = True
    for name in options.plans:
        score = compare(read(name), load_gold(name), name)
        sys.stdout.write("\n".join(lines_of(score, options.verbose)) + "\n")
        clean &= not (score.wrong_targets or score.strict_misses or score.false_alarms)
        clean &= score.amounts[0] == score.amounts[1]
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
