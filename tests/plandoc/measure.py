"""Scoreboard of the plan reader on the invented plans.

``python -m tests.plandoc.measure [tuned|heldout|fresh] [--detail]`` reads every file through
``nscl.plandoc.read`` and prints, per plan and format and in total: targets with every field
right, amounts right in their printed order, planted faults found, false alarms.

How things are compared is written at each function; the gold is that of `tests.plandoc.corpus`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from tests.plandoc import corpus
from tests.plandoc.corpus.model import squeeze
from tests.plandoc.corpus.money import FACTORS

CODES = (
    "sum_mismatch",
    "words_mismatch",
    "number_mismatch",
    "date_mismatch",
    "target_conflict",
    "blank_number",
    "missing_appendix",
)
META = ("number", "date", "date_partial", "place", "number_in_appendix", "date_in_appendix", "recipients")
OVERLAP = 0.6  # share of the shorter quote that both quotes must have in one piece
Token = tuple[Any, ...]


@dataclass
class Score:
    """What one file gave. `right` and `wanted` by measure; `notes` says what is not right."""

    name: str
    format: str
    right: dict[str, int] = field(default_factory=dict)
    wanted: dict[str, int] = field(default_factory=dict)
    extra_targets: int = 0
    extra_amounts: int = 0
    by_consequence: int = 0  # faults seen only through a sum that the fault disturbs
    restated: int = 0  # further true statements of a planted fault
    false_alarms: int = 0
    notes: list[str] = field(default_factory=list)

    def count(self, measure: str, right: int, wanted: int) -> None:
        self.right[measure] = self.right.get(measure, 0) + right
        self.wanted[measure] = self.wanted.get(measure, 0) + wanted


# -- targets ---------------------------------------------------------------------------------


def _time(item: dict[str, Any]) -> dict[str, Any]:
    return {"period": item.get("period"), "deadline": item.get("deadline")}


def unit_fits(gold: str | None, read: str | None) -> bool:
    """The same counting word; a longer noun phrase behind it is allowed, but "lượt" stays "lượt".

    >>> unit_fits("lớp", "lớp tập huấn"), unit_fits("doanh nghiệp/năm", "doanh nghiệp")
    (True, False)
    >>> unit_fits("lượt doanh nghiệp", "lượt"), unit_fits("doanh nghiệp", "lượt doanh nghiệp")
    (False, False)
    """
    if gold is None or read is None:
        return gold == read
    gold, read = (" ".join(unit.lower().replace(" /", "/").split()) for unit in (gold, read))
    if gold.endswith("/năm") != read.endswith("/năm"):
        return False
    gold, read = gold.removesuffix("/năm"), read.removesuffix("/năm")
    if read == gold or read.startswith((gold + " ", gold + ",")):
        return True
    return not gold.startswith("lượt") and gold.startswith((read + " ", read + ","))


def wrong_fields(gold: dict[str, Any], accept: dict[str, list[Any]], read: dict[str, Any]) -> list[str]:
    """Names of the fields in which a read target is not the gold one."""
    wrong = [
        name
        for name in ("kind", "op", "value", "min", "max")
        if read.get(name) not in [gold[name], *accept.get(name, [])]
    ]
    if not any(unit_fits(unit, read.get("unit")) for unit in [gold["unit"], *accept.get("unit", [])]):
        wrong.append("unit")
    if _time(read) not in [_time(gold), *accept.get("time", [])]:
        wrong.append("time")
    if gold["kind"] == "growth_rate":
        if read.get("base_status") not in [gold["base_status"], *accept.get("base_status", [])]:
            wrong.append("base_status")
        if gold.get("base_period") != read.get("base_period") and "base_status" not in wrong:
            wrong.append("base_period")
    return wrong


def overlaps(one: str, other: str) -> bool:
    """Whether two quotes share one piece of at least OVERLAP of the shorter."""
    one, other = squeeze(one).lower(), squeeze(other).lower()
    if not one or not other:
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.find_longest_match().size >= OVERLAP * min(len(one), len(other))


def score_targets(gold: dict[str, Any], plan: dict[str, Any], score: Score) -> None:
    """Pairs gold and read targets by overlapping quotes, perfect pairs first."""
    wanted = gold["plan"]["targets"]
    accept = {item["id"]: item["accept"] for item in gold["targets"]}
    read = list(plan["targets"])
    close = {
        (g, r): wrong_fields(item, accept[item["id"]], other)
        for g, item in enumerate(wanted)
        for r, other in enumerate(read)
        if overlaps(item["quote"], other["quote"])
    }
    pairs: dict[int, int] = {}
    for (g, r), _ in sorted(close.items(), key=lambda pair: (len(pair[1]), pair[0])):
        if g not in pairs and r not in pairs.values():
            pairs[g] = r
    right = 0
    for g, item in enumerate(wanted):
        wrong = ["not found"] if g not in pairs else close[g, pairs[g]]
        right += not wrong
        if wrong:
            got = (
                {}
                if g not in pairs
                else {k: read[pairs[g]].get(k) for k in (*item, "ambiguity") if k != "span"}
            )
            got = {
                k: v
                for k, v in got.items()
                if k in wrong or (k in ("period", "deadline") and "time" in wrong)
            }
            score.notes.append(f"target {item['id']} «{item['quote']}»: {', '.join(wrong)} {got or ''}")
    score.count("targets", right, len(wanted))
    score.extra_targets = len(read) - len(pairs)
    for r, other in enumerate(read):
        if r not in pairs.values():
            score.notes.append(f"target not in gold: «{other['quote']}» {other['kind']} {other['value']}")
    _score_flags(wanted, read, pairs, score)


def _score_flags(wanted: list[dict], read: list[dict], pairs: dict[int, int], score: Score) -> None:
    """Secondary: parent, additional, contributory, soft, average, composition."""
    ids = {item["id"]: read[pairs[g]]["id"] for g, item in enumerate(wanted) if g in pairs}
    for g, item in enumerate(wanted):
        for name in ("parent", "additional", "contributory", "soft", "aggregation", "composition"):
            if name not in item:
                continue
            expected = ids.get(item["parent"]) if name == "parent" else item[name]
            got = read[pairs[g]].get(name) if g in pairs else None
            score.count("flags", int(got is not None and got == expected), 1)
            if got is None or got != expected:
                score.notes.append(f"flag {item['id']} {name}: {got!r} for {expected!r}")


# -- amounts ---------------------------------------------------------------------------------


def _row_tokens(row: dict[str, Any], vnd: Callable[[float], int]) -> list[Token]:
    """Total, then the amounts by source (as a set: codes are the reader's own), then by year."""
    tokens: list[Token] = [] if row["total"] is None else [("total", vnd(row["total"]))]
    tokens += [("source", amount) for amount in sorted(vnd(a) for a in row["by_source"].values())]
    return tokens + [("year", year, vnd(amount)) for year, amount in sorted(row["by_year"].items())]


def _read_rows(budget: dict[str, Any]) -> list[dict[str, Any]]:
    """Groups and lines in printed order when every one has a span, else as the object lists them."""
    rows = [row for group in budget["groups"] for row in (group, *group["lines"])]
    starts = [(row.get("span") or {}).get("start") for row in rows]
    if all(start is not None for start in starts):
        rows = [row for _, row in sorted(zip(starts, rows, strict=True), key=lambda pair: pair[0])]
    return rows


def _head_tokens(budget: dict[str, Any], vnd: Callable[[float], int], with_sources: bool) -> list[Token]:
    total = budget["total_printed_vnd"]
    if total is None:  # an amount printed in words only
        total = budget.get("total_words_vnd")
    tokens: list[Token] = [] if total is None else [("plan", total)]
    if with_sources:
        tokens += [("of", vnd(s["amount"])) for s in budget["sources"] if s["amount"] is not None]
    for phase in budget["phases"]:
        tokens += _row_tokens(phase, vnd)
    return tokens


def gold_tokens(gold: dict[str, Any]) -> list[list[Token]]:
    """The amounts in order; other right readings follow: of a table of years, and when phases are
    columns: the rows once per phase, phase after phase or side by side."""
    budget = gold["plan"]["budget"]
    factor = FACTORS[budget["amount_unit"]]

    def vnd(amount: float) -> int:
        return round(amount * factor)

    head = _head_tokens(budget, vnd, gold["sources_scored"])
    rows = [row for row in gold["rows"] if row["role"] != "phase"]
    below = [token for row in rows for token in _row_tokens(row, vnd)]
    readings = [head + below]
    for phases in gold["phase_readings"]:
        readings.append(_head_tokens(budget | {"phases": phases}, vnd, gold["sources_scored"]) + below)
    if gold["by_phase_columns"]:
        periods = list(rows[0]["by_period"])
        readings.append(head + [("total", vnd(row["by_period"][p])) for p in periods for row in rows])
        readings.append(head + [("total", vnd(row["by_period"][p])) for row in rows for p in periods])
    return readings


def read_tokens(plan: dict[str, Any], with_sources: bool, with_phases: bool) -> list[Token]:
    """The amounts read. Without printed phases, one phase may hold the grand-total row: no matter."""
    budget = plan["budget"]
    if not with_phases and len(budget["phases"]) == 1:
        budget = budget | {"phases": []}
    factor = FACTORS[budget["amount_unit"]]

    def vnd(amount: float) -> int:
        return round(amount * factor)

    head = _head_tokens(budget, vnd, with_sources)
    return head + [token for row in _read_rows(budget) for token in _row_tokens(row, vnd)]


def common_in_order(one: Sequence[Token], other: Sequence[Token]) -> tuple[int, list[Token]]:
    """Length of the longest common subsequence, and the tokens of `one` outside it.

    >>> common_in_order([("a",), ("b",), ("c",)], [("a",), ("c",)])
    (2, [('b',)])
    """
    best = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, token in reversed(list(enumerate(one))):
        for j, there in reversed(list(enumerate(other))):
            same = best[i + 1][j + 1] + 1 if token == there else 0
            best[i][j] = max(same, best[i + 1][j], best[i][j + 1])
    missing, i, j = [], 0, 0
    while i < len(one):
        if j < len(other) and one[i] == other[j] and best[i][j] == best[i + 1][j + 1] + 1:
            i, j = i + 1, j + 1
        elif j < len(other) and best[i][j] == best[i][j + 1]:
            j += 1
        else:
            missing.append(one[i])
            i += 1
    return best[0][0], missing


def score_amounts(gold: dict[str, Any], plan: dict[str, Any], score: Score) -> None:
    """All amounts in đồng: total, sources, phases, then every row of the table."""
    read = read_tokens(plan, gold["sources_scored"], bool(gold["plan"]["budget"]["phases"]))
    results = [(*common_in_order(wanted, read), wanted) for wanted in gold_tokens(gold)]
    right, missing, wanted = max(results, key=lambda result: result[0] / max(len(result[2]), 1))
    score.count("amounts", right, len(wanted))
    score.extra_amounts = len(read) - right
    if missing:
        score.notes.append(f"amounts missing ({len(missing)}): {missing[:12]}")
    if score.extra_amounts:
        score.notes.append(f"amounts not in gold: {common_in_order(read, wanted)[1][:12]}")
    rows = [row for row in gold["rows"] if row["role"] != "phase"]
    paths = [row.get("path") or None for row in _read_rows(plan["budget"])]
    wanted_paths = [row["path"] or None for row in rows]
    score.count("paths", common_in_order([(p,) for p in wanted_paths], [(p,) for p in paths])[0], len(rows))


# -- findings --------------------------------------------------------------------------------


def _numbers(values: Iterable[Any]) -> set[float] | None:
    if any(isinstance(value, str) for value in values):
        return None
    return {float(value) for value in values}


def values_fit(fault: dict[str, Any], read: Sequence[Any]) -> bool:
    """The two figures of the fault are among the values read, in whatever unit of money.

    >>> values_fit({"values": [560, 550], "factor": 10**6}, [560e6, 550e6])
    True
    >>> values_fit({"values": ["2021-06-15", "2021-06-25"], "factor": None}, ["2021-06-25", "2021-06-15"])
    True
    """
    if not fault["values"]:
        return True
    gold, got = _numbers(fault["values"]), _numbers(read)
    if gold is None:
        return {str(value) for value in fault["values"]} <= {str(value) for value in read}
    if got is None:
        return False
    scales = (
        [fault["factor"] / scale for scale in FACTORS.values()] if fault["factor"] else [1, 1e-3, 1e-6, 1e-9]
    )
    return any(
        all(any(abs(g * scale - r) <= 1e-6 * max(1.0, abs(r)) for r in got) for g in gold) for scale in scales
    )


def _states(fault: dict[str, Any], finding: dict[str, Any]) -> bool:
    return finding["code"] == fault["code"] and values_fit(fault, finding.get("values") or [])


def score_findings(gold: dict[str, Any], plan: dict[str, Any], score: Score) -> None:
    """A finding is a planted fault, a consequence of one (see `also`), or a false alarm."""
    findings = [finding for finding in plan["inconsistencies"] if finding["code"] in CODES]
    faults = gold["faults"]
    named: set[int] = set()
    felt: set[int] = set()
    for finding in findings:
        direct = [n for n, fault in enumerate(faults) if _states(fault, finding)]
        indirect = [
            n for n, fault in enumerate(faults) if any(_states(other, finding) for other in fault["also"])
        ]
        if direct and direct[0] not in named:
            named.add(direct[0])
            wanted, got = faults[direct[0]]["where"], finding.get("where")
            if wanted is not None:
                score.count("where", int(wanted in (got or "")), 1)
        elif direct or indirect:
            felt |= set(direct or indirect)
            score.restated += 1
            score.notes.append(
                f"restated: {finding['code']} {finding.get('values')} at {finding.get('where')}"
            )
        else:
            score.false_alarms += 1
            score.notes.append(
                f"FALSE ALARM: {finding['code']} {finding.get('values')} at {finding.get('where')}: {finding['detail']}"
            )
    score.count("faults", len(named), len(faults))
    score.by_consequence = len(felt - named)
    for n, fault in enumerate(faults):
        if n not in named:
            how = "felt by a consequence only" if n in felt else "missed"
            score.notes.append(f"fault {how}: {fault['code']} {fault['values']} at {fault['where']}")


# -- the rest --------------------------------------------------------------------------------


def score_meta(gold: dict[str, Any], plan: dict[str, Any], score: Score) -> None:
    """Identity of the plan and its legal bases."""
    wanted, got = gold["plan"]["plan"], plan["plan"]
    pairs = [(name, wanted[name], got.get(name)) for name in META]
    pairs.append(("signer", wanted["signer"]["name"], (got.get("signer") or {}).get("name")))
    pairs.append(("mode", wanted["signer"]["mode"], (got.get("signer") or {}).get("mode")))
    for end in ("from", "to"):
        pairs.append((f"horizon {end}", wanted["horizon"][end], (got.get("horizon") or {}).get(end)))
    for name, expected, found in pairs:
        score.count("identity", int(expected == found), 1)
        if expected != found:
            score.notes.append(f"identity {name}: {found!r} for {expected!r}")
    refs = {(base["ref_normal"], base["date"]) for base in plan["legal_bases"]}
    for base in gold["plan"]["legal_bases"]:
        score.count("bases", int((base["ref_normal"], base["date"]) in refs), 1)
        if (base["ref_normal"], base["date"]) not in refs:
            score.notes.append(f"legal basis not found: {base['ref']} {base['date']}")


def measure_file(name: str, fmt: str, read: Callable[..., Any]) -> Score:
    """Reads one file and scores it; an exception scores nothing and is noted."""
    gold = corpus.gold(name)
    score = Score(name, fmt)
    failure = None
    try:
        plan = read(corpus.build(name, fmt), filename=corpus.filename(name, fmt)).plan
    except Exception as error:  # the scoreboard must go on
        failure = f"NOT READ: {type(error).__name__}: {error}"
        plan = {"targets": [], "inconsistencies": [], "legal_bases": [], "plan": {}}
        plan["budget"] = {
            "total_printed_vnd": None,
            "amount_unit": "vnd",
            "sources": [],
            "phases": [],
            "groups": [],
        }
    score_targets(gold, plan, score)
    score_amounts(gold, plan, score)
    score_findings(gold, plan, score)
    score_meta(gold, plan, score)
    if failure:
        score.notes = [failure]
    return score


def measure(split: str, read: Callable[..., Any] | None = None) -> list[Score]:
    """Scores of every plan of a split in every format it is written in."""
    if read is None:
        from nscl.plandoc import read as read_plan

        read = read_plan
    return [measure_file(name, fmt, read) for name in corpus.names(split) for fmt in corpus.formats(name)]


def add_up(scores: Iterable[Score]) -> Score:
    total = Score("total", "")
    for score in scores:
        for name, wanted in score.wanted.items():
            total.count(name, score.right[name], wanted)
        for name in ("extra_targets", "extra_amounts", "by_consequence", "restated", "false_alarms"):
            setattr(total, name, getattr(total, name) + getattr(score, name))
    return total


def recall(score: Score, measure: str) -> float:
    """Share right; 1.0 where nothing was wanted."""
    return score.right.get(measure, 0) / score.wanted[measure] if score.wanted.get(measure) else 1.0


def as_line(score: Score) -> str:
    parts = [f"{score.name:12} {score.format:5}"]
    for name in ("targets", "amounts", "faults"):
        parts.append(
            f"{name} {score.right.get(name, 0):3}/{score.wanted.get(name, 0):<3} {recall(score, name):4.0%}"
        )
    parts.append(f"false alarms {score.false_alarms}")
    parts.append(f"(restated {score.restated}, felt only {score.by_consequence})")
    parts.append(f"extra targets {score.extra_targets} amounts {score.extra_amounts}")
    for name in ("flags", "where", "paths", "identity", "bases"):
        if score.wanted.get(name):
            parts.append(f"{name} {score.right[name]}/{score.wanted[name]}")
    return "  ".join(parts)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.plandoc.measure", description=__doc__.split("\n")[0]
    )
    parser.add_argument("split", nargs="?", choices=corpus.SPLITS, default="tuned")
    parser.add_argument("--detail", action="store_true", help="say what is not right in each file")
    options = parser.parse_args(arguments)
    scores = measure(options.split)
    for score in scores:
        sys.stdout.write(as_line(score) + "\n")
        if options.detail:
            sys.stdout.writelines(f"    {note}\n" for note in score.notes)
    sys.stdout.write(as_line(add_up(scores)) + "\n")
    for fmt in corpus.SUFFIXES:
        group = add_up(score for score in scores if score.format == fmt)
        group.name, group.format = "of which", fmt
        sys.stdout.write(as_line(group) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
